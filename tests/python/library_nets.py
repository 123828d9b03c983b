# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Small networks that behave at their borders as those of the usual libraries do: what they return, where they keep
their state, how they get time. Written for the tests of inspike_export; none of these libraries is needed."""
import collections

import torch
from torch import nn


class Spike(torch.autograd.Function):
    """1 above 0, with a triangle as its derivative."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return (x > 0).to(x.dtype)

    @staticmethod
    def backward(ctx, gradient):
        x, = ctx.saved_tensors
        return gradient * torch.clamp(1 - x.abs(), min=0)


# --- as snnTorch: (spikes, membrane) are returned, the caller keeps the membrane and loops over time

class Leaky(nn.Module):
    def __init__(self, beta=0.9, threshold=1.0):
        super().__init__()
        self.register_buffer("beta", torch.tensor(beta))
        self.register_buffer("threshold", torch.tensor(threshold))

    def init_leaky(self):
        return torch.zeros(0)

    def forward(self, x, mem):
        mem = mem if mem.shape == x.shape else torch.zeros_like(x)
        mem = self.beta * mem + x - (mem > self.threshold).to(x.dtype) * self.threshold
        return Spike.apply(mem - self.threshold), mem


class Synaptic(nn.Module):
    def __init__(self, alpha=0.8, beta=0.9, threshold=1.0):
        super().__init__()
        self.alpha, self.beta, self.threshold = alpha, beta, threshold

    def forward(self, x, syn, mem):
        syn = self.alpha * syn + x
        mem = (self.beta * mem + syn) * (mem <= self.threshold)
        return Spike.apply(mem - self.threshold), syn, mem


class LoopNet(nn.Module):
    """Loops over [T, B, N] inside of forward; gives spikes and membranes of the last layer."""

    def __init__(self, inputs=6, hidden=12, classes=4):
        super().__init__()
        self.fc1 = nn.Linear(inputs, hidden)
        self.lif1 = Leaky()
        self.fc2 = nn.Linear(hidden, classes)
        self.lif2 = Leaky()

    def forward(self, x):
        mem1, mem2 = self.lif1.init_leaky(), self.lif2.init_leaky()
        spikes, membranes = [], []
        for step in range(x.shape[0]):
            spk1, mem1 = self.lif1(self.fc1(x[step]), mem1)
            spk2, mem2 = self.lif2(self.fc2(spk1), mem2)
            spikes.append(spk2)
            membranes.append(mem2)
        return torch.stack(spikes), torch.stack(membranes)


# --- as Norse: cells return (spikes, named state); layers loop over [T, B, ...] themselves

CellState = collections.namedtuple("CellState", ["z", "v", "i"])


class Cell(nn.Module):
    def __init__(self, dt=0.001, tau_syn=0.005, tau_mem=0.01):
        super().__init__()
        self.dt, self.tau_syn, self.tau_mem = dt, tau_syn, tau_mem

    def forward(self, x, state=None):
        if state is None:
            state = CellState(torch.zeros_like(x), torch.zeros_like(x), torch.zeros_like(x))
        v = state.v + self.dt / self.tau_mem * (state.i - state.v)
        i = state.i - self.dt / self.tau_syn * state.i + x
        z = Spike.apply(v - 0.1)
        return z, CellState(z, v * (1 - z), i)


class CellLayer(nn.Module):
    """The same neuron over [T, B, ...]; keeps only the last state."""

    def __init__(self):
        super().__init__()
        self.dt = 0.001

    def forward(self, x, state=None):
        outputs = []
        v = torch.zeros_like(x[0]) if state is None else state.v
        for row in x:
            v = 0.8 * v + row
            z = Spike.apply(v - 0.5)
            v = v * (1 - z)
            outputs.append(z)
        return torch.stack(outputs), CellState(z, v, v)


class SequentialState(nn.Sequential):
    """Passes states on, as a list."""

    def forward(self, x, state=None):
        state = [None] * len(self) if state is None else state
        after = []
        for module, old in zip(self, state):
            if isinstance(module, (Cell, CellLayer)):
                x, new = module(x, old)
            else:
                x, new = module(x), None
            after.append(new)
        return x, after


# --- as SpikingJelly: nodes keep .v, know steps by step_mode, and hold a surrogate function

class Surrogate(nn.Module):
    def forward(self, x):
        return Spike.apply(x)


