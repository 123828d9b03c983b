# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reference numbers for tests/core/analysis, computed with NumPy only.

The run is that of tests/support/make_run.cpp (40 steps, 8 trials, 6 units, 3 modes), written here a
second time from its formulas. Run: python3 make_analysis_reference.py > analysis_reference.json
"""
import json

import numpy as np

T, B, N, P = 40, 8, 6, 3
t, b, n = np.meshgrid(np.arange(T), np.arange(B), np.arange(N), indexing="ij")
R = ((7 * t * (n + 1) + 13 * b + 3 * n * n) % 64) / 64.0
S = ((t + 3 * b + 5 * n) % 11 == 0).astype(float)
i, k = np.meshgrid(np.arange(N), np.arange(P), indexing="ij")
pin = ((5 * i + 3 * k * k + 1) % 16) / 16.0 - 0.5
pout = ((3 * i * i + 7 * k + 2) % 16) / 16.0 - 0.5
i, c = np.meshgrid(np.arange(N), np.arange(2), indexing="ij")
win = ((11 * i + 5 * c + 4) % 32) / 32.0 - 0.25
lam = np.array([0.25, -0.5, 0.5])

rows = R.reshape(-1, N)
total = rows.var(axis=0).sum()


def shares(directions):
    return [float((rows @ q).var() / total) for q in directions.T]


def orthonormal(columns):
    """Gram-Schmidt by QR, with the signs that Gram-Schmidt gives."""
    q, r = np.linalg.qr(columns)
    return q * np.sign(np.diag(r))


q_mu = orthonormal(np.hstack([win, pin]))[:, 2:]
variance, vectors = np.linalg.eigh(np.cov(rows.T, bias=True))
variance, vectors = variance[::-1], vectors[:, ::-1]
vectors = vectors * np.sign(vectors[np.abs(vectors).argmax(axis=0), np.arange(N)])

norm_in, norm_out = np.linalg.norm(pin, axis=0), np.linalg.norm(pout, axis=0)
gamma = np.abs(lam).sum() / (norm_in + norm_out).sum()
tau = gamma * (norm_in + norm_out) + np.abs(lam)


def points(coordinates):
    """Coordinates at three places: (step, trial)."""
    return [coordinates[s, tr].tolist() for s, tr in ((0, 0), (17, 3), (39, 7))]


y = 1.5 * np.where(np.arange(B) % 4 < 2, 1.0, -1.0) * (0.5 + (np.arange(T) % 4) / 4.0)[:, None]
y[: T // 2] = 0.0
target = np.where(np.arange(B) % 4 < 2, 1.0, -1.0) * np.ones((T, 1))
target[: T // 2] = 0.0

print(json.dumps({
    "made_by": "tests/golden/make_analysis_reference.py with NumPy " + np.__version__,
    "places": [[0, 0], [17, 3], [39, 7]],
    "total_variance": float(total),
    "input_modes": {"points": points(R @ pin), "shares": shares(orthonormal(pin))},
    "output_modes": {"points": points(R @ pout), "shares": shares(orthonormal(pout))},
    "mu": {"points": points(R @ q_mu), "shares": shares(q_mu)},
    "pca": {"points": points((R - rows.mean(axis=0)) @ vectors[:, :3]),
            "shares": (variance / total).tolist()[:3]},
    "variances": variance.tolist(),
    "singular_values_of_pin": np.linalg.svd(pin, compute_uv=False).tolist(),
    "tau": tau.tolist(),
    "loading": (np.abs(pin) @ np.abs(lam)).tolist(),
    "spikes_per_unit": S.sum(axis=(0, 1)).astype(int).tolist(),
    "first_spike_of_trial_2": [int(np.argmax(S[:, 2, u])) for u in range(N)],
    "rate_of_trial_2_bins_of_10_steps_hz": (S[:, 2].reshape(4, 10, N).sum(axis=(1, 2)) / N / 0.02).tolist(),
    "mean_squared_error": ((y - target) ** 2).mean(axis=0).tolist(),
}, indent=1))
