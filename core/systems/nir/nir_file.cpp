// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/nir/nir_file.h"

#include "core/base/error.h"
#include "core/io/hdf5/hdf5_file.h"
#include "core/nn/formats/sniff.h"

#include <algorithm>
#include <unordered_set>

namespace inspike::nir {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kDeepest = 128;      // groups within groups
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

// The end of a path, for messages.
std::string shortened(const std::string& path)
{
    constexpr std::size_t kMost = 80;
    return path.size() <= kMost ? path : "..." + path.substr(path.size() - kMost);
}

class GraphReader
{
public:
    GraphReader(const Hdf5File& file, File& into, JobContext& job)
        : m_file(file), m_into(into), m_job(job)
    {}

    // `path` is the group of a node that is met under that name.
    Node readNode(const std::string& path, const Hdf5Entry& entry, std::size_t depth)
    {
        requireKind(path, entry, Hdf5Entry::Kind::Group, "a node (a group of data sets)");
        enter(path, entry, depth);
        const std::vector<Hdf5Entry> entries = m_file.entries(path);
        const auto type = std::ranges::find(entries, "type", &Hdf5Entry::name);
        if (type == entries.end())
            throw Error(ErrorKind::BadFormat, "the node " + shortened(path) + " has no type");
        Node node;
        node.name = entry.name;
        node.type = oneText(m_file, path + "/type");
        if (node.type == kGraphType) {
            node.graph.push_back(readGraph(path, entries, depth));
        } else {
            for (const Hdf5Entry& inner : entries) {
                if (inner.name != "type")
                    readExtra(path + "/" + inner.name, inner, inner.name, depth + 1, node);
            }
        }
        m_open.pop_back();
        return node;
    }

private:
    Graph readGraph(const std::string& path, const std::vector<Hdf5Entry>& entries,
                    std::size_t depth)
    {
        Graph graph;
        bool hasNodes = false;
        for (const Hdf5Entry& entry : entries) {
            const std::string inner = path + "/" + entry.name;
            if (entry.name == "nodes") {
                hasNodes = true;
                requireKind(inner, entry, Hdf5Entry::Kind::Group, "a group of nodes");
                enter(inner, entry, depth + 1);
                const std::vector<Hdf5Entry> nodes = m_file.entries(inner);
                for (const Hdf5Entry& node : nodes) {
                    graph.nodes.push_back(readNode(inner + "/" + node.name, node, depth + 2));
                    if (depth == 0)
                        m_job.progress(static_cast<double>(graph.nodes.size()) /
                                           static_cast<double>(nodes.size()),
                                       "reading nodes");
                }
                m_open.pop_back();
            } else if (entry.name == "edges") {
                requireKind(inner, entry, Hdf5Entry::Kind::Dataset, "a list of edges");
                graph.edges = readEdges(inner);
            } else if (entry.name != "type") {
                readExtra(inner, entry, entry.name, depth + 1, graph.metadata);
            }
        }
        if (!hasNodes) {
            throw Error(ErrorKind::BadFormat,
                        "the graph " + shortened(path) + " has no group 'nodes'");
        }
        return graph;
    }

    static void requireKind(const std::string& path, const Hdf5Entry& entry, Hdf5Entry::Kind kind,
                            const std::string& what)
    {
        if (entry.kind == kind)
            return;
        throw Error(ErrorKind::BadFormat,
                    shortened(path) + (entry.kind == Hdf5Entry::Kind::Other
                                           ? " is a link that leads nowhere or into another file, "
                                             "which is not followed"
                                           : " is not " + what));
    }

    // Links may lead back to a group that is just being read, or to the same group from many.
    void enter(const std::string& path, const Hdf5Entry& entry, std::size_t depth)
    {
        m_job.checkpoint();
        if (std::ranges::find(m_open, entry.identity) != m_open.end()) {
            throw Error(ErrorKind::BadFormat,
                        shortened(path) + " is a link to a group that it lies in");
        }
        if (depth > kDeepest) {
            throw Error(ErrorKind::BadFormat, shortened(path) + " lies more than " +
                                                  std::to_string(kDeepest) + " groups deep");
        }
        meet(path, entry, 0);
        m_open.push_back(entry.identity);
    }

    void meet(const std::string& path, const Hdf5Entry& entry, std::size_t bytes)
    {
        if (m_met.insert(entry.identity).second)
            return;
        ++m_repeats;
        m_repeatedBytes += bytes;
        if (m_repeats > kMostRepeats || m_repeatedBytes > kMostRepeatedBytes) {
            throw Error(ErrorKind::BadFormat,
                        shortened(path) + ": too many links to the same objects");
        }
    }

