// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/text/phrases.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace inspike {
namespace {

struct Phrase
{
    TextId id;
    const char* english; // %1, %2: the arguments
};

constexpr const char* kContext = "Phrases";

constexpr Phrase kPhrases[] = {
    {TextId::Verbatim, "%1"},
    {TextId::Time, QT_TRANSLATE_NOOP("Phrases", "Time")},
    {TextId::TimeStep, QT_TRANSLATE_NOOP("Phrases", "Time step")},
    {TextId::Unit, QT_TRANSLATE_NOOP("Phrases", "Unit")},
    {TextId::Trial, QT_TRANSLATE_NOOP("Phrases", "Trial")},
    {TextId::PopulationRate, QT_TRANSLATE_NOOP("Phrases", "Rate")},
    {TextId::SpikeCount, QT_TRANSLATE_NOOP("Phrases", "Spikes")},
    {TextId::MembranePotential, QT_TRANSLATE_NOOP("Phrases", "Membrane potential")},
    {TextId::SynapticCurrent, QT_TRANSLATE_NOOP("Phrases", "Synaptic current")},
    {TextId::FilteredSpikes, QT_TRANSLATE_NOOP("Phrases", "Filtered spikes")},
    {TextId::NetworkOutput, QT_TRANSLATE_NOOP("Phrases", "Output")},
    {TextId::Target, QT_TRANSLATE_NOOP("Phrases", "Target")},
    {TextId::Input, QT_TRANSLATE_NOOP("Phrases", "Input")},
    {TextId::Threshold, QT_TRANSLATE_NOOP("Phrases", "Threshold")},
    {TextId::StimulusWindow, QT_TRANSLATE_NOOP("Phrases", "Stimulus")},
    {TextId::InputMode, QT_TRANSLATE_NOOP("Phrases", "Input mode %1")},
    {TextId::OutputMode, QT_TRANSLATE_NOOP("Phrases", "Output mode %1")},
    {TextId::Mu, QT_TRANSLATE_NOOP("Phrases", "Mode %1")},
    {TextId::PrincipalComponent, QT_TRANSLATE_NOOP("Phrases", "PC %1")},
    {TextId::ContextChoice, QT_TRANSLATE_NOOP("Phrases", "Context %1, choice %2")},
    {TextId::Context, QT_TRANSLATE_NOOP("Phrases", "Context %1")},
    {TextId::AllTrials, QT_TRANSLATE_NOOP("Phrases", "All trials")},
    {TextId::ConditionMean, QT_TRANSLATE_NOOP("Phrases", "Condition mean")},
    {TextId::Trajectory, QT_TRANSLATE_NOOP("Phrases", "Trajectory")},
    {TextId::EndPoint, QT_TRANSLATE_NOOP("Phrases", "End point")},
    {TextId::StimulusOffset, QT_TRANSLATE_NOOP("Phrases", "Stimulus offset")},
    {TextId::ChoiceProbability, QT_TRANSLATE_NOOP("Phrases", "Probability of choice +")},
    {TextId::RelevantStimulus, QT_TRANSLATE_NOOP("Phrases", "Relevant stimulus")},
    {TextId::IrrelevantStimulus, QT_TRANSLATE_NOOP("Phrases", "Irrelevant stimulus")},
    {TextId::RelevantInContext, QT_TRANSLATE_NOOP("Phrases", "Relevant, context %1")},
    {TextId::IrrelevantInContext, QT_TRANSLATE_NOOP("Phrases", "Irrelevant, context %1")},
    {TextId::SpikeRaster, QT_TRANSLATE_NOOP("Phrases", "Spike raster")},
    {TextId::ModeSpace, QT_TRANSLATE_NOOP("Phrases", "Mode space")},
    {TextId::Traces, QT_TRANSLATE_NOOP("Phrases", "Traces")},
    {TextId::Psychometrics, QT_TRANSLATE_NOOP("Phrases", "Psychometric curves")},
    {TextId::UnitNumber, QT_TRANSLATE_NOOP("Phrases", "Unit %1")},
    {TextId::TrialNumber, QT_TRANSLATE_NOOP("Phrases", "Trial %1")},
    {TextId::Correct, QT_TRANSLATE_NOOP("Phrases", "Correct")},
    {TextId::CountPerBin, QT_TRANSLATE_NOOP("Phrases", "Spikes per bin")},
    {TextId::Value, QT_TRANSLATE_NOOP("Phrases", "Value")},
    {TextId::UnitsByRate, QT_TRANSLATE_NOOP("Phrases", "Units by rate")},
    {TextId::UnitsByFirstSpike, QT_TRANSLATE_NOOP("Phrases", "Units by first spike")},
    {TextId::UnitsByLoading, QT_TRANSLATE_NOOP("Phrases", "Units by mode loading")},
    {TextId::UnitsByGroup, QT_TRANSLATE_NOOP("Phrases", "Units by group")},
    {TextId::UnitsByComponent, QT_TRANSLATE_NOOP("Phrases", "Units by principal component")},
    {TextId::UnitsBySimilarity, QT_TRANSLATE_NOOP("Phrases", "Units by similarity")},
    {TextId::PixelAddress, QT_TRANSLATE_NOOP("Phrases", "Pixel and polarity")},
    {TextId::SampledPerBin, QT_TRANSLATE_NOOP("Phrases", "Spikes per bin, sampled 1:%1")},
    {TextId::CountPerTime, QT_TRANSLATE_NOOP("Phrases", "Spikes per bin (%1)")},
    {TextId::CountPerCell, QT_TRANSLATE_NOOP("Phrases", "Spikes per bin (%1 x %2 units)")},
    {TextId::TimeAfter, QT_TRANSLATE_NOOP("Phrases", "Time after %1")},
    {TextId::EventFrame, QT_TRANSLATE_NOOP("Phrases", "Event frame")},
    {TextId::OnEvents, QT_TRANSLATE_NOOP("Phrases", "ON")},
    {TextId::OffEvents, QT_TRANSLATE_NOOP("Phrases", "OFF")},
    {TextId::OnMinusOff, QT_TRANSLATE_NOOP("Phrases", "ON minus OFF events")},
    {TextId::EventCount, QT_TRANSLATE_NOOP("Phrases", "Events")},
    {TextId::EventRate, QT_TRANSLATE_NOOP("Phrases", "Event rate")},
    {TextId::Choice, QT_TRANSLATE_NOOP("Phrases", "Choice %1")},
    {TextId::ClassNumber, QT_TRANSLATE_NOOP("Phrases", "Class %1")},
    {TextId::Statistics, QT_TRANSLATE_NOOP("Phrases", "Statistics")},
    {TextId::Count, QT_TRANSLATE_NOOP("Phrases", "Count")},
    {TextId::Interval, QT_TRANSLATE_NOOP("Phrases", "ISI")},
    {TextId::Lag, QT_TRANSLATE_NOOP("Phrases", "Lag")},
    {TextId::CountWindow, QT_TRANSLATE_NOOP("Phrases", "Window")},
    {TextId::FanoFactor, QT_TRANSLATE_NOOP("Phrases", "Fano factor")},
    {TextId::IntervalHistogram, QT_TRANSLATE_NOOP("Phrases", "Inter-spike intervals")},
    {TextId::Autocorrelogram, QT_TRANSLATE_NOOP("Phrases", "Autocorrelogram")},
    {TextId::Crosscorrelogram, QT_TRANSLATE_NOOP("Phrases", "Cross-correlogram, unit %1 to %2")},
    {TextId::UnitIrregularity, QT_TRANSLATE_NOOP("Phrases", "Unit %1: CV %2, CV2 %3, LV %4")},
    {TextId::MeanIrregularity,
     QT_TRANSLATE_NOOP("Phrases", "Mean of %1 units: CV %2, CV2 %3, LV %4")},
    {TextId::AllUnitsPooled, QT_TRANSLATE_NOOP("Phrases", "All %1 units pooled")},
    {TextId::UnitsPooled, QT_TRANSLATE_NOOP("Phrases", "%1 selected units pooled")},
    {TextId::SampledUnits, QT_TRANSLATE_NOOP("Phrases", "%1 of %2 units pooled, drawn at random")},
    {TextId::MeanRate, QT_TRANSLATE_NOOP("Phrases", "Mean rate")},
    {TextId::Chance, QT_TRANSLATE_NOOP("Phrases", "Chance")},
    {TextId::MeanInterval, QT_TRANSLATE_NOOP("Phrases", "Mean interval")},
    {TextId::Cv, QT_TRANSLATE_NOOP("Phrases", "CV")},
    {TextId::Cv2, QT_TRANSLATE_NOOP("Phrases", "CV2")},
    {TextId::LocalVariation, QT_TRANSLATE_NOOP("Phrases", "LV")},
    {TextId::MeanCorrelation, QT_TRANSLATE_NOOP("Phrases", "Mean pairwise correlation")},
    {TextId::LifetimeSparseness, QT_TRANSLATE_NOOP("Phrases", "Lifetime sparseness")},
    {TextId::PopulationSparseness, QT_TRANSLATE_NOOP("Phrases", "Population sparseness")},
    {TextId::SpikeDistance, QT_TRANSLATE_NOOP("Phrases", "SPIKE-distance, units %1 and %2")},
    {TextId::AlignedRaster, QT_TRANSLATE_NOOP("Phrases", "Aligned raster and PSTH")},
    {TextId::TimeFrom, QT_TRANSLATE_NOOP("Phrases", "Time from %1")},
    {TextId::LabelValue, QT_TRANSLATE_NOOP("Phrases", "%1 %2")},
    {TextId::MeanAndError, QT_TRANSLATE_NOOP("Phrases", "Mean with SEM")},
    {TextId::TrialsByLabel, QT_TRANSLATE_NOOP("Phrases", "Trials by label")},
    {TextId::NoSpikes, QT_TRANSLATE_NOOP("Phrases", "No spikes of these units here")},
    {TextId::ManyLabels, QT_TRANSLATE_NOOP("Phrases", "%1 label values: one mean of all trials")},
    {TextId::Audio, QT_TRANSLATE_NOOP("Phrases", "Audio")},
    {TextId::Visual, QT_TRANSLATE_NOOP("Phrases", "Visual")},
    {TextId::Bias, QT_TRANSLATE_NOOP("Phrases", "Bias")},
    {TextId::Logit, QT_TRANSLATE_NOOP("Phrases", "Logit")},
    {TextId::Evidence, QT_TRANSLATE_NOOP("Phrases", "Evidence")},
    {TextId::Class, QT_TRANSLATE_NOOP("Phrases", "Class")},
    {TextId::MeanOverSteps, QT_TRANSLATE_NOOP("Phrases", "Mean over steps")},
    {TextId::StepNumber, QT_TRANSLATE_NOOP("Phrases", "Step %1")},
    {TextId::SampleNumber, QT_TRANSLATE_NOOP("Phrases", "Sample %1")},
    {TextId::SamplePredicted, QT_TRANSLATE_NOOP("Phrases", "Sample %1: predicted %2")},
    {TextId::SamplePredictedLabel,
     QT_TRANSLATE_NOOP("Phrases", "Sample %1: predicted %2, label %3")},
    {TextId::EvidenceRemainder,
     QT_TRANSLATE_NOOP("Phrases", "Sample %1: the parts differ from the logits by up to %2")},
    {TextId::EvidenceDamaged,
     QT_TRANSLATE_NOOP("Phrases", "Sample %1: some evidence is not a number")},
    {TextId::LargestLogits, QT_TRANSLATE_NOOP("Phrases", "Mean over steps, %1 of %2 classes")},
    {TextId::PredictedClass, QT_TRANSLATE_NOOP("Phrases", "Predicted: %1")},
    {TextId::LabelClass, QT_TRANSLATE_NOOP("Phrases", "Label: %1")},
    {TextId::PredictedLabelClass, QT_TRANSLATE_NOOP("Phrases", "Predicted and label: %1")},
    {TextId::ResidualEnergy, QT_TRANSLATE_NOOP("Phrases", "Residual energy")},
    {TextId::RelativeChange, QT_TRANSLATE_NOOP("Phrases", "Relative change")},
    {TextId::ResidualRate, QT_TRANSLATE_NOOP("Phrases", "Firing rate of the residual")},
    {TextId::ResidualMean, QT_TRANSLATE_NOOP("Phrases", "Mean of the residual")},
    {TextId::ResidualWeight, QT_TRANSLATE_NOOP("Phrases", "Weight of the residual: %1")},
    {TextId::AudioMean, QT_TRANSLATE_NOOP("Phrases", "Audio, mean")},
    {TextId::VisualMean, QT_TRANSLATE_NOOP("Phrases", "Visual, mean")},
    {TextId::AudioSample, QT_TRANSLATE_NOOP("Phrases", "Audio, sample %1")},
    {TextId::VisualSample, QT_TRANSLATE_NOOP("Phrases", "Visual, sample %1")},
    {TextId::EachSample, QT_TRANSLATE_NOOP("Phrases", "Energy of each sample")},
    {TextId::AlignmentMatrix, QT_TRANSLATE_NOOP("Phrases", "Alignment matrix")},
    {TextId::AudioOfSample, QT_TRANSLATE_NOOP("Phrases", "Audio (samples by class)")},
    {TextId::VisualOfSample, QT_TRANSLATE_NOOP("Phrases", "Visual (samples by class)")},
    {TextId::Similarity, QT_TRANSLATE_NOOP("Phrases", "Similarity")},
    {TextId::SimilarityShare, QT_TRANSLATE_NOOP("Phrases", "Share of the row")},
    {TextId::SimilarityNote,
     QT_TRANSLATE_NOOP("Phrases",
                       "Temperature %1; mean similarity within classes %2, between classes %3")},
    {TextId::SimilarityNoteAlone,
     QT_TRANSLATE_NOOP("Phrases", "Temperature %1; mean similarity %2")},
    {TextId::Embedding, QT_TRANSLATE_NOOP("Phrases", "Embedding")},
    {TextId::FeaturesBefore, QT_TRANSLATE_NOOP("Phrases", "Before: features x")},
    {TextId::FeaturesResidual, QT_TRANSLATE_NOOP("Phrases", "Residual r")},
    {TextId::FeaturesAfter, QT_TRANSLATE_NOOP("Phrases", "After: x + residual")},
    {TextId::FeaturesReplaced, QT_TRANSLATE_NOOP("Phrases", "After: features x'")},
    {TextId::AudioOfClass, QT_TRANSLATE_NOOP("Phrases", "Audio, class %1")},
    {TextId::VisualOfClass, QT_TRANSLATE_NOOP("Phrases", "Visual, class %1")},
    {TextId::ClassUnknown, QT_TRANSLATE_NOOP("Phrases", "Class unknown")},
    {TextId::ModalityGap, QT_TRANSLATE_NOOP("Phrases", "Gap between modalities")},
    {TextId::ActivationMap, QT_TRANSLATE_NOOP("Phrases", "Spike activation map")},
    {TextId::SpikeActivation, QT_TRANSLATE_NOOP("Phrases", "Spike activation")},
    {TextId::AudioLayer, QT_TRANSLATE_NOOP("Phrases", "Audio: %1")},
    {TextId::VisualLayer, QT_TRANSLATE_NOOP("Phrases", "Visual: %1")},
    {TextId::SampleAtStep, QT_TRANSLATE_NOOP("Phrases", "Sample %1, step %2")},
    {TextId::SampleOverSteps, QT_TRANSLATE_NOOP("Phrases", "Sample %1, mean over steps")},
    {TextId::NoIntervals,
     QT_TRANSLATE_NOOP("Phrases", "Sample %1, step %2: no spike ends an interval here")},
    {TextId::Frequency, QT_TRANSLATE_NOOP("Phrases", "Frequency")},
    {TextId::PictureRow, QT_TRANSLATE_NOOP("Phrases", "Row")},
    {TextId::PictureColumn, QT_TRANSLATE_NOOP("Phrases", "Column")},
    {TextId::Attention, QT_TRANSLATE_NOOP("Phrases", "Attention")},
    {TextId::AttentionMatching, QT_TRANSLATE_NOOP("Phrases", "Attention (matching channels)")},
    {TextId::AttentionShare, QT_TRANSLATE_NOOP("Phrases", "Attention (share of the row)")},
    {TextId::AttentionReceived,
     QT_TRANSLATE_NOOP("Phrases", "Attention received (mean of queries)")},
    {TextId::AttentionGiven, QT_TRANSLATE_NOOP("Phrases", "Attention given (mean of keys)")},
    {TextId::AttentionOfToken, QT_TRANSLATE_NOOP("Phrases", "Attention (sum over key steps)")},
    {TextId::AudioToken, QT_TRANSLATE_NOOP("Phrases", "Audio token")},
    {TextId::VisualToken, QT_TRANSLATE_NOOP("Phrases", "Visual token")},
    {TextId::QueryToken, QT_TRANSLATE_NOOP("Phrases", "Query token")},
    {TextId::KeyToken, QT_TRANSLATE_NOOP("Phrases", "Key token")},
    {TextId::QueryStep, QT_TRANSLATE_NOOP("Phrases", "Query step")},
    {TextId::KeyStep, QT_TRANSLATE_NOOP("Phrases", "Key step")},
    {TextId::AudioTokenSum, QT_TRANSLATE_NOOP("Phrases", "Audio token %1: sum %2")},
    {TextId::VisualTokenSum, QT_TRANSLATE_NOOP("Phrases", "Visual token %1: sum %2")},
    {TextId::TokenSum, QT_TRANSLATE_NOOP("Phrases", "Token %1: sum %2")},
    {TextId::StepSum, QT_TRANSLATE_NOOP("Phrases", "Step %1: sum %2")},
    {TextId::AudioAsks, QT_TRANSLATE_NOOP("Phrases", "Audio asks")},
    {TextId::AudioAnswers, QT_TRANSLATE_NOOP("Phrases", "Audio answers")},
    {TextId::VisualAsks, QT_TRANSLATE_NOOP("Phrases", "Visual asks")},
    {TextId::VisualAnswers, QT_TRANSLATE_NOOP("Phrases", "Visual answers")},
    {TextId::Tokens, QT_TRANSLATE_NOOP("Phrases", "Tokens")},
    {TextId::AllTokens, QT_TRANSLATE_NOOP("Phrases", "All tokens")},
    {TextId::AllSteps, QT_TRANSLATE_NOOP("Phrases", "All steps")},
    {TextId::HeadNumber, QT_TRANSLATE_NOOP("Phrases", "Head %1")},
    {TextId::StepMeanHeads, QT_TRANSLATE_NOOP("Phrases", "Sample %1, step %2, mean over heads")},
    {TextId::StepMaxHeads, QT_TRANSLATE_NOOP("Phrases", "Sample %1, step %2, maximum over heads")},
    {TextId::StepOneHead, QT_TRANSLATE_NOOP("Phrases", "Sample %1, step %2, head %3")},
    {TextId::StepsMeanHeads,
     QT_TRANSLATE_NOOP("Phrases", "Sample %1, mean over steps, mean over heads")},
    {TextId::StepsMaxHeads,
     QT_TRANSLATE_NOOP("Phrases", "Sample %1, mean over steps, maximum over heads")},
    {TextId::StepsOneHead, QT_TRANSLATE_NOOP("Phrases", "Sample %1, mean over steps, head %2")},
    {TextId::TokenMeanHeads, QT_TRANSLATE_NOOP("Phrases", "Sample %1, token %2, mean over heads")},
    {TextId::TokenMaxHeads,
     QT_TRANSLATE_NOOP("Phrases", "Sample %1, token %2, maximum over heads")},
    {TextId::TokenOneHead, QT_TRANSLATE_NOOP("Phrases", "Sample %1, token %2, head %3")},
    {TextId::SampleToken, QT_TRANSLATE_NOOP("Phrases", "Sample %1, token %2")},
    {TextId::TimeSurface, QT_TRANSLATE_NOOP("Phrases", "Time surface")},
    {TextId::EventCloud, QT_TRANSLATE_NOOP("Phrases", "Events in space and time")},
    {TextId::Recency, QT_TRANSLATE_NOOP("Phrases", "exp(-age / %1)")},
    {TextId::EventsDrawn, QT_TRANSLATE_NOOP("Phrases", "1 of %1 events drawn")},
    {TextId::SelectedSamples, QT_TRANSLATE_NOOP("Phrases", "1 of %1 selected samples")},
    {TextId::StillPicture, QT_TRANSLATE_NOOP("Phrases", "Still picture")},
    {TextId::SensorPicture, QT_TRANSLATE_NOOP("Phrases", "Picture of the sensor, %1 old")},
    {TextId::EventsPerStep, QT_TRANSLATE_NOOP("Phrases", "Events per step")},
    {TextId::Alignment, QT_TRANSLATE_NOOP("Phrases", "Alignment")},
    {TextId::StaticDomain, QT_TRANSLATE_NOOP("Phrases", "Static")},
    {TextId::EventDomain, QT_TRANSLATE_NOOP("Phrases", "Event")},
    {TextId::StaticOfClass, QT_TRANSLATE_NOOP("Phrases", "Static, class %1")},
    {TextId::EventOfClass, QT_TRANSLATE_NOOP("Phrases", "Event, class %1")},
    {TextId::RunOfClass, QT_TRANSLATE_NOOP("Phrases", "%1, class %2")},
    {TextId::ClassMean, QT_TRANSLATE_NOOP("Phrases", "Class mean")},
    {TextId::DeviationEllipse, QT_TRANSLATE_NOOP("Phrases", "%1 s.d. of a class")},
    {TextId::LayerOverSteps, QT_TRANSLATE_NOOP("Phrases", "%1, mean over steps")},
    {TextId::LayerAtStep, QT_TRANSLATE_NOOP("Phrases", "%1, step %2")},
    {TextId::LayerEachStep, QT_TRANSLATE_NOOP("Phrases", "%1, every step")},
    {TextId::TwoLayers, QT_TRANSLATE_NOOP("Phrases", "%1 and %2")},
    {TextId::Cka, QT_TRANSLATE_NOOP("Phrases", "CKA")},
    {TextId::SquaredMmd, QT_TRANSLATE_NOOP("Phrases", "Squared MMD")},
    {TextId::DomainLoss, QT_TRANSLATE_NOOP("Phrases", "Domain loss")},
    {TextId::DomainGap, QT_TRANSLATE_NOOP("Phrases", "1 - |CKA|")},
    {TextId::StepWeight, QT_TRANSLATE_NOOP("Phrases", "Step weight")},
    {TextId::ReplaceProbability, QT_TRANSLATE_NOOP("Phrases", "Replacement probability")},
    {TextId::ReplacedShare, QT_TRANSLATE_NOOP("Phrases", "Replaced share")},
    {TextId::Loss, QT_TRANSLATE_NOOP("Phrases", "Loss")},
    {TextId::StaticLoss, QT_TRANSLATE_NOOP("Phrases", "Static loss")},
    {TextId::EventLoss, QT_TRANSLATE_NOOP("Phrases", "Event loss")},
    {TextId::Accuracy, QT_TRANSLATE_NOOP("Phrases", "Accuracy")},
    {TextId::StaticAccuracy, QT_TRANSLATE_NOOP("Phrases", "Accuracy, static")},
    {TextId::Layer, QT_TRANSLATE_NOOP("Phrases", "Layer")},
    {TextId::Epoch, QT_TRANSLATE_NOOP("Phrases", "Epoch")},
    {TextId::EpochNumber, QT_TRANSLATE_NOOP("Phrases", "Epoch %1")},
    {TextId::StaticLayer, QT_TRANSLATE_NOOP("Phrases", "Static layer")},
    {TextId::EventLayer, QT_TRANSLATE_NOOP("Phrases", "Event layer")},
    {TextId::LayerOfRun, QT_TRANSLATE_NOOP("Phrases", "Layer of %1")},
    {TextId::DiagonalMean, QT_TRANSLATE_NOOP("Phrases", "Mean of the diagonal %1")},
    {TextId::UndefinedCells, QT_TRANSLATE_NOOP("Phrases", "%1 of %2 undefined")},
    {TextId::ProbabilityDensity, QT_TRANSLATE_NOOP("Phrases", "Probability density")},
    {TextId::PairCount, QT_TRANSLATE_NOOP("Phrases", "%1 pairs")},
    {TextId::BootstrapBand, QT_TRANSLATE_NOOP("Phrases", "Band: %1 resamples")},
    {TextId::NeighbourAgreement, QT_TRANSLATE_NOOP("Phrases", "Agreement of %1 neighbours")},
    {TextId::PermutationP, QT_TRANSLATE_NOOP("Phrases", "p of %1 permutations")},
    {TextId::BeingComputed, QT_TRANSLATE_NOOP("Phrases", "Being computed")},
    {TextId::IterationOf, QT_TRANSLATE_NOOP("Phrases", "Iteration %1")},
};

// A lone hyphen in an argument is a sign: typeset it as a minus.
QString typeset(const std::string& argument)
{
    return argument == "-" ? QString(QChar(0x2212)) : QString::fromStdString(argument);
}

} // namespace

