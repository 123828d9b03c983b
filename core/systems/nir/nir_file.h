// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A NIR file as it is written (specs: nir 1 and 3): nodes with their data sets, nested graphs,
// edges. Nothing is interpreted here, so that reading and writing give equal files.

#include "core/base/job.h"
#include "core/data/tensor.h"

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace inspike::nir {

struct Graph;

struct TextArray
{
    std::vector<std::size_t> shape; // at least one dimension
    std::vector<std::string> values;
};

struct Node
{
    std::string name; // within its graph
    std::string type; // "LIF"
    // Data sets by name; "metadata/author" for one in a group of the node.
    std::map<std::string, Tensor> numbers;
    std::map<std::string, std::string> texts; // such as padding = "same"; not the type
    std::map<std::string, TextArray> textArrays;
    std::vector<Graph> graph; // of a NIRGraph: exactly one; else none
};

struct Graph
{
    std::vector<Node> nodes; // by name
    std::vector<std::pair<std::string, std::string>> edges;
    // Whatever else the file keeps ("metadata/author"); never influences the computation.
    Node metadata;
};

struct File
{
    std::string version; // of the writer, "0.2.0"
    Graph graph;
    std::vector<std::string> notes; // what was odd
};

// True for HDF5 files with /node, and for any file called .nir.
bool looksLikeNir(const std::filesystem::path& path) noexcept;
// Throws Error{NotFound, BadFormat, Unsupported}: truncated, another format (says which), a missing
// compression filter (names it), sizes beyond the file.
File readNir(const std::filesystem::path& path, JobContext& job);
// Atomic; the same content gives the same bytes. Throws Error{BadOutput}.
void writeNir(const std::filesystem::path& path, const File& file, bool replace);

} // namespace inspike::nir
