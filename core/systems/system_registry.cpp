// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/system_registry.h"

#include "core/base/error.h"

#include <vector>

// One line per model system, each a factory function in its folder.
#define INSPIKE_SYSTEMS(X)                                                                         \
    X(makeSmnnSystem)                                                                              \
    X(makeScmrlSystem)                                                                             \
    X(makeTransferSystem)

// One line per format of whole networks, each a factory function in its folder.
#define INSPIKE_FORMATS(X)                                                                         \
    X(makeNirFormat)                                                                               \
    X(makeTorchScriptFormat)

namespace inspike {

#define INSPIKE_DECLARE(make) std::unique_ptr<ModelSystem> make();
INSPIKE_SYSTEMS(INSPIKE_DECLARE)
#undef INSPIKE_DECLARE

#define INSPIKE_DECLARE(make) std::unique_ptr<ModelFormat> make();
INSPIKE_FORMATS(INSPIKE_DECLARE)
#undef INSPIKE_DECLARE

namespace {

std::vector<std::unique_ptr<ModelSystem>> madeSystems()
{
    std::vector<std::unique_ptr<ModelSystem>> all;
#define INSPIKE_MAKE(make) all.push_back(make());
    INSPIKE_SYSTEMS(INSPIKE_MAKE)
#undef INSPIKE_MAKE
    return all;
}

std::vector<std::unique_ptr<ModelFormat>> madeFormats()
{
    std::vector<std::unique_ptr<ModelFormat>> all;
#define INSPIKE_MAKE(make) all.push_back(make());
    INSPIKE_FORMATS(INSPIKE_MAKE)
#undef INSPIKE_MAKE
    return all;
}

std::string knownIds()
{
    std::string ids;
    for (const auto& system : systems())
        ids += (ids.empty() ? "" : ", ") + system->info().id;
    return ids;
}

std::string parameterNames(const Checkpoint& checkpoint)
{
    constexpr std::size_t kMost = 8;
    std::string names;
    std::size_t count = 0;
    for (const auto& [name, tensor] : checkpoint.state) {
        if (++count > kMost)
            return names + ", ...";
        names += (names.empty() ? "" : ", ") + name + " " + shapeText(tensor.shape);
    }
    return names.empty() ? "none" : names;
}

const ModelSystem& systemFor(const Checkpoint& checkpoint, std::string_view systemId)
{
    if (!systemId.empty())
        return systemById(systemId);
    if (!checkpoint.system.empty())
        return systemById(checkpoint.system);
    for (const auto& system : systems()) {
        if (system->accepts(checkpoint))
            return *system;
    }
    throw Error(ErrorKind::BadModel,
                "no model system knows these parameters: " + parameterNames(checkpoint) +
                    " (known systems: " + knownIds() + ")");
}

} // namespace

std::span<const std::unique_ptr<ModelSystem>> systems()
{
    static const std::vector<std::unique_ptr<ModelSystem>> all = madeSystems();
    return all;
}

const ModelSystem& systemById(std::string_view id)
{
    for (const auto& system : systems()) {
        if (system->info().id == id)
            return *system;
    }
    throw Error(ErrorKind::BadModel,
                "unknown model system '" + std::string(id) + "'; known: " + knownIds());
}

std::span<const std::unique_ptr<ModelFormat>> modelFormats()
{
    static const std::vector<std::unique_ptr<ModelFormat>> all = madeFormats();
    return all;
}

const ModelFormat* formatOf(const std::filesystem::path& path)
{
    for (const auto& format : modelFormats()) {
        if (format->claims(path))
            return format.get();
    }
    return nullptr;
}

bool looksLikeModel(const std::filesystem::path& path)
{
    return formatOf(path) != nullptr || looksLikeCheckpoint(path);
}

std::shared_ptr<const Model> openModel(const std::filesystem::path& path, std::string_view systemId,
                                       std::span<const std::string> settings, JobContext& job)
{
    return withContext("opening " + path.string(), [&]() -> std::shared_ptr<const Model> {
        const ModelFormat* format = systemId.empty() ? formatOf(path) : nullptr;
        if (format != nullptr)
            return format->open(path, Params::parse(format->info().openOptions, settings), job);
        const Checkpoint checkpoint = readCheckpoint(path, job);
        const ModelSystem& system = systemFor(checkpoint, systemId);
        const Params options = Params::parse(system.info().openOptions, settings);
        return system.open(checkpoint, options, job);
    });
}

} // namespace inspike
