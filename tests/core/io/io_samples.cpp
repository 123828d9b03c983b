// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/io/io_samples.h"

#include "core/io/bytes.h"
#include "core/io/reader_registry.h"

#include <algorithm>
#include <fstream>

namespace inspike::test {

namespace fs = std::filesystem;

fs::path sample(const std::string& name)
{
    return fs::path(INSPIKE_TEST_DATA) / name;
}

std::vector<fs::path> allSamples()
{
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(INSPIKE_TEST_DATA))
        paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    return paths;
}

std::string contentOf(const fs::path& path)
{
    JobContext job = nullJob();
    return readText(path, job);
}

fs::path written(const QTemporaryDir& folder, const std::string& name, std::string_view content)
{
    const fs::path path = fs::path(folder.path().toStdString()) / name;
    std::ofstream(path, std::ios::binary) << content;
    return path;
}

Recording opened(const fs::path& path, std::size_t trial)
{
    JobContext job = nullJob();
    return readRecording(path, job, trial);
}

std::optional<Error> errorOf(const std::function<void()>& call)
{
    try {
        call();
    } catch (const Error& error) {
        return error;
    }
    return std::nullopt;
}

Recording everyKind()
{
    Recording recording;
    recording.info.title = "Every kind";
    const std::vector<Time> times = {30, -5, 10, 10};
    const std::vector<UnitIndex> units = {1, 0, 1, 1};
    recording.streams.push_back(
        {"spikes/pop", "pop", "audio", "event", SpikeTrains::fromPairs(times, units, 4)});
    recording.streams.push_back({"events/cam", "cam", "visual", "event",
                                 EventStream({{1, 2, 2}, {0, 9, 3}, {1, 0, 7}, {1, 0, 1}}, 10, 8)});
    recording.streams.push_back({"signals/lfp", "lfp", "", "", Signal{{1, 2, 3, 4, 5, 6}, 2, 500}});
    recording.streams.push_back({"frames/film", "film", "visual", "static",
                                 Frames{std::vector<std::uint8_t>(24, 7), 2, 3, 4, 1, {100, 200}}});
    recording.streams.push_back({"labels/class", "class", "", "", Labels{{1, 0}, {"no", "yes"}}});
    Tensor tensor = Tensor::fromFloats({2, 3}, {1, 2, 3, 4, 5, 6});
    tensor.axes = {AxisKind::Sample, AxisKind::Feature};
    recording.streams.push_back({"tensors/x", "x", "", "", tensor});
    return recording;
}

QString joined(const std::vector<std::string>& lines)
{
    QString text;
    for (const std::string& line : lines)
        text += QString::fromStdString(line) + QLatin1Char('\n');
    return text;
}

} // namespace inspike::test
