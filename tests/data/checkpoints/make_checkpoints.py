#!/usr/bin/python3
# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the checkpoints beside this script, and expected.json with the values a reader must find.

usage: make_checkpoints.py [FOLDER]

Needs python3-torch. One small file per quirk; the values are counting numbers, so that a wrong stride
or offset shows. Run again only to add a case: the files are committed, tests do not need PyTorch."""
import collections
import json
import os
import struct
import sys
import zipfile

import torch

FOLDER = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
EXPECTED = {}


def path_of(name):
    return os.path.join(FOLDER, name)


def expect(name, tensors):
    EXPECTED[name] = {
        key: {
            "dtype": str(tensor.dtype).removeprefix("torch."),
            "shape": list(tensor.shape),
            "values": torch.view_as_real(tensor).flatten().tolist() if tensor.is_complex() else
            tensor.to(torch.float64).flatten().tolist(),
        }
        for key, tensor in tensors.items()
    }


def count(*shape):
    size = 1
    for length in shape:
        size *= length
    return torch.arange(size, dtype=torch.float32).reshape(shape) / 4


def save(name, content, tensors):
    torch.save(content, path_of(name))
    expect(name, tensors)


def add(archive, name, content):
    """Without the time of day, so that the same case gives the same bytes."""
    archive.writestr(zipfile.ZipInfo(name), content)


def patched(source, target, change):
    """The same archive with some entries changed; entries stay uncompressed."""
    with zipfile.ZipFile(path_of(source)) as old, zipfile.ZipFile(path_of(target), "w") as new:
        for item in old.infolist():
            add(new, item.filename, change(item.filename, old.read(item.filename)))


def write_zip(name, entries):
    with zipfile.ZipFile(path_of(name), "w") as archive:
        for entry, content in entries.items():
            add(archive, "archive/" + entry, content)


def plain():
    tensors = {"Win": count(3, 2), "pin": count(3, 1), "l": count(1)}
    save("plain.pth", dict(tensors), tensors)


def nested():
    tensors = {"fc.weight": count(2, 3), "fc.bias": count(2)}
    wrapped = {"module." + key: value for key, value in tensors.items()}
    content = {"epoch": 7, "best": 0.5, "config": {"filter": "double", "sizes": (1, 2)},
               "optimizer": {"state": {0: {"exp_avg": count(4)}}, "param_groups": [{"lr": 0.1}]},
               "state_dict": wrapped}
    save("nested.pth", content, tensors)


def module():
    network = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.BatchNorm1d(3))
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.copy_(count(*parameter.shape))
    save("module_state.pth", network.state_dict(), network.state_dict())
    parameters = collections.OrderedDict((key, value) for key, value in network.named_parameters())
    save("parameters.pth", parameters, {key: value.detach() for key, value in parameters.items()})


def views():
    base = count(4, 3)
    tensors = {"whole": base, "row": base[2], "column": base[:, 1], "transposed": base.t(),
               "steps": base[::2, 1:], "same": base.expand(2, 4, 3), "scalar": base[3, 2],
               "empty": base[:0]}
    save("views.pth", tensors, tensors)


def element_types():
    types = [torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.float16,
             torch.bfloat16, torch.float32, torch.float64, torch.complex64, torch.complex128]
    tensors = {}
    for kind in types:
        values = torch.tensor([0, 1, 2, 5, 100]).to(kind)
        tensors[str(kind).removeprefix("torch.")] = values * 1j + 2 if kind.is_complex else values
    save("types.pth", tensors, tensors)


def protocols():
    tensors = {"a": count(2)}
    torch.save({"a": count(2), "name": "text", "none": None}, path_of("protocol4.pth"),
               pickle_protocol=4)
    expect("protocol4.pth", tensors)


def other_machines():
    tensors = {"Win": count(3, 2), "pin": count(3, 1), "l": count(1)}

    def on_gpu(name, content):
        if not name.endswith("data.pkl"):
            return content
        return content.replace(b"X\x03\x00\x00\x00cpu", b"X\x06\x00\x00\x00cuda:0")

    def big_endian(name, content):
        if "/data/" not in name:
            return content
        return b"".join(content[i:i + 4][::-1] for i in range(0, len(content), 4))

    patched("plain.pth", "cuda.pth", on_gpu)
    expect("cuda.pth", tensors)
    patched("plain.pth", "big_endian.pth", big_endian)
    with zipfile.ZipFile(path_of("big_endian.pth"), "a") as archive:
        add(archive, "plain/byteorder", "big")
    expect("big_endian.pth", tensors)


def refused():
    torch.save({"a": count(2)}, path_of("legacy.pth"), _use_new_zipfile_serialization=False)
    call = b"\x80\x02cos\nsystem\nX\x18\x00\x00\x00touch inspike-was-fooled\x85R."
    write_zip("os_system.pth", {"data.pkl": call, "version": "3\n"})
    nested_call = (b"\x80\x02}X\x01\x00\x00\x00acposix\nsystem\n"
                   b"X\x18\x00\x00\x00touch inspike-was-fooled\x85Rs.")
    write_zip("posix_system.pth", {"data.pkl": nested_call, "version": "3\n"})
    stack_global = (b"\x80\x04\x8c\x08builtins\x8c\x04eval\x93X\x01\x00\x00\x001\x85R.")
    write_zip("eval.pth", {"data.pkl": stack_global, "version": "3\n"})
    with open(path_of("bare_pickle.pkl"), "wb") as file:
        file.write(call)
    torch.save(torch.nn.Linear(2, 1), path_of("whole_module.pth"))
    torch.save(torch.nn.Linear(2, 1), path_of("legacy_module.pth"),
               _use_new_zipfile_serialization=False)


def storage_bomb():
    def claim(name, content):
        if not name.endswith("data.pkl"):
            return content
        # The element count of each storage: BININT1 n, before the tuple that closes the id.
        return content.replace(b"K\x06tq", b"\x8a\x07" + struct.pack("<Q", 10**15)[:7] + b"tq")

    patched("plain.pth", "storage_bomb.pth", claim)


def main():
    torch.manual_seed(1)
    for make in (plain, nested, module, views, element_types, protocols, other_machines, refused,
                 storage_bomb):
        make()
    with open(path_of("expected.json"), "w", encoding="ascii") as file:
        json.dump(EXPECTED, file, indent=1, sort_keys=True)
        file.write("\n")


main()
