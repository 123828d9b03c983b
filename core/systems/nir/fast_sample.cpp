// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/nir/fast_sample.h"

#include "core/systems/nir/fast_pool.h"

#include <algorithm>
#include <utility>

namespace inspike::nir {

namespace {

Activity scaled(const Values& factors, Activity x)
{
    std::vector<float> values = x.toValues();
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] *= factors[factors.size() == 1 ? 0 : i % factors.size()];
    return Activity::ofValues(x.grid, x.steps, std::move(values));
}

Activity above(const Values& thresholds, const Activity& x)
{
    Activity made = Activity::empty(x.grid, x.steps, true);
    const std::vector<float> values = x.toValues();
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::size_t place = i % x.grid.size();
        if (values[i] > thresholds[thresholds.size() == 1 ? 0 : place])
            made.spikes.set(i / x.grid.size(), place / x.grid.channels, place % x.grid.channels);
    }
    return made;
}

} // namespace

FastSample::FastSample(const Network& network, const FastNodes& fast, const InputBatch& batch,
                       std::size_t sample, Sink& sink, int threads, JobContext& job)
    : m_network(network),
      m_fast(fast),
      m_batch(batch),
      m_sample(sample),
      m_sink(sink),
      m_threads(threads),
      m_job(job),
      m_states(fast.nodes.size()),
      m_given(fast.nodes.size()),
      m_one(fast.nodes.size())
{
    for (std::size_t n = 0; n < fast.nodes.size(); ++n) {
        const FastNode& node = fast.nodes[n];
        if (node.neurons)
            m_states[n].neurons = nn::NeuronState(*node.neurons);
        if (fast.parts[node.part].looped)
            m_states[n].before = Activity::empty(node.output, 1, node.givesSpikes);
    }
}

std::vector<std::size_t> FastSample::diverged() const
{
    std::vector<std::size_t> found;
    for (std::size_t n = 0; n < m_states.size(); ++n) {
        if (m_fast.nodes[n].neurons && !m_states[n].neurons.isFinite())
            found.push_back(n);
    }
    return found;
}

void FastSample::run(std::size_t first, std::size_t steps)
{
    for (std::size_t p = 0; p < m_fast.parts.size(); ++p) {
        m_job.checkpoint();
        const FastPart& part = m_fast.parts[p];
        if (part.looped)
            runLoop(part, first, steps);
        else
            runNode(part.nodes.front(), first, steps);
        for (const std::size_t n : part.nodes) {
            if (!m_fast.nodes[n].fusedNeurons)
                report(n, first);
            if (m_fast.nodes[n].fusedLayer && needsSums(*m_fast.nodes[n].fusedLayer))
                report(*m_fast.nodes[n].fusedLayer, first);
        }
        release(p);
    }
}

// What nobody reads any more.
void FastSample::release(std::size_t part)
{
    const auto releaseSources = [&](const FastNode& node) {
        for (const FastSource& source : node.sources) {
            if (m_fast.nodes[source.node].lastReader == part)
                m_given[source.node] = {};
        }
    };
    for (const std::size_t n : m_fast.parts[part].nodes) {
        const FastNode& node = m_fast.nodes[n];
        if (node.fusedLayer)
            releaseSources(m_fast.nodes[*node.fusedLayer]);
        releaseSources(node);
        if (node.lastReader == part && !node.fusedNeurons)
            m_given[n] = {};
    }
}

void FastSample::runNode(std::size_t node, std::size_t first, std::size_t steps)
{
    const FastNode& fast = m_fast.nodes[node];
    if (fast.fusedNeurons)
        return;
    Activity room;
    if (fast.fusedLayer) {
        const std::size_t layer = *fast.fusedLayer;
        const Activity& x = gathered(layer, m_given, first, steps, room);
        m_given[node] =
            fusedWith(layer, node, x, needsSums(layer) ? &m_given[layer].output : nullptr);
        return;
    }
    const Activity& x = gathered(node, m_given, first, steps, room);
    m_given[node] = computed(node, x, room);
}

