"""The generator as one would write it in PyTorch, for measuring Tessera's own engine against.

Covers what the shipped shape has: class-adaptive or instance norm, style, texture noise, SAU, a
shared decoder, classes added, branches fused by weights. A model file's weights load by name.
Upsampling comes in two forms: "unfold" copies every k x k neighbourhood, "shifted" adds up k * k
shifted products, which needs no such copy.
"""

import json
import math

import torch
from safetensors import safe_open
from torch import nn
from torch.nn import functional as F


def reflected(x, k):
    return F.pad(x, (k // 2,) * 4, mode="reflect") if k > 1 else x


class Sau(nn.Module):
    """A softmaxed k x k kernel for every output pixel, and the sum that it weighs (Eq. 1)."""

    def __init__(self, channels, compressed, k, form):
        super().__init__()
        self.kernels = nn.Module()
        self.kernels.compress = nn.Conv2d(channels, compressed, 1)
        self.kernels.encode = nn.Conv2d(compressed, 4 * k * k, 3, padding=1)
        self.k, self.form = k, form

    def forward(self, f):
        k, (b, c, h, w) = self.k, f.shape
        weights = F.pixel_shuffle(self.kernels.encode(self.kernels.compress(f)), 2).softmax(1)
        if self.form == "unfold":
            near = F.unfold(f, k, padding=k // 2).view(b, c * k * k, h, w)
            near = F.interpolate(near, scale_factor=2.0).view(b, c, k * k, 2 * h, 2 * w)
            return (near * weights[:, None]).sum(2)
        padded = F.pad(f, (k // 2,) * 4)
        total = 0
        for i in range(k * k):
            shifted = padded[:, :, i // k:i // k + h, i % k:i % k + w]
            total = total + F.interpolate(shifted, scale_factor=2.0) * weights[:, i:i + 1]
        return total


class Norm(nn.Module):
    """Instance norm, then each class's own scale and shift at its pixels."""

    def __init__(self, channels, config):
        super().__init__()
        self.adaptive = config["norm"] == "class"
        if self.adaptive:
            self.gamma = nn.Embedding(config["classes"], channels)
            self.beta = nn.Embedding(config["classes"], channels)

    def forward(self, x, masks):
        y = F.instance_norm(x, eps=1e-5)
        if not self.adaptive:
            return y
        here = F.interpolate(masks, size=x.shape[-2:])
        gamma = F.conv2d(here, self.gamma.weight.t()[:, :, None, None])
        beta = F.conv2d(here, self.beta.weight.t()[:, :, None, None])
        return y * (gamma + 1 - here.sum(1, keepdim=True)) + beta


class Noise(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.strength = nn.Parameter(torch.empty(channels))

    def forward(self, x, noise):
        return x + self.strength[:, None, None] * noise


class ConvNorm(nn.Module):
    def __init__(self, cin, cout, k, config, stride=1, noise=False):
        super().__init__()
        self.k, self.stride = k, stride
        self.conv = nn.Conv2d(cin, cout, k, stride, padding=k // 2 if stride > 1 else 0)
        self.norm = Norm(cout, config)
        self.noise = Noise(cout) if noise else None

    def forward(self, x, masks, noise=None):
        x = self.conv(x if self.stride > 1 else reflected(x, self.k))
        if self.noise is not None:
            x = self.noise(x, noise)
        return F.relu(self.norm(x, masks))


class Block(nn.Module):
    def __init__(self, channels, config):
        super().__init__()
        self.conv1, self.norm1 = nn.Conv2d(channels, channels, 3), Norm(channels, config)
        self.conv2, self.norm2 = nn.Conv2d(channels, channels, 3), Norm(channels, config)
        self.style = nn.Linear(config["style"], 4 * channels) if config["style"] else None

    def forward(self, x, masks, z):
        y = self.norm1(self.conv1(reflected(x, 3)), masks)
        if self.style is not None:
            a1, b1, a2, b2 = self.style(z)[:, :, None, None].chunk(4, 1)
            y = y * (1 + a1) + b1
        y = self.norm2(self.conv2(reflected(F.relu(y), 3)), masks)
        return x + (y * (1 + a2) + b2 if self.style is not None else y)


class Decoder(nn.Module):
    def __init__(self, widths, config, form):
        super().__init__()
        steps = list(zip(widths[::-1], widths[-2::-1]))
        self.up = nn.ModuleList()
        for channels, _ in steps:
            level = nn.Module()
            level.op = Sau(channels, config["sau_compressed"], config["sau_kernel"], form)
            self.up.append(level)
        self.conv = nn.ModuleList(ConvNorm(a, b, 3, config, noise=config["noise"]) for a, b in steps)

    def forward(self, x, masks, noise):
        for level, conv in enumerate(self.conv):
            x = conv(self.up[level].op(x), masks, noise[level + 1] if noise else None)
        return x


class LocalGenerator(nn.Module):
    """A convolution a class on that class's own features, added up (Eq. 2 to 4)."""

    def __init__(self, config):
        super().__init__()
        n, c, k = config["classes"], config["base"], config["head_kernel"]
        self.weight = nn.Parameter(torch.empty(n, 3, c, k, k))
        self.bias = nn.Parameter(torch.empty(n, 3))
        self.k = k

    def forward(self, x, masks):
        total = 0
        for i in range(self.weight.shape[0]):
            own = reflected(x * masks[:, i:i + 1], self.k)
            total = total + torch.tanh(F.conv2d(own, self.weight[i], self.bias[i]))
        return total


class Generator(nn.Module):
    """From masks B,N,H,W, a style B,S and noise maps, coarsest first, to a picture in [-1, 1]."""

    def __init__(self, config, form):
        super().__init__()
        self.config = config
        widths = [min(config["base"] << i, config["cap"]) for i in range(config["downs"] + 1)]
        self.stem = ConvNorm(config["classes"], widths[0], config["head_kernel"], config)
        self.down = nn.ModuleList(ConvNorm(a, b, 3, config, 2) for a, b in zip(widths, widths[1:]))
        self.noise = Noise(widths[-1]) if config["noise"] else None
        self.block = nn.ModuleList(Block(widths[-1], config) for _ in range(config["blocks"]))
        self.decoder = nn.ModuleDict({"shared": Decoder(widths, config, form)})
        self.global_conv = ConvNorm(widths[0], widths[0], 3, config)
        self.global_image = nn.Conv2d(widths[0], 3, config["head_kernel"])
        self.local = LocalGenerator(config)
        self.weight_conv = ConvNorm(widths[0], widths[0] // 2, 3, config)
        self.weight_map = nn.Conv2d(widths[0] // 2, 2, 1)

    def forward(self, masks, z, *noise):
        x = self.stem(masks, masks)
        for down in self.down:
            x = down(x, masks)
        if self.noise is not None:
            x = self.noise(x, noise[0])
        for block in self.block:
            x = block(x, masks, z)
        x = self.decoder["shared"](x, masks, noise)
        whole = self.global_conv(x, masks)
        whole = torch.tanh(self.global_image(reflected(whole, self.config["head_kernel"])))
        share = self.weight_map(self.weight_conv(x, masks)).softmax(1)
        return share[:, :1] * self.local(x, masks) + share[:, 1:] * whole


class StyleEncoder(nn.Module):
    """A photo to the mean of its style."""

    def __init__(self, style, base):
        super().__init__()
        widths = (3, base, base * 2, base * 4, base * 4)
        self.conv = nn.ModuleList(nn.Conv2d(a, b, 3, 2, 1) for a, b in zip(widths, widths[1:]))
        self.mean = nn.Linear(2 * widths[-1], style)

    def forward(self, x):
        for conv in self.conv:
            x = F.leaky_relu(conv(x), 0.2)
        spread = (x.var((2, 3), unbiased=False) + 1e-6).sqrt()
        return self.mean(torch.cat((x.mean((2, 3)), spread), 1))


def supported(config):
    """Why this file does not state a network of this config, or ""."""
    wanted = {"norm": ("class", "instance"), "upsampler": ("sau",), "decoder": ("shared",),
              "combine": ("add",), "fuse": ("weights",), "local": (True,), "image_channels": (0,)}
    for key, choices in wanted.items():
        if config.get(key, choices[0]) not in choices:
            return f"{key} is {config[key]}; the peers know {' and '.join(map(str, choices))} only"
    return ""


def read(path):
    """Config and float32 weights of a model file. Raises ValueError where the peers can't state it."""
    with safe_open(path, "pt") as file:
        config = json.loads(file.metadata()["config"])
        weights = {name: file.get_tensor(name).float() for name in file.keys()}
    if reason := supported(config):
        raise ValueError(f"{path}: {reason}")
    return config, weights


def generator(config, weights, form):
    """`weights` None: random ones, for timing alone."""
    network = Generator(config, form)
    if weights is None:
        for parameter in network.parameters():
            nn.init.normal_(parameter, std=0.02)
    else:
        network.load_state_dict({name: weights[name] for name in network.state_dict()})
    return network.eval().requires_grad_(False)


def style_encoder(weights):
    own = {name[14:]: tensor for name, tensor in weights.items()
           if name.startswith("style_encoder.") and "log_variance" not in name}
    encoder = StyleEncoder(own["mean.weight"].shape[0], own["conv.0.weight"].shape[0])
    encoder.load_state_dict(own)
    return encoder.eval().requires_grad_(False)


def noise_maps(seed, side, downs):
    """White noise of unit variance at every level from the bottleneck up, by the hash that model
    files mean: a pure function of seed, level, row and column."""
    def mix(v):
        for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B)):
            v = ((v ^ (v >> shift)) * factor) & 0xFFFFFFFF
        return v ^ (v >> 16)

    maps = []
    for level in range(downs + 1):
        size = torch.arange(side >> (downs - level))
        start = mix(level + mix(torch.tensor(seed)) & 0xFFFFFFFF)
        bits = mix(size + mix(size[:, None] + start & 0xFFFFFFFF) & 0xFFFFFFFF)
        maps.append(((bits.double() / 2**31 - 1) * math.sqrt(3)).float())
    return maps
