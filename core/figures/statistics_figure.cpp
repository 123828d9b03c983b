// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/statistics_figure.h"

#include "core/analysis/population_params.h"
#include "core/analysis/spans_of_time.h"
#include "core/analysis/spike_distance.h"
#include "core/figures/statistics_data.h"
#include "core/figures/time_axis.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace inspike {

namespace {

// What a reader can compare at a glance.
std::string shortNumber(double value)
{
    if (!std::isfinite(value))
        return "n/a";
    char text[32];
    std::snprintf(text, sizeof text, "%.2f", value);
    return text;
}

class Builder
{
public:
    Builder(const SpikePopulation& population, StatisticsData data)
        : m_population(population),
          m_data(std::move(data)),
          m_lengths(m_data.lengths),
          m_subject(m_data.subject)
    {}

    SeriesFigure build(JobContext& job)
    {
        m_figure.title.id = TextId::Statistics;
        m_figure.grid = true;
        m_figure.note = m_subject.note;
        m_figure.x = timeAxis(scaleOfTicks(m_population.stepTime()), axis(m_subject.range.begin),
                              axis(m_subject.range.end));
        addRate();
        addIntervals();
        addAutocorrelogram();
        if (separate() && m_subject.units.size() > 1)
            addCrosscorrelogram(job);
        addFano();
        for (std::size_t i = 0; i < m_data.curves.size(); ++i)
            addNumbers(i);
        if (std::all_of(m_data.curves.begin(), m_data.curves.end(),
                        [](const CurveData& curve) { return curve.spikes == 0; }))
            m_figure.note = {TextId::NoSpikes};
        addPopulationNumbers();
        return std::move(m_figure);
    }

private:
    bool separate() const { return m_subject.note == Text{}; } // a curve per unit
    double axis(double ticks) const { return msFromTicks(ticks, m_population.stepTime()); }
    double axis(Time ticks) const { return axis(static_cast<double>(ticks)); }

    AxisInfo ownAxis(TextId label, double low, double high) const
    {
        AxisInfo made;
        made.label.id = label;
        made.unit = timeUnit(m_population);
        made.low = low;
        made.high = high > low ? high : low + 1.0;
        return made;
    }

    // Long intervals and lags read better in seconds.
    void inSeconds(SeriesPanel& panel) const
    {
        constexpr double kLongestMs = 5000.0;
        constexpr double kMsPerSecond = 1000.0;
        if (m_population.stepTime() || panel.x->high <= kLongestMs)
            return;
        panel.x->unit = "s";
        panel.x->low /= kMsPerSecond;
        panel.x->high /= kMsPerSecond;
        for (SeriesLine& line : panel.lines) {
            for (double& x : line.x)
                x /= kMsPerSecond;
        }
    }

    SeriesPanel panelOf(Text heading, TextId quantity, std::string unit = {}) const
    {
        SeriesPanel panel;
        panel.heading = std::move(heading);
        panel.y.label.id = quantity;
        panel.y.unit = std::move(unit);
        return panel;
    }

    SeriesLine lineOf(std::size_t curve) const
    {
        const CurveData& data = m_data.curves[curve];
        const SubjectCurve& subject = m_subject.curves[curve];
        const std::uint64_t number =
            separate() ? std::uint64_t{subject.units.front()} : data.cv.defined();
        SeriesLine line;
        line.label = {separate() ? TextId::UnitIrregularity : TextId::MeanIrregularity,
                      {std::to_string(number), shortNumber(data.cv.mean()),
                       shortNumber(data.cv2.mean()), shortNumber(data.lv.mean())}};
        line.key = subject.key;
        line.colour = subject.colour;
        line.style = LineStyle::Steps;
        line.filled = m_data.curves.size() == 1;
        return line;
    }

    static void addSteps(SeriesLine& line, double from, double width, std::vector<double> heights)
    {
        for (std::size_t i = 0; i < heights.size(); ++i)
            line.x.push_back(from + static_cast<double>(i) * width);
        line.y = std::move(heights);
        if (!line.y.empty()) { // closes the last step
            line.x.push_back(from + static_cast<double>(line.y.size()) * width);
            line.y.push_back(line.y.back());
        }
    }

    void addPairs(SeriesLine& line, const Correlogram& pairs) const
    {
        std::vector<double> rates;
        for (std::size_t i = 0; i < pairs.counts.size(); ++i)
            rates.push_back(pairs.rate(i, m_population.secondsPerTick()));
        addSteps(line, axis(pairs.lagOf(0) - 0.5 * static_cast<double>(pairs.bin)), axis(pairs.bin),
                 std::move(rates));
    }

