// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Measures of two domains over steps, layers or epochs. For the alignment*.cpp files.

#include "core/analysis/domains/bootstrap.h"
#include "core/figures/alignment_parts.h"

namespace inspike {

enum class CurveOver { Step, Layer, Epoch };

struct DomainMeasures
{
    double x = 0.0;   // step or epoch
    std::string name; // of the layer
    Band cka{};
    Band mmd{};
    double weight = 1.0;     // c_t
    double domainLoss = 0.0; // c_t (1 - |CKA_t|), over an epoch their mean
};

struct DomainCurve
{
    CurveOver over = CurveOver::Step;
    std::vector<DomainMeasures> points;
    bool comparable = true; // both sides are of one space, so that there is an MMD
};

// What the parameter over asks for, "auto" resolved.
CurveOver curveOver(const AlignmentSubject& subject, const Params& params);
// nullptr: not known yet.
std::shared_ptr<const DomainCurve> domainCurve(const AlignmentBuild& build);

} // namespace inspike
