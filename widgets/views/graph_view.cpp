// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The network of a model or a run as boxes and links. A click selects a layer, which all views of
// one layer then show; a double click, or Enter, opens or closes a group; the field above searches.

#include "core/figures/graph_builder.h"
#include "widgets/plot/graph_canvas.h"
#include "widgets/theme/theme.h"
#include "widgets/view/icons.h"
#include "widgets/view/view.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QVBoxLayout>

#include <algorithm>
#include <mutex>
#include <set>

namespace inspike {

namespace {

constexpr int kSearchDelayMs = 150;
constexpr double kOtherShape = 1.5; // of the view, for which the figure is laid out anew

// What the layers did in the run shown last: groups open and close without counting again.
struct MeasureCache
{
    std::mutex mutex;
    std::weak_ptr<const Run> run;
    std::shared_ptr<const GraphMeasures> measures;

    std::shared_ptr<const GraphMeasures> of(const std::shared_ptr<const Run>& wanted,
                                            JobContext& job)
    {
        {
            const std::lock_guard lock(mutex);
            if (measures && run.lock() == wanted)
                return measures;
        }
        auto made =
            std::make_shared<const GraphMeasures>(measureLayers(wanted->graph, *wanted, job));
        const std::lock_guard lock(mutex);
        run = wanted;
        measures = made;
        return made;
    }
};

std::set<std::string> idsIn(const std::string& text)
{
    std::set<std::string> ids;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t comma = std::min(text.find(',', from), text.size());
        if (comma > from)
            ids.insert(text.substr(from, comma - from));
        from = comma + 1;
    }
    return ids;
}

std::string textOf(const std::set<std::string>& ids)
{
    std::string text;
    for (const std::string& id : ids)
        text += (text.empty() ? "" : ",") + id;
    return text;
}

bool hasGroup(const LayerGraph& graph, const std::string& id)
{
    return std::any_of(graph.nodes.begin(), graph.nodes.end(), [&](const LayerNode& node) {
        return node.id.size() > id.size() && node.id.starts_with(id) && node.id[id.size()] == '/';
    });
}

class GraphView : public View
{
    Q_OBJECT

public:
    GraphView(const ViewClass& viewClass, const ViewContext& viewContext, QWidget* parent)
        : View(viewClass, viewContext, parent),
          m_column(new QWidget(this)),
          m_search(new QLineEdit(m_column)),
          m_canvas(new GraphCanvas(m_column)),
          m_cache(std::make_shared<MeasureCache>())
    {
        auto* layout = new QVBoxLayout(m_column);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(0);
        m_search->setClearButtonEnabled(true);
        m_search->setObjectName(QStringLiteral("graphSearch"));
        m_search->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
        m_search->installEventFilter(this);
        auto* bar = new QVBoxLayout;
        bar->setContentsMargins(Theme::kSpacing, Theme::kSpacing / 2, Theme::kSpacing,
                                Theme::kSpacing / 2);
        bar->addWidget(m_search);
        layout->addLayout(bar);
        layout->addWidget(m_canvas, 1);
        m_column->setFocusProxy(m_canvas);
        setCanvas(m_column);
        retranslate();
        m_searchDelay.setSingleShot(true);
        m_searchDelay.setInterval(kSearchDelayMs);
        connect(m_search, &QLineEdit::textEdited, this, [this] { m_searchDelay.start(); });
        connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
            if (text.isEmpty())
                m_searchDelay.start(0);
        });
        connect(&m_searchDelay, &QTimer::timeout, this, &GraphView::search);
        connect(this, &View::paramsChanged, this, [this] {
            const QString text = QString::fromStdString(params().text("search"));
            if (text != m_search->text())
                m_search->setText(text);
        });
        connect(m_canvas, &GraphCanvas::clicked, this, &GraphView::select);
        connect(m_canvas, &GraphCanvas::activated, this, &GraphView::toggle);
        connect(m_canvas, &GraphCanvas::backgroundClicked, this,
                [this] { selectionModel().clear(this); });
        connect(m_canvas, &GraphCanvas::hovered, this, &View::pointed);
        connect(m_canvas, &GraphCanvas::pointed, this, [this](std::optional<std::size_t> box) {
            selectionModel().hover(box ? graph().boxes[*box].key : std::nullopt, this);
        });
    }

    // Groups that only another network has are not asked for.
    Params effectiveParams() const override
    {
        Params asked = View::effectiveParams();
        const FigureInputs inputs = figureInputs();
        const LayerGraph* layers = graphOf(inputs);
        for (const char* id : {"collapsed", "opened"}) {
            std::set<std::string> groups = idsIn(asked.text(id));
            std::erase_if(groups, [&](const std::string& group) {
                return layers == nullptr || !hasGroup(*layers, group);
            });
            asked.set(id, textOf(groups));
        }
        return asked;
    }

    Viewport viewport() const override
    {
        Viewport view;
        view.widthPx = std::max(1, m_canvas->width());
        view.heightPx = std::max(1, m_canvas->height());
        return view;
    }
    void fit() override { m_canvas->fit(); }
    bool zoomed() const override { return m_canvas->zoomed(); }

    std::vector<KeyNumber> keyNumbers() const override
    {
        const FigureInputs inputs = figureInputs();
        const LayerGraph* layers = graphOf(inputs);
        if (layers == nullptr)
            return {};
        std::uint64_t parameters = 0;
        for (const LayerNode& node : layers->nodes)
            parameters += node.parameters;
        const auto number = [](std::uint64_t value) {
            return QLocale().toString(static_cast<qulonglong>(value));
        };
        std::vector<KeyNumber> numbers{{tr("Layers"), number(layers->nodes.size())},
                                       {tr("Links"), number(layers->edges.size())},
                                       {tr("Parameters"), number(parameters)}};
        if (const LayerNode* layer = shownLayer(inputs))
            numbers.push_back({tr("Selected layer"), QString::fromStdString(layer->id)});
        return numbers;
    }

