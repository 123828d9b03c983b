#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""VGG-SNN of static-to-event transfer written plainly in PyTorch, step by step: both branches of a
random network of the published size, T=10, 48x48, batch 2, forward, and forward and backward, on
one thread and on two. Prints wall and processor time per sample; exit status 77 without torch.
Compare with `inspike bench transfer`."""
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

STEPS, BATCH, SIDE, CLASSES, REPEATS = 10, 2, 48, 101, 3
WIDTHS = (64, 128, 256, 256, 512, 512, 512, 512)


class Spike(torch.autograd.Function):
    """1 above 0; a triangle of half-width 1/2 and area 1 for its derivative."""

    @staticmethod
    def forward(context, u):
        context.save_for_backward(u)
        return (u > 0).float()

    @staticmethod
    def backward(context, gradient):
        (u,) = context.saved_tensors
        return gradient * (2 - 4 * u.abs()).clamp(min=0)


class Block(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(outputs)
        self.potential = 0.0

    def forward(self, x):
        current = self.norm(self.conv(x))
        h = self.potential + (current - self.potential) / 2
        spikes = Spike.apply(h - 0.5)
        self.potential = h * (1 - spikes.detach())
        return spikes


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList(Block(a, b) for a, b in zip((2,) + WIDTHS, WIDTHS))
        self.heads = nn.ModuleList(nn.Linear(WIDTHS[-1] * (SIDE // 16) ** 2, CLASSES)
                                   for _ in range(2))

    def branch(self, x, head):
        for block in self.blocks:
            block.potential = 0.0
        logits, features = [], []
        for step in x:
            for i, block in enumerate(self.blocks):
                step = block(step)
                if i % 2 == 1:
                    step = F.avg_pool2d(step, 2)
            features.append(self.blocks[-1].potential.flatten(1))
            logits.append(head(step.flatten(1)))
        return torch.stack(logits), torch.stack(features)

    def forward(self, still, events):
        return self.branch(still, self.heads[0]), self.branch(events, self.heads[1])


def made_events():
    """Counts along a moving outline: about one pixel in fourteen has events."""
    y, x = torch.meshgrid(torch.arange(SIDE), torch.arange(SIDE), indexing="ij")
    frames = torch.zeros(STEPS, BATCH, 2, SIDE, SIDE)
    for step in range(STEPS):
        for disc in range(5):
            centre = 8 + 7 * disc + torch.rand(2) + step / 5
            distance = ((x - centre[0]) ** 2 + (y - centre[1]) ** 2).sqrt() - 6
            frames[step, :, disc % 2] += (distance.abs() < 0.8) * torch.poisson(
                torch.full((BATCH, SIDE, SIDE), 2.0))
    return frames


def alignment(x, y):
    x, y = x - x.mean(0), y - y.mean(0)
    k, l = x @ x.t(), y @ y.t()
    return (k * l).sum() / (k.norm() * l.norm() + 1e-7)


def learn(network, still, events):
    (a, x), (b, y) = network(still, events)
    labels = torch.arange(BATCH)
    loss = sum(F.cross_entropy(logits, labels) for logits in (*a, *b)) / STEPS
    loss = loss + sum(1 - alignment(p, q).abs() for p, q in zip(x, y)) / STEPS
    network.zero_grad()
    loss.backward()


def timed(call):
    begin, clock = time.perf_counter(), time.process_time()
    call()
    return ((time.perf_counter() - begin) * 1e3 / BATCH,
            (time.process_time() - clock) * 1e3 / BATCH)


def measure(threads):
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    network = Network()
    still = torch.rand(1, BATCH, 1, SIDE, SIDE).expand(STEPS, -1, 2, -1, -1)
    events = made_events()
    for block in network.blocks:
        block.norm.momentum = 0.5  # a pass sets the running statistics
    found = {}
    learn(network.train(), still, events)
    runs = [timed(lambda: learn(network, still, events)) for _ in range(REPEATS)]
    found["forward and backward"] = [statistics.median(values) for values in zip(*runs)]
    network.eval()
    with torch.no_grad():
        network(still, events)
        runs = [timed(lambda: network(still, events)) for _ in range(REPEATS)]
    found["forward"] = [statistics.median(values) for values in zip(*runs)]
    for name, (wall, processor) in found.items():
        print(f"VGG-SNN, {name}, {threads} thread(s): {wall:.1f} ms per sample, "
              f"processors {processor:.1f}")


print(f"PyTorch {torch.__version__}")
for count in (1, 2):
    measure(count)
