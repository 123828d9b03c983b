// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// From the lines of a workspace file to live items, and back.
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/io/reader_registry.h"
#include "core/nn/run_file.h"
#include "core/systems/system_registry.h"
#include "core/workspace/open_file.h"
#include "core/workspace/trusted_files.h"
#include "core/workspace/workspace_file.h"

#include <algorithm>
#include <system_error>

namespace inspike {

namespace fs = std::filesystem;

namespace {

// Ids of items that could not be opened, apart from those of live ones.
constexpr std::uint64_t kNotOpen = std::uint64_t{1} << 63U;

// Settings of an opened model as KEY=VALUE, the way the command line gives them.
std::vector<std::string> assignments(const Json& settings)
{
    std::vector<std::string> result;
    for (const auto& [key, value] : settings.members()) {
        if (key != "system" && key != "trial")
            result.push_back(key + "=" + (value.isString() ? value.toString() : value.dump()));
    }
    return result;
}

class Opener
{
public:
    explicit Opener(OpenedWorkspace& opened) : m_opened(opened) {}

    // Throws Error if the item cannot be had.
    ItemData make(const SavedItem& item, JobContext& job)
    {
        if (item.function == "open")
            return open(item, job);
        if (item.function == "run")
            return run(item, job);
        throw Error(ErrorKind::Unsupported,
                    "made by '" + item.function + "', which this version does not know");
    }

private:
    ItemData open(const SavedItem& item, JobContext& job)
    {
        std::error_code code;
        if (!fs::exists(item.path, code))
            throw Error(ErrorKind::NotFound,
                        item.path.filename().string() + " is missing (" + item.path.string() + ")");
        JobContext hashing = job.part(0.0, 0.2);
        JobContext reading = job.part(0.2, 1.0);
        if (!item.sha256.empty() && sha256OfFile(item.path, hashing) != item.sha256)
            m_opened.problems.push_back(item.path.filename().string() +
                                        " has changed since the workspace was saved");
        if (item.kind == "recording") {
            const auto trial = std::max<std::int64_t>(item.settings["trial"].toInteger(), 0);
            return std::make_shared<const Recording>(
                readRecording(item.path, reading, static_cast<std::size_t>(trial)));
        }
        if (item.kind == "model")
            return openModel(item.path, item.settings["system"].toString(),
                             assignments(item.settings), reading);
        if (item.kind == "run")
            return std::make_shared<const Run>(readRun(item.path, reading));
        throw Error(ErrorKind::Unsupported, "of the unknown kind '" + item.kind + "'");
    }

    // Sources are {model, recording}.
    ItemData run(const SavedItem& item, JobContext& job)
    {
        const SavedItem& modelItem = source(item, 0);
        const SavedItem& recordingItem = source(item, 1);
        const auto model = live<Model>(modelItem);
        InferenceRequest request;
        request.recording = live<Recording>(recordingItem);
        if (const Json* probes = item.settings.find("probes")) {
            request.probeGlobs.clear();
            for (const Json& glob : probes->items())
                request.probeGlobs.push_back(glob.toString());
        }
        request.options = Params::fromJson(model->runOptions(), item.settings["options"]);
        request.seed = static_cast<std::uint64_t>(item.settings["seed"].toInteger());
        if (!mayRun(*model, modelItem.path, job))
            throw Error(ErrorKind::BadModel, "its model is a program, which is not executed before "
                                             "you run it yourself");
        return runModel(modelItem.path, model, recordingItem.path, request, job);
    }

    const SavedItem& source(const SavedItem& item, std::size_t index) const
    {
        const auto& items = m_opened.file.items;
        const auto found = std::find_if(items.begin(), items.end(), [&](const SavedItem& other) {
            return index < item.sources.size() && other.id == item.sources[index];
        });
        if (found == items.end())
            throw Error(ErrorKind::BadFormat, "its sources are not in the workspace");
        return *found;
    }

    template <typename T>
    std::shared_ptr<const T> live(const SavedItem& item) const
    {
        const auto found = m_opened.data.find(item.id);
        const auto* held = found != m_opened.data.end()
                               ? std::get_if<std::shared_ptr<const T>>(&found->second)
                               : nullptr;
        if (held == nullptr)
            throw Error(ErrorKind::NotFound, "its source '" + item.title + "' could not be opened");
        return *held;
    }

    OpenedWorkspace& m_opened;
};

} // namespace

OpenedWorkspace openWorkspace(const fs::path& path, JobContext& job)
{
    OpenedWorkspace opened;
    opened.file = readWorkspaceFile(path);
    Opener opener(opened);
    const auto count = static_cast<double>(opened.file.items.size());
    for (std::size_t i = 0; i < opened.file.items.size(); ++i) {
        const SavedItem& item = opened.file.items[i];
        JobContext part =
            job.part(static_cast<double>(i) / count, static_cast<double>(i + 1) / count);
        try {
            opened.data.insert_or_assign(item.id, opener.make(item, part));
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::Cancelled)
                throw;
            opened.problems.push_back("'" + item.title + "': " + error.what());
        }
    }
    return opened;
}

std::vector<ItemId> addToWorkspace(Workspace& workspace, OpenedWorkspace& opened)
{
    std::map<std::uint64_t, std::uint64_t> renamed;
    std::vector<ItemId> added;
    for (SavedItem& item : opened.file.items) {
        const auto rename = [&renamed](std::uint64_t id) {
            const auto found = renamed.find(id);
            return found != renamed.end() ? found->second : id | kNotOpen;
        };
        std::transform(item.sources.begin(), item.sources.end(), item.sources.begin(), rename);
        const auto data = opened.data.find(item.id);
        std::uint64_t id = item.id | kNotOpen;
        if (data != opened.data.end()) {
            Recipe recipe{item.function, item.path.string(), {}, item.settings};
            for (const std::uint64_t source : item.sources)
                recipe.sources.push_back(ItemId{source});
            added.push_back(workspace.add(data->second, item.title, std::move(recipe)));
            id = added.back().value;
        }
        renamed[item.id] = id;
        item.id = id;
    }
    opened.data.clear();
    return added;
}

WorkspaceFile describeWorkspace(const Workspace& workspace, const WorkspaceFile& previous)
{
    WorkspaceFile file = previous;
    std::erase_if(file.items, [](const SavedItem& item) { return (item.id & kNotOpen) == 0; });
    for (const ItemId id : workspace.items()) {
        const Recipe recipe = workspace.recipe(id);
        SavedItem item;
        item.id = id.value;
        item.title = workspace.title(id);
        item.function = recipe.function;
        if (!recipe.path.empty())
            item.path = fs::absolute(recipe.path).lexically_normal();
        for (const ItemId source : recipe.sources)
            item.sources.push_back(source.value);
        item.settings = recipe.settings;
        if (workspace.get<Recording>(id))
            item.kind = "recording";
        else
            item.kind = workspace.get<Model>(id) ? "model" : "run";
        for (const SavedItem& old : previous.items) {
            if (old.id == item.id) {
                item.unknown = old.unknown;
                item.sha256 = old.path == item.path ? old.sha256 : "";
            }
        }
        file.items.push_back(std::move(item));
    }
    return file;
}

void hashFiles(WorkspaceFile& file, JobContext& job)
{
    std::map<fs::path, std::string> known; // a fixture is listed twice
    for (SavedItem& item : file.items) {
        std::error_code code;
        if (item.path.empty() || !fs::is_regular_file(item.path, code))
            continue;
        if (!known.contains(item.path))
            known[item.path] = sha256OfFile(item.path, job);
        item.sha256 = known[item.path];
    }
}

} // namespace inspike
