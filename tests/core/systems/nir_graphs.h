// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// NIR graphs made on the spot.

#include "core/systems/nir/nir_network.h"

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace inspike::test {

// float32; one element without a shape is a scalar.
Tensor numbersOf(std::vector<std::size_t> shape, const std::vector<float>& values);
Tensor scalarOf(float value);
Tensor filled(std::vector<std::size_t> shape, float value);
Tensor integersOf(const std::vector<std::int64_t>& values); // a list
Tensor integerOf(std::int64_t value);                       // a scalar

using Numbers = std::vector<std::pair<std::string, Tensor>>;

nir::Node nodeOf(const std::string& name, const std::string& type, const Numbers& numbers = {});
nir::Node portOf(const std::string& name, const std::string& type,
                 const std::vector<std::int64_t>& shape);
nir::Node lifOf(const std::string& name, const std::vector<std::size_t>& shape = {});
nir::Node cubaLifOf(const std::string& name, const std::vector<std::size_t>& shape = {});
nir::Node linearOf(const std::string& name, std::size_t out, std::size_t in, float weight = 0.5F);
nir::Node convOf(const std::string& name, std::vector<std::size_t> weight);
nir::Node subGraphOf(const std::string& name, nir::Graph graph);

using Edges = std::vector<std::pair<std::string, std::string>>;

nir::Graph graphOf(std::vector<nir::Node> nodes, Edges edges);
nir::File fileOf(std::vector<nir::Node> nodes, Edges edges);
// Edges from each node to the next.
nir::File chainOf(std::vector<nir::Node> nodes);
// One of every type of node, nested graphs, texts and metadata.
nir::File everyType();

nir::Network networkOf(const nir::File& file);
// "a->b" of the edges that are recurrent, sorted.
std::vector<std::string> recurrentOf(const nir::Network& network);
nir::Shape outputOf(const nir::Network& network, const std::string& id);
// Empty if both have the same content, else where they differ.
std::string differenceOf(const nir::File& a, const nir::File& b);

} // namespace inspike::test
