// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Keeps what the modules of a program give while it runs, and makes probes of it: what they are,
// spikes or numbers, with how many steps, and called from how many places, shows only then.

#include "core/nn/model.h"
#include "core/systems/torchscript/hooks.h"
#include "core/systems/torchscript/modules.h"
#include "core/systems/torchscript/signature.h"

#include <ATen/core/Tensor.h>

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace inspike::torchscript {

// How the values of one batch lie.
struct BatchShape
{
    std::int64_t steps = 1;
    std::int64_t samples = 1;
    Calling calling = Calling::Stepped;
};

// One tensor that a module gave in one call.
struct Given
{
    std::int64_t step = 0; // of the call of the method
    std::uint64_t site = 0;
    at::Tensor value; // bool where all are 0 or 1, else float32
};

// A quantity over one batch: [step, sample, ...], or [sample, ...] without steps.
struct Gathered
{
    at::Tensor values;
    bool stepped = false;
    bool ownSteps = false; // steps that the program makes itself, not those of its input
};

// The calls as one array for each place they come from, in the order of their first appearance;
// none for what has another shape each time.
std::vector<Gathered> gathered(const std::vector<Given>& calls, const BatchShape& shape);

class Recorder : public Observer
{
public:
    struct Plan
    {
        std::vector<std::string> globs;
        std::size_t samples = 1;
        std::optional<Time> stepDuration;
    };
    Recorder(Plan plan, JobContext& job);

    void beginBatch(const ModuleTree& tree, const BatchShape& shape);
    void beginStep(std::int64_t step) { m_step = step; }
    // What the method returned; `names` of its tensors, "output", "state/v".
    void output(const std::string& name, const c10::IValue& value);
    void endBatch();
    void forgetBatch(); // when it failed and is tried again

    // Observer
    void turn() override;
    void gave(const c10::ivalue::Object& self, const std::string& method, std::uint64_t site,
              const c10::IValue& took, const c10::IValue& value) override;
    void computed(const c10::ivalue::Object& self, const std::string& name, std::uint64_t site,
                  const c10::IValue& took, const c10::IValue& value) override;

    // Moves everything into the run and fills in what its graph can know now.
    void finish(Run& run);

private:
    enum class Part { Output, Value, State }; // of the program; of a module; in its attributes
    struct Series
    {
        std::string layer; // id of the node, or of the output
        std::string name;  // "", "0", or of the attribute
        Part part = Part::Value;
        bool wanted = true;
        bool dropped = false;
        bool binary = true;
        bool uneven = false;             // another shape each time
        std::vector<std::int64_t> shape; // of one call
        std::vector<Given> batch;
        std::vector<std::vector<Gathered>> batches;
        std::vector<double> counts;      // of the samples of all batches
        std::vector<double> batchCounts; // of this one
        std::uint64_t bytes = 0;
    };

    Series& seriesOf(const std::string& layer, const std::string& name, Part part);
    void take(Series& series, std::uint64_t site, const at::Tensor& value);
    void takeAll(const std::string& layer, std::uint64_t site, const c10::IValue& value);
    void noteInput(const std::string& layer, const c10::IValue& took);
    void count(Series& series, const at::Tensor& value);
    bool wants(const std::string& layer, const std::string& name, Part part) const;
    void relieve(double factor);
    ProbeKind kindOf(const Series& series) const;
    std::string idOf(const Series& series, const std::string& index) const;
    void finishSeries(Series& series, Run& run);
    void addPrediction(Run& run) const;
    void fillGraph(Run& run) const;
    Activation activationOf(const Series& series, const std::string& id, std::size_t group,
                            ProbeKind kind) const;

    Plan m_plan;
    JobContext& m_job;
    const ModuleTree* m_tree = nullptr;
    BatchShape m_shape;
    std::int64_t m_step = 0;
    std::recursive_mutex m_mutex; // programs may fork
    std::map<std::string, Series> m_series;
    std::map<std::string, std::vector<std::int64_t>> m_inputShapes; // by layer
    std::map<std::string, std::vector<std::string>> m_probesOf;     // by layer, of the run
    std::vector<std::string> m_notes;
    std::set<std::string> m_paths; // of modules, which probes must not be called like
    std::uint64_t m_bytes = 0;
    std::chrono::steady_clock::time_point m_looked; // at the memory in use
    std::uint64_t m_memoryAtStart = 0;
};

} // namespace inspike::torchscript
