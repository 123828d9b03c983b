// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/nir/nir_windows.h"

#include <algorithm>

namespace inspike::nir {

namespace {

// Of one side of a picture; keeps products of two such numbers within 64 bits.
constexpr std::int64_t kLargest = std::int64_t{1} << 30U;

Shape weightShapeOf(const NodeNumbers& numbers, std::size_t rank)
{
    const auto shape = numbers.shape("weight");
    if (!shape)
        numbers.fail(ErrorKind::BadModel, "there is no parameter 'weight'");
    if (shape->size() != rank || productOf(*shape) == 0) {
        numbers.fail(ErrorKind::BadShape, "its weight is " + textOf(*shape) + ", not [out, in" +
                                              (rank == 4 ? ", height, width]" : ", length]"));
    }
    return *shape;
}

// One-dimensional windows have 1, 1, 0, 1 for y.
std::array<std::int64_t, 2> sides(const NodeNumbers& numbers, NodeType type, std::string_view name,
                                  std::int64_t otherwise, std::int64_t none)
{
    if (type != NodeType::Conv1d)
        return numbers.pair(name, otherwise);
    return {none, numbers.integer(name, otherwise)};
}

void requireRange(const NodeNumbers& numbers, std::string_view name,
                  const std::array<std::int64_t, 2>& values, std::int64_t least)
{
    for (const std::int64_t value : values) {
        if (value < least || value > kLargest) {
            numbers.fail(ErrorKind::BadModel,
                         "'" + std::string(name) + "' is " + std::to_string(value));
        }
    }
}

void readPadding(const NodeNumbers& numbers, NetworkNode& node)
{
    const auto text = numbers.text("padding");
    if (!text) {
        node.paddingBefore = sides(numbers, node.type, "padding", 0, 0);
        requireRange(numbers, "padding", node.paddingBefore, 0);
        node.paddingAfter = node.paddingBefore;
        return;
    }
    if (*text == "valid") {
        node.paddingBefore = node.paddingAfter = {0, 0};
        return;
    }
    if (*text != "same")
        numbers.fail(ErrorKind::BadModel, "unknown padding '" + *text + "'");
    for (std::size_t side = 0; side < 2; ++side) {
        if (node.stride[side] != 1)
            numbers.fail(ErrorKind::BadModel, "padding 'same' needs a stride of 1");
        const std::int64_t both = node.dilation[side] * (node.kernel[side] - 1);
        node.paddingBefore[side] = both / 2;
        node.paddingAfter[side] = both - both / 2;
    }
}

void readConvolution(const NodeNumbers& numbers, NetworkNode& node)
{
    const bool flat = node.type == NodeType::Conv1d;
    node.weightShape = weightShapeOf(numbers, flat ? 3 : 4);
    node.kernel = {flat ? 1 : node.weightShape[2], node.weightShape.back()};
    node.stride = sides(numbers, node.type, "stride", 1, 1);
    node.dilation = sides(numbers, node.type, "dilation", 1, 1);
    node.groups = numbers.integer("groups", 1);
    const std::int64_t out = node.weightShape[0];
    if (node.groups < 1 || out % node.groups != 0) {
        numbers.fail(ErrorKind::BadModel, std::to_string(node.groups) + " groups do not divide " +
                                              std::to_string(out) + " output channels");
    }
}

void readPool(const NodeNumbers& numbers, NetworkNode& node)
{
    if (!numbers.has("kernel_size"))
        numbers.fail(ErrorKind::BadModel, "there is no parameter 'kernel_size'");
    node.kernel = numbers.pair("kernel_size", 1);
    node.stride = numbers.has("stride") ? numbers.pair("stride", 1) : node.kernel;
}

} // namespace

bool isConvolution(NodeType type)
{
    return type == NodeType::Conv1d || type == NodeType::Conv2d;
}

bool isPool(NodeType type)
{
    return type == NodeType::SumPool2d || type == NodeType::AvgPool2d;
}

Shape windowDemand(const NodeNumbers& numbers, NodeType type)
{
    if (isPool(type))
        return {-1, -1, -1};
    const bool flat = type == NodeType::Conv1d;
    const Shape weight = weightShapeOf(numbers, flat ? 3 : 4);
    const std::int64_t groups = numbers.integer("groups", 1);
    Shape demand(flat ? 2 : 3, -1);
    if (groups < 1 || __builtin_mul_overflow(weight[1], groups, demand.data()))
        numbers.fail(ErrorKind::BadModel, "'groups' is " + std::to_string(groups));
    auto sizes = numbers.integers("input_shape").value_or(Shape());
    if (sizes.size() == 1 && !flat)
        sizes.push_back(sizes.front());
    // Some files have the channels, or a batch, before height and width.
    for (std::size_t i = 1; i < demand.size() && sizes.size() + 1 >= demand.size(); ++i) {
        const std::int64_t size = sizes[sizes.size() - demand.size() + i];
        demand[i] = size > 0 ? size : -1;
    }
    return demand;
}

void readWindow(const NodeNumbers& numbers, NetworkNode& node)
{
    if (isConvolution(node.type))
        readConvolution(numbers, node);
    else
        readPool(numbers, node);
    requireRange(numbers, "kernel_size", node.kernel, 1);
    requireRange(numbers, "stride", node.stride, 1);
    requireRange(numbers, "dilation", node.dilation, 1);
    readPadding(numbers, node);
    for (std::size_t side = 0; side < 2 && isPool(node.type); ++side) {
        if (node.paddingBefore[side] > node.kernel[side] / 2)
            numbers.fail(ErrorKind::BadModel, "the padding is more than half of the kernel");
    }
    node.output = node.input;
    if (isConvolution(node.type))
        node.output.front() = node.weightShape.front();
    const std::size_t spatial = node.input.size() - 1; // one or two dimensions
    for (std::size_t i = 0; i < spatial; ++i) {
        const std::size_t side = 2 - spatial + i;
        const std::int64_t reach = node.dilation[side] * (node.kernel[side] - 1) + 1;
        const std::int64_t room =
            node.input[1 + i] + node.paddingBefore[side] + node.paddingAfter[side] - reach;
        if (room < 0) {
            numbers.fail(ErrorKind::BadShape,
                         "its kernel of " + textOf({node.kernel[0], node.kernel[1]}) +
                             " does not fit into its input of " + textOf(node.input));
        }
        node.output[1 + i] = room / node.stride[side] + 1;
    }
}

std::optional<Shape> flattened(const NodeNumbers& numbers, const Shape& input, bool withBatch)
{
    const auto rank = static_cast<std::int64_t>(input.size());
    const auto place = [&](std::int64_t dimension) {
        if (dimension < 0)
            return dimension + rank;
        return withBatch ? std::max<std::int64_t>(dimension - 1, 0) : dimension;
    };
    const std::int64_t first = place(numbers.integer("start_dim", withBatch ? 1 : 0));
    const std::int64_t last = place(numbers.integer("end_dim", -1));
    if (first < 0 || last >= rank || first > last)
        return std::nullopt;
    Shape flat(input.begin(), input.begin() + first);
    flat.push_back(productOf({input.begin() + first, input.begin() + last + 1}));
    flat.insert(flat.end(), input.begin() + last + 1, input.end());
    return flat;
}

} // namespace inspike::nir
