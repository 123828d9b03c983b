// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/embedding_figure.h"

#include "core/analysis/stream_embedding.h"
#include "core/figures/stream_parts.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace inspike {

namespace {

class Builder
{
public:
    Builder(const Run& run, std::uint64_t keySource, const Params& params)
        : m_source(keySource), m_classes(sampleClasses(run)), m_params(params)
    {
        const std::string method = configOf(run, "attn_method").toString("SpatialTemporal");
        m_adds = method == "SpatialTemporal" || method == "Spatial" || method == "Temporal";
    }

    SeriesFigure build(const Run& run, JobContext& job)
    {
        std::vector<StreamFeatures> stages = streamFeatures(run, chosenStep(m_params), job);
        if (m_params.text("stages") == "before-after") {
            std::erase_if(stages, [](const StreamFeatures& one) {
                return one.stage == FeatureStage::Residual;
            });
        }
        const bool common = m_params.text("axes") == "common";
        m_figure.title.id = TextId::Embedding;
        m_figure.grid = true;
        m_figure.xIsTime = false;
        const int step = chosenStep(m_params);
        m_figure.note = step == kAllSteps ? Text{TextId::MeanOverSteps}
                                          : Text{TextId::StepNumber, {std::to_string(step)}};
        for (const PlanarPoints& points : planarPoints(stages, common, job))
            addPanel(points);
        if (common)
            shareRanges();
        for (const StreamFeatures& stage : stages) {
            m_figure.numbers.push_back(
                {{TextId::ModalityGap}, modalityGap(stage), {}, headingOf(stage.stage)});
        }
        m_figure.x = m_figure.panels.front().x.value();
        return std::move(m_figure);
    }

private:
    Text headingOf(FeatureStage stage) const
    {
        switch (stage) {
        case FeatureStage::Before:
            return {TextId::FeaturesBefore};
        case FeatureStage::Residual:
            return {TextId::FeaturesResidual};
        default:
            return {m_adds ? TextId::FeaturesAfter : TextId::FeaturesReplaced};
        }
    }

    static AxisInfo axisOf(int component, double share)
    {
        AxisInfo axis;
        axis.label = {TextId::PrincipalComponent, {std::to_string(component)}};
        axis.varianceShare = share;
        return axis;
    }

    void addLegend(SeriesPanel& panel, bool both) const
    {
        for (std::size_t stream = 0; both && stream < 2; ++stream) {
            SeriesLine line;
            line.label.id = stream == 0 ? TextId::Audio : TextId::Visual;
            line.colour = {ColourRole::Foreground};
            line.style = LineStyle::Points;
            line.hollow = stream == 1;
            panel.lines.push_back(std::move(line));
        }
        for (SeriesLine& line : classLegend(m_classes))
            panel.lines.push_back(std::move(line));
    }

    SeriesLine& lineFor(SeriesPanel& panel, std::map<std::int64_t, std::size_t>& places,
                        std::int64_t one, std::size_t stream) const
    {
        const auto known = places.find(one);
        if (known != places.end())
            return panel.lines[known->second];
        places[one] = panel.lines.size();
        SeriesLine line;
        if (one < 0)
            line.label.id = stream == 0 ? TextId::Audio : TextId::Visual;
        else
            line.label = {stream == 0 ? TextId::AudioOfClass : TextId::VisualOfClass,
                          {classWord(m_classes, one)}};
        line.colour = classColour(one);
        line.marker = classMarker(one);
        line.hollow = stream == 1;
        line.style = LineStyle::Points;
        line.inLegend = false;
        panel.lines.push_back(std::move(line));
        return panel.lines.back();
    }

    void addPanel(const PlanarPoints& points)
    {
        SeriesPanel panel;
        panel.heading = headingOf(points.stage);
        panel.x = axisOf(1, points.varianceShare[0]);
        panel.y = axisOf(2, points.varianceShare[1]);
        addLegend(panel, !points.stream[0].empty() && !points.stream[1].empty());
        std::array<std::vector<double>, 2> all;
        for (std::size_t stream = 0; stream < 2; ++stream) {
            std::map<std::int64_t, std::size_t> places;
            for (std::size_t sample = 0; sample < points.stream[stream].size(); ++sample) {
                const auto& point = points.stream[stream][sample];
                if (!std::isfinite(point[0]))
                    continue;
                const std::int64_t one = m_classes.classOf(sample);
                SeriesLine& line = lineFor(panel, places, one, stream);
                line.x.push_back(point[0]);
                line.y.push_back(point[1]);
                line.keys.push_back({KeyKind::Sample, m_source, static_cast<std::int64_t>(sample)});
                all[0].push_back(point[0]);
                all[1].push_back(point[1]);
            }
        }
        setRange(*panel.x, all[0], false);
        setRange(panel.y, all[1], false);
        m_stages.push_back(points.stage);
        m_figure.panels.push_back(std::move(panel));
    }

    // Before and after have the same components, hence the same axes.
    void shareRanges()
    {
        std::vector<SeriesPanel*> panels;
        for (std::size_t i = 0; i < m_stages.size(); ++i) {
            if (m_stages[i] != FeatureStage::Residual)
                panels.push_back(&m_figure.panels[i]);
        }
        if (panels.size() != 2)
            return;
        for (const auto axis : {+[](SeriesPanel& panel) { return &*panel.x; },
                                +[](SeriesPanel& panel) {
                                    return &panel.y;
                                }}) {
            const double low = std::min(axis(*panels[0])->low, axis(*panels[1])->low);
            const double high = std::max(axis(*panels[0])->high, axis(*panels[1])->high);
            for (SeriesPanel* panel : panels) {
                axis(*panel)->low = low;
                axis(*panel)->high = high;
            }
        }
    }

    std::uint64_t m_source;
    SampleClasses m_classes;
    const Params& m_params;
    bool m_adds = true;
    std::vector<FeatureStage> m_stages;
    SeriesFigure m_figure;
};

ParamSpecs embeddingParams()
{
    ParamSpecs specs{{"stages",
                      "Stages",
                      "Which features: before, residual and after, or without the residual",
                      std::string("all"),
                      std::nullopt,
                      std::nullopt,
                      {"all", "before-after"}},
                     {"axes",
                      "Axes",
                      "Whether before and after share their principal components",
                      std::string("common"),
                      std::nullopt,
                      std::nullopt,
                      {"common", "own"}}};
    addStepParams(specs);
    return specs;
}

std::optional<std::string> lacks(const FigureInputs& inputs)
{
    return inputs.run ? lacksEmbedding(*inputs.run) : "a run";
}

Figure build(const FigureInputs& inputs, const Params& params, const Viewport&, JobContext& job)
{
    return Builder(*inputs.run, inputs.keySource, params).build(*inputs.run, job);
}

} // namespace

FigureKind makeEmbeddingKind()
{
    return {"embedding",
            "Embedding",
            &embeddingParams,
            &lacks,
            {"stage/*embed", "stage/block*residual", "stage/block*fused"},
            &build};
}

} // namespace inspike