    // All that is drawn is positive and stands on 0.
    void add(SeriesPanel panel)
    {
        constexpr double kAir = 1.08; // above the highest
        double top = 0.0;
        for (const SeriesLine& line : panel.lines) {
            for (const double y : line.y)
                top = std::isfinite(y) ? std::max(top, y) : top;
        }
        for (const HorizontalLine& level : panel.levels)
            top = std::max(top, level.y);
        panel.y.low = 0.0;
        panel.y.high = top > 0.0 ? kAir * top : 1.0;
        m_figure.panels.push_back(std::move(panel));
    }

    void addRate();
    void addIntervals();
    void addAutocorrelogram();
    void addCrosscorrelogram(JobContext& job);
    void addFano();
    void addNumbers(std::size_t curve);
    void addPopulationNumbers();

    const SpikePopulation& m_population;
    StatisticsData m_data;
    const StatisticsLengths& m_lengths;
    const StatisticsSubject& m_subject;
    SeriesFigure m_figure;
};

void Builder::addRate()
{
    SeriesPanel panel = panelOf({separate() ? TextId::PopulationRate : TextId::MeanRate},
                                TextId::PopulationRate, rateUnit(m_population));
    const std::uint64_t range = ticksIn(m_subject.range);
    const auto bin = static_cast<std::uint64_t>(m_lengths.rateBin);
    for (std::size_t i = 0; i < m_data.curves.size(); ++i) {
        std::vector<double> rates;
        for (const std::uint64_t count : m_data.curves[i].counts) {
            // The last bin ends with the range and is divided by its own length.
            const std::uint64_t length = std::min(bin, range - rates.size() * bin);
            const double exposure = static_cast<double>(length) * m_population.secondsPerTick() *
                                    static_cast<double>(m_subject.curves[i].units.size());
            rates.push_back(static_cast<double>(count) / exposure);
        }
        SeriesLine line = lineOf(i);
        addSteps(line, axis(m_subject.range.begin), axis(m_lengths.rateBin), std::move(rates));
        if (!line.x.empty())
            line.x.back() = axis(m_subject.range.end);
        panel.lines.push_back(std::move(line));
    }
    add(std::move(panel));
}

void Builder::addIntervals()
{
    SeriesPanel panel = panelOf({TextId::IntervalHistogram}, TextId::Count);
    panel.y.integral = true;
    panel.x = ownAxis(TextId::Interval, 0.0, axis(m_lengths.longest));
    for (std::size_t i = 0; i < m_data.curves.size(); ++i) {
        SeriesLine line = lineOf(i);
        const IsiHistogram& histogram = *m_data.curves[i].isi;
        addSteps(line, 0.0, axis(histogram.bin),
                 {histogram.counts.begin(), histogram.counts.end()});
        panel.lines.push_back(std::move(line));
    }
    inSeconds(panel);
    add(std::move(panel));
}

void Builder::addAutocorrelogram()
{
    SeriesPanel panel =
        panelOf({TextId::Autocorrelogram}, TextId::PopulationRate, rateUnit(m_population));
    panel.x = ownAxis(TextId::Lag, -axis(m_lengths.lag), axis(m_lengths.lag));
    for (std::size_t i = 0; i < m_data.curves.size(); ++i) {
        SeriesLine line = lineOf(i);
        addPairs(line, *m_data.curves[i].pairs);
        panel.lines.push_back(std::move(line));
    }
    inSeconds(panel);
    add(std::move(panel));
}

void Builder::addCrosscorrelogram(JobContext& job)
{
    const UnitIndex a = m_subject.units[0];
    const UnitIndex b = m_subject.units[1];
    Correlogram pairs(m_lengths.lagBin, m_lengths.lag);
    addCrossPairs(m_population.train(a, m_subject.range), m_population.train(b, m_subject.range),
                  pairs, job);
    SeriesPanel panel = panelOf({TextId::Crosscorrelogram, {std::to_string(a), std::to_string(b)}},
                                TextId::PopulationRate, rateUnit(m_population));
    panel.x = ownAxis(TextId::Lag, -axis(m_lengths.lag), axis(m_lengths.lag));
    SeriesLine line;
    line.key = m_subject.curves[1].key;
    line.colour = {ColourRole::Foreground};
    line.style = LineStyle::Steps;
    line.filled = true;
    addPairs(line, pairs);
    panel.lines.push_back(std::move(line));
    const double chance = m_data.meanRate(1, m_population.secondsPerTick());
    if (std::isfinite(chance))
        panel.levels.push_back({chance, {TextId::Chance}, {ColourRole::Threshold}});
    inSeconds(panel);
    add(std::move(panel));
}

void Builder::addFano()
{
    const std::vector<Time>& windows = m_lengths.fano;
    if (windows.size() < 2)
        return;
    SeriesPanel panel = panelOf({TextId::FanoFactor}, TextId::FanoFactor);
    panel.x =
        ownAxis(TextId::CountWindow, 0.8 * axis(windows.front()), 1.25 * axis(windows.back()));
    panel.x->logarithmic = true;
    for (std::size_t i = 0; i < m_data.curves.size(); ++i) {
        SeriesLine line = lineOf(i);
        line.style = LineStyle::PointsAndLine;
        line.filled = false;
        for (std::size_t k = 0; k < windows.size(); ++k) {
            line.x.push_back(axis(windows[k]));
            line.y.push_back(m_data.curves[i].fano[k].mean());
        }
        panel.lines.push_back(std::move(line));
    }
    add(std::move(panel));
}

void Builder::addNumbers(std::size_t curve)
{
    const CurveData& data = m_data.curves[curve];
    const SubjectCurve& subject = m_subject.curves[curve];
    const Text of = m_data.curves.size() > 1
                        ? Text{TextId::UnitNumber, {std::to_string(subject.units.front())}}
                        : Text{};
    const auto number = [&](TextId name, double value, std::string unit = {}) {
        m_figure.numbers.push_back({{name}, value, std::move(unit), of});
    };
    number(TextId::SpikeCount, static_cast<double>(data.spikes));
    number(TextId::MeanRate, m_data.meanRate(curve, m_population.secondsPerTick()),
           rateUnit(m_population));
    number(TextId::MeanInterval, axis(data.meanInterval()), timeUnit(m_population));
    number(TextId::Cv, data.cv.mean());
    number(TextId::Cv2, data.cv2.mean());
    number(TextId::LocalVariation, data.lv.mean());
}

void Builder::addPopulationNumbers()
{
    if (!m_data.population)
        return;
    auto& numbers = m_figure.numbers;
    const PopulationNumbers& found = *m_data.population;
    numbers.push_back({{TextId::MeanCorrelation}, found.correlation});
    numbers.push_back({{TextId::LifetimeSparseness}, found.lifetime});
    numbers.push_back({{TextId::PopulationSparseness}, found.sparseness});
    numbers.push_back({{TextId::CountWindow}, axis(m_lengths.window), timeUnit(m_population)});
    if (!separate())
        return;
    const UnitIndex a = m_subject.units[0];
    const UnitIndex b = m_subject.units[1];
    numbers.push_back({{TextId::SpikeDistance, {std::to_string(a), std::to_string(b)}},
                       spikeDistance(m_population.train(a, m_subject.range),
                                     m_population.train(b, m_subject.range), m_subject.range)});
}

} // namespace

