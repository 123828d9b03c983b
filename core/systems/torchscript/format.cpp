// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/hash.h"
#include "core/nn/formats/torch_archive.h"
#include "core/nn/model_format.h"
#include "core/systems/torchscript/deep_stack.h"
#include "core/systems/torchscript/model.h"
#include "core/systems/torchscript/script_error.h"

namespace inspike {

namespace {

class TorchScriptFormat : public ModelFormat
{
public:
    ModelFormatInfo info() const override
    {
        return {"torchscript", "TorchScript program", {".pt", ".pth", ".ts", ".torchscript"}};
    }
    bool claims(const std::filesystem::path& path) const noexcept override
    {
        return TorchArchive::looksLikeProgram(path);
    }
    std::shared_ptr<const Model> open(const std::filesystem::path& path, const Params&,
                                      JobContext& job) const override
    {
        JobContext hashing = job.part(0.0, 0.2);
        const std::string hash = sha256OfFile(path, hashing);
        torchscript::Program program = torchscript::loadProgram(path, job);
        std::shared_ptr<const Model> model;
        torchscript::onDeepStack([&] {
            torchscript::translated("reading the program", job, [&] {
                model = std::make_shared<torchscript::ScriptModel>(std::move(program), path, hash);
            });
        });
        return model;
    }
};

} // namespace

std::unique_ptr<ModelFormat> makeTorchScriptFormat()
{
    return std::make_unique<TorchScriptFormat>();
}

} // namespace inspike
