// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Figures with known points for the tests and the benchmark of the 3-D scene.

#include "core/figures/manifold_figure.h"

#include <memory>

namespace inspike::test {

struct SceneSize
{
    int categories = 2;
    int trials = 3; // of each category
    int steps = 60;
    int dimensions = 3;
};

// Each category bends its own way; trials differ by a small offset. Times are 1, 2, ... ms.
std::shared_ptr<ManifoldFigure> makeManifold(SceneSize size);

} // namespace inspike::test
