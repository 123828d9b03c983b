// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/synchrony.h"

#include "core/base/error.h"

#include <cmath>
#include <limits>
#include <numeric>

namespace inspike {

std::vector<double> standardised(std::span<const std::uint32_t> counts)
{
    if (counts.empty())
        return {};
    const double mean =
        std::accumulate(counts.begin(), counts.end(), 0.0) / static_cast<double>(counts.size());
    std::vector<double> z(counts.size());
    double squares = 0.0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        z[i] = static_cast<double>(counts[i]) - mean;
        squares += z[i] * z[i];
    }
    bool constant = true;
    for (const std::uint32_t count : counts)
        constant = constant && count == counts.front();
    if (constant)
        return {};
    const double norm = std::sqrt(squares);
    for (double& value : z)
        value /= norm;
    return z;
}

double correlation(std::span<const double> zOfA, std::span<const double> zOfB)
{
    return std::inner_product(zOfA.begin(), zOfA.end(), zOfB.begin(), 0.0);
}

void MeanCorrelation::add(std::span<const std::uint32_t> countsOfUnit)
{
    if (m_sum.empty())
        m_sum.assign(countsOfUnit.size(), 0.0);
    if (m_sum.size() != countsOfUnit.size())
        throw Error(ErrorKind::BadShape, "counts of different numbers of windows");
    const std::vector<double> z = standardised(countsOfUnit);
    if (z.empty()) {
        ++m_constant;
        return;
    }
    for (std::size_t i = 0; i < z.size(); ++i)
        m_sum[i] += z[i];
    ++m_units;
}

double MeanCorrelation::mean() const
{
    if (m_units < 2)
        return std::numeric_limits<double>::quiet_NaN();
    const auto n = static_cast<double>(m_units);
    const double squared = std::inner_product(m_sum.begin(), m_sum.end(), m_sum.begin(), 0.0);
    return (squared - n) / (n * (n - 1.0));
}

} // namespace inspike
