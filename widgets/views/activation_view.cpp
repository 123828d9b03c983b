// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Where a layer fires with short intervals, over what the shown sample looks and sounds like.

#include "widgets/views/sample_heat.h"

namespace inspike {

namespace {

View* make(const ViewContext& viewContext, QWidget* parent);

const ViewClass kClass{"activation",
                       QT_TRANSLATE_NOOP("View", "Spike activation map"),
                       QT_TRANSLATE_NOOP("View", "Spikes of layers with places fill this view"),
                       QStringLiteral("activation"),
                       &make,
                       ViewPlace::Below};

View* make(const ViewContext& viewContext, QWidget* parent)
{
    return new SampleHeat(kClass, viewContext, parent);
}

} // namespace

const ViewClass& activationViewClass()
{
    return kClass;
}

} // namespace inspike
