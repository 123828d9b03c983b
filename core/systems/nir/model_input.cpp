// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/nir/model_input.h"

#include "core/base/error.h"
#include "core/base/memory.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace inspike::nir {

namespace {

// Of all inputs in a run.
constexpr std::uint64_t kMostKept = std::uint64_t{256} << 20U;

std::span<const float> floatsOf(const Tensor& tensor)
{
    return {reinterpret_cast<const float*>(tensor.bytes.data()), tensor.elements()};
}

bool areFinite(std::span<const float> values)
{
    constexpr std::uint32_t kExponent = 0x7F800000; // all of its bits: infinite or not a number
    std::uint32_t found = 0;
    for (const float value : values)
        found |= (std::bit_cast<std::uint32_t>(value) & kExponent) == kExponent ? 1U : 0U;
    return found == 0;
}

void checkFinite(const FittedBatch& batch, const std::string& input)
{
    const std::span<const float> values = floatsOf(batch.values);
    if (areFinite(values))
        return;
    const auto found = std::ranges::find_if(values, [](float v) { return !std::isfinite(v); });
    const std::size_t samples = batch.values.shape[1];
    const std::size_t size = values.size() / batch.values.shape[0] / samples;
    const auto place = static_cast<std::size_t>(found - values.begin());
    const std::size_t sample = place / size % samples;
    throw Error(ErrorKind::BadFormat,
                "the input '" + input + "' is not finite (" +
                    (std::isnan(*found) ? "NaN" : "infinite") + ") at step " +
                    std::to_string(place / size / samples) + " of sample " +
                    (batch.ids.empty() ? std::to_string(sample) : batch.ids[sample]));
}

} // namespace

NetworkInput::NetworkInput(const Network& network, std::shared_ptr<const Recording> recording,
                           const std::vector<InputWish>& wishes, const Params& options,
                           std::uint64_t seed, JobContext& job)
    : m_network(network), m_batches(wishes.size())
{
    for (const InputWish& wish : wishes)
        m_fits.push_back(fitInput(recording, wish, options, seed, job));
    for (std::size_t i = 1; i < m_fits.size(); ++i) {
        if (m_fits[i]->samples() != samples() || m_fits[i]->steps() != steps())
            throw Error(ErrorKind::BadShape,
                        "the input '" + wishes[i].name + "' has " +
                            std::to_string(m_fits[i]->samples()) + " samples of " +
                            std::to_string(m_fits[i]->steps()) + " steps, '" + wishes[0].name +
                            "' has " + std::to_string(samples()) + " of " +
                            std::to_string(steps()));
    }
    for (std::size_t i = 0; i < m_fits.size(); ++i) {
        const Shape& wanted = network.nodes[network.inputs[i]].input;
        const Shape given = m_fits[i]->shape();
        if (sizeOf(given) != sizeOf(wanted))
            throw Error(ErrorKind::BadShape, "the input '" + wishes[i].name + "' takes " +
                                                 shapeText({wanted.begin(), wanted.end()}) +
                                                 ", the recording gives " +
                                                 shapeText({given.begin(), given.end()}));
    }
    m_kept.resize(m_fits.size());
    if (bytesPerSample() * samples() > kMostKept)
        return;
    for (std::size_t i = 0; i < m_fits.size(); ++i) {
        Tensor& kept = m_kept[i];
        kept.shape = {steps(), samples()};
        const Shape shape = m_fits[i]->shape();
        kept.shape.insert(kept.shape.end(), shape.begin(), shape.end());
        kept.bytes.resize(kept.elements() * sizeof(float));
    }
}

std::uint64_t NetworkInput::bytesPerSample() const
{
    std::uint64_t bytes = 0;
    for (const auto& fit : m_fits)
        bytes += std::uint64_t{steps()} * sizeOf(fit->shape()) * sizeof(float);
    return bytes;
}

std::vector<std::string> NetworkInput::explanation() const
{
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < m_fits.size(); ++i) {
        const std::string& id = m_network.nodes[m_network.inputs[i]].id;
        for (const std::string& line : m_fits[i]->explanation())
            lines.push_back(m_fits.size() == 1 ? line : id + ": " + line);
    }
    return lines;
}

Json NetworkInput::choice() const
{
    if (m_fits.size() == 1)
        return m_fits.front()->choice();
    Json all = Json::object();
    for (std::size_t i = 0; i < m_fits.size(); ++i)
        all.set(m_network.nodes[m_network.inputs[i]].id, m_fits[i]->choice());
    return all;
}

Json NetworkInput::classNames() const
{
    const std::vector<std::string> names = m_fits.front()->classNames();
    if (names.empty())
        return {};
    Json list = Json::array();
    for (const std::string& name : names)
        list.push(name);
    return list;
}

InputBatch NetworkInput::load(std::size_t first, std::size_t count, JobContext& job)
{
    InputBatch loaded;
    loaded.steps = steps();
    loaded.samples = count;
    loaded.firstSample = first;
    for (std::size_t i = 0; i < m_fits.size(); ++i) {
        m_batches[i] = {}; // before the next one takes memory
        m_batches[i] = m_fits[i]->load(first, count, job);
        checkFinite(m_batches[i], m_network.nodes[m_network.inputs[i]].id);
        remember(m_batches[i], i, first);
        loaded.values.push_back(floatsOf(m_batches[i].values));
    }
    return loaded;
}

void NetworkInput::remember(const FittedBatch& batch, std::size_t input, std::size_t first)
{
    Tensor& kept = m_kept[input];
    kept.axes = batch.values.axes;
    if (!kept.bytes.empty()) {
        const std::size_t row = batch.values.bytes.size() / steps();
        const std::size_t sample = row / batch.values.shape[1];
        for (std::size_t step = 0; step < steps(); ++step)
            std::copy_n(batch.values.bytes.data() + step * row, row,
                        kept.bytes.data() + (step * samples() + first) * sample);
    }
    if (input > 0)
        return;
    m_ids.insert(m_ids.end(), batch.ids.begin(), batch.ids.end());
    m_labels.insert(m_labels.end(), batch.labels.begin(), batch.labels.end());
}

void NetworkInput::keep(Run& run) const
{
    for (std::size_t i = 0; i < m_kept.size(); ++i) {
        const std::string& id = m_network.nodes[m_network.inputs[i]].id;
        if (!m_kept[i].bytes.empty())
            run.inputs[id] = m_kept[i];
        else
            run.notes.push_back("left out to save memory: the input '" + id + "' of " +
                                std::to_string(samples()) + " samples (" +
                                textFromBytes(bytesPerSample() * samples()) +
                                " in all); run fewer samples to keep it");
    }
    if (m_ids.size() == samples())
        run.sampleIds = m_ids;
    if (m_labels.size() != samples())
        return;
    run.inputs["label"] = Tensor::fromInt64({samples()}, m_labels);
    run.inputs["label"].axes = {AxisKind::Sample};
}

} // namespace inspike::nir
