// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/aligned_figure.h"

#include "core/analysis/population_params.h"
#include "core/figures/conditions.h"
#include "core/figures/series_lines.h"
#include "core/figures/statistics_subject.h"
#include "core/figures/time_axis.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace inspike {

namespace {

constexpr std::size_t kMostCurves = 8; // categories have no more colours
constexpr double kRasterHeight = 1.3;  // against the panel of rates

struct Group
{
    Text label;
    Colour colour;
    Key key;
    std::vector<std::size_t> trials; // places in AlignedSpikes::trials
};

// The value itself as colour while that tells them apart, as classes have it in other views.
std::vector<Group> groupsOfLabels(const AlignedSpikes& aligned)
{
    const std::vector<std::int64_t> values = aligned.values();
    std::set<std::int64_t> colours;
    for (const std::int64_t value : values)
        colours.insert(value < 0 ? -1 : value % static_cast<std::int64_t>(kMostCurves));
    const bool byValue = colours.size() == values.size() && !colours.contains(-1);
    std::vector<Group> groups;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::int64_t value = values[i];
        const auto place = static_cast<std::size_t>(value);
        const bool named =
            value >= 0 && place < aligned.names.size() && !aligned.names[place].empty();
        Group group;
        group.label = named ? Text{TextId::Verbatim, {aligned.names[place]}}
                            : Text{TextId::LabelValue, {aligned.label, std::to_string(value)}};
        group.colour = {ColourRole::Category,
                        static_cast<int>((byValue ? place : i) % kMostCurves)};
        group.key = {KeyKind::Domain, 0, value};
        for (std::size_t trial = 0; trial < aligned.trials.size(); ++trial) {
            if (aligned.trials[trial].value == value)
                group.trials.push_back(trial);
        }
        groups.push_back(std::move(group));
    }
    return groups;
}

std::vector<Group> groupsOfRun(const Run& run, const AlignedSpikes& aligned)
{
    const TrialCategories categories = categoriesOf(trialConditions(run, aligned.trials.size()));
    std::vector<Group> groups(categories.categories.size());
    for (std::size_t i = 0; i < groups.size(); ++i) {
        groups[i].label = categories.categories[i].label;
        groups[i].colour = categories.categories[i].colour;
        groups[i].key = {KeyKind::Domain, 0, static_cast<std::int64_t>(i)};
    }
    for (std::size_t trial = 0; trial < aligned.trials.size(); ++trial)
        groups[static_cast<std::size_t>(categories.ofTrial[trial])].trials.push_back(trial);
    return groups;
}

class Builder
{
public:
    Builder(const AlignedSpikes& aligned, std::vector<Group> groups, const Viewport& viewport)
        : m_aligned(aligned),
          m_groups(std::move(groups)),
          m_viewport(viewport),
          m_scale(scaleOfTicks(aligned.stepTime))
    {
        const PsthBins& bins = aligned.bins;
        m_low = m_scale.axisFromTick(static_cast<double>(-bins.before));
        m_high = m_low + m_scale.axisFromTick(static_cast<double>(bins.bin) *
                                              static_cast<double>(bins.count()));
        const bool part = viewport.xHigh > viewport.xLow;
        m_shownLow = part ? std::max(m_low, viewport.xLow) : m_low;
        m_shownHigh = part ? std::min(m_high, viewport.xHigh) : m_high;
        figure.title.id = TextId::AlignedRaster;
        figure.x = timeAxis(m_scale, m_low, m_high);
        figure.xIsTime = aligned.label.empty();
        if (!aligned.label.empty()) {
            figure.x.label = {TextId::TimeFrom, {aligned.label}};
            figure.marks.push_back(0.0);
        }
    }

    void addRaster()
    {
        SeriesPanel panel;
        panel.y.label.id = m_aligned.label.empty() ? TextId::Trial : TextId::TrialsByLabel;
        panel.y.integral = true;
        panel.y.low = -0.5;
        panel.y.high = std::max(0.5, static_cast<double>(m_aligned.trials.size()) - 0.5);
        panel.height = kRasterHeight;
        const auto height = static_cast<std::size_t>(std::max(1, m_viewport.heightPx));
        m_rowsPerPixel = std::max<std::size_t>(1, m_aligned.trials.size() / height);
        m_spikesAt.assign(static_cast<std::size_t>(std::max(1, m_viewport.widthPx)), 0);
        std::size_t row = 0;
        for (const Group& group : m_groups) {
            SeriesLine line = lineOf(group);
            line.style = LineStyle::Ticks;
            std::fill(m_spikesAt.begin(), m_spikesAt.end(), 0); // a colour covers no other
            for (const std::size_t trial : group.trials)
                addRow(m_aligned.trials[trial], row++, line);
            panel.lines.push_back(std::move(line));
        }
        figure.panels.push_back(std::move(panel));
    }

