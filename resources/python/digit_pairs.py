#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pairs spoken digits with written digits of the same class.

Speech is a folder of files {digit}_{speaker}_{take}.wav, as the free spoken digit dataset has them; pictures and their
labels are IDX files, as MNIST has them, plain or gzip. The result is a list that inspike opens (CSV with the columns
audio, visual, label, split). Speakers are kept apart: those of test and validation are never trained on. Pictures are
kept apart, too: each of the three parts has its own, and each picture is used once if there are enough and
--training-pictures does not ask for fewer.
The same arguments give the same list.
"""
import argparse
import collections
import csv
import gzip
import os
import pathlib
import random
import re
import struct
import sys

PARTS = ("train", "validation", "test")


def main():
    arguments = parsed_arguments()
    try:
        labels = read_labels(arguments.labels or labels_beside(arguments.digits))
        pictures = count_pictures(arguments.digits)
        if pictures != len(labels):
            raise ValueError(f"{pictures} pictures, but {len(labels)} labels")
        sounds = read_sounds(arguments.speech, arguments.test_speakers, arguments.validation_speakers)
        rows = paired(sounds, labels, random.Random(arguments.seed), arguments.training_pictures)
        write_list(arguments, rows)
    except (OSError, EOFError, ValueError) as problem:
        sys.exit(f"{pathlib.Path(sys.argv[0]).name}: {problem}")


def parsed_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--speech", required=True, type=pathlib.Path, metavar="DIR",
                        help="folder of {digit}_{speaker}_{take}.wav")
    parser.add_argument("--digits", required=True, type=pathlib.Path, metavar="FILE", help="IDX file of pictures")
    parser.add_argument("--labels", type=pathlib.Path, metavar="FILE",
                        help="IDX file of labels; without it, the file of the usual name beside the pictures")
    parser.add_argument("--test-speakers", required=True, nargs="+", metavar="NAME", help="heard in test only")
    parser.add_argument("--validation-speakers", default=[], nargs="+", metavar="NAME", help="heard in validation only")
    parser.add_argument("--training-pictures", type=int, metavar="N",
                        help="different pictures per digit in training; without it, as many as there are sounds")
    parser.add_argument("--seed", default=0, type=int, help="which pictures meet which sounds (default: 0)")
    parser.add_argument("-o", "--output", required=True, type=pathlib.Path, metavar="FILE",
                        help="the list; its paths are relative to its own folder")
    return parser.parse_args()


def read_bytes(path):
    content = path.read_bytes()
    return gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content


def read_labels(path):
    content = read_bytes(path)
    if content[:4] != b"\0\0\x08\x01":
        raise ValueError(f"{path} is no IDX file of labels")
    return list(content[8:8 + struct.unpack(">I", content[4:8])[0]])


def count_pictures(path):
    content = read_bytes(path)
    if content[:4] != b"\0\0\x08\x03":
        raise ValueError(f"{path} is no IDX file of pictures")
    count, height, width = struct.unpack(">III", content[4:16])
    if len(content) < 16 + count * height * width:
        raise ValueError(f"{path} is truncated")
    return count


def labels_beside(pictures):
    """train-images-idx3-ubyte.gz -> train-labels-idx1-ubyte.gz, packed or not."""
    name = pictures.name.replace("images", "labels").replace("idx3", "idx1")
    plain = name[:-3] if name.endswith(".gz") else name
    for candidate in (name, plain, plain + ".gz"):
        path = pictures.with_name(candidate)
        if path != pictures and path.is_file():
            return path
    raise ValueError(f"no labels beside {pictures}; name them with --labels")


def read_sounds(folder, test, validation):
    """{part: {digit: [path, ...]}}"""
    both = sorted(set(test) & set(validation))
    if both:
        raise ValueError("in test and in validation: " + ", ".join(both))
    sounds = {part: collections.defaultdict(list) for part in PARTS}
    speakers = set()
    for path in sorted(folder.iterdir()):
        match = re.fullmatch(r"([0-9])_(.+)_([0-9]+)\.wav", path.name)
        if not match:
            continue
        digit, speaker = int(match[1]), match[2]
        speakers.add(speaker)
        part = "test" if speaker in test else "validation" if speaker in validation else "train"
        sounds[part][digit].append(path)
    if not speakers:
        raise ValueError(f"no {{digit}}_{{speaker}}_{{take}}.wav in {folder}")
    unknown = sorted((set(test) | set(validation)) - speakers)
    if unknown:
        raise ValueError(f"no sounds of {', '.join(unknown)}; there are {', '.join(sorted(speakers))}")
    if not sounds["train"]:
        raise ValueError("no speaker is left for training")
    return sounds


def paired(sounds, labels, chance, most_in_training=None):
    """[(sound, picture, digit, part), ...]"""
    rows = []
    for digit in sorted({digit for part in PARTS for digit in sounds[part]}):
        pictures = [index for index, label in enumerate(labels) if label == digit]
        chance.shuffle(pictures)
        wanted = [len(sounds[part][digit]) for part in PARTS]
        if most_in_training is not None:
            wanted[0] = min(wanted[0], max(1, most_in_training))
        if len(pictures) < sum(count > 0 for count in wanted):
            raise ValueError(f"{len(pictures)} pictures of the digit {digit} are too few to keep the parts apart")
        for part, share in zip(PARTS, shares(pictures, wanted)):
            for index, sound in enumerate(sounds[part][digit]):
                rows.append((sound, share[index % len(share)], digit, part))
    return rows


def shares(pictures, wanted):
    """Pictures for each part: as many as it wants, or in proportion (at least one) where they are too few."""
    counts = list(wanted)
    if len(pictures) < sum(wanted):
        counts = [max(1, count * len(pictures) // sum(wanted)) if count else 0 for count in wanted]
        while sum(counts) > len(pictures):
            counts[counts.index(max(counts))] -= 1
    ends = [sum(counts[:i + 1]) for i in range(len(counts))]
    return [pictures[end - count:end] for end, count in zip(ends, counts)]


def write_list(arguments, rows):
    folder = arguments.output.resolve().parent
    relative = {path: os.path.relpath(path.resolve(), folder)
                for path in {sound for sound, *_ in rows} | {arguments.digits}}
    with open(arguments.output, "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("audio", "visual", "label", "split"))
        for sound, picture, digit, part in rows:
            table.writerow((relative[sound], f"{relative[arguments.digits]}#{picture}", digit, part))
    counts = collections.Counter(row[3] for row in rows)
    used = len({row[1] for row in rows})
    print(f"{len(rows)} pairs with {used} pictures: " +
          ", ".join(f"{counts[part]} {part}" for part in PARTS if counts[part]))


main()
