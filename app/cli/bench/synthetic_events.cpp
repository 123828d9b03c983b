// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench/synthetic_events.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace inspike {

namespace {

constexpr double kTurnsPerSecond = 2.0;
constexpr double kRadius = 0.35; // of the shorter side
constexpr double kThickness = 0.04;
constexpr std::uint64_t kNoiseOneIn = 10;

// SplitMix64: one independent number per position.
std::uint64_t mixed(std::uint64_t value)
{
    value += 0x9E3779B97F4A7C15ULL;
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31U);
}

double uniformOf(std::uint64_t random)
{
    return static_cast<double>(random >> 11U) * 0x1.0p-53;
}

class SyntheticEvents : public AddressSource
{
public:
    SyntheticEvents(std::uint64_t events, std::uint32_t width, std::uint32_t height, double seconds)
        : m_duration(seconds * kMicrosecondsPerSecond)
    {
        m_facts.count = events;
        m_facts.width = width;
        m_facts.height = height;
        m_facts.addresses = std::uint64_t{2} * width * height;
        m_facts.extent = {timeOf(0), timeOf(events - 1) + 1};
        for (std::uint64_t i = 0; i < events; ++i)
            m_facts.on += addressOf(i) >= m_facts.addresses / 2 ? 1 : 0;
    }

    const AddressFacts& facts() const override { return m_facts; }

    void read(std::uint64_t first, std::uint64_t count, AddressColumns& columns) const override
    {
        if (first > m_facts.count || count > m_facts.count - first)
            throw Error(ErrorKind::BadShape, "events beyond the end were asked for");
        columns.time.resize(static_cast<std::size_t>(count));
        columns.address.resize(static_cast<std::size_t>(count));
        for (std::uint64_t i = 0; i < count; ++i) {
            columns.time[i] = timeOf(first + i);
            columns.address[i] = addressOf(first + i);
        }
    }

private:
    Time timeOf(std::uint64_t position) const
    {
        return static_cast<Time>(m_duration * static_cast<double>(position) /
                                 static_cast<double>(m_facts.count));
    }

    std::uint32_t addressOf(std::uint64_t position) const
    {
        const std::uint64_t random = mixed(position);
        const double one = uniformOf(random);
        const double other = uniformOf(mixed(random));
        bool on = (random & 1U) != 0;
        double x = one;
        double y = other;
        if (random % kNoiseOneIn != 0) {
            const double turn = 2.0 * std::numbers::pi;
            const double time = static_cast<double>(timeOf(position)) / kMicrosecondsPerSecond;
            const double angle = turn * one;
            const double middle = turn * kTurnsPerSecond * time;
            const double radius = kRadius * 0.6 + kThickness * (other - 0.5);
            // The ring's centre runs round; the side that faces its way brightens.
            x = 0.5 + 0.12 * std::cos(middle) + radius * std::cos(angle);
            y = 0.5 + 0.12 * std::sin(middle) + radius * std::sin(angle);
            on = std::sin(angle - middle) > 0.0;
        }
        const std::uint32_t column = place(x, m_facts.width);
        const std::uint32_t row = place(y, m_facts.height);
        return ((on ? m_facts.height : 0) + row) * m_facts.width + column;
    }

    static std::uint32_t place(double share, std::uint32_t size)
    {
        return std::min(static_cast<std::uint32_t>(std::max(share, 0.0) * size), size - 1);
    }

    AddressFacts m_facts;
    double m_duration;
};

} // namespace

std::shared_ptr<const AddressSource> syntheticEvents(std::uint64_t events, std::uint32_t width,
                                                     std::uint32_t height, double seconds)
{
    if (events == 0 || width == 0 || height == 0)
        throw Error(ErrorKind::BadParameter, "a benchmark needs at least one event");
    return std::make_shared<SyntheticEvents>(events, width, height, seconds);
}

} // namespace inspike
