// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/reader_registry.h"
#include "core/systems/system_registry.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <thread>

namespace inspike {

namespace {

struct TrainWords
{
    std::string system, output, resume;
    std::vector<std::string> data, settings;
    std::int64_t epochs = 0;
    std::int64_t seed = 0;
    std::int64_t threads = 0;
    bool force = false;
};

std::string shortNumber(double value)
{
    char buffer[32];
    return {buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr};
}

// One row per epoch in MODEL.h5.log.csv, written as it comes, so that a long training can be
// watched. Begins at the first epoch; a resumed training continues the rows.
class EpochLog
{
public:
    EpochLog(std::string path, bool append) : m_path(std::move(path)), m_append(append) {}

    void write(const EpochReport& report)
    {
        if (!m_file.is_open())
            open(report);
        m_file << report.epoch;
        // An epoch without a value leaves its cell empty.
        for (const auto& [name, value] : report.metrics)
            m_file << ',' << (std::isnan(value) ? std::string() : shortNumber(value));
        m_file << std::endl;
        if (!m_file)
            throw Error(ErrorKind::BadOutput, "cannot write " + m_path);
    }

private:
    void open(const EpochReport& report)
    {
        const bool continues = m_append && std::ifstream(m_path).good();
        m_file.open(m_path, continues ? std::ios::app : std::ios::trunc);
        if (continues)
            return;
        m_file << "epoch";
        for (const auto& [name, value] : report.metrics)
            m_file << ',' << name;
        m_file << '\n';
    }

    std::string m_path;
    bool m_append;
    std::ofstream m_file;
};

void tell(const EpochReport& report)
{
    std::string line =
        "epoch " + std::to_string(report.epoch) + "/" + std::to_string(report.epochs);
    for (const auto& [name, value] : report.metrics) {
        if (std::isnan(value))
            continue;
        char text[64];
        std::snprintf(text, sizeof text, "%.5g", value);
        line += "  " + name + " " + text;
    }
    std::fprintf(stderr, "%s\n", line.c_str());
}

int trainModel(const TrainWords& words, JobContext job)
{
    const ModelSystem& system = systemById(words.system);
    const std::string logPath = words.output + ".log.csv";
    requireFreeOutput(words.output, words.force);
    requireFreeOutput(logPath, words.force || !words.resume.empty());

    TrainRequest request;
    request.options = Params::parse(system.info().trainOptions, words.settings);
    for (const std::string& path : words.data)
        request.data.push_back(std::make_shared<const Recording>(readRecording(path, job)));
    request.epochs = static_cast<int>(words.epochs);
    request.seed = static_cast<std::uint64_t>(words.seed);
    request.threads = words.threads > 0
                          ? static_cast<int>(words.threads)
                          : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    request.output = words.output;
    if (!words.resume.empty())
        request.resume = words.resume;
    EpochLog log(logPath, request.resume.has_value());
    request.report = [&](const EpochReport& report) {
        log.write(report);
        tell(report);
    };
    const Checkpoint trained = system.train(request, job);
    job.progress(1.0);
    writeModelFile(words.output, trained);
    return 0;
}

int runCommand(const CommandCall& call)
{
    TrainWords words;
    Arguments arguments("train", "Train a network; stop with Ctrl+C and go on with --resume.");
    arguments.word("SYSTEM", words.system, "What to train (see 'inspike list systems')");
    arguments.requiredText("-o,--output", words.output, "MODEL.h5",
                           "The trained model; MODEL.h5.log.csv gets every loss");
    arguments.list("--data", words.data, "PATH...",
                   "Recordings to learn from; not needed where trials are made up");
    arguments.repeated("--set", words.settings, "KEY=VALUE",
                       "A setting of the training; may be repeated");
    arguments.integer("--epochs", words.epochs, 1, 1LL << 30, "Default: as the system's recipe");
    arguments.integer("--seed", words.seed, 0, 1LL << 62, "Seed of weights and order of trials");
    arguments.integer("--threads", words.threads, 1, 1024, "Threads; default: all cores");
    arguments.text("--resume", words.resume, "CHECKPOINT",
                   "Go on from the checkpoint of a stopped training");
    arguments.flag("--force", words.force, "Replace the outputs if they exist");
    if (!arguments.parse(call.words))
        return 0;
    return trainModel(words, consoleJob(call.stop));
}

} // namespace

Command makeTrainCommand()
{
    return {"train", "Train a network", &runCommand};
}

} // namespace inspike
