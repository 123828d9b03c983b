// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Spike raster of one trial. A click selects a unit, a box selects units and a stretch of time of
// the shown trial; the cursor follows a click on the background.

#include "widgets/plot/plot_canvas.h"
#include "widgets/view/view.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

class RasterView : public View
{
    Q_OBJECT

public:
    RasterView(const ViewClass& viewClass, const ViewContext& viewContext, QWidget* parent)
        : View(viewClass, viewContext, parent), m_canvas(new PlotCanvas(this))
    {
        m_canvas->setAccessibleName(title());
        setCanvas(m_canvas);
        connect(m_canvas, &PlotCanvas::keyClicked, this, &RasterView::selectUnit);
        connect(m_canvas, &PlotCanvas::boxSelected, this, &RasterView::selectBox);
        connect(m_canvas, &PlotCanvas::backgroundClicked, this, &RasterView::moveCursor);
        connect(m_canvas, &PlotCanvas::hovered, this, &View::pointed);
        connect(m_canvas, &PlotCanvas::hoveredKey, this,
                [this](const std::optional<Key>& key) { selectionModel().hover(key, this); });
        connect(m_canvas, &PlotCanvas::rangeChanged, this,
                [this] { requestBuild(Cause::Viewport); });
        connect(&selectionModel(), &SelectionModel::trialChanged, this, [this] {
            if (figureInputs().run) // another trial of a recording is other data, not read yet
                requestBuild(Cause::Params);
        });
    }

    Viewport viewport() const override
    {
        return figure() ? m_canvas->viewport() : View::viewport();
    }
    void fit() override { m_canvas->fit(); }
    bool zoomed() const override { return m_canvas->zoomed(); }

    std::vector<KeyNumber> keyNumbers() const override
    {
        const auto& raster = std::get<RasterFigure>(*figure());
        std::vector<KeyNumber> numbers{
            {tr("Units"), QLocale().toString(static_cast<qulonglong>(raster.rows.size()))},
            {tr("Active units"), QLocale().toString(static_cast<qulonglong>(raster.rows.active()))},
            {tr("Spikes shown"), QLocale().toString(static_cast<qulonglong>(raster.spikesShown))}};
        if (!raster.rateValues.empty()) {
            double sum = 0;
            for (const double value : raster.rateValues)
                sum += value;
            const double mean = sum / static_cast<double>(raster.rateValues.size());
            numbers.push_back({tr("Mean rate"), QStringLiteral("%1 %2").arg(
                                                    QLocale().toString(mean, 'f', 1),
                                                    QString::fromStdString(raster.rate.unit))});
        }
        return numbers;
    }

protected:
    QString nothingIn(const FigureInputs& inputs) const override
    {
        if (inputs.run || rasterSourceOf(inputs, effectiveParams()).count() > 0)
            return {};
        return inputs.recording->info.trialCount > 1 ? tr("This trial has no spikes")
                                                     : tr("This recording has no spikes");
    }

    void showFigure(const Figure& shown, Cause cause) override
    {
        m_canvas->setFigure(shown, cause != Cause::Inputs);
    }

    void showSelection(const Selection&) override
    {
        std::vector<Key> units;
        for (const RasterRow row : std::get<RasterFigure>(*figure()).rows) {
            if (selectionModel().levelOf(row.key) != Highlight::None)
                units.push_back(row.key);
        }
        m_canvas->setHighlight(std::move(units), selectedRange());
    }

    void showCursor(std::optional<double> position) override { m_canvas->setCursor(position); }
    void showHover(const std::optional<Key>& key) override { m_canvas->setHover(key); }

private:
    void selectUnit(const Key& key, Qt::KeyboardModifiers modifiers)
    {
        const bool more = modifiers.testFlag(Qt::ControlModifier);
        selectionModel().request(
            more ? selectionModel().current().toggled(key) : Selection{{key}, std::nullopt}, this);
    }

    void selectBox(double xLow, double xHigh, double yLow, double yHigh)
    {
        if (!figure())
            return;
        const auto& raster = std::get<RasterFigure>(*figure());
        Selection brushed;
        for (std::size_t row = 0; row < raster.rows.size(); ++row) {
            const auto centre = static_cast<double>(row);
            if (centre >= yLow && centre <= yHigh)
                brushed.keys.push_back(raster.rows[row].key);
        }
        const TimeBase& base = selectionModel().cursor().base();
        brushed.time = TimeRange{base.timeFromAxis(std::max(xLow, raster.x.low)),
                                 base.timeFromAxis(std::min(xHigh, raster.x.high))};
        // The spikes in the box are of one trial: other views point out that one.
        if (selectionModel().trials() > 1)
            brushed.keys.push_back({KeyKind::Sample, 0, selectionModel().trial()});
        selectionModel().request(std::move(brushed), this);
    }

    void moveCursor(double x)
    {
        selectionModel().clear(this);
        selectionModel().cursor().setPosition(x);
    }

    PlotCanvas* m_canvas;
};

View* make(const ViewContext& viewContext, QWidget* parent);

const ViewClass kClass{
    "raster", QT_TRANSLATE_NOOP("View", "Spike raster"),
    QT_TRANSLATE_NOOP("View", "Spikes of a run or of a recording fill this view"),
    QStringLiteral("raster"), &make};

View* make(const ViewContext& viewContext, QWidget* parent)
{
    return new RasterView(kClass, viewContext, parent);
}

} // namespace

const ViewClass& rasterViewClass()
{
    return kClass;
}

} // namespace inspike

#include "raster_view.moc"
