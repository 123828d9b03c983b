// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench/raster_bench.h"

#include "app/application.h"
#include "app/cli/bench/measure.h"
#include "app/cli/bench/synthetic_spikes.h"
#include "app/gui/frame_painter.h"
#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/figures/view_catalogue.h"
#include "core/io/reader_registry.h"
#include "core/io/recording_writer.h"
#include "core/workspace/atlases.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

namespace inspike {

namespace fs = std::filesystem;

namespace {

constexpr QSize kScreen(1920, 1080);
constexpr int kFrames = 200;
constexpr int kBrushes = 20;
constexpr std::uint64_t kSeed = 1;

void writeSpikes(const fs::path& file, const RasterBenchRequest& request, JobContext& job)
{
    Recording recording;
    recording.info.title = "Synthetic spikes";
    recording.streams.push_back({"spikes/main", "main", "", "",
                                 StoredStream{syntheticSpikes(request.spikes, request.units)}});
    writeRecording(file, recording, true, job);
}

// The raster of one recording, frame by frame.
class Frames
{
public:
    Frames(std::shared_ptr<const Recording> recording, Atlases atlases, FramePainter& painter,
           JobContext& job)
        : m_kind(*findFigureKind("raster")),
          m_params(m_kind.params()),
          m_painter(painter),
          m_job(job)
    {
        m_inputs.recording = std::move(recording);
        m_inputs.atlases = std::move(atlases);
        m_units = static_cast<double>(
            m_inputs.recording->streams.empty()
                ? 0
                : summarise(*m_inputs.recording).streams.front().units.value_or(0));
        const TimeRange extent = m_inputs.recording->extent();
        m_begin = msFromTime(extent.begin);
        m_length = msFromTime(extent.length());
    }

    void setOrder(const std::string& order) { m_params.set("order", order); }

    // Counts, builds and paints; returns how long that took.
    double show(double xLow, double xHigh, double yLow, double yHigh)
    {
        Viewport viewport = m_painter.viewport();
        viewport.xLow = xLow;
        viewport.xHigh = xHigh;
        viewport.yLow = yLow;
        viewport.yHigh = yHigh;
        const Stopwatch watch;
        m_painter.paint(m_kind.build(m_inputs, m_params, viewport, m_job), viewport);
        return watch.ms();
    }
    double showAll() { return show(m_begin, m_begin + m_length, -0.5, m_units - 0.5); }

    // A quarter of the recording and half of the units, moved by a few pixels per frame.
    std::vector<double> pan()
    {
        std::vector<double> ms;
        for (int frame = 0; frame < kFrames; ++frame) {
            m_job.checkpoint();
            const double share = static_cast<double>(frame) / kFrames;
            const double x = m_begin + 0.7 * share * m_length;
            const double y = 0.5 * share * m_units;
            ms.push_back(show(x, x + 0.25 * m_length, y - 0.5, y + 0.5 * m_units - 0.5));
        }
        return ms;
    }

