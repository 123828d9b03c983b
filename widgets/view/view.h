// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A picture in the window. The base class does what all views share: it builds the figure of its
// kind (core/figures/view_catalogue.h) in a job where the newest request wins, joins requests
// within 16 ms, does nothing while hidden, and shows busy, failed and empty states in place. A view
// adds the canvas: it shows a figure, a selection and the time cursor, and requests selections.

#include "core/figures/view_catalogue.h"
#include "core/workspace/workspace.h"
#include "widgets/jobs/latest_job.h"
#include "widgets/selection/selection_model.h"

#include <QJsonObject>
#include <QTimer>
#include <QWidget>

#include <functional>
#include <optional>
#include <vector>

namespace inspike {

class View;
class ViewOverlay;
struct ExportStyle;

// The services a view may use; handed to its constructor.
struct ViewContext
{
    Workspace& workspace;
    SelectionModel& selection;
    JobQueue& jobs;
};

// Where the layout of a first start puts a view: in a cell of its own, or as a tab behind the right
// or the lower one.
enum class ViewPlace { Own, Right, Below };

struct ViewClass
{
    std::string id;    // of the figure kind: "raster"
    const char* title; // source text, context "View"
    const char* empty; // source text: what would fill it, context "View"
    QString icon;      // widgets/view/icons.h
    View* (*make)(const ViewContext& context, QWidget* parent);
    ViewPlace place = ViewPlace::Own;
};

// A number worth knowing about what is shown, in words.
struct KeyNumber
{
    QString name;
    QString value;
};

class View : public QWidget
{
    Q_OBJECT

public:
    View(const ViewClass& viewClass, const ViewContext& context, QWidget* parent);

    const ViewClass& viewClass() const { return m_class; }
    const FigureKind& kind() const { return *m_kind; }
    QString title() const;
    SelectionModel& selectionModel() const { return m_context.selection; }

    // Recordings and runs to draw from; the first of each counts, and all runs where a figure
    // compares them.
    void setInputs(std::vector<ItemId> inputs);
    FigureInputs figureInputs() const;
    // The inputs hold what its figure is made from.
    bool drawable() const { return !m_kind->lacks(figureInputs()); }
    // The inputs hold other data of the same kind; a range that was zoomed to stays.
    void refresh();
    // Counts of the inputs have arrived: the same picture, now exact.
    void recount();
    const Params& params() const { return m_params; }
    void setParams(const Params& params);
    // What a build uses: params() with trial and units as selected.
    virtual Params effectiveParams() const;
    // Visible range and size in pixels.
    virtual Viewport viewport() const;
    // Last figure built; nullopt before that and when inputs lack something.
    const std::optional<Figure>& figure() const { return m_figure; }
    // A build is due or running; never while hidden.
    bool pending() const { return shown() && (m_coalesce.isActive() || m_job.busy()); }
    // Visible, and not behind another view in the same place; else it neither builds nor follows.
    bool shown() const { return isVisible() && !m_behind; }
    // Said by the dock: a dock behind another tab is visible for Qt.
    void setBehind(bool behind);
    int builds() const { return m_builds; } // how often a figure was delivered

    virtual void fit() = 0;
    virtual bool zoomed() const { return false; }
    virtual std::vector<KeyNumber> keyNumbers() const { return {}; }
    // Camera and the like, for export.
    virtual void adjustExport(ExportStyle&) const {}
    QJsonObject saveState() const;
    void restoreState(const QJsonObject& state);

Q_SIGNALS:
    void paramsChanged();
    void figureChanged();
    void runRequested();        // the button of the empty state,
    void openRequested();       // when there is nothing to run yet
    void pointed(QString text); // exact values under the pointer
    void numbersChanged();      // keyNumbers() of the same figure
    void exportRequested();     // of this view

protected:
    // Why a new figure was built, mildest first.
    enum class Cause { Viewport, Params, Inputs };

    // Called by the constructor of the derived class with its canvas.
    void setCanvas(QWidget* canvas);
    const ViewContext& context() const { return m_context; }
    // What makes the figure, called in a job; that of the kind unless the view keeps what is slow.
    using FigureWork = std::function<Figure(JobContext&)>;
    virtual FigureWork figureWork(const FigureInputs& inputs, const Params& params,
                                  const Viewport& port);
    virtual void showFigure(const Figure& figure, Cause cause) = 0;
    virtual void showSelection(const Selection& selection) = 0; // restyle only
    virtual void showCursor(std::optional<double> position) = 0;
    // Another view points at this (nothing: no longer).
    virtual void showHover(const std::optional<Key>&) {}
    virtual void themeChanged() {}
    // False for pictures that need no new figure when the view is resized.
    virtual bool dependsOnSize() const { return true; }
    // Why there would be nothing in the picture, if the data says so; shown in its place.
    virtual QString nothingIn(const FigureInputs&) const { return {}; }
    // Joins with other requests of the next 16 ms.
    void requestBuild(Cause cause);
    // The layer selected last, if these inputs have it; else nullptr.
    const LayerNode* shownLayer(const FigureInputs& inputs) const;
    // Selected time in axis units, if any.
    std::optional<std::pair<double, double>> selectedRange() const;

    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    void deliver(Figure figure, Cause cause);
    void fail(const Error& error);
    bool canRun() const;
    void showEmpty(const QString& nothing);
    void catchUp(); // with what happened while it was not shown
    void syncSelection();
    void syncCursor();
    void followLayerChange();

    const ViewClass& m_class;
    ViewContext m_context;
    const FigureKind* m_kind;
    Params m_params;
    std::vector<ItemId> m_inputs;
    std::optional<Figure> m_figure;
    LatestJob m_job;
    QTimer m_coalesce;
    QTimer m_busyDelay;
    Cause m_building = Cause::Viewport; // what the running build is for
    std::optional<Cause> m_due;         // newest need for a build, also while hidden
    int m_builds = 0;
    bool m_behind = false;
    QWidget* m_canvas = nullptr;
    ViewOverlay* m_overlay;
};

} // namespace inspike
