// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/torchscript/recorder.h"

#include "core/base/error.h"
#include "core/base/memory.h"

#include <ATen/TensorOperators.h>

#include <algorithm>
#include <functional>

namespace inspike::torchscript {

namespace {

using c10::IValue;

constexpr std::chrono::milliseconds kBetweenLooks{10};

bool isBinary(const at::Tensor& value)
{
    if (value.scalar_type() == at::kBool)
        return true;
    if (value.is_complex() || value.is_quantized())
        return false;
    if (value.scalar_type() != at::kFloat || !value.is_contiguous())
        return value.eq(0).logical_or(value.eq(1)).all().item().toBool();
    const float* at = value.data_ptr<float>();
    return std::all_of(at, at + value.numel(),
                       [](float each) { return each == 0.0F || each == 1.0F; });
}

// Tensors within a value, with what tells them apart: "" for a single one, "0", "1" of a tuple.
void forEachTensor(const IValue& value, const std::string& name,
                   const std::function<void(const std::string&, const at::Tensor&)>& visit)
{
    const auto inner = [&](const std::string& part) {
        return name.empty() ? part : name + "." + part;
    };
    if (value.isTensor()) {
        if (value.toTensor().defined() && value.toTensor().layout() == at::kStrided)
            visit(name, value.toTensor());
    } else if (value.isTuple()) {
        const auto& elements = value.toTupleRef().elements();
        for (std::size_t i = 0; i < elements.size(); ++i)
            forEachTensor(elements[i], inner(std::to_string(i)), visit);
    } else if (value.isList()) {
        const auto elements = value.toListRef();
        for (std::size_t i = 0; i < elements.size(); ++i)
            forEachTensor(elements[i], inner(std::to_string(i)), visit);
    } else if (value.isGenericDict()) {
        for (const auto& entry : value.toGenericDict()) {
            if (entry.key().isString())
                forEachTensor(entry.value(), inner(entry.key().toStringRef()), visit);
        }
    }
}

std::string joined(const std::string& layer, const std::string& name)
{
    return name.empty() ? layer : layer + "/" + name;
}

// Of one sample at one step, as far as the axes tell.
std::vector<std::int64_t> shapeWithin(const at::Tensor& value, const BatchShape& shape)
{
    std::vector<std::int64_t> sizes = value.sizes().vec();
    const bool all = shape.calling != Calling::Stepped;
    const std::int64_t first = shape.calling == Calling::Whole ? shape.steps : shape.samples;
    const std::int64_t second = shape.calling == Calling::Whole ? shape.samples : shape.steps;
    if (all && sizes.size() >= 2 && sizes[0] == first && sizes[1] == second)
        sizes.erase(sizes.begin(), sizes.begin() + 2);
    else if (!sizes.empty())
        sizes.erase(sizes.begin());
    return sizes;
}

} // namespace

Recorder::Recorder(Plan plan, JobContext& job)
    : m_plan(std::move(plan)), m_job(job), m_memoryAtStart(residentMemory())
{}

void Recorder::beginBatch(const ModuleTree& tree, const BatchShape& shape)
{
    m_tree = &tree;
    m_shape = shape;
    m_step = 0;
    for (const Module& module : tree.all())
        m_paths.insert(module.path);
}

void Recorder::turn()
{
    m_job.checkpoint();
    const std::lock_guard lock(m_mutex);
    const auto now = std::chrono::steady_clock::now();
    if (now - m_looked < kBetweenLooks)
        return;
    m_looked = now;
    // Lists and text that grow without end are no tensors.
    if (residentMemory() > m_memoryAtStart + 2 * memoryBudget())
        throw Error(ErrorKind::OutOfMemory, "can't allocate memory: the program needs more than " +
                                                textFromBytes(2 * memoryBudget()));
}

bool Recorder::wants(const std::string& layer, const std::string& name, Part part) const
{
    if (part == Part::Output)
        return true;
    constexpr int kMostPlaces = 16;
    const auto wanted = [&](const std::string& base) {
        if (part == Part::State)
            return probeWanted(m_plan.globs, base + "/" + name) ||
                   probeWanted(m_plan.globs, base + "/membrane") ||
                   probeWanted(m_plan.globs, base + "/current");
        if (!name.empty())
            return probeWanted(m_plan.globs, base + "/" + name);
        return probeWanted(m_plan.globs, base + "/spikes") ||
               probeWanted(m_plan.globs, base + "/output");
    };
    if (wanted(layer))
        return true;
    for (int i = 0; i < kMostPlaces; ++i) {
        if (wanted(layer + "[" + std::to_string(i) + "]"))
            return true;
    }
    return false;
}

Recorder::Series& Recorder::seriesOf(const std::string& layer, const std::string& name, Part part)
{
    const std::string key = std::to_string(static_cast<int>(part)) + "\n" + layer + "\n" + name;
    const auto known = m_series.find(key);
    if (known != m_series.end())
        return known->second;
    Series series;
    series.layer = layer;
    series.name = name;
    series.part = part;
    series.wanted = wants(layer, name, part);
    return m_series.emplace(key, std::move(series)).first->second;
}

// Spikes of each sample, whether the values are kept or not.
void Recorder::count(Series& series, const at::Tensor& value)
{
    const std::int64_t samples = m_shape.samples;
    if (series.batchCounts.empty())
        series.batchCounts.assign(static_cast<std::size_t>(samples), 0.0);
    at::Tensor apart;
    if (m_shape.calling == Calling::Whole && value.dim() >= 2 && value.size(0) == m_shape.steps &&
        value.size(1) == samples)
        apart = value.transpose(0, 1).reshape({samples, -1});
    else if (value.dim() >= 1 && value.size(0) == samples)
        apart = value.reshape({samples, -1});
    else if (value.dim() >= 1 && value.size(0) == samples * m_shape.steps)
        apart = m_shape.calling == Calling::Sample ? value.reshape({samples, -1})
                                                   : value.reshape({m_shape.steps, samples, -1})
                                                         .transpose(0, 1)
                                                         .reshape({samples, -1});
    else if (value.dim() >= 2 && value.size(1) == samples)
        apart = value.transpose(0, 1).reshape({samples, -1});
    else
        return;
    const at::Tensor sums = apart.to(at::kDouble).sum(1);
    for (std::int64_t i = 0; i < samples; ++i)
        series.batchCounts[static_cast<std::size_t>(i)] += sums[i].item().toDouble();
}

void Recorder::take(Series& series, std::uint64_t site, const at::Tensor& given)
{
    if (given.is_complex() || given.is_quantized())
        return;
    const at::Tensor value = given.detach();
    series.shape = shapeWithin(value, m_shape);
    const bool binary = isBinary(value);
    series.binary = series.binary && binary;
    if (series.binary && series.part != Part::State)
        count(series, value);
    if (!series.wanted || series.dropped)
        return;
    // A copy: programs may go on writing into what they gave.
    at::Tensor kept = value.to(binary ? at::kBool : at::kFloat).contiguous();
    if (kept.is_alias_of(value))
        kept = kept.clone();
    const auto bytes = static_cast<std::uint64_t>(kept.nbytes());
    series.bytes += bytes;
    m_bytes += bytes;
    series.batch.push_back({m_step, site, std::move(kept)});
    if (2 * m_bytes > memoryBudget())
        relieve(1.0);
}

void Recorder::takeAll(const std::string& layer, std::uint64_t site, const IValue& value)
{
    forEachTensor(value, {}, [&](const std::string& name, const at::Tensor& tensor) {
        take(seriesOf(layer, name, Part::Value), site, tensor);
    });
}

void Recorder::noteInput(const std::string& layer, const IValue& took)
{
    if (took.isTensor() && took.toTensor().defined())
        m_inputShapes[layer] = shapeWithin(took.toTensor(), m_shape);
}

void Recorder::gave(const c10::ivalue::Object& self, const std::string& method, std::uint64_t site,
                    const IValue& took, const IValue& value)
{
    const std::lock_guard lock(m_mutex);
    const Module* module = m_tree != nullptr ? m_tree->find(&self) : nullptr;
    if (module == nullptr || module->path.empty())
        return;
    // Overloads have a number at the end, and so have traced calls from several places.
    const bool forward = method.starts_with("forward") &&
                         method.find_first_not_of("_0123456789", 7) == std::string::npos;
    const std::string layer = forward ? module->path : module->path + ":" + method;
    noteInput(module->path, took);
    takeAll(layer, site, value);
    for (const std::string& attribute : module->state) {
        const IValue kept = self.getSlot(self.type()->getAttributeSlot(attribute));
        if (kept.isTensor() && kept.toTensor().defined())
            take(seriesOf(layer, attribute, Part::State), site, kept.toTensor());
    }
}

void Recorder::computed(const c10::ivalue::Object& self, const std::string& name,
                        std::uint64_t site, const IValue& took, const IValue& value)
{
    const std::lock_guard lock(m_mutex);
    const Module* module = m_tree != nullptr ? m_tree->find(&self) : nullptr;
    if (module == nullptr)
        return;
    const std::string layer = module->path.empty() ? name : module->path + "/" + name;
    m_paths.insert(layer);
    noteInput(layer, took);
    takeAll(layer, site, value);
}

void Recorder::output(const std::string& name, const IValue& value)
{
    const std::lock_guard lock(m_mutex);
    forEachTensor(value, {}, [&](const std::string& part, const at::Tensor& tensor) {
        take(seriesOf(joined(name, part), {}, Part::Output), 0, tensor);
    });
    if (m_tree == nullptr)
        return;
    const Module& root = m_tree->all().front();
    for (const std::string& attribute : root.state) {
        const IValue kept = root.object->getSlot(root.object->type()->getAttributeSlot(attribute));
        if (kept.isTensor() && kept.toTensor().defined())
            take(seriesOf("state", attribute, Part::State), 0, kept.toTensor());
    }
}

void Recorder::forgetBatch()
{
    m_series.clear();
    m_inputShapes.clear();
    m_bytes = 0;
}

void Recorder::endBatch()
{
    for (auto& [key, series] : m_series) {
        if (!series.batch.empty()) {
            std::vector<Gathered> parts = gathered(series.batch, m_shape);
            series.uneven = series.uneven || parts.empty();
            series.batches.push_back(std::move(parts));
            series.batch.clear();
        }
        series.counts.insert(series.counts.end(), series.batchCounts.begin(),
                             series.batchCounts.end());
        series.batchCounts.clear();
    }
    const bool first = std::all_of(m_series.begin(), m_series.end(), [](const auto& entry) {
        return entry.second.batches.size() <= 1;
    });
    // Once the size of a batch is known, that of all is.
    if (first)
        relieve(static_cast<double>(m_plan.samples) / static_cast<double>(m_shape.samples));
}

ProbeKind Recorder::kindOf(const Series& series) const
{
    if (series.part == Part::State)
        return kindOfState(series.name);
    if (series.binary)
        return ProbeKind::Spikes;
    // Beside spikes of the same shape: what made them.
    for (const auto& [key, other] : m_series) {
        if (other.layer == series.layer && other.part == series.part && !other.name.empty() &&
            other.binary && other.shape == series.shape)
            return ProbeKind::Membrane;
    }
    return ProbeKind::Other;
}

// Leaves out the kinds that are needed least until the rest fits.
void Recorder::relieve(double factor)
{
    struct Group
    {
        const char* what;
        std::function<bool(const Series&)> includes;
    };
    const std::vector<Group> groups = {
        {"membranes and currents",
         [this](const Series& series) {
             const ProbeKind kind = kindOf(series);
             return series.part == Part::State || kind == ProbeKind::Membrane ||
                    kind == ProbeKind::Current;
         }},
        {"outputs that are no spikes",
         [](const Series& series) {
             return !series.binary;
         }},
        {"spikes",
         [](const Series&) {
             return true;
         }},
    };
    for (const Group& group : groups) {
        if (2.0 * static_cast<double>(m_bytes) * factor <= static_cast<double>(memoryBudget()))
            return;
        bool any = false;
        for (auto& [key, series] : m_series) {
            if (series.dropped || series.part == Part::Output || !group.includes(series) ||
                series.bytes == 0)
                continue;
            any = true;
            series.dropped = true;
            m_bytes -= std::exchange(series.bytes, 0);
            series.batch.clear();
            series.batches.clear();
        }
        if (any)
            m_notes.push_back(std::string(group.what) +
                              " of the modules were left out, because they do not fit into " +
                              textFromBytes(memoryBudget()) +
                              "; ask for some of them (--probe) or for fewer samples");
    }
    if (2.0 * static_cast<double>(m_bytes) * factor > static_cast<double>(memoryBudget()))
        throw Error(ErrorKind::OutOfMemory, "the outputs of " + std::to_string(m_plan.samples) +
                                                " samples need more than " +
                                                textFromBytes(memoryBudget()) +
                                                "; run fewer samples at once");
}

} // namespace inspike::torchscript