    // From everything down to 2 ms and 20 units.
    std::vector<double> zoom()
    {
        std::vector<double> ms;
        const double lastLength = std::min(2.0, m_length);
        const double lastUnits = std::min(20.0, m_units);
        for (int frame = 0; frame < kFrames; ++frame) {
            m_job.checkpoint();
            const double share = static_cast<double>(frame) / (kFrames - 1);
            const double length = m_length * std::pow(lastLength / m_length, share);
            const double units = m_units * std::pow(lastUnits / m_units, share);
            const double x = m_begin + 0.37 * (m_length - length);
            const double y = 0.21 * (m_units - units);
            ms.push_back(show(x, x + length, y - 0.5, y + units - 0.5));
        }
        return ms;
    }

private:
    const FigureKind& m_kind;
    FigureInputs m_inputs;
    Params m_params;
    FramePainter& m_painter;
    JobContext& m_job;
    double m_units = 0.0;
    double m_begin = 0.0; // ms
    double m_length = 0.0;
};

double medianBrushMs(const CountPyramid& pyramid, JobContext& job)
{
    std::mt19937_64 random(kSeed);
    std::uniform_real_distribution<double> share(0.0, 1.0);
    std::vector<double> ms;
    for (int i = 0; i < kBrushes; ++i) {
        const TimeRange extent = pyramid.extent();
        const auto at = [&] {
            return extent.begin +
                   static_cast<Time>(share(random) * static_cast<double>(extent.length()));
        };
        const Time a = at();
        const Time b = at();
        const auto first =
            static_cast<std::size_t>(share(random) * static_cast<double>(pyramid.units()));
        const Stopwatch watch;
        const auto counts = pyramid.countsPerUnit({std::min(a, b), std::max(a, b) + 1}, job);
        const auto sum = std::accumulate(counts.begin() + static_cast<std::ptrdiff_t>(first),
                                         counts.end(), std::uint64_t{0});
        if (sum > pyramid.spikes())
            throw Error(ErrorKind::Internal, "a brush counted more spikes than there are");
        ms.push_back(watch.ms());
    }
    return quantile(ms, 0.5);
}

void measureFrames(const fs::path& file, const PyramidCacheOptions& cache, Json& result,
                   JobContext& job)
{
    OffscreenApplication application("en");
    FramePainter painter(kScreen);
    // Fonts and the like are loaded once per start, not per recording.
    {
        RasterFigure nothing;
        painter.paint(nothing, {});
    }
    const Stopwatch watch;
    const auto recording = std::make_shared<const Recording>(readRecording(file, job));
    Atlases atlases = cachedAtlases(*recording, cache);
    result.set("open_ms", watch.ms());
    if (atlases.empty()) // small enough to be counted directly
        atlases["spikes/main"] = std::make_shared<const CountAtlas>(
            CountPyramid::build(sourceOf(std::shared_ptr<const SpikeTrains>(
                                    recording, recording->first<SpikeTrains>())),
                                cache.build, job));
    const CountPyramid& pyramid = atlases.begin()->second->pyramid();
    result.set("sidecar_mb", static_cast<double>(pyramid.bytes()) / 1e6);
    Frames frames(recording, atlases, painter, job);
    frames.showAll();
    result.set("first_paint_ms", watch.ms());
    result.set("pan_ms", quantiles(frames.pan()));
    result.set("zoom_ms", quantiles(frames.zoom()));
    frames.setOrder("rate");
    result.set("order_ms", frames.showAll());
    result.set("brush_ms", medianBrushMs(pyramid, job));
    const Stopwatch unseen;
    Frames sampled(std::make_shared<const Recording>(readRecording(file, job)), {}, painter, job);
    sampled.showAll();
    result.set("first_paint_unseen_ms", unseen.ms());
}

} // namespace

Json rasterBench(const RasterBenchRequest& request, JobContext& job)
{
    const TemporaryFolder temporary;
    const fs::path file =
        request.data.empty() ? temporary.path() / "spikes.h5" : fs::path(request.data);
    Json result = Json::object();
    result.set("spikes", request.spikes);
    result.set("units", request.units);
    if (!fs::exists(file)) {
        const Stopwatch watch;
        JobContext part = job.part(0.0, 0.4);
        writeSpikes(file, request, part);
        result.set("convert_s", watch.seconds());
    }
    PyramidCacheOptions cache;
    cache.folder = temporary.path() / "pyramids";
    {
        const auto recording = std::make_shared<const Recording>(readRecording(file, job));
        std::vector<std::string> notes;
        JobContext part = job.part(0.4, 0.7);
        const Stopwatch watch;
        const Atlases atlases = openAtlases(recording, cache, notes, part);
        const double seconds = watch.seconds();
        for (const std::string& note : notes)
            throw Error(ErrorKind::BadOutput, note);
        result.set("build_s", seconds);
        result.set("spikes_per_s", static_cast<double>(request.spikes) / seconds);
    }
    JobContext part = job.part(0.7, 1.0);
    measureFrames(file, cache, result, part);
    result.set("peak_rss_mb", static_cast<double>(peakResidentMemory()) / 1e6);
    return result;
}

} // namespace inspike