class Node(nn.Module):
    def __init__(self, step_mode="s", decay=0.5, v_threshold=1.0):
        super().__init__()
        self.step_mode, self.decay, self.v_threshold = step_mode, decay, v_threshold
        self.surrogate_function = Surrogate()
        self.store_v_seq = False
        self.v, self.v_seq = 0.0, None

    def reset(self):
        self.v, self.v_seq = 0.0, None

    def single(self, x):
        self.v = self.v + (x - self.v) * self.decay
        spike = self.surrogate_function(self.v - self.v_threshold)
        self.v = (1 - spike) * self.v
        return spike

    def forward(self, x):
        if self.step_mode == "s":
            return self.single(x)
        spikes, membranes = [], []
        for row in x:
            spikes.append(self.single(row))
            if self.store_v_seq:
                membranes.append(self.v)
        if self.store_v_seq:
            self.v_seq = torch.stack(membranes)
        return torch.stack(spikes)


class SeqConv(nn.Conv2d):
    """[T, B, C, H, W] through a convolution of pictures."""

    def forward(self, x):
        return super().forward(x.flatten(0, 1)).view(x.shape[:2] + (self.out_channels, x.shape[3], x.shape[4]))


class SeqContainer(nn.Sequential):
    """What is inside sees [T*B, ...]."""

    def forward(self, x):
        y = super().forward(x.flatten(0, 1))
        return y.view(x.shape[:2] + y.shape[1:])


class MultiStepNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = SeqConv(2, 3, 3, padding=1)
        self.node1 = Node("m")
        self.head = SeqContainer(nn.AvgPool2d(2), nn.Flatten(), nn.Linear(3 * 4 * 3, 5))
        self.node2 = Node("m")

    def forward(self, x):
        return self.node2(self.head(self.node1(self.conv(x)))).mean(0)


# --- as BrainCog: nodes keep .mem and .spike, the network loops over its steps and averages

class MemNode(nn.Module):
    def __init__(self, threshold=0.5, tau=2.0):
        super().__init__()
        self.threshold, self.tau = threshold, tau
        self.act_fun = Surrogate()
        self.mem, self.spike = 0.0, 0.0

    def n_reset(self):
        self.mem, self.spike = 0.0, 0.0

    def forward(self, x):
        self.mem = self.mem + (x - self.mem) / self.tau
        self.spike = self.act_fun(self.mem - self.threshold)
        self.mem = self.mem * (1 - self.spike.detach())
        return self.spike


class StepsNet(nn.Module):
    def __init__(self, step=5):
        super().__init__()
        self.step = step
        self.feature = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), MemNode(), nn.MaxPool2d(2),
                                     nn.Flatten())
        self.fc = nn.Linear(4 * 9, 3)

    def forward(self, x):
        for node in (module for module in self.modules() if isinstance(module, MemNode)):
            node.n_reset()
        return sum(self.fc(self.feature(x)) for _ in range(self.step)) / self.step


# --- as sinabs: [B, T, ...], the last membranes in a buffer, all of them in recordings when asked

class BatchFirstLif(nn.Module):
    def __init__(self, alpha=0.8):
        super().__init__()
        self.alpha = alpha
        self.register_buffer("v_mem", torch.zeros(0))
        self.record_states, self.recordings = False, {}

    def forward(self, x):
        v = torch.zeros_like(x[:, 0])
        spikes, membranes = [], []
        for step in range(x.shape[1]):
            v = self.alpha * v + x[:, step]
            z = Spike.apply(v - 1)
            v = v - z
            spikes.append(z)
            membranes.append(v)
        self.v_mem = v
        if self.record_states:
            self.recordings["v_mem"] = torch.stack(membranes, 1)
        return torch.stack(spikes, 1)


class SqueezedIf(nn.Module):
    """[B*T, ...], taken apart inside."""

    def __init__(self, batch_size):
        super().__init__()
        self.batch_size, self.num_timesteps = batch_size, -1
        self.register_buffer("v_mem", torch.zeros(0))

    def forward(self, x):
        rows = x.reshape((self.batch_size, -1) + x.shape[1:])
        v = torch.zeros_like(rows[:, 0])
        spikes = []
        for step in range(rows.shape[1]):
            v = v + rows[:, step]
            z = Spike.apply(v - 1)
            v = v - z
            spikes.append(z)
        self.v_mem = v
        return torch.stack(spikes, 1).flatten(0, 1)
