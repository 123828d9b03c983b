// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_call.h"

#include "core/base/error.h"

#include <algorithm>

namespace inspike {

namespace {

std::string quoted(const std::string& text)
{
    const bool plain = text.find_first_of(" \t'\"$&|;()<>*?#") == std::string::npos;
    return plain ? text : "\"" + text + "\"";
}

} // namespace

std::string commandOf(const TrainingCall& call, const TrainRequest& request,
                      std::string_view system, std::span<const std::string_view> alwaysSaid)
{
    std::string line = "inspike train " + std::string(system);
    for (const auto& recording : request.data)
        line += " --data " + quoted(recording->info.path.filename().string());
    const Json values = call.options.toJson();
    const Json fallbacks = Params(call.options.specs()).toJson();
    for (const ParamSpec& spec : call.options.specs()) {
        const Json& value = values[spec.id];
        if (value != fallbacks[spec.id] ||
            std::ranges::find(alwaysSaid, spec.id) != alwaysSaid.end())
            line += " --set " +
                    quoted(spec.id + "=" + (value.isString() ? value.toString() : value.dump()));
    }
    return line + " --epochs " + std::to_string(call.epochs) + " --seed " +
           std::to_string(call.seed) + " -o " + quoted(request.output.filename().string());
}

TrainingCall resumedCall(const Checkpoint& resumed, const TrainRequest& request,
                         const ParamSpecs& specs)
{
    const Json& record = resumed.training;
    TrainingCall call;
    call.options = Params::fromJson(specs, record["options"]);
    for (const ParamSpec& spec : specs) {
        if (request.options.isSet(spec.id) &&
            request.options.value(spec.id) != call.options.value(spec.id))
            throw Error(ErrorKind::BadParameter,
                        "the interrupted training has another value of '" + spec.id + "'");
    }
    call.seed = static_cast<std::uint64_t>(record["seed"].toInteger());
    call.epochs =
        request.epochs > 0 ? request.epochs : static_cast<int>(record["epochs"].toInteger(1));
    return call;
}

} // namespace inspike
