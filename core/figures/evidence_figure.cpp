// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/evidence_figure.h"

#include "core/analysis/evidence_split.h"
#include "core/figures/stream_parts.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr std::size_t kMostClasses = 12; // side by side with their names; or steps with points
constexpr double kBarWidth = 0.26;       // of the three bars of a class or step
constexpr double kTolerance = 1e-3;      // of rounding, against the size of the logits

class Builder
{
public:
    Builder(const Run& run, std::uint64_t keySource, std::size_t sample)
        : m_sample(sample),
          m_classes(sampleClasses(run)),
          m_split(evidenceOf(run, sample)),
          m_steps(stepAxis(run, anyProbe(run), m_split.steps))
    {
        m_key = {KeyKind::Stream, keySource, 0}; // nothing to select
        m_label = m_classes.label[sample];
        m_predicted = m_classes.predicted[sample];
        if (m_label >= static_cast<std::int64_t>(m_split.classes))
            m_label = kNoClass;
    }

    SeriesFigure build(std::size_t most)
    {
        m_figure.title.id = TextId::Evidence;
        m_figure.x = m_steps.axis;
        m_figure.grid = true;
        m_figure.note = note();
        addSummary();
        addClasses(most);
        addNumbers();
        return std::move(m_figure);
    }

private:
    static const Activation& anyProbe(const Run& run)
    {
        const auto audio = run.probes.find("evidence/audio");
        return audio != run.probes.end() ? audio->second : run.probes.at("evidence/visual");
    }

    Text note() const
    {
        const std::string number = std::to_string(m_sample);
        if (m_split.damaged())
            return {TextId::EvidenceDamaged, {number}};
        double largest = 1.0;
        for (const double logit : m_split.logit)
            largest = std::max(largest, std::abs(logit));
        if (!(m_split.remainder() <= kTolerance * largest))
            return {TextId::EvidenceRemainder, {number, shortText(m_split.remainder())}};
        if (m_predicted < 0)
            return {TextId::SampleNumber, {number}};
        const std::string predicted = classWord(m_classes, m_predicted);
        if (m_label < 0)
            return {TextId::SamplePredicted, {number, predicted}};
        return {TextId::SamplePredictedLabel, {number, predicted, classWord(m_classes, m_label)}};
    }

    // Audio, visual, bias and logit at each x.
    std::vector<SeriesLine> lines(double perX, std::size_t count) const
    {
        std::vector<SeriesLine> made(4);
        const std::array<Text, 4> labels{Text{TextId::Audio}, Text{TextId::Visual},
                                         Text{TextId::Bias}, Text{TextId::Logit}};
        const std::array<ColourRole, 4> colours{ColourRole::Audio, ColourRole::Visual,
                                                ColourRole::Muted, ColourRole::Foreground};
        for (std::size_t i = 0; i < made.size(); ++i) {
            made[i].label = labels[i];
            made[i].key = m_key;
            made[i].colour = {colours[i]};
            made[i].style = i < 3                   ? LineStyle::Bars
                            : count <= kMostClasses ? LineStyle::Points
                                                    : LineStyle::Solid;
            made[i].barWidth = kBarWidth * perX;
            made[i].barOffset = (static_cast<double>(i) - 1.0) * kBarWidth * perX;
        }
        return made;
    }

    static void addPoint(std::vector<SeriesLine>& lines, double x,
                         const std::array<double, 4>& values)
    {
        for (std::size_t i = 0; i < lines.size(); ++i) {
            lines[i].x.push_back(x);
            lines[i].y.push_back(values[i]);
        }
    }