    void addRates()
    {
        SeriesPanel panel;
        panel.y.label.id = TextId::PopulationRate;
        panel.y.unit = m_aligned.stepTime ? "1/step" : "Hz";
        panel.heading.id = TextId::MeanAndError;
        if (m_groups.size() > kMostCurves) {
            panel.heading = {TextId::ManyLabels, {std::to_string(m_groups.size())}};
            Group all;
            all.label.id = TextId::AllTrials;
            all.colour = {ColourRole::Foreground};
            for (std::size_t trial = 0; trial < m_aligned.trials.size(); ++trial)
                all.trials.push_back(trial);
            panel.lines.push_back(rateOf(all));
        } else {
            for (const Group& group : m_groups)
                panel.lines.push_back(rateOf(group));
        }
        setPanelRange(panel);
        panel.y.low = 0.0;
        figure.panels.push_back(std::move(panel));
    }

    SeriesFigure figure;

private:
    SeriesLine lineOf(const Group& group) const
    {
        SeriesLine line;
        line.label = group.label;
        line.key = group.key;
        line.colour = group.colour;
        line.n = group.trials.size();
        return line;
    }

    // One mark per pixel: spikes that share one cannot be told apart.
    void addRow(const AlignedTrial& trial, std::size_t row, SeriesLine& line)
    {
        const std::size_t pixelRow = row / m_rowsPerPixel;
        if (pixelRow != m_pixelRow)
            std::fill(m_spikesAt.begin(), m_spikesAt.end(), 0);
        m_pixelRow = pixelRow;
        for (const Time offset : trial.offsets) {
            const double x = m_scale.axisFromTick(static_cast<double>(offset));
            if (x < m_shownLow || x >= m_shownHigh)
                continue;
            const double place = (x - m_shownLow) / (m_shownHigh - m_shownLow);
            const auto pixel =
                static_cast<std::size_t>(place * static_cast<double>(m_spikesAt.size()));
            std::uint64_t& shared = m_spikesAt[std::min(pixel, m_spikesAt.size() - 1)];
            figure.fidelity.perMark = std::max(figure.fidelity.perMark, ++shared);
            if (shared > 1)
                continue;
            line.x.push_back(x);
            line.y.push_back(static_cast<double>(row));
        }
    }

    SeriesLine rateOf(const Group& group) const
    {
        Psth psth(m_aligned.bins);
        for (const std::size_t trial : group.trials)
            psth.addTrial(m_aligned.trials[trial].offsets);
        SeriesLine line = lineOf(group);
        line.style = LineStyle::Steps;
        const double seconds = m_aligned.secondsPerTick();
        for (std::size_t bin = 0; bin <= psth.bins() && psth.trials() > 0; ++bin) {
            const std::size_t shown = std::min(bin, psth.bins() - 1); // the last closes its step
            const double mean = psth.mean(shown, m_aligned.units, seconds);
            const double error = psth.standardError(shown, m_aligned.units, seconds);
            line.x.push_back(m_scale.axisFromTick(psth.edge(bin)));
            line.y.push_back(mean);
            if (std::isfinite(error)) {
                line.low.push_back(mean - error);
                line.high.push_back(mean + error);
            }
        }
        return line;
    }

    const AlignedSpikes& m_aligned;
    std::vector<Group> m_groups;
    Viewport m_viewport;
    TimeScale m_scale;
    double m_low = 0.0;
    double m_high = 1.0;
    double m_shownLow = 0.0;
    double m_shownHigh = 1.0;
    std::size_t m_rowsPerPixel = 1;
    std::size_t m_pixelRow = 0;
    std::vector<std::uint64_t> m_spikesAt; // per pixel of the present row of pixels
};

} // namespace

ParamSpecs alignedParams()
{
    ParamSpecs specs = alignmentParams();
    specs.push_back({"most-units", "Pooled units",
                     "More units than this are represented by as many drawn at random; 0 = all are "
                     "read",
                     std::int64_t{2000}, 0});
    return specs;
}

SeriesFigure buildAligned(const SpikeSources& sources, std::uint64_t keySource,
                          const Params& params, const Viewport& viewport, JobContext& job)
{
    Text note;
    const auto choose = [&](const SpikePopulation& population) {
        StatisticsSubject subject =
            subjectOf(population, params.text("unit"), "unit", 1,
                      static_cast<std::size_t>(params.integer("most-units")), keySource);
        note = subject.note;
        if (note == Text{})
            note = {TextId::UnitNumber, {std::to_string(subject.units.front())}};
        return subject.units;
    };
    const AlignedSpikes aligned = alignedBy(params, sources, choose, job);
    std::vector<Group> groups =
        aligned.label.empty() ? groupsOfRun(*sources.run, aligned) : groupsOfLabels(aligned);
    Builder builder(aligned, std::move(groups), viewport);
    builder.figure.note = note;
    builder.addRaster();
    builder.addRates();
    return std::move(builder.figure);
}

} // namespace inspike
