// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Events of a sensor in the window that begins at the time cursor. A click in the rate strip moves
// the cursor.

#include "core/base/error.h"
#include "widgets/plot/events_canvas.h"
#include "widgets/view/view.h"

#include <QLocale>

#include <algorithm>

namespace inspike {

namespace {

class EventsView : public View
{
    Q_OBJECT

public:
    EventsView(const ViewClass& viewClass, const ViewContext& viewContext, QWidget* parent)
        : View(viewClass, viewContext, parent), m_canvas(new EventsCanvas(this))
    {
        m_canvas->setAccessibleName(title());
        setCanvas(m_canvas);
        connect(m_canvas, &EventsCanvas::timeClicked, this,
                [this](double time) { selectionModel().cursor().setPosition(time); });
        connect(m_canvas, &EventsCanvas::hovered, this, &View::pointed);
        connect(m_canvas, &EventsCanvas::rangeChanged, this,
                [this] { requestBuild(Cause::Viewport); });
    }

    Params effectiveParams() const override
    {
        Params params = View::effectiveParams();
        const TimeBase& base = selectionModel().cursor().base();
        const auto source = sourceOf(figureInputs());
        if (base.empty() || base.steps || !source)
            return params;
        const Time time = base.timeFromAxis(selectionModel().cursor().position());
        params.set("time-ms", std::max(0.0, msFromTime(time - source->extent.begin)));
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
        const auto& shown = std::get<EventsFigure>(*figure());
        const auto text = [](std::uint64_t count) {
            return QLocale().toString(static_cast<qulonglong>(count));
        };
        return {{tr("Sensor"),
                 QStringLiteral("%1 x %2").arg(shown.x.high + 0.5).arg(shown.y.high + 0.5)},
                {tr("Events shown"), text(shown.frame.total())},
                {tr("ON events"), text(shown.frame.onTotal)},
                {tr("OFF events"), text(shown.frame.offTotal)}};
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
        m_canvas->setFigure(std::make_shared<const EventsFigure>(std::get<EventsFigure>(shown)),
                            cause != Cause::Inputs);
        // The cursor has moved on while this was built.
        if (m_shown != selectionModel().cursor().position())
            follow();
    }

    void showSelection(const Selection&) override {}

    void showCursor(std::optional<double> position) override
    {
        m_canvas->setCursor(position);
        // A frame that is being built is shown first: during playback the next request would come
        // before it is done, and nothing would ever be shown.
        if (m_shown != selectionModel().cursor().position() && !pending())
            follow();
    }

private:
    // nullopt without events, or without the stream that the parameters name.
    std::optional<EventsSource> sourceOf(const FigureInputs& inputs) const
    {
        if (!inputs.recording)
            return std::nullopt;
        try {
            return eventsSourceOf(inputs, params());
        } catch (const Error&) {
            return std::nullopt;
        }
    }

    void follow()
    {
        m_shown = selectionModel().cursor().position();
        requestBuild(Cause::Viewport);
    }

    EventsCanvas* m_canvas;
    std::optional<double> m_shown; // position of the cursor that the last request was for
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
