// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The strip below a picture of events: how many there are over time.

#include "core/base/job.h"
#include "core/figures/events_figure.h"

namespace inspike {

// Fills rate, rateEdges and rateValues: per second of a recording, per step of a sample of a run.
void addStrip(const EventsSource& source, std::size_t sample, EventsFigure& figure,
              JobContext& job);

} // namespace inspike
