// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/systems/scmrl_pairs.h"

#include "core/base/error.h"
#include "core/io/reader_registry.h"
#include "core/io/recording_writer.h"
#include "tests/core/io/media_files.h"

#include <cmath>
#include <fstream>

namespace inspike::test {

namespace fs = std::filesystem;
using namespace inspike::scmrl;

fs::path PairFolder::write(const std::string& name, const std::string& content) const
{
    const fs::path path = fs::path(m_folder.path().toStdString()) / name;
    std::ofstream(path, std::ios::binary) << content;
    return path;
}

void PairFolder::writeStreams(const std::string& name, std::vector<NamedStream> streams) const
{
    Recording recording;
    recording.streams = std::move(streams);
    JobContext job = nullJob();
    writeRecording(fs::path(m_folder.path().toStdString()) / name, recording, true, job);
}

std::unique_ptr<Samples> PairFolder::samples(const std::string& rows, const Config& config) const
{
    const fs::path path = write("pairs.csv", "audio,visual,label,split\n" + rows);
    JobContext job = nullJob();
    return samplesOf(std::make_shared<Recording>(readRecording(path, job)), config);
}

Sample PairFolder::first(const std::string& row, const Config& config, Augmentation augmentation,
                         std::uint64_t draw) const
{
    JobContext job = nullJob();
    return samples(row + "\n", config)->load(0, augmentation, draw, job);
}

Config squareOf(std::size_t side, std::size_t channels)
{
    Config config;
    config.height = config.width = side;
    config.visualChannels = channels;
    config.resize = side;
    config.classes = 10;
    config.steps = 2;
    return config;
}

std::string tone(unsigned channels, unsigned rate, std::size_t samples)
{
    std::vector<float> wave;
    for (std::size_t i = 0; i < samples; ++i)
        wave.insert(wave.end(), channels,
                    std::round(16000.0F * std::sin(0.2F * static_cast<float>(i))) / 32768.0F);
    return wav16(wave, channels, rate);
}

std::string greySteps(std::uint32_t width, std::uint32_t height)
{
    std::string pixels;
    for (std::uint32_t i = 0; i < width * height; ++i)
        pixels += static_cast<char>(10 * (i + 1) % 251);
    return png({width, height, 8, 0}, pixels);
}

QString refusal(const std::function<void()>& call)
{
    try {
        call();
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
    return "nothing was refused";
}

bool isClose(float a, float b)
{
    return std::abs(a - b) < 1e-5F;
}

} // namespace inspike::test
