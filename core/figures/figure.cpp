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
    std::pair(TextId::Audio, "audio"),
    std::pair(TextId::Visual, "visual"),
    std::pair(TextId::Bias, "bias"),
    std::pair(TextId::Logit, "logit"),
    std::pair(TextId::Evidence, "evidence"),
    std::pair(TextId::Class, "class"),
    std::pair(TextId::MeanOverSteps, "mean_over_steps"),
    std::pair(TextId::StepNumber, "step_number"),
    std::pair(TextId::SampleNumber, "sample_number"),
    std::pair(TextId::SamplePredicted, "sample_predicted"),
    std::pair(TextId::SamplePredictedLabel, "sample_predicted_label"),
    std::pair(TextId::EvidenceRemainder, "evidence_remainder"),
    std::pair(TextId::EvidenceDamaged, "evidence_damaged"),
    std::pair(TextId::LargestLogits, "largest_logits"),
    std::pair(TextId::PredictedClass, "predicted_class"),
    std::pair(TextId::LabelClass, "label_class"),
    std::pair(TextId::PredictedLabelClass, "predicted_label_class"),
    std::pair(TextId::ResidualEnergy, "residual_energy"),
    std::pair(TextId::RelativeChange, "relative_change"),
    std::pair(TextId::ResidualRate, "residual_rate"),
    std::pair(TextId::ResidualMean, "residual_mean"),
    std::pair(TextId::ResidualWeight, "residual_weight"),
    std::pair(TextId::AudioMean, "audio_mean"),
    std::pair(TextId::VisualMean, "visual_mean"),
    std::pair(TextId::AudioSample, "audio_sample"),
    std::pair(TextId::VisualSample, "visual_sample"),
    std::pair(TextId::EachSample, "each_sample"),
    std::pair(TextId::AlignmentMatrix, "alignment_matrix"),
    std::pair(TextId::AudioOfSample, "audio_of_sample"),
    std::pair(TextId::VisualOfSample, "visual_of_sample"),
    std::pair(TextId::Similarity, "similarity"),
    std::pair(TextId::SimilarityShare, "similarity_share"),
    std::pair(TextId::SimilarityNote, "similarity_note"),
    std::pair(TextId::SimilarityNoteAlone, "similarity_note_alone"),
    std::pair(TextId::Embedding, "embedding"),
    std::pair(TextId::FeaturesBefore, "features_before"),
    std::pair(TextId::FeaturesResidual, "features_residual"),
    std::pair(TextId::FeaturesAfter, "features_after"),
    std::pair(TextId::FeaturesReplaced, "features_replaced"),
    std::pair(TextId::AudioOfClass, "audio_of_class"),
    std::pair(TextId::VisualOfClass, "visual_of_class"),
    std::pair(TextId::ClassUnknown, "class_unknown"),
    std::pair(TextId::ModalityGap, "modality_gap"),
    std::pair(TextId::ActivationMap, "activation_map"),
    std::pair(TextId::SpikeActivation, "spike_activation"),
    std::pair(TextId::AudioLayer, "audio_layer"),
    std::pair(TextId::VisualLayer, "visual_layer"),
    std::pair(TextId::SampleAtStep, "sample_at_step"),
    std::pair(TextId::SampleOverSteps, "sample_over_steps"),
    std::pair(TextId::NoIntervals, "no_intervals"),
    std::pair(TextId::Frequency, "frequency"),
    std::pair(TextId::PictureRow, "picture_row"),
    std::pair(TextId::PictureColumn, "picture_column"),
};
static_assert(kTextKeys.size() == static_cast<std::size_t>(TextId::PictureColumn) + 1);

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
