// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Spike raster of one trial or of a recording of any length. A click selects a unit, a box selects
// units and a stretch of time, whose spikes are counted, listed, copied and saved (raster_spikes);
// the cursor follows a click on the background.

#include "core/figures/raster_counts.h"
#include "widgets/plot/plot_canvas.h"
#include "widgets/text/numbers.h"
#include "widgets/text/phrases.h"
#include "widgets/view/view.h"
#include "widgets/views/raster_spikes_tools.h"

#include <QAction>
#include <QActionGroup>
#include <QContextMenuEvent>
#include <QLocale>
#include <QMenu>

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

QString number(std::uint64_t value)
{
    return QLocale().toString(static_cast<qulonglong>(value));
}

class RasterView : public View
{
    Q_OBJECT

public:
    RasterView(const ViewClass& viewClass, const ViewContext& viewContext, QWidget* parent)
        : View(viewClass, viewContext, parent),
          m_canvas(new PlotCanvas(this)),
          m_tools(new RasterSpikesTools(viewContext.jobs, this)),
          m_arranging(viewContext.jobs, Lane::Counts)
    {
        m_canvas->setAccessibleName(title());
        m_canvas->setKeyNavigation(true);
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
        m_tools->setFallback([this] { return visibleSpikes(); });
        connect(m_tools, &RasterSpikesTools::counted, this, &RasterView::showCount);
        connect(m_tools, &RasterSpikesTools::said, this, &View::pointed);
        for (QAction* action : m_tools->actions())
            addAction(action);
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
        std::vector<KeyNumber> numbers{{tr("Units"), number(raster.rows.size())},
                                       {tr("Active units"), number(raster.rows.active())},
                                       {tr("Spikes shown"), number(raster.spikesShown)}};
        const QString rateUnit = QString::fromStdString(raster.rate.unit);
        if (!raster.rateValues.empty()) {
            double sum = 0;
            for (const double value : raster.rateValues)
                sum += value;
            const double mean = sum / static_cast<double>(raster.rateValues.size());
            numbers.push_back(
                {tr("Mean rate"), QStringLiteral("%1 %2").arg(numberText(mean, 3), rateUnit)});
            numbers.push_back(
                {tr("Bin of the rate"),
                 QStringLiteral("%1 %2").arg(QLocale().toString(raster.rateBin, 'g', 4),
                                             QString::fromStdString(raster.x.unit))});
        }
        if (const auto& listing = m_tools->selected()) {
            numbers.push_back({tr("Spikes selected"), number(listing->size())});
            numbers.push_back(
                {tr("Rate selected"), QStringLiteral("%1 %2").arg(
                                          QLocale().toString(listing->rate(), 'g', 4), rateUnit)});
        }
        return numbers;
    }

protected:
    QString nothingIn(const FigureInputs& inputs) const override
    {
        if (inputs.run)
            return {};
        try {
            if (rasterSourceOf(inputs, effectiveParams()).count() > 0)
                return {};
        } catch (const Error&) {
            return {}; // the build says why
        }
        return inputs.recording->info.trialCount > 1 ? tr("This trial has no spikes")
                                                     : tr("This recording has no spikes");
    }

    void showFigure(const Figure& shown, Cause cause) override
    {
        const std::string stream = params().text("stream");
        const bool sameStream = std::exchange(m_stream, stream) == stream;
        const RasterRows before = std::exchange(m_rows, std::get<RasterFigure>(shown).rows);
        const Viewport view = m_canvas->viewport();
        m_canvas->setFigure(shown, cause != Cause::Inputs && sameStream);
        if (m_rows.sharesTable(before))
            return;
        m_selectionShown.reset();
        if (cause == Cause::Params && sameStream)
            followUnits(before, view);
        if (cause != Cause::Viewport)
            arrangeCounts();
    }

