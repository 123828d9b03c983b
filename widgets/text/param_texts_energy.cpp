// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Titles, helps and choices of the parameters of the energy ledger, see param_texts.cpp.

#include "widgets/text/param_texts_energy.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace inspike {
namespace {

constexpr const char* kEnergyParamTexts[] = {
    QT_TRANSLATE_NOOP("Params", "Energy"),
    QT_TRANSLATE_NOOP("Params", "Constants"),
    QT_TRANSLATE_NOOP("Params",
                      "Energy of an operation in 45 nm at 0.9 V: 32-bit or 16-bit float, 32-bit or "
                      "8-bit integer (Horowitz, ISSCC 2014); memory is not counted"),
    QT_TRANSLATE_NOOP("Params", "MAC"),
    QT_TRANSLATE_NOOP("Params",
                      "Energy of a multiplication and addition; as the constants say unless given"),
    QT_TRANSLATE_NOOP("Params", "AC"),
    QT_TRANSLATE_NOOP("Params", "Energy of an addition; as the constants say unless given"),
    QT_TRANSLATE_NOOP("Params", "Neuron update"),
    QT_TRANSLATE_NOOP("Params", "Energy of one update of a neuron; usually left out"),
    QT_TRANSLATE_NOOP("Params", "Count biases"),
    QT_TRANSLATE_NOOP("Params", "Each addition of a bias costs an AC; usually left out"),
    QT_TRANSLATE_NOOP("Params", "Inputs of the network"),
    QT_TRANSLATE_NOOP("Params",
                      "Whether they drive the first layer as spikes (ACs by their number) or as "
                      "values (MACs); auto = spikes where all are whole numbers"),
    QT_TRANSLATE_NOOP("Params", "Number of the sample, from 0; -1 = mean over all samples"),
    QT_TRANSLATE_NOOP("Params", "Over time"),
    QT_TRANSLATE_NOOP("Params", "What the curves show"),
    QT_TRANSLATE_NOOP("Params", "The table shows the step below, or that of the time cursor, "
                                "instead of all steps together"),
};

struct ChoiceWords
{
    const char* value;
    const char* words;
};

constexpr ChoiceWords kEnergyChoices[] = {
    {"float32", QT_TRANSLATE_NOOP("Params", "45 nm, 32-bit float")},
    {"float16", QT_TRANSLATE_NOOP("Params", "45 nm, 16-bit float")},
    {"int32", QT_TRANSLATE_NOOP("Params", "45 nm, 32-bit integer")},
    {"int8", QT_TRANSLATE_NOOP("Params", "45 nm, 8-bit integer")},
    {"values", QT_TRANSLATE_NOOP("Params", "Values")},
    {"energy", QT_TRANSLATE_NOOP("Params", "Energy")},
    {"operations", QT_TRANSLATE_NOOP("Params", "Operations")},
    {"synops", QT_TRANSLATE_NOOP("Params", "SynOps")},
};

} // namespace

bool energyParamTextListed(const std::string& sourceText)
{
    return std::find(std::begin(kEnergyParamTexts), std::end(kEnergyParamTexts), sourceText) !=
           std::end(kEnergyParamTexts);
}

const char* energyChoiceWords(const std::string& choice)
{
    const auto* found =
        std::find_if(std::begin(kEnergyChoices), std::end(kEnergyChoices),
                     [&choice](const ChoiceWords& entry) { return choice == entry.value; });
    return found != std::end(kEnergyChoices) ? found->words : nullptr;
}

} // namespace inspike
