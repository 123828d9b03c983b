// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Titles, helps and choices of the comparison of two runs, see param_texts.cpp.

#include "widgets/text/param_texts_compare.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace inspike {
namespace {

constexpr const char* kCompareParamTexts[] = {
    QT_TRANSLATE_NOOP("Params", "Compare runs"),
    QT_TRANSLATE_NOOP("Params",
                      "Whose spikes are shown; empty = the first one with spikes that differ"),
    QT_TRANSLATE_NOOP("Params", "How the units are ordered from bottom to top; difference = those "
                                "that differ most on top"),
    QT_TRANSLATE_NOOP("Params", "Answers by class, or over time; auto = by class if there are any"),
    QT_TRANSLATE_NOOP("Params", "Runs"),
    QT_TRANSLATE_NOOP("Params", "Which two of several runs, such as 1,3; empty = there are two"),
    QT_TRANSLATE_NOOP("Params", "Which layers, such as conv*,fc1; empty = all"),
    QT_TRANSLATE_NOOP("Params", "By name in any order, by place, or auto: by place only where no "
                                "name is in both runs"),
    QT_TRANSLATE_NOOP("Params", "CKA"),
    QT_TRANSLATE_NOOP("Params", "Similarity of each layer with itself in the other run"),
    QT_TRANSLATE_NOOP("Params", "Comparison of two runs"),
    QT_TRANSLATE_NOOP("Params",
                      "Spikes that differ, rates, potentials, CKA and predictions of two runs, "
                      "layer by layer; share differing = 1 - |A and B| / |A or B| (Jaccard 1901)"),
};

struct CompareChoice
{
    const char* id;
    const char* words;
};

constexpr CompareChoice kCompareChoices[] = {
    {"raster", QT_TRANSLATE_NOOP("Params", "Spikes")},
    {"rates", QT_TRANSLATE_NOOP("Params", "Rates")},
    {"logits", QT_TRANSLATE_NOOP("Params", "Answers")},
    {"difference", QT_TRANSLATE_NOOP("Params", "Difference")},
    {"time", QT_TRANSLATE_NOOP("Params", "Time")},
    {"name", QT_TRANSLATE_NOOP("Params", "By name")},
    {"place", QT_TRANSLATE_NOOP("Params", "By place")},
};

} // namespace

bool compareParamTextListed(const std::string& sourceText)
{
    return std::find(std::begin(kCompareParamTexts), std::end(kCompareParamTexts), sourceText) !=
           std::end(kCompareParamTexts);
}

const char* compareChoiceWords(const std::string& choice)
{
    const auto* found = std::find_if(std::begin(kCompareChoices), std::end(kCompareChoices),
                                     [&](const CompareChoice& each) { return each.id == choice; });
    return found == std::end(kCompareChoices) ? nullptr : found->words;
}

} // namespace inspike
