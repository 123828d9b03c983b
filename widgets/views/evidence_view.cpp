// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Evidence of one sample for each class: audio, visual and bias, step by step.

#include "widgets/views/sample_series.h"

namespace inspike {

namespace {

View* make(const ViewContext& viewContext, QWidget* parent);

const ViewClass kClass{
    "evidence",
    QT_TRANSLATE_NOOP("View", "Evidence"),
    QT_TRANSLATE_NOOP(
        "View",
        "A run of a network with a linear head and a stream for sound or pictures fills this view"),
    QStringLiteral("evidence"),
    &make,
    ViewPlace::Right};

View* make(const ViewContext& viewContext, QWidget* parent)
{
    return new SampleSeries(kClass, viewContext, parent);
}

} // namespace

const ViewClass& evidenceViewClass()
{
    return kClass;
}

} // namespace inspike