    // Runs after every new picture, too: 100,000 rows are looked at only when something changed.
    void showSelection(const Selection& selection) override
    {
        const auto range = selectedRange();
        if (m_selectionShown == selection && m_rangeShown == range)
            return;
        m_selectionShown = selection;
        m_rangeShown = range;
        std::vector<Key> units = selectionModel().highlighted();
        std::erase_if(units, [this](const Key& key) { return !m_rows.rowOf(key); });
        countSelection(units, selection.time);
        m_canvas->setHighlight(std::move(units), range);
    }

    void showCursor(std::optional<double> position) override { m_canvas->setCursor(position); }
    void showHover(const std::optional<Key>& key) override { m_canvas->setHover(key); }

    void changeEvent(QEvent* event) override
    {
        View::changeEvent(event);
        if (event->type() == QEvent::LanguageChange)
            m_tools->retranslate();
    }

    void contextMenuEvent(QContextMenuEvent* event) override
    {
        if (!figure())
            return;
        auto* menu = new QMenu(this);
        menu->setObjectName(QStringLiteral("rasterMenu"));
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addAction(tr("Fit everything"), this, [this] { fit(); });
        addChoices(*menu, tr("Row order"), "order");
        addChoices(*menu, tr("Colour scale"), "scale");
        addStreams(*menu);
        menu->addSeparator();
        menu->addActions(m_tools->actions());
        menu->addSeparator();
        menu->addAction(tr("Export figure..."), this, &View::exportRequested);
        menu->popup(event->globalPos());
    }

private:
    void choose(const char* id, const std::string& value)
    {
        Params next = params();
        next.set(id, value);
        setParams(next);
    }

    void addChoices(QMenu& menu, const QString& words, const char* id)
    {
        QMenu* choices = menu.addMenu(words);
        for (const ParamSpec& spec : rasterParams()) {
            if (spec.id != id)
                continue;
            for (const std::string& value : spec.choices) {
                QAction* action = choices->addAction(trChoice(value), this,
                                                     [this, id, value] { choose(id, value); });
                action->setCheckable(true);
                action->setChecked(params().text(id) == value);
            }
        }
    }

