// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Two runs on one page: the spikes of a layer with those that differ in colour, the difference of
// rates of every layer, CKA of layers, what the networks answer. A click on a bar or a cell shows
// that layer here and in the other views; all parts follow the shown sample and the time cursor.

#include "core/base/error.h"
#include "core/figures/compare_figure.h"
#include "widgets/text/numbers.h"
#include "widgets/text/phrases.h"
#include "widgets/views/pane_grid.h"
#include "widgets/views/sample_follower.h"

#include <QScopedValueRollback>

#include <algorithm>
#include <array>
#include <cmath>

namespace inspike {

namespace {

View* make(const ViewContext& viewContext, QWidget* parent);

const ViewClass kClass{"compare",
                       QT_TRANSLATE_NOOP("View", "Compare runs"),
                       QT_TRANSLATE_NOOP("View",
                                         "Two runs fill this view: two models on one recording, or "
                                         "one model on two; choose them with Compare"),
                       QStringLiteral("compare"),
                       &make,
                       ViewPlace::Right};

constexpr std::array kParts = {ComparePart::Raster, ComparePart::Rates, ComparePart::Similarity,
                               ComparePart::Answers};

class CompareView : public SampleFollower
{
    Q_OBJECT

public:
    CompareView(const ViewContext& viewContext, QWidget* parent)
        : SampleFollower(kClass, viewContext, parent),
          m_results(std::make_shared<AlignmentResults>()),
          m_grid(new PaneGrid(this))
    {
        for (const ComparePart part : kParts)
            addPane(part);
        setCanvas(m_grid);
        connect(&selectionModel(), &SelectionModel::layerChanged, this, &CompareView::followLayer);
    }

    Params effectiveParams() const override
    {
        Params made = SampleFollower::effectiveParams();
        const std::size_t runs = figureInputs().runs.size();
        if (runs > 2 && made.text("runs").empty()) // a training: its first and its last epoch
            made.setText("runs", "1," + std::to_string(runs));
        return made;
    }

    Viewport viewport() const override
    {
        Viewport port = View::viewport();
        const FigurePane* raster = paneOf(ComparePart::Raster);
        if (figure() && raster->zoomed()) {
            const Viewport shown = raster->plot()->viewport();
            port.xLow = shown.xLow;
            port.xHigh = shown.xHigh;
            port.yLow = shown.yLow;
            port.yHigh = shown.yHigh;
        }
        return port;
    }

    void fit() override { m_grid->fit(); }
    bool zoomed() const override { return m_grid->zoomed(); }

    std::vector<KeyNumber> keyNumbers() const override
    {
        std::vector<KeyNumber> numbers;
        if (!m_titles[0].isEmpty()) {
            numbers.push_back({tr("First run"), m_titles[0]});
            numbers.push_back({tr("Second run"), m_titles[1]});
        }
        const Figure* shown = partOf(ComparePart::Rates);
        const auto* rates = shown != nullptr ? std::get_if<SeriesFigure>(shown) : nullptr;
        if (rates != nullptr) {
            for (const NamedNumber& number : rates->numbers)
                addNumber(number, numbers);
        }
        for (const QString& note : m_notes)
            numbers.push_back({tr("Note"), note});
        return numbers;
    }

protected:
    bool dependsOnSize() const override { return true; }

    FigureWork figureWork(const FigureInputs& inputs, const Params& wanted,
                          const Viewport& port) override
    {
        m_inputs = inputs;
        m_built = fitting(inputs, wanted);
        return [inputs, params = m_built, port, results = m_results](JobContext& job) {
            return buildComparison(inputs, params, port, *results, CompareEffort::Known, job);
        };
    }

    void showFigure(const Figure&, Cause cause) override
    {
        arrange();
        describe();
        for (const ComparePart part : shownCompareParts(m_built)) {
            const Figure* shown = partOf(part);
            if (shown == nullptr)
                continue;
            FigurePane* pane = paneOf(part);
            if (cause == Cause::Inputs)
                pane->forget();
            pane->show(*shown, cause == Cause::Viewport ||
                                   (cause == Cause::Params && part == ComparePart::Raster));
            if (isPending(*shown))
                compute(part);
        }
    }

    void showSelection(const Selection&) override
    {
        const std::vector<Key> keys = selectionModel().highlighted();
        for (FigurePane* pane : m_grid->panes())
            pane->setHighlight(keys, selectedRange());
    }

    void showHover(const std::optional<Key>& key) override { m_grid->setHover(key); }
    void showCursor(std::optional<double> position) override { m_grid->setCursor(position); }

