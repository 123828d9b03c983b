// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/fitting/tensor_layout.h"

#include "core/base/error.h"
#include "core/systems/fitting/arrange.h"

#include <algorithm>

namespace inspike::fitting {

namespace {

void take(std::optional<std::size_t>& place, std::size_t axis, const char* what)
{
    if (place)
        throw Error(ErrorKind::BadShape, std::string("the tensor has two axes of ") + what +
                                             "; name them with input-axes");
    place = axis;
}

TensorLayout named(const std::vector<AxisKind>& axes)
{
    TensorLayout layout;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        if (axes[i] == AxisKind::Step || axes[i] == AxisKind::Time)
            take(layout.step, i, "steps");
        else if (axes[i] == AxisKind::Sample)
            take(layout.sample, i, "samples");
        else
            layout.others.push_back(i);
    }
    return layout;
}

std::vector<AxisKind> axesGiven(const Tensor& tensor, const Settings& settings)
{
    if (settings.axes.empty())
        return tensor.axes.size() == tensor.shape.size() ? tensor.axes : std::vector<AxisKind>();
    if (settings.axes.size() != tensor.shape.size())
        throw Error(ErrorKind::BadParameter,
                    "input-axes names " + counted(settings.axes.size(), "axis") +
                        ", the tensor is " + inspike::shapeText(tensor.shape));
    std::vector<AxisKind> axes;
    for (const std::string& name : settings.axes)
        axes.push_back(*axisKindFromName(name));
    return axes;
}

// The `own` right-most axes are of the sample; nothing when too many are left.
std::optional<TensorLayout> fromTheRight(const Tensor& tensor, std::size_t own, bool stepped,
                                         std::size_t labels)
{
    const std::vector<std::size_t>& shape = tensor.shape;
    const std::size_t left = shape.size() - own;
    if (left > 2)
        return std::nullopt;
    TensorLayout layout;
    layout.isGuessed = true;
    for (std::size_t i = left; i < shape.size(); ++i)
        layout.others.push_back(i);
    const auto isLabelled = [&](std::size_t axis) {
        return labels > 1 && shape[axis] == labels;
    };
    if (left == 1)
        (stepped && !isLabelled(0) ? layout.step : layout.sample) = 0;
    if (left == 2) {
        const bool secondIsStep =
            isLabelled(0) != isLabelled(1) ? isLabelled(0) : shape[1] > shape[0];
        layout.step = secondIsStep ? 1 : 0;
        layout.sample = secondIsStep ? 0 : 1;
    }
    return layout;
}

TensorLayout guessed(const Tensor& tensor, const EncoderRequest& request, std::size_t labels)
{
    const std::size_t rank = tensor.shape.size();
    const Shape& wish = request.wish.shape;
    const bool stepped = request.wish.stepped;
    if (wish.empty()) {
        TensorLayout layout = *fromTheRight(tensor, rank > 0 ? rank - 1 : 0, stepped, labels);
        return layout;
    }
    std::vector<std::size_t> tries = {std::min(wish.size(), rank)};
    for (std::size_t own = rank + 1; own-- > 0;)
        tries.push_back(own);
    for (const std::size_t own : tries) {
        const auto layout = fromTheRight(tensor, own, stepped, labels);
        if (!layout)
            continue;
        try {
            if (arranged(sampleShape(tensor, *layout, request.settings), wish, own == 1))
                return *layout;
        } catch (const Error&) { // such channels do not exist there
        }
    }
    // Refused later, with the shapes.
    const std::size_t own = std::min(std::max(wish.size(), rank > 2 ? rank - 2 : 0), rank);
    return *fromTheRight(tensor, own, stepped, labels);
}

} // namespace

TensorLayout layoutOf(const Piece& piece, const EncoderRequest& request, std::size_t labels)
{
    const auto& tensor = std::get<Tensor>(piece.stream->data);
    const std::vector<AxisKind> axes = axesGiven(tensor, request.settings);
    TensorLayout layout = axes.empty() ? guessed(tensor, request, labels) : named(axes);
    // A network without steps takes them as a part of its sample.
    if (!request.wish.stepped && layout.step) {
        layout.others.push_back(*layout.step);
        std::ranges::sort(layout.others);
        layout.step.reset();
    }
    layout.steps = layout.step ? tensor.shape[*layout.step] : 1;
    layout.samples = layout.sample ? tensor.shape[*layout.sample] : 1;
    return layout;
}

std::string layoutText(const Tensor& tensor, const TensorLayout& layout)
{
    std::string text = "[";
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
        text += i > 0 ? ", " : "";
        if (layout.step == i)
            text += "step ";
        if (layout.sample == i)
            text += "sample ";
        text += std::to_string(tensor.shape[i]);
    }
    return text + "]";
}

Shape sampleShape(const Tensor& tensor, const TensorLayout& layout, const Settings& settings)
{
    Shape shape;
    for (const std::size_t axis : layout.others)
        shape.push_back(static_cast<std::int64_t>(tensor.shape[axis]));
    if (settings.channels.empty())
        return shape;
    const std::size_t most = *std::ranges::max_element(settings.channels);
    const std::size_t size = layout.others.empty() ? 1 : tensor.shape[layout.others.front()];
    if (most >= size)
        throw Error(ErrorKind::BadParameter, "input-channels names channel " +
                                                 std::to_string(most) + " of " +
                                                 std::to_string(size) + ", which count from 0");
    if (!shape.empty())
        shape.front() = static_cast<std::int64_t>(settings.channels.size());
    return shape;
}

} // namespace inspike::fitting
