// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/systems/script_helpers.h"

#include "core/base/hash.h"
#include "core/io/hdf5/hdf5_file.h"
#include "core/io/reader_registry.h"
#include "core/nn/program_consent.h"
#include "core/systems/system_registry.h"

#include <cmath>

namespace inspike::test {

namespace fs = std::filesystem;

namespace {

void collect(const Hdf5File& file, const std::string& group, const std::string& prefix,
             std::map<std::string, Expected>& result)
{
    for (const std::string& name : file.children(group)) {
        const std::string path = group + "/" + name;
        if (file.hasGroup(path))
            collect(file, path, prefix + name + "/", result);
        else
            result[prefix + name] = {file.shape(path), file.readFloats(path)};
    }
}

} // namespace

fs::path scriptFolder()
{
    return INSPIKE_SCRIPT_DATA;
}

std::shared_ptr<const Model> openProgram(const fs::path& path)
{
    JobContext job = nullJob();
    return openModel(path, {}, {}, job);
}

Run runProgram(const fs::path& folder, const std::string& name,
               const std::vector<std::string>& settings, JobContext& job,
               const std::vector<std::string>& probes)
{
    const fs::path path = folder / (name + ".pt");
    const auto model = openProgram(path);
    consentToProgram(sha256OfFile(path, job));
    InferenceRequest request;
    request.recording =
        std::make_shared<const Recording>(readRecording(folder / (name + ".h5"), job));
    request.options = Params::parse(model->runOptions(), settings);
    request.probeGlobs = probes;
    return model->run(request, job);
}

std::map<std::string, Expected> expectedOf(const fs::path& folder, const std::string& name)
{
    std::map<std::string, Expected> result;
    const Hdf5File file = Hdf5File::open(folder / (name + ".h5"));
    if (file.hasGroup("/expected"))
        collect(file, "/expected", {}, result);
    return result;
}

std::string differences(const Run& run, const std::map<std::string, Expected>& expected)
{
    std::string text;
    for (const auto& [id, wanted] : expected) {
        const Activation* found = run.find(id);
        if (found == nullptr) {
            text += id + " is missing; ";
            continue;
        }
        const LabelledArray given = found->dense();
        if (given.shape() != wanted.shape) {
            text += id + " has shape " + shapeText(given.shape()) + " instead of " +
                    shapeText(wanted.shape) + "; ";
            continue;
        }
        float worst = 0.0F;
        for (std::size_t i = 0; i < wanted.values.size(); ++i)
            worst = std::max(worst, std::abs(given.values()[i] - wanted.values[i]));
        if (!(worst <= 1e-6F))
            text += id + " differs by " + std::to_string(worst) + "; ";
    }
    if (!text.empty()) {
        text += "the run has";
        for (const auto& [id, probe] : run.outputs)
            text += " " + id;
        for (const auto& [id, probe] : run.probes)
            text += " " + id;
    }
    return text;
}

} // namespace inspike::test
