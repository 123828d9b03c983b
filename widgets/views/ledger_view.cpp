// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Operations and estimated energy of every layer: a table, and what the layers take step by step.
// A row selects its layer in all views; constants may be changed without counting anew.

#include "core/analysis/energy.h"
#include "core/figures/ledger_figure.h"
#include "widgets/plot/plot_canvas.h"
#include "widgets/plot/table_text.h"
#include "widgets/text/phrases.h"
#include "widgets/theme/theme.h"
#include "widgets/views/ledger_table.h"
#include "widgets/views/sample_follower.h"

#include <QEvent>
#include <QLabel>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <mutex>

namespace inspike {

namespace {

// The counts of the newest run and sample; what depends on constants is quick.
class KeptLedger
{
public:
    std::shared_ptr<const EnergyLedger> of(const FigureInputs& inputs, const LedgerOptions& options,
                                           JobContext& job)
    {
        const LayerGraph& graph = ledgerGraph(inputs);
        {
            const std::scoped_lock lock(m_mutex);
            if (m_ledger && m_run == inputs.run && m_model == inputs.model &&
                m_options.sample == options.sample && m_options.inputs == options.inputs)
                return m_ledger;
        }
        auto made = std::make_shared<const EnergyLedger>(
            energyLedger(graph, inputs.run.get(), options, job));
        const std::scoped_lock lock(m_mutex);
        m_run = inputs.run;
        m_model = inputs.model;
        m_options = options;
        m_ledger = made;
        return made;
    }

private:
    std::mutex m_mutex;
    std::shared_ptr<const Run> m_run;
    std::shared_ptr<const Model> m_model;
    LedgerOptions m_options;
    std::shared_ptr<const EnergyLedger> m_ledger;
};

class LedgerView : public SampleFollower
{
    Q_OBJECT

public:
    LedgerView(const ViewClass& viewClass, const ViewContext& viewContext, QWidget* parent)
        : SampleFollower(viewClass, viewContext, parent),
          m_kept(std::make_shared<KeptLedger>()),
          m_table(new LedgerTable(this)),
          m_canvas(new PlotCanvas(this)),
          m_notes(new QLabel(this)),
          m_seen(params())
    {
        m_splitter = new QSplitter(Qt::Vertical, this);
        m_splitter->addWidget(makeUpper());
        m_splitter->addWidget(m_canvas);
        m_splitter->setChildrenCollapsible(false);
        m_table->setAccessibleName(title());
        m_canvas->setAccessibleName(title());
        m_canvas->setMinimumHeight(kLeastCanvas);
        m_splitter->setFocusProxy(m_table);
        setCanvas(m_splitter);
        connect(m_table, &LedgerTable::chosenByHand, this, [this] { selectLayers(); });
        connect(m_table, &LedgerTable::rowPointedAt, this, [this](const std::optional<Key>& key) {
            selectionModel().hover(key, this);
            m_canvas->setHover(key);
        });
        connect(m_canvas, &PlotCanvas::keyClicked, this,
                [this](const Key& key, Qt::KeyboardModifiers modifiers) {
                    selectLayer(key, modifiers.testFlag(Qt::ControlModifier));
                });
        connect(m_canvas, &PlotCanvas::backgroundClicked, this,
                [this](double x) { selectionModel().cursor().setPosition(x); });
        connect(m_canvas, &PlotCanvas::hovered, this, &View::pointed);
        connect(m_canvas, &PlotCanvas::hoveredKey, this, [this](const std::optional<Key>& key) {
            const bool layer = key && key->kind == KeyKind::Layer;
            selectionModel().hover(layer ? key : std::nullopt, this);
        });
        connect(this, &View::paramsChanged, this, [this] { followPreset(); });
        connect(&selectionModel(), &SelectionModel::trialChanged, this, [this] { followSample(); });
    }

    // One sample is the selected one.
    Params effectiveParams() const override
    {
        Params made = SampleFollower::effectiveParams();
        if (made.integer("sample") >= 0 && selectionModel().trials() > 0)
            made.set("sample", std::int64_t{selectionModel().trial()});
        return made;
    }

    Viewport viewport() const override
    {
        return hasCurves() ? m_canvas->viewport() : View::viewport();
    }
    void fit() override
    {
        if (hasCurves())
            m_canvas->fit();
    }
    bool zoomed() const override { return hasCurves() && m_canvas->zoomed(); }

    std::vector<KeyNumber> keyNumbers() const override
    {
        std::vector<KeyNumber> numbers;
        const TableFigure* shown = table();
        if (shown == nullptr || shown->rows.empty())
            return numbers;
        if (!shown->notes.empty())
            numbers.push_back({tr("Shown"), phrase(shown->notes.front())});
        const TableRow& total = shown->rows.back();
        for (std::size_t i = 0; i < total.cells.size(); ++i) {
            const auto* number = std::get_if<double>(&total.cells[i]);
            if (number != nullptr && !std::isnan(*number))
                numbers.push_back(
                    {tableTitle(shown->columns[i]), tableText(total.cells[i], shown->columns[i])});
        }
        return numbers;
    }

protected:
    FigureWork figureWork(const FigureInputs& inputs, const Params& wanted,
                          const Viewport& port) override
    {
        return [inputs, wanted, port, kept = m_kept](JobContext& job) -> Figure {
            const auto ledger = kept->of(inputs, ledgerOptions(wanted), job);
            return buildLedger(ledgerGraph(inputs), *ledger, wanted, inputs.keySource, port);
        };
    }

