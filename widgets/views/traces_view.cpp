// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Membrane potential, synaptic current and output of one trial over time. Selected units replace
// the ones that the parameters choose; a box selects a stretch of time.

#include "widgets/plot/plot_canvas.h"
#include "widgets/view/view.h"

#include <QStringList>

namespace inspike {

namespace {

constexpr std::size_t kUnitsShown = 5; // more curves in one panel cannot be told apart

class TracesView : public View
{
    Q_OBJECT

public:
    TracesView(const ViewClass& viewClass, const ViewContext& viewContext, QWidget* parent)
        : View(viewClass, viewContext, parent), m_canvas(new PlotCanvas(this))
    {
        m_canvas->setAccessibleName(title());
        setCanvas(m_canvas);
        connect(m_canvas, &PlotCanvas::keyClicked, this, &TracesView::selectKey);
        connect(m_canvas, &PlotCanvas::boxSelected, this, &TracesView::selectTime);
        connect(m_canvas, &PlotCanvas::backgroundClicked, this, &TracesView::moveCursor);
        connect(m_canvas, &PlotCanvas::hovered, this, &View::pointed);
        connect(m_canvas, &PlotCanvas::hoveredKey, this,
                [this](const std::optional<Key>& key) { selectionModel().hover(key, this); });
        connect(m_canvas, &PlotCanvas::rangeChanged, this,
                [this] { requestBuild(Cause::Viewport); });
        connect(&selectionModel(), &SelectionModel::trialChanged, this,
                [this] { requestBuild(Cause::Params); });
    }

    Params effectiveParams() const override
    {
        Params params = View::effectiveParams();
        const QString units = selectedUnits();
        if (!units.isEmpty())
            params.set("units", units.toStdString());
        return params;
    }

    Viewport viewport() const override
    {
        return figure() ? m_canvas->viewport() : View::viewport();
    }
    void fit() override { m_canvas->fit(); }

protected:
    void showFigure(const Figure& shown, Cause cause) override
    {
        m_shownUnits = selectedUnits();
        const Viewport before = m_canvas->viewport();
        m_canvas->setFigure(shown, cause == Cause::Viewport);
        if (cause != Cause::Params)
            return;
        // Other units or another trial: the same time, but heights that hold the new curves.
        const Viewport whole = m_canvas->viewport();
        m_canvas->setRange(before.xLow, before.xHigh, whole.yLow, whole.yHigh);
    }

    void showSelection(const Selection&) override
    {
        m_canvas->setHighlight({}, selectedRange());
        if (selectedUnits() != m_shownUnits)
            requestBuild(Cause::Params);
    }

    void showCursor(std::optional<double> position) override { m_canvas->setCursor(position); }
    void showHover(const std::optional<Key>& key) override { m_canvas->setHover(key); }

private:
    QString selectedUnits() const
    {
        QStringList words;
        for (const std::int64_t unit : selectionModel().current().indices(KeyKind::Unit)) {
            if (words.size() < static_cast<qsizetype>(kUnitsShown))
                words.append(QString::number(unit));
        }
        return words.join(QLatin1Char(','));
    }

    void selectKey(const Key& key, Qt::KeyboardModifiers modifiers)
    {
        const bool more = modifiers.testFlag(Qt::ControlModifier);
        selectionModel().request(
            more ? selectionModel().current().toggled(key) : Selection{{key}, std::nullopt}, this);
    }

    void selectTime(double xLow, double xHigh, double, double)
    {
        const TimeBase& base = selectionModel().cursor().base();
        Selection next = selectionModel().current();
        next.time = TimeRange{base.timeFromAxis(std::max(xLow, base.low)),
                              base.timeFromAxis(std::min(xHigh, base.high))};
        selectionModel().request(std::move(next), this);
    }

    void moveCursor(double x)
    {
        selectionModel().clear(this);
        selectionModel().cursor().setPosition(x);
    }

    PlotCanvas* m_canvas;
    QString m_shownUnits;
};

View* make(const ViewContext& viewContext, QWidget* parent);

const ViewClass kClass{
    "traces", QT_TRANSLATE_NOOP("View", "Traces"),
    QT_TRANSLATE_NOOP("View", "Membrane potential, current and output of a run fill this view"),
    QStringLiteral("traces"), &make};

View* make(const ViewContext& viewContext, QWidget* parent)
{
    return new TracesView(kClass, viewContext, parent);
}

} // namespace

const ViewClass& tracesViewClass()
{
    return kClass;
}

} // namespace inspike

#include "traces_view.moc"
