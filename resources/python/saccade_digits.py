#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes synthetic digits: still pictures, and what an event camera sees of others in three saccades.

Digits are written with strokes whose points are moved, slanted, turned and inked at random (28 x 28, white on black,
centred by mass as MNIST's). For the recordings a simulated camera of 34 x 34 pixels looks at a digit of its own, dark
on a bright screen, and turns so that the digit goes down and right, up and right, and back, 100 ms each, about as in
N-MNIST (Orchard, Jayawant, Cohen, Thakor, "Converting static image datasets to spiking neuromorphic datasets using
saccades", Front. Neurosci. 9, 2015). A pixel sends an event whenever the logarithm of its light has changed by a
threshold, which differs a little from pixel to pixel; a few events come from nowhere.

The folder gets recordings/{digit}_{take}.bin (40 bits per event, as N-MNIST has them), stills-images-idx3-ubyte.gz
and stills-labels-idx1-ubyte.gz (IDX, as MNIST has them), and synthetic-digits.csv, a list that inspike opens. Nobody
wrote these digits and no camera saw them. Needs numpy. The same arguments give the same files with the same numpy.
"""
import argparse
import csv
import gzip
import pathlib
import struct
import sys

import numpy as np

# Ways to write each digit: strokes of points in a box of width and height 1, y downwards.
ROUND_TWO = [(.12, .25), (.3, .03), (.65, .02), (.85, .25), (.72, .52), (.4, .78), (.1, 1)]
LOWER_THREE = [(.42, .48), (.82, .58), (.88, .82), (.5, 1), (.1, .88)]
BELLY_OF_FIVE = [(.2, .42), (.55, .36), (.88, .58), (.8, .88), (.45, 1), (.1, .9)]
WAYS = {
    0: [[[(.55, 0), (.2, .2), (.08, .55), (.25, .93), (.55, 1), (.85, .8), (.92, .4), (.78, .1), (.5, .02)]],
        [[(.4, .02), (.1, .35), (.15, .8), (.5, 1), (.85, .75), (.9, .3), (.6, 0), (.35, .06)]]],
    1: [[[(.5, 0), (.5, .5), (.5, 1)]],
        [[(.3, .2), (.52, 0)], [(.52, 0), (.53, .5), (.5, 1)]]],
    2: [[ROUND_TWO, [(.1, 1), (.5, .96), (.92, .98)]],
        [[(.12, .22), (.35, .02), (.75, .08), (.8, .35), (.55, .65), (.2, .95), (.1, .84), (.3, .78), (.55, .92),
          (.95, .96)]]],
    3: [[[(.12, .12), (.45, 0), (.8, .14), (.75, .38), (.42, .48)], LOWER_THREE],
        [[(.15, .03), (.5, .02), (.82, .05)], [(.82, .05), (.42, .42)], LOWER_THREE]],
    4: [[[(.28, 0), (.15, .35), (.12, .55)], [(.12, .55), (.5, .53), (.92, .5)], [(.74, .08), (.7, .5), (.68, 1)]],
        [[(.7, 0), (.08, .64)], [(.08, .64), (.95, .62)], [(.7, 0), (.7, .5), (.68, 1)]]],
    5: [[[(.85, .02), (.25, .05)], [(.25, .05), (.2, .42)], BELLY_OF_FIVE],
        [[(.9, .0), (.5, .04), (.3, .08)], [(.3, .08), (.2, .42)], BELLY_OF_FIVE]],
    6: [[[(.75, .02), (.35, .25), (.12, .65), (.25, .95), (.6, 1), (.85, .78), (.65, .55), (.35, .6), (.17, .8)]],
        [[(.5, 0), (.22, .35), (.12, .75), (.35, 1), (.75, .95), (.85, .7), (.55, .58), (.2, .75)]]],
    7: [[[(.1, .06), (.5, .05), (.9, .04)], [(.9, .04), (.6, .5), (.42, 1)]],
        [[(.1, .1), (.5, .06), (.9, .04)], [(.9, .04), (.6, .5), (.42, 1)], [(.32, .5), (.8, .46)]]],
    8: [[[(.78, .15), (.5, 0), (.22, .16), (.35, .4), (.7, .6), (.82, .83), (.5, 1), (.2, .84), (.32, .6), (.68, .4),
          (.78, .15)]],
        [[(.7, .08), (.4, .02), (.25, .22), (.5, .45), (.78, .7), (.6, .98), (.28, .92), (.3, .68), (.6, .45),
          (.8, .2), (.66, .05)]]],
    9: [[[(.82, .22), (.55, .02), (.22, .15), (.2, .42), (.5, .55), (.8, .35), (.83, .18)],
         [(.83, .18), (.8, .6), (.65, 1)]],
        [[(.8, .25), (.5, 0), (.2, .25), (.4, .5), (.75, .38), (.82, .15)], [(.82, .15), (.8, .65), (.78, 1)]]],
}
SIDE, BOX = 28, 20      # of a picture, and of the ink in it, as MNIST has them
SENSOR = 34             # pixels of the camera along each side
FINE = 4                # parts of a pixel along each side
MARGIN = 6              # pixels around the sensor that it may turn to
# Where the picture lies at the corners of its way, in pixels, right and down: about as in N-MNIST.
CORNERS = np.array([(-2.9, -1.7), (0.0, 3.0), (2.9, -1.7), (-2.9, -1.7)])
SACCADE_US, MOVE_US, STEP_US = 105_000, 100_000, 500
DARK = 0.22             # light of the screen where there is ink; 1 + DARK where there is none
THRESHOLD, MISMATCH = 0.33, 0.06    # of the logarithm of light, and how it differs among pixels
SLOWNESS_US = 3_000     # of a pixel: its light follows with this time constant
NOISE_HZ, NOISE_ON = 0.55, 0.8      # events from nowhere of each pixel, and the share of ON among them


def main():
    arguments = parsed_arguments()
    try:
        make(arguments)
    except (OSError, ValueError) as problem:
        sys.exit(f"{pathlib.Path(sys.argv[0]).name}: {problem}")


def parsed_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recordings", default=20, type=int, metavar="N", help="of each digit (default: 20)")
    parser.add_argument("--stills", default=50, type=int, metavar="N", help="of each digit (default: 50)")
    parser.add_argument("--test-share", default=0.2, type=float, metavar="S",
                        help="share of the recordings and stills of each digit that is for test (default: 0.2)")
    parser.add_argument("--seed", default=1, type=int, help="of everything that is drawn (default: 1)")
    parser.add_argument("-o", "--output", required=True, type=pathlib.Path, metavar="DIR", help="a new or empty folder")
    arguments = parser.parse_args()
    if arguments.recordings < 0 or arguments.stills < 0 or not 0 <= arguments.test_share <= 1:
        parser.error("--recordings and --stills count from 0, --test-share lies between 0 and 1")
    return arguments


def make(arguments):
    folder = arguments.output
    if folder.exists() and any(folder.iterdir()):
        raise ValueError(f"{folder} is not empty")
    (folder / "recordings").mkdir(parents=True)
    rows = []
    for digit in range(10):
        for take in range(arguments.recordings):
            chance = np.random.default_rng((arguments.seed, 0, digit, take))
            path = folder / "recordings" / f"{digit}_{take}.bin"
            path.write_bytes(packed(seen(written(digit, take, chance), chance)))
            rows.append(("event", f"recordings/{path.name}", digit, part_of(take, arguments.recordings, arguments)))
    rows += make_stills(arguments, folder)
    with open(folder / "synthetic-digits.csv", "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("domain", "file", "label", "split"))
        table.writerows(rows)
    print(f"{10 * arguments.recordings} recordings, {10 * arguments.stills} stills, synthetic")


def make_stills(arguments, folder):
    """Both IDX files; rows of the list. Test pictures come last, so that two rows name all."""
    drawn = []
    for take in range(arguments.stills):
        for digit in range(10):
            chance = np.random.default_rng((arguments.seed, 1, digit, take))
            ink = written(digit, take, chance)
            part = part_of(take, arguments.stills, arguments)
            drawn.append((part, digit, grained(ink, chance)))
    drawn.sort(key=lambda entry: entry[0] == "test")
    images, labels = "stills-images-idx3-ubyte.gz", "stills-labels-idx1-ubyte.gz"
    write_gzip(folder / images, struct.pack(">IIII", 0x803, len(drawn), SIDE, SIDE) +
               b"".join(picture.tobytes() for _, _, picture in drawn))
    write_gzip(folder / labels, struct.pack(">II", 0x801, len(drawn)) + bytes(digit for _, digit, _ in drawn))
    rows, first = [], 0
    for part in ("train", "test"):
        count = sum(entry[0] == part for entry in drawn)
        if count:
            rows.append(("static", f"{images}#{first}-{first + count - 1}", f"@{labels}", part))
        first += count
    return rows


def part_of(take, takes, arguments):
    return "test" if take >= takes - round(takes * arguments.test_share) else "train"


def write_gzip(path, content):
    with open(path, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packer:
        packer.write(content)


def written(digit, take, chance):
    """Ink (0...1) of a digit on SIDE x SIDE pixels, FINE times finer."""
    ways = WAYS[digit]
    strokes = [curve(np.array(stroke) + chance.normal(0, 0.025, (len(stroke), 2))) for stroke in ways[take % len(ways)]]
    width = chance.uniform(0.35, 0.5) if digit == 1 else chance.uniform(0.65, 0.95)
    turn, slant = np.radians(chance.uniform(-9, 9)), chance.uniform(-0.1, 0.4)
    shape = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ [[width, -slant], [0, 1]]
    strokes = [(stroke - 0.5) @ shape.T for stroke in strokes]
    radius = chance.uniform(0.9, 1.7)
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = (BOX - 2 * radius) / (high - low).max()
    strokes = [(stroke - (low + high) / 2) * scale for stroke in strokes]
    ink = inked(strokes, radius, chance)
    # The centre of mass becomes the centre of the picture.
    places = np.arange(SIDE * FINE) - (SIDE * FINE - 1) / 2
    mass = ink.sum()
    shift = [-round((ink.sum(axis=1 - axis) * places).sum() / mass) for axis in (0, 1)]
    return np.roll(ink, shift, axis=(0, 1))


def curve(points):
    """A smooth line through points (Catmull and Rom), as many short pieces."""
    if len(points) == 2:
        return np.linspace(points[0], points[1], 12)
    ends = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    share = np.linspace(0, 1, 8, endpoint=False)[:, None]
    pieces = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:]):
        pieces.append(0.5 * (2 * b + (c - a) * share + (2 * a - 5 * b + 4 * c - d) * share**2 +
                             (3 * b - a - 3 * c + d) * share**3))
    return np.concatenate(pieces + [points[-1:]])


def inked(strokes, radius, chance):
    """What a pen of that radius leaves along the strokes; pressure changes a little on the way."""
    places = (np.arange(SIDE * FINE) + 0.5) / FINE - SIDE / 2
    x, y = np.meshgrid(places, places)
    ink = np.zeros_like(x)
    for stroke in strokes:
        pressure = radius * np.interp(np.linspace(0, 1, len(stroke)), np.linspace(0, 1, 4), chance.uniform(.8, 1.15, 4))
        for (ax, ay), (bx, by), width in zip(stroke, stroke[1:], pressure):
            dx, dy = bx - ax, by - ay
            along = np.clip(((x - ax) * dx + (y - ay) * dy) / max(dx * dx + dy * dy, 1e-12), 0, 1)
            away = np.hypot(x - ax - along * dx, y - ay - along * dy)
            np.maximum(ink, np.clip((width - away) / 0.7 + 0.5, 0, 1), out=ink)
    return ink


def grained(ink, chance):
    """The picture of SIDE x SIDE pixels; ink is not even."""
    pixels = ink.reshape(SIDE, FINE, SIDE, FINE).mean(axis=(1, 3))
    return np.clip(np.round(255 * pixels - chance.uniform(0, 24, pixels.shape)), 0, 255).astype(np.uint8)


def seen(ink, chance):
    """Events (t, x, y, on) that the camera sends while it turns."""
    scene = screen(ink)
    threshold = THRESHOLD * np.clip(chance.normal(1, MISMATCH, (SENSOR, SENSOR)), 0.7, 1.3)
    times = np.arange(0, 3 * SACCADE_US, STEP_US)
    way = path(times, chance)
    light = glance(scene, way[0])
    known = np.log(light) + threshold * chance.uniform(-0.5, 0.5, threshold.shape)
    follow = 1 - np.exp(-STEP_US / SLOWNESS_US)
    events = [noise(chance, times[-1])]
    for time, place in zip(times[1:], way[1:]):
        light += follow * (glance(scene, place) - light)
        change = np.log(light) - known
        y, x = np.nonzero(np.abs(change) >= threshold)
        on = change[y, x] > 0
        # At most one event in a step: a pixel needs a rest after each.
        known[y, x] += np.where(on, threshold[y, x], -threshold[y, x])
        moment = time + chance.integers(0, STEP_US, len(x))
        events.append(np.stack([moment, x, y, on.astype(np.int64)], axis=1))
    events = np.concatenate(events)
    return events[np.argsort(events[:, 0], kind="stable")]


def screen(ink):
    """Light of the screen around and behind the sensor, blurred by lens and pixel."""
    room = (SENSOR + 2 * MARGIN) * FINE
    scene = np.zeros((room, room))
    edge = (room - SIDE * FINE) // 2
    scene[edge:edge + SIDE * FINE, edge:edge + SIDE * FINE] = ink
    reach = np.arange(-2 * FINE, 2 * FINE + 1)
    kernel = np.exp(-0.5 * (reach / (0.55 * FINE)) ** 2)
    kernel /= kernel.sum()
    for axis in (0, 1):
        scene = np.apply_along_axis(lambda line: np.convolve(line, kernel, "same"), axis, scene)
    # Dark ink on a bright ground: the recordings of N-MNIST have the polarities that this gives.
    return 1 + DARK - scene


def path(times, chance):
    """Where the picture lies at each time, in pixels: from corner to corner, fastest halfway, with a slight tremor."""
    corners = CORNERS * chance.uniform(0.92, 1.08) + chance.normal(0, 0.6, 2)
    leg = np.minimum(times // SACCADE_US, 2)
    share = np.clip((times - leg * SACCADE_US) / MOVE_US, 0, 1)
    # The way of least jerk (Flash and Hogan).
    share = share**3 * (10 - 15 * share + 6 * share**2)
    phases = chance.uniform(0, 1, 2)
    tremor = 0.08 * np.stack([np.sin(2 * np.pi * (times / 23_000 + phase)) for phase in phases], axis=1)
    return corners[leg] + share[:, None] * (corners[leg + 1] - corners[leg]) + tremor


def glance(scene, place):
    """Light on each pixel when the picture is moved by `place` (x, y), between the parts of pixels linearly."""
    at = (np.arange(SENSOR) + MARGIN + 0.5) * FINE - 0.5
    rows, columns = at - place[1] * FINE, at - place[0] * FINE
    top, left = np.floor(rows).astype(int), np.floor(columns).astype(int)
    down, right = (rows - top)[:, None], (columns - left)[None, :]
    upper = scene[np.ix_(top, left)] * (1 - right) + scene[np.ix_(top, left + 1)] * right
    lower = scene[np.ix_(top + 1, left)] * (1 - right) + scene[np.ix_(top + 1, left + 1)] * right
    return upper * (1 - down) + lower * down


def noise(chance, duration):
    count = chance.poisson(NOISE_HZ * 1e-6 * duration * SENSOR * SENSOR)
    return np.stack([chance.integers(0, duration, count), chance.integers(0, SENSOR, count),
                     chance.integers(0, SENSOR, count), (chance.random(count) < NOISE_ON).astype(np.int64)], axis=1)


def packed(events):
    """x, y, polarity and time in 8, 8, 1 and 23 bits, most significant first."""
    t, x, y, on = events.T
    return np.stack([x, y, on << 7 | t >> 16, t >> 8 & 255, t & 255], axis=1).astype(np.uint8).tobytes()


main()
