#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A chain of layers and integrate-and-fire neurons written plainly in PyTorch, step by step for a
batch of 16 samples. Without arguments: the convolutional network and events of `inspike bench nir`,
drawn from the same random numbers, to compare the ms per sample. With a NIR file of such a chain
and a folder of 40-bit event files: that network on the first 16 of them (1 ms steps, counts,
channels OFF and ON). Prints wall and processor time per sample on one thread and on two, and the
spikes of the first sample; exit status 77 without torch.
    nir_pytorch.py [NETWORK.nir FOLDER]"""
import math
import pathlib
import statistics
import sys
import time

try:
    import numpy as np
    import torch
    import torch.nn.functional as F
except ImportError:
    print("PyTorch is not installed")
    sys.exit(77)

SAMPLES, STEPS, SIDE, EVENTS, REPEATS = 16, 310, 34, 15, 3


class Pcg32:
    """The random numbers of core/base/random.h."""

    def __init__(self, seed):
        self.state = 0
        self.next()
        self.state = (self.state + seed) & (2**64 - 1)
        self.next()

    def next(self):
        old = self.state
        self.state = (old * 6364136223846793005 + 1) & (2**64 - 1)
        shifted = (((old >> 18) ^ old) >> 27) & 0xFFFFFFFF
        turn = old >> 59
        return ((shifted >> turn) | (shifted << ((32 - turn) & 31))) & 0xFFFFFFFF

    def uniform(self):
        return self.next() / 2**32


def made_network():
    random = Pcg32(1)

    def weights(shape, scale, shift):
        count = math.prod(shape)
        values = [scale * (2 * random.uniform() - 1) + shift for _ in range(count)]
        return torch.tensor(values).reshape(shape)

    fire = ("fire", 1.0, 1.0)
    return [("conv", weights((16, 2, 5, 5), 0.2, 0.012), None, 2, 1), fire,
            ("conv", weights((16, 16, 3, 3), 0.12, 0.01), None, 1, 1), fire, ("pool", 2, 2),
            ("conv", weights((8, 16, 3, 3), 0.15, 0.005), None, 1, 1), fire, ("pool", 2, 2),
            ("flatten",), ("linear", weights((256, 128), 0.07, 0.0), None), fire,
            ("linear", weights((10, 256), 0.2, 0.0), None), fire]


def made_events():
    random = Pcg32(2)
    values = torch.zeros(STEPS, SAMPLES, 2, SIDE, SIDE)
    for step in range(STEPS):
        turn = 2 * math.pi * step / 100
        for sample in range(SAMPLES):
            for _ in range(EVENTS):
                angle = 2 * math.pi * random.uniform()
                radius = 7 + 2 * random.uniform()
                x = int(17 + 5 * math.cos(turn) + radius * math.cos(angle))
                y = int(17 + 5 * math.sin(turn) + radius * math.sin(angle))
                values[step, sample, 0 if random.uniform() < 0.5 else 1, y, x] += 1
    return values


def read_network(path):
    import h5py
    with h5py.File(path) as file:
        nodes = file["node/nodes"]
        follower = {a.decode(): b.decode() for a, b in file["node/edges"][()]}
        network, name = [], follower["input"]
        while name in follower:
            node = {key: data[()] for key, data in nodes[name].items()}
            kind = node["type"].decode()
            tensor = {key: torch.tensor(np.asarray(value, np.float32))
                      for key, value in node.items() if key != "type"}
            if kind == "Conv2d":
                network.append(("conv", tensor["weight"], tensor["bias"],
                                tuple(map(int, node["stride"])), tuple(map(int, node["padding"]))))
            elif kind == "IF":
                network.append(("fire", tensor["r"], tensor["v_threshold"]))
            elif kind == "SumPool2d":
                network.append(("pool", tuple(map(int, node["kernel_size"])),
                                tuple(map(int, node["stride"]))))
            elif kind == "Flatten":
                network.append(("flatten",))
            elif kind == "Affine":
                network.append(("linear", tensor["weight"], tensor["bias"]))
            else:
                sys.exit(f"this script knows no {kind}")
            name = follower[name]
    return network


def read_events(folder):
    values = torch.zeros(STEPS, SAMPLES, 2, SIDE, SIDE)
    for sample in range(SAMPLES):
        raw = np.fromfile(pathlib.Path(folder) / f"{sample + 1}.bin", np.uint8)
        raw = raw.reshape(-1, 5).astype(np.int64)
        step = (((raw[:, 2] & 127) << 16) | (raw[:, 3] << 8) | raw[:, 4]) // 1000
        kept = step < STEPS
        places = (step[kept], raw[kept, 2] >> 7, raw[kept, 1], raw[kept, 0])
        np.add.at(values.numpy()[:, sample], places, 1)
    return values


def run(network, events):
    """Spikes of every layer of neurons of the first sample, counts of the last layer."""
    potentials = [0.0] * len(network)
    spikes = [0.0] * len(network)
    counts = 0.0
    for x in events:
        for i, (kind, *what) in enumerate(network):
            if kind == "conv":
                x = F.conv2d(x, what[0], what[1], what[2], what[3])
            elif kind == "fire":
                v = potentials[i] + what[0] * x
                x = (v > what[1]).float()
                potentials[i] = v * (1 - x)
                spikes[i] += x[0].sum()
            elif kind == "pool":
                x = F.avg_pool2d(x, what[0], what[1], divisor_override=1)
            elif kind == "flatten":
                x = x.flatten(1)
            else:
                x = F.linear(x, what[0], what[1])
        counts = counts + x
    return [int(s) for s, layer in zip(spikes, network) if layer[0] == "fire"], counts


def measure(network, events, threads):
    torch.set_num_threads(threads)
    wall, processor = [], []
    for turn in range(REPEATS + 1):
        begin, clock = time.perf_counter(), time.process_time()
        spikes, counts = run(network, events)
        if turn > 0:
            wall.append((time.perf_counter() - begin) * 1e3 / SAMPLES)
            processor.append((time.process_time() - clock) * 1e3 / SAMPLES)
    print(f"{threads} thread(s): {statistics.median(wall):.2f} ms per sample, least "
          f"{min(wall):.2f}, time of processors {statistics.median(processor):.2f}; spikes of the "
          f"first sample {spikes}, {sum(spikes)} in all; classes {counts.argmax(1).tolist()}")


print(f"PyTorch {torch.__version__}")
if len(sys.argv) == 3:
    NETWORK, INPUT = read_network(sys.argv[1]), read_events(sys.argv[2])
else:
    NETWORK, INPUT = made_network(), made_events()
with torch.no_grad():
    for count in (1, 2):
        measure(NETWORK, INPUT, count)
