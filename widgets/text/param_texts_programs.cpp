// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Titles and helps of the options of a run of a TorchScript program, see param_texts.cpp.

#include "widgets/text/param_texts_programs.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace inspike {
namespace {

constexpr const char* kProgramParamTexts[] = {
    QT_TRANSLATE_NOOP("Params", "Method"),
    QT_TRANSLATE_NOOP("Params", "Which method of the program is called."),
    QT_TRANSLATE_NOOP("Params", "Calls"),
    QT_TRANSLATE_NOOP("Params",
                      "stepped: once per step, state carried on; whole: once with step, sample, "
                      "...; sample: once with sample, step, ...; auto: as the program shows."),
    QT_TRANSLATE_NOOP("Params", "Samples computed together; 0 = as fits."),
    QT_TRANSLATE_NOOP("Params", "Training mode"),
    QT_TRANSLATE_NOOP("Params", "as-saved: dropout and batch norm as the file has them; off: as "
                                "for a prediction."),
    QT_TRANSLATE_NOOP("Params", "Shape of the first state"),
    QT_TRANSLATE_NOOP("Params",
                      "Where the program takes state without a default: sizes such as 128, several "
                      "as 128;64; empty = found by a first call."),
    QT_TRANSLATE_NOOP("Params", "Further arguments"),
    QT_TRANSLATE_NOOP("Params", "Values of arguments that are neither data nor state, as JSON: "
                                "{\"alpha\": 0.5}."),
};

struct ChoiceWords
{
    const char* value;
    const char* words;
};

constexpr ChoiceWords kProgramChoices[] = {
    {"stepped", QT_TRANSLATE_NOOP("Params", "Once per step")},
    {"whole", QT_TRANSLATE_NOOP("Params", "Step, sample, ...")},
    {"as-saved", QT_TRANSLATE_NOOP("Params", "As saved")},
};

} // namespace

bool programParamTextListed(const std::string& sourceText)
{
    return std::find(std::begin(kProgramParamTexts), std::end(kProgramParamTexts), sourceText) !=
           std::end(kProgramParamTexts);
}

const char* programChoiceWords(const std::string& choice)
{
    const auto* found =
        std::find_if(std::begin(kProgramChoices), std::end(kProgramChoices),
                     [&choice](const ChoiceWords& entry) { return choice == entry.value; });
    return found != std::end(kProgramChoices) ? found->words : nullptr;
}

} // namespace inspike
