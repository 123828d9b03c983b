// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What every network offers, whatever file it came from: inputs, probes and a way to run it. Views
// ask for probes ("who offers spikes?"), never for a particular system. Contains no tensor library.

#include "core/base/job.h"
#include "core/base/json.h"
#include "core/base/labelled_array.h"
#include "core/base/param_spec.h"
#include "core/data/recording.h"
#include "core/nn/input_wish.h"
#include "core/nn/layer_graph.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace inspike {

enum class ProbeKind { Spikes, Membrane, Current, Attention, Embedding, Mode, Other };
std::string_view probeKindName(ProbeKind kind);     // "spikes"
ProbeKind probeKindFromName(std::string_view name); // Other for an unknown name

struct InputInfo
{
    std::string name; // of the stream in a recording, e.g. "x"
    std::vector<AxisKind> axes;
    std::vector<std::int64_t> shape; // -1 = any
    std::string help;                // what it is, one line
};

struct Probe
{
    std::string id;    // unique in the model: "S", "lif/block.0"
    std::string title; // "Spikes"
    ProbeKind kind = ProbeKind::Other;
    std::vector<AxisKind> axes;
    // Files hold the first two axes as one, as the reference of the model has them.
    bool joined = false;
};

struct ParameterInfo
{
    std::string name;
    std::vector<std::size_t> shape;
};

struct ModelInfo
{
    std::string title;
    std::string format;  // "inspike-model", "fixture", "pytorch-checkpoint"
    std::string system;  // id of the model system, "smnn"
    std::string summary; // one line: "Spiking, N = 100, P = 3, double filter"
    std::uint64_t parameterCount = 0;
    std::vector<ParameterInfo> parameters;
    std::vector<InputInfo> inputs;
    std::vector<Probe> probes;        // recorded on request
    std::vector<Probe> outputs;       // always recorded
    std::optional<Time> stepDuration; // us per time step, if the model has one
    Json config;                      // as stored in the file
    Json training;                    // how it was trained, null if unknown
    std::vector<std::string> notes;   // e.g. what was assumed because the file does not say
    LayerGraph graph;                 // empty when unknown
    // The file holds a program, which running the model will execute: only with the user's consent
    // (core/workspace/trusted_files.h). Opening executes nothing.
    bool isProgram = false;

    const Probe* probe(std::string_view id) const; // among probes and outputs
};

// One recorded quantity. Spikes are stored sparse, everything else dense.
struct Activation
{
    Probe probe;
    std::variant<LabelledArray, SparseSpikes> values;

    const std::vector<Axis>& axes() const;
    LabelledArray dense() const;
};

// Where a run comes from; written into the run file and the metadata of figures.
struct Provenance
{
    std::string modelFile, modelSha256, recordingFile, recordingSha256;
    std::string system;
    Json settings; // run options and model parameters
    std::uint64_t seed = 0;
    std::string device = "cpu";
    double wallSeconds = 0.0; // of this inference; not written: same input, same bytes

    Json toJson() const; // adds program and library versions
    static Provenance fromJson(const Json& object);
};

// All that was recorded in one inference.
struct Run
{
    std::map<std::string, Activation> outputs;
    std::map<std::string, Activation> probes;
    std::map<std::string, Tensor> inputs; // what went in
    // Parameters a view needs to interpret probes (modes, scores); by state-dict name.
    std::map<std::string, LabelledArray> parameters;
    std::optional<Time> stepDuration;
    // Names of the samples ("digits/12.bin", "t10k-images#7"), in the order of the sample axis, by
    // which runs are joined; empty when unknown.
    std::vector<std::string> sampleIds;
    // Of the network; node.output and node.probes name what was recorded, as far as it was.
    LayerGraph graph;
    // What the reader of the run should know, e.g. which probes were left out.
    std::vector<std::string> notes;
    Provenance made;

    const Activation* find(std::string_view id) const; // probes first, then outputs
};

struct InferenceRequest
{
    std::shared_ptr<const Recording> recording;
    std::vector<std::string> probeGlobs = {"*"}; // which probes to record; * and ? match
    Params options;                              // of Model::runOptions()
    std::uint64_t seed = 0;
    int threads = 0; // 0 = as set for the process
};

class Model
{
public:
    virtual ~Model() = default;

    virtual const ModelInfo& info() const = 0;
    // Options of one run, e.g. plain or fast path.
    virtual ParamSpecs runOptions() const { return {}; }
    // What recordings are fitted to, when the run options are these: of open formats, whose run
    // options include fitOptions(). nullopt where the system itself says how its inputs are made.
    virtual std::optional<InputWish> inputWish(const Params&) const { return std::nullopt; }
    // Throws Error{BadModel} when the recording lacks what the model needs and Error{BadShape} when
    // it has another shape. Fills outputs, probes, inputs, parameters and stepDuration of the Run;
    // file names and hashes are the caller's, who keeps what made.settings says. Checks for
    // cancellation at least every 50 ms.
    virtual Run run(const InferenceRequest& request, JobContext& job) const = 0;
    // A parameter by its state-dict name; throws Error{NotFound}.
    virtual LabelledArray parameter(std::string_view name) const = 0;
};

// True if any glob matches the probe id.
bool probeWanted(const std::vector<std::string>& globs, std::string_view id);

} // namespace inspike
