// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What benchmarks of pictures share: a watch, percentiles, and a folder that goes away.

#include "core/base/json.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <string>
#include <unistd.h>
#include <vector>

namespace inspike {

class Stopwatch
{
public:
    double ms() const
    {
        return std::chrono::duration<double, std::milli>(Clock::now() - m_start).count();
    }
    double seconds() const { return ms() / 1e3; }

private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point m_start = Clock::now();
};

// A folder that goes away with everything in it.
class TemporaryFolder
{
public:
    TemporaryFolder()
        : m_path(std::filesystem::temp_directory_path() /
                 ("inspike-bench-" + std::to_string(::getpid())))
    {
        std::filesystem::create_directories(m_path);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

inline double quantile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    const auto last = static_cast<double>(values.size() - 1);
    return values[static_cast<std::size_t>(std::lround(share * last))];
}

inline Json quantiles(const std::vector<double>& ms)
{
    Json object = Json::object();
    object.set("p50", quantile(ms, 0.50));
    object.set("p95", quantile(ms, 0.95));
    return object;
}

} // namespace inspike
