# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the tiny SONATA, NWB, NIRData, NumPy, N-TIDIGITS and bs1 recordings in recordings/; needs python3-h5py."""
import pathlib
import struct

import h5py
import numpy as np

HERE = pathlib.Path(__file__).parent / "recordings"


def population(group, ids, times, kind=np.uint64, units="ms"):
    group["node_ids"] = np.array(ids, kind)
    group["timestamps"] = np.array(times, np.float64)
    group["timestamps"].attrs["units"] = units


def sonata():
    """Three populations: in no order but said to be sorted, empty, and in seconds."""
    with h5py.File(HERE / "tiny_sonata.h5", "w") as file:
        file.attrs["magic"] = np.uint32(0x0A7A)
        file.attrs["version"] = np.array([0, 1], np.uint32)
        cortex = file.create_group("spikes/cortex")
        cortex.attrs["sorting"] = "by_time"
        population(cortex, [3, 0, 1, 3], [2.5, 0.25, 1.0, 0.5])
        empty = file.create_group("spikes/empty")
        empty.attrs["sorting"] = np.int32(1)
        population(empty, [], [])
        thalamus = file.create_group("spikes/thalamus")
        population(thalamus, [1, 1], [0.001, 0.002], np.int64, "s")


def sonata_old():
    with h5py.File(HERE / "tiny_sonata_old.h5", "w") as file:
        spikes = file.create_group("spikes")
        spikes.attrs["sorting"] = "by_gid"
        spikes["gids"] = np.array([0, 0, 2], np.uint32)
        spikes["timestamps"] = np.array([1.5, 3.0, 0.125])


def sonata_csv():
    lines = ["timestamps population node_ids", "0.25 cortex 0", "1.0 thalamus 4", "0.5 cortex 3"]
    (HERE / "tiny_sonata.csv").write_text("\n".join(lines) + "\n")


def nwb():
    """Three units, the second silent; trials with a column of conditions, epochs with tags."""
    text = h5py.string_dtype()
    with h5py.File(HERE / "tiny.nwb", "w") as file:
        file.attrs["nwb_version"] = "2.5.0"
        file.attrs["neurodata_type"] = "NWBFile"
        units = file.create_group("units")
        units["id"] = np.array([0, 1, 2])
        units["spike_times"] = np.array([0.001, 0.5, 1.25, 0.25, 0.75])
        units["spike_times_index"] = np.array([3, 3, 5], np.uint8)
        trials = file.create_group("intervals/trials")
        trials["id"] = np.arange(3)
        trials["start_time"] = np.array([0.0, 0.5, 1.0])
        trials["stop_time"] = np.array([0.4, 0.9, 1.4])
        trials.create_dataset("condition", data=["left", "right", "left"], dtype=text)
        epochs = file.create_group("intervals/epochs")
        epochs["start_time"] = np.array([0.0, np.nan, 0.7])
        epochs.create_dataset("tags", data=["rest", "cue", "go"], dtype=text)
        epochs["tags_index"] = np.array([1, 1, 3], np.uint8)


def nir_data():
    """Two samples: spikes on a grid of 1 ms, membranes, and events of a node in a graph inside."""
    def observable(file, path, kind, data, **attributes):
        group = file.create_group(path)
        group.attrs["__type__"] = kind
        for name, values in data.items():
            group[name] = values
        group.attrs.update(attributes)

    with h5py.File(HERE / "tiny_nirdata.nir", "w") as file:
        file.attrs["__type__"] = "NIRGraphData"
        for node in ("lif", "hidden/nodes/li"):
            file.create_group("nodes/" + node).attrs["__type__"] = "NIRNodeData"
        file["nodes/hidden"].attrs["__type__"] = "NIRGraphData"
        spikes = np.zeros((2, 4, 3), bool)
        spikes[0, 1, 2] = spikes[0, 3, 0] = spikes[1, 0, 1] = True
        observable(file, "nodes/lif/observables/spikes", "TimeGriddedData", {"data": spikes}, dt=1e-3)
        membrane = np.arange(24, dtype=np.float32).reshape(2, 4, 3) / 8
        observable(file, "nodes/lif/observables/membrane", "TimeGriddedData", {"data": membrane}, dt=1e-3)
        observable(file, "nodes/hidden/nodes/li/observables/spikes", "ValuedEventData",
                   {"idx": np.array([[4, 0, -1], [-1, -1, -1]]),
                    "time": np.array([[0.002, 0.001, np.inf], [np.inf, np.inf, np.inf]]),
                    "value": np.array([[0.5, 2.0, 0.0], [0.0, 0.0, 0.0]])}, n_neurons=5, t_max=0.004)


def arrays():
    np.save(HERE / "tiny_table.npy", np.array([[0.5, 2], [0.75, 0], [1.5, 2]]))
    events = np.array(
        [(5, 1, 2, 1), (7, 3, 0, 0), (7, 0, 1, 1)],
        dtype=[("t", "<i8"), ("x", "<u2"), ("y", "<u2"), ("p", "?")],
    )
    np.save(HERE / "tiny_events.npy", events)
    np.save(HERE / "tiny_tensor.npy", np.asfortranarray(np.arange(6, dtype=">i2").reshape(2, 3)))


def ntidigits():
    """Two trials to train with, one to test; 'z' is a spoken zero."""
    with h5py.File(HERE / "tiny_ntidigits.hdf5", "w") as file:
        parts = {"train": {"man-ae-1a-1": [(0.5, 3), (0.25, 63)], "woman-bd-zb-z": []},
                 "test": {"man-ae-o12-7": [(0.125, 0), (1.0, 5), (1.5, 5)]}}
        for part, trials in parts.items():
            file[part + "_labels"] = np.array([name.encode() for name in trials], "S20")
            for name, spikes in trials.items():
                file[f"{part}_timestamps/{name}"] = np.array([time for time, _ in spikes], np.float64)
                file[f"{part}_addresses/{name}"] = np.array([channel for _, channel in spikes], np.float64)


def bs1():
    """Neuron 16 bits, polarity 1 bit, time 23 bits in us; the last spike is cut off."""
    spikes = [(3, 1, 1000), (300, 0, 2), (3, 0, 0x7FFFFF)]
    data = b"".join(struct.pack(">HI", unit, polarity << 23 | time)[:2]
                    + struct.pack(">I", polarity << 23 | time)[1:] for unit, polarity, time in spikes)
    (HERE / "tiny.bs1").write_bytes(data + b"\0\1")


if __name__ == "__main__":
    ntidigits()
    bs1()
    sonata()
    sonata_old()
    sonata_csv()
    nwb()
    nir_data()
    arrays()
