# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes tests/data/runs/from_python.run.h5: a small spiking network of PyTorch, recorded by inspike_export.

Weights and inputs follow from formulas, so that every version of torch gives the same spikes. An argument is another
path to write to.
"""
import pathlib
import sys

import torch

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "python"), str(TESTS.parent / "resources" / "python")]
import inspike_export  # noqa: E402
import library_nets  # noqa: E402

STEPS, SAMPLES, INPUTS = 50, 3, 6


def wave(*shape):
    """Numbers in [-1, 1] that look irregular; multiples of 1/64, which floats add exactly."""
    count = int(torch.tensor(shape).prod())
    return (((torch.arange(count) * 37 + 11) % 127 - 63).float() / 64).reshape(shape)


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else TESTS / "data" / "runs" / "from_python.run.h5"
    model = library_nets.LoopNet(INPUTS, hidden=12, classes=4)
    for parameter in model.parameters():
        parameter.data = wave(*parameter.shape)
    x = (wave(STEPS, SAMPLES, INPUTS) + 1).round() * torch.tensor([0.5, 1.0, 1.5])[:, None]
    with torch.no_grad(), inspike_export.record(
            model, path, step_ms=1, overwrite=True, labels=[2, 0, 3], class_names=["north", "east", "south", "west"],
            sample_ids=["trial-a", "trial-b", "trial-c"]) as r:
        r.note("made by tests/data/make_python_run.py")
        model(x)


main()
