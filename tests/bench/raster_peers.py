#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the same spikes with Inspike, matplotlib and pyqtgraph, 1920x1080, and prints how much faster
a frame of Inspike is, all in one run:

    python3 raster_peers.py PATH/TO/inspike [--spikes 10000000] [--units 10000]

Inspike's frame is the mean of panning and zooming (medians of `inspike bench raster`), counted and
painted anew; the others redraw everything after a change of range. pyqtgraph gets at most 10^6 spikes, because it takes half a
second for them already, and its time is extrapolated linearly. Exit status 77 without the libraries."""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

os.environ["QT_QPA_PLATFORM"] = "offscreen"
try:
    import h5py
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot
    import pyqtgraph
    from pyqtgraph.Qt import QtWidgets
except ImportError as error:
    print(f"not installed: {error.name}")
    sys.exit(77)

WIDTH, HEIGHT, DPI = 1920, 1080, 100
MOST_FOR_PYQTGRAPH = 1_000_000
REPEATS = 3


def inspike_ms(program, arguments, data):
    call = [program, "bench", "raster", "--json", "--data", data]
    call += ["--spikes", str(arguments.spikes), "--units", str(arguments.units)]
    result = json.loads(subprocess.run(call, check=True, capture_output=True).stdout)
    return (result["pan_ms"]["p50"] + result["zoom_ms"]["p50"]) / 2


def median_ms(frame):
    times = []
    for number in range(REPEATS + 1):
        start = time.perf_counter()
        frame(number)
        times.append((time.perf_counter() - start) * 1e3)
    return statistics.median(times[1:])


def matplotlib_ms(times, units):
    figure, axes = pyplot.subplots(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI)
    axes.plot(times, units, ",", color="black")
    length = times[-1] - times[0]

    def frame(number):
        axes.set_xlim(times[0] - 0.001 * number * length, times[-1])
        figure.canvas.draw()

    return median_ms(frame)


def pyqtgraph_ms(times, units):
    application = QtWidgets.QApplication.instance() or QtWidgets.QApplication([])
    plot = pyqtgraph.PlotWidget()
    plot.resize(WIDTH, HEIGHT)
    plot.addItem(pyqtgraph.ScatterPlotItem(times, units, size=1, pen=None, brush="w"))
    plot.show()
    application.processEvents()
    length = times[-1] - times[0]

    def frame(number):
        plot.setXRange(times[0] - 0.001 * number * length, times[-1], padding=0)
        plot.grab()

    return median_ms(frame)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("inspike")
    parser.add_argument("--spikes", type=int, default=10_000_000)
    parser.add_argument("--units", type=int, default=10_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "spikes.h5")
        own = inspike_ms(arguments.inspike, arguments, data)
        with h5py.File(data) as file:
            group = file["spikes/main"]
            times, units = group["time"][:] * 1e-3, group["unit"][:]
    peers = {"matplotlib": matplotlib_ms(times, units)}
    share = min(1.0, MOST_FOR_PYQTGRAPH / len(times))
    count = int(len(times) * share)
    # Every so-manieth spike, so that the few cover the same picture.
    step = len(times) // count
    peers["pyqtgraph"] = pyqtgraph_ms(times[::step][:count], units[::step][:count]) / share
    print(f"{arguments.spikes} spikes, {arguments.units} units, {WIDTH}x{HEIGHT}")
    print(f"inspike     {own:10.1f} ms per frame")
    for name, milliseconds in peers.items():
        note = f" (extrapolated from {count} spikes)" if name == "pyqtgraph" and share < 1 else ""
        print(f"{name:11} {milliseconds:10.1f} ms per frame: {milliseconds / own:.0f} x{note}")


if __name__ == "__main__":
    main()
