// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/similarity_figure.h"

#include "core/analysis/alignment_matrix.h"
#include "core/analysis/number_list.h"
#include "core/figures/stream_parts.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr double kUsualTau = 0.07;       // of the contrastive loss
constexpr std::size_t kMostCells = 1024; // per side, whatever the screen
constexpr std::size_t kCoarse = 256;     // cells per side of a coarse picture
constexpr std::size_t kMostNames = 40;   // of rows; more cannot be read
constexpr std::size_t kMostBlocks = 64;  // that are outlined

class Builder
{
public:
    Builder(const Run& run, const Params& params, const Viewport& viewport)
        : m_params(params),
          m_viewport(viewport),
          m_classes(sampleClasses(run)),
          m_features(alignmentFeatures(run, m_classes.order(), chosenStep(params)))
    {
        m_blocks = classBlocks(m_classes, m_features.order);
    }

    HeatFigure build(JobContext& job)
    {
        m_figure.title.id = TextId::AlignmentMatrix;
        m_figure.note = note();
        addPanel(job);
        addScale(job);
        for (const std::size_t sample : chosenSamples())
            addCross(sample);
        return std::move(m_figure);
    }

private:
    double tau() const { return m_params.number("tau"); }
    bool shares() const { return m_params.text("values") == "softmax"; }

    Text note() const
    {
        const std::string temperature = shortText(tau());
        const AlignmentSummary summary = alignmentSummary(m_features, m_classes, tau());
        if (!std::isfinite(summary.within) || !std::isfinite(summary.between))
            return {TextId::SimilarityNoteAlone, {temperature, shortText(summary.all)}};
        return {TextId::SimilarityNote,
                {temperature, shortText(summary.within), shortText(summary.between)}};
    }

    // Rows and columns in view, grown to whole cells.
    AlignmentWindow window() const
    {
        const std::size_t n = m_features.samples;
        const auto span = [&](double low, double high, std::size_t& first, std::size_t& count) {
            first = 0;
            count = n;
            if (!(high > low))
                return;
            const auto all = static_cast<double>(n);
            first = static_cast<std::size_t>(std::clamp(std::floor(low), 0.0, all));
            const auto end = static_cast<std::size_t>(std::clamp(std::ceil(high), 0.0, all));
            count = end > first ? end - first : 0;
            if (count == 0) {
                first = 0;
                count = n;
            }
        };
        AlignmentWindow window;
        span(m_viewport.xLow, m_viewport.xHigh, window.firstColumn, window.columns);
        span(m_viewport.yLow, m_viewport.yHigh, window.firstRow, window.rows);
        const auto cells = [](int pixels) {
            return std::clamp<std::size_t>(static_cast<std::size_t>(std::max(1, pixels)), 1,
                                           kMostCells);
        };
        while (window.columns > cells(m_viewport.widthPx) * window.perCell ||
               window.rows > cells(m_viewport.heightPx) * window.perCell)
            window.perCell *= 2;
        grow(window.firstRow, window.rows, window.perCell);
        grow(window.firstColumn, window.columns, window.perCell);
        return window;
    }

    // Cells begin at multiples of their size, so that panning does not change them.
    void grow(std::size_t& first, std::size_t& count, std::size_t perCell) const
    {
        const std::size_t begin = first / perCell * perCell;
        const std::size_t end = (first + count + perCell - 1) / perCell * perCell;
        first = begin;
        count = std::min(end, m_features.samples) - begin;
    }

    void addPanel(JobContext& job)
    {
        const AlignmentWindow shown = window();
        AlignmentCells cells = alignmentCells(m_features, tau(), shares(), shown, job);
        m_figure.fidelity.perMark = shown.perCell * shown.perCell;
        HeatPanel panel;
        const int step = chosenStep(m_params);
        panel.title = step == kAllSteps ? Text{TextId::MeanOverSteps}
                                        : Text{TextId::StepNumber, {std::to_string(step)}};
        const auto n = static_cast<double>(m_features.samples);
        panel.x = AxisInfo{{TextId::VisualOfSample}, {}, 0.0, n};
        panel.y = AxisInfo{{TextId::AudioOfSample}, {}, 0.0, n};
        panel.equalAspect = true;
        panel.cellsAre = HeatCellsAre::Samples;
        panel.cells.rows = cells.rows;
        panel.cells.columns = cells.columns;
        panel.cells.values = std::move(cells.values);
        panel.cells.left = static_cast<double>(shown.firstColumn);
        panel.cells.right = panel.cells.left + static_cast<double>(cells.columns * shown.perCell);
        panel.cells.top = static_cast<double>(shown.firstRow);
        panel.cells.bottom = panel.cells.top + static_cast<double>(cells.rows * shown.perCell);
        panel.totalRows = panel.totalColumns = m_features.samples;
        for (const std::size_t sample : m_features.order)
            panel.rowKeys.push_back(static_cast<std::int64_t>(sample));
        if (m_features.samples <= kMostNames) {
            for (const std::size_t sample : m_features.order)
                panel.rowNames.push_back({TextId::Verbatim, {std::to_string(sample)}});
            panel.columnNames = panel.rowNames;
        }
        addBlocks(panel);
        m_figure.panels.push_back(std::move(panel));
    }

