// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// How much each stream takes from the other one; a point per sample selects it.

#include "widgets/views/sample_series.h"

namespace inspike {

namespace {

View* make(const ViewContext& viewContext, QWidget* parent);

const ViewClass kClass{
    "residual",
    QT_TRANSLATE_NOOP("View", "Residual energy"),
    QT_TRANSLATE_NOOP("View", "A run of a network with cross attention fills this view"),
    QStringLiteral("residual"),
    &make,
    ViewPlace::Below};

View* make(const ViewContext& viewContext, QWidget* parent)
{
    return new SampleSeries(kClass, viewContext, parent);
}

} // namespace

const ViewClass& residualViewClass()
{
    return kClass;
}

} // namespace inspike
