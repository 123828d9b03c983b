// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/data/address_source.h"
#include "core/systems/recordings/entry_files.h"
#include "core/systems/transfer/framing.h"
#include "core/systems/transfer/samples_of.h"
#include "core/systems/transfer/stills.h"

namespace inspike::transfer {

namespace {

class EventSamples : public Samples
{
public:
    EventSamples(std::shared_ptr<const Recording> recording, const Config& config)
        : m_recording(std::move(recording)), m_config(config)
    {
        if (const auto* frames = m_recording->first<Frames>())
            m_stills = frames->count;
        const auto* labels = m_recording->first<Labels>();
        if (labels != nullptr && labels->values.size() == 1 && labels->values.front() >= 0 &&
            labels->values.front() < static_cast<std::int64_t>(config.classes))
            m_label = labels->values.front();
    }

    std::size_t count() const override { return 1; }
    Pictures events(std::size_t, Augmentation augmentation, std::uint64_t draw,
                    JobContext& job) const override
    {
        return withContext(nameOf(0), [&] {
            Pictures pictures{framesFrom(*m_recording, m_config, job), m_config.steps};
            augment(pictures.values, m_config.size, augmentation, draw);
            return pictures;
        });
    }
    std::int64_t label(std::size_t) const override { return m_label; }
    Split split(std::size_t) const override { return Split::None; }
    std::string nameOf(std::size_t) const override
    {
        const std::string file = m_recording->info.path.filename().string();
        return file.empty() ? m_recording->info.title : file;
    }

    std::size_t stillCount() const override { return m_stills; }
    Pictures still(std::size_t index, JobContext&) const override
    {
        return withContext(stillName(index),
                           [&] { return stillFrom(*m_recording, index, m_config); });
    }
    std::int64_t stillLabel(std::size_t) const override { return m_label; }
    Split stillSplit(std::size_t) const override { return Split::None; }
    std::string stillName(std::size_t index) const override
    {
        return nameOf(0) + " picture " + std::to_string(index);
    }
    // What the camera saw first.
    std::optional<std::size_t> partnerOf(std::size_t) const override
    {
        return m_stills > 0 ? std::optional<std::size_t>(0) : std::nullopt;
    }

    std::vector<std::string> classNames() const override { return m_config.classNames; }

private:
    std::shared_ptr<const Recording> m_recording;
    Config m_config;
    std::size_t m_stills = 0;
    std::int64_t m_label = -1;
};

} // namespace

std::vector<float> framesFrom(const Recording& recording, const Config& config, JobContext& job)
{
    if (const auto* events = recording.first<EventStream>())
        return framesOf(*events, config, job);
    if (const auto* stored = firstStored(recording, true))
        return framesOf(loadEvents(*stored->source, job), config, job);
    throw Error(ErrorKind::BadModel,
                "the network sees events, the recording has " + contentsOf(recording));
}

Pictures stillFrom(const Recording& recording, std::size_t entry, const Config& config)
{
    const auto* frames = recording.first<Frames>();
    if (frames == nullptr)
        throw Error(ErrorKind::BadModel,
                    "a still picture is needed, the recording has " + contentsOf(recording));
    const std::vector<float> plane = stillPlane(pictureOf(*frames, entry), config.size,
                                                stillWayOf(config.arch), config.stillColour);
    Pictures pictures;
    for (std::size_t channel = 0; channel < kChannels; ++channel)
        pictures.values.insert(pictures.values.end(), plane.begin(), plane.end());
    return pictures;
}

std::unique_ptr<Samples> eventSamples(std::shared_ptr<const Recording> recording,
                                      const Config& config)
{
    if (recording->first<EventStream>() == nullptr && firstStored(*recording, true) == nullptr)
        return nullptr;
    return std::make_unique<EventSamples>(std::move(recording), config);
}

} // namespace inspike::transfer
