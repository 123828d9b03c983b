// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/figure.h"

#include <array>
#include <utility>

namespace inspike {

namespace {

// In the order of the enumeration; a test holds them against each other.
constexpr std::array kTextKeys{
    std::pair(TextId::Verbatim, "verbatim"),
    std::pair(TextId::Time, "time"),
    std::pair(TextId::TimeStep, "time_step"),
    std::pair(TextId::Unit, "unit"),
    std::pair(TextId::Trial, "trial"),
    std::pair(TextId::PopulationRate, "population_rate"),
    std::pair(TextId::SpikeCount, "spike_count"),
    std::pair(TextId::MembranePotential, "membrane_potential"),
    std::pair(TextId::SynapticCurrent, "synaptic_current"),
    std::pair(TextId::FilteredSpikes, "filtered_spikes"),
    std::pair(TextId::NetworkOutput, "output"),
    std::pair(TextId::Target, "target"),
    std::pair(TextId::Input, "input"),
    std::pair(TextId::Threshold, "threshold"),
    std::pair(TextId::StimulusWindow, "stimulus_window"),
    std::pair(TextId::InputMode, "input_mode"),
    std::pair(TextId::OutputMode, "output_mode"),
    std::pair(TextId::Mu, "mu"),
    std::pair(TextId::PrincipalComponent, "principal_component"),
    std::pair(TextId::ContextChoice, "context_choice"),
    std::pair(TextId::Context, "context"),
    std::pair(TextId::AllTrials, "all_trials"),
    std::pair(TextId::ConditionMean, "condition_mean"),
    std::pair(TextId::Trajectory, "trajectory"),
    std::pair(TextId::EndPoint, "end_point"),
    std::pair(TextId::StimulusOffset, "stimulus_offset"),
    std::pair(TextId::ChoiceProbability, "choice_probability"),
    std::pair(TextId::RelevantStimulus, "relevant_stimulus"),
    std::pair(TextId::IrrelevantStimulus, "irrelevant_stimulus"),
    std::pair(TextId::RelevantInContext, "relevant_in_context"),
    std::pair(TextId::IrrelevantInContext, "irrelevant_in_context"),
    std::pair(TextId::SpikeRaster, "spike_raster"),
    std::pair(TextId::ModeSpace, "mode_space"),
    std::pair(TextId::Traces, "traces"),
    std::pair(TextId::Psychometrics, "psychometrics"),
    std::pair(TextId::UnitNumber, "unit_number"),
    std::pair(TextId::TrialNumber, "trial_number"),
    std::pair(TextId::Correct, "correct"),
    std::pair(TextId::CountPerBin, "count_per_bin"),
    std::pair(TextId::Value, "value"),
    std::pair(TextId::UnitsByRate, "units_by_rate"),
    std::pair(TextId::UnitsByFirstSpike, "units_by_first_spike"),
    std::pair(TextId::UnitsByLoading, "units_by_loading"),
    std::pair(TextId::UnitsByGroup, "units_by_group"),
    std::pair(TextId::UnitsByComponent, "units_by_component"),
    std::pair(TextId::UnitsBySimilarity, "units_by_similarity"),
    std::pair(TextId::PixelAddress, "pixel_address"),
    std::pair(TextId::SampledPerBin, "sampled_per_bin"),
    std::pair(TextId::CountPerTime, "count_per_time"),
    std::pair(TextId::CountPerCell, "count_per_cell"),
    std::pair(TextId::TimeAfter, "time_after"),
    std::pair(TextId::EventFrame, "event_frame"),
    std::pair(TextId::OnEvents, "on"),
    std::pair(TextId::OffEvents, "off"),
    std::pair(TextId::OnMinusOff, "on_minus_off"),
    std::pair(TextId::EventCount, "event_count"),
    std::pair(TextId::EventRate, "event_rate"),
    std::pair(TextId::Choice, "choice"),
    std::pair(TextId::ClassNumber, "class"),
    std::pair(TextId::Statistics, "statistics"),
    std::pair(TextId::Count, "count"),
    std::pair(TextId::Interval, "interval"),
    std::pair(TextId::Lag, "lag"),
    std::pair(TextId::CountWindow, "count_window"),
    std::pair(TextId::FanoFactor, "fano_factor"),
    std::pair(TextId::IntervalHistogram, "interval_histogram"),
    std::pair(TextId::Autocorrelogram, "autocorrelogram"),
    std::pair(TextId::Crosscorrelogram, "crosscorrelogram"),
    std::pair(TextId::UnitIrregularity, "unit_irregularity"),
    std::pair(TextId::MeanIrregularity, "mean_irregularity"),
    std::pair(TextId::AllUnitsPooled, "all_units_pooled"),
    std::pair(TextId::UnitsPooled, "units_pooled"),
    std::pair(TextId::SampledUnits, "sampled_units"),
    std::pair(TextId::MeanRate, "mean_rate"),
    std::pair(TextId::Chance, "chance"),
    std::pair(TextId::MeanInterval, "mean_interval"),
    std::pair(TextId::Cv, "cv"),
    std::pair(TextId::Cv2, "cv2"),
    std::pair(TextId::LocalVariation, "lv"),
    std::pair(TextId::MeanCorrelation, "mean_correlation"),
    std::pair(TextId::LifetimeSparseness, "lifetime_sparseness"),
    std::pair(TextId::PopulationSparseness, "population_sparseness"),
    std::pair(TextId::SpikeDistance, "spike_distance"),
    std::pair(TextId::AlignedRaster, "aligned_raster"),
    std::pair(TextId::TimeFrom, "time_from"),
    std::pair(TextId::LabelValue, "label"),
    std::pair(TextId::MeanAndError, "mean_and_sem"),
    std::pair(TextId::TrialsByLabel, "trials_by_label"),
    std::pair(TextId::NoSpikes, "no_spikes"),
    std::pair(TextId::ManyLabels, "many_labels"),
};
static_assert(kTextKeys.size() == static_cast<std::size_t>(TextId::ManyLabels) + 1);

} // namespace

std::string_view textKey(TextId id)
{
    return kTextKeys[static_cast<std::size_t>(id)].second;
}

std::vector<TextId> allTextIds()
{
    std::vector<TextId> ids;
    for (const auto& [id, key] : kTextKeys)
        ids.push_back(id);
    return ids;
}

std::string plainText(const Text& text)
{
    if (text.id == TextId::Verbatim)
        return text.args.empty() ? std::string() : text.args.front();
    std::string plain(textKey(text.id));
    for (const std::string& argument : text.args)
        plain += " " + argument;
    return plain;
}

} // namespace inspike