    void addBlocks(HeatPanel& panel)
    {
        if (m_blocks.size() > kMostBlocks)
            return;
        for (const ClassBlock& block : m_blocks) {
            if (block.classNumber < 0)
                continue;
            HeatBox box;
            box.left = box.top = static_cast<double>(block.begin);
            box.right = box.bottom = static_cast<double>(block.end);
            box.colour = classColour(block.classNumber);
            box.label = className(m_classes, block.classNumber);
            panel.boxes.push_back(std::move(box));
        }
    }

    // From what is shown and a coarse picture of all, so that zooming hardly changes the colours.
    void addScale(JobContext& job)
    {
        const std::size_t n = m_features.samples;
        const AlignmentCells whole =
            shares() ? AlignmentCells{}
                     : alignmentCells(m_features, tau(), false,
                                      {0, n, 0, n, (n + kCoarse - 1) / kCoarse}, job);
        double low = INFINITY;
        double high = -INFINITY;
        const std::vector<float>& shown = m_figure.panels.front().cells.values;
        for (const auto* values : {&shown, &whole.values}) {
            for (const float value : *values) {
                if (std::isfinite(value)) {
                    low = std::min(low, static_cast<double>(value));
                    high = std::max(high, static_cast<double>(value));
                }
            }
        }
        if (!(low <= high))
            low = high = 0.0;
        HeatScale scale;
        scale.label.id = shares() ? TextId::SimilarityShare : TextId::Similarity;
        scale.low = shares() ? 0.0 : low;
        scale.high = high > scale.low ? high : scale.low + 1.0;
        scale.diverging = low < 0.0;
        m_figure.scales.push_back(std::move(scale));
    }

    std::vector<std::size_t> chosenSamples() const
    {
        const std::string& list = m_params.text("samples");
        return list.empty() ? std::vector<std::size_t>{}
                            : indicesFromText(list, "samples", m_features.samples);
    }

    // The row and the column of a sample.
    void addCross(std::size_t sample)
    {
        const auto found = std::find(m_features.order.begin(), m_features.order.end(), sample);
        const auto place = static_cast<double>(found - m_features.order.begin());
        HeatPanel& panel = m_figure.panels.front();
        HeatBox row;
        row.left = 0.0;
        row.right = static_cast<double>(m_features.samples);
        row.top = place;
        row.bottom = place + 1.0;
        row.colour = {ColourRole::Audio};
        row.emphasised = true;
        HeatBox column = row;
        std::swap(column.left, column.top);
        std::swap(column.right, column.bottom);
        column.colour = {ColourRole::Visual};
        panel.boxes.push_back(row);
        panel.boxes.push_back(column);
    }

    const Params& m_params;
    const Viewport& m_viewport;
    SampleClasses m_classes;
    AlignmentFeatures m_features;
    std::vector<ClassBlock> m_blocks;
    HeatFigure m_figure;
};

ParamSpecs similarityParams()
{
    ParamSpecs specs{{"values",
                      "Values",
                      "Similarities as they are, or each row as shares of 1",
                      std::string("raw"),
                      std::nullopt,
                      std::nullopt,
                      {"raw", "softmax"}},
                     {"tau", "Temperature", "What the products of the features are divided by",
                      kUsualTau, 1e-4, 1e4},
                     {"samples", "Samples",
                      "Samples whose row and column are outlined, such as 3,7", std::string()}};
    addStepParams(specs);
    return specs;
}

std::optional<std::string> lacks(const FigureInputs& inputs)
{
    if (!inputs.run)
        return "a run";
    if (auto missing = lacksAlignment(*inputs.run))
        return missing;
    if (samplesIn(*inputs.run) < 2)
        return "a run of at least two samples: one has nothing to be compared with";
    return std::nullopt;
}

Figure build(const FigureInputs& inputs, const Params& params, const Viewport& viewport,
             JobContext& job)
{
    return Builder(*inputs.run, params, viewport).build(job);
}

} // namespace

FigureKind makeSimilarityKind()
{
    // Residual features are outputs: recorded whatever the probes.
    return {"similarity", "Alignment matrix", &similarityParams, &lacks, {"*_residual"}, &build};
}

} // namespace inspike
