#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a list of event recordings and still pictures of the same classes, for static-to-event transfer.

Events are a folder with labels.txt ("id label" in each line, as the N-MNIST of SLAYER has it) or with a sub-folder per
class; pictures and their labels are IDX files, as MNIST has them, plain or gzip. The result is a list that inspike
opens (CSV with the columns domain, file, label, split). The test part has the same share of every class, or as many
recordings of each (--balanced), chosen by the seed; the last pictures of the file are those of test. How much of the
training part is used is chosen when training (--set event-share=0.1), so that one list with one test part serves all.
The same arguments give the same list.
"""
import argparse
import collections
import csv
import gzip
import os
import pathlib
import random
import struct
import sys

EXTENSIONS = {".bin", ".bs2", ".dat", ".raw", ".aedat4", ".es", ".npy", ".h5", ".hdf5"}


def main():
    arguments = parsed_arguments()
    try:
        events = read_events(arguments.events)
        rows = split_events(events, arguments, random.Random(arguments.seed))
        if arguments.pictures:
            rows += picture_rows(arguments)
        write_list(arguments.output, rows)
    except (OSError, EOFError, ValueError) as problem:
        sys.exit(f"{pathlib.Path(sys.argv[0]).name}: {problem}")


def parsed_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", required=True, type=pathlib.Path, metavar="DIR",
                        help="folder of recordings with labels.txt or with a sub-folder per class")
    parser.add_argument("--pictures", type=pathlib.Path, metavar="FILE", help="IDX file of pictures")
    parser.add_argument("--labels", type=pathlib.Path, metavar="FILE",
                        help="IDX file of their labels; without it, the file of the usual name beside the pictures")
    parser.add_argument("--test", default=200, type=int, metavar="N", help="recordings for test (default: 200)")
    parser.add_argument("--test-pictures", default=1000, type=int, metavar="N",
                        help="pictures for test (default: 1000)")
    parser.add_argument("--balanced", action="store_true", help="as many test recordings of every class")
    parser.add_argument("--seed", default=0, type=int, help="which recordings are for test (default: 0)")
    parser.add_argument("-o", "--output", required=True, type=pathlib.Path, metavar="FILE",
                        help="the list; its paths are relative to its own folder")
    return parser.parse_args()


def read_events(folder):
    """[(path, label), ...]"""
    labels = folder / "labels.txt"
    events = labelled_events(folder, labels) if labels.is_file() else [
        (path, sub.name) for sub in sorted(folder.iterdir()) if sub.is_dir()
        for path in sorted(sub.iterdir()) if path.suffix.lower() in EXTENSIONS]
    if not events:
        raise ValueError(f"{folder} has neither labels.txt nor sub-folders of recordings")
    return events


def labelled_events(folder, labels):
    files = {path.stem: path for path in sorted(folder.iterdir()) if path.suffix.lower() in EXTENSIONS}
    events = []
    for line in labels.read_text(encoding="utf-8").splitlines():
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if len(words) != 2:
            raise ValueError(f"{labels}: '{line}' is not 'id label'")
        if words[0] not in files:
            raise ValueError(f"{labels}: no recording {words[0]}")
        events.append((files[words[0]], words[1]))
    return events


def split_events(events, arguments, chance):
    """Rows of the list, in the order of the events."""
    test = arguments.test
    by_label = collections.defaultdict(list)
    for index, (_, label) in enumerate(events):
        by_label[label].append(index)
    if not 0 <= test < len(events):
        raise ValueError(f"{test} of {len(events)} recordings for test leave none for training")
    wanted = {label: test / len(by_label) if arguments.balanced else test * len(members) / len(events)
              for label, members in by_label.items()}
    counts = {label: int(share) for label, share in wanted.items()}
    # What rounding down left over goes to the largest remainders.
    roomy = [label for label in wanted if counts[label] + 1 < len(by_label[label])]
    for label in sorted(roomy, key=lambda name: (counts[name] - wanted[name], name))[:test - sum(counts.values())]:
        counts[label] += 1
    if sum(counts.values()) < test or any(count >= len(by_label[label]) for label, count in counts.items()):
        raise ValueError(f"{test} of {len(events)} recordings for test leave none of some class for training")
    chosen = set()
    for label in sorted(by_label):
        chosen.update(chance.sample(by_label[label], counts[label]))
    return [("event", path, "", label, "test" if index in chosen else "train")
            for index, (path, label) in enumerate(events)]


def read_bytes(path):
    content = path.read_bytes()
    return gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content


def count_entries(path, dimensions):
    content = read_bytes(path)
    if content[:4] != bytes((0, 0, 8, dimensions)):
        raise ValueError(f"{path} is no IDX file of {'pictures' if dimensions == 3 else 'labels'}")
    return struct.unpack(">I", content[4:8])[0]


def labels_beside(pictures):
    """train-images-idx3-ubyte.gz -> train-labels-idx1-ubyte.gz, packed or not."""
    name = pictures.name.replace("images", "labels").replace("idx3", "idx1")
    plain = name[:-3] if name.endswith(".gz") else name
    for candidate in (name, plain, plain + ".gz"):
        path = pictures.with_name(candidate)
        if path != pictures and path.is_file():
            return path
    raise ValueError(f"no labels beside {pictures}; name them with --labels")


def picture_rows(arguments):
    labels = arguments.labels or labels_beside(arguments.pictures)
    count = count_entries(arguments.pictures, 3)
    if count != count_entries(labels, 1):
        raise ValueError(f"{arguments.pictures} and {labels} have different numbers of entries")
    first = count - arguments.test_pictures
    if not 0 < first <= count:
        raise ValueError(f"{arguments.test_pictures} of {count} pictures for test leave none for training")
    rows = [("static", arguments.pictures, f"#0-{first - 1}", labels, "train")]
    if first < count:
        rows.append(("static", arguments.pictures, f"#{first}-{count - 1}", labels, "test"))
    return rows


def write_list(output, rows):
    folder = output.resolve().parent

    def relative(path):
        return os.path.relpath(path.resolve(), folder)

    with open(output, "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("domain", "file", "label", "split"))
        for domain, path, entries, label, split in rows:
            table.writerow((domain, relative(path) + entries,
                            label if domain == "event" else "@" + relative(label), split))
    counts = collections.Counter(split for domain, *_, split in rows if domain == "event")
    print(f"{counts['train']} recordings for training, {counts['test']} for test")


main()
