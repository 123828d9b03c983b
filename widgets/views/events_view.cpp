// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Events of a sensor in the window that begins at the time cursor: counted per pixel, by how recent
// the last ones are, or each as a point in space and time. A click in the rate strip moves the
// cursor, as does one on a point. Of a run it shows the frames that a sample went in as: those of
// the first selected sample, else of the shown one, at the step under the cursor.

#include "core/base/error.h"
#include "core/figures/event_layers.h"
#include "widgets/figure_export/figure_exporter.h"
#include "widgets/plot/events_canvas.h"
#include "widgets/scene3d/scene3d_widget.h"
#include "widgets/text/phrases.h"
#include "widgets/theme/theme.h"
#include "widgets/view/view.h"

#include <QAction>
#include <QActionGroup>
#include <QHBoxLayout>
#include <QLocale>
#include <QToolButton>

#include <algorithm>
#include <array>
#include <cmath>

namespace inspike {

namespace {

constexpr int kStripHeightPx = 110; // of the canvas below a cloud

const EventsFigure& eventsOf(const Figure& figure)
{
    return std::get<EventsFigure>(figure);
}

// "0-3,7": samples in order, as the parameter takes them.
std::string listOf(const std::vector<std::int64_t>& samples)
{
    std::string list;
    for (std::size_t i = 0; i < samples.size();) {
        std::size_t last = i;
        while (last + 1 < samples.size() && samples[last + 1] <= samples[last] + 1)
            ++last;
        list += (list.empty() ? "" : ",") + std::to_string(samples[i]);
        if (samples[last] > samples[i])
            list += "-" + std::to_string(samples[last]);
        i = last + 1;
    }
    return list;
}

class EventsView : public View
{
    Q_OBJECT

public:
    EventsView(const ViewClass& viewClass, const ViewContext& viewContext, QWidget* parent)
        : View(viewClass, viewContext, parent), m_canvas(new EventsCanvas(this))
    {
        m_canvas->setAccessibleName(title());
        setCanvas(withButtons());
        connect(m_canvas, &EventsCanvas::timeClicked, this, &EventsView::moveCursor);
        connect(m_canvas, &EventsCanvas::hovered, this, &View::pointed);
        connect(m_canvas, &EventsCanvas::rangeChanged, this,
                [this] { requestBuild(Cause::Viewport); });
        connect(this, &View::paramsChanged, this, &EventsView::checkShown);
        connect(&selectionModel(), &SelectionModel::trialChanged, this, [this] {
            if (sourceIsRun())
                requestBuild(Cause::Viewport);
        });
        checkShown();
    }

    Params effectiveParams() const override
    {
        Params made = View::effectiveParams();
        const auto source = sourceOf(figureInputs());
        if (!source)
            return made;
        if (source->run) {
            made.set("step", std::int64_t{stepAtCursor(*source)});
            if (const std::string chosen = selectedSamples(*source); !chosen.empty())
                made.set("samples", chosen);
            // The selected run may have more samples than the one that is shown.
            const auto last = static_cast<std::int64_t>(source->samples) - 1;
            made.set("trial", std::clamp<std::int64_t>(made.integer("trial"), 0, last));
            return made;
        }
        const TimeBase& base = selectionModel().cursor().base();
        if (base.empty() || base.steps)
            return made;
        const Time time = base.timeFromAxis(selectionModel().cursor().position());
        made.set("time-ms", std::max(0.0, msFromTime(time - source->extent.begin)));
        return made;
    }

    Viewport viewport() const override
    {
        return figure() && !showsCloud() ? m_canvas->viewport() : View::viewport();
    }
    void fit() override
    {
        if (showsCloud())
            m_scene->fit();
        else
            m_canvas->fit();
    }
    bool zoomed() const override { return !showsCloud() && m_canvas->zoomed(); }
    void adjustExport(ExportStyle& style) const override
    {
        if (showsCloud())
            style.camera = m_scene->camera();
    }

    std::vector<KeyNumber> keyNumbers() const override
    {
        const EventsFigure& shown = eventsOf(*figure());
        const auto text = [](std::uint64_t count) {
            return QLocale().toString(static_cast<qulonglong>(count));
        };
        std::vector<KeyNumber> numbers{
            {tr("Sensor"),
             QStringLiteral("%1 x %2").arg(shown.x.high + 0.5).arg(shown.y.high + 0.5)}};
        if (const auto source = sourceOf(figureInputs()); source && source->run)
            addSample(*source, numbers);
        if (shown.amounts && !shown.amounts->recency)
            return numbers; // no counts
        const bool cells = shown.show == EventsShow::Surface;
        numbers.push_back(
            {cells ? tr("Pixels with events") : tr("Events shown"), text(shown.frame.total())});
        numbers.push_back({tr("ON events"), text(shown.frame.onTotal)});
        numbers.push_back({tr("OFF events"), text(shown.frame.offTotal)});
        for (const Text& note : shown.notes)
            numbers.push_back({tr("Shown"), phrase(note)});
        return numbers;
    }

protected:
    QString nothingIn(const FigureInputs& inputs) const override
    {
        const auto source = sourceOf(inputs);
        if (!source) // the build says what is wrong
            return {};
        if (source->waits())
            return tr("The events are not sorted; they are shown once they are counted");
        return source->extent.empty() ? tr("This recording has no events") : QString();
    }

