// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Rates by layer, and what the networks answer to a sample.

#include "core/base/error.h"
#include "core/figures/compare_parts.h"
#include "core/figures/stream_parts.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr double kBarWidth = 0.7;
constexpr double kPairWidth = 0.38; // of one of two bars side by side
constexpr double kLowerPanel = 1.4; // which holds the names of the classes, too

AxisInfo placesAxis(TextId label, std::size_t count)
{
    AxisInfo axis;
    axis.label.id = label;
    axis.low = -0.5;
    axis.high = std::max(0.5, static_cast<double>(count) - 0.5);
    axis.integral = true;
    return axis;
}

SeriesLine barAt(double x, double y, Colour colour)
{
    SeriesLine bar;
    bar.colour = colour;
    bar.style = LineStyle::Bars;
    bar.x = {x};
    bar.y = {y};
    bar.filled = true;
    bar.barWidth = kBarWidth;
    bar.inLegend = false;
    return bar;
}

// More in the second run: its colour; less: that of the first.
Colour signColour(double difference)
{
    return kRunColours[difference >= 0.0 ? 1 : 0];
}

// 0 in the middle of a small range where nothing differs.
void setDifferenceRange(AxisInfo& axis, const std::vector<double>& values)
{
    setRange(axis, values, true);
    const bool nothing = std::all_of(values.begin(), values.end(), [](double value) {
        return value == 0.0 || std::isnan(value);
    });
    if (nothing) {
        axis.low = -1.0;
        axis.high = 1.0;
    }
}

// --- rates

// Differences of one quantity, a bar for every layer that has it.
class LayerBars
{
public:
    LayerBars(const CompareBuild& build, const RunDifferences& all) : m_build(build), m_all(all) {}

    SeriesFigure make()
    {
        const bool rates =
            std::any_of(m_all.layers.begin(), m_all.layers.end(), [](const LayerDifference& each) {
                return !std::isnan(each.rateDifference());
            });
        std::vector<std::size_t> layers;
        std::vector<double> values;
        for (std::size_t i = 0; i < m_all.layers.size(); ++i) {
            const LayerDifference& layer = m_all.layers[i];
            const double value = rates ? layer.rateDifference() : layer.value;
            if (std::isnan(value))
                continue;
            layers.push_back(i);
            values.push_back(value);
        }
        SeriesFigure figure;
        figure.title.id = TextId::CompareRuns;
        figure.xIsTime = false;
        figure.x = placesAxis(TextId::Layer, layers.size());
        figure.numbers = compareNumbers(m_build.match, m_all);
        SeriesPanel panel;
        panel.xNames = shortLayerNames(m_build.match, layers);
        panel.y.label.id = rates ? TextId::RateDifference : TextId::ValueDifference;
        panel.y.unit = rates ? m_all.rateUnit() : "";
        setDifferenceRange(panel.y, values);
        for (std::size_t i = 0; i < layers.size(); ++i) {
            SeriesLine bar = barAt(static_cast<double>(i), values[i], signColour(values[i]));
            bar.label = runMinusRun();
            bar.key = layerKey(m_build.match, layers[i], m_build.keySource);
            panel.lines.push_back(std::move(bar));
        }
        panel.levels.push_back({0.0, {}, {ColourRole::Muted}});
        figure.panels.push_back(std::move(panel));
        figure.note = runMinusRun();
        const bool nothing =
            std::all_of(values.begin(), values.end(), [](double value) { return value == 0.0; });
        if (nothing && !values.empty())
            figure.note = {TextId::NoDifference, {plain(runMinusRun())}};
        return figure;
    }

private:
    Text runMinusRun() const
    {
        return {TextId::RunMinusRun,
                {runTitle(m_build.match, 1).args.front(), runTitle(m_build.match, 0).args.front()}};
    }
    static std::string plain(const Text& text) { return text.args[0] + " - " + text.args[1]; }

    const CompareBuild& m_build;
    const RunDifferences& m_all;
};

// --- answers

// An output of both runs with the same numbers per sample (and step).
struct Answer
{
    std::string id;
    std::array<const Activation*, 2> of{};
    std::size_t steps = 0; // 0 = has none
    std::size_t units = 0;
};

std::optional<Answer> answerOf(const RunMatch& match, const std::string& id)
{
    Answer answer;
    answer.id = id;
    std::array<ProbeExtent, 2> extents;
    for (std::size_t side = 0; side < 2; ++side) {
        const auto found = match.runs[side]->outputs.find(id);
        if (found == match.runs[side]->outputs.end())
            return std::nullopt;
        answer.of[side] = &found->second;
        extents[side] = ProbeExtent::of(found->second.axes());
    }
    const bool same = extents[0].shape == extents[1].shape &&
                      (extents[0].steps > 0) == (extents[1].steps > 0) &&
                      (extents[0].samples > 0) == (extents[1].samples > 0);
    if (!same || extents[0].units == 0)
        return std::nullopt;
    answer.steps = std::min(extents[0].steps, extents[1].steps);
    answer.units = extents[0].units;
    return answer;
}

