// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/nir/nir_file.h"

#include "core/base/error.h"
#include "core/io/hdf5/hdf5_file.h"
#include "core/nn/formats/sniff.h"

#include <algorithm>
#include <set>

namespace inspike::nir {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kDeepest = 64;       // groups within groups
constexpr std::size_t kMostRepeats = 1000; // objects that are met under another name
constexpr std::size_t kMostRepeatedBytes = std::size_t{256} << 20U;
constexpr std::string_view kGraphType = "NIRGraph";

bool hasNirExtension(const fs::path& path)
{
    std::string extension = path.extension().string();
    std::ranges::transform(extension, extension.begin(), [](unsigned char letter) {
        return static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter);
    });
    return extension == ".nir";
}

// What a file that is not HDF5 seems to be; empty if that cannot be told.
std::string_view guessOf(const fs::path& path)
{
    switch (sniffModelFile(path)) {
    case ModelFileKind::Empty:
        return " (it is empty)";
    case ModelFileKind::Zip:
    case ModelFileKind::LegacyTorch:
    case ModelFileKind::Tar:
        return " (looks like a PyTorch archive)";
    case ModelFileKind::Pickle:
        return " (looks like a Python pickle)";
    case ModelFileKind::Hdf5:
    case ModelFileKind::Other:
        return "";
    }
    return "";
}

// "0.2.0" of a data set of one text.
std::string oneText(const Hdf5File& file, const std::string& path)
{
    const auto texts = file.readTexts(path);
    if (texts.size() != 1) {
        throw Error(ErrorKind::BadFormat,
                    path + " holds " + std::to_string(texts.size()) + " texts instead of one");
    }
    return texts.front();
}

class GraphReader
{
public:
    GraphReader(const Hdf5File& file, File& into, JobContext& job)
        : m_file(file), m_into(into), m_job(job)
    {}

    Graph readGraph(const std::string& path, std::size_t depth)
    {
        enter(path, depth);
        Graph graph;
        bool hasNodes = false;
        for (const std::string& name : m_file.children(path)) {
            const std::string inner = path + "/" + name;
            if (name == "nodes") {
                hasNodes = true;
                readNodes(inner, depth, graph);
            } else if (name == "edges") {
                graph.edges = readEdges(inner);
            } else if (name != "type") {
                // "metadata" and what else the file may hold: kept, and without meaning here.
                readExtra(inner, name, depth + 1, graph.metadata);
            }
        }
        leave();
        if (!hasNodes)
            throw Error(ErrorKind::BadFormat, "the graph " + path + " has no group 'nodes'");
        return graph;
    }

    Node readNode(const std::string& path, const std::string& name, std::size_t depth)
    {
        Node node;
        node.name = name;
        if (!m_file.hasGroup(path))
            throw Error(ErrorKind::BadFormat, path + " is not a node (a group of data sets)");
        if (!m_file.hasDataset(path + "/type"))
            throw Error(ErrorKind::BadFormat, "the node " + path + " has no type");
        node.type = oneText(m_file, path + "/type");
        if (node.type == kGraphType) {
            node.graph.push_back(readGraph(path, depth));
            return node;
        }
        enter(path, depth);
        for (const std::string& inner : m_file.children(path)) {
            if (inner != "type")
                readExtra(path + "/" + inner, inner, depth + 1, node);
        }
        leave();
        return node;
    }

private:
    // Links may lead back to a group that is just being read, or to the same group from many.
    void enter(const std::string& path, std::size_t depth)
    {
        m_job.checkpoint();
        const auto identity = m_file.identity(path);
        if (!identity)
            throw Error(ErrorKind::BadFormat, path + " leads nowhere or into another file");
        if (std::ranges::find(m_open, *identity) != m_open.end())
            throw Error(ErrorKind::BadFormat, path + " is a link to a group that it lies in");
        if (depth > kDeepest) {
            throw Error(ErrorKind::BadFormat,
                        path + " lies more than " + std::to_string(kDeepest) + " groups deep");
        }
        meet(*identity, path, 0);
        m_open.push_back(*identity);
    }

    void leave() { m_open.pop_back(); }

    void meet(std::uint64_t identity, const std::string& path, std::size_t bytes)
    {
        if (m_met.insert(identity).second)
            return;
        ++m_repeats;
        m_repeatedBytes += bytes;
        if (m_repeats > kMostRepeats || m_repeatedBytes > kMostRepeatedBytes)
            throw Error(ErrorKind::BadFormat, path + ": too many links to the same objects");
    }

