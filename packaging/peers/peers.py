"""Tessera's renders beside those of PyTorch, ONNX Runtime and OpenVINO: same weights, same picture,
same threads, in turn. Prints one table.

    peers.py TESSERA MODEL [--threads N] [--seconds S] [--only TEXT]
"""

import argparse
import datetime
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import numpy
import torch
from safetensors import safe_open

import network

SIDE = 256
FULL_SIZE = {"classes": 12, "base": 64, "cap": 256, "downs": 2, "blocks": 9, "norm": "instance",
             "sau_compressed": 64, "sau_kernel": 5, "head_kernel": 7, "style": 0, "noise": False}
ALIKE = 2e-3   # mean absolute difference of pictures in [-1, 1] in float32


def blobs(classes):
    """A label map with borders of every direction."""
    y, x = numpy.mgrid[:SIDE, :SIDE]
    u, v = x + 8 * numpy.sin(y / 11) + 16, y + 8 * numpy.sin(x / 13) + 16
    return ((u // 24 * 7 + v // 24 * 5) % classes).astype(numpy.uint8)


def example(config, style):
    """What a generator of this config is given: masks, style, noise maps."""
    labels = torch.from_numpy(blobs(config["classes"])).long()
    masks = torch.nn.functional.one_hot(labels, config["classes"]).permute(2, 0, 1)[None].float()
    noise = network.noise_maps(1, SIDE, config["downs"]) if config["noise"] else []
    return (masks.contiguous(memory_format=torch.channels_last), style, *noise)


class Torch:
    """PyTorch, eager or compiled, channels last."""

    def __init__(self, form, compiled=False):
        self.name = "PyTorch, compiled, shifted sums" if compiled else \
            f"PyTorch, eager, {'unfold' if form == 'unfold' else 'shifted sums'}"
        self.form, self.compiled, self.types = form, compiled, ("float32", "bfloat16")

    def prepare(self, config, weights, inputs, precision, _):
        kind = getattr(torch, precision)
        model = network.generator(config, weights, self.form)
        model = model.to(kind)
        for weight in model.parameters():
            if weight.dim() == 4:   # .to() would also try those of the class generators, of rank 5
                weight.data = weight.data.contiguous(memory_format=torch.channels_last)
        inputs = [tensor.to(kind) for tensor in inputs]
        if self.compiled:
            model = torch.compile(model)
        return lambda: model(*inputs).float().numpy()


class OnnxRuntime:
    name, types = "ONNX Runtime, shifted sums", ("float32",)

    def prepare(self, config, weights, inputs, precision, threads):
        import onnxruntime
        names = [f"input{i}" for i in range(len(inputs))]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        with tempfile.TemporaryDirectory() as folder:
            file = f"{folder}/network.onnx"
            torch.onnx.export(network.generator(config, weights, "shifted"), tuple(inputs), file,
                              input_names=names, dynamo=False, opset_version=17)
            session = onnxruntime.InferenceSession(file, options)
        wanted = {item.name for item in session.get_inputs()}
        feed = {name: tensor.numpy() for name, tensor in zip(names, inputs) if name in wanted}
        return lambda: session.run(None, feed)[0]


class OpenVino:
    name, types = "OpenVINO, shifted sums", ("float32", "bfloat16")

    def prepare(self, config, weights, inputs, precision, threads):
        import openvino
        model = openvino.convert_model(network.generator(config, weights, "shifted"),
                                       example_input=tuple(inputs))
        hints = {"INFERENCE_PRECISION_HINT": {"float32": "f32", "bfloat16": "bf16"}[precision],
                 "INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "LATENCY"}
        compiled = openvino.Core().compile_model(model, "CPU", hints)
        arrays = [numpy.ascontiguousarray(tensor.numpy()) for tensor in inputs][:len(compiled.inputs)]
        return lambda: compiled(arrays)[0]


PEERS = [Torch("unfold"), Torch("shifted"), Torch("shifted", compiled=True), OnnxRuntime(), OpenVino()]


def median_ms(action, seconds):
    """Of at least five runs, after two that warm up."""
    action(), action()
    times, end = [], time.perf_counter() + seconds
    while len(times) < 5 or time.perf_counter() < end:
        start = time.perf_counter()
        action()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


class Ours:
    """The program itself; measured before and after the peers, so that both meet the same machine."""

    def __init__(self, program, model, threads):
        self.program, self.model, self.threads, self.seen = program, model, threads, []

    def measure(self):
        said = subprocess.run([self.program, "benchmark", "render", "--quick", "--json", "--threads",
                               str(self.threads), "--model", self.model],
                              check=True, stdout=subprocess.PIPE, text=True).stdout
        self.seen.append({row["name"]: row["value"] for row in json.loads(said)})

    def median(self, subject, precision):
        full = subject == "full size"
        return statistics.mean(
            next(value for name, value in rows.items()
                 if name.endswith(f"256² {precision} p50") and ("full-size" in name) == full)
            for rows in self.seen)

    def picture(self, labels, photo):
        """What the command line draws, 3,H,W in [-1, 1]."""
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            (folder / "labels.pgm").write_bytes(b"P5 %d %d 255\n" % labels.shape[::-1]
                                                + labels.tobytes())
            (folder / "photo.ppm").write_bytes(b"P6 %d %d 255\n" % photo.shape[1::-1]
                                               + photo.tobytes())
            style = ["--style-from", folder / "photo.ppm"]
            subprocess.run([self.program, "render", folder / "labels.pgm", "-o", folder / "out.png",
                            "--model", self.model, "--precision", "float32", "--noise-seed", "1",
                            "--dump", folder / "inside", *style], check=True)
            with safe_open(folder / "inside" / "outputs.safetensors", "np") as file:
                return file.get_tensor("image").reshape(3, SIDE, SIDE)


def style_and_picture(ours, config, weights):
    """The style of a photo of stripes, and the picture that Tessera draws in it."""
    y, x = numpy.mgrid[:SIDE, :SIDE]
    photo = numpy.stack([x, y, (x + y) // 2], -1).astype(numpy.uint8)
    pixels = torch.from_numpy(photo).permute(2, 0, 1)[None].float() / 127.5 - 1
    return (network.style_encoder(weights)(pixels),
            ours.picture(blobs(config["classes"]), photo))


def measure(peer, subject, precision, arguments, expected):
    """Median in ms, or why there is none."""
    config, weights, inputs = subject
    try:
        with torch.no_grad(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            action = peer.prepare(config, weights, inputs, precision, arguments.threads)
            picture = action()
            if expected is not None and precision == "float32":
                away = float(numpy.abs(picture.reshape(3, SIDE, SIDE) - expected).mean())
                if away > ALIKE:
                    sys.exit(f"peers: {peer.name} draws another picture than Tessera: "
                             f"{away:.4f} away in the mean")
            return median_ms(action, arguments.seconds)
    except Exception as error:  # a peer that can't is a row that says so
        return f"failed: {str(error).strip().splitlines()[0][:60] if str(error) else type(error).__name__}"


def measured(subjects, arguments, expected):
    """All peers' medians, each told as it comes: the whole takes minutes."""
    for subject in subjects:
        for precision in ("float32", "bfloat16"):
            for peer in PEERS:
                if precision in peer.types and arguments.only in peer.name:
                    value = measure(peer, subjects[subject], precision, arguments,
                                    expected if subject == "shipped" else None)
                    told = value if isinstance(value, str) else f"{value:.1f} ms"
                    print(f"peers: {subject}, {precision}, {peer.name}: {told}", file=sys.stderr)
                    yield subject, precision, peer, value


def processor():
    """The processor's name as Linux has it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def cell(value, ours):
    return value if isinstance(value, str) else f"{value:.0f} ms | {value / ours:.1f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("tessera"), parser.add_argument("model")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--seconds", type=float, default=8, help="for each measurement")
    parser.add_argument("--only", default="", help="peers whose name holds this")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    try:
        config, weights = network.read(arguments.model)
    except (OSError, ValueError) as error:
        sys.exit(f"peers: {error}")
    ours = Ours(arguments.tessera, arguments.model, arguments.threads)
    style, expected = style_and_picture(ours, config, weights)
    subjects = {"shipped": (config, weights, example(config, style)),
                "full size": (FULL_SIZE, None, example(FULL_SIZE, torch.zeros(1, 1)))}
    ours.measure()
    found = list(measured(subjects, arguments, expected))
    ours.measure()
    print(f"{datetime.date.today()}, {processor()}, "
          f"{arguments.threads} threads, {SIDE}², medians\n")
    print("| network | numbers | who | a render | times ours |\n|---|---|---|---|---|")
    last = None
    for subject, precision, peer, value in found:
        mine = ours.median(subject, precision)
        if (subject, precision) != last:
            print(f"| {subject} | {precision} | Tessera | {mine:.0f} ms | 1 |")
            last = (subject, precision)
        text = cell(value, mine)
        print(f"| | | {peer.name} | {text}{'' if '|' in text else ' | –'} |")


if __name__ == "__main__":
    main()
