// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/smnn/nir_graph.h"

#include "core/base/error.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace inspike::smnn {

namespace {

constexpr double kThreshold = 1.0;

Tensor doubles(std::vector<std::size_t> shape, const std::vector<double>& values)
{
    Tensor tensor;
    tensor.dtype = DType::Float64;
    tensor.shape = std::move(shape);
    tensor.bytes.resize(values.size() * sizeof(double));
    std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
    return tensor;
}

nir::Node nodeOf(const std::string& name, const std::string& type)
{
    nir::Node node;
    node.name = name;
    node.type = type;
    return node;
}

nir::Node portOf(const std::string& name, const std::string& type, std::size_t size)
{
    nir::Node node = nodeOf(name, type);
    node.numbers["shape"] = Tensor::fromInt64({1}, {static_cast<std::int64_t>(size)});
    return node;
}

// The rows of a matrix [rows, columns], or those of its transpose.
nir::Node linearOf(const std::string& name, std::span<const float> matrix, std::size_t rows,
                   std::size_t columns, bool transposed)
{
    std::vector<float> weight(matrix.begin(), matrix.end());
    if (transposed) {
        for (std::size_t row = 0; row < rows; ++row) {
            for (std::size_t column = 0; column < columns; ++column)
                weight[column * rows + row] = matrix[row * columns + column];
        }
        std::swap(rows, columns);
    }
    nir::Node node = nodeOf(name, "Linear");
    node.numbers["weight"] = Tensor::fromFloats({rows, columns}, weight);
    return node;
}

class GraphMaker
{
public:
    explicit GraphMaker(const Network& network)
        : m_config(network.config),
          m_factors(Factors::of(network.config)),
          m_weights(network.weights)
    {}

    nir::Graph make() const
    {
        const Weights& w = m_weights;
        nir::Graph graph;
        graph.nodes = {portOf("input", "Input", w.inputs),
                       linearOf("Win", w.win, w.units, w.inputs, false), neurons()};
        graph.edges = {{"input", "Win"}, {"Win", "neurons"}};
        std::string last = "neurons";
        if (m_config.filter == Filter::Double) {
            graph.nodes.push_back(filter("rise", m_factors.rise, m_factors.riseGain));
            graph.edges.emplace_back(last, "rise");
            last = "rise";
        }
        graph.nodes.push_back(filter("filter", m_factors.decay, m_factors.filterGain));
        graph.edges.emplace_back(last, "filter");
        // W = pin diag(l) pout^T, of the filtered spikes as they were a step ago.
        nir::Node delay = nodeOf("delay", "Delay");
        delay.numbers["delay"] = every(m_config.dt);
        nir::Node scores = nodeOf("l", "Scale");
        scores.numbers["scale"] = Tensor::fromFloats({w.modes}, w.l);
        graph.nodes.push_back(std::move(delay));
        graph.nodes.push_back(linearOf("pout", w.pout, w.units, w.modes, true));
        graph.nodes.push_back(std::move(scores));
        graph.nodes.push_back(linearOf("pin", w.pin, w.units, w.modes, false));
        graph.nodes.push_back(linearOf("Wout", w.wout, w.outputs, w.units, false));
        graph.nodes.push_back(portOf("output", "Output", w.outputs));
        for (const auto& edge :
             {std::pair("filter", "delay"), std::pair("delay", "pout"), std::pair("pout", "l"),
              std::pair("l", "pin"), std::pair("pin", "neurons"), std::pair("filter", "Wout"),
              std::pair("Wout", "output")})
            graph.edges.emplace_back(edge);
        std::ranges::sort(graph.nodes, {}, &nir::Node::name);
        return graph;
    }

private:
    Tensor every(double value) const
    {
        return doubles({m_weights.units}, std::vector<double>(m_weights.units, value));
    }

    // A step of forward Euler keeps 1 - dt / tau of what there was.
    Tensor tauOf(double kept) const { return every(m_config.dt / (1.0 - kept)); }

    // I <- l_s I + x, U <- l_m U + (1 - l_m) I
    nir::Node neurons() const
    {
        nir::Node node = nodeOf("neurons", "CubaLIF");
        node.numbers["tau_syn"] = tauOf(m_factors.synapse);
        node.numbers["w_in"] = every(1.0 / (1.0 - m_factors.synapse));
        node.numbers["tau_mem"] = tauOf(m_factors.membrane);
        node.numbers["r"] = every(1.0);
        node.numbers["v_leak"] = every(0.0);
        node.numbers["v_threshold"] = every(kThreshold);
        node.numbers["v_reset"] = every(0.0);
        return node;
    }

    // y <- kept y + gain x
    nir::Node filter(const std::string& name, double kept, double gain) const
    {
        nir::Node node = nodeOf(name, "LI");
        node.numbers["tau"] = tauOf(kept);
        node.numbers["r"] = every(gain / (1.0 - kept));
        node.numbers["v_leak"] = every(0.0);
        return node;
    }

    const Config& m_config;
    Factors m_factors;
    const Weights& m_weights;
};

} // namespace

nir::File nirFileOf(const Network& network, std::vector<std::string>& notes)
{
    if (network.config.neuron == Neuron::Rate) {
        throw Error(ErrorKind::BadModel, "NIR has no node for the neurons of the rate network "
                                         "(tanh); only spiking networks can be written");
    }
    notes.emplace_back("NIR has no refractory period: after a spike, neurons of the graph may fire "
                       "again within the 5 steps in which those of the network cannot");
    if (network.config.task == Task::Mnist) {
        notes.emplace_back("NIR has no maximum over time: the output is Wout r at every step, not "
                           "of the largest r");
    }
    std::string dt = std::to_string(network.config.dt);
    dt.erase(dt.find_last_not_of('0') + 1);
    notes.push_back("NIR keeps no time step: run the graph with dt = " + dt + " s");
    nir::File file;
    file.version = "1.0";
    file.graph = GraphMaker(network).make();
    nir::Node& metadata = file.graph.metadata;
    metadata.texts["metadata/source"] = "Inspike, system smnn";
    metadata.texts["metadata/config"] = configJson(network).dump();
    metadata.numbers["metadata/dt"] = doubles({}, {network.config.dt});
    metadata.textArrays["metadata/notes"] = {{notes.size()}, notes};
    return file;
}

} // namespace inspike::smnn
