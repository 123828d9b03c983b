// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/data/address_source.h"
#include "core/systems/recordings/entry_files.h"
#include "core/systems/recordings/item_names.h"
#include "core/systems/scmrl/sample_audio.h"
#include "core/systems/scmrl/sample_visual.h"
#include "core/systems/scmrl/samples_of.h"

#include <algorithm>

namespace inspike::scmrl {

namespace fs = std::filesystem;

namespace {

class PairSamples : public Samples
{
public:
    PairSamples(std::shared_ptr<const Recording> recording, const Config& config)
        : m_recording(std::move(recording)),
          m_pairs(*m_recording->first<Pairs>()),
          m_folder(m_recording->info.path.parent_path()),
          m_config(config),
          m_classes(classMap(m_pairs.names, config.classNames))
    {
        if (m_pairs.items.empty())
            throw Error(ErrorKind::BadModel, "the list holds no pairs");
        for (std::size_t i = 0; i < m_pairs.items.size(); ++i) {
            if (label(i) >= static_cast<std::int64_t>(config.classes))
                throw Error(ErrorKind::BadModel,
                            "pair " + std::to_string(i + 1) + " (" + nameOf(i) + ") has class " +
                                std::to_string(label(i)) + ", the network has " +
                                std::to_string(config.classes) + " classes, from 0");
        }
    }

    std::size_t count() const override { return m_pairs.items.size(); }
    std::int64_t label(std::size_t index) const override
    {
        const std::int64_t own = m_pairs.items[index].label;
        return own < 0 ? -1 : m_classes.at(static_cast<std::size_t>(own));
    }
    Split split(std::size_t index) const override { return m_pairs.items[index].split; }
    std::vector<std::string> classNames() const override
    {
        return m_config.classNames.empty() ? m_pairs.names : m_config.classNames;
    }
    std::string nameOf(std::size_t index) const override
    {
        const Pairs::Item& item = m_pairs.items[index];
        return nameBelow(m_config.modality == Modality::Visual ? item.visual : item.audio,
                         m_folder);
    }

    Sample load(std::size_t index, Augmentation augmentation, std::uint64_t draw,
                JobContext& job) const override
    {
        const Pairs::Item& item = m_pairs.items.at(index);
        Sample sample;
        sample.label = label(index);
        const auto in = [&](const FileEntry& file) {
            return "pair " + std::to_string(index + 1) + ": " + nameBelow(file, m_folder);
        };
        if (m_config.modality != Modality::Visual)
            withContext(in(item.audio), [&] { loadAudio(item.audio, sample, job); });
        if (m_config.modality != Modality::Audio)
            withContext(in(item.visual),
                        [&] { loadVisual(item.visual, augmentation, draw, sample, job); });
        return sample;
    }

private:
    void loadAudio(const FileEntry& file, Sample& sample, JobContext& job) const
    {
        const auto recording = m_files.open(file, job);
        requireOnlyEntry(file, *recording);
        const PictureSize size{m_config.height, m_config.width};
        if (const auto* sound = recording->first<Signal>()) {
            sample.audio = soundInput(*sound, size, job);
            const std::size_t length = sound->data.size() / sound->channels;
            sample.seconds = static_cast<double>(length) / sound->rateHz;
            return;
        }
        sample.audioSteps = m_config.steps;
        if (const auto* spikes = recording->first<SpikeTrains>())
            sample.audio = cochleaInput(*spikes, m_config.steps, size);
        else if (const auto* events = recording->first<EventStream>())
            sample.audio = cochleaInput(*events, m_config.steps, size);
        else if (const auto* stored = firstStored(*recording, false))
            sample.audio = cochleaInput(loadSpikes(*stored->source, job), m_config.steps, size);
        else
            throw Error(ErrorKind::BadModel, "a network hears sounds or spikes of a cochlea, the "
                                             "file has " +
                                                 contentsOf(*recording));
    }

    void loadVisual(const FileEntry& file, Augmentation augmentation, std::uint64_t draw,
                    Sample& sample, JobContext& job) const
    {
        const auto recording = m_files.open(file, job);
        VisualInput input;
        if (m_config.visualChannels != 2) {
            const auto* frames = recording->first<Frames>();
            if (frames == nullptr)
                throw Error(ErrorKind::BadModel,
                            "the network sees pictures, the file has " + contentsOf(*recording));
            const bool isTrial = recording->info.trialCount > 1;
            input = pictureInput(pictureOf(*frames, isTrial ? 0 : file.entry), m_config,
                                 augmentation, draw);
        } else {
            requireOnlyEntry(file, *recording);
            sample.visualSteps = m_config.steps;
            if (const auto* events = recording->first<EventStream>())
                input = eventInput(*events, m_config, augmentation, draw);
            else if (const auto* stored = firstStored(*recording, true))
                input = eventInput(loadEvents(*stored->source, job), m_config, augmentation, draw);
            else
                throw Error(ErrorKind::BadModel,
                            "the network sees ON and OFF events, the file has " +
                                contentsOf(*recording));
        }
        sample.visual = std::move(input.values);
        sample.picture = std::move(input.picture);
    }

    std::shared_ptr<const Recording> m_recording; // owns the pairs
    const Pairs& m_pairs;
    fs::path m_folder;
    Config m_config;
    std::vector<std::int64_t> m_classes;
    EntryFiles m_files;
};

} // namespace

std::unique_ptr<Samples> pairSamples(std::shared_ptr<const Recording> recording,
                                     const Config& config)
{
    if (recording->first<Pairs>() == nullptr)
        return nullptr;
    return std::make_unique<PairSamples>(std::move(recording), config);
}

} // namespace inspike::scmrl
