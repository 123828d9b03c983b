// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/scmrl/training_data.h"

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/random.h"
#include "core/training/sampling.h"

#include <algorithm>
#include <set>

namespace inspike::scmrl {

namespace {

// Members of the family of seeds that belongs to the data.
enum SeedOf : std::uint64_t { DrawSeed = 101, ChoiceSeed, ValidationSeed };

std::vector<std::string> classNamesOf(const Recording& recording)
{
    if (const auto* pairs = recording.first<Pairs>())
        return pairs->names;
    if (const auto* labels = recording.first<Labels>(); labels != nullptr && !labels->names.empty())
        return labels->names;
    return {};
}

std::int64_t largestLabel(const Recording& recording)
{
    std::int64_t largest = -1;
    if (const auto* tensor = recording.stream<Tensor>("label")) {
        for (const double value : tensor->toDoubles())
            largest = std::max(largest, static_cast<std::int64_t>(value));
    }
    if (const auto* labels = recording.first<Labels>()) {
        for (const std::int64_t value : labels->values)
            largest = std::max(largest, value);
    }
    return largest;
}

std::string listed(const std::set<std::int64_t>& labels, const std::vector<std::string>& names)
{
    std::string text;
    for (const std::int64_t label : labels)
        text += (text.empty() ? "" : ", ") + names[static_cast<std::size_t>(label)];
    return text;
}

// Appends `values` [from steps, ...] to the rows [step][sample] of a batch that has `steps`.
void place(const std::vector<float>& values, std::size_t from, std::size_t steps,
           std::size_t position, std::size_t samples, std::vector<float>& target)
{
    const std::size_t size = values.size() / from;
    target.resize(steps * samples * size);
    for (std::size_t t = 0; t < steps; ++t) {
        const auto begin = values.begin() + static_cast<std::ptrdiff_t>(from == 1 ? 0 : t * size);
        std::copy_n(begin, size,
                    target.begin() + static_cast<std::ptrdiff_t>((t * samples + position) * size));
    }
}

std::uint64_t bytesOf(const Sample& sample)
{
    return (sample.audio.size() + sample.visual.size()) * sizeof(float);
}

} // namespace

std::vector<std::string> classesOf(const std::vector<std::shared_ptr<const Recording>>& data)
{
    std::vector<std::string> names;
    std::int64_t largest = -1;
    for (const auto& recording : data) {
        const std::vector<std::string> own = classNamesOf(*recording);
        if (!names.empty() && !own.empty() && own != names)
            throw Error(ErrorKind::BadParameter, "the recordings have different classes: " +
                                                     recording->info.path.filename().string() +
                                                     " has " + std::to_string(own.size()) +
                                                     ", the first has " +
                                                     std::to_string(names.size()));
        names = names.empty() ? own : names;
        largest = std::max(largest, largestLabel(*recording));
    }
    if (names.empty()) {
        if (largest < 0)
            throw Error(ErrorKind::BadModel, "the recordings have no labels to learn from");
        for (std::int64_t label = 0; label <= largest; ++label)
            names.push_back(std::to_string(label));
    }
    return names;
}

TrainingData::TrainingData(const std::vector<std::shared_ptr<const Recording>>& data,
                           const Config& config, const DataChoice& choice)
    : m_choice(choice)
{
    for (const auto& recording : data)
        m_sets.push_back(samplesOf(recording, config));
    sortIntoParts(config.classes);
    splitValidation();
    if (items(Part::Train).empty())
        throw Error(ErrorKind::BadParameter,
                    "nothing to learn from: no sample belongs to the training part");
    noteMissingClasses(config.classNames);
}

void TrainingData::sortIntoParts(std::size_t classes)
{
    std::uint64_t number = 0;
    for (std::size_t set = 0; set < m_sets.size(); ++set) {
        for (std::size_t i = 0; i < m_sets[set]->count(); ++i) {
            const std::int64_t label = m_sets[set]->label(i);
            if (label < 0 || label >= static_cast<std::int64_t>(classes))
                throw Error(ErrorKind::BadParameter, "the class of sample " +
                                                         std::to_string(i + 1) + " (" +
                                                         m_sets[set]->nameOf(i) + ") is unknown");
            const Split split = m_sets[set]->split(i);
            Part part = set == 0 ? Part::Train : Part::Test;
            if (split == Split::Validation)
                part = Part::Validation;
            else if (split != Split::None)
                part = split == Split::Test ? Part::Test : Part::Train;
            m_parts[static_cast<std::size_t>(part)].push_back({set, i, label, number++});
        }
    }
}

void TrainingData::splitValidation()
{
    if (!items(Part::Validation).empty() || m_choice.validationShare <= 0.0)
        return;
    std::vector<std::int64_t> labels;
    for (const Item& item : items(Part::Train))
        labels.push_back(item.label);
    const std::vector<std::size_t> chosen =
        stratifiedPart(labels, m_choice.validationShare, mixedSeed(m_choice.seed, ValidationSeed));
    std::vector<Item> train;
    std::vector<Item> validation;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const bool out = std::ranges::binary_search(chosen, i);
        (out ? validation : train).push_back(items(Part::Train)[i]);
    }
    m_parts[static_cast<std::size_t>(Part::Train)] = std::move(train);
    m_parts[static_cast<std::size_t>(Part::Validation)] = std::move(validation);
}

