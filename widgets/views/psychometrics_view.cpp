// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Psychometric curves of a model of the context task. The trials behind them are made for this
// view, so nothing in it stands for a trial or a unit that another view shows.

#include "widgets/plot/plot_canvas.h"
#include "widgets/view/view.h"

namespace inspike {

namespace {

class PsychometricsView : public View
{
    Q_OBJECT

public:
    PsychometricsView(const ViewClass& viewClass, const ViewContext& viewContext, QWidget* parent)
        : View(viewClass, viewContext, parent), m_canvas(new PlotCanvas(this))
    {
        m_canvas->setAccessibleName(title());
        setCanvas(m_canvas);
        connect(m_canvas, &PlotCanvas::hovered, this, &View::pointed);
    }

    Viewport viewport() const override
    {
        return figure() ? m_canvas->viewport() : View::viewport();
    }
    void fit() override { m_canvas->fit(); }

protected:
    void showFigure(const Figure& shown, Cause) override { m_canvas->setFigure(shown, false); }
    void showSelection(const Selection&) override {}
    void showCursor(std::optional<double>) override {}
    bool dependsOnSize() const override { return false; }

private:
    PlotCanvas* m_canvas;
};

View* make(const ViewContext& viewContext, QWidget* parent);

const ViewClass kClass{"psychometrics",
                       QT_TRANSLATE_NOOP("View", "Psychometric curves"),
                       QT_TRANSLATE_NOOP("View", "A model of the context task fills this view"),
                       QStringLiteral("traces"),
                       &make,
                       ViewPlace::Below};

View* make(const ViewContext& viewContext, QWidget* parent)
{
    return new PsychometricsView(kClass, viewContext, parent);
}

} // namespace

const ViewClass& psychometricsViewClass()
{
    return kClass;
}

} // namespace inspike

#include "psychometrics_view.moc"
