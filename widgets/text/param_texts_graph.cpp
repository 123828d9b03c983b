// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Titles, helps and choices of the parameters of networks and their weights, see param_texts.cpp.

#include "widgets/text/param_texts_graph.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace inspike {
namespace {

constexpr const char* kGraphParamTexts[] = {
    QT_TRANSLATE_NOOP("Params", "Model"),
    QT_TRANSLATE_NOOP("Params", "Open levels"),
    QT_TRANSLATE_NOOP("Params",
                      "How many levels of groups are open; -1 = as many as leave few boxes"),
    QT_TRANSLATE_NOOP("Params", "Which way the network flows"),
    QT_TRANSLATE_NOOP("Params", "Search"),
    QT_TRANSLATE_NOOP("Params", "Layers whose name or kind contains this stand out"),
    QT_TRANSLATE_NOOP("Params", "Closed groups"),
    QT_TRANSLATE_NOOP("Params", "Groups that are closed all the same, such as block.0,fc"),
    QT_TRANSLATE_NOOP("Params", "Opened groups"),
    QT_TRANSLATE_NOOP("Params", "Groups that are open all the same"),
    QT_TRANSLATE_NOOP("Params", "Weights"),
    QT_TRANSLATE_NOOP("Params", "Layer whose weights are shown; empty = the first that has some"),
    QT_TRANSLATE_NOOP("Params", "Parameter"),
    QT_TRANSLATE_NOOP("Params", "Which of its parameters; empty = weights rather than a bias"),
    QT_TRANSLATE_NOOP("Params", "Counts"),
    QT_TRANSLATE_NOOP("Params", "Whether the histogram shows counts or their logarithms"),
    QT_TRANSLATE_NOOP("Params", "Layer of the network that is traced; empty = the first one"),
};

struct ChoiceWords
{
    const char* value;
    const char* words;
};

constexpr ChoiceWords kGraphChoices[] = {
    {"down", QT_TRANSLATE_NOOP("Params", "Downwards")},
    {"right", QT_TRANSLATE_NOOP("Params", "To the right")},
};

} // namespace

bool graphParamTextListed(const std::string& sourceText)
{
    return std::find(std::begin(kGraphParamTexts), std::end(kGraphParamTexts), sourceText) !=
           std::end(kGraphParamTexts);
}

const char* graphChoiceWords(const std::string& choice)
{
    const auto* found =
        std::find_if(std::begin(kGraphChoices), std::end(kGraphChoices),
                     [&choice](const ChoiceWords& entry) { return choice == entry.value; });
    return found != std::end(kGraphChoices) ? found->words : nullptr;
}

} // namespace inspike
