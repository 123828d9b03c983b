# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""TorchScript archives that no PyTorch writes, made of sound ones; see make_torchscript.py."""

import os
import zipfile


def edited(folder, source, name, changes):
    """NAME.pt is SOURCE.pt with other contents of some entries, given by how they end."""
    with zipfile.ZipFile(os.path.join(folder, source + ".pt")) as old:
        with zipfile.ZipFile(
            os.path.join(folder, name + ".pt"), "w", zipfile.ZIP_DEFLATED, compresslevel=9
        ) as new:
            for info in old.infolist():
                content = old.read(info.filename)
                for ending, change in changes.items():
                    if info.filename.endswith(ending):
                        content = change(content)
                if content is not None:
                    made = zipfile.ZipInfo(info.filename)
                    made.compress_type = zipfile.ZIP_DEFLATED
                    new.writestr(made, content)


def damaged(folder):
    """What no PyTorch writes; made of nested.pt."""

    def code(old, new):
        return {"/code/__torch__.py": lambda text: text.replace(old, new)}

    def data(old, new):
        return {"/data.pkl": lambda pickle: pickle.replace(old, new, 1)}

    def make(name, changes):
        edited(folder, "nested", "damaged/" + name, changes)

    os.makedirs(os.path.join(folder, "damaged"), exist_ok=True)

    make("version11", {"/version": lambda _: b"11\n"})
    make("version_text", {"/version": lambda _: b"new\n"})
    make("unknown_operator", code(b"torch.mul(", b"torch.mul_of_tomorrow("))
    make("no_code", {"/code/__torch__.py": lambda _: b""})
    make("syntax", code(b"return", b"return return ("))
    endless = b"def spin(x: int) -> int:\n  i = 0\n  while torch.ge(i, 0):\n    i = 0\n  return i\n"
    make(
        "default_executes",
        {
            "/code/__torch__.py": lambda text: endless
            + text.replace(b"x: Tensor) -> Tensor", b"x: Tensor, y: int=__torch__.spin(1)) -> Tensor", 1)
        },
    )
    make(
        "constant_executes",
        {
            "/code/__torch__.py": lambda text: endless
            + text.replace(b"  training : bool\n", b"  training : bool\n  y : Final[int] = __torch__.spin(1)\n", 1)
        },
    )
    make("untyped_constant", code(b"__buffers__ = []", b"__bufferz__ = []"))
    make("deep_brackets", code(b"torch.mul(", b"(" * 100000 + b"torch.mul("))
    make("deep_minus", code(b"return ", b"return " + b"-" * 1000000))
    make("deep_type", code(b"-> Tensor", b"-> " + b"List[" * 100000))
    make("no_constants", {"/constants.pkl": lambda _: None})
    make("no_storage", {"/data/0": lambda _: None})
    make("short_storage", {"/data/0": lambda _: b"1234"})
    make("huge_tensor", data(b"(K\x05K\x06t", b"(J\xff\xff\xff\x7fK\x06t"))
    make("member_missing", data(b"X\x04\x00\x00\x00beta", b"X\x04\x00\x00\x00bega"))
    make("member_wrong", data(b"G?\xec\xcc\xcc\xcc\xcc\xcc\xcd", b"N"))
    make("foreign_global", data(b"ctorch._utils\n_rebuild_tensor_v2", b"cos\nsystem"))
    make("empty_pickle", {"/data.pkl": lambda _: b""})
    make("half_pickle", {"/data.pkl": lambda pickle: pickle[: len(pickle) // 2]})
    make("nested_tuples", {"/data.pkl": lambda _: b"\x80\x02N" + b"\x85" * 1000000 + b"."})
    make("cycle", {"/data.pkl": lambda _: b"\x80\x02]q\x00(h\x00e."})
    make("no_module", {"/data.pkl": lambda _: b"\x80\x02K\x05."})
    make("no_root_type", data(b"c__torch__\nNested", b"c__torch__\nMissing"))