    void readNodes(const std::string& path, std::size_t depth, Graph& graph)
    {
        if (!m_file.hasGroup(path))
            throw Error(ErrorKind::BadFormat, path + " is not a group");
        for (const std::string& name : m_file.children(path))
            graph.nodes.push_back(readNode(path + "/" + name, name, depth + 1));
    }

    std::vector<std::pair<std::string, std::string>> readEdges(const std::string& path)
    {
        const auto shape = m_file.shape(path);
        if (checkedElements(shape) == 0)
            return {}; // without edges, writers leave an empty list of numbers
        if (!m_file.isText(path) || shape.size() != 2 || shape[1] != 2) {
            throw Error(ErrorKind::BadFormat,
                        path + " " + shapeText(shape) + " is not a list of pairs of node names");
        }
        const auto texts = m_file.readTexts(path);
        std::vector<std::pair<std::string, std::string>> edges;
        for (std::size_t i = 0; i + 1 < texts.size(); i += 2)
            edges.emplace_back(texts[i], texts[i + 1]);
        return edges;
    }

    // A data set, or a group of them, under the name `as`.
    void readExtra(const std::string& path, const std::string& as, std::size_t depth, Node& node)
    {
        if (m_file.hasGroup(path)) {
            enter(path, depth);
            for (const std::string& inner : m_file.children(path))
                readExtra(path + "/" + inner, as + "/" + inner, depth + 1, node);
            leave();
            return;
        }
        const auto identity = m_file.identity(path);
        if (!identity || !m_file.hasDataset(path)) {
            m_into.notes.push_back(path + " leads nowhere or into another file; left out");
            return;
        }
        if (m_file.isText(path)) {
            TextArray texts{m_file.shape(path), m_file.readTexts(path)};
            if (texts.shape.empty() && texts.values.size() == 1)
                node.texts[as] = texts.values.front();
            else
                node.textArrays[as] = std::move(texts);
            return;
        }
        Tensor tensor = m_file.readTensor(path);
        meet(*identity, path, tensor.bytes.size());
        node.numbers[as] = std::move(tensor);
    }

    const Hdf5File& m_file;
    File& m_into;
    JobContext& m_job;
    std::vector<std::uint64_t> m_open; // groups being read, outermost first
    std::set<std::uint64_t> m_met;
    std::size_t m_repeats = 0;
    std::size_t m_repeatedBytes = 0;
};

void readRoot(const Hdf5File& hdf5, File& file, JobContext& job)
{
    if (!hdf5.hasGroup("/node")) {
        std::string found;
        for (const std::string& name : hdf5.children("/"))
            found += (found.empty() ? "" : ", ") + name;
        throw Error(ErrorKind::BadFormat, "not a NIR file: it has no group 'node' (it holds " +
                                              (found.empty() ? "nothing" : found) + ")");
    }
    if (hdf5.isText("/version"))
        file.version = oneText(hdf5, "/version");
    else
        file.notes.emplace_back("the file does not say its version");
    GraphReader reader(hdf5, file, job);
    Node root = reader.readNode("/node", "node", 0);
    if (!root.graph.empty()) {
        file.graph = std::move(root.graph.front());
        return;
    }
    file.notes.push_back("the file holds one node, " + root.type + ", and no graph");
    file.graph.nodes.push_back(std::move(root));
}

} // namespace

bool looksLikeNir(const fs::path& path) noexcept
{
    try {
        std::error_code code;
        if (!fs::is_regular_file(path, code))
            return false;
        if (hasNirExtension(path))
            return true;
        if (!isHdf5(path))
            return false;
        const Hdf5File file = Hdf5File::open(path);
        return file.hasGroup("/node") && file.isText("/node/type");
    } catch (...) {
        return false; // asking must not fail
    }
}

File readNir(const fs::path& path, JobContext& job)
{
    const std::string_view guess = guessOf(path);
    if (!isHdf5(path)) {
        throw Error(ErrorKind::BadFormat,
                    path.string() + " is not an HDF5 file" + std::string(guess));
    }
    const Hdf5File hdf5 = Hdf5File::open(path);
    File file;
    withContext("reading " + path.string(), [&] { readRoot(hdf5, file, job); });
    return file;
}

} // namespace inspike::nir
