// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a view lives in, and waiting for what it draws.

#include "core/figures/composite_figure.h"
#include "widgets/jobs/job_queue.h"
#include "widgets/view/view.h"
#include "widgets/view/view_registry.h"

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace inspike::test {

struct ViewBench
{
    void add(ItemData data) { items.push_back(workspace.add(std::move(data), "item", {})); }
    // With all items as its inputs; not shown yet.
    std::unique_ptr<View> make(std::string_view id, QSize size);
    std::unique_ptr<View> show(std::string_view id, QSize size = {700, 500});

    Workspace workspace;
    SelectionModel selection;
    JobQueue jobs;
    std::vector<ItemId> items;
};

// Waits until the view has its figure.
bool built(const View& view);
// Waits until every part of a page is there and nothing is computed any more.
bool complete(const View& view, const JobQueue& jobs);
// Of a page; nullptr as long as there is none.
const Figure* partOf(const View& view, const char* part);
// Where a point of the canvas lies on what takes its clicks.
QPoint onSurface(const QWidget& canvas, QPointF at);

} // namespace inspike::test
