// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench/events_bench.h"

#include "app/application.h"
#include "app/cli/bench/measure.h"
#include "app/cli/bench/synthetic_events.h"
#include "app/gui/frame_painter.h"
#include "core/figures/view_catalogue.h"
#include "core/io/reader_registry.h"
#include "core/io/recording_writer.h"
#include "core/workspace/atlases.h"

#include <ctime>

namespace inspike {

namespace {

constexpr QSize kView(900, 700);
constexpr int kFrames = 150;
constexpr int kUnmeasured = 10; // fonts, caches and how many points are worth drawing
constexpr const char* kShows[] = {"frame", "surface", "cloud"};

// The size of a recording of N-MNIST.
constexpr std::uint64_t kSmallEvents = 4700;
constexpr std::uint32_t kSmallSide = 34;
constexpr double kSmallSeconds = 0.306;
constexpr double kLargeSeconds = 5.0;

Recording recordingOf(std::shared_ptr<const AddressSource> source)
{
    Recording recording;
    recording.info.title = "Synthetic events";
    recording.streams.push_back(
        {"events/main", "main", "visual", "event", StoredStream{std::move(source)}});
    return recording;
}

class Player
{
public:
    Player(FigureInputs inputs, JobContext& job) : m_inputs(std::move(inputs)), m_job(job) {}

    void measure(const std::string& recording, const std::string& show, Json& result)
    {
        const FigureKind& kind = *findFigureKind("events");
        Params params(kind.params());
        params.set("show", show);
        const double length = msFromTime(m_inputs.recording->extent().length());
        EventsFramePainter painter(kView);
        std::vector<double> all, built, busy;
        for (int frame = 0; frame < kFrames + kUnmeasured; ++frame) {
            m_job.checkpoint();
            // As the transport bar plays at its rate: a little further every frame.
            params.set("time-ms", 0.85 * length * frame / (kFrames + kUnmeasured));
            const Stopwatch watch;
            const std::clock_t before = std::clock();
            Figure figure = kind.build(m_inputs, params, painter.viewport(), m_job);
            const double build = watch.ms();
            painter.paint(std::get<EventsFigure>(std::move(figure)));
            if (frame < kUnmeasured)
                continue;
            built.push_back(build);
            all.push_back(watch.ms());
            busy.push_back(1e3 * static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC);
        }
        result.set(recording + "_" + show + "_ms", quantiles(all));
        result.set(recording + "_" + show + "_build_ms", quantiles(built));
        result.set(recording + "_" + show + "_cpu_ms", quantiles(busy));
        if (show == "cloud")
            result.set(recording + "_cloud_drawn_share", painter.drawnShare());
    }

private:
    FigureInputs m_inputs;
    JobContext& m_job;
};

FigureInputs smallInputs(JobContext& job)
{
    Recording recording;
    const auto source = syntheticEvents(kSmallEvents, kSmallSide, kSmallSide, kSmallSeconds);
    recording.streams.push_back(
        {"events/main", "main", "visual", "event", loadEvents(*source, job)});
    FigureInputs inputs;
    inputs.recording = std::make_shared<const Recording>(std::move(recording));
    return inputs;
}

// A file of its own with its counts, as the window opens it.
FigureInputs largeInputs(const std::filesystem::path& folder, std::uint64_t events, Json& result,
                         JobContext& job)
{
    const auto file = folder / "events.h5";
    writeRecording(file, recordingOf(syntheticEvents(events, 640, 480, kLargeSeconds)), true, job);
    FigureInputs inputs;
    inputs.recording = std::make_shared<const Recording>(readRecording(file, job));
    PyramidCacheOptions cache;
    cache.folder = folder / "pyramids";
    std::vector<std::string> notes;
    const Stopwatch watch;
    inputs.atlases = openAtlases(inputs.recording, cache, notes, job);
    result.set("large_count_s", watch.seconds());
    return inputs;
}

} // namespace

Json eventsBench(std::uint64_t events, JobContext& job)
{
    const TemporaryFolder temporary;
    OffscreenApplication application("en");
    Json result = Json::object();
    result.set("small_events", kSmallEvents);
    result.set("large_events", events);
    JobContext preparing = job.part(0.0, 0.5);
    Player small(smallInputs(preparing), job);
    Player large(largeInputs(temporary.path(), events, result, preparing), job);
    for (const char* show : kShows) {
        small.measure("small", show, result);
        large.measure("large", show, result);
    }
    return result;
}

} // namespace inspike
