// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Random numbers that are the same on every machine for the same seed: PCG32 (O'Neill 2014, "PCG: a
// family of simple fast space-efficient statistically good algorithms") with own distributions,
// because those of the standard library differ between implementations.

#include <cmath>
#include <cstdint>
#include <numbers>

namespace inspike {

// A seed for item `index` of a family with a common seed: trials, batches, parameters. Neighbouring
// indices give unrelated sequences (SplitMix64, Steele et al. 2014).
constexpr std::uint64_t mixedSeed(std::uint64_t seed, std::uint64_t index)
{
    std::uint64_t mixed = seed + (index + 1) * 0x9E3779B97F4A7C15ULL;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
    return mixed ^ (mixed >> 31U);
}

class Random
{
public:
    explicit Random(std::uint64_t seed, std::uint64_t stream = 0) : m_increment((stream << 1U) | 1U)
    {
        next();
        m_state += seed;
        next();
    }

    std::uint32_t next()
    {
        const std::uint64_t old = m_state;
        m_state = old * 6364136223846793005ULL + m_increment;
        const auto shifted = static_cast<std::uint32_t>(((old >> 18U) ^ old) >> 27U);
        const auto turn = static_cast<std::uint32_t>(old >> 59U);
        return (shifted >> turn) | (shifted << ((32U - turn) & 31U));
    }

    // [0, 1) with 32 random bits.
    double uniform() { return next() * 0x1p-32; }
    // 0 ... bound-1 without bias; bound must not be 0.
    std::uint32_t below(std::uint32_t bound)
    {
        const std::uint32_t threshold = (0U - bound) % bound;
        for (;;) {
            const std::uint32_t value = next();
            if (value >= threshold)
                return value % bound;
        }
    }
    bool chance(double probability) { return uniform() < probability; }
    // Standard normal, Box-Muller.
    double normal()
    {
        if (m_hasSpare) {
            m_hasSpare = false;
            return m_spare;
        }
        const double radius = std::sqrt(-2.0 * std::log((next() + 1.0) * 0x1p-32));
        const double angle = 2.0 * std::numbers::pi * uniform();
        m_spare = radius * std::sin(angle);
        m_hasSpare = true;
        return radius * std::cos(angle);
    }

private:
    std::uint64_t m_state = 0;
    std::uint64_t m_increment;
    double m_spare = 0.0;
    bool m_hasSpare = false;
};

} // namespace inspike