QString phrase(const Text& text)
{
    if (text.id == TextId::Verbatim)
        return text.args.empty() ? QString() : QString::fromStdString(text.args.front());
    const auto* entry = std::find_if(std::begin(kPhrases), std::end(kPhrases),
                                     [&](const Phrase& each) { return each.id == text.id; });
    if (entry == std::end(kPhrases))
        return {};
    QString words = QCoreApplication::translate(kContext, entry->english);
    for (const std::string& argument : text.args)
        words = words.arg(typeset(argument));
    return words;
}

QString axisLabel(const AxisInfo& axis)
{
    QStringList inBrackets;
    if (!axis.unit.empty())
        inBrackets.append(QString::fromStdString(axis.unit));
    if (axis.varianceShare)
        inBrackets.append(
            QCoreApplication::translate("Phrases", "%1 % var.", "share of variance of an axis")
                .arg(static_cast<int>(std::lround(*axis.varianceShare * 100.0))));
    const QString words = phrase(axis.label);
    if (inBrackets.isEmpty())
        return words;
    return QStringLiteral("%1 (%2)").arg(words, inBrackets.join(QStringLiteral(", ")));
}

std::vector<TextId> phraseIds()
{
    std::vector<TextId> ids;
    for (const Phrase& each : kPhrases)
        ids.push_back(each.id);
    return ids;
}

} // namespace inspike
