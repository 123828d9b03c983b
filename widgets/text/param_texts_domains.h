// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The second part of the list of param_texts.cpp.

#include <string>

namespace inspike {

bool domainParamTextListed(const std::string& sourceText);

} // namespace inspike
