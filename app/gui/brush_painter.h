// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A whole window without a display that shows a run; for measuring how long it takes until all of
// its views show a selection. Needs a QApplication.

#include "core/base/id.h"
#include "core/nn/model.h"

#include <QSize>

#include <memory>
#include <vector>

namespace inspike {

class BrushPainter
{
public:
    // Returns when every view has drawn the run.
    BrushPainter(QSize size, std::shared_ptr<const Run> run);
    ~BrushPainter();

    // Selects these samples of the run and returns when the pixels of all views are painted.
    void brush(const std::vector<std::int64_t>& samples);

private:
    struct Window;
    std::unique_ptr<Window> m_window;
};

} // namespace inspike
