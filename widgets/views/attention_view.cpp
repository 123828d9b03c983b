// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Where a network looks. Pointing at a token of the side that asks shows where it looks, at one of
// the side that answers who looks at it; in the matrix, both. A click pins a token, Esc lets all
// go. What the pointer is at is drawn at once, from the run in memory; all else in jobs.

#include "core/base/error.h"
#include "core/figures/attention_figure.h"
#include "widgets/plot/heat_canvas.h"
#include "widgets/text/numbers.h"
#include "widgets/view/view.h"

#include <QKeyEvent>

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr std::size_t kMostPins = 6; // as many colours

class AttentionView : public View
{
    Q_OBJECT

public:
    AttentionView(const ViewClass& viewClass, const ViewContext& viewContext, QWidget* parent)
        : View(viewClass, viewContext, parent), m_canvas(new HeatCanvas(this))
    {
        m_canvas->setAccessibleName(title());
        setCanvas(m_canvas);
        connect(m_canvas, &HeatCanvas::hovered, this, &View::pointed);
        connect(m_canvas, &HeatCanvas::pointed, this, &AttentionView::point);
        connect(m_canvas, &HeatCanvas::clicked, this, &AttentionView::click);
        connect(m_canvas, &HeatCanvas::cancelled, this, [this] { pin({}); });
        connect(m_canvas, &HeatCanvas::rangeChanged, this, [this] {
            if (!m_exact) // entry by entry, nothing finer would come
                requestBuild(Cause::Viewport);
        });
        connect(&selectionModel(), &SelectionModel::trialChanged, this,
                [this] { requestBuild(Cause::Params); });
        connect(this, &View::paramsChanged, this, &AttentionView::moveCursor);
    }

    // With the step under the time cursor, unless the mean over steps is asked for.
    Params effectiveParams() const override
    {
        Params made = View::effectiveParams();
        const auto step = stepAtCursor();
        if (step && made.integer("step") >= 0) {
            made.set("step", std::int64_t{*step});
            m_shownStep = *step;
        }
        return made;
    }

    Viewport viewport() const override
    {
        return figure() ? m_canvas->viewport() : View::viewport();
    }
    void fit() override { m_canvas->fit(); }
    bool zoomed() const override { return m_canvas->zoomed(); }

    std::vector<KeyNumber> keyNumbers() const override
    {
        const AttentionPicture* shown = picture();
        if (shown == nullptr)
            return {};
        const QString size = QStringLiteral("%1 x %2").arg(shown->queries()).arg(shown->keys());
        return {{tr("Queries x keys"), size},
                {tr("Heads"), QString::number(shown->heads())},
                {tr("Pinned"), QString::number(pins().tokens.size())}};
    }

protected:
    void showFigure(const Figure& shown, Cause cause) override
    {
        const auto& heat = std::get<HeatFigure>(shown);
        m_exact = heat.fidelity.exact();
        m_picture.reset();
        m_base = std::make_shared<const HeatFigure>(heat);
        m_canvas->setFigure(m_base, cause != Cause::Inputs);
        if (m_hover)
            drawHover();
    }

    void showSelection(const Selection&) override {}

    void showCursor(std::optional<double>) override
    {
        const auto step = stepAtCursor();
        if (!step || *step == m_shownStep || params().integer("step") < 0)
            return;
        requestBuild(Cause::Viewport);
    }

    void showHover(const std::optional<Key>& key) override
    {
        if (m_pointing)
            return; // what this view says itself
        std::optional<AttentionHover> hover;
        if (key && key->kind == KeyKind::Token &&
            (key->source == 0 || key->source == figureInputs().keySource))
            hover = hoverOf(static_cast<int>(key->index / kTokenSide),
                            static_cast<std::size_t>(key->index % kTokenSide));
        setHover(hover);
    }

    bool dependsOnSize() const override { return !m_exact; }

