// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/scmrl/samples.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/systems/scmrl/samples_of.h"

#include <algorithm>
#include <cmath>

namespace inspike::scmrl {

std::unique_ptr<Samples> samplesOf(std::shared_ptr<const Recording> recording, const Config& config)
{
    if (recording == nullptr)
        throw Error(ErrorKind::BadModel, "a network needs a recording");
    if (auto samples = tensorSamples(recording, config))
        return samples;
    if (auto samples = pairSamples(recording, config))
        return samples;
    throw Error(ErrorKind::BadModel,
                "S-CMRL needs the tensors 'audio' and 'visual' or a list of pairs (CSV with audio, "
                "visual, label); the recording has " +
                    contentsOf(*recording));
}

void addNoise(std::span<float> batch, double snrDb, std::uint64_t seed)
{
    double power = 0.0;
    for (const float value : batch)
        power += static_cast<double>(value) * static_cast<double>(value);
    if (batch.empty() || power <= 0.0)
        return;
    const double deviation =
        std::sqrt(power / static_cast<double>(batch.size()) / std::pow(10.0, snrDb / 10.0));
    Random random(seed);
    for (float& value : batch)
        value += static_cast<float>(deviation * random.normal());
}

} // namespace inspike::scmrl
