// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/row_order.h"

#include "core/analysis/linalg.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace inspike {

namespace {

constexpr std::size_t kMostBins = 64;
constexpr std::size_t kMostCells = std::size_t{1} << 24U; // of all profiles: millions of pixels
constexpr std::size_t kBlock = 2048;                      // units at once
constexpr std::size_t kLanes = 4;
constexpr std::size_t kDirections = 8;
constexpr std::size_t kLeaf = 24;
constexpr int kPowerSteps = 12;

std::size_t binsFor(std::size_t units)
{
    return std::clamp(kMostCells / std::max<std::size_t>(1, units), std::size_t{8}, kMostBins);
}

// z-scores one row of counts into `values`.
template <typename Count>
void zScore(std::span<const Count> counts, float* values)
{
    double sum = 0.0;
    double squares = 0.0;
    for (const Count count : counts) {
        const auto value = static_cast<double>(count);
        sum += value;
        squares += value * value;
    }
    const auto bins = static_cast<double>(counts.size());
    const double mean = sum / bins;
    const double variance = squares / bins - mean * mean;
    const double scale = variance > 1e-12 * squares ? 1.0 / std::sqrt(variance) : 0.0;
    for (std::size_t bin = 0; bin < counts.size(); ++bin)
        values[bin] = static_cast<float>((static_cast<double>(counts[bin]) - mean) * scale);
}

// The first `wanted` principal directions of the profiles, one per column.
Matrix principalDirections(const RateProfiles& profiles, std::size_t wanted, JobContext& job)
{
    const std::size_t blocks = (profiles.units + kBlock - 1) / kBlock;
    // Every lane has its own blocks and sum, so that rounding does not depend on the machine.
    const std::size_t lanes = std::clamp<std::size_t>(blocks, 1, kLanes);
    std::vector<Matrix> sums(lanes, Matrix(profiles.bins, profiles.bins));
    parallelPieces(lanes, 0, [&](std::size_t lane) {
        std::vector<double> rows;
        for (std::size_t block = lane; block < blocks; block += lanes) {
            job.checkpoint();
            const std::size_t begin = block * kBlock * profiles.bins;
            const std::size_t end = std::min(profiles.units, (block + 1) * kBlock) * profiles.bins;
            rows.assign(profiles.values.begin() + static_cast<std::ptrdiff_t>(begin),
                        profiles.values.begin() + static_cast<std::ptrdiff_t>(end));
            addGram(sums[lane], rows);
        }
    });
    for (std::size_t lane = 1; lane < lanes; ++lane) {
        for (std::size_t i = 0; i < sums[0].values.size(); ++i)
            sums[0].values[i] += sums[lane].values[i];
    }
    const SymmetricEigen eigen = symmetricEigen(sums[0]);
    Matrix directions(profiles.bins, std::min(wanted, profiles.bins));
    for (std::size_t bin = 0; bin < profiles.bins; ++bin) {
        for (std::size_t k = 0; k < directions.columns; ++k)
            directions(bin, k) = eigen.vectors(bin, k);
    }
    return directions;
}

using Score = std::array<float, kDirections>;

std::vector<Score> scoresOf(const RateProfiles& profiles, const Matrix& directions)
{
    std::vector<Score> scores(profiles.units, Score{});
    for (std::size_t unit = 0; unit < profiles.units; ++unit) {
        const float* profile = profiles.values.data() + unit * profiles.bins;
        std::array<double, kDirections> sums{};
        for (std::size_t bin = 0; bin < profiles.bins; ++bin) {
            for (std::size_t k = 0; k < directions.columns; ++k)
                sums[k] += static_cast<double>(profile[bin]) * directions(bin, k);
        }
        for (std::size_t k = 0; k < directions.columns; ++k)
            scores[unit][k] = static_cast<float>(sums[k]);
    }
    return scores;
}

// Units with a profile first, both parts by index.
UnitOrder withProfilesFirst(const RateProfiles& profiles, std::size_t& count)
{
    UnitOrder units(profiles.units);
    std::iota(units.begin(), units.end(), 0U);
    const auto middle = std::stable_partition(units.begin(), units.end(), [&](std::uint32_t unit) {
        const auto begin =
            profiles.values.begin() + static_cast<std::ptrdiff_t>(unit * profiles.bins);
        return std::any_of(begin, begin + static_cast<std::ptrdiff_t>(profiles.bins),
                           [](float value) { return value != 0.0F; });
    });
    count = static_cast<std::size_t>(middle - units.begin());
    return units;
}

float along(const Score& score, const Score& direction)
{
    float sum = 0.0F;
    for (std::size_t k = 0; k < kDirections; ++k)
        sum += score[k] * direction[k];
    return sum;
}

// The direction in which these scores spread most, found from `before` by repeated multiplication
// with their covariance; points the way of `before`.
Score mainDirection(std::span<const std::uint32_t> units, const std::vector<Score>& scores,
                    const Score& before)
{
    std::array<double, kDirections> mean{};
    for (const std::uint32_t unit : units) {
        for (std::size_t k = 0; k < kDirections; ++k)
            mean[k] += static_cast<double>(scores[unit][k]);
    }
    for (double& value : mean)
        value /= static_cast<double>(units.size());
    std::array<std::array<double, kDirections>, kDirections> covariance{};
    for (const std::uint32_t unit : units) {
        std::array<double, kDirections> centred{};
        for (std::size_t k = 0; k < kDirections; ++k)
            centred[k] = static_cast<double>(scores[unit][k]) - mean[k];
        for (std::size_t i = 0; i < kDirections; ++i) {
            for (std::size_t k = 0; k <= i; ++k)
                covariance[i][k] += centred[i] * centred[k];
        }
    }
    std::array<double, kDirections> direction{};
    for (std::size_t k = 0; k < kDirections; ++k)
        direction[k] = static_cast<double>(before[k]) + 0.01; // not at a right angle to the answer
    for (int step = 0; step < kPowerSteps; ++step) {
        std::array<double, kDirections> next{};
        double norm = 0.0;
        for (std::size_t i = 0; i < kDirections; ++i) {
            for (std::size_t k = 0; k < kDirections; ++k)
                next[i] += (i >= k ? covariance[i][k] : covariance[k][i]) * direction[k];
            norm += next[i] * next[i];
        }
        if (!(norm > 0.0))
            return before; // all alike
        for (std::size_t k = 0; k < kDirections; ++k)
            direction[k] = next[k] / std::sqrt(norm);
    }
    Score found{};
    for (std::size_t k = 0; k < kDirections; ++k)
        found[k] = static_cast<float>(direction[k]);
    if (along(found, before) < 0.0F) {
        for (float& value : found)
            value = -value;
    }
    return found;
}

struct Part
{
    std::span<std::uint32_t> units;
    Score before;
};

} // namespace

