// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/attention_scene.h"

#include "core/base/error.h"
#include "core/figures/stream_parts.h"
#include "core/pyramid/matrix_pyramid.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <mutex>

namespace inspike {

namespace {

std::string idsOf(const std::vector<AttentionProbe>& probes)
{
    std::string ids;
    for (const AttentionProbe& probe : probes)
        ids += (ids.empty() ? "" : ", ") + probe.id;
    return ids;
}

AttentionProbe chosenProbe(const Run& run, const Params& params)
{
    if (!params.text("probe").empty())
        return attentionProbe(run, params.text("probe"));
    const std::vector<AttentionProbe> all = attentionProbes(run);
    std::vector<AttentionProbe> fits;
    const bool temporal = params.text("form") == "temporal";
    std::copy_if(all.begin(), all.end(), std::back_inserter(fits),
                 [temporal](const AttentionProbe& probe) { return probe.temporal == temporal; });
    if (fits.empty() && !params.isSet("form"))
        fits = all;
    const std::size_t wanted = params.text("block") == "visual" ? 1 : 0;
    for (const AttentionProbe& probe : fits) {
        if (probe.block == wanted)
            return probe;
    }
    // A network of one modality has one block, whatever it is called.
    const bool single = std::all_of(all.begin(), all.end(), [&all](const AttentionProbe& probe) {
        return probe.block == all.front().block;
    });
    if (!fits.empty() && (single || !params.isSet("block")))
        return fits.front();
    throw Error(ErrorKind::NotFound, "the run has no " + params.text("form") +
                                         " attention of block " + params.text("block") +
                                         "; there is " + idsOf(all));
}

void readHeads(const std::string& text, AttentionScene& scene)
{
    scene.eachHead = text == "each";
    scene.choice.heads = text == "max" ? HeadsAs::Maximum : HeadsAs::Mean;
    if (text == "mean" || text == "max" || text == "each")
        return;
    scene.choice.heads = HeadsAs::One;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), scene.choice.head);
    if (error != std::errc() || end != text.data() + text.size())
        throw Error(ErrorKind::BadParameter,
                    "head=" + text + ": mean, max, each or the number of a head");
}

void readSides(const Run& run, AttentionScene& scene)
{
    const bool audio = run.inputs.contains("audio");
    const bool visual = run.inputs.contains("visual") || run.inputs.contains("picture");
    scene.modal = audio || visual;
    if (audio && visual) {
        scene.querySide = scene.probe.block % 2 == 0 ? 0 : 1;
        scene.keySide = 1 - scene.querySide;
    } else {
        scene.querySide = scene.keySide = visual ? 1 : 0;
    }
}

struct LastLarge
{
    std::mutex mutex;
    std::weak_ptr<const Run> run;
    std::string probe;
    AttentionChoice choice;
    WholeMap whole;
};

LastLarge& lastLarge()
{
    static LastLarge last;
    return last;
}

double highestOf(const std::vector<float>& values)
{
    float high = 0.0F;
    for (const float value : values) {
        if (std::isfinite(value))
            high = std::max(high, value);
    }
    return static_cast<double>(high);
}

// Entries [first, first + count) that a range of an axis of whole numbers shows.
std::pair<std::size_t, std::size_t> entriesOf(double low, double high, std::size_t size)
{
    if (!(high > low))
        return {0, size};
    const double most = static_cast<double>(size);
    const double first = std::clamp(std::floor(low + 0.5), 0.0, most - 1.0);
    const double end = std::clamp(std::ceil(high + 0.5), first + 1.0, most);
    return {static_cast<std::size_t>(first), static_cast<std::size_t>(end - first)};
}

} // namespace

AttentionScene sceneOf(const Run& run, const Params& params)
{
    AttentionScene scene;
    scene.probe = chosenProbe(run, params);
    readHeads(params.text("head"), scene);
    readSides(run, scene);
    scene.choice.sample = static_cast<std::size_t>(params.integer("trial"));
    scene.choice.shareOfRow = params.text("normalise") == "rows";
    if (params.integer("step") >= 0)
        scene.step = static_cast<std::size_t>(params.integer("step"));
    scene.token = static_cast<std::size_t>(params.integer("token"));
    scene.choice.place = scene.temporal() ? std::optional(scene.token) : scene.step;
    scene.matrix = params.flag("matrix");
    return scene;
}

TokenGrid tokenGrid(const Run& run, std::size_t tokens)
{
    const auto found = run.parameters.find("token_grid");
    if (found != run.parameters.end() && found->second.size() == 2) {
        const auto values = found->second.values();
        const TokenGrid grid{static_cast<std::size_t>(std::max(1.0F, values[0])),
                             static_cast<std::size_t>(std::max(1.0F, values[1]))};
        if (grid.rows * grid.columns == tokens)
            return grid;
    }
    const auto side =
        static_cast<std::size_t>(std::llround(std::sqrt(static_cast<double>(tokens))));
    return side * side == tokens ? TokenGrid{side, side} : TokenGrid{1, tokens};
}

WholeMap wholeMap(const std::shared_ptr<const Run>& run, const std::string& probe,
                  const AttentionMap& map, JobContext& job)
{
    const auto made = [&map] {
        WholeMap whole;
        whole.values = std::make_shared<const std::vector<float>>(map.matrix());
        whole.high = highestOf(*whole.values);
        return whole;
    };
    if (std::max(map.queries(), map.keys()) <= kMostCells)
        return made();
    LastLarge& last = lastLarge();
    const std::lock_guard lock(last.mutex);
    if (last.run.lock() == run && last.probe == probe && last.choice == map.choice())
        return last.whole;
    last.run.reset();
    last.whole = {};
    WholeMap whole = made();
    whole.pyramid =
        MatrixPyramid::build(MatrixSource::of(whole.values, map.queries(), map.keys()), 0, job);
    last.run = run;
    last.probe = probe;
    last.choice = map.choice();
    last.whole = whole;
    return whole;
}

HeatCells cellsOf(const WholeMap& whole, std::size_t queries, std::size_t keys,
                  const Viewport& viewport, Fidelity& fidelity)
{
    HeatCells cells;
    if (!whole.pyramid) {
        cells = {queries, keys, *whole.values};
        cells.left = cells.top = -0.5;
        cells.right = static_cast<double>(keys) - 0.5;
        cells.bottom = static_cast<double>(queries) - 0.5;
        return cells;
    }
    const auto [column, columns] = entriesOf(viewport.xLow, viewport.xHigh, keys);
    const auto [row, rows] = entriesOf(viewport.yLow, viewport.yHigh, queries);
    const auto most = [](int pixels) {
        return std::min(kMostCells, static_cast<std::size_t>(std::max(1, pixels)));
    };
    MatrixCells part = whole.pyramid->cells({row, column, rows, columns}, most(viewport.heightPx),
                                            most(viewport.widthPx), Reduce::Max);
    cells = {part.rows, part.columns, std::move(part.values)};
    cells.left = static_cast<double>(part.window.firstColumn) - 0.5;
    cells.top = static_cast<double>(part.window.firstRow) - 0.5;
    // The last cells may reach beyond the matrix, as all cells are of one size.
    cells.right = cells.left + static_cast<double>(part.columns * part.columnsPerCell);
    cells.bottom = cells.top + static_cast<double>(part.rows * part.rowsPerCell);
    fidelity.perMark = std::uint64_t{part.rowsPerCell} * part.columnsPerCell;
    return cells;
}

} // namespace inspike
