// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The words of figures in the current language: TextId and units to text, in one table. Sentence
// case.

#include "core/figures/figure.h"

#include <QString>

#include <string>

namespace inspike {

QString phrase(const Text& text);
// "Time (ms)", "Mode 1 (a.u., 34 % var.)"
QString axisLabel(const AxisInfo& axis);
// Ids that have words, in the order of the table; for the test that compares it with core.
std::vector<TextId> phraseIds();

// Title or help of a ParamSpec in the current language; English source text if it has none.
QString trParam(const std::string& sourceText);
// A value of a choice in words: "first-spike" is "First spike"; the value itself if it has none.
QString trChoice(const std::string& choice);
bool choiceListed(const std::string& choice);
// True if the table of parameter texts (param_texts.cpp) has it, so that translators see it.
bool paramTextListed(const std::string& sourceText);

} // namespace inspike