// Step by step, all nodes of the loop.
void FastSample::runLoop(const FastPart& part, std::size_t first, std::size_t steps)
{
    std::vector<std::size_t> outside;
    for (const std::size_t n : part.nodes) {
        for (const FastSource& source : m_fast.nodes[n].sources) {
            if (m_fast.nodes[source.node].part != m_fast.nodes[n].part)
                outside.push_back(source.node);
        }
    }
    for (const std::size_t source : outside)
        m_given[source].output = m_given[source].output.unlisted();
    for (std::size_t step = 0; step < steps; ++step) {
        m_job.checkpoint();
        for (const std::size_t source : outside)
            m_one[source].output = m_given[source].output.step(step);
        for (const std::size_t n : part.nodes) {
            Activity room;
            const Activity& x = gathered(n, m_one, first + step, 1, room);
            m_one[n] = computed(n, x, room);
        }
        for (const std::size_t n : part.nodes) {
            m_states[n].before = m_one[n].output;
            append(n, step, steps, std::move(m_one[n]));
        }
    }
}

void FastSample::append(std::size_t node, std::size_t step, std::size_t steps, Given one)
{
    Given& all = m_given[node];
    if (step == 0) {
        all = {};
        all.output = Activity::empty(one.output.grid, steps, one.output.isSpikes);
    }
    all.output.put(step, one.output);
    all.membrane.insert(all.membrane.end(), one.membrane.begin(), one.membrane.end());
    all.current.insert(all.current.end(), one.current.begin(), one.current.end());
}

const Activity& FastSample::gathered(std::size_t node, const std::vector<Given>& given,
                                     std::size_t first, std::size_t steps, Activity& room) const
{
    const FastNode& fast = m_fast.nodes[node];
    const auto from = [&](const FastSource& source) -> const Activity& {
        const Activity& before = m_states[source.node].before;
        return source.recurrent ? before : given[source.node].output;
    };
    if (!fast.fed && fast.sources.size() == 1) {
        const Activity& only = from(fast.sources.front());
        if (only.grid == fast.input)
            return only;
        room = only.reshaped(fast.input);
        return room;
    }
    room = Activity::empty(fast.input, fast.fed ? 0 : steps, false);
    if (fast.fed) {
        const std::size_t stride = m_batch.samples * fast.input.size();
        const float* rows =
            m_batch.values[*fast.fed].data() + first * stride + m_sample * fast.input.size();
        if (fast.sources.empty() && m_network.nodes[node].type == NodeType::Input) {
            room = Activity::ofRows(fast.input, rows, steps, stride);
            return room;
        }
        room = Activity::ofValues(fast.input, steps, placed(rows, steps, stride, fast.input));
    }
    for (const FastSource& source : fast.sources) {
        const Activity& added = from(source);
        if (added.grid == fast.input)
            added.addTo(room.values);
        else
            added.reshaped(fast.input).addTo(room.values);
    }
    return room;
}

bool FastSample::needsSums(std::size_t layer) const
{
    const FastNode& fast = m_fast.nodes[layer];
    return fast.readers > 1 || fast.isOutput || wants(layer, Trace::Output);
}

nn::BankTraces FastSample::tracesOf(std::size_t node, Given& given) const
{
    const bool output = !m_fast.nodes[node].neurons->fires();
    return {nullptr, output || wants(node, Trace::Membrane) ? &given.membrane : nullptr,
            wants(node, Trace::Current) ? &given.current : nullptr};
}

// Integrators give their membrane.
void FastSample::finish(std::size_t node, nn::SpikeBits spikes, std::size_t steps,
                        Given& given) const
{
    const FastNode& fast = m_fast.nodes[node];
    given.output = fast.neurons->fires() ? Activity::ofSpikes(fast.output, std::move(spikes))
                                         : Activity::ofValues(fast.output, steps, given.membrane);
}

FastSample::Given FastSample::fusedWith(std::size_t layer, std::size_t node, const Activity& x,
                                        Activity* sums)
{
    const FastNode& fast = m_fast.nodes[node];
    Given given;
    nn::BankTraces traces = tracesOf(node, given);
    std::vector<float> received;
    if (sums != nullptr)
        traces.received = &received;
    nn::SpikeBits spikes = m_fast.nodes[layer].layer->drive(
        x.toList(), *fast.neurons, m_states[node].neurons, traces, m_threads, m_job);
    finish(node, std::move(spikes), x.steps, given);
    if (sums != nullptr)
        *sums = Activity::ofValues(fast.input, x.steps, std::move(received))
                    .reshaped(m_fast.nodes[layer].output);
    return given;
}

