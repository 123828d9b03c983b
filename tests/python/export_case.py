# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of inspike_export share: a run file as numbers, and a folder for each test."""
import json
import os
import pathlib
import sys
import tempfile
import unittest

import h5py
import numpy as np
import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "resources" / "python"))
import inspike_export  # noqa: E402


class Run:
    """A run file as numbers: dense arrays, whatever they are stored as."""

    def __init__(self, path, graph=True):
        with h5py.File(path, "r") as file:
            self.kind = file.attrs["inspike_kind"]
            self.arrays, self.axes, self.kinds, self.sparse = {}, {}, {}, set()
            for group in ("output", "probe", "input", "parameters"):
                self._collect(file, group, "")
            self.graph = json.loads(file["graph"][0]) if graph else None
            self.made = json.loads(file.attrs["provenance"])
            self.notes = [note.decode() for note in file["notes"]] if "notes" in file else []
            self.sample_ids = [name.decode() for name in file["sample_ids"]] if "sample_ids" in file else []
            self.step_us = file.attrs.get("step_us")

    def _collect(self, file, group, prefix):
        if group not in file:
            return
        for name, item in file[group].items():  # follows hard links, unlike visititems
            key = prefix + name if group.split("/")[0] == "probe" else group + "/" + name
            if isinstance(item, h5py.Dataset):
                self.arrays[key] = item[()]
            elif "shape" in item.attrs:
                dense = np.zeros(int(np.prod(item.attrs["shape"])), np.float32)
                dense[item["index"][()].astype(np.int64)] = 1
                self.arrays[key] = dense.reshape(item.attrs["shape"])
                self.sparse.add(key)
            else:
                self._collect(file, group + "/" + name, prefix + name + "/")
                continue
            self.axes[key] = item.attrs.get("axes")
            self.kinds[key] = item.attrs.get("kind")

    def node(self, name):
        return next(node for node in self.graph["nodes"] if node["id"] == name)

    def edges(self):
        return {(edge["from"], edge["to"], edge["recurrent"]) for edge in self.graph["edges"]}


class ExportCase(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(7)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.path = self.folder / "run.h5"

    def record(self, model, *inputs, **options):
        with torch.no_grad(), inspike_export.record(model, self.path, **options):
            self.output = model(*inputs)
        return Run(self.path)

    def assertSame(self, found, tensor):
        wanted = tensor.detach().float().numpy()
        self.assertEqual(found.shape, wanted.shape)
        self.assertTrue(np.array_equal(found.astype(np.float32), wanted), f"differs by {np.abs(found - wanted).max()}")

    def assertNoFiles(self):
        self.assertEqual(os.listdir(self.folder), [])
