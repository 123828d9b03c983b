// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Spikes of the selected units (or of all) around the labels of a recording, or trial by trial of a
// run, with the mean rate of every group below.

#include "core/analysis/trial_alignment.h"
#include "widgets/plot/plot_canvas.h"
#include "widgets/text/phrases.h"
#include "widgets/view/view.h"
#include "widgets/views/unit_list.h"

#include <QLocale>

namespace inspike {

namespace {

class AlignedView : public View
{
    Q_OBJECT

public:
    AlignedView(const ViewClass& viewClass, const ViewContext& viewContext, QWidget* parent)
        : View(viewClass, viewContext, parent),
          m_canvas(new PlotCanvas(this)),
          m_followed(selectionModel().current().indices(KeyKind::Unit))
    {
        m_canvas->setAccessibleName(title());
        setCanvas(m_canvas);
        connect(m_canvas, &PlotCanvas::keyClicked, this, &AlignedView::selectKey);
        connect(m_canvas, &PlotCanvas::hovered, this, &View::pointed);
        connect(m_canvas, &PlotCanvas::rangeChanged, this,
                [this] { requestBuild(Cause::Viewport); });
        connect(m_canvas, &PlotCanvas::backgroundClicked, this, [this](double x) {
            if (figure() && std::get<SeriesFigure>(*figure()).xIsTime)
                selectionModel().cursor().setPosition(x);
        });
        // Also after a build that failed, e.g. for units that another recording has.
        connect(&selectionModel(), &SelectionModel::changed, this, &AlignedView::follow);
    }

    Params effectiveParams() const override
    {
        Params params = View::effectiveParams();
        const std::string units = unitListOf(selectionModel().current());
        if (!units.empty())
            params.set("unit", units);
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
        std::vector<KeyNumber> numbers{{tr("Shown"), phrase(shown.note)}};
        for (const SeriesLine& line : shown.panels.front().lines) {
            numbers.push_back({phrase(line.label), tr("n = %1").arg(line.n)});
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
                return tr("Trials appear when the spikes have been counted");
        }
        return {};
    }

    void showFigure(const Figure& shown, Cause cause) override
    {
        m_canvas->setFigure(shown, cause == Cause::Viewport);
    }

    void showSelection(const Selection&) override
    {
        m_canvas->setHighlight(selectionModel().highlighted(), std::nullopt);
    }

    void showCursor(std::optional<double> position) override
    {
        const bool time = std::get<SeriesFigure>(*figure()).xIsTime;
        m_canvas->setCursor(time ? position : std::nullopt);
    }

private:
    void follow()
    {
        const std::vector<std::int64_t> units = selectionModel().current().indices(KeyKind::Unit);
        if (units == m_followed)
            return;
        m_followed = units;
        requestBuild(Cause::Params);
    }

    // A condition of a run, as its mean in the mode space; labels stand for nothing elsewhere.
    void selectKey(const Key& key, Qt::KeyboardModifiers modifiers)
    {
        if (key.kind != KeyKind::Domain || !std::get<SeriesFigure>(*figure()).xIsTime)
            return;
        const Selection& now = selectionModel().current();
        const bool more = modifiers.testFlag(Qt::ControlModifier);
        selectionModel().request(more ? now.toggled(key) : now.with(KeyKind::Domain, {key}), this);
    }

    PlotCanvas* m_canvas;
    std::vector<std::int64_t> m_followed;
};

View* make(const ViewContext& viewContext, QWidget* parent);

const ViewClass kClass{
    "psth",
    QT_TRANSLATE_NOOP("View", "Aligned raster and PSTH"),
    QT_TRANSLATE_NOOP("View",
                      "A recording with spikes and timed labels, or a run, fills this view"),
    QStringLiteral("aligned"),
    &make,
    ViewPlace::Below};

View* make(const ViewContext& viewContext, QWidget* parent)
{
    return new AlignedView(kClass, viewContext, parent);
}

} // namespace

const ViewClass& alignedViewClass()
{
    return kClass;
}

} // namespace inspike

#include "aligned_view.moc"
