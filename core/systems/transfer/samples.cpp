// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/transfer/samples.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/systems/transfer/samples_of.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace inspike::transfer {

namespace {

std::string className(const Samples& samples, std::int64_t label)
{
    const std::vector<std::string> names = samples.classNames();
    const auto index = static_cast<std::size_t>(label);
    return index < names.size() ? "'" + names[index] + "'" : std::to_string(label);
}

std::string partText(Split split)
{
    switch (split) {
    case Split::Train:
        return " for training";
    case Split::Validation:
        return " for validation";
    case Split::Test:
        return " for test";
    case Split::None:
        break;
    }
    return "";
}

} // namespace

std::vector<std::size_t> Samples::stillsOf(std::int64_t label, Split split) const
{
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < stillCount(); ++i) {
        const Split own = stillSplit(i);
        if (stillLabel(i) == label && (split == Split::None || own == Split::None || own == split))
            found.push_back(i);
    }
    return found;
}

std::unique_ptr<Samples> samplesOf(std::shared_ptr<const Recording> recording, const Config& config)
{
    if (recording == nullptr)
        throw Error(ErrorKind::BadModel, "a network needs a recording");
    if (auto samples = tensorSamples(recording, config))
        return samples;
    if (auto samples = listSamples(recording, config))
        return samples;
    if (auto samples = eventSamples(recording, config))
        return samples;
    throw Error(ErrorKind::BadModel,
                "static-to-event transfer needs the tensor 'event' (and 'static'), events, or a "
                "list of samples (CSV with domain, file, label); the recording has " +
                    contentsOf(*recording));
}

std::optional<std::size_t> drawPartner(const Samples& samples, std::size_t index, Split split,
                                       std::uint64_t seed)
{
    if (samples.stillCount() == 0)
        return std::nullopt;
    if (const auto partner = samples.partnerOf(index))
        return partner;
    const std::int64_t label = samples.label(index);
    if (label < 0)
        throw Error(ErrorKind::BadModel, samples.nameOf(index) +
                                             " has no label, so no picture of the same class can "
                                             "be drawn");
    const std::vector<std::size_t> pictures = samples.stillsOf(label, split);
    if (pictures.empty())
        throw Error(ErrorKind::BadModel, "there is no picture" + partText(split) + " of class " +
                                             className(samples, label) + ", which " +
                                             samples.nameOf(index) + " is of");
    return pictures[Random(seed).below(static_cast<std::uint32_t>(pictures.size()))];
}

std::vector<std::size_t> balancedDraws(std::span<const std::int64_t> labels, std::size_t count,
                                       std::uint64_t seed)
{
    std::map<std::int64_t, std::vector<std::size_t>> byLabel;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (labels[i] >= 0)
            byLabel[labels[i]].push_back(i);
    }
    std::vector<std::size_t> draws;
    if (count == 0)
        return draws;
    if (byLabel.empty())
        throw Error(ErrorKind::BadModel, "no sample has a label to draw by");
    // Weights 1 / n_class: a class first, each as likely, then one of its samples.
    std::vector<const std::vector<std::size_t>*> classes;
    for (const auto& [label, positions] : byLabel)
        classes.push_back(&positions);
    Random random(seed);
    draws.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto& positions = *classes[random.below(static_cast<std::uint32_t>(classes.size()))];
        draws.push_back(positions[random.below(static_cast<std::uint32_t>(positions.size()))]);
    }
    return draws;
}

double replacementShare(std::uint64_t iteration, std::uint64_t epoch, std::uint64_t iterations,
                        std::uint64_t epochs, double power)
{
    if (iterations == 0 || epochs == 0)
        return 0.0;
    const double perEpoch = static_cast<double>(iterations);
    const double done = static_cast<double>(iteration) + static_cast<double>(epoch) * perEpoch;
    return std::min(1.0, std::pow(done / (static_cast<double>(epochs) * perEpoch), power));
}

} // namespace inspike::transfer
