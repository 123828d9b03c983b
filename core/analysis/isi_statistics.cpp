// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/isi_statistics.h"

#include "core/analysis/spans_of_time.h"
#include "core/base/error.h"

#include <cmath>
#include <limits>
#include <numeric>

namespace inspike {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

double interval(std::span<const Time> train, std::size_t i)
{
    return static_cast<double>(ticksBetween(train[i], train[i + 1]));
}

// Squared deviations from the mean, in a second look at the train: a running sum of squares would
// lose the spread of long and regular intervals.
double coefficientOfVariation(std::span<const Time> train, double mean)
{
    const std::size_t intervals = train.size() - 1;
    double squares = 0.0;
    for (std::size_t i = 0; i < intervals; ++i) {
        const double deviation = interval(train, i) - mean;
        squares += deviation * deviation;
    }
    return std::sqrt(squares / static_cast<double>(intervals - 1)) / mean;
}

} // namespace

IsiStatistics isiStatistics(std::span<const Time> train)
{
    IsiStatistics result{train.size(), 0, kUndefined, kUndefined, kUndefined, kUndefined};
    if (train.size() < 2)
        return result;
    const std::size_t intervals = train.size() - 1;
    result.intervals = intervals;
    result.mean = static_cast<double>(ticksBetween(train.front(), train.back())) /
                  static_cast<double>(intervals);
    if (intervals < 2)
        return result;
    if (result.mean > 0.0)
        result.cv = coefficientOfVariation(train, result.mean);
    double ratios = 0.0;
    double squares = 0.0;
    std::size_t pairs = 0;
    for (std::size_t i = 0; i + 1 < intervals; ++i) {
        const double sum = interval(train, i) + interval(train, i + 1);
        if (sum <= 0.0)
            continue;
        const double ratio = std::abs(interval(train, i + 1) - interval(train, i)) / sum;
        ratios += ratio;
        squares += ratio * ratio;
        ++pairs;
    }
    if (pairs > 0) {
        result.cv2 = 2.0 * ratios / static_cast<double>(pairs);
        result.lv = 3.0 * squares / static_cast<double>(pairs);
    }
    return result;
}

IsiHistogram::IsiHistogram(Time binLength, std::size_t bins) : bin(binLength), counts(bins, 0)
{
    if (binLength < 1 || bins < 1) {
        throw Error(ErrorKind::BadParameter,
                    "a histogram of intervals needs a bin, at least 1 us (or step) long");
    }
}

void IsiHistogram::add(std::span<const Time> train)
{
    for (std::size_t i = 0; i + 1 < train.size(); ++i) {
        const std::uint64_t place =
            ticksBetween(train[i], train[i + 1]) / static_cast<std::uint64_t>(bin);
        if (place < counts.size())
            ++counts[static_cast<std::size_t>(place)];
        else
            ++longer;
    }
}

std::uint64_t IsiHistogram::intervals() const
{
    return std::accumulate(counts.begin(), counts.end(), longer);
}

void DefinedMean::add(double value)
{
    if (!std::isfinite(value))
        return;
    m_sum += value;
    ++m_count;
}

double DefinedMean::mean() const
{
    return m_count > 0 ? m_sum / static_cast<double>(m_count) : kUndefined;
}

} // namespace inspike