    void showFigure(const Figure& shown, Cause cause) override
    {
        const auto events = std::make_shared<const EventsFigure>(eventsOf(shown));
        if (events->cloud)
            showCloud(events->cloud, cause);
        if (m_scene != nullptr)
            m_scene->setVisible(events->cloud != nullptr);
        m_presets->setVisible(events->cloud != nullptr);
        m_canvas->setMaximumHeight(events->cloud ? kStripHeightPx : QWIDGETSIZE_MAX);
        m_canvas->setFigure(events, cause != Cause::Inputs);
        // The cursor has moved on while this was built.
        if (m_followed != selectionModel().cursor().position())
            follow();
    }

    void showSelection(const Selection&) override
    {
        const auto source = sourceOf(figureInputs());
        if (!source || !source->run || selectedSamples(*source) == m_samples)
            return;
        m_samples = selectedSamples(*source);
        requestBuild(Cause::Viewport);
    }

    void showCursor(std::optional<double> position) override
    {
        m_canvas->setCursor(position ? std::optional(onStrip(*position)) : std::nullopt);
        // A frame that is being built is shown first: during playback the next request would come
        // before it is done, and nothing would ever be shown.
        if (m_followed != selectionModel().cursor().position() && !pending())
            follow();
    }

    void themeChanged() override
    {
        if (m_scene != nullptr)
            m_scene->setDark(currentTheme().dark());
    }

private:
    bool showsCloud() const { return figure() && eventsOf(*figure()).cloud != nullptr; }

    // nullopt without events, or without the stream that the parameters name.
    std::optional<EventsSource> sourceOf(const FigureInputs& inputs) const
    {
        try {
            if (kind().lacks(inputs))
                return std::nullopt;
            return eventsSourceOf(inputs, params());
        } catch (const Error&) {
            return std::nullopt;
        }
    }

    bool sourceIsRun() const
    {
        const auto source = sourceOf(figureInputs());
        return source && source->run;
    }

    // The cursor may count something else than the steps of this run.
    std::int64_t stepAtCursor(const EventsSource& source) const
    {
        const TimeCursor& cursor = selectionModel().cursor();
        const TimeBase& base = cursor.base();
        if (base.empty())
            return 0;
        const double share = (cursor.position() - base.low) / (base.high - base.low);
        const auto steps = static_cast<double>(source.extent.end);
        return static_cast<std::int64_t>(
            std::clamp(std::floor(share * steps + 1e-6), 0.0, steps - 1.0));
    }

    // Between the position of the cursor and the axis of the strip.
    double onStrip(double position) const
    {
        const TimeBase& base = selectionModel().cursor().base();
        if (!sourceIsRun() || base.empty())
            return position;
        const AxisInfo& time = eventsOf(*figure()).time;
        return time.low + (position - base.low) / (base.high - base.low) * (time.high - time.low);
    }

    void moveCursor(double time)
    {
        TimeCursor& cursor = selectionModel().cursor();
        const TimeBase& base = cursor.base();
        if (figure() && sourceIsRun() && !base.empty()) {
            const AxisInfo& axis = eventsOf(*figure()).time;
            // Into the step that was clicked, not to the nearest beginning.
            const double steps = std::floor((time - axis.low) / (axis.high - axis.low) *
                                            (base.high - base.low) / base.step);
            time = base.low + steps * base.step;
        }
        cursor.setPosition(time);
    }

    // Samples of the run that are selected.
    std::string selectedSamples(const EventsSource& source) const
    {
        std::vector<std::int64_t> samples;
        const std::uint64_t own = figureInputs().keySource;
        for (const Key& key : selectionModel().current().keys) {
            const bool here = key.source == own || key.source == 0;
            if (key.kind == KeyKind::Sample && here &&
                key.index < static_cast<std::int64_t>(source.samples))
                samples.push_back(key.index);
        }
        std::sort(samples.begin(), samples.end());
        return listOf(samples);
    }

    void addSample(const EventsSource& source, std::vector<KeyNumber>& numbers) const
    {
        const Params shown = effectiveParams();
        const auto first = static_cast<std::size_t>(std::strtoull(
            shown.text("samples").empty() ? std::to_string(shown.integer("trial")).c_str()
                                          : shown.text("samples").c_str(),
            nullptr, 10));
        if (first < source.run->sampleIds.size())
            numbers.push_back({tr("Sample"), QString::fromStdString(source.run->sampleIds[first])});
    }

    void follow()
    {
        m_followed = selectionModel().cursor().position();
        requestBuild(Cause::Viewport);
    }