std::optional<Answer> chosenAnswer(const RunMatch& match, const std::string& over)
{
    if (over != "time") {
        for (const char* id : {"logits", "prediction"}) {
            if (const auto answer = answerOf(match, id); answer && answer->steps == 0)
                return answer;
        }
    }
    for (const auto& [id, activation] : match.runs[0]->outputs) {
        const auto answer = answerOf(match, id);
        if (answer && (over == "class" ? answer->steps == 0 : answer->steps > 0))
            return answer;
    }
    return std::nullopt;
}

class AnswerBuilder
{
public:
    AnswerBuilder(const CompareBuild& build, const Answer& answer)
        : m_build(build), m_answer(answer), m_place(build.place())
    {
        for (std::size_t side = 0; side < 2; ++side)
            m_values[side] = valuesOf(side);
    }

    SeriesFigure make()
    {
        m_figure.title.id = TextId::CompareRuns;
        m_figure.note = note();
        m_figure.panels.resize(2);
        m_figure.panels[0].y.label = label();
        m_figure.panels[1].y.label.id = TextId::ValueDifference;
        m_figure.panels[1].height = kLowerPanel;
        if (m_answer.steps > 0)
            addSteps();
        else
            addClasses();
        m_figure.panels[1].levels.push_back({0.0, {}, {ColourRole::Muted}});
        return std::move(m_figure);
    }

private:
    // [step, unit] of the shown sample.
    std::vector<double> valuesOf(std::size_t side) const
    {
        LabelledArray array = m_answer.of[side]->dense();
        if (array.has(AxisKind::Sample))
            array = array.slice(AxisKind::Sample, m_build.match.sampleOf(side, m_place));
        std::vector<AxisKind> order;
        for (const AxisKind kind : {AxisKind::Time, AxisKind::Step}) {
            if (array.has(kind))
                order.push_back(kind);
        }
        for (const Axis& axis : array.axes()) {
            if (std::find(order.begin(), order.end(), axis.kind) == order.end())
                order.push_back(axis.kind);
        }
        if (order.size() == array.rank() && array.rank() > 1)
            array = array.permuted(order);
        return {array.values().begin(), array.values().end()};
    }

    double at(std::size_t side, std::size_t step, std::size_t unit) const
    {
        return m_values[side][step * m_answer.units + unit];
    }

    Text label() const
    {
        if (m_answer.id == "logits")
            return {TextId::Logit};
        return m_answer.id == "prediction" ? Text{TextId::Value}
                                           : Text{TextId::Verbatim, {m_answer.id}};
    }

    Text note() const
    {
        const RunMatch& match = m_build.match;
        const std::string sample = match.sampleName(m_place);
        const SampleClasses a = sampleClasses(*match.runs[0]);
        const SampleClasses b = sampleClasses(*match.runs[1]);
        const auto predicted = [&](const SampleClasses& classes, std::size_t side) {
            const std::size_t number = match.sampleOf(side, m_place);
            return number < classes.predicted.size() ? classes.predicted[number] : kNoClass;
        };
        const std::int64_t ofA = predicted(a, 0);
        const std::int64_t ofB = predicted(b, 1);
        if (ofA == kNoClass || ofB == kNoClass)
            return {TextId::LayerOfSample, {m_answer.id, sample}};
        if (ofA == ofB)
            return {TextId::BothPredict, {sample, classWord(a, ofA)}};
        return {TextId::RunsPredict,
                {sample, runTitle(match, 0).args.front(), classWord(a, ofA),
                 runTitle(match, 1).args.front(), classWord(b, ofB)}};
    }

    void addClasses()
    {
        const SampleClasses names = sampleClasses(*m_build.match.runs[0]);
        m_figure.xIsTime = false;
        m_figure.x = placesAxis(TextId::Class, m_answer.units);
        std::vector<double> all;
        std::vector<double> differences;
        for (std::size_t side = 0; side < 2; ++side) {
            SeriesLine bars;
            bars.label = runTitle(m_build.match, side);
            bars.colour = kRunColours[side];
            bars.style = LineStyle::Bars;
            bars.filled = true;
            bars.barWidth = kPairWidth;
            bars.barOffset = (side == 0 ? -0.5 : 0.5) * kPairWidth;
            for (std::size_t unit = 0; unit < m_answer.units; ++unit) {
                bars.x.push_back(static_cast<double>(unit));
                bars.y.push_back(at(side, 0, unit));
                all.push_back(bars.y.back());
            }
            m_figure.panels[0].lines.push_back(std::move(bars));
        }
        for (std::size_t unit = 0; unit < m_answer.units; ++unit) {
            const double difference = at(1, 0, unit) - at(0, 0, unit);
            differences.push_back(difference);
            SeriesLine bar = barAt(static_cast<double>(unit), difference, signColour(difference));
            bar.label.id = TextId::ValueDifference;
            m_figure.panels[1].lines.push_back(std::move(bar));
        }
        setRange(m_figure.panels[0].y, all, true);
        setDifferenceRange(m_figure.panels[1].y, differences);
        for (SeriesPanel& panel : m_figure.panels) {
            for (std::size_t unit = 0; unit < m_answer.units; ++unit) {
                const std::string word = classWord(names, static_cast<std::int64_t>(unit));
                panel.xNames.push_back({TextId::Verbatim, {word}});
            }
        }
    }

