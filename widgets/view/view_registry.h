// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// All views that the window can show, in the order of the View menu.

#include "widgets/view/view.h"

#include <span>

namespace inspike {

std::span<const ViewClass* const> viewClasses();
// nullptr if there is none.
const ViewClass* findViewClass(std::string_view id);

} // namespace inspike
