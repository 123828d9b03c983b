// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The categories of trials that figures colour by, with indices that are the same in every view.

#include "core/analysis/trial_conditions.h"
#include "core/figures/manifold_figure.h"

namespace inspike {

struct TrialCategories
{
    std::vector<ManifoldCategory> categories; // present ones, by ascending colour index
    std::vector<int> ofTrial;                 // index into categories, one per trial
};

// Context x choice: context 1 + is colour 0, context 1 - 1, context 2 + 2, context 2 - 3. Choice
// alone: + 0, - 1. Classes: their number, modulo 8. Nothing known: one category of all trials.
TrialCategories categoriesOf(const std::vector<TrialCondition>& conditions);

} // namespace inspike
