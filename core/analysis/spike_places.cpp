// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/spike_places.h"

#include "core/base/error.h"
#include "core/base/memory.h"

#include <algorithm>

namespace inspike {

namespace {

constexpr std::size_t kSpikesPerLook = std::size_t{1} << 20U;

bool isStep(AxisKind kind)
{
    return kind == AxisKind::Step || kind == AxisKind::Time;
}

// Decodes flat positions of an array whose axes have any order.
class Decoder
{
public:
    explicit Decoder(const std::vector<Axis>& axes) : m_strides(axes.size())
    {
        std::uint64_t stride = 1;
        for (std::size_t i = axes.size(); i-- > 0;) {
            m_strides[i] = stride;
            stride *= axes[i].size;
            m_sizes.insert(m_sizes.begin(), axes[i].size);
        }
        for (std::size_t i = 0; i < axes.size(); ++i) {
            if (isStep(axes[i].kind) && m_step == kNone)
                m_step = i;
            else if (axes[i].kind == AxisKind::Sample && m_sample == kNone)
                m_sample = i;
        }
    }

    SpikePlace operator()(std::uint64_t position) const
    {
        SpikePlace place;
        for (std::size_t i = 0; i < m_sizes.size(); ++i) {
            const std::uint64_t at = position / m_strides[i] % m_sizes[i];
            if (i == m_step)
                place.step = at;
            else if (i == m_sample)
                place.place = at;
            else
                place.unit = place.unit * m_sizes[i] + at;
        }
        return place;
    }

    // Steps first, then samples: positions need no new order.
    bool usual() const
    {
        const std::size_t sample = m_step == kNone ? 0 : 1;
        return (m_step == kNone || m_step == 0) && (m_sample == kNone || m_sample == sample);
    }

private:
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    std::vector<std::uint64_t> m_strides;
    std::vector<std::uint64_t> m_sizes;
    std::size_t m_step = kNone;
    std::size_t m_sample = kNone;
};

bool inOrder(const RunMatch& match, std::size_t side)
{
    return side == 0 || std::is_sorted(match.placeInB.begin(), match.placeInB.end());
}

// At which place each sample of a run is.
std::vector<std::size_t> placesOf(const RunMatch& match, std::size_t side, std::size_t samples)
{
    std::vector<std::size_t> places(samples, 0);
    for (std::size_t place = 0; place < match.samples(); ++place) {
        const std::size_t sample = match.sampleOf(side, place);
        if (sample < samples)
            places[sample] = place;
    }
    return places;
}

} // namespace

std::span<const std::uint64_t> SpikePlaces::ofSteps(std::size_t first, std::size_t last) const
{
    const auto from = std::lower_bound(m_sorted.begin(), m_sorted.end(), at({first, 0, 0}));
    const auto to = std::lower_bound(from, m_sorted.end(), at({last, 0, 0}));
    return {from, to};
}

SpikePlaces spikePlaces(const RunMatch& match, const LayerMatch& layer, std::size_t side,
                        JobContext& job)
{
    const Activation& activation = match.find(side, layer.spikes);
    const ProbeExtent extent = ProbeExtent::of(activation.axes());
    const std::size_t steps =
        std::min(extent.steps, ProbeExtent::of(match.find(1 - side, layer.spikes).axes()).steps);
    SpikePlaces places;
    places.m_samples = std::max<std::size_t>(1, extent.samples);
    places.m_units = std::max<std::size_t>(1, extent.units);
    const auto* sparse = std::get_if<SparseSpikes>(&activation.values);
    SparseSpikes made;
    if (sparse == nullptr) {
        made = SparseSpikes::fromDense(std::get<LabelledArray>(activation.values));
        sparse = &made;
    }
    const std::vector<std::uint64_t>& index = sparse->index;
    const std::uint64_t cells = sparse->cells();
    if (std::any_of(index.begin(), index.end(), [&](std::uint64_t at) { return at >= cells; })) {
        throw Error(ErrorKind::BadShape, "'" + (side == 0 ? layer.spikes.a : layer.spikes.b) +
                                             "' has spikes beyond the size of its axes");
    }
    const Decoder decode(sparse->axes);
    const std::uint64_t end = extent.steps > 0 ? places.at({steps, 0, 0}) : cells;
    const bool usual =
        decode.usual() && inOrder(match, side) &&
        std::adjacent_find(index.begin(), index.end(), std::greater_equal<>()) == index.end();
    if (usual && sparse != &made) {
        places.m_sorted = {index.begin(), std::lower_bound(index.begin(), index.end(), end)};
        return places;
    }
    if (index.size() > memoryBudget() / sizeof(std::uint64_t)) {
        throw Error(ErrorKind::OutOfMemory,
                    "the spikes of '" + layer.name() + "' are more than the memory budget holds");
    }
    const std::vector<std::size_t> placeOf = placesOf(match, side, places.m_samples);
    places.m_own.reserve(index.size());
    for (std::size_t i = 0; i < index.size(); ++i) {
        if (i % kSpikesPerLook == 0)
            job.checkpoint();
        SpikePlace place = decode(index[i]);
        if (extent.steps > 0 && place.step >= steps)
            continue;
        place.place = placeOf[place.place];
        places.m_own.push_back(places.at(place));
    }
    std::sort(places.m_own.begin(), places.m_own.end());
    places.m_own.erase(std::unique(places.m_own.begin(), places.m_own.end()), places.m_own.end());
    places.m_sorted = places.m_own;
    return places;
}

} // namespace inspike
