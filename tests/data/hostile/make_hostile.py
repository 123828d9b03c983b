#!/usr/bin/python3
# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the hostile files beside this script: claimed sizes that no memory holds, models that do not fit,
a pickle that would run a command. Run again only to add one: the files are committed.

Needs python3-h5py and python3-numpy."""
import os
import pickle
import zipfile

import h5py
import numpy as np

FOLDER = os.path.dirname(os.path.abspath(__file__))
SOUND = {"Win": (6, 4), "pin": (6, 2), "pout": (6, 2), "l": (2,), "Wout": (1, 6)}
CONFIG = '{"task": "context_integration", "filter": "single", "dt": 0.002}'


def new_file(name, **attributes):
    file = h5py.File(os.path.join(FOLDER, name), "w")
    file.attrs.update({"inspike_version": 1, **attributes})
    return file


def model(name, shapes, system="smnn"):
    with new_file(name, inspike_kind="model", system=system, config=CONFIG) as file:
        for key, shape in shapes.items():
            file[f"state_dict/{key}"] = np.zeros(shape, np.float32)


class RunsACommand:
    def __reduce__(self):
        return os.system, ("touch executed",)


# 10^15 spikes and weights claimed, none stored.
with new_file("bomb_recording.h5", inspike_kind="recording", title="bomb") as file:
    spikes = file.create_group("spikes/main")
    spikes.attrs["units"] = 4
    for key, kind in (("time", "i8"), ("unit", "u4")):
        spikes.create_dataset(key, shape=(10**15,), maxshape=(None,), chunks=(1024,), dtype=kind)
    spikes["time"].attrs["unit"] = "us"
with new_file("bomb_model.h5", inspike_kind="model", system="smnn", config=CONFIG) as file:
    file.create_dataset("state_dict/Win", shape=(10**8, 10**7), maxshape=(None, None), chunks=(64, 64), dtype="f4")

model("small_model.h5", SOUND)
model("wrong_shapes_model.h5", {**SOUND, "pout": (5, 2)})
model("missing_parameters_model.h5", {key: shape for key, shape in SOUND.items() if key != "pin"})
model("unknown_system_model.h5", SOUND, system="no-such-system")

with new_file("no_input_recording.h5", inspike_kind="recording", title="spikes only") as file:
    spikes = file.create_group("spikes/main")
    spikes.attrs["units"] = 3
    spikes["time"] = np.array([10, 20, 30], "i8")
    spikes["time"].attrs["unit"] = "us"
    spikes["unit"] = np.array([0, 1, 2], "u4")
with new_file("wrong_input_recording.h5", inspike_kind="recording", title="five channels") as file:
    file["tensors/x"] = np.zeros((500, 1, 5, 1), np.float32)
    file["tensors/x"].attrs["axes"] = "time,sample,channel,feature"
with new_file("unknown_kind.h5", inspike_kind="banana"):
    pass

with zipfile.ZipFile(os.path.join(FOLDER, "os_system.pth"), "w") as archive:
    for entry, content in (("data.pkl", pickle.dumps(RunsACommand(), protocol=2)), ("version", b"3\n")):
        archive.writestr(zipfile.ZipInfo("archive/" + entry, (1980, 1, 1, 0, 0, 0)), content)
