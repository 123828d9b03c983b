#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the NIR files beside this script as other programs write them, sound and broken ones.
Needs python3-h5py. Run again only to add one: the files are committed."""

import pathlib

import h5py
import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent
TEXT = h5py.string_dtype()


def put(group, name, data, **how):
    """A data set without time stamp."""
    return group.create_dataset(name, data=data, track_times=False, **how)


def node(nodes, name, kind, **numbers):
    group = nodes.create_group(name, track_order=False)
    put(group, "type", kind, dtype=TEXT)
    for key, value in numbers.items():
        put(group, key, value)
    return group


def lif(nodes, name, shape=(), **other):
    numbers = {"tau": 0.01, "r": 1.0, "v_leak": 0.0, "v_threshold": 1.0}
    return node(nodes, name, "LIF", **{k: np.full(shape, v) for k, v in numbers.items()}, **other)


def edges(graph, pairs, **how):
    del_if_there(graph, "edges")
    put(graph, "edges", np.array(pairs, dtype=object), dtype=TEXT, **how)


def del_if_there(group, name):
    if name in group:
        del group[name]


def start(name):
    """Input, LIF and Output of three neurons."""
    file = h5py.File(FOLDER / f"{name}.nir", "w", libver=("v108", "v108"))
    put(file, "version", "1.0.4", dtype=TEXT)
    graph = file.create_group("node")
    put(graph, "type", "NIRGraph", dtype=TEXT)
    nodes = graph.create_group("nodes")
    node(nodes, "input", "Input", shape=np.array([3]))
    lif(nodes, "lif")
    node(nodes, "output", "Output", shape=np.array([3]))
    edges(graph, [("input", "lif"), ("lif", "output")])
    return file, graph, nodes


def graph_in(group):
    put(group, "type", "NIRGraph", dtype=TEXT)
    edges(group, np.empty((0, 2)))


def replaced(group, name, data, **how):
    del group[name]
    return put(group, name, data, **how)


def low_level(group, name, layout, kind, space):
    return h5py.h5d.create(group.id, name.encode(), kind, space, layout)


def texts():
    file, graph, nodes = start("fixed_texts")
    for one in nodes.values():
        replaced(one, "type", np.bytes_(one["type"][()]))
    replaced(graph, "edges", np.array([[b"input", b"lif"], [b"lif", b"output"]]))
    replaced(file, "version", np.bytes_(b"0.1.1"))
    file.close()

    file, graph, nodes = start("ascii_texts")
    ascii_text = h5py.string_dtype("ascii")
    for one in nodes.values():
        replaced(one, "type", one["type"][()], dtype=ascii_text)
    replaced(graph, "edges", np.array([["input", "lif"], ["lif", "output"]], dtype=object),
             dtype=ascii_text)
    file.close()

    file, _, nodes = start("compact_text")
    del nodes["lif/type"]
    layout = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    layout.set_layout(h5py.h5d.COMPACT)
    layout.set_obj_track_times(False)
    kind = h5py.h5t.C_S1.copy()
    kind.set_size(h5py.h5t.VARIABLE)
    made = low_level(nodes["lif"], "type", layout, kind, h5py.h5s.create(h5py.h5s.SCALAR))
    h5py.Dataset(made)[()] = "LIF"
    file.close()


def packed():
    file, graph, nodes = start("gzip")
    edges(graph, [("input", "lif"), ("lif", "output")] * 10, compression="gzip", chunks=(7, 1))
    replaced(nodes["lif"], "tau", np.array([0.01, 0.02, 0.03]), compression="gzip", shuffle=True,
             fletcher32=True)
    file.close()

    file, _, nodes = start("lzf")
    replaced(nodes["lif"], "tau", np.full(3, 0.01), compression="lzf")
    file.close()


def numbers():
    file, _, nodes = start("types_of_numbers")
    values = {"tau": (">f8", 0.5), "r": ("i8", 1), "v_leak": ("f2", 0), "v_threshold": ("u1", 1)}
    for key, (kind, value) in values.items():
        replaced(nodes["lif"], key, np.full(3, value, dtype=kind))
    file.close()


def metadata():
    file, graph, nodes = start("metadata")
    group = graph.create_group("metadata")
    put(group, "author", "nobody", dtype=TEXT)
    put(group, "counts", np.arange(5))
    put(group.create_group("deep"), "rate", 1.5)
    put(group, "compound", np.zeros(2, dtype=[("a", "i4"), ("b", "f4")]))
    group["elsewhere"] = h5py.ExternalLink("gzip.nir", "/version")
    put(nodes["lif"].create_group("metadata"), "layer", 3)
    put(nodes["lif"].create_group("input_type"), "input", np.array([3]))
    file.close()


def links():
    file, _, nodes = start("link_to_itself")
    nodes["again"] = file["node"]
    file.close()
    file, _, nodes = start("soft_link_up")
    nodes["again"] = h5py.SoftLink("/node")
    file.close()
    file, _, nodes = start("soft_link_loop")
    nodes["again"] = h5py.SoftLink("/node/nodes/again")
    file.close()
    file, _, nodes = start("external_node")
    nodes["other"] = h5py.ExternalLink("gzip.nir", "/node/nodes/lif")
    file.close()
    file, _, nodes = start("external_parameter")
    del nodes["lif/tau"]
    nodes["lif/tau"] = h5py.ExternalLink("gzip.nir", "/node/nodes/lif/tau")
    file.close()
    # Two names for each of 40 graphs in graphs: 2^40 nodes.
    file, _, nodes = start("doubled_40_times")
    inner = file.create_group("0")
    graph_in(inner)
    inner.create_group("nodes")
    for depth in range(1, 40):
        outer = file.create_group(str(depth))
        graph_in(outer)
        both = outer.create_group("nodes")
        both["a"] = inner
        both["b"] = inner
        inner = outer
    nodes["a"] = inner
    file.close()


def depth():
    file, _, nodes = start("deep")
    inner = nodes
    for _ in range(70):
        graph = inner.create_group("s")
        graph_in(graph)
        inner = graph.create_group("nodes")
    file.close()


def sizes():
    for name, chunks in (("claims_2_60_chunked", True), ("claims_2_60", False)):
        file, _, nodes = start(name)
        del nodes["lif/tau"]
        layout = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        layout.set_obj_track_times(False)
        if chunks:
            layout.set_chunk((1024,))
        low_level(nodes["lif"], "tau", layout, h5py.h5t.IEEE_F32LE,
                  h5py.h5s.create_simple((2**60,)))
        file.close()


def others():
    file, _, nodes = start("no_type")
    del nodes["lif/type"]
    file.close()
    file, graph, _ = start("edges_of_three")
    replaced(graph, "edges", np.array([["a", "b", "c"]], dtype=object), dtype=TEXT)
    file.close()
    file, graph, _ = start("no_edges")
    replaced(graph, "edges", np.array([]))
    file.close()
    with h5py.File(FOLDER / "no_node.nir", "w") as file:
        put(file, "weights", np.zeros(3))
    with h5py.File(FOLDER / "one_node.nir", "w") as file:
        put(file, "version", "0.2.0", dtype=TEXT)
        lif(file, "node", (4,))


for make in (texts, packed, numbers, metadata, links, depth, sizes, others):
    make()
