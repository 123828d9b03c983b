// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Calls a method of a program on the batches of a fitted recording: step by step with the state
// carried on, or once for all steps. Every batch meets a fresh copy of the program's values.

#include "core/systems/fitting/input_fit.h"
#include "core/systems/torchscript/recorder.h"

namespace inspike::torchscript {

struct RunPlan
{
    Signature signature;
    Calling calling = Calling::Stepped;
    std::size_t batch = 0; // 0 = as fits
    Json arguments;        // values of further arguments by name
    std::string stateShape;
    std::int64_t mostSteps = 0; // that it was traced for; 0 = any
    bool evaluates = false;     // leaves the training mode, if it was saved in it
    at::ScalarType dtype = at::kFloat;
};

class Runner
{
public:
    Runner(const Program& program, const FittedInput& input, const RunPlan& plan,
           Recorder& recorder, JobContext& job);

    // What was fed goes into run.inputs, what is worth knowing into run.notes.
    void run(Run& run);

private:
    struct Copy;

    void runBatch(const FittedBatch& batch, std::size_t count);
    void callStepped(Copy& copy, const at::Tensor& input);
    void callWhole(Copy& copy, const at::Tensor& input);
    void reset(Copy& copy) const;
    // Arguments of one call.
    std::vector<c10::IValue> arguments(const Copy& copy, const at::Tensor& data,
                                       const std::map<std::string, c10::IValue>& state) const;
    c10::IValue further(const c10::Argument& argument, const at::Tensor& data) const;
    std::map<std::string, c10::IValue> firstState(const at::Tensor& data) const;
    c10::IValue zeroState(const c10::TypePtr& type, std::size_t& place, std::int64_t samples) const;
    bool guessesState() const;
    std::map<std::string, c10::IValue> stateIn(const c10::IValue& returned) const;
    void keep(const c10::IValue& returned);
    void feed(const FittedBatch& batch);
    const c10::FunctionSchema& schema() const;

    const Program& m_program;
    const FittedInput& m_input;
    const RunPlan& m_plan;
    Recorder& m_recorder;
    JobContext& m_job;
    BatchShape m_shape;
    std::size_t m_first = 0; // sample of the batch that is run
    std::vector<Tensor> m_fed;
    std::vector<std::int64_t> m_labels;
    std::vector<std::string> m_ids;
    std::vector<std::string> m_notes;
};

} // namespace inspike::torchscript
