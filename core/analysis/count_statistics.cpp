// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/count_statistics.h"

#include "core/analysis/spans_of_time.h"
#include "core/base/error.h"

#include <algorithm>
#include <limits>

namespace inspike {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMostWindows = std::size_t{1} << 28U;

double activityRatioOf(std::size_t n, double sum, double squares)
{
    if (n == 0 || !(squares > 0.0))
        return kUndefined;
    return sum * sum / (static_cast<double>(n) * squares);
}

} // namespace

std::size_t wholeWindows(TimeRange range, Time length)
{
    if (length < 1)
        throw Error(ErrorKind::BadParameter, "windows must be at least 1 us (or step) long");
    return static_cast<std::size_t>(ticksIn(range) / static_cast<std::uint64_t>(length));
}

std::vector<std::uint32_t> windowCounts(std::span<const Time> train, TimeRange range, Time length)
{
    const std::size_t windows = wholeWindows(range, length);
    if (windows > kMostWindows) {
        throw Error(ErrorKind::OutOfMemory, std::to_string(windows) +
                                                " windows are too many; make them longer or the "
                                                "range shorter");
    }
    std::vector<std::uint32_t> counts(windows, 0);
    const auto first = std::lower_bound(train.begin(), train.end(), range.begin);
    for (auto time = first; time != train.end() && *time < range.end; ++time) {
        const std::uint64_t window =
            ticksBetween(range.begin, *time) / static_cast<std::uint64_t>(length);
        if (window < windows)
            ++counts[static_cast<std::size_t>(window)];
    }
    return counts;
}

void CountMoments::add(const CountMoments& other)
{
    windows += other.windows;
    sum += other.sum;
    squares += other.squares;
}

CountMoments countMoments(std::span<const Time> train, TimeRange range, Time length)
{
    CountMoments moments;
    moments.windows = wholeWindows(range, length);
    std::uint64_t window = 0;
    double count = 0.0;
    const auto close = [&] {
        moments.sum += count;
        moments.squares += count * count;
        count = 0.0;
    };
    const auto first = std::lower_bound(train.begin(), train.end(), range.begin);
    for (auto time = first; time != train.end() && *time < range.end; ++time) {
        const std::uint64_t next =
            ticksBetween(range.begin, *time) / static_cast<std::uint64_t>(length);
        if (next >= moments.windows)
            break;
        if (next != window)
            close();
        window = next;
        count += 1.0;
    }
    close();
    return moments;
}

double fanoFactor(const CountMoments& moments)
{
    if (moments.windows < 2 || !(moments.sum > 0.0))
        return kUndefined;
    const auto n = static_cast<double>(moments.windows);
    const double mean = moments.sum / n;
    const double variance = (moments.squares - moments.sum * mean) / (n - 1.0);
    return std::max(0.0, variance) / mean;
}

double fanoFactor(std::span<const std::uint32_t> counts)
{
    CountMoments moments;
    moments.windows = counts.size();
    for (const std::uint32_t count : counts) {
        moments.sum += static_cast<double>(count);
        moments.squares += static_cast<double>(count) * static_cast<double>(count);
    }
    return fanoFactor(moments);
}

double activityRatio(std::span<const double> responses)
{
    double sum = 0.0;
    double squares = 0.0;
    for (const double response : responses) {
        sum += response;
        squares += response * response;
    }
    return activityRatioOf(responses.size(), sum, squares);
}

double sparsenessOf(std::size_t n, double sum, double squares)
{
    if (n < 2)
        return kUndefined;
    const double ratio = activityRatioOf(n, sum, squares);
    return (1.0 - ratio) / (1.0 - 1.0 / static_cast<double>(n));
}

double sparseness(std::span<const double> responses)
{
    double sum = 0.0;
    double squares = 0.0;
    for (const double response : responses) {
        sum += response;
        squares += response * response;
    }
    return sparsenessOf(responses.size(), sum, squares);
}

} // namespace inspike
