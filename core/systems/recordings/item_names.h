// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the samples of lists are called, by which runs are joined: the same in every system.

#include "core/data/recording.h"

#include <filesystem>
#include <string>
#include <vector>

namespace inspike {

// "t10k-images" of "t10k-images-idx3-ubyte.gz", other names as they are.
std::string shortName(std::string file);
// The name of the file where that tells all items apart, else the path below the folder that all
// are in; with the entry of files of many. Items that stand twice are numbered.
std::vector<std::string> namesOfItems(const std::vector<SampleList::Item>& items);
// "digits/12.wav", "digits.gz#7": of a pair, relative to its list.
std::string nameBelow(const FileEntry& file, const std::filesystem::path& folder);

} // namespace inspike
