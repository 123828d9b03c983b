# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the tiny event recordings in recordings/; needs python3-lz4 and zstd."""
import pathlib
import struct
import subprocess

import lz4.frame

OFF, ON, TIME_HIGH, TRIGGER, OTHERS = 0x0, 0x1, 0x8, 0xA, 0xE


def evt2_event(polarity, low, x, y):
    return polarity << 28 | low << 22 | x << 11 | y


def evt2():
    """Seven events on 32 x 24 pixels, an eighth before any time, a trigger and a wrap of the clock."""
    header = b"% Date 2026-01-01 00:00:00\n% format EVT2;height=24;width=32\n% geometry 32x24\n% end\n"
    last = (1 << 28) - 1
    words = [
        evt2_event(ON, 1, 1, 1),
        TIME_HIGH << 28 | last - 1,
        evt2_event(ON, 0, 0, 0),
        evt2_event(OFF, 63, 31, 23),
        OTHERS << 28 | 5,
        TIME_HIGH << 28 | last,
        evt2_event(ON, 7, 5, 6),
        TRIGGER << 28 | 9 << 22 | 3 << 8 | 1,
        TIME_HIGH << 28 | 0,
        evt2_event(ON, 2, 8, 9),
        evt2_event(OFF, 2, 8, 10),
        evt2_event(OFF, 40, 8, 11),
        TIME_HIGH << 28 | 1,
        evt2_event(ON, 3, 30, 20),
    ]
    return header + struct.pack(f"<{len(words)}I", *words)


def evt3():
    """Rows, single events, vectors, a clock that steps back a little and one that wraps."""
    header = b"% evt 3.0\n% format EVT3;height=24;width=64\n% end\n"
    words = [
        0x8000 | 0xFFE,  # time high
        0x6000 | 811,
        0x0000 | 7,  # row
        0x2000 | 0x800 | 5,  # ON at column 5
        0x6000 | 800,  # jitter, no overflow
        0x2000 | 6,  # OFF
        0x8000 | 0xFFF,
        0x6000 | 3,
        0x3000 | 0x800 | 20,  # vectors of ON events from column 20 on
        0x4000 | 0b100000000001,  # columns 20 and 31
        0x4000 | 0b1,  # column 32
        0x5000 | 0b10000001,  # columns 44 and 51
        0xA000 | 2 << 8 | 0,  # trigger 2 falls
        0x8000 | 0,  # wraps
        0x6000 | 9,
        0x0000 | 8,
        0x2000 | 63,
    ]
    return header + struct.pack(f"<{len(words)}H", *words)


class Builder:
    """Just enough of FlatBuffers: one table with scalars and vectors, written front to back."""

    def __init__(self, identifier):
        self.identifier = identifier

    def table(self, fields):
        """fields: list of None, ('b'|'i'|'h'|'q', value) or bytes of a vector with its count."""
        vtable_size = 4 + 2 * len(fields)
        start = 8 + 4  # root offset, identifier, padding to keep 8-byte scalars simple
        vtable_at = start
        table_at = vtable_at + vtable_size
        table_at += -table_at % 8
        offsets, inline, tails = [], b"", []
        for field in fields:
            if field is None:
                offsets.append(0)
                continue
            code = "I" if isinstance(field, bytes) else field[0]
            size = struct.calcsize("<" + code)
            inline += b"\0" * (-(4 + len(inline)) % size)
            offsets.append(4 + len(inline))
            if isinstance(field, bytes):
                tails.append((len(inline), field))
                inline += b"\0" * 4
            else:
                inline += struct.pack("<" + code, field[1])
        body = bytearray(struct.pack("<i", table_at - vtable_at) + inline)
        tail_at = table_at + len(body)
        tail = b""
        for place, content in tails:
            pad = -(tail_at + len(tail) + 4) % 8
            tail += b"\0" * pad
            position = tail_at + len(tail)
            struct.pack_into("<I", body, 4 + place, position - (table_at + 4 + place))
            tail += content
        vtable = struct.pack("<HH", vtable_size, len(body)) + struct.pack(f"<{len(offsets)}H", *offsets)
        head = struct.pack("<I", table_at) + self.identifier + b"\0" * 4
        buffer = head + vtable
        buffer += b"\0" * (table_at - len(buffer)) + bytes(body) + tail
        return struct.pack("<I", len(buffer)) + buffer


def vector(count, content):
    return struct.pack("<I", count) + content


