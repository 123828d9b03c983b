// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Distances between two spike trains. Pure functions of sorted times in ticks.
//
// SPIKE-distance: Kreuz, Chicharro, Houghton, Andrzejak, Mormann, J. Neurophysiol. 109, 1457
// (2013), without parameters, from 0 (identical) to below 1:
//   S   = 1 / (end - begin) * integral of S(t) dt
//   S(t) = (S_1 I_2 + S_2 I_1) / (2 <I>^2),   <I> = (I_1 + I_2) / 2
//   S_n  = (dP_n xF_n + dF_n xP_n) / I_n
// with, for train n at time t: xP and xF the time since the previous and until the following spike,
// I = xP + xF, dP and dF the distance of these two spikes to the nearest spike of the other train.
// As there, every train gets an auxiliary spike at both ends of the range, and spikes at one
// instant count once. S(t) is linear between spikes, so the integral is exact but for rounding.
// NaN when a train has no spike in the range (it has no interval to compare) or the range is empty.
//
// Victor-Purpura: J. Neurophysiol. 76, 1310 (1996). Least cost of turning one train into the other
// by deleting or adding a spike (cost 1) and moving one by dt (cost q |dt|, q per second). 0 for
// identical trains; the difference of the counts for q = 0; defined for silent trains.

#include "core/base/job.h"
#include "core/base/time.h"

#include <span>

namespace inspike {

double spikeDistance(std::span<const Time> a, std::span<const Time> b, TimeRange range);

// Cost: the product of the counts. Throws Error{BadParameter} for a negative q, Error{Unsupported}
// beyond 4 * 10^10 pairs and Error{Cancelled}.
double victorPurpuraDistance(std::span<const Time> a, std::span<const Time> b, double q,
                             double secondsPerTick, JobContext& job);

} // namespace inspike
