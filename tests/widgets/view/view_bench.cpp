// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/widgets/view/view_bench.h"

#include "core/figures/alignment_figure.h"

#include <QTest>

#include <algorithm>

namespace inspike::test {

std::unique_ptr<View> ViewBench::make(std::string_view id, QSize size)
{
    const ViewContext context{workspace, selection, jobs};
    std::unique_ptr<View> view(findViewClass(id)->make(context, nullptr));
    view->resize(size);
    view->setInputs(items);
    return view;
}

std::unique_ptr<View> ViewBench::show(std::string_view id, QSize size)
{
    std::unique_ptr<View> view = make(id, size);
    view->show();
    return view;
}

bool built(const View& view)
{
    return QTest::qWaitFor([&] { return view.figure().has_value() && !view.pending(); });
}

bool complete(const View& view, const JobQueue& jobs)
{
    const bool done = QTest::qWaitFor(
        [&] {
            if (!view.figure() || view.pending() || !jobs.idle())
                return false;
            const auto* page = std::get_if<CompositeFigure>(&*view.figure());
            return page == nullptr ||
                   std::none_of(page->parts.begin(), page->parts.end(),
                                [](const FigurePart& part) { return isPending(*part.figure); });
        },
        20000);
    QTest::qWait(50); // until it is painted: places on screen are known then
    return done;
}

const Figure* partOf(const View& view, const char* part)
{
    return view.figure() ? partOfPage(*view.figure(), part, {}) : nullptr;
}

QPoint onSurface(const QWidget& canvas, QPointF at)
{
    return canvas.focusProxy()->mapFrom(&canvas, at.toPoint());
}

} // namespace inspike::test
