// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/formats/hdf5_tree.h"

#include "core/base/error.h"

namespace inspike {

namespace {

constexpr int kMaxDepth = 32;
constexpr std::size_t kMaxLeaves = 200'000;

void collect(const Hdf5File& file, const std::string& group, const std::string& prefix, int depth,
             std::vector<Hdf5Leaf>& leaves)
{
    // Hard links may close a circle.
    if (depth > kMaxDepth || leaves.size() > kMaxLeaves)
        throw Error(ErrorKind::BadFormat, group + " is nested without end");
    for (const std::string& child : file.children(group)) {
        const std::string path = group + "/" + child;
        const std::string name = prefix + child;
        if (file.hasDataset(path))
            leaves.push_back({name, false});
        else if (file.hasAttribute(path, "shape") && file.hasDataset(path + "/index"))
            leaves.push_back({name, true});
        else if (file.hasGroup(path))
            collect(file, path, name + "/", depth + 1, leaves);
    }
}

} // namespace

std::vector<Hdf5Leaf> leavesBelow(const Hdf5File& file, std::string_view group)
{
    std::vector<Hdf5Leaf> leaves;
    if (file.hasGroup(group))
        collect(file, std::string(group), {}, 0, leaves);
    return leaves;
}

std::string hdf5PathOf(std::string_view group, std::string_view name)
{
    std::string_view rest = name;
    for (;;) {
        const std::size_t slash = rest.find('/');
        const std::string_view part = rest.substr(0, slash);
        if (part.empty() || part == "." || part == ".." ||
            part.find('\0') != std::string_view::npos)
            throw Error(ErrorKind::BadOutput,
                        "'" + std::string(name) + "' cannot be a name in an HDF5 file");
        if (slash == std::string_view::npos)
            break;
        rest.remove_prefix(slash + 1);
    }
    return std::string(group) + "/" + std::string(name);
}

} // namespace inspike
