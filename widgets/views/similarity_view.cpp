// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The alignment matrix of all samples; a click selects the sample of the row.

#include "widgets/views/sample_heat.h"

namespace inspike {

namespace {

View* make(const ViewContext& viewContext, QWidget* parent);

const ViewClass kClass{
    "similarity",
    QT_TRANSLATE_NOOP("View", "Alignment matrix"),
    QT_TRANSLATE_NOOP("View",
                      "A run of several samples of a network with cross attention fills this view"),
    QStringLiteral("similarity"),
    &make,
    ViewPlace::Right};

View* make(const ViewContext& viewContext, QWidget* parent)
{
    return new SampleHeat(kClass, viewContext, parent);
}

} // namespace

const ViewClass& similarityViewClass()
{
    return kClass;
}

} // namespace inspike
