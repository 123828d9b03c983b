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
    QT_TRANSLATE_NOOP("Params", "Alignment"),
    QT_TRANSLATE_NOOP("Params", "Show"),
    QT_TRANSLATE_NOOP("Params", "All parts, or one of them"),
    QT_TRANSLATE_NOOP("Params", "Compare"),
    QT_TRANSLATE_NOOP(
        "Params",
        "The static with the event branch of a network, two runs, or the layers of one run"),
    QT_TRANSLATE_NOOP("Params", "Of the first side; empty = the feature of the network"),
    QT_TRANSLATE_NOOP("Params", "Other layer"),
    QT_TRANSLATE_NOOP("Params", "Of the second side; empty = the counterpart of the first one"),
    QT_TRANSLATE_NOOP("Params", "Layers"),
    QT_TRANSLATE_NOOP("Params", "Which layers are compared, names with * and ?, separated by "
                                "commas; empty = all of spikes and features"),
    QT_TRANSLATE_NOOP("Params", "Steps"),
    QT_TRANSLATE_NOOP("Params", "The mean over steps, the step below (or that of the time cursor), "
                                "or every step as a point of its own"),
    QT_TRANSLATE_NOOP("Params", "Epoch"),
    QT_TRANSLATE_NOOP("Params", "Of a training; 0 = the last one"),
    QT_TRANSLATE_NOOP("Params", "Places"),
    QT_TRANSLATE_NOOP("Params", "All places of a map as features, or their mean"),
    QT_TRANSLATE_NOOP("Params", "Join by name"),
    QT_TRANSLATE_NOOP("Params", "Join samples of two runs whose names come in another order"),
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
};

} // namespace

bool domainParamTextListed(const std::string& sourceText)
{
    return std::find(std::begin(kDomainParamTexts), std::end(kDomainParamTexts), sourceText) !=
           std::end(kDomainParamTexts);
}

} // namespace inspike
