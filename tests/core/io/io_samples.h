// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Files for the tests of readers: the tiny samples of tests/data/recordings, files written on the
// spot, and reading them by whatever reader the registry picks.

#include "core/base/error.h"
#include "core/data/recording.h"

#include <QTemporaryDir>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace inspike::test {

std::filesystem::path sample(const std::string& name);
std::vector<std::filesystem::path> allSamples();

std::string contentOf(const std::filesystem::path& path);
// A file in `folder` with that content.
std::filesystem::path written(const QTemporaryDir& folder, const std::string& name,
                              std::string_view content);

Recording opened(const std::filesystem::path& path, std::size_t trial = 0);
// The error that the call throws; fails the caller's QVERIFY when there is none.
std::optional<Error> errorOf(const std::function<void()>& call);
// A recording with a stream of every type.
Recording everyKind();
QString joined(const std::vector<std::string>& lines);

} // namespace inspike::test
