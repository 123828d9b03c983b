// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/nir/nir_parameters.h"

#include "core/systems/nir/nir_numbers.h"

#include <algorithm>
#include <cmath>

namespace inspike::nir {

namespace {

enum class Range { Finite, Positive, NotNegative, NotNaN };

// As the networks compute; fails for what float32 cannot hold either.
std::vector<float> checkedFloats(const NodeNumbers& numbers, std::string_view name, Range range)
{
    const std::vector<double> values = numbers.values(name);
    std::vector<float> floats;
    floats.reserve(values.size());
    for (const double value : values) {
        const auto number = static_cast<float>(value);
        const bool fits = range == Range::NotNaN ? !std::isnan(number) : std::isfinite(number);
        const bool inRange = (range != Range::Positive || number > 0.0F) &&
                             (range != Range::NotNegative || number >= 0.0F);
        if (!fits || !inRange) {
            const std::string_view wanted = range == Range::Positive      ? ", not positive"
                                            : range == Range::NotNegative ? ", negative"
                                                                          : "";
            numbers.fail(ErrorKind::BadModel,
                         "element " + std::to_string(floats.size()) + " of '" + std::string(name) +
                             "' is " + (std::isnan(value) ? "NaN" : std::to_string(value)) +
                             std::string(fits ? wanted : ""));
        }
        floats.push_back(number);
    }
    return floats;
}

// One value for all where they are equal, else one for each element of the output.
Values spreadOver(const Shape& whole, Shape shape, const std::vector<float>& values)
{
    if (std::ranges::all_of(values, [&](float value) { return value == values.front(); }))
        return {values.front()};
    if (productOf(shape) == productOf(whole))
        return values; // the same but for dimensions of 1
    shape.erase(shape.begin(),
                shape.end() - static_cast<std::ptrdiff_t>(std::min(shape.size(), whole.size())));
    shape.insert(shape.begin(), whole.size() - shape.size(), 1);
    Values spread(static_cast<std::size_t>(productOf(whole)));
    std::vector<std::int64_t> at(whole.size(), 0);
    for (float& value : spread) {
        std::size_t from = 0;
        for (std::size_t d = 0; d < whole.size(); ++d) {
            const auto place = shape[d] == 1 ? 0 : at[d];
            from = from * static_cast<std::size_t>(shape[d]) + static_cast<std::size_t>(place);
        }
        value = values[from];
        for (std::size_t d = whole.size(); d-- > 0 && ++at[d] == whole[d];)
            at[d] = 0;
    }
    return spread;
}

class ParameterReader
{
public:
    ParameterReader(const NodeNumbers& numbers, NetworkNode& node)
        : m_numbers(numbers), m_node(node)
    {}

    Values required(std::string_view name, Range range) const
    {
        const std::vector<float> values = checkedFloats(m_numbers, name, range);
        const Shape shape = *m_numbers.shape(name);
        if (!broadcasts(shape, m_node.output)) {
            m_numbers.fail(ErrorKind::BadShape, "'" + std::string(name) + "' is " + textOf(shape) +
                                                    " for an output of " + textOf(m_node.output));
        }
        return spreadOver(m_node.output, shape, values);
    }

    Values optional(std::string_view name, float otherwise) const
    {
        return m_numbers.has(name) ? required(name, Range::Finite) : Values{otherwise};
    }

    void readNeuron() const
    {
        m_node.threshold = required("v_threshold", Range::NotNaN);
        m_node.reset = optional("v_reset", 0.0F);
    }

    void readCurrent() const
    {
        m_node.tauSyn = required("tau_syn", Range::Positive);
        m_node.tauMem = required("tau_mem", Range::Positive);
        m_node.inputWeight = optional("w_in", 1.0F);
        readLeak();
    }

    void readLeak() const
    {
        m_node.r = required("r", Range::Finite);
        m_node.leak = required("v_leak", Range::Finite);
    }

    void readWeights() const
    {
        m_node.weight = checkedFloats(m_numbers, "weight", Range::Finite);
        const bool dense = m_node.type == NodeType::Linear || m_node.type == NodeType::Affine;
        if (m_node.type == NodeType::Linear || (!dense && !m_numbers.has("bias")))
            return;
        m_node.bias = checkedFloats(m_numbers, "bias", Range::Finite);
        const auto outputs = static_cast<std::size_t>(m_node.weightShape.front());
        if (m_node.bias.size() == 1)
            m_node.bias.assign(outputs, m_node.bias.front());
        if (m_node.bias.size() != outputs) {
            m_numbers.fail(ErrorKind::BadShape, "its bias is " + textOf(*m_numbers.shape("bias")) +
                                                    ", its weight " +
                                                    textOf(*m_numbers.shape("weight")));
        }
    }

private:
    const NodeNumbers& m_numbers;
    NetworkNode& m_node;
};

} // namespace

std::vector<std::string_view> elementNumbers(NodeType type)
{
    switch (type) {
    case NodeType::Scale:
        return {"scale"};
    case NodeType::Delay:
        return {"delay"};
    case NodeType::Threshold:
        return {"threshold"};
    case NodeType::I:
        return {"r"};
    case NodeType::Li:
        return {"tau", "r", "v_leak"};
    case NodeType::CubaLi:
        return {"tau_syn", "tau_mem", "r", "v_leak", "w_in"};
    case NodeType::If:
        return {"r", "v_threshold", "v_reset"};
    case NodeType::Lif:
        return {"tau", "r", "v_leak", "v_threshold", "v_reset"};
    case NodeType::CubaLif:
        return {"tau_syn", "tau_mem", "r", "v_leak", "v_threshold", "v_reset", "w_in"};
    default:
        return {};
    }
}

void readParameters(const FlatGraph& graph, std::size_t index, NetworkNode& node)
{
    const NodeNumbers numbers(graph, index);
    const ParameterReader reader(numbers, node);
    switch (node.type) {
    case NodeType::Linear:
    case NodeType::Affine:
    case NodeType::Conv1d:
    case NodeType::Conv2d:
        reader.readWeights();
        node.parameters = {"weight", "bias"};
        break;
    case NodeType::Scale:
        node.scale = reader.required("scale", Range::Finite);
        break;
    case NodeType::Delay:
        node.delay = reader.required("delay", Range::NotNegative);
        break;
    case NodeType::Threshold:
        node.threshold = reader.required("threshold", Range::NotNaN);
        break;
    case NodeType::I:
        node.r = reader.required("r", Range::Finite);
        break;
    case NodeType::Li:
    case NodeType::Lif:
        node.tau = reader.required("tau", Range::Positive);
        reader.readLeak();
        break;
    case NodeType::CubaLi:
    case NodeType::CubaLif:
        reader.readCurrent();
        break;
    case NodeType::If:
        node.r = reader.required("r", Range::Finite);
        break;
    default:
        break;
    }
    if (node.isNeuron())
        reader.readNeuron();
    for (const std::string_view name : elementNumbers(node.type))
        node.parameters.emplace_back(name);
    std::erase_if(node.parameters, [&](const std::string& name) { return !numbers.has(name); });
}

} // namespace inspike::nir
