// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The vocabulary of pictures. A figure is data: numbers, axes, keys and colour roles, no drawing.
// The window, the exporter and the command line draw or write the same struct. Words are message
// ids (TextId) that widgets/text turns into English or Japanese; numbers and names from files stay
// as is.

#include "core/base/id.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace inspike {

// Every quantity and phrase that a figure may show. textId() gives the stable id used in CSV and
// JSON; widgets/text/phrases.cpp gives the words. Add a phrase at both places (a test compares
// them).
enum class TextId {
    Verbatim, // args[0] as it is: names from files
    Time,
    TimeStep,
    Unit,
    Trial,
    PopulationRate,
    SpikeCount,
    MembranePotential,
    SynapticCurrent,
    FilteredSpikes,
    NetworkOutput,
    Target,
    Input,
    Threshold,
    StimulusWindow,
    InputMode,          // args: number (1...)
    OutputMode,         // args: number
    Mu,                 // args: number; orthogonalised mode coordinate
    PrincipalComponent, // args: number
    ContextChoice,      // args: context number, "+" or "-": "Context 1, choice +"
    Context,            // args: number
    AllTrials,
    ConditionMean, // args: the condition in words is the category label
    Trajectory,
    EndPoint,
    StimulusOffset,
    ChoiceProbability,
    RelevantStimulus,
    IrrelevantStimulus,
    RelevantInContext,   // args: context number
    IrrelevantInContext, // args: context number
    SpikeRaster,
    ModeSpace,
    Traces,
    Psychometrics,
    UnitNumber,  // args: number
    TrialNumber, // args: number
    Correct,
    CountPerBin,
    Value,
    UnitsByRate, // rows of a raster ordered by firing rate, lowest first
    UnitsByFirstSpike,
    UnitsByLoading,
    UnitsByGroup,
    UnitsByComponent, // the first principal component of their rates
    UnitsBySimilarity,
    PixelAddress,  // rows of a raster of events: pixel and polarity
    SampledPerBin, // args: one in how many: "Spikes per bin, sampled 1:20"
    CountPerTime,  // args: width of a bin: "2.05 ms"
    CountPerCell,  // args: width of a bin, number of units
    TimeAfter,     // args: a time: "3600 s"; ticks count from it
    EventFrame,    // of a sensor
    OnEvents,
    OffEvents,
    OnMinusOff,
    EventCount,
    EventRate,
    Choice,      // args: "+" or "-"
    ClassNumber, // args: number
    Statistics,
    Count,
    Interval, // between two spikes of a unit
    Lag,
    CountWindow, // in which spikes are counted
    FanoFactor,
    IntervalHistogram,
    Autocorrelogram,
    Crosscorrelogram, // args: unit, other unit
    UnitIrregularity, // args: unit, CV, CV2, LV
    MeanIrregularity, // args: number of units, CV, CV2, LV
    AllUnitsPooled,   // args: number
    UnitsPooled,      // args: number
    SampledUnits,     // args: number, of how many
    MeanRate,
    Chance,
    MeanInterval,
    Cv,
    Cv2,
    LocalVariation,
    MeanCorrelation,
    LifetimeSparseness,
    PopulationSparseness,
    SpikeDistance, // args: unit, other unit
    AlignedRaster,
    TimeFrom,   // args: name of the labels: time from them
    LabelValue, // args: name of the labels, value
    MeanAndError,
    TrialsByLabel,
    NoSpikes,   // of the units in the stretch of time
    ManyLabels, // args: number of values: too many for a curve each
    Audio,
    Visual,
    Bias,
    Logit,
    Evidence,
    Class,
    MeanOverSteps,
    StepNumber,           // args: number
    SampleNumber,         // args: number
    SamplePredicted,      // args: number, class
    SamplePredictedLabel, // args: number, class, class
    EvidenceRemainder,    // args: number, difference
    EvidenceDamaged,      // args: number
    LargestLogits,        // args: number, of how many
    PredictedClass,       // args: class
    LabelClass,           // args: class
    PredictedLabelClass,  // args: class
    ResidualEnergy,
    RelativeChange, // of features, where a fusion replaces them
    ResidualRate,
    ResidualMean,
    ResidualWeight, // args: number
    AudioMean,
    VisualMean,
    AudioSample,  // args: number
    VisualSample, // args: number
    EachSample,
    AlignmentMatrix,
    AudioOfSample,
    VisualOfSample,
    Similarity,
    SimilarityShare,
    SimilarityNote,      // args: temperature, mean, mean
    SimilarityNoteAlone, // args: temperature, mean
    Embedding,
    FeaturesBefore,
    FeaturesResidual,
    FeaturesAfter,
    FeaturesReplaced, // by a fusion that adds nothing to them
    AudioOfClass,     // args: class
    VisualOfClass,    // args: class
    ClassUnknown,
    ModalityGap,
    ActivationMap,
    SpikeActivation,
    AudioLayer,      // args: layer
    VisualLayer,     // args: layer
    SampleAtStep,    // args: number, number
    SampleOverSteps, // args: number
    NoIntervals,     // args: number, number
    Frequency,
    PictureRow,
    PictureColumn,
    Attention,
    AttentionMatching, // in channels that spike in both tokens
    AttentionShare,    // of a row
    AttentionReceived, // of every key
    AttentionGiven,    // of every query
    AttentionOfToken,  // of a step to all
    AudioToken,
    VisualToken,
    QueryToken,
    KeyToken,
    QueryStep,
    KeyStep,
    AudioTokenSum,  // args: number, sum
    VisualTokenSum, // args: number, sum
    TokenSum,       // args: number, sum
    StepSum,        // args: number, sum
    AudioAsks,
    AudioAnswers,
    VisualAsks,
    VisualAnswers,
    Tokens,
    AllTokens, // queries and keys
    AllSteps,
    HeadNumber,     // args: number
    StepMeanHeads,  // args: sample, step
    StepMaxHeads,   // args: sample, step
    StepOneHead,    // args: sample, step, head
    StepsMeanHeads, // args: sample
    StepsMaxHeads,  // args: sample
    StepsOneHead,   // args: sample, head
    TokenMeanHeads, // args: sample, token
    TokenMaxHeads,  // args: sample, token
    TokenOneHead,   // args: sample, token, head
    SampleToken,    // args: sample, token
    TimeSurface,    // of a sensor
    EventCloud,
    Recency,         // args: a time constant: "20 ms"
    EventsDrawn,     // args: one in how many
    SelectedSamples, // args: of how many selected ones the first is shown
    StillPicture,
    SensorPicture, // args: its age: "12.5 ms"
    EventsPerStep,
    Alignment,
    StaticDomain,
    EventDomain,
    StaticOfClass, // args: class
    EventOfClass,  // args: class
    RunOfClass,    // args: name of a run, class
    ClassMean,
    DeviationEllipse, // args: number
    LayerOverSteps,   // args: layer
    LayerAtStep,      // args: layer, number
    LayerEachStep,    // args: layer
    TwoLayers,        // args: layer, layer
    Cka,
    SquaredMmd,
    DomainLoss,
    DomainGap,
    StepWeight,
    ReplaceProbability,
    ReplacedShare,
    Loss,
    StaticLoss,
    EventLoss,
    Accuracy,
    StaticAccuracy,
    Layer,
    Epoch,
    EpochNumber, // args: number
    StaticLayer,
    EventLayer,
    LayerOfRun,     // args: name of a run
    DiagonalMean,   // args: value
    UndefinedCells, // args: number, of how many
    ProbabilityDensity,
    PairCount,          // args: number
    BootstrapBand,      // args: number
    NeighbourAgreement, // args: number
    PermutationP,       // args: number
    BeingComputed,
    IterationOf, // args: number
    CompareRuns,
    SpikesInBoth,
    SpikesOnlyIn, // args: name of a run
    RunMinusRun,  // args: name of a run, of another
    RateDifference,
    ValueDifference,
    LogitDifference,
    LargestLogitDifference,
    DifferingShare,
    PredictionsDiffer, // args: number of samples
    FirstDifference,
    LayerOfSample, // args: layer, sample
    CommonSteps,   // args: layer, sample, number
    NoDifference,  // args: what is shown
    SamplesTooFew, // args: number, number
    NoCommonSpikes,
    NoCommonOutput,
    BothPredict, // args: what is shown, class
    RunsPredict, // args: what is shown, run, class, run, class
    ModelGraph,
    ParameterCount, // args: number
    RateInHertz,    // args: number
    RatePerStep,    // args: number
    SpikesPerStep,
    SynOpCount,     // args: number
    MacCount,       // args: number
    LayerCount,     // args: number
    LayersInGroups, // args: number, number
    LayersMatching, // args: number, number
    MatchingInside, // args: number
    StraightLinks,  // args: number
    LayerWeights,
    WeightValue,
    WeightSummary,    // args: number, mean, deviation
    ZeroWeights,      // args: number
    WeightsNotFinite, // args: number
    WeightsAveraged,  // args: number
    KernelTiles,      // args: rows, columns
    ToUnit,
    FromUnit,
    ToChannel,
    FromChannel,
    EnergyLedger,
    LayerKind,
    Macs,
    Acs,
    SynOps,
    NeuronUpdates,
    Sparsity,
    EstimatedEnergy,
    DenseEnergy,
    DenseMacs,
    ShareOfDense,
    Total,
    OtherLayers, // args: number
    Operations,
    MoreRows,              // args: number
    EnergyEstimate,        // args: number, number
    EnergyEstimateNeurons, // args: number, number, number
    EnergySource,          // args: format of numbers
    BiasesCost,
    MeanOverSamples, // args: number
    MeanAtStep,      // args: number, number
    DenseComparison, // args: energy, number, energy
    DenseOnly,
    SparsityMeaning,
    NeedsProbe,    // args: layer, probe
    NeedsInput,    // args: layer, layer
    ShapesUnknown, // args: layer
    SizeDiffers,   // args: layer, layer
    NeedsSource,   // args: layer, layer
    NotCounted     // args: kinds of layers
};

