// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The part of param_texts.cpp that is about running networks of the exchange format.

#include <string>

namespace inspike {

bool nirParamTextListed(const std::string& sourceText);
// Words of a choice, context "Params"; nullptr when it is none of these.
const char* nirChoiceWords(const std::string& choice);

} // namespace inspike
