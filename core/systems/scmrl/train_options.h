// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the settings of a training mean.

#include "core/systems/scmrl/training_data.h"

#include <optional>

namespace inspike::scmrl {

struct TrainingNoise
{
    Modality modality = Modality::Visual;
    double snrDb = 0.0;
};

// `options` of trainOptions() for classes of these names. Throws Error{BadModel} for sizes that no
// network can have.
Config configFrom(const Params& options, std::vector<std::string> classNames);
DataChoice dataChoiceFrom(const Params& options, std::size_t visualChannels, std::uint64_t seed);
std::optional<TrainingNoise> noiseFrom(const Params& options);

} // namespace inspike::scmrl
