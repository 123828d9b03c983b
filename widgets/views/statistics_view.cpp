// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Statistics of the selected units in the selected stretch of time, or of all units together. A
// click on a curve selects its unit, a box in the rate a stretch of time.

#include "core/analysis/spike_population.h"
#include "widgets/plot/plot_canvas.h"
#include "widgets/text/phrases.h"
#include "widgets/view/view.h"
#include "widgets/views/unit_list.h"

#include <QLocale>

#include <cmath>

namespace inspike {

namespace {

class StatisticsView : public View
{
    Q_OBJECT

public:
    StatisticsView(const ViewClass& viewClass, const ViewContext& viewContext, QWidget* parent)
        : View(viewClass, viewContext, parent),
          m_canvas(new PlotCanvas(this)),
          m_followed(selectionModel().current())
    {
        m_canvas->setAccessibleName(title());
        setCanvas(m_canvas);
        connect(m_canvas, &PlotCanvas::keyClicked, this, &StatisticsView::selectKey);
        connect(m_canvas, &PlotCanvas::boxSelected, this, &StatisticsView::selectTime);
        connect(m_canvas, &PlotCanvas::backgroundClicked, this,
                [this](double x) { selectionModel().cursor().setPosition(x); });
        connect(m_canvas, &PlotCanvas::hovered, this, &View::pointed);
        connect(m_canvas, &PlotCanvas::hoveredKey, this, &StatisticsView::hoverUnit);
        // Also after a build that failed, e.g. for units that another recording has.
        connect(&selectionModel(), &SelectionModel::changed, this, &StatisticsView::follow);
        connect(&selectionModel(), &SelectionModel::trialChanged, this, [this] {
            if (figureInputs().run) // another trial of a recording is other data, not read yet
                requestBuild(Cause::Params);
        });
    }

    Params effectiveParams() const override
    {
        Params params = View::effectiveParams();
        const std::string units = unitListOf(selectionModel().current());
        if (!units.empty())
            params.set("units", units);
        if (const auto range = selectedRange()) {
            params.set("from-ms", range->first);
            params.set("to-ms", range->second);
        }
        return params;
    }

    Viewport viewport() const override
    {
        return figure() ? m_canvas->viewport() : View::viewport();
    }
    void fit() override { m_canvas->fit(); }
    bool zoomed() const override { return m_canvas->zoomed(); }

    std::vector<KeyNumber> keyNumbers() const override
    {
        const auto& shown = std::get<SeriesFigure>(*figure());
        std::vector<KeyNumber> numbers;
        if (shown.note != Text{})
            numbers.push_back({tr("Shown"), phrase(shown.note)});
        for (const NamedNumber& number : shown.numbers) {
            QString name = phrase(number.name);
            if (number.of != Text{})
                name = QStringLiteral("%1: %2").arg(phrase(number.of), name);
            numbers.push_back({name, valueOf(number)});
        }
        return numbers;
    }

protected:
    QString nothingIn(const FigureInputs& inputs) const override
    {
        const SpikeSources sources{inputs.recording, inputs.run, inputs.atlases};
        if (sources.fromRun() || !inputs.recording)
            return {};
        for (const NamedStream& stream : inputs.recording->streams) {
            const auto* stored = std::get_if<StoredStream>(&stream.data);
            if (stored != nullptr && !stored->isEvents() && !inputs.atlases.contains(stream.id))
                return tr("Statistics appear when the spikes have been counted");
            const auto* trains = std::get_if<SpikeTrains>(&stream.data);
            if ((trains != nullptr && trains->spikes() > 0) || stored != nullptr)
                return {};
        }
        return tr("This recording has no spikes");
    }

    void showFigure(const Figure& shown, Cause cause) override
    {
        m_canvas->setFigure(shown, cause == Cause::Viewport);
    }

    void showSelection(const Selection&) override {} // follow() asks for other numbers
    void showCursor(std::optional<double> position) override { m_canvas->setCursor(position); }
    void showHover(const std::optional<Key>& key) override { m_canvas->setHover(key); }
    bool dependsOnSize() const override { return false; }

private:
    static QString valueOf(const NamedNumber& number)
    {
        if (!std::isfinite(number.value))
            return tr("undefined");
        const double size = std::abs(number.value);
        const bool whole = number.name.id == TextId::SpikeCount;
        const int decimals = whole || size >= 1000.0 ? 0 : size >= 10.0 ? 1 : size >= 0.1 ? 2 : 4;
        const QString text = QLocale().toString(number.value, 'f', decimals);
        return number.unit.empty() ? text
                                   : text + QLatin1Char(' ') + QString::fromStdString(number.unit);
    }

    void follow()
    {
        const Selection& now = selectionModel().current();
        if (now.indices(KeyKind::Unit) == m_followed.indices(KeyKind::Unit) &&
            now.time == m_followed.time)
            return;
        m_followed = now;
        requestBuild(Cause::Params);
    }

    // Pooled curves stand for no unit.
    void selectKey(const Key& key, Qt::KeyboardModifiers modifiers)
    {
        if (key.kind != KeyKind::Unit)
            return;
        const Selection& now = selectionModel().current();
        const bool more = modifiers.testFlag(Qt::ControlModifier);
        selectionModel().request(more ? now.toggled(key) : now.with(KeyKind::Unit, {key}), this);
    }

    void hoverUnit(const std::optional<Key>& key)
    {
        const bool unit = key && key->kind == KeyKind::Unit;
        selectionModel().hover(unit ? key : std::nullopt, this);
    }

    void selectTime(double xLow, double xHigh, double, double)
    {
        const TimeBase& base = selectionModel().cursor().base();
        Selection next = selectionModel().current();
        next.time = TimeRange{base.timeFromAxis(std::max(xLow, base.low)),
                              base.timeFromAxis(std::min(xHigh, base.high))};
        selectionModel().request(std::move(next), this);
    }

    PlotCanvas* m_canvas;
    Selection m_followed;
};

View* make(const ViewContext& viewContext, QWidget* parent);

const ViewClass kClass{
    "statistics",
    QT_TRANSLATE_NOOP("View", "Statistics"),
    QT_TRANSLATE_NOOP("View", "Spikes of a run or of a recording fill this view"),
    QStringLiteral("statistics"),
    &make,
    ViewPlace::Right};

View* make(const ViewContext& viewContext, QWidget* parent)
{
    return new StatisticsView(kClass, viewContext, parent);
}

} // namespace

const ViewClass& statisticsViewClass()
{
    return kClass;
}

} // namespace inspike

#include "statistics_view.moc"
