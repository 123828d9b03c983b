// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Makes resources/samples/smnn-context.recording.h5 again: 200 trials of seed 7.
//     make_sample_recording FILE

#include "core/base/error.h"
#include "core/io/recording_writer.h"
#include "core/systems/smnn/task.h"

#include <cstdio>

int main(int argc, char** argv)
{
    constexpr std::uint64_t kSeed = 7;
    if (argc != 2) {
        std::fputs("usage: make_sample_recording FILE\n", stderr);
        return 2;
    }
    try {
        inspike::JobContext job = inspike::nullJob();
        inspike::smnn::ContextTaskParams params;
        params.trials = 200;
        inspike::writeRecording(argv[1], inspike::smnn::contextTaskRecording(params, kSeed), true,
                                job);
    } catch (const inspike::Error& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return inspike::exitCodeOf(error.kind());
    }
    return 0;
}
