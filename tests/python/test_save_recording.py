# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of save_recording() and save_run() in resources/python/inspike_export.py; tst_python_export runs them."""
import json
import unittest

import h5py
import numpy as np
import torch

from export_case import ExportCase, Run, inspike_export


class RecordingCase(ExportCase):
    def save(self, **parts):
        inspike_export.save_recording(self.path, overwrite=True, **parts)
        return h5py.File(self.path, "r")

    def refused(self, words, **parts):
        with self.assertRaises(inspike_export.ExportError) as caught:
            inspike_export.save_recording(self.folder / "refused.h5", **parts)
        self.assertIn(words, str(caught.exception))
        self.assertFalse((self.folder / "refused.h5").exists())

    def test_every_part(self):
        with self.save(title="All", spikes={"cells": {"time": [5, 7, 7], "unit": [0, 2, 1], "units": 4}},
                       events={"t": [1, 2], "x": [3, 4], "y": [0, 1], "p": [-1, 1], "width": 10, "height": 5},
                       signals=(np.zeros((8, 2)), 1000.0), frames=(np.zeros((2, 3, 4), np.uint8), [0.0, 0.1]),
                       tensors={"x": (torch.ones(2, 3), "time,unit")}, labels=["b", "a", "b"]) as file:
            self.assertEqual(file.attrs["inspike_kind"], "recording")
            self.assertEqual(file["spikes/cells/time"][:].tolist(), [5, 7, 7])
            self.assertEqual(file["spikes/cells"].attrs["units"], 4)
            self.assertEqual(file["events/main/p"][:].tolist(), [0, 1])
            self.assertEqual(file["frames/main/time"].attrs["unit"], "s")
            self.assertEqual(file["tensors/x"].attrs["axes"], "time,unit")
            self.assertEqual(file["labels/main"][:].tolist(), [1, 0, 1])
            self.assertEqual(json.loads(file["labels/main"].attrs["names"]), ["a", "b"])

    def test_trains_and_seconds(self):
        with self.save(spikes=[[0.5, 0.1], [], [0.2]]) as file:
            self.assertEqual(file["spikes/main/time"][:].tolist(), [0.1, 0.2, 0.5])
            self.assertEqual(file["spikes/main/unit"][:].tolist(), [0, 2, 0])
            self.assertEqual(file["spikes/main/time"].attrs["unit"], "s")

    def test_refusals(self):
        self.refused("not sorted (3 at index 1 comes after 5)", spikes=([5, 3], [0, 0]))
        self.refused("lengths differ: time 2, unit 1", spikes=([5, 6], [0]))
        self.refused("9 at index 1 is above 3", spikes={"time": [5, 6], "unit": [0, 9], "units": 4})
        self.refused("above 9", events={"t": [1], "x": [10], "y": [0], "p": [1], "width": 10, "height": 5})
        self.refused("rate_hz is missing", signals=np.zeros(4))
        self.refused("other numbers are tensors", frames=np.zeros((2, 3, 4)))
        self.refused("no axis is called 'neuron'", tensors=(np.zeros((2, 3)), "time,neuron"))
        self.refused("2 axes for the shape [3]", tensors=(np.zeros(3), "time,unit"))
        self.refused("not finite", spikes=([float("nan")], [0]))
        self.refused("whole numbers", labels=[0.5])
        self.refused("cannot be a name", tensors={"a/b": np.zeros(3)})
        self.refused("needs spikes")
        self.assertNoFiles()


class ArraysCase(ExportCase):
    """save_run(): arrays that were recorded in another way."""

    def test_names_say_what_arrays_are(self):
        spikes = (np.arange(60).reshape(5, 3, 4) % 7 == 0).astype(np.float64)
        values = {"lif1": spikes, "lif1/v": spikes * 0.5, "fc": spikes - 0.5, "cell/spikes": spikes}
        inspike_export.save_run(self.path, values, outputs={"output": torch.as_tensor(spikes[..., :2] * 3)},
                                inputs={"x": spikes}, labels=[1, 0, 1], class_names=["a", "b"], step_ms=2, title="mine")
        run = Run(self.path, graph=False)
        self.assertEqual(run.kinds["lif1/spikes"], "spikes")
        self.assertIn("lif1/spikes", run.sparse)
        self.assertTrue(np.array_equal(run.arrays["lif1/spikes"], spikes))
        self.assertEqual(run.kinds["lif1/membrane"], "membrane")
        self.assertTrue(np.array_equal(run.arrays["fc/output"], spikes - 0.5))
        self.assertEqual(run.axes["output/output"], "time,sample,class")
        self.assertEqual(run.step_us, 2000)
        self.assertEqual(run.made["settings"]["class_names"], ["a", "b"])

    def test_layouts_and_axes(self):
        array = np.random.default_rng(1).normal(size=(3, 5, 4))
        inspike_export.save_run(self.path, {"a": array, "b": (array, "head,query,key")}, layout="BT")
        run = Run(self.path, graph=False)
        self.assertTrue(np.array_equal(run.arrays["a/output"], array.swapaxes(0, 1)))
        self.assertEqual(run.axes["a/output"], "step,sample,unit")
        self.assertEqual(run.axes["b/output"], "head,query,key")

    def test_refusals(self):
        for words, arguments in (("spikes are 0 or 1", {"values": {"a/spikes": np.full((2, 2), 0.5)}}),
                                 ("layout TB for the shape [3]", {"values": {"a": np.ones(3)}}),
                                 ("3 for 2 samples", {"values": {"a": np.ones((4, 2))}, "labels": [1, 2, 3]}),
                                 ("axes 'time'", {"values": {"a": (np.ones((4, 2)), "time")}}),
                                 ("cannot be a name", {"values": {"a//b": np.ones((4, 2))}}),
                                 ("needs values", {"values": {}})):
            with self.assertRaises(inspike_export.ExportError) as caught:
                inspike_export.save_run(self.path, **arguments)
            self.assertIn(words, str(caught.exception))
            self.assertNoFiles()


if __name__ == "__main__":
    unittest.main()