RateProfiles rateProfiles(const CountPyramid& pyramid, JobContext& job)
{
    const CountPyramid::Profiles counts = pyramid.profiles(binsFor(pyramid.units()), job);
    RateProfiles profiles{pyramid.units(), counts.bins, {}};
    profiles.values.resize(counts.counts.size());
    const std::span<const std::uint32_t> all(counts.counts);
    for (std::size_t unit = 0; unit < profiles.units; ++unit) {
        zScore(all.subspan(unit * counts.bins, counts.bins),
               profiles.values.data() + unit * counts.bins);
    }
    return profiles;
}

RateProfiles rateProfiles(const SpikeTrains& spikes, TimeRange extent, JobContext& job)
{
    RateProfiles profiles{spikes.units(), kMostBins, {}};
    profiles.values.resize(profiles.units * profiles.bins);
    const double perTick =
        extent.empty() ? 0.0
                       : static_cast<double>(profiles.bins) / static_cast<double>(extent.length());
    std::vector<std::uint32_t> counts(profiles.bins);
    for (std::size_t unit = 0; unit < profiles.units; ++unit) {
        if (unit % kBlock == 0)
            job.checkpoint();
        std::fill(counts.begin(), counts.end(), 0U);
        for (const Time time : spikes.train(static_cast<UnitIndex>(unit), extent)) {
            const auto bin =
                static_cast<std::size_t>(static_cast<double>(time - extent.begin) * perTick);
            ++counts[std::min(bin, profiles.bins - 1)];
        }
        zScore(std::span<const std::uint32_t>(counts),
               profiles.values.data() + unit * profiles.bins);
    }
    return profiles;
}

UnitOrder orderByRank(std::span<const double> rank)
{
    UnitOrder units(rank.size());
    std::iota(units.begin(), units.end(), 0U);
    std::stable_sort(units.begin(), units.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return rank[a] < rank[b]; });
    return units;
}

UnitOrder orderByComponent(const RateProfiles& profiles, JobContext& job)
{
    std::size_t count = 0;
    UnitOrder units = withProfilesFirst(profiles, count);
    if (count < 2)
        return units;
    const std::vector<Score> scores = scoresOf(profiles, principalDirections(profiles, 1, job));
    std::stable_sort(units.begin(), units.begin() + static_cast<std::ptrdiff_t>(count),
                     [&](std::uint32_t a, std::uint32_t b) { return scores[a][0] < scores[b][0]; });
    return units;
}

UnitOrder orderBySimilarity(const RateProfiles& profiles, JobContext& job)
{
    std::size_t count = 0;
    UnitOrder units = withProfilesFirst(profiles, count);
    if (count < 2)
        return units;
    const std::vector<Score> scores =
        scoresOf(profiles, principalDirections(profiles, kDirections, job));
    std::vector<std::pair<float, std::uint32_t>> places;
    Score first{};
    first[0] = 1.0F;
    std::vector<Part> open{{std::span(units).first(count), first}};
    while (!open.empty()) {
        job.checkpoint();
        const Part part = open.back();
        open.pop_back();
        const Score direction = mainDirection(part.units, scores, part.before);
        places.clear();
        for (const std::uint32_t unit : part.units)
            places.emplace_back(along(scores[unit], direction), unit);
        const std::size_t half = places.size() / 2;
        const bool leaf = places.size() <= kLeaf;
        if (leaf)
            std::sort(places.begin(), places.end());
        else
            std::nth_element(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(half),
                             places.end());
        for (std::size_t i = 0; i < places.size(); ++i)
            part.units[i] = places[i].second;
        if (!leaf) {
            open.push_back({part.units.first(half), direction});
            open.push_back({part.units.subspan(half), direction});
        }
    }
    return units;
}

} // namespace inspike