ParamSpecs statisticsParams()
{
    const auto automatic = [](std::string id, std::string title, std::string help) {
        ParamSpec spec = lengthParam(std::move(id), std::move(title), std::move(help), 0.0);
        spec.minimum = 0.0;
        return spec;
    };
    ParamSpecs specs{
        {"units", "Units", "Which units, such as 3 or 0-9,25; empty = all of them", std::string()},
        automatic("bin-ms", "Rate bin", "Bin of the rate over time; 0 = chosen from the data"),
        automatic("longest-ms", "Longest interval",
                  "End of the histogram of intervals; 0 = chosen from the data"),
        automatic("lag-ms", "Lag", "Longest lag of the correlograms; 0 = chosen from the data"),
        automatic("window-ms", "Window",
                  "Windows for synchrony and sparsity; 0 = chosen from the data"),
        {"most-units", "Pooled units",
         "More units than this are represented by as many drawn at random; 0 = all are read",
         std::int64_t{2000}, 0}};
    specs = withPopulationParams(std::move(specs));
    specs.back() = {"trial", "Trial", "Number of the trial, from 0", std::int64_t{0}, 0};
    return specs;
}

SeriesFigure buildStatistics(const SpikePopulation& population, std::uint64_t keySource,
                             const Params& params, JobContext& job)
{
    return Builder(population, gatherStatistics(population, keySource, params, job)).build(job);
}

} // namespace inspike
