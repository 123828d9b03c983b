// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A TorchScript program as a model: its modules are the probes, its method's signature says what
// goes in.

#include "core/nn/model.h"
#include "core/systems/torchscript/flow.h"
#include "core/systems/torchscript/hooks.h"
#include "core/systems/torchscript/signature.h"

#include <mutex>

namespace inspike::torchscript {

class ScriptModel : public Model
{
public:
    // `sha256` of the file, by which it is trusted.
    ScriptModel(Program program, const std::filesystem::path& path, std::string sha256);

    const ModelInfo& info() const override { return m_info; }
    ParamSpecs runOptions() const override;
    std::optional<InputWish> inputWish(const Params& options) const override;
    Run run(const InferenceRequest& request, JobContext& job) const override;
    LabelledArray parameter(std::string_view name) const override;

private:
    void describe(const std::filesystem::path& path);
    void addProbes();
    std::string summary() const;
    InputWish wishFor(const Params& options) const;
    Run execute(const InferenceRequest& request, const Params& options, JobContext& job) const;
    const Signature& signatureFor(const Params& options) const;
    void noteSettings(const Params& options, const Signature& signature, Calling calling,
                      Run& run) const;

    mutable Program m_program;
    ModuleTree m_tree;
    std::vector<std::string> m_methods;
    std::map<std::string, Signature> m_signatures; // by method
    Flow m_flow;
    bool m_training = false; // saved in training mode
    std::string m_file;
    std::string m_sha256;
    ModelInfo m_info;
    mutable std::optional<Hooks> m_hooks; // put in before the first run
    mutable std::timed_mutex m_running;   // one run at a time
};

} // namespace inspike::torchscript