    void resizeEvent(QResizeEvent* event) override
    {
        SampleFollower::resizeEvent(event);
        if (figure())
            arrange();
    }

private:
    FigurePane* paneOf(ComparePart part) const
    {
        return m_grid->pane(static_cast<std::size_t>(part));
    }

    // Of the figure shown; nullptr when it is no part of it.
    const Figure* partOf(ComparePart part) const
    {
        return figure() ? partOfPage(*figure(), comparePartId(part),
                                     comparePartId(shownCompareParts(m_built).front()))
                        : nullptr;
    }

    void addPane(ComparePart part)
    {
        const bool cells = part == ComparePart::Similarity;
        auto* pane = new FigurePane(comparePartId(part),
                                    cells ? FigurePane::Canvas::Heat : FigurePane::Canvas::Plot,
                                    cells ? Lane::Inference : Lane::Counts, context().jobs, m_grid);
        m_grid->add(pane);
        if (HeatCanvas* heat = pane->heat()) {
            connect(heat, &HeatCanvas::hovered, this, &View::pointed);
            connect(heat, &HeatCanvas::clicked, this,
                    [this](const HeatSpot& spot) { chooseCell(spot); });
            return;
        }
        PlotCanvas* plot = pane->plot();
        connect(plot, &PlotCanvas::hovered, this, &View::pointed);
        connect(plot, &PlotCanvas::hoveredKey, this,
                [this](const std::optional<Key>& key) { selectionModel().hover(key, this); });
        connect(plot, &PlotCanvas::keyClicked, this, &CompareView::choose);
        connect(plot, &PlotCanvas::backgroundClicked, this, [this, pane](double x) {
            if (pane->overTime())
                selectionModel().cursor().setPosition(x);
        });
        connect(plot, &PlotCanvas::rangeChanged, this, [this, part] { share(part); });
        if (part == ComparePart::Raster)
            connect(plot, &PlotCanvas::boxSelected, this, &CompareView::selectBox);
    }

    // What goes over time shows the same stretch of it.
    void share(ComparePart from)
    {
        if (m_sharing)
            return;
        const QScopedValueRollback<bool> guard(m_sharing, true);
        const FigurePane* changed = paneOf(from);
        const Viewport range = changed->plot()->viewport();
        for (const ComparePart part : {ComparePart::Raster, ComparePart::Answers}) {
            const FigurePane* other = paneOf(part);
            if (part == from || !other->overTime() || !changed->overTime())
                continue;
            const Viewport own = other->plot()->viewport();
            other->plot()->setRange(range.xLow, range.xHigh, own.yLow, own.yHigh);
        }
        if (changed->overTime())
            requestBuild(Cause::Viewport);
    }

    void arrange()
    {
        std::vector<FigurePane*> shown;
        for (const ComparePart part : shownCompareParts(m_built))
            shown.push_back(paneOf(part));
        m_grid->arrange(shown, static_cast<int>(compareColumns(width(), height(), shown.size())));
    }

    // Names that the runs do not have come from a session with other ones.
    static Params fitting(const FigureInputs& inputs, Params wanted)
    {
        for (const char* id : {"", "layer", "layers", "runs"}) {
            if (*id != '\0')
                wanted.setText(id, "");
            try {
                (void)comparedLayer(matchOf(inputs, wanted), wanted);
                return wanted;
            } catch (const Error& error) {
                if (error.kind() != ErrorKind::BadParameter && error.kind() != ErrorKind::NotFound)
                    return wanted; // the build says it
            }
        }
        return wanted;
    }

    void describe()
    {
        m_notes.clear();
        m_titles = {};
        try {
            const RunMatch match = matchOf(m_inputs, m_built);
            for (std::size_t side = 0; side < 2; ++side)
                m_titles[side] = QString::fromStdString(match.titles[side]);
            for (const std::string& note : match.notes)
                m_notes.append(QString::fromStdString(note));
        } catch (const Error&) {
            return; // the build says it
        }
    }

    void addNumber(const NamedNumber& number, std::vector<KeyNumber>& numbers) const
    {
        QString name = phrase(number.name);
        if (number.of != Text{}) {
            if (number.of.args.front() != shownName())
                return; // of the layers only the shown one
            name = QStringLiteral("%1: %2").arg(phrase(number.of), name);
        }
        numbers.push_back(
            {name, std::isfinite(number.value) ? numberText(number.value, 4) : tr("none")});
    }

