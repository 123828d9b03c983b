// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Spikes as bits, and lists of what is not zero: the two forms in which activity travels between
// layers that only do work for active inputs (spike_layer.h). No LibTorch in here.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

namespace inspike::nn {

// A 0 or 1 per step, position and channel; the channels of a position fill whole words.
class SpikeBits
{
public:
    static constexpr std::size_t kWordBits = 64;

    SpikeBits() = default;
    SpikeBits(std::size_t steps, std::size_t positions, std::size_t channels)
        : m_steps(steps),
          m_positions(positions),
          m_channels(channels),
          m_words((channels + kWordBits - 1) / kWordBits),
          m_bits(steps * positions * m_words)
    {}
    std::size_t steps() const { return m_steps; }
    std::size_t positions() const { return m_positions; }
    std::size_t channels() const { return m_channels; }
    std::size_t words() const { return m_words; }
    std::uint64_t* at(std::size_t step, std::size_t position)
    {
        return m_bits.data() + (step * m_positions + position) * m_words;
    }
    const std::uint64_t* at(std::size_t step, std::size_t position) const
    {
        return m_bits.data() + (step * m_positions + position) * m_words;
    }
    bool test(std::size_t step, std::size_t position, std::size_t channel) const
    {
        return (at(step, position)[channel / kWordBits] >> (channel % kWordBits) & 1U) != 0;
    }
    void set(std::size_t step, std::size_t position, std::size_t channel)
    {
        at(step, position)[channel / kWordBits] |= std::uint64_t{1} << (channel % kWordBits);
    }

private:
    std::size_t m_steps = 0;
    std::size_t m_positions = 0;
    std::size_t m_channels = 0;
    std::size_t m_words = 0;
    std::vector<std::uint64_t> m_bits;
};

// Calls found(index) for every bit that is set, lowest first.
template <typename Found>
inline void eachBit(const std::uint64_t* words, std::size_t count, Found found)
{
    for (std::size_t w = 0; w < count; ++w) {
        for (std::uint64_t rest = words[w]; rest != 0; rest &= rest - 1)
            found(w * SpikeBits::kWordBits + static_cast<std::size_t>(std::countr_zero(rest)));
    }
}

// How a list names what is active.
enum class ActiveForm {
    Values, // an entry per channel that is not zero, with its value
    Spikes, // an entry per channel that spikes
    Groups  // an entry per group of four channels, for the set of those that spike
};
constexpr std::size_t kGroupChannels = 4;
constexpr std::size_t kGroupSets = 15; // of four channels, without the empty set
constexpr std::size_t activeRows(ActiveForm form, std::size_t channels)
{
    return form == ActiveForm::Groups
               ? (channels + kGroupChannels - 1) / kGroupChannels * kGroupSets
               : channels;
}

// What is active in maps [step][line][column][channel]. The entries of a position follow each
// other, those of a line, too, so that neighbours in a line are one range.
struct ActiveMaps
{
    ActiveForm form = ActiveForm::Values;
    std::size_t steps = 0;
    std::size_t lines = 0;
    std::size_t columns = 0;
    std::size_t channels = 0;
    std::vector<std::uint32_t> begin; // [steps * lines * columns + 1] into entries
    // column * rows() + channel, or + group * kGroupSets + set - 1; those that come twice add up
    std::vector<std::uint32_t> entries;
    std::vector<float> values; // of entries; empty for spikes

    std::size_t rows() const { return activeRows(form, channels); }
};

// The sum of maps of spikes (same shape), with `columns` positions in a line, as Spikes or Groups.
// Throws Error{OutOfMemory} for more than 2^32 entries.
ActiveMaps activeSpikes(ActiveForm form, std::initializer_list<const SpikeBits*> maps,
                        std::size_t columns);
// Of one map, a list for each 64 channels (SpikeLayer::Parts::sliced); appended to `lists`.
void addSlices(ActiveForm form, const SpikeBits& map, std::size_t columns,
               std::vector<ActiveMaps>& lists);
// The channels of `first` followed by those of `second`, both in the form Spikes.
ActiveMaps joinedSpikes(const ActiveMaps& first, const ActiveMaps& second);
// Of values [step][line][column][channel].
ActiveMaps activeValues(std::span<const float> values, std::size_t steps, std::size_t lines,
                        std::size_t columns, std::size_t channels);

// Largest of 3x3 neighbours, every second line and column.
SpikeBits maxPooled(const SpikeBits& spikes, std::size_t lines, std::size_t columns);
constexpr std::size_t pooledSize(std::size_t size)
{
    return (size - 1) / 2 + 1;
}

// How many of 2x2 neighbours spike, without overlap: planes of the bits of these counts, the
// highest (4) first, then 2, then 1. An odd last line or column is left out.
constexpr std::size_t kCountPlanes = 3;
std::array<SpikeBits, kCountPlanes> pooledCounts(const SpikeBits& spikes, std::size_t lines,
                                                 std::size_t columns);

// Fraction of ones.
double meanOf(const SpikeBits& spikes);

} // namespace inspike::nn
