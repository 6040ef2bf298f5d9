"""Writes the networks of org.convspark.network as TorchScript, plain and channels-last.

    python3 networks.py DIRECTORY [NETWORK ...]

makes DIRECTORY/NETWORK.pt and DIRECTORY/NETWORK-channels-last.pt, for 28x28x1 images and 10 classes.
Inputs are float32 [n, 1, 28, 28], outputs logits [n, 10]. The same layers and parameter counts as
ConvSpark's; the channels-last form has its kernels in that layout and makes its input so. Needs
PyTorch 1.13 or newer.
"""
import os
import sys

import torch
from torch import nn

CLASSES = 10


def conv(channels, filters, kernel, stride=1, padding=0, bias=True):
    return nn.Conv2d(channels, filters, kernel, stride=stride, padding=padding, bias=bias)


def relu():
    """In place, as torchvision's networks have it: a pass over memory less."""
    return nn.ReLU(inplace=True)


def conv_relu(channels, filters, kernel, padding=0):
    return [conv(channels, filters, kernel, padding=padding), relu()]


def conv_batch_norm(channels, filters, kernel, stride=1):
    """'Same' up to where the padding goes: TensorFlow's asymmetric one costs the same."""
    return [
        conv(channels, filters, kernel, stride, kernel // 2, bias=False),
        nn.BatchNorm2d(filters),
    ]


class GlobalAverage(nn.Module):
    def forward(self, x):
        return x.mean([2, 3])


def dense():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 512), relu(), nn.Linear(512, CLASSES))


def convnet():
    return nn.Sequential(
        *conv_relu(1, 32, 3), nn.MaxPool2d(2),
        *conv_relu(32, 64, 3), nn.MaxPool2d(2),
        *conv_relu(64, 128, 3),
        nn.Flatten(), nn.Linear(128 * 3 * 3, CLASSES))


def convnet_no_pool():
    return nn.Sequential(
        *conv_relu(1, 32, 3), *conv_relu(32, 64, 3), *conv_relu(64, 128, 3),
        nn.Flatten(), nn.Linear(128 * 22 * 22, CLASSES))


def lenet_5():
    return nn.Sequential(
        nn.ZeroPad2d(2),
        *conv_relu(1, 6, 5), nn.AvgPool2d(2),
        *conv_relu(6, 16, 5), nn.AvgPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), relu(), nn.Linear(120, 84), relu(),
        nn.Linear(84, CLASSES))


def classifier(inputs):
    """The two hidden layers of AlexNet and VGG, a quarter of their width."""
    return [
        nn.Flatten(), nn.Linear(inputs, 1024), relu(), nn.Dropout(0.5),
        nn.Linear(1024, 1024), relu(), nn.Dropout(0.5), nn.Linear(1024, CLASSES)]


def alexnet():
    return nn.Sequential(
        *conv_relu(1, 24, 5, 2), nn.MaxPool2d(3, 2),
        *conv_relu(24, 64, 5, 2), nn.MaxPool2d(3, 2),
        *conv_relu(64, 96, 3, 1), *conv_relu(96, 96, 3, 1), *conv_relu(96, 64, 3, 1),
        nn.MaxPool2d(3, 2),
        *classifier(64 * 2 * 2))


def vgg_11():
    layers, channels, side = [], 1, 28
    for convolutions, filters in ((1, 16), (1, 32), (2, 64), (2, 128), (2, 128)):
        for _ in range(convolutions):
            layers += conv_batch_norm(channels, filters, 3) + [relu()]
            channels = filters
        if side >= 2:
            layers.append(nn.MaxPool2d(2))
            side //= 2
    return nn.Sequential(*layers, *classifier(128))


