// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/transfer/training_data.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/training/sampling.h"

#include <algorithm>
#include <set>

namespace inspike::transfer {

namespace {

// Members of the family of seeds that belongs to the data, and to one sample of a batch.
enum SeedOf : std::uint64_t { ValidationSeed = 101, EventShareSeed, StillShareSeed };
enum DrawOf : std::uint64_t { PartnerDraw, ReplacementDraw, AugmentationDraw };

constexpr std::size_t kMostClasses = 65'536;

std::uint64_t drawSeed(std::uint64_t seed, std::size_t place, DrawOf draw)
{
    return mixedSeed(mixedSeed(seed, place), draw);
}

// Appends `values` [from steps, ...] to the rows [step][sample] of a batch that has `steps`.
void place(const Pictures& pictures, std::size_t steps, std::size_t position, std::size_t samples,
           std::vector<float>& target)
{
    const std::size_t size = pictures.values.size() / pictures.steps;
    target.resize(steps * samples * size);
    for (std::size_t t = 0; t < steps; ++t) {
        const auto begin = static_cast<std::ptrdiff_t>(pictures.steps == 1 ? 0 : t * size);
        std::copy_n(pictures.values.begin() + begin, size,
                    target.begin() + static_cast<std::ptrdiff_t>((t * samples + position) * size));
    }
}

template <typename T>
std::vector<T> chosenFrom(const std::vector<T>& all, const std::vector<std::size_t>& positions)
{
    std::vector<T> some;
    for (const std::size_t position : positions)
        some.push_back(all[position]);
    return some;
}

} // namespace

std::shared_ptr<const Recording>
joined(const std::vector<std::shared_ptr<const Recording>>& recordings)
{
    if (recordings.size() == 1)
        return recordings.front();
    auto all = std::make_shared<Recording>();
    for (const auto& recording : recordings) {
        if (all->streams.empty())
            all->info = recording->info;
        all->streams.insert(all->streams.end(), recording->streams.begin(),
                            recording->streams.end());
    }
    return all;
}

std::vector<std::string> classesOf(const std::shared_ptr<const Recording>& recording,
                                   const Config& config)
{
    Config any = config;
    any.classes = kMostClasses;
    any.classNames.clear();
    const std::unique_ptr<Samples> samples = samplesOf(recording, any);
    std::vector<std::string> names = samples->classNames();
    std::int64_t largest = -1;
    for (std::size_t i = 0; i < samples->count(); ++i)
        largest = std::max(largest, samples->label(i));
    if (largest < 0)
        throw Error(ErrorKind::BadModel, "the recordings of events have no labels to learn");
    for (std::size_t i = names.size(); i <= static_cast<std::size_t>(largest); ++i)
        names.push_back(std::to_string(i));
    return names;
}

TrainingData::TrainingData(const std::shared_ptr<const Recording>& recording, const Config& config,
                           const DataChoice& choice)
    : m_config(config), m_choice(choice), m_samples(samplesOf(recording, config))
{
    sortIntoParts();
    splitValidation();
    keepEventShare();
    if (items(Part::Train).empty())
        throw Error(ErrorKind::BadParameter,
                    "nothing to learn from: no sample belongs to the training part");
    if (m_config.transfer)
        sortStills();
    noteMissingClasses();
}

void TrainingData::sortIntoParts()
{
    for (std::size_t i = 0; i < m_samples->count(); ++i) {
        const std::int64_t label = m_samples->label(i);
        if (label < 0 || label >= static_cast<std::int64_t>(m_config.classes))
            throw Error(ErrorKind::BadParameter, "the class of sample " + std::to_string(i + 1) +
                                                     " (" + m_samples->nameOf(i) + ") is unknown");
        Part part = Part::Train;
        if (m_samples->split(i) == Split::Validation)
            part = Part::Validation;
        else if (m_samples->split(i) == Split::Test)
            part = Part::Test;
        items(part).push_back({i, label});
    }
}

void TrainingData::splitValidation()
{
    if (!items(Part::Validation).empty() || m_choice.validationShare <= 0.0)
        return;
    const std::vector<std::size_t> chosen = stratifiedPart(
        labels(Part::Train), m_choice.validationShare, mixedSeed(m_choice.seed, ValidationSeed));
    std::vector<Item> train;
    for (std::size_t i = 0; i < items(Part::Train).size(); ++i) {
        const bool out = std::ranges::binary_search(chosen, i);
        (out ? items(Part::Validation) : train).push_back(items(Part::Train)[i]);
    }
    items(Part::Train) = std::move(train);
}

void TrainingData::keepEventShare()
{
    if (m_choice.eventShare >= 1.0)
        return;
    items(Part::Train) =
        chosenFrom(items(Part::Train), stratifiedPart(labels(Part::Train), m_choice.eventShare,
                                                      mixedSeed(m_choice.seed, EventShareSeed)));
}

void TrainingData::sortStills()
{
    if (m_samples->stillCount() == 0)
        throw Error(ErrorKind::BadParameter,
                    "the data has no still pictures to learn from; add a list of them with --data, "
                    "or set transfer=false for a network of events alone");
    if (m_samples->partnerOf(0))
        return; // pairs as they are
    for (std::size_t label = 0; label < m_config.classes; ++label) {
        const auto own = static_cast<std::int64_t>(label);
        m_trainStills.push_back(m_samples->stillsOf(own, Split::Train));
        std::vector<std::size_t> others = m_samples->stillsOf(own, Split::Test);
        m_otherStills.push_back(others.empty() ? m_trainStills.back() : std::move(others));
        std::vector<std::size_t>& stills = m_trainStills.back();
        if (m_choice.stillShare >= 1.0 || stills.size() < 2)
            continue;
        const std::vector<std::int64_t> same(stills.size(), own);
        const std::vector<std::size_t> kept =
            stratifiedPart(same, m_choice.stillShare, mixedSeed(m_choice.seed, StillShareSeed));
        stills = kept.empty() ? std::vector{stills.front()} : chosenFrom(stills, kept);
    }
    for (const Item& item : items(Part::Train)) {
        if (stillsFor(Part::Train, item.label).empty())
            throw Error(ErrorKind::BadParameter,
                        "there is no picture for training of class '" +
                            m_config.classNames[static_cast<std::size_t>(item.label)] +
                            "', which " + m_samples->nameOf(item.index) + " is of");
    }
}

void TrainingData::noteMissingClasses()
{
    std::set<std::int64_t> trained;
    for (const Item& item : items(Part::Train))
        trained.insert(item.label);
    std::set<std::string> missing;
    for (const Part part : {Part::Validation, Part::Test}) {
        for (const Item& item : items(part)) {
            if (!trained.contains(item.label))
                missing.insert(m_config.classNames[static_cast<std::size_t>(item.label)]);
        }
    }
    std::string text;
    for (const std::string& name : missing)
        text += (text.empty() ? "" : ", ") + name;
    if (!text.empty())
        m_notes.push_back("classes in validation or test, but not in training: " + text);
}

std::vector<std::int64_t> TrainingData::labels(Part part) const
{
    std::vector<std::int64_t> all;
    for (const Item& item : items(part))
        all.push_back(item.label);
    return all;
}

std::vector<std::string> TrainingData::names(Part part,
                                             std::span<const std::size_t> positions) const
{
    std::vector<std::string> found;
    for (const std::size_t position : positions)
        found.push_back(m_samples->nameOf(items(part)[position].index));
    return found;
}

std::size_t TrainingData::stillCount(Part part) const
{
    if (!m_config.transfer)
        return 0;
    if (m_trainStills.empty())
        return count(part);
    std::size_t sum = 0;
    for (const auto& stills : part == Part::Train ? m_trainStills : m_otherStills)
        sum += stills.size();
    return sum;
}

const std::vector<std::size_t>& TrainingData::stillsFor(Part part, std::int64_t label) const
{
    const auto index = static_cast<std::size_t>(label);
    return part == Part::Train ? m_trainStills[index] : m_otherStills[index];
}

std::size_t TrainingData::partner(Part part, const Item& item, std::size_t place,
                                  std::uint64_t seed) const
{
    if (const auto own = m_samples->partnerOf(item.index))
        return *own;
    const std::vector<std::size_t>& stills = stillsFor(part, item.label);
    if (stills.empty())
        throw Error(ErrorKind::BadParameter,
                    "there is no picture of the class of " + m_samples->nameOf(item.index));
    Random random(drawSeed(seed, place, PartnerDraw));
    return stills[random.below(static_cast<std::uint32_t>(stills.size()))];
}

std::string TrainingData::partnerName(Part part, std::size_t position, std::size_t place,
                                      std::uint64_t seed) const
{
    return m_config.transfer
               ? m_samples->stillName(partner(part, items(part)[position], place, seed))
               : std::string();
}

const Pictures& TrainingData::still(std::size_t index, JobContext& job)
{
    const auto found = m_stills.find(index);
    return found != m_stills.end()
               ? found->second
               : m_stills.emplace(index, m_samples->still(index, job)).first->second;
}

void TrainingData::prepare(JobContext& job)
{
    const std::size_t all = count(Part::Train) + count(Part::Validation) + count(Part::Test);
    std::size_t done = 0;
    for (const Part part : {Part::Train, Part::Validation, Part::Test}) {
        for (const Item& item : items(part)) {
            job.checkpoint();
            m_samples->events(item.index, Augmentation::None, 0, job);
            job.progress(static_cast<double>(++done) / static_cast<double>(all), "reading events");
        }
    }
}

LessonBatch TrainingData::batch(Part part, std::span<const std::size_t> positions,
                                std::uint64_t seed, Replacement& replacement, JobContext& job)
{
    LessonBatch batch;
    std::vector<Pictures> events;
    std::vector<Pictures> stills;
    const Augmentation augmentation =
        part == Part::Train ? m_choice.augmentation : Augmentation::None;
    replacement.replaced = 0;
    for (std::size_t i = 0; i < positions.size(); ++i) {
        job.checkpoint();
        const Item& item = items(part)[positions[i]];
        batch.labels.push_back(item.label);
        events.push_back(
            m_samples->events(item.index, augmentation, drawSeed(seed, i, AugmentationDraw), job));
        if (!m_config.transfer)
            continue;
        if (Random(drawSeed(seed, i, ReplacementDraw)).chance(replacement.probability)) {
            ++replacement.replaced;
            stills.push_back(events.back());
        } else {
            stills.push_back(still(partner(part, item, i, seed), job));
        }
        batch.stillSteps = std::max(batch.stillSteps, stills.back().steps);
    }
    for (std::size_t i = 0; i < events.size(); ++i)
        place(events[i], m_config.steps, i, events.size(), batch.events);
    for (std::size_t i = 0; i < stills.size(); ++i)
        place(stills[i], batch.stillSteps, i, stills.size(), batch.stills);
    return batch;
}

} // namespace inspike::transfer