    // Of many classes those that the networks predict.
    std::vector<std::size_t> shownUnits() const
    {
        if (m_answer.units == 1)
            return {0};
        std::vector<std::size_t> units;
        for (std::size_t side = 0; side < 2; ++side) {
            std::vector<double> sums(m_answer.units, 0.0);
            for (std::size_t step = 0; step < m_answer.steps; ++step) {
                for (std::size_t unit = 0; unit < m_answer.units; ++unit)
                    sums[unit] += at(side, step, unit);
            }
            const auto best =
                static_cast<std::size_t>(std::max_element(sums.begin(), sums.end()) - sums.begin());
            if (std::find(units.begin(), units.end(), best) == units.end())
                units.push_back(best);
        }
        return units;
    }

    void addSteps()
    {
        const double seconds = commonStepSeconds(m_build.match);
        const TimeScale scale{seconds <= 0.0, seconds > 0.0 ? seconds * 1e3 : 1.0};
        m_figure.x = timeAxis(scale, 0.0, scale.axisFromTick(static_cast<double>(m_answer.steps)));
        std::vector<double> all;
        std::vector<double> differences;
        for (const std::size_t unit : shownUnits()) {
            for (std::size_t side = 0; side < 2; ++side)
                addLine(scale, side, unit, all);
            SeriesLine line;
            line.label = labelOf({TextId::ValueDifference}, unit);
            line.inLegend = false;
            for (std::size_t step = 0; step < m_answer.steps; ++step) {
                line.x.push_back(scale.axisFromTick(static_cast<double>(step)));
                line.y.push_back(at(1, step, unit) - at(0, step, unit));
                differences.push_back(line.y.back());
            }
            m_figure.panels[1].lines.push_back(std::move(line));
        }
        setRange(m_figure.panels[0].y, all, false);
        setDifferenceRange(m_figure.panels[1].y, differences);
    }

    Text labelOf(Text words, std::size_t unit) const
    {
        if (m_answer.units > 1)
            words.args.assign(1, plainText(words) + ", " + std::to_string(unit));
        return m_answer.units > 1 ? Text{TextId::Verbatim, words.args} : words;
    }

    void addLine(const TimeScale& scale, std::size_t side, std::size_t unit,
                 std::vector<double>& all)
    {
        SeriesLine line;
        line.label = labelOf(runTitle(m_build.match, side), unit);
        line.colour = kRunColours[side];
        line.style = side == 0 ? LineStyle::Solid : LineStyle::Dashed;
        for (std::size_t step = 0; step < m_answer.steps; ++step) {
            line.x.push_back(scale.axisFromTick(static_cast<double>(step)));
            line.y.push_back(at(side, step, unit));
            all.push_back(line.y.back());
        }
        m_figure.panels[0].lines.push_back(std::move(line));
    }

    const CompareBuild& m_build;
    const Answer& m_answer;
    std::size_t m_place;
    std::array<std::vector<double>, 2> m_values;
    SeriesFigure m_figure;
};

} // namespace

std::optional<SeriesFigure> compareRates(const CompareBuild& build)
{
    const auto all = build.result<RunDifferences>(
        "differences", [&] { return differencesOf(build.match, build.job); });
    if (!all)
        return std::nullopt;
    return LayerBars(build, *all).make();
}

SeriesFigure compareAnswers(const CompareBuild& build)
{
    const auto answer = chosenAnswer(build.match, build.params.text("over"));
    if (!answer)
        throw Error(ErrorKind::NotFound, "no output with the same values in both runs");
    return AnswerBuilder(build, *answer).make();
}

std::vector<NamedNumber> compareNumbers(const RunMatch& match, const RunDifferences& all)
{
    std::vector<NamedNumber> numbers;
    if (all.spikes.a + all.spikes.b > 0)
        numbers.push_back({{TextId::DifferingShare}, all.spikes.differing()});
    const AnswerDifference& answer = all.answer;
    if (answer.compared > 0) {
        numbers.push_back({{TextId::PredictionsDiffer, {std::to_string(answer.compared)}},
                           static_cast<double>(answer.differs.size())});
    }
    if (!std::isnan(answer.largest))
        numbers.push_back({{TextId::LargestLogitDifference}, answer.largest});
    numbers.push_back({{TextId::FirstDifference},
                       all.firstStep ? static_cast<double>(*all.firstStep) : kNoValue});
    for (std::size_t i = 0; i < all.layers.size(); ++i) {
        if (all.layers[i].spikes) {
            numbers.push_back({{TextId::DifferingShare},
                               all.layers[i].spikes->differing(),
                               {},
                               {TextId::Verbatim, {match.layers[i].name()}}});
        }
    }
    return numbers;
}

} // namespace inspike
