// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/classifier_recipe.h"

#include "core/base/error.h"

#include <cmath>
#include <utility>

// INSPIKE_VERSION comes from CMake.

namespace inspike {

ParamSpec choiceOption(const char* id, const char* title, const char* help,
                       std::vector<std::string> choices)
{
    std::string first = choices.front();
    return {id, title, help, std::move(first), {}, {}, std::move(choices)};
}

Selection selectionFrom(const Params& options)
{
    const std::string& text = options.text("select");
    if (text == "last")
        return Selection::Last;
    return text == "test" ? Selection::Test : Selection::Validation;
}

void checkParts(const PartSizes& parts, std::size_t batch, Selection selection)
{
    if (parts.training < batch)
        throw Error(ErrorKind::BadParameter, std::to_string(parts.training) +
                                                 " training samples do not fill a batch of " +
                                                 std::to_string(batch) + "; set batch to fewer");
    if (selection == Selection::Validation && parts.validation == 0)
        throw Error(ErrorKind::BadParameter,
                    "there is no validation part to select an epoch on; set validation to a share "
                    "of the training samples, or select=last");
    if (selection == Selection::Test && parts.test == 0)
        throw Error(ErrorKind::BadParameter, "there is no test part to select an epoch on");
}

void selectBy(Selection selection, TrainingPlan& plan)
{
    if (selection == Selection::Last)
        return;
    const std::string part = selection == Selection::Test ? "test" : "validation";
    plan.score = [part](const Metrics& epoch) {
        const double accuracy = metric(epoch, part + "_accuracy");
        return std::isnan(accuracy) ? std::vector<double>{}
                                    : std::vector<double>{accuracy, -metric(epoch, part + "_loss")};
    };
}

Json dataRecord(const TrainRequest& request, const Params& options, const PartSizes& parts)
{
    Json record = Json::object();
    Json files = Json::array();
    for (const auto& recording : request.data)
        files.push(recording->info.path.filename().string());
    record.set("files", std::move(files));
    if (const std::string& note = options.text("data-note"); !note.empty())
        record.set("note", note);
    record.set("training", static_cast<std::uint64_t>(parts.training));
    record.set("validation", static_cast<std::uint64_t>(parts.validation));
    record.set("test", static_cast<std::uint64_t>(parts.test));
    return record;
}

void addNotes(const std::vector<std::string>& notes, Json& record)
{
    if (notes.empty())
        return;
    Json all = Json::array();
    for (const std::string& note : notes)
        all.push(note);
    record.set("notes", std::move(all));
}

Checkpoint checkpointFor(std::string_view system, const TrainingCall& call,
                         const TrainRequest& request, std::span<const std::string_view> alwaysSaid,
                         Json data)
{
    Checkpoint checkpoint;
    checkpoint.path = request.output;
    checkpoint.format = "inspike-model";
    checkpoint.system = system;
    Json& record = checkpoint.training;
    record = Json::object();
    record.set("program", "inspike");
    record.set("version", INSPIKE_VERSION);
    record.set("command", commandOf(call, request, system, alwaysSaid));
    record.set("data", std::move(data));
    record.set("seed", call.seed);
    record.set("epochs", call.epochs);
    record.set("options", call.options.toJson());
    return checkpoint;
}

void recordEpochs(const TrainingState& state, const Params& options, Json& record)
{
    record.set("updates", state.updates);
    record.set("selected_by", options.text("select"));
    record.set("selected_epoch", state.best ? state.best->epoch : state.epochs);
    record.set("selected", jsonFrom(state.best ? state.best->metrics : state.last));
    record.set("last_epoch", jsonFrom(state.last));
}

} // namespace inspike
