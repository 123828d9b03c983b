// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Titles and helps of the parameters of pictures of two domains, see param_texts.cpp.

#include "widgets/text/param_texts_domains.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace inspike {
namespace {

constexpr const char* kDomainParamTexts[] = {
    QT_TRANSLATE_NOOP("Params", "Principal components, t-SNE or UMAP"),
    QT_TRANSLATE_NOOP("Params", "Coordinates of each point"),
    QT_TRANSLATE_NOOP("Params", "Seed of start and samples"),
    QT_TRANSLATE_NOOP("Params", "Perplexity"),
    QT_TRANSLATE_NOOP("Params",
                      "t-SNE: about how many neighbours count; fewer where there are few points"),
    QT_TRANSLATE_NOOP("Params", "Angle"),
    QT_TRANSLATE_NOOP("Params",
                      "t-SNE: cells seen under a smaller angle act as one point; 0 = exact"),
    QT_TRANSLATE_NOOP("Params", "Neighbours"),
    QT_TRANSLATE_NOOP("Params", "UMAP: how many neighbours count, the point included"),
    QT_TRANSLATE_NOOP("Params", "Minimum distance"),
    QT_TRANSLATE_NOOP("Params", "UMAP: how close points may come"),
    QT_TRANSLATE_NOOP("Params", "Spread"),
    QT_TRANSLATE_NOOP("Params", "UMAP: scale of the distances between points"),
    QT_TRANSLATE_NOOP("Params", "Start"),
    QT_TRANSLATE_NOOP("Params", "UMAP: from the graph of neighbours or from principal components"),
    QT_TRANSLATE_NOOP("Params", "Iterations"),
    QT_TRANSLATE_NOOP(
        "Params", "Of t-SNE or UMAP; 0 = 1000 for t-SNE, 500 for UMAP (200 above 10,000 points)"),
    QT_TRANSLATE_NOOP("Params", "Which layer, such as lif/feature.10; of several, and if empty, "
                                "the output 'feature', else the last"),
    QT_TRANSLATE_NOOP("Params", "Alignment"),
    QT_TRANSLATE_NOOP("Params", "Show"),
    QT_TRANSLATE_NOOP("Params", "All parts, or one of them"),
    QT_TRANSLATE_NOOP("Params", "Compare"),
    QT_TRANSLATE_NOOP("Params", "Of the first side; empty = the feature of the network"),
    QT_TRANSLATE_NOOP("Params", "Other layer"),
    QT_TRANSLATE_NOOP("Params", "Of the second side; empty = the counterpart of the first one"),
    QT_TRANSLATE_NOOP("Params", "Layers"),
    QT_TRANSLATE_NOOP("Params", "Steps"),
    QT_TRANSLATE_NOOP("Params", "The mean over steps, the step below (or that of the time cursor), "
                                "or every step as a point of its own"),
    QT_TRANSLATE_NOOP(
        "Params", "Branches of one run, two runs, or the layers of one run; auto = what is there"),
    QT_TRANSLATE_NOOP(
        "Params",
        "Which layers, such as lif/*,feature; empty = all but membranes of spiking layers"),
    QT_TRANSLATE_NOOP("Params", "all = every neuron is a feature, mean = one feature per channel"),
    QT_TRANSLATE_NOOP("Params", "Join samples"),
    QT_TRANSLATE_NOOP("Params",
                      "Names of samples must be equal in order (strict), or in any order (by-id)"),
    QT_TRANSLATE_NOOP("Params", "Epoch"),
    QT_TRANSLATE_NOOP("Params", "Of a training; 0 = the last one"),
    QT_TRANSLATE_NOOP("Params", "Places"),
    QT_TRANSLATE_NOOP("Params", "Which two components are shown"),
    QT_TRANSLATE_NOOP("Params", "Axes of"),
    QT_TRANSLATE_NOOP("Params",
                      "Principal components of the last epoch for all of them, or of each"),
    QT_TRANSLATE_NOOP("Params", "Colour"),
    QT_TRANSLATE_NOOP("Params", "What the colours of points tell"),
    QT_TRANSLATE_NOOP("Params", "Means"),
    QT_TRANSLATE_NOOP("Params", "Mark the mean of each class"),
    QT_TRANSLATE_NOOP("Params", "Ellipses"),
    QT_TRANSLATE_NOOP("Params", "Outline each class at this many standard deviations; 0 = none"),
    QT_TRANSLATE_NOOP("Params", "Measures"),
    QT_TRANSLATE_NOOP("Params", "Which curves are drawn"),
    QT_TRANSLATE_NOOP("Params", "Over"),
    QT_TRANSLATE_NOOP("Params", "What the curves go over"),
    QT_TRANSLATE_NOOP("Params", "Kernel"),
    QT_TRANSLATE_NOOP("Params", "Of CKA"),
    QT_TRANSLATE_NOOP("Params", "Resamples"),
    QT_TRANSLATE_NOOP("Params", "Of the samples, for the bands; 0 = none"),
    QT_TRANSLATE_NOOP("Params", "Permutations"),
    QT_TRANSLATE_NOOP("Params", "For the p of MMD; 0 = no test"),
    QT_TRANSLATE_NOOP("Params", "Nearest samples"),
    QT_TRANSLATE_NOOP("Params", "How many neighbours of the other domain are asked"),
    QT_TRANSLATE_NOOP("Params", "Threshold"),
    QT_TRANSLATE_NOOP("Params", "Of the neurons, where densities are cut"),
    QT_TRANSLATE_NOOP("Params", "Smooth"),
    QT_TRANSLATE_NOOP("Params", "Smooth densities instead of histograms"),
    QT_TRANSLATE_NOOP("Params", "Resets"),
    QT_TRANSLATE_NOOP("Params",
                      "Count potentials of exactly 0: neurons that just fired or never moved"),
    // static-to-event networks and their training
    QT_TRANSLATE_NOOP("Params", "Rows"),
    QT_TRANSLATE_NOOP("Params", "Pixels of a side, for ResNet checkpoints that do not say it."),
    QT_TRANSLATE_NOOP("Params", "Steps of a checkpoint without step coefficients."),
    QT_TRANSLATE_NOOP("Params", "Network"),
    QT_TRANSLATE_NOOP("Params", "Which of the three published networks."),
    QT_TRANSLATE_NOOP("Params", "Narrow"),
    QT_TRANSLATE_NOOP("Params", "Divides the published widths."),
    QT_TRANSLATE_NOOP("Params", "Widths"),
    QT_TRANSLATE_NOOP("Params",
                      "Channels from input to output, such as 8,16,64; empty = as published."),
    QT_TRANSLATE_NOOP("Params", "Pixels of a side; 0 = 48, for SCNN 28."),
    QT_TRANSLATE_NOOP("Params", "Frames of a recording."),
    QT_TRANSLATE_NOOP("Params", "Event frames"),
    QT_TRANSLATE_NOOP(
        "Params",
        "How events become frames: count per bin, or rate with the centre of the sensor."),
    QT_TRANSLATE_NOOP("Params", "Coloured pictures"),
    QT_TRANSLATE_NOOP(
        "Params",
        "The largest of red, green and blue, or blue alone as in the published ablation."),
    QT_TRANSLATE_NOOP("Params", "Decay of the rate"),
    QT_TRANSLATE_NOOP("Params",
                      "Half a cosine over all epochs, or a tenth after every so many epochs."),
    QT_TRANSLATE_NOOP("Params", "Epochs per step"),
    QT_TRANSLATE_NOOP("Params", "Of the rate that falls by steps."),
    QT_TRANSLATE_NOOP("Params", "Transfer"),
    QT_TRANSLATE_NOOP("Params", "Pictures help; off = the baseline that learns from events alone."),
    QT_TRANSLATE_NOOP("Params", "Domain weight"),
    QT_TRANSLATE_NOOP("Params",
                      "Of the loss that draws both domains together; 0 = it is only measured."),
    QT_TRANSLATE_NOOP("Params", "Loss at every step"),
    QT_TRANSLATE_NOOP("Params", "Off = cross entropy of the logits averaged over the steps."),
    QT_TRANSLATE_NOOP("Params", "Share of the distance"),
    QT_TRANSLATE_NOOP("Params",
                      "Of the squared distance between logits and 0.5 in the loss of every step."),
    QT_TRANSLATE_NOOP("Params", "Step weights"),
    QT_TRANSLATE_NOOP("Params", "Learned per step, off, or one fixed number."),
    QT_TRANSLATE_NOOP("Params", "Fixed step weight"),
    QT_TRANSLATE_NOOP("Params", "For fixed step weights."),
    QT_TRANSLATE_NOOP("Params", "Sliding"),
    QT_TRANSLATE_NOOP(
        "Params",
        "Events replace pictures more and more, all at once after half of the epochs, or never."),
    QT_TRANSLATE_NOOP("Params", "Sliding power"),
    QT_TRANSLATE_NOOP("Params", "Larger = pictures stay for longer."),
    QT_TRANSLATE_NOOP("Params", "Steps in memory"),
    QT_TRANSLATE_NOOP(
        "Params",
        "Steps whose inside is kept for the gradients, computed twice if not all; 0 = all."),
    QT_TRANSLATE_NOOP("Params", "Share of events"),
    QT_TRANSLATE_NOOP("Params", "Of the training recordings of every class, chosen by the seed."),
    QT_TRANSLATE_NOOP("Params", "Share of pictures"),
    QT_TRANSLATE_NOOP("Params", "Of the training pictures of every class, chosen by the seed."),
    QT_TRANSLATE_NOOP("Params", "Changes of training frames; auto = crop, for ResNet also flip and "
                                "rotation, for SCNN none."),
    QT_TRANSLATE_NOOP("Params", "Sampling"),
    QT_TRANSLATE_NOOP(
        "Params",
        "Balanced draws every class as often, with replacement; shuffled takes each sample once."),
    QT_TRANSLATE_NOOP(
        "Params",
        "The last one, or the best one on the validation part or (as published) on the test part."),
    QT_TRANSLATE_NOOP("Params", "Evaluation"),
    QT_TRANSLATE_NOOP("Params", "Epochs from one measurement to the next."),
    QT_TRANSLATE_NOOP("Params", "Snapshots"),
    QT_TRANSLATE_NOOP(
        "Params",
        "Epochs from one run of test pairs, kept beside the model, to the next; 0 = none."),
    QT_TRANSLATE_NOOP("Params", "Pairs in a snapshot"),
    QT_TRANSLATE_NOOP("Params", "At most so many."),
    // measures of two domains
    QT_TRANSLATE_NOOP("Params", "Rows"),
    QT_TRANSLATE_NOOP(
        "Params", "mean = average over steps, all = steps side by side, or the number of a step"),
    QT_TRANSLATE_NOOP("Params", "One row per layer, or per layer and step"),
    QT_TRANSLATE_NOOP("Params", "Bootstrap replicates"),
    QT_TRANSLATE_NOOP("Params", "Draws of samples for the confidence band; 0 = no band"),
    QT_TRANSLATE_NOOP("Params", "Confidence"),
    QT_TRANSLATE_NOOP("Params", "Share of the replicates inside the band"),
    QT_TRANSLATE_NOOP("Params", "Kind"),
    QT_TRANSLATE_NOOP("Params", "Linear, Gaussian kernel (rbf), without bias, or in minibatches"),
    QT_TRANSLATE_NOOP("Params", "One row per pair of layers, or a matrix; a matrix has no bands"),
    QT_TRANSLATE_NOOP("Params",
                      "Draws of samples for confidence bands; between all layers only if given"),
    QT_TRANSLATE_NOOP("Params", "Bandwidth"),
    QT_TRANSLATE_NOOP("Params", "Of the Gaussian kernel, in median distances"),
    QT_TRANSLATE_NOOP("Params", "Samples of a minibatch"),
    QT_TRANSLATE_NOOP("Params", "Seed of minibatches and bootstrap draws"),
    QT_TRANSLATE_NOOP("Params", "Alignment of layers (CKA)"),
    QT_TRANSLATE_NOOP("Params", "Bandwidths"),
    QT_TRANSLATE_NOOP("Params", "Of the Gaussian kernels, in median distances, separated by "
                                "commas; the kernel is their mean"),
    QT_TRANSLATE_NOOP("Params", "Of the test; 0 = no test"),
    QT_TRANSLATE_NOOP("Params", "Permute"),
    QT_TRANSLATE_NOOP("Params", "Swap partners (pairs), or draw any sample for any side (pooled)"),
    QT_TRANSLATE_NOOP("Params", "Seed of permutations and bootstrap draws"),
    QT_TRANSLATE_NOOP("Params", "One row per layer, per layer and step, or per layer and sample"),
    QT_TRANSLATE_NOOP("Params", "How many of the nearest samples are asked"),
    QT_TRANSLATE_NOOP("Params", "Ask the partner"),
    QT_TRANSLATE_NOOP("Params",
                      "Whether the same sample of the other domain counts as a neighbour"),
    QT_TRANSLATE_NOOP("Params", "Discrepancy of domains (MMD)"),
    QT_TRANSLATE_NOOP("Params", "Covariance distance of domains (CORAL)"),
    QT_TRANSLATE_NOOP("Params", "Procrustes and paired distances"),
    QT_TRANSLATE_NOOP("Params", "Neighbours across domains"),
    QT_TRANSLATE_NOOP("Params", "Shape"),
    QT_TRANSLATE_NOOP("Params", "Histogram, or smooth (Gaussian kernel of Silverman's bandwidth)"),
    QT_TRANSLATE_NOOP("Params", "Bins"),
    QT_TRANSLATE_NOOP("Params", "How many bins"),
    QT_TRANSLATE_NOOP("Params",
                      "Where potentials are cut: auto = as the model says, none, or a number"),
    QT_TRANSLATE_NOOP("Params",
                      "Whether exact zeros count: neurons that just fired or never moved"),
    QT_TRANSLATE_NOOP("Params", "Which layers, such as mem/*,feature; empty = all potentials"),
    QT_TRANSLATE_NOOP("Params", "Densities of membrane potentials"),
};

} // namespace

bool domainParamTextListed(const std::string& sourceText)
{
    return std::find(std::begin(kDomainParamTexts), std::end(kDomainParamTexts), sourceText) !=
           std::end(kDomainParamTexts);
}

} // namespace inspike
