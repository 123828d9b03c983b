// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/memory.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <sys/resource.h>
#include <unistd.h>

namespace inspike {

namespace {

constexpr std::uint64_t kLeastBudget = std::uint64_t{64} << 20U;
std::atomic<std::uint64_t> budget{0}; // 0 = the default

struct ByteUnit
{
    std::string_view name;
    double bytes;
};
constexpr std::array kByteUnits = {ByteUnit{"", 1.0},           ByteUnit{"B", 1.0},
                                   ByteUnit{"K", 1e3},          ByteUnit{"KB", 1e3},
                                   ByteUnit{"KiB", 1024.0},     ByteUnit{"M", 1e6},
                                   ByteUnit{"MB", 1e6},         ByteUnit{"MiB", 1048576.0},
                                   ByteUnit{"G", 1e9},          ByteUnit{"GB", 1e9},
                                   ByteUnit{"GiB", 1073741824}, ByteUnit{"T", 1e12},
                                   ByteUnit{"TB", 1e12},        ByteUnit{"TiB", 1099511627776.0}};

} // namespace

std::uint64_t physicalMemory()
{
    const long pages = ::sysconf(_SC_PHYS_PAGES);
    const long size = ::sysconf(_SC_PAGESIZE);
    return pages > 0 && size > 0
               ? static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(size)
               : std::uint64_t{4} << 30U;
}

std::uint64_t memoryBudget()
{
    const std::uint64_t set = budget.load();
    return set != 0 ? set : std::max(kLeastBudget, physicalMemory() / 4);
}

void setMemoryBudget(std::uint64_t bytes)
{
    budget.store(bytes == 0 ? 0 : std::max(kLeastBudget, bytes));
}

std::uint64_t residentMemory()
{
    std::uint64_t total = 0;
    std::uint64_t resident = 0;
    std::ifstream file("/proc/self/statm");
    file >> total >> resident;
    return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

std::uint64_t peakResidentMemory()
{
    struct rusage usage = {};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024; // ru_maxrss is in KiB
}

std::uint64_t bytesFromText(std::string_view text)
{
    double value = 0.0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    while (unit.starts_with(' '))
        unit.remove_prefix(1);
    const auto known = std::find_if(kByteUnits.begin(), kByteUnits.end(),
                                    [&](const ByteUnit& each) { return each.name == unit; });
    if (failed != std::errc() || known == kByteUnits.end() || !(value > 0.0) ||
        value * known->bytes > 1e18)
        throw Error(ErrorKind::BadParameter, "an amount of memory must look like 512M or 4GiB, "
                                             "got '" +
                                                 std::string(text) + "'");
    return static_cast<std::uint64_t>(value * known->bytes);
}

std::string textFromBytes(std::uint64_t bytes)
{
    constexpr std::array kNames = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    auto value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (value >= 999.5 && unit + 1 < kNames.size()) {
        value /= 1000.0;
        ++unit;
    }
    char text[32];
    std::snprintf(text, sizeof text, unit == 0 || value >= 99.95 ? "%.0f %s" : "%.1f %s", value,
                  kNames[unit]);
    return text;
}

} // namespace inspike
