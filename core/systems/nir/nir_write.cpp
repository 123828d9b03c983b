// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/hdf5/hdf5_file.h"
#include "core/systems/nir/nir_file.h"

#include <array>
#include <set>

namespace inspike::nir {

namespace {

void requireName(const std::string& name)
{
    if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos ||
        name.find('\0') != std::string::npos)
        throw Error(ErrorKind::BadOutput, "a NIR file cannot hold a node named '" + name + "'");
}

void writeText(Hdf5File& hdf5, const std::string& path, const std::string& text)
{
    hdf5.writeTexts(path, {}, std::array<std::string, 1>{text});
}

void writeNumbers(Hdf5File& hdf5, const std::string& path, const Node& node)
{
    for (const auto& [name, tensor] : node.numbers)
        hdf5.writeTensor(path + "/" + name, tensor);
    for (const auto& [name, text] : node.texts)
        writeText(hdf5, path + "/" + name, text);
    for (const auto& [name, texts] : node.textArrays)
        hdf5.writeTexts(path + "/" + name, texts.shape, texts.values);
}

void writeGraph(Hdf5File& hdf5, const std::string& path, const Graph& graph);

void writeNode(Hdf5File& hdf5, const std::string& path, const Node& node)
{
    hdf5.makeGroup(path);
    if (!node.graph.empty()) {
        writeGraph(hdf5, path, node.graph.front());
        return;
    }
    writeText(hdf5, path + "/type", node.type);
    writeNumbers(hdf5, path, node);
}

void writeGraph(Hdf5File& hdf5, const std::string& path, const Graph& graph)
{
    writeText(hdf5, path + "/type", "NIRGraph");
    std::vector<std::string> ends;
    for (const auto& [from, to] : graph.edges) {
        ends.push_back(from);
        ends.push_back(to);
    }
    hdf5.writeTexts(path + "/edges", {graph.edges.size(), 2}, ends);
    hdf5.makeGroup(path + "/nodes");
    std::set<std::string> names;
    for (const Node& node : graph.nodes) {
        requireName(node.name);
        if (!names.insert(node.name).second)
            throw Error(ErrorKind::BadOutput, "two nodes are named '" + node.name + "'");
        writeNode(hdf5, path + "/nodes/" + node.name, node);
    }
    writeNumbers(hdf5, path, graph.metadata);
}

} // namespace

void writeNir(const std::filesystem::path& path, const File& file, bool replace)
{
    writeAtomically(path, replace, [&file](const std::filesystem::path& temporary) {
        Hdf5File hdf5 = Hdf5File::create(temporary);
        writeText(hdf5, "/version", file.version.empty() ? "1.0" : file.version);
        hdf5.makeGroup("/node");
        writeGraph(hdf5, "/node", file.graph);
        hdf5.close();
    });
}

} // namespace inspike::nir
