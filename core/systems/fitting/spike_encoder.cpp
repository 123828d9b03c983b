// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Spikes of units as [unit] per step; planes take units in their order.
#include "core/base/error.h"
#include "core/systems/fitting/arrange.h"
#include "core/systems/fitting/clock.h"
#include "core/systems/fitting/encoder.h"

#include <algorithm>

namespace inspike::fitting {

namespace {

constexpr std::uint64_t kBlock = std::uint64_t{1} << 18U; // entries of a stored stream
constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

struct Population
{
    std::size_t units = 0;
    TimeRange extent;
};

const AddressSource* storedSpikes(const Piece& piece)
{
    const auto* stored = std::get_if<StoredStream>(&piece.stream->data);
    return stored != nullptr && !stored->isEvents() ? stored->source.get() : nullptr;
}

Population populationOf(const Piece& piece)
{
    if (const auto* trains = std::get_if<SpikeTrains>(&piece.stream->data))
        return {trains->units(), trains->extent()};
    if (const auto* stored = storedSpikes(piece))
        return {stored->facts().addresses, stored->facts().extent};
    throw Error(ErrorKind::BadModel,
                "spikes are needed as in the first sample, '" + piece.stream->id + "' has none");
}

class SpikeEncoder : public ClockedEncoder
{
public:
    SpikeEncoder(const Piece& first, const EncoderRequest& request)
        : ClockedEncoder(request),
          m_settings(request.settings),
          m_isBinary(request.settings.text("input-count") == "binary"),
          m_gain(static_cast<float>(request.settings.number("input-gain"))),
          m_units(populationOf(first).units)
    {
        m_width = m_settings.units.empty() ? m_units : m_settings.units.size();
        const auto own = static_cast<std::int64_t>(m_width);
        const auto shape = arranged({own}, request.wish.shape, true);
        if (!shape)
            refuse(first, request.wish);
        m_shape = *shape;
    }

    std::uint64_t lengthOf(const Piece& piece, JobContext&) const override
    {
        return m_clock.lengthOf(populationOf(piece).extent);
    }
    void encode(const Piece& piece, const Cells& cells, Losses& losses,
                JobContext& job) const override;

    std::vector<std::string> lines() const override
    {
        std::vector<std::string> lines = m_clock.lines();
        lines.emplace_back(m_isBinary ? "whether a unit spikes" : "spikes counted");
        if (m_gain != 1.0F)
            lines.back() += ", times " + numberText(m_settings.number("input-gain"));
        if (!m_settings.units.empty()) {
            std::string text = "units " + m_settings.text("input-units");
            const auto silent = static_cast<std::uint64_t>(std::ranges::count_if(
                m_settings.units, [&](auto unit) { return unit >= m_units; }));
            if (silent > 0)
                text += ", of which the recording lacks " + grouped(silent) + ": silent";
            lines.push_back(text);
        }
        return lines;
    }
    std::string noun() const override { return "spike"; }
    void describe(Json& choice) const override
    {
        m_clock.describe(choice);
        choice.set("input-count", m_isBinary ? "binary" : "sum");
        choice.set("input-units", m_settings.text("input-units"));
        choice.set("input-gain", m_settings.number("input-gain"));
    }

private:
    [[noreturn]] void refuse(const Piece& first, const InputWish& wish) const
    {
        std::int64_t wanted = 1;
        bool isOpen = false;
        for (const std::int64_t size : wish.shape) {
            wanted *= std::max<std::int64_t>(size, 1);
            isOpen = isOpen || size < 0;
        }
        refuseShape(first, counted(m_width, "unit"), wish,
                    isOpen ? "choose units with input-units"
                           : "choose units with input-units=0-" + std::to_string(wanted - 1) +
                                 " (silent where the recording lacks them)");
    }
    // Where each unit of a recording goes.
    std::vector<std::size_t> placesOf(std::size_t units) const
    {
        std::vector<std::size_t> places(units, kNowhere);
        if (m_settings.units.empty()) {
            for (std::size_t i = 0; i < std::min(units, m_width); ++i)
                places[i] = i;
        }
        for (std::size_t i = 0; i < m_settings.units.size(); ++i) {
            if (m_settings.units[i] < units)
                places[m_settings.units[i]] = i;
        }
        return places;
    }
    void finish(const Cells& cells) const
    {
        if (!m_isBinary && m_gain == 1.0F)
            return;
        for (std::size_t step = 0; step < cells.steps; ++step) {
            float* values = cells.at(step);
            for (std::size_t i = 0; i < m_width; ++i)
                values[i] = m_gain * (m_isBinary ? std::min(values[i], 1.0F) : values[i]);
        }
    }

    Settings m_settings;
    bool m_isBinary;
    float m_gain;
    std::size_t m_units; // of the first recording
    std::size_t m_width = 0;
};

void SpikeEncoder::encode(const Piece& piece, const Cells& cells, Losses& losses,
                          JobContext& job) const
{
    const Population population = populationOf(piece);
    if (m_settings.units.empty() && population.units > m_width)
        throw Error(ErrorKind::BadShape, "it has " + counted(population.units, "unit") +
                                             ", the first sample " + grouped(m_width) +
                                             "; choose the same of all with input-units");
    const std::vector<std::size_t> places = placesOf(population.units);
    const Time begin = m_clock.beginOf(population.extent);
    const Time end = begin + std::min(m_clock.most(), kMaxTime);
    const auto add = [&](Time time, std::size_t place) {
        if (time < begin)
            ++losses.before;
        else if (time >= end)
            ++losses.after;
        else if (place == kNowhere)
            ++losses.outside;
        else {
            ++losses.taken;
            cells.at(static_cast<std::size_t>((time - begin) / m_clock.width()))[place] += 1.0F;
        }
    };
    if (const auto* trains = std::get_if<SpikeTrains>(&piece.stream->data)) {
        for (std::size_t unit = 0; unit < trains->units(); ++unit) {
            job.checkpoint();
            for (const Time time : trains->train(static_cast<UnitIndex>(unit)))
                add(time, places[unit]);
        }
    } else {
        const AddressSource& source = *storedSpikes(piece);
        AddressColumns block;
        for (std::uint64_t first = 0; first < source.facts().count; first += kBlock) {
            job.checkpoint();
            source.read(first, std::min(kBlock, source.facts().count - first), block);
            for (std::size_t i = 0; i < block.time.size(); ++i)
                add(block.time[i], places[block.address[i]]);
        }
    }
    finish(cells);
}

} // namespace

std::unique_ptr<Encoder> makeSpikeEncoder(const Piece& first, const EncoderRequest& request)
{
    return std::make_unique<SpikeEncoder>(first, request);
}

} // namespace inspike::fitting
