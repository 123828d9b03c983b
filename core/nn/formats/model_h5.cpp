// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/hdf5/hdf5_file.h"
#include "core/nn/checkpoint.h"
#include "core/nn/formats/hdf5_tree.h"

namespace inspike {

namespace {

constexpr std::string_view kState = "/state_dict";
constexpr std::int64_t kVersion = 1;

Json jsonAttribute(const Hdf5File& file, std::string_view name)
{
    const auto text = file.textAttribute("/", name);
    if (!text)
        return {};
    return withContext("reading attribute '" + std::string(name) + "'",
                       [&] { return Json::parse(*text); });
}

void checkVersion(const Hdf5File& file, Checkpoint& checkpoint)
{
    const auto version = file.numberAttribute("/", "inspike_version");
    if (version && *version > static_cast<double>(kVersion))
        checkpoint.notes.emplace_back("written by a later version of Inspike; parts that this "
                                      "version does not know are ignored");
}

} // namespace

Checkpoint readModelFile(const std::filesystem::path& path, JobContext& job)
{
    return withContext("opening " + path.filename().string(), [&] {
        const Hdf5File file = Hdf5File::open(path);
        const std::string kind = file.textAttribute("/", "inspike_kind").value_or("");
        if (kind != "model" && kind != "fixture")
            throw Error(ErrorKind::Unsupported,
                        path.string() + " is not a model file: its attribute inspike_kind is " +
                            (kind.empty() ? "missing" : "'" + kind + "'"));
        Checkpoint checkpoint;
        checkpoint.path = path;
        checkpoint.format = kind == "model" ? "inspike-model" : "fixture";
        checkpoint.system = file.textAttribute("/", "system").value_or("");
        checkpoint.config = jsonAttribute(file, "config");
        checkpoint.training = jsonAttribute(file, "training");
        checkVersion(file, checkpoint);
        const std::vector<Hdf5Leaf> leaves = leavesBelow(file, kState);
        if (leaves.empty())
            throw Error(ErrorKind::BadFormat, path.string() + " has no parameters in /state_dict");
        std::size_t done = 0;
        for (const Hdf5Leaf& leaf : leaves) {
            job.checkpoint();
            job.progress(static_cast<double>(done++) / static_cast<double>(leaves.size()),
                         "reading parameters");
            checkpoint.state.emplace(leaf.name,
                                     file.readTensor(std::string(kState) + "/" + leaf.name));
        }
        return checkpoint;
    });
}

void writeModelFile(const std::filesystem::path& path, const Checkpoint& checkpoint)
{
    writeAtomically(path, true, [&](const std::filesystem::path& temporary) {
        Hdf5File file = Hdf5File::create(temporary);
        file.setAttribute("/", "inspike_kind", std::string_view("model"));
        file.setAttribute("/", "inspike_version", kVersion);
        file.setAttribute("/", "system", checkpoint.system);
        file.setAttribute("/", "config",
                          checkpoint.config.isNull() ? "{}" : checkpoint.config.dump());
        if (!checkpoint.training.isNull())
            file.setAttribute("/", "training", checkpoint.training.dump());
        file.makeGroup(kState);
        for (const auto& [name, tensor] : checkpoint.state)
            file.writeTensor(hdf5PathOf(kState, name), tensor);
        file.close();
    });
}

} // namespace inspike