    std::vector<std::pair<std::string, std::string>> readEdges(const std::string& path)
    {
        const auto shape = m_file.shape(path);
        if (checkedElements(shape) == 0)
            return {}; // without edges, writers leave an empty list of numbers
        if (!m_file.isText(path) || shape.size() != 2 || shape[1] != 2) {
            throw Error(ErrorKind::BadFormat, shortened(path) + " " + shapeText(shape) +
                                                  " is not a list of pairs of node names");
        }
        const auto texts = m_file.readTexts(path);
        std::vector<std::pair<std::string, std::string>> edges;
        for (std::size_t i = 0; i + 1 < texts.size(); i += 2)
            edges.emplace_back(texts[i], texts[i + 1]);
        return edges;
    }

    // A data set, or a group of them, under the name `as`. Of metadata and the like, what cannot be
    // kept is left out with a note.
    void readExtra(const std::string& path, const Hdf5Entry& entry, const std::string& as,
                   std::size_t depth, Node& node)
    {
        if (entry.kind == Hdf5Entry::Kind::Group) {
            enter(path, entry, depth);
            for (const Hdf5Entry& inner : m_file.entries(path))
                readExtra(path + "/" + inner.name, inner, as + "/" + inner.name, depth + 1, node);
            m_open.pop_back();
            return;
        }
        const bool isParameter = !node.type.empty() && as.find('/') == std::string::npos;
        if (isParameter)
            requireKind(path, entry, Hdf5Entry::Kind::Dataset, "a data set");
        try {
            requireKind(path, entry, Hdf5Entry::Kind::Dataset, "a data set");
            keep(path, entry, as, node);
        } catch (const Error& error) {
            const bool odd =
                entry.kind != Hdf5Entry::Kind::Dataset || error.kind() == ErrorKind::Unsupported;
            if (isParameter || !odd)
                throw;
            m_into.notes.push_back("left out: " + error.message());
        }
    }

    void keep(const std::string& path, const Hdf5Entry& entry, const std::string& as, Node& node)
    {
        if (m_file.isText(path)) {
            TextArray texts{m_file.shape(path), m_file.readTexts(path)};
            if (texts.shape.empty() && texts.values.size() == 1)
                node.texts[as] = texts.values.front();
            else
                node.textArrays[as] = std::move(texts);
            return;
        }
        Tensor tensor = m_file.readTensor(path);
        meet(path, entry, tensor.bytes.size());
        node.numbers[as] = std::move(tensor);
    }

    const Hdf5File& m_file;
    File& m_into;
    JobContext& m_job;
    std::vector<std::uint64_t> m_open; // groups being read, outermost first
    std::unordered_set<std::uint64_t> m_met;
    std::size_t m_repeats = 0;
    std::size_t m_repeatedBytes = 0;
};

void readRoot(const Hdf5File& hdf5, File& file, JobContext& job)
{
    const std::vector<Hdf5Entry> entries = hdf5.entries("/");
    const auto root = std::ranges::find(entries, "node", &Hdf5Entry::name);
    if (root == entries.end() || root->kind != Hdf5Entry::Kind::Group) {
        std::string found;
        for (const Hdf5Entry& entry : entries)
            found += (found.empty() ? "" : ", ") + entry.name;
        throw Error(ErrorKind::BadFormat, "not a NIR file: it has no group 'node' (it holds " +
                                              (found.empty() ? "nothing" : found) + ")");
    }
    if (hdf5.isText("/version"))
        file.version = oneText(hdf5, "/version");
    else
        file.notes.emplace_back("the file does not say its version");
    Node node = GraphReader(hdf5, file, job).readNode("/node", *root, 0);
    if (!node.graph.empty()) {
        file.graph = std::move(node.graph.front());
        return;
    }
    file.notes.push_back("the file holds one node, " + node.type + ", and no graph");
    file.graph.nodes.push_back(std::move(node));
}

// What was seen of the nodes of a graph is a recording.
bool holdsData(const fs::path& path) noexcept
{
    try {
        return isHdf5(path) &&
               Hdf5File::open(path).textAttribute("/", "__type__") == "NIRGraphData";
    } catch (...) {
        return false; // damaged
    }
}

} // namespace

bool looksLikeNir(const fs::path& path) noexcept
{
    try {
        std::error_code code;
        if (!fs::is_regular_file(path, code))
            return false;
        if (hasNirExtension(path))
            return !holdsData(path);
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
