// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/view/view.h"

#include "core/figures/graph_builder.h"
#include "core/figures/layer_choice.h"
#include "widgets/view/overlay.h"

#include <QCoreApplication>
#include <QEvent>
#include <QJsonDocument>
#include <QVBoxLayout>

#include <algorithm>

namespace inspike {

namespace {

constexpr int kCoalesceMs = 16;
constexpr int kBusyDelayMs = 150; // shorter work shows no progress

} // namespace

View::View(const ViewClass& viewClass, const ViewContext& viewContext, QWidget* parent)
    : QWidget(parent),
      m_class(viewClass),
      m_context(viewContext),
      m_kind(findFigureKind(viewClass.id)),
      m_params(m_kind->params()),
      m_job(viewContext.jobs, Lane::Figures),
      m_overlay(new ViewOverlay(this))
{
    setObjectName(QStringLiteral("view.") + QString::fromStdString(viewClass.id));
    setAccessibleName(title());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_coalesce.setSingleShot(true);
    m_coalesce.setInterval(kCoalesceMs);
    m_busyDelay.setSingleShot(true);
    m_busyDelay.setInterval(kBusyDelayMs);
    connect(&m_coalesce, &QTimer::timeout, this, &View::build);
    connect(&m_busyDelay, &QTimer::timeout, m_overlay, &ViewOverlay::showBusy);
    connect(m_overlay, &ViewOverlay::buttonClicked, this, [this] {
        if (canRun() && !m_kind->probes.empty())
            Q_EMIT runRequested();
        else
            Q_EMIT openRequested();
    });
    SelectionModel& model = m_context.selection;
    connect(&model, &SelectionModel::changed, this, &View::syncSelection);
    connect(&model, &SelectionModel::hovered, this, [this](QObject* from) {
        if (shown() && m_figure)
            showHover(from != this ? m_context.selection.hoveredKey() : std::nullopt);
    });
    connect(&model, &SelectionModel::layerChanged, this, &View::followLayerChange);
    connect(&model.cursor(), &TimeCursor::moved, this, &View::syncCursor);
    connect(&model.cursor(), &TimeCursor::baseChanged, this, &View::syncCursor);
}

QString View::title() const
{
    return QCoreApplication::translate("View", m_class.title);
}

void View::setCanvas(QWidget* canvas)
{
    m_canvas = canvas;
    layout()->addWidget(canvas);
    setFocusProxy(canvas);
    m_overlay->raise();
}

void View::setInputs(std::vector<ItemId> inputs)
{
    if (inputs == m_inputs && m_figure)
        return;
    m_inputs = std::move(inputs);
    requestBuild(Cause::Inputs);
}

void View::refresh()
{
    requestBuild(m_figure && zoomed() ? Cause::Params : Cause::Inputs);
}

void View::recount()
{
    requestBuild(m_figure ? Cause::Viewport : Cause::Inputs);
}

FigureInputs View::figureInputs() const
{
    FigureInputs found;
    for (const ItemId item : m_inputs) {
        if (const auto run = m_context.workspace.get<Run>(item)) {
            if (!found.run) {
                found.run = run;
                found.keySource = item.value;
            }
            found.runs.push_back(run);
        }
        if (!found.recording) {
            found.recording = m_context.workspace.get<Recording>(item);
            if (found.recording)
                found.atlases = m_context.workspace.atlases(item);
        }
        if (!found.model)
            found.model = m_context.workspace.get<Model>(item);
    }
    if (!found.run && found.recording)
        found.keySource = m_inputs.front().value;
    return found;
}

void View::setParams(const Params& params)
{
    if (params.toJson() == m_params.toJson())
        return;
    m_params = params;
    Q_EMIT paramsChanged();
    requestBuild(Cause::Params);
}

Params View::effectiveParams() const
{
    Params params = m_params;
    if (params.has("trial"))
        params.set("trial", std::int64_t{m_context.selection.trial()});
    const FigureInputs inputs = figureInputs();
    if (const LayerNode* layer = shownLayer(inputs))
        followLayer(params, m_kind->id, inputs.run.get(), *layer);
    return params;
}

const LayerNode* View::shownLayer(const FigureInputs& inputs) const
{
    const std::optional<Key>& key = m_context.selection.layer();
    const LayerGraph* graph = key ? graphOf(inputs) : nullptr;
    if (graph == nullptr || (key->source != 0 && key->source != inputs.keySource) ||
        key->index < 0 || static_cast<std::size_t>(key->index) >= graph->nodes.size())
        return nullptr;
    return &graph->nodes[static_cast<std::size_t>(key->index)];
}

// Another layer is other data of the same kind.
void View::followLayerChange()
{
    const FigureInputs inputs = figureInputs();
    Params asked = m_params;
    const LayerNode* layer = shownLayer(inputs);
    if (layer != nullptr && followLayer(asked, m_kind->id, inputs.run.get(), *layer))
        requestBuild(Cause::Inputs);
}

Viewport View::viewport() const
{
    Viewport whole;
    whole.widthPx = std::max(1, width());
    whole.heightPx = std::max(1, height());
    return whole;
}

std::optional<std::pair<double, double>> View::selectedRange() const
{
    const std::optional<TimeRange>& time = m_context.selection.current().time;
    if (!time)
        return std::nullopt;
    const TimeBase& base = m_context.selection.cursor().base();
    return std::pair(base.axisFromTime(time->begin), base.axisFromTime(time->end));
}

void View::requestBuild(Cause cause)
{
    m_due = m_due ? std::max(*m_due, cause) : cause;
    // Another stretch of the same is built at once when nothing else is: playback and panning would
    // lose a frame in every two by waiting. Requests of one moment join all the same.
    const bool atOnce = *m_due == Cause::Viewport && m_figure && !m_job.busy();
    if (shown() && !m_coalesce.isActive())
        m_coalesce.start(atOnce ? 0 : kCoalesceMs);
}

void View::build()
{
    if (!m_due || !shown())
        return;
    // A build that this one replaces still owes what it was for.
    const Cause cause = m_job.busy() ? std::max(*m_due, m_building) : *m_due;
    m_building = cause;
    m_due.reset();
    const FigureInputs inputs = figureInputs();
    const bool lacks = m_kind->lacks(inputs).has_value();
    const QString nothing = lacks ? QString() : nothingIn(inputs);
    if (lacks || !nothing.isEmpty()) {
        m_job.cancel();
        m_busyDelay.stop();
        m_figure.reset();
        showEmpty(nothing);
        Q_EMIT figureChanged();
        return;
    }
    m_busyDelay.start();
    // Of other data all is shown, not the range that the data before filled.
    const Viewport port = cause == Cause::Inputs ? View::viewport() : viewport();
    m_job.start<Figure>(
        tr("Drawing: %1").arg(title()), figureWork(inputs, effectiveParams(), port),
        [this, cause](Figure figure) { deliver(std::move(figure), cause); },
        [this](const Error& error) { fail(error); });
}

View::FigureWork View::figureWork(const FigureInputs& inputs, const Params& params,
                                  const Viewport& port)
{
    return [kind = m_kind, inputs, params, port](JobContext& job) {
        return kind->build(inputs, params, port, job);
    };
}

void View::deliver(Figure figure, Cause cause)
{
    m_busyDelay.stop();
    m_overlay->clear();
    m_figure = std::move(figure);
    ++m_builds;
    showFigure(*m_figure, cause);
    syncSelection();
    syncCursor();
    Q_EMIT figureChanged();
}

void View::fail(const Error& error)
{
    m_busyDelay.stop();
    m_overlay->clear();
    if (error.kind() == ErrorKind::Cancelled)
        return; // the last figure stays
    QStringList trail;
    for (const std::string& context : error.trail())
        trail.append(QString::fromStdString(context));
    m_figure.reset();
    m_overlay->showFailed(QString::fromStdString(error.message()), trail);
    Q_EMIT figureChanged();
}

// There is a model and something to show it.
bool View::canRun() const
{
    const Workspace& workspace = m_context.workspace;
    const std::vector<ItemId> items = workspace.items();
    const auto any = [&items](auto is) {
        return std::any_of(items.begin(), items.end(), is);
    };
    return any([&](ItemId item) { return workspace.get<Model>(item) != nullptr; }) &&
           any([&](ItemId item) { return workspace.get<Recording>(item) != nullptr; });
}

void View::showEmpty(const QString& nothing)
{
    if (!nothing.isEmpty()) {
        m_overlay->showEmpty(m_class.icon, nothing, {}, {});
        return;
    }
    const bool drawsRuns = !m_kind->probes.empty();
    QString button = tr("Open a file...");
    if (drawsRuns && figureInputs().run)
        button.clear(); // another run of the same would not hold more
    else if (drawsRuns && canRun())
        button = tr("Run inference");
    m_overlay->showEmpty(m_class.icon, title(), QCoreApplication::translate("View", m_class.empty),
                         button);
}

void View::syncSelection()
{
    if (shown() && m_figure)
        showSelection(m_context.selection.current());
}

void View::syncCursor()
{
    if (!shown() || !m_figure)
        return;
    const TimeCursor& cursor = m_context.selection.cursor();
    showCursor(cursor.base().empty() ? std::nullopt : std::optional(cursor.position()));
}

void View::setBehind(bool behind)
{
    if (behind == m_behind)
        return;
    m_behind = behind;
    if (!isVisible())
        return;
    if (behind)
        m_coalesce.stop();
    else
        catchUp();
}

void View::catchUp()
{
    if (m_due)
        m_coalesce.start(kCoalesceMs);
    else if (!m_figure && !m_job.busy())
        requestBuild(Cause::Inputs);
    syncSelection();
    syncCursor();
}

void View::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (shown())
        catchUp();
}

void View::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_coalesce.stop();
}

void View::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        themeChanged();
    if (event->type() == QEvent::LanguageChange && !m_figure)
        requestBuild(Cause::Inputs);
}

void View::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (m_figure && dependsOnSize())
        requestBuild(Cause::Viewport);
}

QJsonObject View::saveState() const
{
    const std::string text = m_params.toJson().dump();
    QJsonObject state;
    state[QStringLiteral("params")] =
        QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
    return state;
}

void View::restoreState(const QJsonObject& state)
{
    const QByteArray text =
        QJsonDocument(state[QStringLiteral("params")].toObject()).toJson(QJsonDocument::Compact);
    try {
        setParams(Params::fromJson(m_kind->params(), Json::parse(text.toStdString())));
    } catch (const Error&) {
        setParams(Params(m_kind->params())); // saved by a version with other parameters
    }
}

} // namespace inspike
