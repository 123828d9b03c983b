#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The audio-visual network with cross-modal attention written plainly in PyTorch: forward pass of
random networks of the published sizes, batch 4, on one thread and on two. Prints wall and processor
time per sample; exit status 77 without torch. Compare with `inspike bench s-cmrl`."""
import statistics
import sys
import time

try:
    import torch
    import torch.nn.functional as F
    from torch import nn
except ImportError:
    print("PyTorch is not installed")
    sys.exit(77)

STEPS, BATCH, HEADS, ALPHA = 4, 4, 16, 1.5


def neurons(current):
    """h = v + (x - v) / 2, a spike at h >= 1, reset to 0; current [T, ...]."""
    potential = torch.zeros_like(current[0])
    spikes = []
    for x in current:
        h = potential + (x - potential) / 2
        spikes.append((h - 1 >= 0).float())
        potential = h * (1 - spikes[-1])
    return torch.stack(spikes)


class Layer(nn.Module):
    """Convolution, batch norm and neurons on [T, B, ...]."""

    def __init__(self, conv, norm, shift=0.0):
        super().__init__()
        self.conv, self.norm = conv, norm
        nn.init.constant_(norm.weight, 1.3)
        nn.init.constant_(norm.bias, shift)

    def forward(self, x):
        current = self.norm(self.conv(x.flatten(0, 1)))
        return neurons(current.reshape(x.shape[:2] + current.shape[1:]))


def image_layer(inputs, outputs):
    return Layer(nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs))


def token_layer(inputs, outputs, bias=False, shift=0.0):
    return Layer(nn.Conv1d(inputs, outputs, 1, bias=bias), nn.BatchNorm1d(outputs), shift)


class FrontEnd(nn.Module):
    def __init__(self, channels, width):
        super().__init__()
        sizes = [channels, width // 8, width // 4, width // 2, width]
        self.stages = nn.ModuleList(image_layer(a, b) for a, b in zip(sizes, sizes[1:]))
        self.relative = image_layer(width, width)

    def forward(self, x):
        for stage in self.stages:
            spikes = stage(x)
            pooled = F.max_pool2d(spikes.flatten(0, 1), 3, 2, 1)
            x = pooled.reshape(spikes.shape[:2] + pooled.shape[1:])
        return (x + self.relative(x)).flatten(3)


class Attention(nn.Module):
    def __init__(self, width, temporal):
        super().__init__()
        self.query, self.key, self.value, self.project = (
            token_layer(width, width, shift=1.2) for _ in range(4))
        self.temporal = temporal

    def forward(self, x, y):
        steps, batch, width, tokens = x.shape
        order = (3, 1, 0, 2) if self.temporal else (0, 1, 3, 2)

        def heads(spikes):
            spikes = spikes.permute(order)
            return spikes.reshape(*spikes.shape[:3], HEADS, width // HEADS).transpose(2, 3)

        q, k, v = heads(self.query(x)), heads(self.key(y)), heads(self.value(y))
        mixed = (q @ k.transpose(3, 4)) @ v * 0.25
        if self.temporal:
            # The block head x step x channel is read as step x channel: trained weights expect it.
            mixed = mixed.contiguous().view(tokens, batch, steps, width).permute(2, 1, 3, 0)
        else:
            mixed = mixed.transpose(3, 4).reshape(x.shape)
        return self.project(neurons(mixed.contiguous()))


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.spatial, self.temporal = Attention(width, False), Attention(width, True)
        self.align = nn.Linear(width, width)
        nn.init.normal_(self.align.weight, std=1.2)
        nn.init.constant_(self.align.bias, 0.8)

    def forward(self, x, y):
        residual = (self.spatial(x, y).mean(3, keepdim=True) *
                    self.temporal(x, y).mean(0, keepdim=True))
        residual = neurons(self.align(residual.transpose(2, 3))).transpose(2, 3)
        return x + ALPHA * residual


class Network(nn.Module):
    def __init__(self, width, classes):
        super().__init__()
        self.fronts = nn.ModuleList((FrontEnd(1, width), FrontEnd(3, width)))
        self.blocks = nn.ModuleList(Block(width) for _ in range(2))
        self.mlps = nn.ModuleList(
            nn.Sequential(token_layer(width, 4 * width, True), token_layer(4 * width, width, True))
            for _ in range(2))
        self.head = nn.Linear(width, classes)

    def forward(self, audio, visual):
        a, v = self.fronts[0](audio), self.fronts[1](visual)
        a, v = self.blocks[0](a, v), self.blocks[1](v, a)
        feature = sum((x + mlp(x)).mean(3) for x, mlp in zip((a, v), self.mlps))
        return self.head(feature.mean(0))


def pictures(channels):
    return torch.randn(1, BATCH, channels, 128, 128).expand(STEPS, -1, -1, -1, -1)


@torch.no_grad()
def measure(width, classes, repeats):
    torch.manual_seed(1)
    network = Network(width, classes)
    audio, visual = pictures(1), pictures(3)
    for module in network.modules():  # one batch sets the running statistics
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
            module.momentum = 1.0
    network.train()(audio, visual)
    network.eval()
    for threads in (1, 2):
        torch.set_num_threads(threads)
        wall, processor = [], []
        for _ in range(repeats + 1):
            begin, clock = time.perf_counter(), time.process_time()
            network(audio, visual)
            wall.append((time.perf_counter() - begin) * 1e3 / BATCH)
            processor.append((time.process_time() - clock) * 1e3 / BATCH)
        print(f"C={width} 128x128 T={STEPS}, batch {BATCH}, {threads} thread(s): "
              f"{statistics.median(wall[1:]):.1f} ms per sample, least {min(wall[1:]):.1f}, "
              f"processors {statistics.median(processor[1:]):.1f}")


print(f"PyTorch {torch.__version__}")
measure(256, 6, 5)
measure(64, 10, 7)
