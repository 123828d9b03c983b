#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the TorchScript archives of the tests, each with a recording of its input and the numbers
that PyTorch gives for every submodule:

    make_torchscript.py FOLDER [NAME...]

writes FOLDER/NAME.pt and FOLDER/NAME.h5 (groups /tensors/input, /expected/<probe>). Needs torch,
numpy and h5py; the committed files were made with PyTorch 1.13.
"""

import os
import sys
import warnings
from typing import List, Optional, Tuple

import h5py
import numpy as np
import torch
from torch import nn

from damage_torchscript import damaged, edited

warnings.filterwarnings("ignore")


class Leaky(nn.Module):
    """Keeps its membrane in an attribute, as SpikingJelly's neurons do."""

    def __init__(self, beta: float):
        super().__init__()
        self.beta = beta
        self.register_buffer("v", torch.zeros(1))

    def forward(self, x):
        v = self.beta * self.v + x
        spikes = (v > 0.2).to(x.dtype)
        self.v = v * (1.0 - spikes)
        return spikes


class Block(nn.Module):
    def __init__(self, inputs: int, outputs: int, beta: float):
        super().__init__()
        self.fc = nn.Linear(inputs, outputs)
        self.lif = Leaky(beta)

    def forward(self, x):
        return self.lif(self.fc(x))


class Nested(nn.Module):
    """Two levels, state in attributes, one step per call."""

    def __init__(self):
        super().__init__()
        self.first = Block(6, 5, 0.9)
        self.second = Block(5, 4, 0.8)
        self.readout = nn.Linear(4, 3)

    def forward(self, x):
        return self.readout(self.second(self.first(x)))

    @torch.jit.export
    def reset(self):
        self.first.lif.v = torch.zeros(1)
        self.second.lif.v = torch.zeros(1)


class Tuples(nn.Module):
    """Takes and returns its state, as snnTorch's and Norse's neurons do."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(6, 4)
        self.cell = Cell()

    def forward(self, x, state: Optional[Tuple[torch.Tensor, torch.Tensor]] = None):
        spikes, state = self.cell(self.fc(x), state)
        return spikes, state


class Cell(nn.Module):
    def forward(self, x, state: Optional[Tuple[torch.Tensor, torch.Tensor]]):
        if state is None:
            state = (torch.zeros_like(x), torch.zeros_like(x))
        current = 0.7 * state[0] + x
        membrane = 0.9 * state[1] + current
        spikes = (membrane > 0.4).to(x.dtype)
        membrane = membrane - spikes
        return spikes, (current, membrane)


class Required(nn.Module):
    """State without a default."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(6, 4)

    def forward(self, x, v: torch.Tensor):
        v = 0.9 * v + self.fc(x)
        z = (v > 0.5).to(x.dtype)
        return z, v * (1.0 - z)


class Looped(nn.Module):
    """Goes through the steps itself, [step, sample, unit]; calls a module in a branch."""

    def __init__(self):
        super().__init__()
        self.block = Block(6, 5, 0.9)
        self.odd = nn.Linear(5, 3)

    def forward(self, x):
        outputs: List[torch.Tensor] = []
        total = torch.zeros([x.size(1), 3])
        for t in range(x.size(0)):
            z = self.block(x[t])
            if t % 2 == 1:
                total = total + self.odd(z)
            outputs.append(total)
        return torch.stack(outputs)


class Unrolled(nn.Module):
    """To be traced: a call for every step."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(6, 4)

    def forward(self, x):
        v = torch.zeros(x.size(1), 4)
        outputs = []
        for t in range(7):
            v = v * 0.9 + self.fc(x[t])
            outputs.append(v)
        return torch.stack(outputs)


class Forking(nn.Module):
    def __init__(self):
        super().__init__()
        self.left = nn.Linear(6, 3)
        self.right = nn.Linear(6, 3)

    def forward(self, x):
        later = torch.jit.fork(self.left, x)
        return self.right(x) + torch.jit.wait(later)


class Inner(nn.Module):
    """Makes steps of its own from one input."""

    def __init__(self):
        super().__init__()
        self.block = Block(6, 4, 0.9)

    def forward(self, x):
        outputs: List[torch.Tensor] = []
        for _ in range(5):
            outputs.append(self.block(x))
        return torch.stack(outputs)


class Batched(nn.Module):
    """[sample, step, unit], as recurrent layers with batch_first."""

    def __init__(self):
        super().__init__()
        self.rnn = nn.GRU(6, 4, batch_first=True)
        self.head = nn.Linear(4, 2)

    def forward(self, x):
        y, _ = self.rnn(x)
        return self.head(y)


class Conv(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(2, 3, 3, stride=2, padding=1), nn.BatchNorm2d(3), nn.ReLU(), nn.MaxPool2d(2)
        )
        self.flatten = nn.Flatten()
        self.classify = nn.Linear(12, 4)

    def forward(self, x):
        return self.classify(self.flatten(self.features(x)))


class Shared(nn.Module):
    """One module called from two places."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(6, 6)
        self.act = nn.ReLU()

    def forward(self, x):
        return self.act(self.fc(self.act(self.fc(x))))