    std::string shownName() const
    {
        const Figure* raster = partOf(ComparePart::Raster);
        const auto* shown = raster != nullptr ? std::get_if<RasterFigure>(raster) : nullptr;
        return shown != nullptr && !shown->note.args.empty() ? shown->note.args.front()
                                                             : std::string();
    }

    void compute(ComparePart part)
    {
        std::string request;
        for (const char* id : {"runs", "layers", "join"})
            request += m_built.text(id) + "|";
        for (const auto& run : m_inputs.runs)
            request += std::to_string(reinterpret_cast<std::uintptr_t>(run.get())) + " ";
        paneOf(part)->compute(
            request, tr("Computing: %1").arg(title()),
            [part, inputs = m_inputs, params = m_built, results = m_results](JobContext& job) {
                computeComparePart(part, inputs, params, *results, job);
            },
            [this] { requestBuild(Cause::Viewport); });
    }

    void choose(const Key& key, Qt::KeyboardModifiers modifiers)
    {
        const Selection& now = selectionModel().current();
        const bool more = modifiers.testFlag(Qt::ControlModifier);
        if (key.kind == KeyKind::Layer)
            chooseLayer(key);
        else if (key.kind == KeyKind::Unit)
            selectionModel().request(more ? now.toggled(key) : Selection{{key}, std::nullopt},
                                     this);
    }

    void chooseLayer(const Key& key)
    {
        showLayer(key);
        selectionModel().request(selectionModel().current().with(KeyKind::Layer, {key}), this);
    }

    void followLayer()
    {
        const std::optional<Key>& key = selectionModel().layer();
        if (key && figure())
            showLayer(*key);
    }

    // Layers without spikes over time leave the raster as it is.
    void showLayer(const Key& key)
    {
        try {
            const RunMatch match = matchOf(m_inputs, m_built);
            for (std::size_t i = 0; i < match.layers.size(); ++i) {
                if (layerKey(match, i, key.source) != key || match.layers[i].spikes.empty())
                    continue;
                Params next = params();
                next.setText("layer", match.layers[i].name());
                (void)comparedLayer(match, next); // throws when there is nothing to show
                setParams(next);
                return;
            }
        } catch (const Error&) {
            return;
        }
    }

    void chooseCell(const HeatSpot& spot)
    {
        try {
            const RunMatch match = matchOf(m_inputs, m_built);
            const Figure* shown = partOf(ComparePart::Similarity);
            const auto* grid = shown != nullptr ? std::get_if<HeatFigure>(shown) : nullptr;
            if (grid == nullptr || spot.panel >= grid->panels.size())
                return;
            const std::vector<std::int64_t>& layers = grid->panels[spot.panel].rowKeys;
            if (spot.row < layers.size())
                chooseLayer(layerKey(match, static_cast<std::size_t>(layers[spot.row]), source()));
        } catch (const Error&) {
            return; // the inputs are going
        }
    }

    // Units and a stretch of time, as in the raster.
    void selectBox(double xLow, double xHigh, double yLow, double yHigh)
    {
        const Figure* shown = partOf(ComparePart::Raster);
        const auto* raster = shown != nullptr ? std::get_if<RasterFigure>(shown) : nullptr;
        if (raster == nullptr || raster->rows.empty())
            return;
        const double last = static_cast<double>(raster->rows.size()) - 1.0;
        const double from = std::clamp(std::ceil(yLow), 0.0, last);
        const double to = std::clamp(std::floor(yHigh), 0.0, last);
        Selection brushed;
        for (double row = std::min(from, to); row <= std::max(from, to); row += 1.0)
            brushed.keys.push_back(raster->rows[static_cast<std::size_t>(row)].key);
        const TimeBase& base = selectionModel().cursor().base();
        brushed.time = TimeRange{base.timeFromAxis(std::max(xLow, raster->x.low)),
                                 base.timeFromAxis(std::min(xHigh, raster->x.high))};
        selectionModel().request(std::move(brushed), this);
    }

    std::shared_ptr<AlignmentResults> m_results;
    PaneGrid* m_grid; // panes by part
    bool m_sharing = false;
    FigureInputs m_inputs; // of the newest build
    Params m_built;
    std::array<QString, 2> m_titles;
    QStringList m_notes;
};

View* make(const ViewContext& viewContext, QWidget* parent)
{
    return new CompareView(viewContext, parent);
}

} // namespace

const ViewClass& compareViewClass()
{
    return kClass;
}

} // namespace inspike

#include "compare_view.moc"
