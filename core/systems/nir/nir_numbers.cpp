// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/nir/nir_numbers.h"

#include <cmath>

namespace inspike::nir {

void NodeNumbers::fail(ErrorKind kind, const std::string& fault) const
{
    throw Error(kind, "node " + m_graph.nameOf(m_index) + ": " + fault);
}

const Tensor* NodeNumbers::find(std::string_view name) const
{
    const auto found = m_node.numbers.find(std::string(name));
    return found == m_node.numbers.end() ? nullptr : &found->second;
}

bool NodeNumbers::has(std::string_view name) const
{
    return find(name) != nullptr;
}

std::optional<std::string> NodeNumbers::text(std::string_view name) const
{
    const auto one = m_node.texts.find(std::string(name));
    if (one != m_node.texts.end())
        return one->second;
    const auto many = m_node.textArrays.find(std::string(name));
    if (many != m_node.textArrays.end() && many->second.values.size() == 1)
        return many->second.values.front();
    return std::nullopt;
}

std::optional<Shape> NodeNumbers::shape(std::string_view name) const
{
    const Tensor* tensor = find(name);
    if (tensor == nullptr)
        return std::nullopt;
    return Shape(tensor->shape.begin(), tensor->shape.end());
}

std::vector<double> NodeNumbers::values(std::string_view name) const
{
    const Tensor* tensor = find(name);
    if (tensor == nullptr)
        fail(ErrorKind::BadModel, "there is no parameter '" + std::string(name) + "'");
    if (tensor->elements() == 0)
        fail(ErrorKind::BadModel, "the parameter '" + std::string(name) + "' is empty");
    if (tensor->dtype == DType::Complex64 || tensor->dtype == DType::Complex128)
        fail(ErrorKind::BadModel, "the parameter '" + std::string(name) + "' is complex");
    return tensor->toDoubles();
}

std::optional<Shape> NodeNumbers::integers(std::string_view name) const
{
    if (!has(name))
        return std::nullopt;
    if (find(name)->elements() == 0)
        return Shape();
    constexpr double kMost = 9.0e15; // exact in a double
    Shape numbers;
    for (const double value : values(name)) {
        if (!(std::abs(value) <= kMost) || std::trunc(value) != value)
            fail(ErrorKind::BadModel, "'" + std::string(name) + "' is not of whole numbers");
        numbers.push_back(static_cast<std::int64_t>(value));
    }
    return numbers;
}

std::int64_t NodeNumbers::integer(std::string_view name, std::int64_t otherwise) const
{
    const auto numbers = integers(name);
    if (!numbers)
        return otherwise;
    if (numbers->size() != 1) {
        fail(ErrorKind::BadModel,
             "'" + std::string(name) + "' is " + textOf(*numbers) + " instead of one number");
    }
    return numbers->front();
}

std::array<std::int64_t, 2> NodeNumbers::pair(std::string_view name, std::int64_t otherwise) const
{
    const auto numbers = integers(name);
    if (!numbers)
        return {otherwise, otherwise};
    if (numbers->empty() || numbers->size() > 2) {
        fail(ErrorKind::BadModel, "'" + std::string(name) + "' is " + textOf(*numbers) +
                                      " instead of one or two numbers");
    }
    return {numbers->front(), numbers->back()};
}

} // namespace inspike::nir