struct Text
{
    TextId id = TextId::Verbatim;
    std::vector<std::string> args = {};

    friend bool operator==(const Text&, const Text&) = default;
};

// Stable lower-case id, e.g. "membrane_potential".
std::string_view textKey(TextId id);
// All ids in order; for tests and for the translation table.
std::vector<TextId> allTextIds();
// Id and arguments in one string for CSV and JSON: "input_mode 1"; Verbatim gives args[0].
std::string plainText(const Text& text);

struct AxisInfo
{
    Text label;
    std::string unit; // "ms", "Hz", "a.u."; empty = dimensionless or counts
    double low = 0.0; // range that shows everything
    double high = 1.0;
    std::optional<double> varianceShare = std::nullopt; // 0...1, shown as "34 % var."
    bool integral = false;                              // ticks at whole numbers only
    bool logarithmic = false;
};

// Which colour something has; widgets/theme turns it into a colour, light or dark.
enum class ColourRole {
    Foreground,
    Muted,
    Accent,
    Threshold,
    Shade,
    Category, // index 0...7: Okabe-Ito; the same category keeps its index in every view
    Audio,
    Visual,
    Text,
    Static,
    Event,
    Sequential, // value-coloured
    On,         // events of a sensor: brighter
    Off         // darker
};

struct Colour
{
    ColourRole role = ColourRole::Foreground;
    int index = 0; // of a category

    friend bool operator==(Colour, Colour) = default;
};

struct LegendEntry
{
    Text label;
    Colour colour;
};

// A shaded stretch of the x axis, e.g. the stimulus window.
struct Shade
{
    double from = 0.0;
    double to = 0.0;
    Text label;
};

// How honest a picture is: 1 mark = 1 datum, or up to N data per mark, or only a sample.
struct Fidelity
{
    std::uint64_t perMark = 1;      // 1 = exact
    std::uint64_t sampledOneIn = 0; // only every n-th datum was looked at yet; 0 = all were
    bool sampled() const { return sampledOneIn > 1; }
    bool exact() const { return perMark <= 1 && !sampled(); }
};

// Ranges of x and y to show and the size to show them at. Builders return at most about one mark
// per pixel. An empty range means everything.
struct Viewport
{
    double xLow = 0.0, xHigh = 0.0;
    double yLow = 0.0, yHigh = 0.0;
    int widthPx = 1000;
    int heightPx = 600;
};

} // namespace inspike