    void addStreams(QMenu& menu)
    {
        const FigureInputs inputs = figureInputs();
        if (inputs.run || !inputs.recording)
            return;
        const std::vector<std::string> ids = rasterStreams(*inputs.recording);
        if (ids.size() < 2)
            return;
        QMenu* streams = menu.addMenu(tr("Stream"));
        for (const std::string& id : ids)
            streams->addAction(QString::fromStdString(id), this,
                               [this, id] { choose("stream", id); });
    }

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
        const double last = static_cast<double>(raster.rows.size()) - 1.0;
        double from = std::ceil(std::max(yLow, 0.0));
        double to = std::floor(std::min(yHigh, last));
        if (from > to) // inside of one row
            from = to = std::clamp(std::round(0.5 * (yLow + yHigh)), 0.0, std::max(0.0, last));
        Selection brushed;
        for (double row = from; row <= to && row <= last; row += 1.0)
            brushed.keys.push_back(raster.rows[static_cast<std::size_t>(row)].key);
        const TimeBase& base = selectionModel().cursor().base();
        brushed.time = TimeRange{base.timeFromAxis(std::max(xLow, raster.x.low)),
                                 base.timeFromAxis(std::min(xHigh, raster.x.high))};
        // The spikes in the box are of one trial: other views point out that one.
        if (selectionModel().trials() > 1)
            brushed.keys.push_back({KeyKind::Sample, 0, selectionModel().trial()});
        selectionModel().request(std::move(brushed), this);
    }

    // Counts and keeps at hand the spikes of these units (none: of all) in the selected time.
    void countSelection(const std::vector<Key>& keys, const std::optional<TimeRange>& time)
    {
        if (keys.empty() && !time) {
            m_tools->clear();
            return;
        }
        std::vector<std::uint32_t> units;
        if (keys.empty()) {
            units.assign(m_rows.units().begin(), m_rows.units().end());
        } else {
            std::vector<bool> chosen(m_rows.size());
            for (const Key& key : keys)
                chosen[*m_rows.rowOf(key)] = true;
            for (std::size_t row = 0; row < chosen.size(); ++row) {
                if (chosen[row])
                    units.push_back(m_rows.units()[row]);
            }
        }
        m_tools->select(sourceMaker(), std::move(units), time);
    }

    RasterSpikesTools::Source sourceMaker() const
    {
        return [inputs = figureInputs(), params = effectiveParams()] {
            return rasterSourceOf(inputs, params);
        };
    }

    // What the actions are about while nothing is selected: what can be seen.
    RasterSpikesTools::Request visibleSpikes() const
    {
        RasterSpikesTools::Request request;
        if (!figure())
            return request;
        request.source = sourceMaker();
        const Viewport view = m_canvas->viewport();
        const auto rows = static_cast<double>(m_rows.size());
        const double from = std::clamp(std::floor(view.yLow + 0.5), 0.0, rows);
        const double to = std::clamp(std::ceil(view.yHigh + 0.5), from, rows);
        const auto shown = m_rows.units().subspan(static_cast<std::size_t>(from),
                                                  static_cast<std::size_t>(to - from));
        request.units.assign(shown.begin(), shown.end());
        const TimeBase base = timeBase();
        request.time = TimeRange{base.timeFromAxis(view.xLow), base.timeFromAxis(view.xHigh)};
        return request;
    }

    TimeBase timeBase() const
    {
        TimeBase base;
        base.steps = figure() && std::get<RasterFigure>(*figure()).x.unit.empty();
        return base;
    }

    void showCount()
    {
        if (const auto& listing = m_tools->selected()) {
            const QString unit =
                figure() ? QString::fromStdString(std::get<RasterFigure>(*figure()).rate.unit)
                         : QString();
            Q_EMIT pointed(tr("Selected: %1 spikes of %2 units, %3 %4 per unit")
                               .arg(number(listing->size()), number(listing->units()),
                                    QLocale().toString(listing->rate(), 'g', 4), unit));
        }
        Q_EMIT numbersChanged();
    }

    // After a change of the row order the unit in the middle is still there.
    void followUnits(const RasterRows& before, const Viewport& view)
    {
        if (!m_canvas->zoomed() || before.size() != m_rows.size() || m_rows.empty())
            return;
        const double middle = 0.5 * (view.yLow + view.yHigh);
        const double height = view.yHigh - view.yLow;
        if (height > 0.5 * static_cast<double>(m_rows.size()))
            return;
        const auto row = static_cast<std::size_t>(
            std::clamp(std::round(middle), 0.0, static_cast<double>(before.size()) - 1.0));
        if (const auto now = m_rows.rowOfUnit(before.units()[row])) {
            const double shift = static_cast<double>(*now) - static_cast<double>(row);
            m_canvas->setRange(view.xLow, view.xHigh, view.yLow + shift, view.yHigh + shift);
        }
    }

    // Counts in the order of the rows, so that wide windows stay quick; pictures do not wait for
    // them.
    void arrangeCounts()
    {
        m_arranging.cancel();
        const FigureInputs inputs = figureInputs();
        if (inputs.run || inputs.atlases.empty())
            return;
        m_arranging.start<bool>(
            tr("Arranging rows"),
            [inputs, params = effectiveParams()](JobContext& job) {
                const RasterSource source = rasterSourceOf(inputs, params);
                if (source.atlas)
                    orderedCounts(source, params.text("order"), job)->prepare(job);
                return true;
            },
            [](bool) {}, {});
    }

    void moveCursor(double x)
    {
        selectionModel().clear(this);
        selectionModel().cursor().setPosition(x);
    }

    PlotCanvas* m_canvas;
    RasterSpikesTools* m_tools;
    LatestJob m_arranging;
    std::string m_stream;
    RasterRows m_rows;                         // of the picture
    std::optional<Selection> m_selectionShown; // on these rows
    std::optional<std::pair<double, double>> m_rangeShown;
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