class Inception(nn.Module):
    """Filters of 1x1; before 3x3, 3x3; before 5x5, 5x5; after pooling."""

    def __init__(self, channels, filters):
        super().__init__()
        one, before3, three, before5, five, pooled = (f // 4 for f in filters)
        self.path1 = nn.Sequential(*conv_relu(channels, one, 1))
        self.path2 = nn.Sequential(
            *conv_relu(channels, before3, 1), *conv_relu(before3, three, 3, 1))
        self.path3 = nn.Sequential(
            *conv_relu(channels, before5, 1), *conv_relu(before5, five, 5, 2))
        self.path4 = nn.Sequential(nn.MaxPool2d(3, 1, 1), *conv_relu(channels, pooled, 1))

    def forward(self, x):
        return torch.cat([self.path1(x), self.path2(x), self.path3(x), self.path4(x)], 1)


def googlenet():
    stages = (
        ((64, 96, 128, 16, 32, 32), (128, 128, 192, 32, 96, 64)),
        ((192, 96, 208, 16, 48, 64), (160, 112, 224, 24, 64, 64), (128, 128, 256, 24, 64, 64),
         (112, 144, 288, 32, 64, 64), (256, 160, 320, 32, 128, 128)),
        ((256, 160, 320, 32, 128, 128), (384, 192, 384, 48, 128, 128)))

    def halve():  # 'same': 28, 14, 7, 4, 2
        return nn.MaxPool2d(3, 2, 1)

    layers = [*conv_relu(1, 16, 3, 1), halve(), *conv_relu(16, 16, 1), *conv_relu(16, 48, 3, 1)]
    channels = 48
    for stage in stages:
        layers.append(halve())
        for filters in stage:
            layers.append(Inception(channels, filters))
            channels = sum(filters[i] // 4 for i in (0, 2, 4, 5))
    return nn.Sequential(*layers, GlobalAverage(), nn.Dropout(0.4), nn.Linear(channels, CLASSES))


class ResidualUnit(nn.Module):
    def __init__(self, channels, filters, narrows):
        super().__init__()
        stride = 2 if narrows else 1
        self.residual = nn.Sequential(
            *conv_batch_norm(channels, filters, 3, stride), relu(),
            *conv_batch_norm(filters, filters, 3))
        self.shortcut = nn.Sequential(
            *(conv_batch_norm(channels, filters, 1, stride) if narrows else []))

    def forward(self, x):
        return torch.relu_(self.residual(x) + self.shortcut(x))


def resnet_20():
    layers = [*conv_batch_norm(1, 16, 3), relu()]
    channels = 16
    for stage, filters in enumerate((16, 32, 64)):
        for block in range(3):
            layers.append(ResidualUnit(channels, filters, stage > 0 and block == 0))
            channels = filters
    return nn.Sequential(*layers, GlobalAverage(), nn.Linear(channels, CLASSES))


NETWORKS = {
    make.__name__.replace("_", "-"): make
    for make in (dense, convnet, convnet_no_pool, lenet_5, alexnet, vgg_11, googlenet, resnet_20)
}


class ChannelsLast(nn.Module):
    def __init__(self, network):
        super().__init__()
        self.network = network.to(memory_format=torch.channels_last)

    def forward(self, x):
        return self.network(x.contiguous(memory_format=torch.channels_last))


def write(directory, name):
    for suffix, wrap in (("", lambda network: network), ("-channels-last", ChannelsLast)):
        torch.manual_seed(1)
        network = NETWORKS[name]()
        for layer in network.modules():
            if isinstance(layer, (nn.Conv2d, nn.Linear)):
                nn.init.xavier_uniform_(layer.weight)
                if layer.bias is not None:
                    nn.init.zeros_(layer.bias)
        script = torch.jit.script(wrap(network).train())
        assert script(torch.rand(2, 1, 28, 28)).shape == (2, CLASSES)
        # To a name of its own first: a file that is there is whole.
        path = os.path.join(directory, name + suffix + ".pt")
        script.save(path + ".unfinished")
        os.replace(path + ".unfinished", path)


if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    for network_name in sys.argv[2:] or NETWORKS:
        write(sys.argv[1], network_name)
