// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/nir/nir_export.h"

#include "core/base/error.h"
#include "core/systems/nir/nir_network.h"
#include "core/systems/system_registry.h"

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
    const auto model = openModel(path, systemId, settings, job);
    const auto* writable = dynamic_cast<const Writable*>(model.get());
    if (writable == nullptr)
        throw Error(ErrorKind::BadModel,
                    "NIR has no nodes for networks of the system '" + model->info().system + "'");
    Export made;
    made.notes = model->info().notes;
    made.file = writable->nirFile(made.notes);
    return made;
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