    void showFigure(const Figure& shown, Cause cause) override
    {
        const auto& page = std::get<CompositeFigure>(shown);
        m_table->setFigure(*table());
        showNotes();
        const FigurePart* steps = page.part(kLedgerSteps);
        m_canvas->setVisible(steps != nullptr);
        if (steps != nullptr)
            m_canvas->setFigure(*steps->figure, cause == Cause::Viewport);
        if (cause == Cause::Inputs)
            share();
    }

    void showSelection(const Selection& selection) override
    {
        SampleFollower::showSelection(selection);
        const std::vector<Key> keys = selectionModel().highlighted();
        m_canvas->setHighlight(keys, std::nullopt);
        m_table->setChosen(keys);
    }

    void showCursor(std::optional<double> position) override
    {
        SampleFollower::showCursor(position);
        m_canvas->setCursor(position);
    }

    void showHover(const std::optional<Key>& key) override { m_canvas->setHover(key); }

    void changeEvent(QEvent* event) override
    {
        SampleFollower::changeEvent(event);
        if (event->type() == QEvent::LanguageChange && figure())
            showNotes();
    }

private:
    static constexpr int kLeastCanvas = 120; // px

    // Not of a model alone.
    bool hasCurves() const
    {
        const auto* page = figure() ? std::get_if<CompositeFigure>(&*figure()) : nullptr;
        return page != nullptr && page->part(kLedgerSteps) != nullptr;
    }

    const TableFigure* table() const
    {
        const auto* page = figure() ? std::get_if<CompositeFigure>(&*figure()) : nullptr;
        const FigurePart* part = page != nullptr ? page->part(kLedgerTable) : nullptr;
        return part != nullptr ? std::get_if<TableFigure>(part->figure.get()) : nullptr;
    }

    QWidget* makeUpper()
    {
        auto* upper = new QWidget(this);
        auto* column = new QVBoxLayout(upper);
        column->setContentsMargins(0, 0, 0, Theme::kSpacing / 2);
        column->setSpacing(Theme::kSpacing / 2);
        column->addWidget(m_table, 1);
        column->addWidget(m_notes);
        m_notes->setObjectName(QStringLiteral("notes"));
        m_notes->setWordWrap(true);
        m_notes->setContentsMargins(Theme::kSpacing, 0, Theme::kSpacing, 0);
        m_notes->setForegroundRole(QPalette::PlaceholderText);
        return upper;
    }

    void showNotes()
    {
        QStringList words;
        for (const Text& note : table()->notes)
            words.append(phrase(note));
        m_notes->setText(words.join(QStringLiteral(" \u00b7 ")));
    }

    // The table shows all of its rows where that leaves half of the height to the curves.
    void share()
    {
        const int all = m_splitter->height();
        const int notes = m_notes->heightForWidth(std::max(1, m_splitter->width()));
        const int wanted = m_table->naturalHeight() + notes + 2 * Theme::kSpacing;
        const int upper = std::clamp(wanted, all / 4, std::max(all / 4, all * 6 / 10));
        m_splitter->setSizes({upper, all - upper});
    }

    void selectLayers()
    {
        selectionModel().request(selectionModel().current().with(KeyKind::Layer, m_table->chosen()),
                                 this);
    }

    void selectLayer(const Key& key, bool more)
    {
        if (key.kind != KeyKind::Layer)
            return;
        const Selection& now = selectionModel().current();
        selectionModel().request(more ? now.toggled(key) : now.with(KeyKind::Layer, {key}), this);
    }

    // Another preset replaces the numbers; numbers that came with it (a session) stay.
    void followPreset()
    {
        const Params before = m_seen;
        m_seen = params();
        const auto same = [&](const char* id) {
            return m_seen.number(id) == before.number(id);
        };
        if (m_seen.text("constants") == before.text("constants") || !same("mac-pj") ||
            !same("ac-pj"))
            return;
        for (const EnergyPreset& preset : energyPresets()) {
            if (preset.id != m_seen.text("constants"))
                continue;
            Params next = m_seen;
            next.set("mac-pj", preset.macPj);
            next.set("ac-pj", preset.acPj);
            setParams(next);
        }
    }

    void followSample()
    {
        const std::int64_t now = selectionModel().trial();
        if (params().integer("sample") < 0 || params().integer("sample") == now)
            return;
        Params next = params();
        next.set("sample", now);
        setParams(next);
    }

    std::shared_ptr<KeptLedger> m_kept;
    LedgerTable* m_table;
    PlotCanvas* m_canvas;
    QLabel* m_notes;
    QSplitter* m_splitter = nullptr;
    Params m_seen; // before the last change
};

View* make(const ViewContext& viewContext, QWidget* parent);

const ViewClass kClass{
    "ledger",
    QT_TRANSLATE_NOOP("View", "Energy"),
    QT_TRANSLATE_NOOP("View", "A run of a network that knows its layers fills this view"),
    QStringLiteral("ledger"),
    &make,
    ViewPlace::Below};

View* make(const ViewContext& viewContext, QWidget* parent)
{
    return new LedgerView(kClass, viewContext, parent);
}

} // namespace

const ViewClass& ledgerViewClass()
{
    return kClass;
}

} // namespace inspike

#include "ledger_view.moc"
