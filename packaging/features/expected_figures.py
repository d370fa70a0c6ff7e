"""Prints the numbers that tests/model/features/classifier_test.cpp and tests/model/metrics/ expect,
out of the packages that define them.

    pip install torch==2.11.0 torchvision==0.26.0 scipy lpips==0.1.4 pytorch-fid==0.3.0
    python expected_figures.py

Weights and pictures are made up by one formula here and in tests/model/made_up.h.
"""
import numpy as np
import torch
import torchvision
from pytorch_fid.fid_score import calculate_frechet_distance
from torchvision.transforms.functional import center_crop, normalize, resize

MEAN, DEVIATION = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]


def made_up(shape, which):
    """Numbers in [-1, 1) that look random."""
    count = int(np.prod(shape))
    x = torch.sin(torch.arange(count, dtype=torch.float64) * 12.9898 + which) * 43758.5453
    return ((x - x.floor()) * 2 - 1).float().view(shape)


def fill(layer, which):
    layer.weight.data = made_up(layer.weight.shape, which) * (6 / layer.weight[0].numel()) ** 0.5
    layer.bias.data = made_up(layer.bias.shape, which + 0.5) * 0.1


def fill_all(model, hidden, classes):
    """A network of torchvision's, with narrow linear maps."""
    number = 0
    for layer in model.features:
        if isinstance(layer, torch.nn.Conv2d):
            fill(layer, number)
            number += 1
    linears = [i for i, layer in enumerate(model.classifier) if isinstance(layer, torch.nn.Linear)]
    inputs = model.classifier[linears[0]].in_features
    for i, outputs in zip(linears, (hidden, hidden, classes)):
        model.classifier[i] = torch.nn.Linear(inputs, outputs)
        fill(model.classifier[i], number)
        inputs, number = outputs, number + 1
    return model.eval()


def show(name, values):
    print(name, ", ".join(f"{float(v):.9g}" for v in np.ravel(values)))


def classifiers():
    picture = made_up((1, 3, 290, 351), 71)
    x = center_crop(resize(picture * 0.5 + 0.5, 256, antialias=True), 224)
    for name in ("alexnet", "vgg16", "vgg19"):
        model = fill_all(getattr(torchvision.models, name)(), 24, 365)
        show(name, model(normalize(x, MEAN, DEVIATION))[0, :4])


def lpips_distances():
    import lpips
    a, c = made_up((2, 3, 64, 72), 81), made_up((2, 3, 64, 72), 82)
    b = a * 0.8 + c * 0.2
    for net, name in (("alex", "alexnet"), ("vgg", "vgg16")):
        metric = lpips.LPIPS(net=net, pnet_rand=True, pretrained=False, verbose=False)
        features = fill_all(getattr(torchvision.models, name)(), 24, 365).features
        wanted = {k: v for k, v in features.state_dict().items()}
        for key, value in metric.net.state_dict().items():
            value.copy_(wanted[key.split(".", 1)[1]])
        for level, linear in enumerate(metric.lins):
            weight = linear.model[-1].weight
            weight.data = made_up(weight.shape, 90 + level).abs()
        show("lpips " + name, metric.eval()(b, a).detach())


def sets():
    fake, real = (made_up((20, 7), 31) * 3).double().numpy(), (made_up((20, 7), 32) * 3).double().numpy()
    p, q = (np.exp(x) / np.exp(x).sum(1, keepdims=True) for x in (fake, real))

    def score(probabilities):
        log = np.log(probabilities)
        return np.exp((probabilities * (log - np.log(probabilities.mean(0)))).sum(1).mean())

    def top(k):
        kept = np.full_like(p, 1e-9)
        for row, one in zip(kept, p):
            first = np.argsort(one)[::-1][:k]
            row[first] = one[first]
        return kept

    show("inception score", [score(p), score(top(1)), score(top(5))])
    first = q.argmax(1)
    order = np.argsort(p, 1)[:, ::-1]
    in_one, in_five = order[:, 0] == first, (order[:, :5] == first[:, None]).any(1)
    sure = q.max(1) > 0.5
    show("agreement", [in_one.mean(), in_five.mean(), sure.sum(), in_one[sure].mean(),
                       in_five[sure].mean()])
    kl = (p * np.log(p / q)).sum(1)
    show("kl", [np.exp(kl.mean()), kl.std()])
    x, y = made_up((30, 8), 41).double().numpy(), (made_up((30, 8), 42) * 0.7 + 0.1).double().numpy()
    show("fid", calculate_frechet_distance(x.mean(0), np.cov(x, rowvar=False),
                                           y.mean(0), np.cov(y, rowvar=False)))


torch.manual_seed(0)
with torch.no_grad():
    sets()
    classifiers()
    lpips_distances()
