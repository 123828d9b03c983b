// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/nn/detail/guard.h"
#include "core/nn/program_consent.h"
#include "core/systems/torchscript/deep_stack.h"
#include "core/systems/torchscript/memory_limit.h"
#include "core/systems/torchscript/model.h"
#include "core/systems/torchscript/program_output.h"
#include "core/systems/torchscript/runner.h"
#include "core/systems/torchscript/script_error.h"

#include <ATen/Context.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/jit/runtime/graph_executor.h>

#include <chrono>

namespace inspike::torchscript {

namespace {

Calling callingFor(const std::string& mode, const Signature& signature)
{
    if (mode == "stepped")
        return Calling::Stepped;
    if (mode == "whole")
        return Calling::Whole;
    return mode == "sample" ? Calling::Sample : signature.calling;
}

std::string callingText(Calling calling)
{
    switch (calling) {
    case Calling::Stepped:
        return "called once per step";
    case Calling::Whole:
        return "called once with [step, sample, ...]";
    default:
        return "called once with [sample, step, ...]";
    }
}

// The element type of the parameters, for the data to have the same.
at::ScalarType dtypeOf(const ModuleTree& tree, bool integers)
{
    if (integers)
        return at::kLong;
    for (const NamedTensor& tensor : tensorsOf(tree)) {
        if (tensor.trained && tensor.value.is_floating_point())
            return tensor.value.scalar_type();
    }
    return at::kFloat;
}

void lockOrStop(std::unique_lock<std::timed_mutex>& lock, JobContext& job)
{
    while (!lock.try_lock_for(std::chrono::milliseconds(20)))
        job.checkpoint();
}

} // namespace

void ScriptModel::noteSettings(const Params& options, const Signature& signature, Calling calling,
                               Run& run) const
{
    const std::string& mode = options.text("mode");
    run.notes.push_back("'" + signature.method + "' was " + callingText(calling) +
                        (mode == "auto" ? ", because " + signature.reason : ", as asked for"));
    if (signature.traced > 0)
        run.notes.push_back("the program was traced for " + std::to_string(signature.traced) +
                            " steps, which are all that it uses");
    if (m_training && options.text("training") == "as-saved")
        run.notes.push_back("run in training mode, in which the program was saved");
    run.made.settings = Json::object();
    run.made.settings.set("method", signature.method);
    run.made.settings.set("calls", callingText(calling));
}

Run ScriptModel::execute(const InferenceRequest& request, const Params& options,
                         JobContext& job) const
{
    const Signature& signature = signatureFor(options);
    RunPlan plan;
    plan.signature = signature;
    plan.calling = callingFor(options.text("mode"), signature);
    plan.batch = static_cast<std::size_t>(options.integer("batch"));
    plan.stateShape = options.text("state-shape");
    plan.evaluates = options.text("training") == "off";
    plan.dtype = dtypeOf(m_tree, m_flow.wishesIntegers);
    if (!options.text("arguments").empty())
        plan.arguments = Json::parse(options.text("arguments"));

    JobContext fitting = job.part(0.0, 0.05);
    const std::unique_ptr<FittedInput> input =
        fitInput(request.recording, wishFor(options), options, request.seed, fitting);
    if (input->samples() == 0)
        throw Error(ErrorKind::BadModel, "the recording holds no samples");
    if (plan.calling != Calling::Stepped)
        plan.mostSteps = signature.traced;
    if (static_cast<std::int64_t>(input->steps()) < plan.mostSteps)
        throw Error(ErrorKind::BadShape,
                    "the program was traced for " + std::to_string(signature.traced) +
                        " steps, the input has " + std::to_string(input->steps()) +
                        "; set input-steps to that many");

    Run run;
    run.graph = m_info.graph;
    for (LayerNode& node : run.graph.nodes) {
        if (node.kind == "Input")
            node.inputShape = node.outputShape = input->shape();
    }
    run.stepDuration = input->stepDuration();
    noteSettings(options, signature, plan.calling, run);
    Recorder recorder({request.probeGlobs, input->samples(), input->stepDuration()}, job);
    JobContext running = job.part(0.05, 1.0);
    ProgramOutput printed;
    {
        const Hooks::Listening listening(*m_hooks, recorder);
        const MemoryLimit limit(memoryBudget());
        translated("running the program", job, [&] { finishLoading(m_program); });
        Runner(m_program, *input, plan, recorder, running).run(run);
    }
    recorder.finish(run);
    for (const std::string& line : printed.lines())
        run.notes.push_back("the program printed: " + line);
    run.made.settings.set("input", input->choice());
    Json classes = Json::array();
    for (const std::string& name : input->classNames())
        classes.push(name);
    if (!input->classNames().empty())
        run.made.settings.set("class_names", std::move(classes));
    return run;
}

Run ScriptModel::run(const InferenceRequest& request, JobContext& job) const
{
    if (!consentedToProgram(m_sha256))
        throw Error(ErrorKind::BadModel, programRefusal(m_file));
    if (!request.recording)
        throw Error(ErrorKind::BadModel, "running a program needs a recording");
    std::unique_lock lock(m_running, std::defer_lock);
    lockOrStop(lock, job);
    const Params options = request.options.has("mode") ? request.options : Params(runOptions());
    Run run;
    onDeepStack([&] {
        nn::useThreads(request.threads);
        const c10::AutoGradMode noGradients(false);
        const torch::jit::GraphOptimizerEnabledGuard asWritten(false);
        at::Generator random = at::globalContext().defaultGenerator(at::Device(at::kCPU));
        random.set_current_seed(request.seed);
        if (!m_hooks)
            m_hooks.emplace(m_program, [this](const torch::jit::Function& function) {
                return observesOperators(m_tree, function);
            });
        run = nn::guarded([&] { return execute(request, options, job); });
    });
    return run;
}

} // namespace inspike::torchscript
