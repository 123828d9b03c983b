// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/nir/nir_export.h"

#include "core/base/error.h"
#include "core/systems/nir/nir_network.h"
#include "core/systems/smnn/nir_graph.h"
#include "core/systems/system_registry.h"
#include "core/systems/transfer/nir_graph.h"

#include <utility>

namespace inspike::nir {

namespace {

// As it is, also where it does not run: the reason becomes a note.
Export copied(const std::filesystem::path& path, JobContext& job)
{
    Export made;
    made.file = readNir(path, job);
    made.notes = made.file.notes;
    try {
        const Network network = makeNetwork(made.file, job);
        made.notes = network.notes;
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::Cancelled)
            throw;
        made.notes.push_back("the graph is kept as it is, but it does not run: " + error.message());
    }
    return made;
}

Export ofSystem(const std::filesystem::path& path, std::string_view systemId,
                std::span<const std::string> settings, JobContext& job)
{
    // Opening finds the system and checks that the parameters fit it.
    const auto model = openModel(path, systemId, settings, job);
    const std::string& system = model->info().system;
    const Checkpoint checkpoint = readCheckpoint(path, job);
    Export made;
    if (system == "smnn") {
        const Params options = Params::parse(smnn::openOptions(), settings);
        const smnn::Network network = smnn::networkFrom(checkpoint, options, made.notes);
        made.file = smnn::nirFileOf(network, made.notes);
        return made;
    }
    if (system == "static-to-event") {
        const Params options = Params::parse(transfer::openOptions(), settings);
        transfer::Config config = transfer::configOf(checkpoint, options, made.notes);
        const transfer::Network network = transfer::networkFrom(checkpoint, std::move(config));
        made.file = transfer::nirFileOf(network, made.notes);
        return made;
    }
    throw Error(ErrorKind::BadModel,
                "NIR has no nodes for networks of the system '" + system +
                    "'; those of 'smnn' and 'static-to-event' can be written, and NIR files");
}

} // namespace

Export exportNir(const std::filesystem::path& path, std::string_view systemId,
                 std::span<const std::string> settings, JobContext& job)
{
    if (systemId.empty() && looksLikeNir(path))
        return copied(path, job);
    const ModelFormat* format = systemId.empty() ? formatOf(path) : nullptr;
    if (format != nullptr) {
        throw Error(ErrorKind::BadModel, path.string() + " is a " + format->info().title +
                                             ", which cannot be written as NIR");
    }
    return ofSystem(path, systemId, settings, job);
}

} // namespace inspike::nir