def events_packet(events):
    content = b"".join(struct.pack("<qhhBxxx", *event) for event in events)
    return Builder(b"EVTS").table([vector(len(events), content)])


def frame_packet(time, frame_format, width, height, pixels):
    return Builder(b"FRME").table(
        [("q", time), None, None, None, None, ("b", frame_format), ("h", width), ("h", height), None, None,
         vector(len(pixels), pixels)])


def table_vector(identifier, tables):
    """A buffer whose root holds a vector of tables {time, type}."""
    parts, offsets = b"", []
    count = len(tables)
    for time, kind in tables:
        offsets.append(4 * count + len(parts))
        vtable = struct.pack("<HHHH", 8, 16, 8, 4)  # 8 bytes, then the table
        offsets[-1] += 8
        parts += vtable + struct.pack("<ib3xq", 8, kind, time)
    content = b"".join(struct.pack("<I", offset - 4 * i) for i, offset in enumerate(offsets)) + parts
    return Builder(identifier).table([vector(count, content)])


def info(streams):
    nodes = "".join(
        f'<node name="{number}"><attr key="typeIdentifier" type="string">{kind}</attr>'
        f'<attr key="originalOutputName" type="string">{name}</attr><node name="info">'
        + (f'<attr key="sizeX" type="int">{size[0]}</attr><attr key="sizeY" type="int">{size[1]}</attr>'
           if size else "") + "</node></node>" for number, kind, name, size in streams)
    return f'<dv version="2.0"><node name="outInfo">{nodes}</node></dv>'.encode()


def aedat4(compression, pack):
    start = 1_600_000_000_000_000  # us since 1970
    streams = [(0, "EVTS", "events", (16, 12)), (1, "FRME", "frames", (4, 2)), (2, "IMUS", "imu", None),
               (3, "TRIG", "triggers", None), (4, "EVTS", "second", (8, 8))]
    text = info(streams)
    header = Builder(b"IOHE").table([("i", compression), ("q", -1), vector(len(text), text + b"\0")])
    packets = [
        (0, events_packet([(start + t, t % 16, t % 12, t % 3 == 0) for t in range(0, 40, 2)])),
        (1, frame_packet(start + 5, 0, 4, 2, bytes(range(8)))),
        (2, table_vector(b"IMUS", [(start + 1, 0), (start + 2, 0)])),
        (3, table_vector(b"TRIG", [(start + 10, 2), (start + 30, 3)])),
        (0, events_packet([])),
        (4, events_packet([(start + 7, 1, 2, 1), (start + 9, 7, 7, 0)])),
        (0, events_packet([(start + t, 3, 4, 1) for t in range(40, 50)])),
    ]
    body = b"".join(struct.pack("<ii", number, len(pack(content))) + pack(content) for number, content in packets)
    return b"#!AER-DAT4.0\r\n" + header + body


def zstd(content):
    return subprocess.run(["zstd", "-q", "-c"], input=content, stdout=subprocess.PIPE, check=True).stdout


def dat():
    """Six events without a size of the sensor; the clock of 32 bits wraps."""
    events = [(2**32 - 30, 1, 2, 1), (2**32 - 10, 3, 4, 0), (5, 9, 7, 1), (5, 0, 0, 1), (90, 11, 6, 0), (95, 2, 2, 0)]
    return b"% Data file\n% Version 2\n" + bytes([12, 8]) + b"".join(
        struct.pack("<II", t, x | y << 14 | p << 28) for t, x, y, p in events)


def es():
    """Three events at 5, 259 and 260 us; rows are counted from the bottom."""
    body = struct.pack("<BHH", 5 << 1 | 1, 3, 0) + b"\xff\xff\xfe" + struct.pack("<BHH", 0, 7, 5)
    return b"Event Stream\x02\x00\x00\x01" + struct.pack("<HH", 8, 6) + body + struct.pack("<BHH", 3, 0, 1)


FILES = {
    "tiny.dat": dat(),
    "tiny.es": es(),
    "tiny_evt2.raw": evt2(),
    "tiny_evt3.raw": evt3(),
    "tiny_lz4.aedat4": aedat4(1, lambda content: lz4.frame.compress(content, store_size=False)),
    "tiny_zstd.aedat4": aedat4(3, zstd),
    "tiny_plain.aedat4": aedat4(0, lambda content: content),
}
for name, content in FILES.items():
    (pathlib.Path(__file__).parent / "recordings" / name).write_bytes(content)
