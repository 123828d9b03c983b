// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whether the values of one sample may stand for another shape in the same order: neighbouring
// dimensions made one (planes for a flat network), one taken apart (units for planes), dimensions
// of 1 added or left out. Anything else would only look as if it fitted.

#include "core/systems/fitting/fit_settings.h"

namespace inspike::fitting {

// `wish` with its -1 replaced, or nothing where `own` does not fit. An empty wish is any shape.
// `takesApart`: one dimension of `own` may become several of `wish`.
std::optional<Shape> arranged(const Shape& own, const Shape& wish, bool takesApart);

} // namespace inspike::fitting
