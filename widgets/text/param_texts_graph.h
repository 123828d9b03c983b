// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The part of param_texts.cpp that is about networks and their weights.

#include <string>

namespace inspike {

bool graphParamTextListed(const std::string& sourceText);
// Words of a choice, context "Params"; nullptr when it is none of these.
const char* graphChoiceWords(const std::string& choice);

} // namespace inspike
