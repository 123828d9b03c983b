#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The spiking mode-based network written plainly in PyTorch: forward pass of the context task,
N=100, P=3, T=500, double filter. Prints the median time per sample; exit status 77 without torch."""
import math
import statistics
import sys
import time

try:
    import torch
except ImportError:
    print("PyTorch is not installed")
    sys.exit(77)

UNITS, MODES, STEPS, DT = 100, 3, 500, 0.002
SYNAPSE, MEMBRANE, DECAY, RISE = (math.exp(-DT / tau) for tau in (0.010, 0.020, 0.030, 0.002))


def forward(win, pin, pout, l, wout, x):
    w = pin @ torch.diag(l) @ pout.T
    zeros = torch.zeros(x.shape[1], UNITS, 1)
    current, membrane, spikes, filtered, rise = zeros, zeros, zeros, zeros, zeros
    last = zeros - 1.0
    outputs = []
    for i in range(STEPS):
        current = SYNAPSE * current + (win @ x[i] + w @ filtered)
        gate = (DT * i > last + 5 * DT).float()
        membrane = gate * (MEMBRANE * membrane + (1 - MEMBRANE) * current) * (1 - spikes)
        rise = RISE * rise + spikes
        filtered = DECAY * filtered + (1 - DECAY) * rise
        spikes = (membrane - 1 > 0).float()
        last = last + (DT * i - last) * spikes
        outputs.append(wout @ filtered)
    return torch.stack(outputs)


def main():
    torch.manual_seed(1)
    parameters = (torch.randn(UNITS, 4) / 2, torch.randn(UNITS, MODES) / MODES**0.5,
                  torch.randn(UNITS, MODES) / MODES**0.5, torch.randn(MODES) / UNITS**0.5,
                  torch.randn(1, UNITS))
    print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads")
    for batch, repeats in ((1, 15), (100, 7)):
        x = torch.randn(STEPS, batch, 4, 1)
        x[:, :, 2] = 1.0
        times = []
        with torch.no_grad():
            for _ in range(repeats + 1):
                begin = time.perf_counter()
                forward(*parameters, x)
                times.append(time.perf_counter() - begin)
        print(f"batch {batch}: {statistics.median(times[1:]) * 1e3 / batch:.3f} ms per sample")


main()