FastSample::Given FastSample::integrated(std::size_t node, const Activity& x)
{
    Given given;
    const bool dense = !x.isSpikes && !x.list;
    const std::vector<float> received = dense ? std::vector<float>() : x.toValues();
    nn::SpikeBits spikes = m_fast.nodes[node].neurons->run(
        dense ? x.values : received, x.steps, m_states[node].neurons, tracesOf(node, given));
    finish(node, std::move(spikes), x.steps, given);
    return given;
}

// From the latest steps and those of x.
Activity FastSample::delayed(std::size_t node, const Activity& x)
{
    const FastNode& fast = m_fast.nodes[node];
    std::deque<std::vector<float>>& latest = m_states[node].delayed;
    const std::size_t most = std::ranges::max(fast.delays);
    const std::vector<float> values = x.toValues();
    Activity made = Activity::empty(x.grid, x.steps, false);
    const std::size_t size = x.grid.size();
    for (std::size_t step = 0; step < x.steps; ++step) {
        const float* now = values.data() + step * size;
        latest.emplace_back(now, now + size);
        for (std::size_t i = 0; i < size; ++i) {
            const std::size_t delay = fast.delays[fast.delays.size() == 1 ? 0 : i];
            if (delay < latest.size())
                made.values[step * size + i] = latest[latest.size() - 1 - delay][i];
        }
        if (latest.size() > most)
            latest.pop_front();
    }
    return made;
}

FastSample::Given FastSample::computed(std::size_t node, const Activity& x, Activity& room)
{
    const FastNode& fast = m_fast.nodes[node];
    const NetworkNode& what = m_network.nodes[node];
    if (fast.neurons)
        return integrated(node, x);
    Given given;
    if (fast.layer) {
        Activity sums = Activity::empty(fast.sums, x.steps, false);
        const nn::ActiveMaps list = x.toList();
        fast.layer->addSums({&list, 1}, m_threads, sums.values, &m_job);
        given.output = fast.sums == fast.output ? std::move(sums) : sums.reshaped(fast.output);
        return given;
    }
    switch (what.type) {
    case NodeType::Scale:
        given.output = scaled(fast.factors, x);
        break;
    case NodeType::Threshold:
        given.output = above(fast.factors, x);
        break;
    case NodeType::SumPool2d:
    case NodeType::AvgPool2d:
        given.output = pooled(what, fast.output, x.list ? x.unlisted() : x);
        break;
    case NodeType::Delay:
        given.output = delayed(node, x);
        break;
    default: // Input, Output, Flatten
        const bool mine = &x == &room && x.grid == fast.output;
        given.output = mine ? std::move(room) : x.reshaped(fast.output);
    }
    return given;
}

void FastSample::reportTrace(std::size_t node, Trace trace, std::size_t first,
                             const Activity& values)
{
    const std::size_t sample = m_batch.firstSample + m_sample;
    if (!wants(node, trace))
        return;
    if (m_sink.isSparse(node, trace))
        m_sink.takeSpikes(node, trace, sample, first, values.toPositions());
    else if (!values.isSpikes && !values.list && values.grid.isFlat())
        m_sink.take(node, trace, sample, first, values.values);
    else
        m_sink.take(node, trace, sample, first, values.toRows());
}

void FastSample::report(std::size_t node, std::size_t first)
{
    Given& given = m_given[node];
    const Activity& output = given.output;
    const std::size_t sample = m_batch.firstSample + m_sample;
    if (makesSpikes(m_network.nodes[node]) || m_fast.nodes[node].fed)
        m_sink.addCount(node, sample, output.sum());
    if (m_fast.nodes[node].isOutput)
        m_sink.addSums(node, sample, output.sums());
    reportTrace(node, Trace::Spikes, first, output);
    reportTrace(node, Trace::Output, first, output);
    if (wants(node, Trace::Membrane))
        reportTrace(node, Trace::Membrane, first,
                    Activity::ofValues(output.grid, output.steps, std::move(given.membrane)));
    if (wants(node, Trace::Current))
        reportTrace(node, Trace::Current, first,
                    Activity::ofValues(output.grid, output.steps, std::move(given.current)));
}

} // namespace inspike::nir
