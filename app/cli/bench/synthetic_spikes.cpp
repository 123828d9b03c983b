// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench/synthetic_spikes.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace inspike {

namespace {

constexpr double kSwing = 0.6;       // of the population rate around its mean
constexpr double kSwings = 7.0;      // periods in the recording
constexpr std::uint64_t kWaves = 16; // groups of units that take turns

// SplitMix64: one independent number per position.
std::uint64_t mixed(std::uint64_t value)
{
    value += 0x9E3779B97F4A7C15ULL;
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31U);
}

class SyntheticSpikes : public AddressSource
{
public:
    SyntheticSpikes(std::uint64_t spikes, std::uint64_t units, double rateHz)
        : m_duration(static_cast<double>(spikes) / (static_cast<double>(units) * rateHz) *
                     kMicrosecondsPerSecond)
    {
        m_facts.count = spikes;
        m_facts.addresses = units;
        if (spikes > 0)
            m_facts.extent = {timeOf(0), timeOf(spikes - 1) + 1};
    }

    const AddressFacts& facts() const override { return m_facts; }

    void read(std::uint64_t first, std::uint64_t count, AddressColumns& columns) const override
    {
        if (first > m_facts.count || count > m_facts.count - first)
            throw Error(ErrorKind::BadShape, "spikes beyond the end were asked for");
        columns.time.resize(static_cast<std::size_t>(count));
        columns.address.resize(static_cast<std::size_t>(count));
        for (std::uint64_t i = 0; i < count; ++i) {
            columns.time[i] = timeOf(first + i);
            columns.address[i] = unitOf(first + i);
        }
    }

private:
    // Position -> time: the integral of the swinging rate, inverted to first order, which keeps the
    // order of the positions because kSwing is below 1.
    Time timeOf(std::uint64_t position) const
    {
        const double share =
            (static_cast<double>(position) + 0.5) / static_cast<double>(m_facts.count);
        const double turn = 2.0 * std::numbers::pi * kSwings;
        const double moved = share + kSwing / turn * std::sin(turn * share);
        return static_cast<Time>(moved * m_duration);
    }

    // Low units fire more; in each stretch of time one group of units fires twice as much.
    std::uint32_t unitOf(std::uint64_t position) const
    {
        const std::uint64_t random = mixed(position);
        const double uniform = static_cast<double>(random >> 11U) * 0x1.0p-53;
        const auto units = static_cast<double>(m_facts.addresses);
        if ((random & 7U) == 0) {
            const auto wave = static_cast<double>(position * 4 * kWaves / m_facts.count % kWaves);
            return clamped((wave + uniform) / kWaves * units);
        }
        return clamped(uniform * std::sqrt(uniform) * units);
    }

    std::uint32_t clamped(double unit) const
    {
        return static_cast<std::uint32_t>(
            std::min(static_cast<std::uint64_t>(unit), m_facts.addresses - 1));
    }

    AddressFacts m_facts;
    double m_duration;
};

} // namespace

std::shared_ptr<const AddressSource> syntheticSpikes(std::uint64_t spikes, std::uint64_t units,
                                                     double rateHz)
{
    if (units == 0 || units > UINT32_MAX)
        throw Error(ErrorKind::BadParameter, "a benchmark needs 1 to 4,294,967,295 units");
    return std::make_shared<SyntheticSpikes>(spikes, units, rateHz);
}

} // namespace inspike
