// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The part of the list of param_texts.cpp about comparing two runs.

#include <string>

namespace inspike {

bool compareParamTextListed(const std::string& sourceText);
// Source text of a choice; nullptr when it is none of these.
const char* compareChoiceWords(const std::string& choice);

} // namespace inspike
