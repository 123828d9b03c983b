// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Synchrony of a population: Pearson correlation of spike counts in windows, as mean over all pairs
// of units. (What such correlations do and do not mean: Cohen, Kohn, Nat. Neurosci. 14, 811
// (2011).)
//
//   r_ij   = sum_k z_i[k] z_j[k],  z_i = (c_i - mean c_i) / sqrt(sum_k (c_i[k] - mean c_i)^2)
//   mean r = (|sum_i z_i|^2 - n) / (n (n - 1))          over the n units with counts that vary
// The second line is the mean of r_ij over all pairs i < j, exactly, at a cost of n windows instead
// of n^2, so that no pair has to be left out in a large population. Units whose counts never change
// (silent ones) have no correlation and are left out; NaN with fewer than two others.

#include <cstdint>
#include <span>
#include <vector>

namespace inspike {

// z of counts; empty when they do not vary.
std::vector<double> standardised(std::span<const std::uint32_t> counts);
// r of two standardised lists of the same length.
double correlation(std::span<const double> zOfA, std::span<const double> zOfB);

class MeanCorrelation
{
public:
    // All calls with lists of one length. Throws Error{BadShape}.
    void add(std::span<const std::uint32_t> countsOfUnit);
    std::size_t units() const { return m_units; }            // that entered
    std::size_t constantUnits() const { return m_constant; } // that were left out
    double mean() const;

private:
    std::vector<double> m_sum;
    std::size_t m_units = 0;
    std::size_t m_constant = 0;
};

} // namespace inspike
