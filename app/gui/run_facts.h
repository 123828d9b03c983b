// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the transport bar needs to know of what is shown: the range of time, how many trials there
// are, and how each of them went.

#include "core/analysis/sample_classes.h"
#include "core/analysis/trial_conditions.h"
#include "core/data/recording.h"
#include "core/nn/model.h"
#include "widgets/selection/time_cursor.h"

#include <QString>

#include <optional>

namespace inspike {

struct RunFacts
{
    TimeBase time;
    int trials = 0;
    std::vector<TrialCondition> conditions;
    // Of a recording: which of the trials of its file it is, and the label of that one.
    std::optional<int> recordedTrial;
    QString label;
    SampleClasses classes;    // labels and names, where the run has them
    std::vector<int> targets; // sign of the target at the end of each trial; may be empty

    // "context 1, target +1, choice +1"; what is unknown is left out.
    QString words(int trial) const;
};

RunFacts factsOf(const Run& run);
RunFacts factsOf(const Recording& recording);

} // namespace inspike
