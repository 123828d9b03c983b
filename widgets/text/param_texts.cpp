// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Titles and helps of every registered ParamSpec and titles of probes, so that lupdate finds them:
// core has no Qt and hence no tr(). A test walks the registries and prints what is missing here.

#include "widgets/text/phrases.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace inspike {
namespace {

constexpr const char* kParamTexts[] = {
    QT_TRANSLATE_NOOP("Params", "Row order"),
    QT_TRANSLATE_NOOP("Params", "Spike raster"),
    QT_TRANSLATE_NOOP("Params", "How the units are ordered from bottom to top"),
    QT_TRANSLATE_NOOP("Params", "Colour scale"),
    QT_TRANSLATE_NOOP("Params", "How counts become colours where several spikes share a pixel"),
    QT_TRANSLATE_NOOP("Params", "Spikes or events of this stream; empty = the first one"),
    QT_TRANSLATE_NOOP("Params", "Rate bin"),
    QT_TRANSLATE_NOOP("Params",
                      "Bin of the population rate; in steps where their duration is unknown"),
    QT_TRANSLATE_NOOP("Params", "Trial"),
    QT_TRANSLATE_NOOP("Params", "Number of the trial, from 0"),
    QT_TRANSLATE_NOOP("Params", "Probe"),
    QT_TRANSLATE_NOOP("Params", "Spikes of this probe; empty = the first one"),
    QT_TRANSLATE_NOOP("Params", "Mode space"),
    QT_TRANSLATE_NOOP("Params", "Space"),
    QT_TRANSLATE_NOOP("Params", "What the filtered spikes are projected on"),
    QT_TRANSLATE_NOOP("Params", "Coordinates"),
    QT_TRANSLATE_NOOP("Params", "Which coordinates are shown, one to three of them"),
    QT_TRANSLATE_NOOP("Params", "Condition means"),
    QT_TRANSLATE_NOOP("Params", "Show the mean of every condition as a thick line"),
    QT_TRANSLATE_NOOP("Params", "Trials"),
    QT_TRANSLATE_NOOP("Params", "Which trials are drawn, such as 0-19,25; empty = all, or none"),
    QT_TRANSLATE_NOOP("Params", "From"),
    QT_TRANSLATE_NOOP("Params",
                      "Start of the trajectories; in steps where their duration is unknown"),
    QT_TRANSLATE_NOOP("Params", "To"),
    QT_TRANSLATE_NOOP("Params", "End of the trajectories; 0 = the end of the trial"),
    QT_TRANSLATE_NOOP("Params", "Traces"),
    QT_TRANSLATE_NOOP("Params", "Units"),
    QT_TRANSLATE_NOOP("Params", "Which units are traced, such as 0,5,12; empty = the most active"),
    QT_TRANSLATE_NOOP("Params", "Number of units"),
    QT_TRANSLATE_NOOP("Params", "How many of the most active units are traced"),
    QT_TRANSLATE_NOOP("Params", "Panels"),
    QT_TRANSLATE_NOOP("Params",
                      "Which of membrane, current, filtered, output; empty = all but filtered"),
    QT_TRANSLATE_NOOP("Params", "Psychometric curves"),
    QT_TRANSLATE_NOOP("Params", "Trials per point"),
    QT_TRANSLATE_NOOP("Params", "Trials for every offset, stimulus and context"),
    QT_TRANSLATE_NOOP("Params", "Offsets"),
    QT_TRANSLATE_NOOP("Params", "Offsets of the stimulus, separated by commas"),
    QT_TRANSLATE_NOOP("Params", "Seed"),
    QT_TRANSLATE_NOOP("Params", "Seed of the noise"),
    QT_TRANSLATE_NOOP("Params", "Silence"),
    QT_TRANSLATE_NOOP("Params", "Steps before the stimulus"),
    QT_TRANSLATE_NOOP("Params", "Stimulus"),
    QT_TRANSLATE_NOOP("Params", "Steps with stimulus"),
    QT_TRANSLATE_NOOP("Params", "Response"),
    QT_TRANSLATE_NOOP("Params", "Steps after the stimulus"),
    QT_TRANSLATE_NOOP("Params", "Noise"),
    QT_TRANSLATE_NOOP("Params", "Standard deviation of the stimulus in each step"),
    QT_TRANSLATE_NOOP("Params", "Firing rates"),
    QT_TRANSLATE_NOOP("Params", "Number of the trial, from 0; -1 = all trials together"),
    QT_TRANSLATE_NOOP("Params", "Principal components"),
    QT_TRANSLATE_NOOP("Params", "Components"),
    QT_TRANSLATE_NOOP("Params", "How many components to list"),
    QT_TRANSLATE_NOOP("Params", "Quantity to decompose; R is the filtered spikes"),
    QT_TRANSLATE_NOOP("Params", "Importance of modes"),
    QT_TRANSLATE_NOOP("Params", "Task performance"),
    QT_TRANSLATE_NOOP("Params", "Sensor width"),
    QT_TRANSLATE_NOOP("Params", "Pixels; 0 chooses 34 or 240 from the events."),
    QT_TRANSLATE_NOOP("Params", "Sensor height"),
    QT_TRANSLATE_NOOP("Params", "Pixels; 0 chooses 34 or 180 from the events."),
    QT_TRANSLATE_NOOP("Params", "Unit of time"),
    QT_TRANSLATE_NOOP("Params", "Of the time column; auto: as the header says."),
    QT_TRANSLATE_NOOP("Params", "Content"),
    QT_TRANSLATE_NOOP("Params",
                      "What the array holds; auto: as its fields, shape and values suggest."),
    QT_TRANSLATE_NOOP("Params", "Of the times; auto: us for whole numbers, else s."),
    QT_TRANSLATE_NOOP("Params", "Sample rate"),
    QT_TRANSLATE_NOOP("Params",
                      "Of spike times counted in samples (Kilosort, phy); 0: as params.py says."),
    QT_TRANSLATE_NOOP("Params", "Pixels of events; 0: up to the largest x."),
    QT_TRANSLATE_NOOP("Params", "Pixels of events; 0: up to the largest y."),
    QT_TRANSLATE_NOOP("Params", "Task"),
    QT_TRANSLATE_NOOP("Params", "Which task the network was trained on; sets its read-out."),
    QT_TRANSLATE_NOOP("Params", "Neurons"),
    QT_TRANSLATE_NOOP("Params", "Spiking neurons or the rate network."),
    QT_TRANSLATE_NOOP("Params", "Synaptic filter"),
    QT_TRANSLATE_NOOP("Params",
                      "Single or double exponential; a wrong one ruins the context task."),
    QT_TRANSLATE_NOOP("Params", "Gain of the double filter"),
    QT_TRANSLATE_NOOP("Params", "As in the context task or as in the MNIST task."),
    QT_TRANSLATE_NOOP("Params",
                      "Contextual integration, made from the seed, or MNIST, from --data."),
    QT_TRANSLATE_NOOP("Params", "auto = as published for the task."),
    QT_TRANSLATE_NOOP("Params", "Neurons of the recurrent layer."),
    QT_TRANSLATE_NOOP("Params", "Modes"),
    QT_TRANSLATE_NOOP("Params", "Rank of the recurrent matrix."),
    QT_TRANSLATE_NOOP("Params", "Batch"),
    QT_TRANSLATE_NOOP("Params", "Trials or pictures per update; 0 = 100 trials or 256 pictures."),
    QT_TRANSLATE_NOOP("Params", "Updates per batch"),
    QT_TRANSLATE_NOOP("Params", "0 = 3 for trials, 1 for pictures."),
    QT_TRANSLATE_NOOP("Params", "Learning rate"),
    QT_TRANSLATE_NOOP("Params", "Of Adam, constant."),
    QT_TRANSLATE_NOOP("Params", "Gradient limit"),
    QT_TRANSLATE_NOOP("Params", "Largest norm of the gradient; 0 = none."),
    QT_TRANSLATE_NOOP("Params", "Switch probability"),
    QT_TRANSLATE_NOOP("Params", "How often the cue flips late in a trial of the context task."),
    QT_TRANSLATE_NOOP("Params", "Encoding steps"),
    QT_TRANSLATE_NOOP("Params", "Time steps of a picture."),
    QT_TRANSLATE_NOOP("Params", "Test trials"),
    QT_TRANSLATE_NOOP("Params", "Computation"),
    QT_TRANSLATE_NOOP("Params", "fast: through the modes; plain: dense, in the published order of "
                                "operations. The same spikes but for rounding."),
    QT_TRANSLATE_NOOP("Params", "Time steps of encoded pictures."),
    QT_TRANSLATE_NOOP("Params", "Pictures"),
    QT_TRANSLATE_NOOP("Params", "At most so many pictures are encoded."),
    QT_TRANSLATE_NOOP("Params", "Fresh trials that measure the trained network."),
    QT_TRANSLATE_NOOP("Params", "Interval histogram"),
    QT_TRANSLATE_NOOP("Params",
                      "Which unit, such as 3; several such as 3,7 are pooled, empty = all"),
    QT_TRANSLATE_NOOP("Params", "Bin"),
    QT_TRANSLATE_NOOP("Params", "Bin of the histogram; in steps where their duration is unknown"),
    QT_TRANSLATE_NOOP("Params", "Longest interval"),
    QT_TRANSLATE_NOOP("Params", "End of the histogram; longer intervals are counted together"),
    QT_TRANSLATE_NOOP("Params",
                      "Start of the stretch of time; in steps where their duration is unknown"),
    QT_TRANSLATE_NOOP("Params", "End of the stretch of time; not after its start = until the end"),
    QT_TRANSLATE_NOOP("Params", "Stream"),
    QT_TRANSLATE_NOOP("Params", "Spikes of this stream of a recording; empty = the first one"),
    QT_TRANSLATE_NOOP("Params", "Irregularity"),
    QT_TRANSLATE_NOOP("Params", "Which units, such as 3 or 0-9,25; empty = all of them"),
    QT_TRANSLATE_NOOP("Params", "Fano factor"),
    QT_TRANSLATE_NOOP("Params", "Window"),
    QT_TRANSLATE_NOOP(
        "Params", "Windows in which spikes are counted; in steps where their duration is unknown"),
    QT_TRANSLATE_NOOP("Params", "Sparsity"),
    QT_TRANSLATE_NOOP("Params", "Autocorrelogram"),
    QT_TRANSLATE_NOOP("Params", "Bin of the lag; in steps where their duration is unknown"),
    QT_TRANSLATE_NOOP("Params", "Lag"),
    QT_TRANSLATE_NOOP("Params", "Longest lag; in steps where their duration is unknown"),
    QT_TRANSLATE_NOOP("Params", "Cross-correlogram"),
    QT_TRANSLATE_NOOP("Params", "Lags are counted from the spikes of this unit"),
    QT_TRANSLATE_NOOP("Params", "Other unit"),
    QT_TRANSLATE_NOOP("Params", "Its spikes are counted"),
    QT_TRANSLATE_NOOP("Params", "Synchrony"),
    QT_TRANSLATE_NOOP("Params", "SPIKE-distance"),
    QT_TRANSLATE_NOOP("Params", "Victor-Purpura distance"),
    QT_TRANSLATE_NOOP("Params", "Cost of moving"),
    QT_TRANSLATE_NOOP("Params", "Per second (or step) by which a spike is moved"),
    QT_TRANSLATE_NOOP("Params", "PSTH"),
    QT_TRANSLATE_NOOP("Params", "Label"),
    QT_TRANSLATE_NOOP("Params", "Labels with times to align to; empty = the first ones"),
    QT_TRANSLATE_NOOP("Params", "Before"),
    QT_TRANSLATE_NOOP("Params", "Time shown before a label"),
    QT_TRANSLATE_NOOP("Params", "After"),
    QT_TRANSLATE_NOOP("Params", "Time shown after a label"),
    QT_TRANSLATE_NOOP("Params", "Bin of the rate; in steps where their duration is unknown"),
    QT_TRANSLATE_NOOP("Params", "Statistics"),
    QT_TRANSLATE_NOOP("Params", "Bin of the rate over time; 0 = chosen from the data"),
    QT_TRANSLATE_NOOP("Params", "End of the histogram of intervals; 0 = chosen from the data"),
    QT_TRANSLATE_NOOP("Params", "Longest lag of the correlograms; 0 = chosen from the data"),
    QT_TRANSLATE_NOOP("Params", "Windows for synchrony and sparsity; 0 = chosen from the data"),
    QT_TRANSLATE_NOOP("Params", "Pooled units"),
    QT_TRANSLATE_NOOP(
        "Params",
        "More units than this are represented by as many drawn at random; 0 = all are read"),
    QT_TRANSLATE_NOOP("Params", "Aligned raster and PSTH"),
    QT_TRANSLATE_NOOP("Params", "Unit"),
    QT_TRANSLATE_NOOP("Params", "Event frame"),
    QT_TRANSLATE_NOOP("Params", "Events of this stream; empty = the first one"),
    QT_TRANSLATE_NOOP("Params", "Beginning"),
    QT_TRANSLATE_NOOP("Params", "Where the window begins, counted from the first event"),
    QT_TRANSLATE_NOOP("Params", "How long events are collected for one picture"),
    QT_TRANSLATE_NOOP("Params", "Colours"),
    QT_TRANSLATE_NOOP("Params", "ON minus OFF events of a pixel, or all of them"),
    QT_TRANSLATE_NOOP("Params", "Attention entropy"),
    QT_TRANSLATE_NOOP(
        "Params",
        "Attention map to read, such as attn/block.0.spatial_attn; empty = the first one"),
    QT_TRANSLATE_NOOP("Params", "List by"),
    QT_TRANSLATE_NOOP("Params", "Axes that get rows of their own, such as step,head or "
                                "sample,query; empty = steps and heads"),
    QT_TRANSLATE_NOOP("Params", "Agreement of heads"),
    QT_TRANSLATE_NOOP("Params", "Measure"),
    QT_TRANSLATE_NOOP("Params", "Pearson: correlation of the entries, 0 for unrelated maps; "
                                "cosine: high for any two dense maps"),
    QT_TRANSLATE_NOOP("Params", "Attention roll-out"),
    QT_TRANSLATE_NOOP("Params", "Attention"),
    QT_TRANSLATE_NOOP("Params", "Between tokens inside a step, or between steps at a token"),
    QT_TRANSLATE_NOOP("Params", "Graph"),
    QT_TRANSLATE_NOOP("Params", "cross: even blocks ask from audio to visual, odd ones back; self: "
                                "tokens of one group; auto: cross for networks with both inputs"),
    QT_TRANSLATE_NOOP("Params", "Sample"),
    QT_TRANSLATE_NOOP("Params", "Number of the sample, from 0; -1 = counts of all added up"),
    QT_TRANSLATE_NOOP("Params", "Step"),
    QT_TRANSLATE_NOOP("Params", "Step of spatial attention, from 0; -1 = all added up"),
    QT_TRANSLATE_NOOP("Params", "Token"),
    QT_TRANSLATE_NOOP("Params", "Token of temporal attention, from 0; -1 = all added up"),
    QT_TRANSLATE_NOOP("Params", "Weight of attention"),
    QT_TRANSLATE_NOOP("Params", "A number, or model: alpha of its configuration, else 1"),
    QT_TRANSLATE_NOOP("Params", "Weight of the token itself"),
    QT_TRANSLATE_NOOP("Params", "1 as the networks add to a token; 0 for those that replace it"),
    QT_TRANSLATE_NOOP("Params", "Heads"),
    QT_TRANSLATE_NOOP(
        "Params",
        "counts: as they are, busy heads weigh more; equal: rows of every map sum to 1 first"),
    QT_TRANSLATE_NOOP("Params", "Table"),
    QT_TRANSLATE_NOOP("Params", "A row for each token, or all weights that are not zero"),
    QT_TRANSLATE_NOOP("Params", "Contribution of modalities"),
    QT_TRANSLATE_NOOP("Params", "Part"),
    QT_TRANSLATE_NOOP(
        "Params",
        "Which samples of a list of pairs; auto: the test part if there is one, else all"),
    QT_TRANSLATE_NOOP("Params", "Samples"),
    QT_TRANSLATE_NOOP("Params", "At most so many, from the first on; 0 = all"),
    QT_TRANSLATE_NOOP("Params", "Accuracy against noise"),
    QT_TRANSLATE_NOOP("Params", "Levels"),
    QT_TRANSLATE_NOOP("Params", "Signal-to-noise ratios in dB, separated by commas"),
    QT_TRANSLATE_NOOP("Params", "Noise on"),
    QT_TRANSLATE_NOOP("Params", "Which input gets the noise; all: audio, visual and both in turn"),
    QT_TRANSLATE_NOOP("Params", "Repetitions"),
    QT_TRANSLATE_NOOP("Params", "Draws of the noise at each level"),
    QT_TRANSLATE_NOOP("Params", "Seed of the first draw"),
    QT_TRANSLATE_NOOP("Params", "Missing inputs"),
    QT_TRANSLATE_NOOP("Params", "Also without audio and without visual"),
    QT_TRANSLATE_NOOP("Params", "Block"),
    QT_TRANSLATE_NOOP("Params", "Which stream asks and is enriched by the other one"),
    QT_TRANSLATE_NOOP("Params", "Form"),
    QT_TRANSLATE_NOOP("Params", "Between tokens at a step, or between steps at a token"),
    QT_TRANSLATE_NOOP("Params", "Number of the step, from 0; -1 = mean over all steps"),
    QT_TRANSLATE_NOOP("Params", "Token whose map over steps is shown, from 0 (temporal form)"),
    QT_TRANSLATE_NOOP("Params", "Head"),
    QT_TRANSLATE_NOOP("Params",
                      "mean, max, each (one picture for each head) or the number of a head"),
    QT_TRANSLATE_NOOP("Params", "Pinned"),
    QT_TRANSLATE_NOOP(
        "Params",
        "Tokens (steps in the temporal form) that ask, such as 27,3; empty = the mean of all"),
    QT_TRANSLATE_NOOP("Params", "Direction"),
    QT_TRANSLATE_NOOP("Params", "Where the pinned tokens look, or who looks at them"),
    QT_TRANSLATE_NOOP("Params", "Normalise"),
    QT_TRANSLATE_NOOP("Params", "Matching channels, or their share of each row"),
    QT_TRANSLATE_NOOP("Params", "Matrix"),
    QT_TRANSLATE_NOOP("Params", "Show the whole map of queries and keys"),
    QT_TRANSLATE_NOOP(
        "Params",
        "Attention map to show, such as attn/block.0.attn; empty = that of block and form"),
    // Titles of probes and outputs.
    QT_TRANSLATE_NOOP("Params", "Spikes"),
    QT_TRANSLATE_NOOP("Params", "Synaptic current"),
    QT_TRANSLATE_NOOP("Params", "Membrane potential"),
    QT_TRANSLATE_NOOP("Params", "Filtered spikes"),
    QT_TRANSLATE_NOOP("Params", "Firing rate"),
    QT_TRANSLATE_NOOP("Params", "Rising part of the filter"),
    QT_TRANSLATE_NOOP("Params", "Time of the last spike"),
    QT_TRANSLATE_NOOP("Params", "Projection on input modes"),
    QT_TRANSLATE_NOOP("Params", "Projection on output modes"),
    QT_TRANSLATE_NOOP("Params", "Orthogonalised mode coordinates"),
    QT_TRANSLATE_NOOP("Params", "Latent variables"),
    QT_TRANSLATE_NOOP("Params", "Recurrent matrix"),
    QT_TRANSLATE_NOOP("Params", "Logits"),
    QT_TRANSLATE_NOOP("Params", "Largest filtered spikes"),
    QT_TRANSLATE_NOOP("Params", "Loss"),
    QT_TRANSLATE_NOOP("Params", "Output"),
    QT_TRANSLATE_NOOP("Params", "Class probabilities"),
};

struct ChoiceText
{
    const char* value;
    const char* words;
};

constexpr ChoiceText kChoiceTexts[] = {
    {"index", QT_TRANSLATE_NOOP("Params", "Index")},
    {"rate", QT_TRANSLATE_NOOP("Params", "Rate")},
    {"first-spike", QT_TRANSLATE_NOOP("Params", "First spike")},
    {"group", QT_TRANSLATE_NOOP("Params", "Group")},
    {"pc", QT_TRANSLATE_NOOP("Params", "First principal component")},
    {"similarity", QT_TRANSLATE_NOOP("Params", "Similarity")},
    {"linear", QT_TRANSLATE_NOOP("Params", "Linear")},
    {"log", QT_TRANSLATE_NOOP("Params", "Logarithmic")},
    {"loading", QT_TRANSLATE_NOOP("Params", "Mode loading")},
    {"input-modes", QT_TRANSLATE_NOOP("Params", "Input modes")},
    {"output-modes", QT_TRANSLATE_NOOP("Params", "Output modes")},
    {"mu", QT_TRANSLATE_NOOP("Params", "Orthogonalised mu")},
    {"pca", QT_TRANSLATE_NOOP("Params", "Principal components")},
    {"auto", QT_TRANSLATE_NOOP("Params", "Automatic")},
    {"context", QT_TRANSLATE_NOOP("Params", "Context")},
    {"mnist", QT_TRANSLATE_NOOP("Params", "MNIST")},
    {"spiking", QT_TRANSLATE_NOOP("Params", "Spiking")},
    {"single", QT_TRANSLATE_NOOP("Params", "Single")},
    {"double", QT_TRANSLATE_NOOP("Params", "Double")},
    {"plain", QT_TRANSLATE_NOOP("Params", "Plain")},
    {"fast", QT_TRANSLATE_NOOP("Params", "Fast")},
    {"polarity", QT_TRANSLATE_NOOP("Params", "Polarity")},
    {"counts", QT_TRANSLATE_NOOP("Params", "Counts")},
    {"spikes", QT_TRANSLATE_NOOP("Params", "Spikes")},
    {"events", QT_TRANSLATE_NOOP("Params", "Events")},
    {"tensor", QT_TRANSLATE_NOOP("Params", "Tensor")},
    {"s", QT_TRANSLATE_NOOP("Params", "s")},
    {"ms", QT_TRANSLATE_NOOP("Params", "ms")},
    {"us", QT_TRANSLATE_NOOP("Params", "us")},
    {"spatial", QT_TRANSLATE_NOOP("Params", "Spatial")},
    {"temporal", QT_TRANSLATE_NOOP("Params", "Temporal")},
    {"cross", QT_TRANSLATE_NOOP("Params", "Across modalities")},
    {"self", QT_TRANSLATE_NOOP("Params", "Within one modality")},
    {"equal", QT_TRANSLATE_NOOP("Params", "Equal")},
    {"tokens", QT_TRANSLATE_NOOP("Params", "Tokens")},
    {"matrix", QT_TRANSLATE_NOOP("Params", "Matrix")},
    {"pearson", QT_TRANSLATE_NOOP("Params", "Pearson correlation")},
    {"cosine", QT_TRANSLATE_NOOP("Params", "Cosine")},
    {"all", QT_TRANSLATE_NOOP("Params", "All")},
    {"train", QT_TRANSLATE_NOOP("Params", "Training")},
    {"validation", QT_TRANSLATE_NOOP("Params", "Validation")},
    {"test", QT_TRANSLATE_NOOP("Params", "Test")},
    {"audio", QT_TRANSLATE_NOOP("Params", "Audio")},
    {"visual", QT_TRANSLATE_NOOP("Params", "Visual")},
    {"query", QT_TRANSLATE_NOOP("Params", "Where they look")},
    {"key", QT_TRANSLATE_NOOP("Params", "Who looks at them")},
    {"none", QT_TRANSLATE_NOOP("Params", "None")},
    {"rows", QT_TRANSLATE_NOOP("Params", "Rows")},
    {"both", QT_TRANSLATE_NOOP("Params", "Both")},
};

const ChoiceText* findChoice(const std::string& choice)
{
    const auto* found =
        std::find_if(std::begin(kChoiceTexts), std::end(kChoiceTexts),
                     [&choice](const ChoiceText& entry) { return entry.value == choice; });
    return found != std::end(kChoiceTexts) ? found : nullptr;
}

} // namespace

QString trChoice(const std::string& choice)
{
    const ChoiceText* found = findChoice(choice);
    return found != nullptr ? QCoreApplication::translate("Params", found->words)
                            : QString::fromStdString(choice);
}

bool choiceListed(const std::string& choice)
{
    return findChoice(choice) != nullptr;
}

QString trParam(const std::string& sourceText)
{
    return QCoreApplication::translate("Params", sourceText.c_str());
}

bool paramTextListed(const std::string& sourceText)
{
    return std::find(std::begin(kParamTexts), std::end(kParamTexts), sourceText) !=
           std::end(kParamTexts);
}

} // namespace inspike
