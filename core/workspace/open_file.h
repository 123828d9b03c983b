// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Opening a file that may be a recording, a model, a run, or several of these at once (a fixture is
// a model and a recording), and running a model with full provenance. Used by window and command
// line.

#include "core/base/job.h"
#include "core/data/recording.h"
#include "core/nn/model.h"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace inspike {

struct OpenedFile
{
    std::filesystem::path path;
    // Any of these may be set; at least one is.
    std::shared_ptr<const Recording> recording;
    std::shared_ptr<const Model> model;
    std::shared_ptr<const Run> run;
    // E.g. that a fixture's model belongs to a system this version does not have.
    std::vector<std::string> notes = {};
};

// Throws Error{Unsupported} with all that was tried. `settings` are KEY=VALUE for the model system.
OpenedFile openFile(const std::filesystem::path& path, JobContext& job,
                    std::span<const std::string> settings = {}, std::string_view systemId = {});

// Runs the model and fills the provenance (file names, SHA-256, settings, versions, wall time).
// Throws Error{BadModel} for a program that is not trusted (trusted_files.h).
std::shared_ptr<const Run> runModel(const std::filesystem::path& modelPath,
                                    const std::shared_ptr<const Model>& model,
                                    const std::filesystem::path& recordingPath,
                                    const InferenceRequest& request, JobContext& job);

// Folder of shipped samples ("smnn-context.model.h5" ...): INSPIKE_RESOURCES, beside the
// executable, or the installed share folder. Throws Error{NotFound} that says where it looked.
std::filesystem::path resourcesFolder();

struct Sample
{
    std::string id; // "smnn-context"
    std::string title;
    std::vector<std::filesystem::path> files; // model, recording
};
// Shipped samples, from resources/samples/samples.json.
std::vector<Sample> shippedSamples();

} // namespace inspike
