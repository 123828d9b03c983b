// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/transfer/batches.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/nn/detail/bridge.h"

#include <algorithm>

namespace inspike::transfer {

namespace {

bool isIn(const std::string& wanted, Split split)
{
    switch (split) {
    case Split::Train:
        return wanted == "all" || wanted == "train";
    case Split::Validation:
        return wanted == "all" || wanted == "validation";
    case Split::Test:
        return wanted == "all" || wanted == "test";
    case Split::None:
        break;
    }
    return wanted == "all";
}

// [step, sample, channel, height, width] of samples that lie one after the other.
at::Tensor stepsFirst(const std::vector<Pictures>& pictures, const Config& config)
{
    std::vector<float> all;
    for (const Pictures& sample : pictures)
        all.insert(all.end(), sample.values.begin(), sample.values.end());
    const auto side = static_cast<std::int64_t>(config.size);
    return nn::tensorFromFloats(all, {static_cast<std::int64_t>(pictures.size()),
                                      static_cast<std::int64_t>(pictures.front().steps),
                                      static_cast<std::int64_t>(kChannels), side, side})
        .transpose(0, 1)
        .contiguous();
}

} // namespace

Batches::Batches(std::unique_ptr<Samples> samples, const Config& config,
                 const BatchRequest& request)
    : m_samples(std::move(samples)), m_config(config), m_request(request)
{
    for (std::size_t i = 0; i < m_samples->count(); ++i) {
        if (isIn(request.split, m_samples->split(i)))
            m_chosen.push_back(i);
    }
    if (m_chosen.empty())
        throw Error(ErrorKind::BadModel, request.split == "all"
                                             ? std::string("the recording has no samples")
                                             : "no sample is in the part '" + request.split + "'");
    if (request.mostSamples > 0 && m_chosen.size() > request.mostSamples)
        m_chosen.resize(request.mostSamples);
}

std::size_t Batches::count() const
{
    return (m_chosen.size() + m_request.samplesPerBatch - 1) / m_request.samplesPerBatch;
}

bool Batches::eventsAsStills() const
{
    return m_config.transfer && m_samples->stillCount() == 0;
}

void Batches::Kept::add(const Pictures& pictures, const char* name)
{
    if (steps == 0)
        steps = pictures.steps;
    if (steps != pictures.steps)
        throw Error(ErrorKind::BadShape,
                    std::string("some ") + name + " inputs change over time and others do not");
    values.insert(values.end(), pictures.values.begin(), pictures.values.end());
}

Batch Batches::load(std::size_t index, JobContext& job)
{
    const std::size_t begin = index * m_request.samplesPerBatch;
    const std::size_t end = std::min(begin + m_request.samplesPerBatch, m_chosen.size());
    std::vector<Pictures> events;
    std::vector<Pictures> stills;
    for (std::size_t i = begin; i < end; ++i) {
        job.checkpoint();
        const std::size_t sample = m_chosen[i];
        events.push_back(m_samples->events(sample, Augmentation::None, 0, job));
        m_events.add(events.back(), "event");
        m_labels.push_back(m_samples->label(sample));
        m_names.push_back(m_samples->nameOf(sample));
        if (!m_config.transfer)
            continue;
        const auto partner = drawPartner(*m_samples, sample, m_samples->split(sample),
                                         mixedSeed(m_request.seed, sample));
        stills.push_back(partner ? m_samples->still(*partner, job) : events.back());
        m_stills.add(stills.back(), "static");
        if (partner && m_samples->partnerOf(sample) == std::nullopt)
            m_names.back() += "+" + m_samples->stillName(*partner);
    }
    Batch batch;
    batch.samples = events.size();
    batch.event = stepsFirst(events, m_config);
    if (!stills.empty())
        batch.still = stepsFirst(stills, m_config);
    return batch;
}

void Batches::keepInputs(Run& run) const
{
    const std::size_t samples = m_labels.size();
    const auto keep = [&](const char* name, const Kept& kept) {
        Tensor tensor = Tensor::fromFloats(
            {samples, kept.steps, kChannels, m_config.size, m_config.size}, kept.values);
        tensor.axes = {AxisKind::Sample, AxisKind::Step, AxisKind::Channel, AxisKind::Height,
                       AxisKind::Width};
        run.inputs[name] = std::move(tensor);
    };
    keep("event", m_events);
    if (m_stills.steps > 0 && !eventsAsStills())
        keep("static", m_stills);
    if (std::ranges::any_of(m_labels, [](std::int64_t label) { return label >= 0; })) {
        Tensor labels = Tensor::fromInt64({samples}, m_labels);
        labels.axes = {AxisKind::Sample};
        run.inputs["label"] = std::move(labels);
    }
    run.sampleIds = m_names;
}

} // namespace inspike::transfer