    void keyPressEvent(QKeyEvent* event) override
    {
        switch (event->key()) {
        case Qt::Key_BracketLeft:
            changeHead(-1);
            return;
        case Qt::Key_BracketRight:
            changeHead(1);
            return;
        case Qt::Key_B:
            setChoice("block", params().text("block") == "audio" ? "visual" : "audio");
            return;
        default:
            View::keyPressEvent(event);
        }
    }

private:
    std::optional<int> stepAtCursor() const
    {
        const TimeCursor& cursor = selectionModel().cursor();
        const TimeBase& base = cursor.base();
        if (base.empty() || !(base.step > 0.0))
            return std::nullopt;
        return static_cast<int>(std::lround((cursor.position() - base.low) / base.step));
    }

    // A step that was typed moves the cursor, which is the same for all views.
    void moveCursor()
    {
        const std::int64_t step = params().integer("step");
        const TimeBase& base = selectionModel().cursor().base();
        if (step != m_typedStep && step >= 0 && !base.empty())
            selectionModel().cursor().setPosition(base.low + double(step) * base.step);
        m_typedStep = step;
    }

    // Of what is shown; nullptr while there is none.
    const AttentionPicture* picture() const
    {
        if (!figure())
            return nullptr;
        if (!m_picture) {
            try {
                JobContext job = nullJob();
                m_picture = std::make_unique<const AttentionPicture>(figureInputs(),
                                                                     effectiveParams(), job);
            } catch (const Error&) {
                return nullptr; // the build says what is wrong
            }
        }
        return m_picture.get();
    }

    AttentionPins pins() const
    {
        const AttentionPicture* shown = picture();
        try {
            return shown ? pinsOf(params(), shown->queries(), shown->keys()) : AttentionPins{};
        } catch (const Error&) {
            return {};
        }
    }

    void pin(const AttentionPins& wanted)
    {
        std::string list;
        for (const std::size_t token : wanted.tokens)
            list += (list.empty() ? "" : ",") + std::to_string(token);
        Params next = params();
        next.set("query", list);
        if (!wanted.tokens.empty())
            next.set("direction", std::string(wanted.asKeys ? "key" : "query"));
        setParams(next);
    }

    void setChoice(const char* id, const std::string& value)
    {
        Params next = params();
        next.set(id, value);
        setParams(next);
    }

    // mean, max, each, then one after the other.
    void changeHead(int by)
    {
        const AttentionPicture* shown = picture();
        if (shown == nullptr)
            return;
        std::vector<std::string> all{"mean", "max", "each"};
        for (std::size_t head = 0; head < shown->heads(); ++head)
            all.push_back(std::to_string(head));
        const auto found = std::find(all.begin(), all.end(), params().text("head"));
        const auto at = found == all.end() ? 0 : found - all.begin();
        const auto count = static_cast<std::ptrdiff_t>(all.size());
        setChoice("head", all[static_cast<std::size_t>((at + by + count) % count)]);
    }

    // A token of one side.
    std::optional<AttentionHover> hoverOf(int side, std::size_t token) const
    {
        const AttentionPicture* shown = picture();
        if (shown == nullptr)
            return std::nullopt;
        if (shown->temporal())
            return AttentionHover{token, false, std::nullopt, true};
        const bool asked = shown->oneSide() ? pins().asKeys : side == shown->keySide();
        const bool known = token < (asked ? shown->keys() : shown->queries()) &&
                           (side == shown->keySide() || side == shown->querySide());
        // Pictures of single heads are the answers; there is no room for those of another side.
        if (!known || (shown->eachHead() && !shown->oneSide() && asked != pins().asKeys))
            return std::nullopt;
        return AttentionHover{token, asked, std::nullopt};
    }

