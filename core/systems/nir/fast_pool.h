// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Sums and means of windows over each channel; zeros behind the borders count.

#include "core/systems/nir/activity.h"

namespace inspike::nir {

// Of a SumPool2d or AvgPool2d with that output.
Activity pooled(const NetworkNode& node, const Grid& output, const Activity& x);

} // namespace inspike::nir