void TrainingData::noteMissingClasses(const std::vector<std::string>& names)
{
    const auto classesIn = [this](Part part) {
        std::set<std::int64_t> classes;
        for (const Item& item : items(part))
            classes.insert(item.label);
        return classes;
    };
    const std::set<std::int64_t> trained = classesIn(Part::Train);
    const auto note = [&](const std::string& what, const std::set<std::int64_t>& all,
                          const std::set<std::int64_t>& others) {
        std::set<std::int64_t> missing;
        std::ranges::set_difference(all, others, std::inserter(missing, missing.end()));
        if (!missing.empty())
            m_notes.push_back(what + ": " + listed(missing, names));
    };
    for (const auto& [part, word] :
         {std::pair{Part::Validation, "validation"}, std::pair{Part::Test, "test"}}) {
        const std::set<std::int64_t> classes = classesIn(part);
        if (classes.empty())
            continue;
        note(std::string("classes in training but not in ") + word, trained, classes);
        note(std::string("classes in ") + word + " but not in training", classes, trained);
    }
}

std::shared_ptr<const Sample> TrainingData::sample(const Item& item, Part part, std::uint64_t epoch,
                                                   JobContext& job)
{
    Augmentation augmentation = Augmentation::None;
    std::uint64_t draw = 0;
    if (part == Part::Train && m_choice.augmentation != Augmentation::None) {
        augmentation = m_choice.augmentation;
        draw = epoch;
        if (m_choice.frozenDraws > 0) {
            const std::uint64_t family = mixedSeed(mixedSeed(m_choice.seed, ChoiceSeed), epoch);
            Random random(mixedSeed(family, item.number));
            draw = random.below(static_cast<std::uint32_t>(m_choice.frozenDraws));
        }
    }
    const auto found = m_cache.find({item.number, draw});
    if (found != m_cache.end())
        return found->second;
    const std::uint64_t seed =
        mixedSeed(mixedSeed(mixedSeed(m_choice.seed, DrawSeed), item.number), draw);
    Sample loaded = m_sets[item.set]->load(item.index, augmentation, seed, job);
    loaded.picture.clear();
    auto shared = std::make_shared<const Sample>(std::move(loaded));
    const bool repeats = augmentation == Augmentation::None || m_choice.frozenDraws > 0;
    if (repeats && m_cachedBytes + bytesOf(*shared) <= memoryBudget()) {
        m_cachedBytes += bytesOf(*shared);
        m_cache[{item.number, draw}] = shared;
    }
    return shared;
}

void TrainingData::prepare(JobContext& job)
{
    const std::size_t all = count(Part::Train) + count(Part::Validation) + count(Part::Test);
    std::size_t done = 0;
    for (const Part part : {Part::Train, Part::Validation, Part::Test}) {
        for (const Item& item : items(part)) {
            job.checkpoint();
            sample(item, part, 0, job);
            job.progress(static_cast<double>(++done) / static_cast<double>(all), "reading samples");
        }
    }
}

LessonBatch TrainingData::batch(Part part, std::span<const std::size_t> positions,
                                std::uint64_t epoch, JobContext& job)
{
    std::vector<std::shared_ptr<const Sample>> samples;
    LessonBatch batch;
    for (const std::size_t position : positions) {
        job.checkpoint();
        const Item& item = items(part)[position];
        samples.push_back(sample(item, part, epoch, job));
        batch.labels.push_back(item.label);
        batch.audioSteps = std::max(batch.audioSteps, samples.back()->audioSteps);
        batch.visualSteps = std::max(batch.visualSteps, samples.back()->visualSteps);
    }
    for (std::size_t i = 0; i < samples.size(); ++i) {
        place(samples[i]->audio, samples[i]->audioSteps, batch.audioSteps, i, samples.size(),
              batch.audio);
        place(samples[i]->visual, samples[i]->visualSteps, batch.visualSteps, i, samples.size(),
              batch.visual);
    }
    return batch;
}

void disturb(LessonBatch& batch, Modality modality, double snrDb, std::size_t steps,
             std::uint64_t seed)
{
    std::vector<float>& values = modality == Modality::Audio ? batch.audio : batch.visual;
    std::size_t& present = modality == Modality::Audio ? batch.audioSteps : batch.visualSteps;
    if (present == 1 && steps > 1) {
        const std::vector<float> once = values;
        for (std::size_t t = 1; t < steps; ++t)
            values.insert(values.end(), once.begin(), once.end());
        present = steps;
    }
    addNoise(values, snrDb, seed);
}

} // namespace inspike::scmrl
