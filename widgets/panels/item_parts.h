// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// An item of the workspace in words: what the data tree shows of a recording, a model or a run.

#include "core/workspace/workspace.h"

#include <QString>

namespace inspike {

struct ItemPart
{
    QString name;
    QString detail; // short, muted
    QString icon;
    QString tooltip;
    QString group = {}; // parts of the same group stand below one entry
};

struct ItemDescription
{
    QString icon;
    QString summary;
    QString tooltip;
    std::vector<ItemPart> parts;
    bool expanded = false;
};

ItemDescription describeItem(const Workspace& workspace, ItemId item);

} // namespace inspike