protected:
    FigureWork figureWork(const FigureInputs& inputs, const Params& asked,
                          const Viewport& port) override
    {
        return [cache = m_cache, inputs, asked, port](JobContext& job) -> Figure {
            const LayerGraph* layers = graphOf(inputs);
            const bool ofRun = inputs.run && layers == &inputs.run->graph;
            const auto measures =
                ofRun ? cache->of(inputs.run, job) : std::make_shared<const GraphMeasures>();
            return buildGraph(*layers, *measures, inputs.keySource, asked, port, job);
        };
    }

    void showFigure(const Figure& shown, Cause cause) override
    {
        m_builtFor = m_canvas->size();
        m_canvas->setFigure(std::make_shared<const GraphFigure>(std::get<GraphFigure>(shown)),
                            cause != Cause::Inputs, m_anchor);
        m_anchor.clear();
        if (!m_wanted.empty())
            showNextMatch();
    }

    void showSelection(const Selection& selection) override
    {
        std::vector<bool> selected(graph().boxes.size(), false);
        for (std::size_t i = 0; i < selected.size(); ++i) {
            const auto& key = graph().boxes[i].key;
            selected[i] = key && std::any_of(selection.keys.begin(), selection.keys.end(),
                                             [&](const Key& one) { return isSame(one, *key); });
        }
        m_canvas->setSelected(std::move(selected));
        Q_EMIT numbersChanged();
    }

    void showCursor(std::optional<double>) override {}

    void showHover(const std::optional<Key>& key) override
    {
        std::optional<std::size_t> hovered;
        for (std::size_t i = 0; key && i < graph().boxes.size(); ++i) {
            if (graph().boxes[i].key && isSame(*graph().boxes[i].key, *key))
                hovered = i;
        }
        m_canvas->setHovered(hovered);
    }

    bool dependsOnSize() const override { return false; }

    // Another layout only where the old one would leave much of the view empty.
    void resizeEvent(QResizeEvent* event) override
    {
        View::resizeEvent(event);
        if (!figure() || zoomed() || m_builtFor.isEmpty() || m_canvas->size().isEmpty())
            return;
        const double before = static_cast<double>(m_builtFor.width()) / m_builtFor.height();
        const double now = static_cast<double>(m_canvas->width()) / m_canvas->height();
        if (std::max(before, now) > kOtherShape * std::min(before, now))
            requestBuild(Cause::Viewport);
    }

    void themeChanged() override { m_canvas->update(); }

    void changeEvent(QEvent* event) override
    {
        View::changeEvent(event);
        if (event->type() == QEvent::LanguageChange)
            retranslate();
    }

    // Enter goes from match to match, Esc leaves the search.
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (watched != m_search || event->type() != QEvent::KeyPress)
            return View::eventFilter(watched, event);
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            if (m_searchDelay.isActive()) {
                m_wanted = m_search->text().toStdString();
                search();
            } else {
                showNextMatch();
            }
            return true;
        }
        if (key == Qt::Key_Escape) {
            m_search->clear();
            m_canvas->setFocus();
            return true;
        }
        return View::eventFilter(watched, event);
    }

    void contextMenuEvent(QContextMenuEvent* event) override
    {
        if (!figure())
            return;
        auto* menu = new QMenu(this);
        menu->setObjectName(QStringLiteral("graphMenu"));
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addAction(tr("Fit everything"), this, [this] { fit(); });
        menu->addAction(tr("Open all groups"), this, [this] { setDepth(kEveryLevel); });
        menu->addAction(tr("Close all groups"), this, [this] { setDepth(0); });
        menu->addAction(tr("As many as can be read"), this, [this] { setDepth(-1); });
        menu->addSeparator();
        menu->addAction(tr("Export figure..."), this, &View::exportRequested);
        menu->popup(event->globalPos());
    }