class Printing(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(6, 2)

    def forward(self, x):
        print("hello from the program")
        return self.fc(x)


class Endless(nn.Module):
    """Loops for ever with arithmetic on integers alone, or with tensors."""

    def __init__(self, tensors: bool):
        super().__init__()
        self.tensors = tensors
        self.fc = nn.Linear(6, 2)

    def forward(self, x):
        i = 0
        y = x
        while i >= 0:
            i = (i + 1) % 1000
            if self.tensors:
                y = torch.sin(y)
        return self.fc(y)


class Hungry(nn.Module):
    """Asks for more memory than there is: at once, or little by little."""

    def __init__(self, atonce: bool):
        super().__init__()
        self.atonce = atonce
        self.fc = nn.Linear(6, 2)

    def forward(self, x):
        kept: List[torch.Tensor] = []
        if self.atonce:
            kept.append(torch.zeros([100000, 1000000]))
        i = 0
        while i >= 0:
            kept.append(torch.ones([1000000]))
            i += 1
        return self.fc(x) + float(len(kept))


class Failing(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(6, 2)

    def forward(self, x):
        if x.size(0) > 0:
            raise ValueError("not today")
        return self.fc(x)


class Restoring(nn.Module):
    """Restores its state with code of its own, which LibTorch would run while it loads."""

    def __init__(self):
        super().__init__()
        self.weight = torch.ones(6)
        self.training = False

    @torch.jit.export
    def __getstate__(self):
        return (self.weight, self.training)

    @torch.jit.export
    def __setstate__(self, state: Tuple[torch.Tensor, bool]):
        print("restoring")
        self.weight = state[0] * 2.0
        self.training = state[1]

    def forward(self, x):
        return x * self.weight


class Holder(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = Restoring()

    def forward(self, x):
        return self.inner(x)


def recorded(model, calls):
    """What every submodule gives in `calls` calls of the model, by its path."""
    values = {}

    def hook(path):
        def keep(_module, _inputs, output):
            values.setdefault(path, []).append(output)

        return keep

    handles = [
        module.register_forward_hook(hook(name.replace(".", "/")))
        for name, module in model.named_modules()
        if name
    ]
    with torch.no_grad():
        outputs = [call() for call in calls]
    for handle in handles:
        handle.remove()
    return outputs, values


def save(folder, name, model, data, expected, script=None):
    if script is None:
        script = torch.jit.script(model.eval())
    torch.jit.save(script, os.path.join(folder, name + ".pt"))
    with h5py.File(os.path.join(folder, name + ".h5"), "w") as file:
        file.attrs["inspike_kind"] = "recording"
        file.attrs["inspike_version"] = 1
        tensor = file.create_dataset("tensors/input", data=data.numpy())
        axes = {3: "step,sample,unit", 5: "step,sample,channel,height,width"}[data.dim()]
        tensor.attrs["axes"] = axes
        for key, value in expected.items():
            file.create_dataset("expected/" + key, data=np.asarray(value, dtype=np.float32))


def stacked(tensors):
    return torch.stack(list(tensors)).numpy()


def rows(steps=7, samples=2, units=6):
    return torch.rand(steps, samples, units) * 1.5


def nested(folder):
    model = Nested()
    data = rows()
    outputs, values = recorded(model, [lambda x=x: model(x) for x in data])
    expected = {"output": stacked(outputs)}
    for path, kind in (
        ("first", "spikes"),
        ("first/fc", "output"),
        ("first/lif", "spikes"),
        ("second", "spikes"),
        ("second/fc", "output"),
        ("second/lif", "spikes"),
        ("readout", "output"),
    ):
        expected[path + "/" + kind] = stacked(values[path])
    model.reset()
    save(folder, "nested", model, data, expected)


def tuples(folder):
    model = Tuples()
    data = rows()
    state = None
    spikes, currents, membranes = [], [], []
    with torch.no_grad():
        for x in data:
            z, state = model(x, state)
            spikes.append(z)
            currents.append(state[0])
            membranes.append(state[1])
        expected = {
            "output": stacked(spikes),
            "fc/output": stacked([model.fc(x) for x in data]),
            "cell/0": stacked(spikes),
            "cell/1.0": stacked(currents),
            "cell/1.1": stacked(membranes),
            "state/state/0": stacked(currents),
        }
    save(folder, "tuples", model, data, expected)


def required(folder):
    model = Required()
    data = rows()
    v = torch.zeros(2, 4)
    outputs = []
    with torch.no_grad():
        for x in data:
            z, v = model(x, v)
            outputs.append(z)
        expected = {"output": stacked(outputs), "fc/output": stacked([model.fc(x) for x in data])}
    save(folder, "required", model, data, expected)


def looped(folder):
    model = Looped()
    data = rows()
    outputs, values = recorded(model, [lambda: model(data)])
    expected = {
        "output": outputs[0].numpy(),
        "block/spikes": stacked(values["block"]),
        "block/fc/output": stacked(values["block/fc"]),
        "block/lif/spikes": stacked(values["block/lif"]),
        "odd/output": stacked(values["odd"]),
    }
    model.block.lif.v = torch.zeros(1)
    save(folder, "looped", model, data, expected)


def batched(folder):
    model = Batched()
    data = rows()
    with torch.no_grad():
        hidden, _ = model.rnn(data.transpose(0, 1))
        outputs = model.head(hidden)
    expected = {
        "output": outputs.transpose(0, 1).numpy(),
        "rnn/0": hidden.transpose(0, 1).numpy(),
        "head/output": outputs.transpose(0, 1).numpy(),
    }
    save(folder, "batched", model, data, expected)


def conv(folder):
    model = Conv().eval()
    data = torch.rand(3, 2, 2, 8, 8)
    outputs, values = recorded(model, [lambda x=x: model(x) for x in data])
    expected = {"output": stacked(outputs)}
    for path in ("features", "features/0", "features/1", "features/2", "features/3", "classify"):
        expected[path + "/output"] = stacked(values[path])
    save(folder, "conv", model, data, expected)
    traced = torch.jit.trace(model, data[0])
    save(folder, "conv_traced", model, data, expected, traced)
    frozen = torch.jit.freeze(torch.jit.script(model))
    save(
        folder,
        "conv_frozen",
        model,
        data,
        {"output": stacked(outputs), "relu/output": stacked(values["features/2"])},
        frozen,
    )


def shared(folder):
    model = Shared()
    data = rows()
    outputs, values = recorded(model, [lambda x=x: model(x) for x in data])
    expected = {
        "output": stacked(outputs),
        "fc[0]/output": stacked(values["fc"][0::2]),
        "fc[1]/output": stacked(values["fc"][1::2]),
        "act[1]/output": stacked(values["act"][1::2]),
    }
    save(folder, "shared", model, data, expected)


def unrolled(folder):
    model = Unrolled().eval()
    data = rows()
    outputs, values = recorded(model, [lambda: model(data)])
    expected = {"output": outputs[0].numpy(), "fc/output": stacked(values["fc"])}
    script = torch.jit.trace(model, data)
    save(folder, "unrolled", model, data, expected, script)
    save(folder, "unrolled_long", model, torch.cat([data, data]), expected, script)
    save(folder, "unrolled_short", model, data[:3], {}, script)


def forking(folder):
    model = Forking()
    data = rows()
    with torch.no_grad():
        expected = {
            "output": stacked([model(x) for x in data]),
            "left/output": stacked([model.left(x) for x in data]),
            "right/output": stacked([model.right(x) for x in data]),
        }
    save(folder, "forking", model, data, expected)


def inner(folder):
    model = Inner()
    data = rows(steps=1)
    outputs, values = recorded(model, [lambda: model(data[0])])
    expected = {
        "output": outputs[0].numpy(),
        "block/fc/output": stacked(values["block/fc"]),
        "block/lif/spikes": stacked(values["block/lif"]),
    }
    model.block.lif.v = torch.zeros(1)
    save(folder, "inner", model, data, expected)


def graphics(folder):
    """As if traced on a graphics card."""

    class Placed(nn.Module):
        def __init__(self):
            super().__init__()
            self.fc = nn.Linear(6, 4)

        def forward(self, x):
            return self.fc(x.to(torch.device("cpu"))) + torch.zeros(4, device=torch.device("cpu"))

    model = Placed()
    data = rows()
    with torch.no_grad():
        expected = {"output": stacked([model(x) for x in data])}
    save(folder, "graphics", model, data, expected)
    here, there = b"X\x03\x00\x00\x00cpu", b"X\x06\x00\x00\x00cuda:0"
    os.rename(os.path.join(folder, "graphics.pt"), os.path.join(folder, "placed.pt"))
    edited(
        folder,
        "placed",
        "graphics",
        {
            ".py": lambda code: code.replace(b'"cpu"', b'"cuda:0"'),
            "/data.pkl": lambda pickle: pickle.replace(here, there),
        },
    )
    os.remove(os.path.join(folder, "placed.pt"))


def hostile(folder):
    data = rows()
    save(folder, "printing", Printing(), data, {})
    save(folder, "endless_integers", Endless(False), data, {})
    save(folder, "endless_tensors", Endless(True), data, {})
    save(folder, "hungry_at_once", Hungry(True), data, {})
    save(folder, "hungry", Hungry(False), data, {})
    save(folder, "failing", Failing(), data, {})
    model = Holder()
    with torch.no_grad():
        outputs = stacked([x * 2.0 for x in data])
    save(folder, "restoring", model, data, {"output": outputs, "inner/output": outputs})


MAKERS = {
    "nested": nested,
    "tuples": tuples,
    "required": required,
    "looped": looped,
    "batched": batched,
    "conv": conv,
    "shared": shared,
    "unrolled": unrolled,
    "forking": forking,
    "inner": inner,
    "graphics": graphics,
    "hostile": hostile,
    "damaged": damaged,
}


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    for name in sys.argv[2:] or MAKERS:
        torch.manual_seed(5)
        MAKERS[name](folder)


if __name__ == "__main__":
    main()