    std::optional<AttentionHover> hoverOf(const HeatSpot& spot) const
    {
        const HeatPanel& panel = m_canvas->figure()->panels[spot.panel];
        if (panel.cellsAre == HeatCellsAre::Tokens)
            return hoverOf(panel.side, spot.row * panel.cells.columns + spot.column);
        if (panel.cellsAre != HeatCellsAre::Matrix)
            return std::nullopt;
        // By the place on the axes: a cell may stand for several entries.
        const auto query = static_cast<std::size_t>(std::max(0.0, std::floor(spot.y + 0.5)));
        const auto key = static_cast<std::size_t>(std::max(0.0, std::floor(spot.x + 0.5)));
        return pins().asKeys ? AttentionHover{key, true, query} : AttentionHover{query, false, key};
    }

    std::optional<Key> keyOf(const AttentionHover& hover) const
    {
        const AttentionPicture* shown = picture();
        if (shown == nullptr || (shown->temporal() && !hover.placeOnly))
            return std::nullopt; // a step
        return tokenKey(figureInputs().keySource,
                        hover.asKey ? shown->keySide() : shown->querySide(), hover.token);
    }

    void point(const std::optional<HeatSpot>& spot)
    {
        const auto hover = spot ? hoverOf(*spot) : std::nullopt;
        setHover(hover);
        m_pointing = true;
        selectionModel().hover(hover ? keyOf(*hover) : std::nullopt, this);
        m_pointing = false;
    }

    void setHover(const std::optional<AttentionHover>& hover)
    {
        if (hover == m_hover || !m_base)
            return;
        m_hover = hover;
        if (m_hover)
            drawHover();
        else
            m_canvas->setFigure(m_base, true);
    }

    // On the GUI thread: a row of the map, in the same frame.
    void drawHover()
    {
        const AttentionPicture* shown = picture();
        if (shown == nullptr)
            return;
        try {
            JobContext job = nullJob();
            m_canvas->setFigure(std::make_shared<const HeatFigure>(
                                    shown->figure(pins(), m_hover, m_canvas->viewport(), job)),
                                true);
        } catch (const Error&) {
            m_canvas->setFigure(m_base, true);
        }
    }

    void click(const HeatSpot& spot, Qt::KeyboardModifiers modifiers)
    {
        const auto clicked = hoverOf(spot);
        if (!clicked)
            return;
        if (const auto key = keyOf(*clicked))
            select(*key, modifiers.testFlag(Qt::ShiftModifier));
        if (clicked->placeOnly) {
            Params next = params();
            next.set("token", static_cast<std::int64_t>(clicked->token));
            setParams(next);
            return;
        }
        AttentionPins now = pins();
        if (now.asKeys != clicked->asKey)
            now = {{}, clicked->asKey};
        const auto found = std::find(now.tokens.begin(), now.tokens.end(), clicked->token);
        if (found != now.tokens.end())
            now.tokens.erase(found);
        else
            now.tokens.push_back(clicked->token);
        if (now.tokens.size() > kMostPins)
            now.tokens.erase(now.tokens.begin());
        pin(now);
    }

    void select(const Key& key, bool more)
    {
        const Selection& now = selectionModel().current();
        selectionModel().request(more ? now.toggled(key) : now.with(KeyKind::Token, {key}), this);
    }

    HeatCanvas* m_canvas;
    std::shared_ptr<const HeatFigure> m_base; // without what the pointer is at
    mutable std::unique_ptr<const AttentionPicture> m_picture;
    std::optional<AttentionHover> m_hover;
    bool m_exact = true;
    bool m_pointing = false;
    mutable int m_shownStep = -1; // of the last figure asked for
    std::int64_t m_typedStep = 0;
};

View* make(const ViewContext& viewContext, QWidget* parent);

const ViewClass kClass{"attention",
                       QT_TRANSLATE_NOOP("View", "Attention"),
                       QT_TRANSLATE_NOOP("View", "Attention maps of a run fill this view"),
                       QStringLiteral("attention"),
                       &make,
                       ViewPlace::Below};

View* make(const ViewContext& viewContext, QWidget* parent)
{
    return new AttentionView(kClass, viewContext, parent);
}

} // namespace

const ViewClass& attentionViewClass()
{
    return kClass;
}

} // namespace inspike

#include "attention_view.moc"