    void showCloud(const std::shared_ptr<const EventCloud>& cloud, Cause cause)
    {
        if (m_scene == nullptr)
            makeScene();
        m_scene->setFigure(std::shared_ptr<const ManifoldFigure>(cloud, &cloud->scene),
                           showsCloud() && cause != Cause::Inputs);
    }

    // Only views that show a cloud need one.
    void makeScene()
    {
        m_scene = new Scene3DWidget(this);
        m_scene->setAccessibleName(tr("Events in 3-D"));
        m_scene->setDark(currentTheme().dark());
        m_column->insertWidget(1, m_scene, 1);
        m_scene->setContextMenuPolicy(Qt::ActionsContextMenu);
        m_scene->addActions(m_presets->actions());
        connect(m_scene, &Scene3DWidget::pointClicked, this,
                [this](const std::array<float, 3>& point) {
                    const ManifoldFigure& scene = eventsOf(*figure()).cloud->scene;
                    moveCursor(scene.times.front() + static_cast<double>(point[0]));
                });
        connect(m_scene, &Scene3DWidget::hovered, this, &View::pointed);
    }

    // What is shown, and the sides a cloud is seen from; the same actions are in the command
    // palette.
    QWidget* withButtons()
    {
        auto* body = new QWidget(this);
        m_column = new QVBoxLayout(body);
        m_column->setContentsMargins(0, 0, 0, 0);
        m_column->setSpacing(0);
        auto* row = new QHBoxLayout;
        row->setContentsMargins(Theme::kSpacing / 2, 0, Theme::kSpacing / 2, 0);
        row->setSpacing(0);
        m_modes = new QActionGroup(this);
        addMode(row, tr("Frame"), tr("Count the events of each pixel"), "frame");
        addMode(row, tr("Surface"), tr("How recent the last events are"), "surface");
        addMode(row, tr("Cloud"), tr("Every event in space and time"), "cloud");
        row->addStretch();
        m_presets = new QWidget(body);
        auto* sides = new QHBoxLayout(m_presets);
        sides->setContentsMargins(0, 0, 0, 0);
        sides->setSpacing(0);
        using Preset = Scene3DWidget::Preset;
        addPreset(sides, tr("3-D"), tr("Look at three axes"), Preset::Isometric);
        addPreset(sides, tr("x-y"), tr("Look at the sensor"), Preset::Side);
        addPreset(sides, tr("t-y"), tr("Look at rows over time"), Preset::Front);
        addPreset(sides, tr("t-x"), tr("Look at columns over time"), Preset::Top);
        row->addWidget(m_presets);
        m_presets->hide();
        m_column->addLayout(row);
        m_column->addWidget(m_canvas, 1);
        return body;
    }

    QToolButton* addButton(QHBoxLayout* row, QAction* action, const QString& label,
                           const QString& text)
    {
        action->setIconText(label);
        action->setToolTip(text);
        action->setProperty("inspike.command", true);
        action->setProperty("inspike.group", title());
        auto* button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setAutoRaise(true);
        button->setAccessibleName(text);
        row->addWidget(button);
        return button;
    }

    void addMode(QHBoxLayout* row, const QString& label, const QString& text, const char* show)
    {
        auto* action = new QAction(text, this);
        action->setCheckable(true);
        action->setData(QString::fromLatin1(show));
        m_modes->addAction(action);
        connect(action, &QAction::triggered, this, [this, show] {
            Params chosen = params();
            chosen.set("show", std::string(show));
            setParams(chosen);
        });
        addButton(row, action, label, text);
    }

    void addPreset(QHBoxLayout* row, const QString& label, const QString& text,
                   Scene3DWidget::Preset preset)
    {
        auto* action = new QAction(text, this);
        connect(action, &QAction::triggered, this, [this, preset] {
            if (showsCloud())
                m_scene->setPreset(preset);
        });
        addButton(row, action, label, text);
        m_presets->addAction(action);
    }

    void checkShown()
    {
        for (QAction* action : m_modes->actions())
            action->setChecked(action->data().toString().toStdString() == params().text("show"));
    }

    EventsCanvas* m_canvas;
    Scene3DWidget* m_scene = nullptr;
    QVBoxLayout* m_column = nullptr;
    QActionGroup* m_modes = nullptr;
    QWidget* m_presets = nullptr;
    std::optional<double> m_followed; // position of the cursor that the last request was for
    std::string m_samples;            // selected ones that the last request was for
};

View* make(const ViewContext& viewContext, QWidget* parent);

const ViewClass kClass{"events",
                       QT_TRANSLATE_NOOP("View", "Event frame"),
                       QT_TRANSLATE_NOOP("View", "Events of a sensor fill this view"),
                       QStringLiteral("events"),
                       &make,
                       ViewPlace::Right};

View* make(const ViewContext& viewContext, QWidget* parent)
{
    return new EventsView(kClass, viewContext, parent);
}

} // namespace

const ViewClass& eventsViewClass()
{
    return kClass;
}

} // namespace inspike

#include "events_view.moc"
