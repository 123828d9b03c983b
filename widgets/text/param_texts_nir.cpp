// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Titles and helps of the options of a run of a NIR network, see param_texts.cpp.

#include "widgets/text/param_texts_nir.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace inspike {
namespace {

constexpr const char* kNirParamTexts[] = {
    QT_TRANSLATE_NOOP("Params", "Accuracy"),
    QT_TRANSLATE_NOOP("Params", "Time step"),
    QT_TRANSLATE_NOOP("Params",
                      "Of the forward-Euler integration; the file does not say it, most models are "
                      "made for 0.0001 s. Without effect where no node has a time constant or a "
                      "delay."),
    QT_TRANSLATE_NOOP("Params", "Reset"),
    QT_TRANSLATE_NOOP("Params",
                      "value: to the reset value of the file, as the format has it; subtract: the "
                      "threshold is taken off, as some models were trained."),
    QT_TRANSLATE_NOOP("Params", "fast: work for active inputs only; plain: in the order of the "
                                "equations. The same spikes but for rounding."),
};

struct ChoiceWords
{
    const char* value;
    const char* words;
};

constexpr ChoiceWords kNirChoices[] = {
    {"reset=value", QT_TRANSLATE_NOOP("Params", "To the reset value")},
    {"reset=subtract", QT_TRANSLATE_NOOP("Params", "Threshold taken off")},
    {"subtract", QT_TRANSLATE_NOOP("Params", "Threshold taken off")},
};

} // namespace

bool nirParamTextListed(const std::string& sourceText)
{
    return std::find(std::begin(kNirParamTexts), std::end(kNirParamTexts), sourceText) !=
           std::end(kNirParamTexts);
}

const char* nirChoiceWords(const std::string& choice)
{
    const auto* found =
        std::find_if(std::begin(kNirChoices), std::end(kNirChoices),
                     [&choice](const ChoiceWords& entry) { return choice == entry.value; });
    return found != std::end(kNirChoices) ? found->words : nullptr;
}

} // namespace inspike
