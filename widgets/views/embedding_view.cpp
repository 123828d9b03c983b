// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Samples before and after the cross-modal blocks; a click on a point selects its sample.

#include "widgets/views/sample_series.h"

namespace inspike {

namespace {

View* make(const ViewContext& viewContext, QWidget* parent);

const ViewClass kClass{
    "embedding",
    QT_TRANSLATE_NOOP("View", "Embedding"),
    QT_TRANSLATE_NOOP("View",
                      "A run of a network with a stream for sound or pictures fills this view"),
    QStringLiteral("embedding"),
    &make,
    ViewPlace::Below};

View* make(const ViewContext& viewContext, QWidget* parent)
{
    return new SampleSeries(kClass, viewContext, parent);
}

} // namespace

const ViewClass& embeddingViewClass()
{
    return kClass;
}

} // namespace inspike