    // A stream that the network does not have has no bars.
    void add(SeriesPanel panel, std::vector<SeriesLine> lines, std::vector<double>& all)
    {
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const bool absent =
                (i == 0 && m_split.audio.empty()) || (i == 1 && m_split.visual.empty());
            if (absent)
                continue;
            all.insert(all.end(), lines[i].y.begin(), lines[i].y.end());
            panel.lines.push_back(std::move(lines[i]));
        }
        panel.y.label.id = TextId::Evidence;
        panel.levels.push_back({0.0, {}, {ColourRole::Muted}});
        m_figure.panels.push_back(std::move(panel));
    }

    void addSummary()
    {
        std::vector<std::size_t> shown = m_split.ranking();
        SeriesPanel panel;
        panel.heading.id = TextId::MeanOverSteps;
        if (shown.size() > kMostClasses) {
            panel.heading = {TextId::LargestLogits,
                             {std::to_string(kMostClasses), std::to_string(shown.size())}};
            shown.resize(kMostClasses);
        } else {
            std::sort(shown.begin(), shown.end());
        }
        AxisInfo x;
        x.label.id = TextId::Class;
        x.low = -0.5;
        x.high = static_cast<double>(shown.size()) - 0.5;
        panel.x = x;
        std::vector<SeriesLine> curves = lines(1.0, shown.size());
        for (std::size_t i = 0; i < shown.size(); ++i) {
            const std::size_t k = shown[i];
            panel.xNames.push_back(
                {TextId::Verbatim, {classWord(m_classes, static_cast<std::int64_t>(k))}});
            addPoint(curves, static_cast<double>(i),
                     {m_split.audioMean(k), m_split.visualMean(k), m_split.bias[k], logitOf(k)});
        }
        std::vector<double> all;
        add(std::move(panel), std::move(curves), all);
        setRange(m_figure.panels.back().y, all, true);
    }

    double logitOf(std::size_t k) const
    {
        return m_split.logit.empty() ? m_split.sum(k) : m_split.logit[k];
    }

    Text headingOf(std::int64_t one) const
    {
        const std::string word = classWord(m_classes, one);
        if (one == m_predicted && one == m_label)
            return {TextId::PredictedLabelClass, {word}};
        if (one == m_predicted)
            return {TextId::PredictedClass, {word}};
        if (one == m_label)
            return {TextId::LabelClass, {word}};
        return {TextId::ClassNumber, {word}};
    }

    void addClasses(std::size_t most)
    {
        std::vector<std::size_t> shown = m_split.ranking();
        const auto label = static_cast<std::size_t>(m_label);
        const std::size_t count = std::min(most, shown.size());
        const auto end = shown.begin() + static_cast<std::ptrdiff_t>(count);
        const bool labelMissing = m_label >= 0 && std::find(shown.begin(), end, label) == end;
        shown.resize(count);
        if (labelMissing)
            shown.push_back(label);
        const std::size_t first = m_figure.panels.size();
        std::vector<double> all; // one range, so that classes compare
        for (const std::size_t k : shown) {
            SeriesPanel panel;
            panel.heading = headingOf(static_cast<std::int64_t>(k));
            std::vector<SeriesLine> curves = lines(m_steps.perStep, m_split.steps);
            for (std::size_t t = 0; t < m_split.steps; ++t) {
                const std::size_t at = t * m_split.classes + k;
                addPoint(curves, m_steps.position(t),
                         {m_split.audio.empty() ? 0.0 : m_split.audio[at],
                          m_split.visual.empty() ? 0.0 : m_split.visual[at], m_split.bias[k],
                          m_split.sumAt(t, k)});
            }
            add(std::move(panel), std::move(curves), all);
        }
        for (std::size_t i = first; i < m_figure.panels.size(); ++i)
            setRange(m_figure.panels[i].y, all, true);
    }

    void addNumbers()
    {
        std::vector<std::int64_t> wanted;
        for (const std::int64_t one : {m_predicted, m_label}) {
            if (one >= 0 && std::find(wanted.begin(), wanted.end(), one) == wanted.end())
                wanted.push_back(one);
        }
        for (const std::int64_t one : wanted) {
            const auto k = static_cast<std::size_t>(one);
            const Text of = headingOf(one);
            m_figure.numbers.push_back({{TextId::Logit}, logitOf(k), {}, of});
            if (!m_split.audio.empty())
                m_figure.numbers.push_back({{TextId::Audio}, m_split.audioMean(k), {}, of});
            if (!m_split.visual.empty())
                m_figure.numbers.push_back({{TextId::Visual}, m_split.visualMean(k), {}, of});
            m_figure.numbers.push_back({{TextId::Bias}, m_split.bias[k], {}, of});
        }
    }

    std::size_t m_sample;
    SampleClasses m_classes;
    EvidenceSplit m_split;
    StepAxis m_steps;
    Key m_key;
    std::int64_t m_label = kNoClass;
    std::int64_t m_predicted = kNoClass;
    SeriesFigure m_figure;
};

ParamSpecs evidenceParams()
{
    return {{"classes", "Classes", "How many of the most likely classes are shown over the steps",
             std::int64_t{3}, 1, 30},
            trialParam()};
}

std::optional<std::string> lacks(const FigureInputs& inputs)
{
    return inputs.run ? lacksEvidence(*inputs.run) : "a run";
}

Figure build(const FigureInputs& inputs, const Params& params, const Viewport&, JobContext&)
{
    const std::size_t sample = shownSample(params, samplesIn(*inputs.run));
    return Builder(*inputs.run, inputs.keySource, sample)
        .build(static_cast<std::size_t>(params.integer("classes")));
}

} // namespace

FigureKind makeEvidenceKind()
{
    return {"evidence", "Evidence", &evidenceParams, &lacks, {"evidence/*"}, &build};
}

} // namespace inspike
