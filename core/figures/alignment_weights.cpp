// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Step weights c_t, and the course of a training as its runs tell it: how much of the static input
// was replaced, losses, accuracy.

#include "core/base/error.h"
#include "core/figures/alignment_parts.h"
#include "core/figures/stream_parts.h"

#include <cmath>

namespace inspike {

namespace {

// One legend explains all panels, so that no colour stands for two things.
struct Metric
{
    const char* name; // in the metrics of an epoch
    TextId label;
    Colour colour;
};

constexpr Metric kReplaced[] = {
    {"p_replace", TextId::ReplaceProbability, {ColourRole::Category, 5}},
    {"replaced", TextId::ReplacedShare, {ColourRole::Category, 1}},
};
constexpr Metric kLosses[] = {
    {"loss", TextId::Loss, {ColourRole::Foreground}},
    {"static", TextId::StaticLoss, {ColourRole::Static}},
    {"event", TextId::EventLoss, {ColourRole::Event}},
    {"domain", TextId::DomainLoss, {ColourRole::Category, 3}},
};
constexpr Metric kAccuracies[] = {
    {"accuracy", TextId::Accuracy, {ColourRole::Category, 0}},
    {"static_accuracy", TextId::StaticAccuracy, {ColourRole::Category, 7}},
};

class Builder
{
public:
    explicit Builder(const AlignmentSubject& subject) : m_subject(subject) {}

    SeriesFigure build()
    {
        m_figure.title.id = TextId::StepWeight;
        m_figure.grid = true;
        m_figure.xIsTime = false;
        addWeights();
        addMetrics({TextId::ReplacedShare}, kReplaced, true);
        addMetrics({TextId::Loss}, kLosses, false);
        addMetrics({TextId::Accuracy}, kAccuracies, true);
        if (m_figure.panels.empty())
            throw Error(ErrorKind::NotFound, "no step weights and no metrics of epochs in the run");
        m_figure.x = *m_figure.panels.front().x;
        return std::move(m_figure);
    }

private:
    void addWeights()
    {
        const Run& run = *m_subject.side(1).run;
        const auto found = run.parameters.find("time_weight");
        if (found == run.parameters.end())
            return;
        const std::size_t steps = found->second.size();
        SeriesPanel panel;
        panel.heading.id = TextId::StepWeight;
        panel.y.label.id = TextId::StepWeight;
        AxisInfo x;
        x.label.id = TextId::TimeStep;
        x.low = -0.5;
        x.high = static_cast<double>(steps) - 0.5;
        x.integral = true;
        panel.x = x;
        std::vector<double> values;
        const auto& epochs = m_subject.epochs();
        if (!epochs.empty() && m_subject.epoch() > 0)
            addWeightLine(panel, *epochs.front().run, steps, epochs.front().epoch, false);
        addWeightLine(panel, run, steps, epochs.empty() ? -1 : epochs[m_subject.epoch()].epoch,
                      true);
        for (const SeriesLine& line : panel.lines)
            values.insert(values.end(), line.y.begin(), line.y.end());
        setRange(panel.y, values, false);
        panel.y.low = std::max(0.0, std::min(panel.y.low, 0.5));
        panel.y.high = std::min(1.0, std::max(panel.y.high, 0.8));
        m_figure.panels.push_back(std::move(panel));
    }

    void addWeightLine(SeriesPanel& panel, const Run& run, std::size_t steps, std::int64_t epoch,
                       bool shown) const
    {
        SeriesLine line;
        if (epoch >= 0)
            line.label = {TextId::EpochNumber, {std::to_string(epoch)}};
        else
            line.label.id = TextId::StepWeight;
        line.inLegend = epoch >= 0;
        line.colour = shown ? Colour{ColourRole::Category, 4} : Colour{ColourRole::Muted};
        line.style = shown ? LineStyle::PointsAndLine : LineStyle::Dashed;
        line.y = stepWeights(run, steps);
        for (std::size_t i = 0; i < steps; ++i)
            line.x.push_back(static_cast<double>(i));
        panel.lines.push_back(std::move(line));
    }

    template <std::size_t Count>
    void addMetrics(const Text& quantity, const Metric (&metrics)[Count], bool unit)
    {
        SeriesPanel panel;
        panel.heading = quantity;
        panel.y.label = quantity;
        std::vector<double> epochs;
        std::vector<double> values;
        for (const Metric& metric : metrics) {
            SeriesLine line;
            line.label.id = metric.label;
            line.colour = metric.colour;
            for (const EpochRun& epoch : m_subject.epochs()) {
                const Json& value = epoch.run->made.settings["metrics"][metric.name];
                if (!value.isNumber())
                    continue;
                line.x.push_back(static_cast<double>(epoch.epoch));
                line.y.push_back(value.toDouble());
            }
            if (line.x.empty())
                continue;
            epochs.insert(epochs.end(), line.x.begin(), line.x.end());
            values.insert(values.end(), line.y.begin(), line.y.end());
            panel.lines.push_back(std::move(line));
        }
        if (panel.lines.empty())
            return;
        setRange(panel.y, values, true);
        if (unit) {
            panel.y.low = 0.0;
            panel.y.high = 1.0;
        }
        AxisInfo x;
        x.label.id = TextId::Epoch;
        x.integral = true;
        setRange(x, epochs, false);
        panel.x = x;
        m_figure.panels.push_back(std::move(panel));
    }

    const AlignmentSubject& m_subject;
    SeriesFigure m_figure;
};

} // namespace

SeriesFigure weightsPart(const AlignmentBuild& build)
{
    return Builder(build.subject).build();
}

} // namespace inspike