private:
    static constexpr std::int64_t kEveryLevel = 32;

    const GraphFigure& graph() const { return *m_canvas->figure(); }

    static bool isSame(const Key& one, const Key& other)
    {
        return one.kind == other.kind && one.index == other.index &&
               (one.source == other.source || one.source == 0 || other.source == 0);
    }

    void retranslate()
    {
        m_canvas->setAccessibleName(title());
        m_search->setPlaceholderText(tr("Search layers"));
        m_search->setAccessibleName(tr("Search layers"));
    }

    void select(std::size_t box, Qt::KeyboardModifiers modifiers)
    {
        const auto& key = graph().boxes[box].key;
        if (!key)
            return;
        const bool more = modifiers.testFlag(Qt::ControlModifier);
        selectionModel().request(more ? selectionModel().current().toggled(*key)
                                      : Selection{{*key}, std::nullopt},
                                 this);
    }

    void toggle(std::size_t index)
    {
        const GraphBox& box = graph().boxes[index];
        std::set<std::string> collapsed = idsIn(params().text("collapsed"));
        std::set<std::string> opened = idsIn(params().text("opened"));
        (box.isCollapsed ? opened : collapsed).insert(box.id);
        (box.isCollapsed ? collapsed : opened).erase(box.id);
        m_anchor = box.id;
        Params next = params();
        next.set("collapsed", textOf(collapsed));
        next.set("opened", textOf(opened));
        setParams(next);
    }

    void setDepth(std::int64_t depth)
    {
        Params next = params();
        next.set("depth", depth);
        next.set("collapsed", std::string());
        next.set("opened", std::string());
        setParams(next);
    }

    void search()
    {
        m_searchDelay.stop();
        Params next = params();
        next.set("search", m_search->text().toStdString());
        setParams(next);
    }

    // Opens a closed group that holds matches; else the match after the current box.
    void showNextMatch()
    {
        m_wanted.clear();
        if (!figure() || !graph().isSearch)
            return;
        const auto& boxes = graph().boxes;
        const std::size_t start = m_canvas->current() ? *m_canvas->current() + 1 : 0;
        for (std::size_t i = 0; i < boxes.size(); ++i) {
            const std::size_t box = (start + i) % boxes.size();
            if (!boxes[box].isFound)
                continue;
            if (boxes[box].isCollapsed) {
                m_wanted = boxes[box].id;
                toggle(box);
                return;
            }
            m_canvas->setCurrent(box);
            m_canvas->showBox(box);
            select(box, Qt::NoModifier);
            return;
        }
    }

    QWidget* m_column;
    QLineEdit* m_search;
    GraphCanvas* m_canvas;
    std::shared_ptr<MeasureCache> m_cache;
    QTimer m_searchDelay;
    std::string m_anchor; // box that stays in its place
    std::string m_wanted; // a match is to be shown when the figure is there
    QSize m_builtFor;
};

View* make(const ViewContext& viewContext, QWidget* parent);

const ViewClass kClass{
    "graph",
    QT_TRANSLATE_NOOP("View", "Model"),
    QT_TRANSLATE_NOOP("View", "A model, or a run that keeps its network, fills this view"),
    QStringLiteral("graph"),
    &make,
    ViewPlace::Right};

View* make(const ViewContext& viewContext, QWidget* parent)
{
    return new GraphView(kClass, viewContext, parent);
}

} // namespace

const ViewClass& graphViewClass()
{
    return kClass;
}

} // namespace inspike

#include "graph_view.moc"
