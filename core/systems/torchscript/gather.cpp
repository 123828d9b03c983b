// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/torchscript/recorder.h"

#include <ATen/ops/stack.h>

#include <algorithm>

namespace inspike::torchscript {

namespace {

bool evenShapes(const std::vector<const Given*>& calls)
{
    return std::all_of(calls.begin(), calls.end(), [&](const Given* call) {
        return call->value.sizes() == calls.front()->value.sizes();
    });
}

at::Tensor stacked(const std::vector<const Given*>& calls)
{
    std::vector<at::Tensor> values;
    const bool spikes = std::all_of(calls.begin(), calls.end(), [](const Given* call) {
        return call->value.scalar_type() == at::kBool;
    });
    for (const Given* call : calls)
        values.push_back(spikes ? call->value : call->value.to(at::kFloat));
    return at::stack(values);
}

bool hasSamples(const at::Tensor& value, std::int64_t axis, const BatchShape& shape)
{
    return value.dim() > axis && value.size(axis) == shape.samples;
}

// One value that covers all steps.
std::optional<Gathered> whole(const at::Tensor& value, const BatchShape& shape)
{
    const bool first = shape.calling == Calling::Sample;
    if (value.dim() >= 2 && value.size(first ? 1 : 0) == shape.steps &&
        value.size(first ? 0 : 1) == shape.samples)
        return Gathered{first ? value.transpose(0, 1) : value, true};
    // Both axes as one, as layers that know no steps are given them.
    if (value.dim() >= 1 && shape.steps > 1 && value.size(0) == shape.steps * shape.samples) {
        std::vector<std::int64_t> sizes = value.sizes().vec();
        sizes[0] = first ? shape.samples : shape.steps;
        sizes.insert(sizes.begin() + 1, first ? shape.steps : shape.samples);
        const at::Tensor apart = value.reshape(sizes);
        return Gathered{first ? apart.transpose(0, 1) : apart, true};
    }
    return std::nullopt;
}

// All calls from one place.
std::optional<Gathered> fromOnePlace(const std::vector<const Given*>& calls,
                                     const BatchShape& shape)
{
    if (!evenShapes(calls))
        return std::nullopt;
    const at::Tensor& first = calls.front()->value;
    const bool stepped = shape.calling == Calling::Stepped;
    const auto count = static_cast<std::int64_t>(calls.size());
    if (count == 1 && !stepped) {
        if (auto found = whole(first, shape))
            return found;
        return hasSamples(first, 0, shape) ? std::optional(Gathered{first}) : std::nullopt;
    }
    if (!hasSamples(first, 0, shape)) {
        // A program that makes steps of its own and gives all of them at once.
        if (!hasSamples(first, 1, shape))
            return std::nullopt;
        return Gathered{stacked(calls).flatten(0, 1), true, true};
    }
    return Gathered{stacked(calls), true, count != shape.steps};
}

} // namespace

std::vector<Gathered> gathered(const std::vector<Given>& calls, const BatchShape& shape)
{
    std::vector<const Given*> all;
    for (const Given& call : calls)
        all.push_back(&call);
    if (all.empty())
        return {};
    const bool stepped = shape.calling == Calling::Stepped;
    // Once per step, wherever from: a traced loop has a place for every turn.
    if (!stepped && shape.steps > 1 && static_cast<std::int64_t>(all.size()) == shape.steps &&
        evenShapes(all) && hasSamples(all.front()->value, 0, shape))
        return {Gathered{stacked(all), true}};
    std::vector<std::uint64_t> sites;
    std::vector<std::vector<const Given*>> groups;
    for (const Given* call : all) {
        auto place = std::ranges::find(sites, call->site);
        if (place == sites.end()) {
            sites.push_back(call->site);
            groups.emplace_back();
            place = sites.end() - 1;
        }
        groups[static_cast<std::size_t>(place - sites.begin())].push_back(call);
    }
    std::vector<Gathered> result;
    for (const std::vector<const Given*>& group : groups) {
        if (auto found = fromOnePlace(group, shape))
            result.push_back(std::move(*found));
    }
    return result;
}

} // namespace inspike::torchscript
