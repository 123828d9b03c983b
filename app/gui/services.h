// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What lives as long as the program and outlives a window: data, selection, jobs, session. A
// change of language makes a new window on the same services.

#include "app/gui/counter.h"
#include "app/gui/loader.h"
#include "app/gui/session.h"
#include "widgets/selection/selection_model.h"

namespace inspike {

struct Services
{
    explicit Services(const QString& sessionFile) : session(sessionFile) {}

    Workspace workspace;
    SelectionModel selection;
    Session session;
    JobQueue jobs;                    // after what its callbacks use, so that it is joined first
    Counter counter{workspace, jobs}; // before the loader adds something
    Loader loader{workspace, jobs};
    ItemId shown; // the item that the views draw from
};

} // namespace inspike
