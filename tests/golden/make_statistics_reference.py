# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reference numbers for the spike-train statistics of core/analysis, from the formulas of the papers.

NumPy only, and by brute force where the program is clever: all differences of two trains at once for
correlograms, the matrix of all correlations, quadrature of the SPIKE-distance, the recursion of Victor and
Purpura. Run: python3 make_statistics_reference.py > statistics_reference.json
"""
import functools
import json
import sys

import numpy as np

sys.setrecursionlimit(100000)
rng = np.random.RandomState(20)
END = 2_000_000  # us


def gamma_train(shape, mean):
    return np.cumsum(np.maximum(1, rng.gamma(shape, mean / shape, 4000).astype(np.int64)))


trains = [gamma_train(1, 25_000), gamma_train(4, 40_000), gamma_train(0.5, 30_000)]
trains.append(np.sort(np.concatenate([trains[0][::2] + rng.randint(-900, 900, trains[0][::2].size),
                                      trains[0][5:9]])))  # follows unit 0, four spikes at its instants
trains.append(np.repeat(gamma_train(1, 150_000), 2))  # every spike twice
trains = [t[(t >= 0) & (t < END)] for t in trains]


def irregularity(t):
    i = np.diff(t).astype(float)
    pairs = np.stack([i[:-1], i[1:]])
    kept = pairs[:, pairs.sum(axis=0) > 0]
    ratio = np.abs(kept[0] - kept[1]) / kept.sum(axis=0)
    return {"mean": i.mean(), "cv": i.std(ddof=1) / i.mean(), "cv2": (2 * ratio).mean(), "lv": (3 * ratio**2).mean()}


def isi_histogram(t, width, bins):
    counts, _ = np.histogram(np.diff(t), np.arange(bins + 1) * width - 0.5)
    return counts.tolist(), int((np.diff(t) >= bins * width).sum())


def counts(t, window, begin=0, end=END):
    n = (end - begin) // window
    return np.histogram(t, begin - 0.5 + window * np.arange(n + 1))[0]


def fano(t, window):
    c = counts(t, window)
    return c.var(ddof=1) / c.mean()


def lags(a, b, width, reach, auto):
    d = b[None, :] - a[:, None]
    if auto:
        d = d[~np.eye(a.size, dtype=bool)]
    bins = np.sign(d) * np.floor(np.abs(d) / width + 0.5)
    return [int((bins == k).sum()) for k in range(-reach, reach + 1)]


def treves_rolls(r):
    r = np.asarray(r, float)
    return r.mean() ** 2 / (r**2).mean()


def sparse(r):
    return (1 - treves_rolls(r)) / (1 - 1 / len(r))


def spike_distance(a, b, begin, end):
    """Eqs. of Kreuz et al. 2013 at two Gauss points of every piece, which is exact for straight lines."""
    a, b = (np.unique(np.concatenate([[begin], t, [end]])).astype(float) for t in (a, b))

    def at(x, own, other):
        previous, following = own[own <= x].max(), own[own > x].min()
        d_previous, d_following = np.abs(other - previous).min(), np.abs(other - following).min()
        length = following - previous
        return (d_previous * (following - x) + d_following * (x - previous)) / length, length

    edges = np.unique(np.concatenate([a, b]))
    total = 0.0
    for low, high in zip(edges[:-1], edges[1:]):
        for side in (-1, 1):
            x = 0.5 * (low + high) + side * 0.5 * (high - low) / np.sqrt(3)
            s_a, i_a = at(x, a, b)
            s_b, i_b = at(x, b, a)
            total += 0.5 * (high - low) * (s_a * i_b + s_b * i_a) / (2 * (0.5 * (i_a + i_b)) ** 2)
    return total / (end - begin)


def victor_purpura(a, b, q):
    @functools.lru_cache(maxsize=None)
    def cost(i, j):
        if i == 0 or j == 0:
            return float(i + j)
        return min(cost(i - 1, j) + 1, cost(i, j - 1) + 1,
                   cost(i - 1, j - 1) + q * abs(int(a[i - 1]) - int(b[j - 1])) * 1e-6)

    return cost(len(a), len(b))


events = [150_000, 700_001, 1_100_000, 1_500_000, 1_990_000, 10_000]
values = [3, 7, 3, 7, 3, 7]


def psth(units, chosen, before, after, width):
    bins = (before + after) // width
    rates = []
    for event in chosen:
        c = sum(counts(trains[u], width, event - before, event - before + bins * width) for u in units)
        rates.append(c / len(units) / (width * 1e-6))
    rates = np.array(rates)
    return {"mean": rates.mean(axis=0).tolist(),
            "sem": (rates.std(axis=0, ddof=1) / np.sqrt(len(chosen))).tolist()}


binned = np.array([counts(t, 20_000) for t in trains])
matrix = np.corrcoef(binned)
upper = np.triu_indices(len(trains), 1)

print(json.dumps({
    "made_by": "tests/golden/make_statistics_reference.py with NumPy " + np.__version__,
    "end": END,
    "trains": [t.tolist() for t in trains],
    "irregularity": [irregularity(t) for t in trains],
    "isi_1ms_60_bins": [dict(zip(("counts", "longer"), isi_histogram(t, 1000, 60))) for t in trains],
    "counts_of_unit_0_in_70_ms": counts(trains[0], 70_000).tolist(),
    "fano_70_ms": [fano(t, 70_000) for t in trains],
    "auto_of_unit_2": lags(trains[2], trains[2], 1000, 20, True),
    "auto_of_unit_4": lags(trains[4], trains[4], 2000, 10, True),
    "cross_of_units_0_and_3": lags(trains[0], trains[3], 333, 25, False),
    "correlations_20_ms": matrix[upper].tolist(),
    "mean_correlation_20_ms": matrix[upper].mean(),
    "activity_ratio_20_ms": [treves_rolls(c) for c in binned],
    "lifetime_sparseness_20_ms": [sparse(c) for c in binned],
    "population_sparseness_20_ms": float(np.mean([sparse(c) for c in binned.T if c.any()])),
    "spike_distance": [spike_distance(trains[i], trains[j], 0, END) for i, j in zip(*upper)],
    "victor_purpura_q_50": [victor_purpura(trains[i], trains[j], 50.0) for i, j in zip(*upper)],
    "events": events,
    "values": values,
    "psth_of_unit_0_value_3": psth([0], events[0::2], 100_000, 205_000, 10_000),
    "psth_of_units_0_1_value_7": psth([0, 1], events[1::2], 100_000, 205_000, 10_000),
}, indent=1))
