// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene3d/legend.h"

#include "widgets/text/fonts.h"
#include "widgets/text/phrases.h"
#include "widgets/theme/theme.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QSignalBlocker>
#include <QStyle>

#include <algorithm>

namespace inspike {

namespace {

constexpr QSize kSwatch{20, 12};
constexpr int kRowGapPx = 1;
constexpr int kEntryGapPx = 10;

QIcon swatch(qreal ratio, const std::function<void(QPainter&)>& draw)
{
    QPixmap pixmap(kSwatch * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    draw(painter);
    return QIcon(pixmap);
}

QIcon lineSwatch(qreal ratio, const QColor& colour, double width)
{
    return swatch(ratio, [&](QPainter& painter) {
        painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(3, 6), QPointF(17, 6));
    });
}

QIcon discSwatch(qreal ratio, const QColor& colour)
{
    return swatch(ratio, [&](QPainter& painter) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawEllipse(QPointF(10, 6), 4, 4);
    });
}

QStringList textsOf(const SceneState& state)
{
    QStringList texts;
    for (const ManifoldCategory& category : state.figure->categories) {
        texts << phrase(category.label)
              << QString::number(category.colour.index) +
                     QString::number(int(category.colour.role));
    }
    texts << phrase({TextId::ConditionMean, {}}) << phrase({TextId::EndPoint, {}})
          << QString::number(state.hasMeans) << QString::number(state.isCloud());
    return texts;
}

} // namespace

LegendOverlay::LegendOverlay(QWidget* parent) : QFrame(parent)
{
    setAccessibleName(tr("Legend"));
    hide();
}

QCheckBox* LegendOverlay::addEntry(const QString& text, const QIcon& icon)
{
    auto* box = new QCheckBox(text, this);
    box->setIcon(icon);
    box->setIconSize(kSwatch);
    box->setFont(figureFont(Theme::kTickPt * 96.0 / 72.0));
    box->setFocusPolicy(Qt::StrongFocus);
    box->setToolTip(tr("Show or hide"));
    box->setVisible(true);
    m_entries.push_back(box);
    return box;
}

void LegendOverlay::rebuild(const SceneState& state)
{
    for (QWidget* entry : m_entries) {
        entry->hide();
        entry->deleteLater();
    }
    m_entries.clear();
    m_categories.clear();
    m_means = nullptr;
    const Theme theme(state.dark);
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, theme.colour({ColourRole::Foreground, 0}));
    setPalette(colours);
    for (std::size_t i = 0; i < state.figure->categories.size(); ++i) {
        const ManifoldCategory& category = state.figure->categories[i];
        QCheckBox* box = addEntry(
            phrase(category.label),
            state.isCloud() ? discSwatch(devicePixelRatioF(), theme.colour(category.colour))
                            : lineSwatch(devicePixelRatioF(), theme.colour(category.colour), 3));
        connect(box, &QCheckBox::toggled, this,
                [this, i](bool visible) { Q_EMIT categoryToggled(static_cast<int>(i), visible); });
        m_categories.push_back(box);
    }
    const QColor foreground = theme.colour({ColourRole::Foreground, 0});
    if (state.hasMeans) {
        m_means = addEntry(phrase({TextId::ConditionMean, {}}),
                           lineSwatch(devicePixelRatioF(), foreground, 4));
        connect(m_means, &QCheckBox::toggled, this, &LegendOverlay::meansToggled);
    }
    if (!state.isCloud())
        addEndPoint(foreground);
}

void LegendOverlay::addEndPoint(const QColor& colour)
{
    auto* row = new QWidget(this);
    auto* rowLayout = new QHBoxLayout(row);
    rowLayout->setContentsMargins(0, 0, 0, 0);
    auto* mark = new QLabel(row);
    mark->setPixmap(discSwatch(devicePixelRatioF(), colour).pixmap(kSwatch));
    auto* words = new QLabel(phrase({TextId::EndPoint, {}}), row);
    words->setFont(figureFont(Theme::kTickPt * 96.0 / 72.0));
    // Below the swatches of the rows above, which follow the check mark.
    const int indent = style()->pixelMetric(QStyle::PM_IndicatorWidth) +
                       style()->pixelMetric(QStyle::PM_CheckBoxLabelSpacing);
    rowLayout->addSpacing(indent);
    rowLayout->setSpacing(4);
    rowLayout->addWidget(mark);
    rowLayout->addWidget(words);
    rowLayout->addStretch();
    row->setVisible(true);
    m_entries.push_back(row);
}

void LegendOverlay::display(const SceneState& state)
{
    if (state.empty() || state.figure->categories.empty()) {
        for (QWidget* entry : m_entries)
            entry->deleteLater();
        m_entries.clear();
        m_categories.clear();
        m_means = nullptr;
        m_texts.clear();
        hide();
        return;
    }
    const QStringList texts = textsOf(state);
    if (texts != m_texts || m_dark != state.dark) {
        m_texts = texts;
        m_dark = state.dark;
        rebuild(state);
    }
    for (std::size_t i = 0; i < m_categories.size(); ++i) {
        const QSignalBlocker quiet(m_categories[i]);
        m_categories[i]->setChecked(state.categoryVisible[i]);
    }
    if (m_means != nullptr) {
        const QSignalBlocker quiet(m_means);
        m_means->setChecked(state.meansVisible);
    }
    ensurePolished();
}

std::vector<QRect> LegendOverlay::placesAt(int width) const
{
    std::vector<QRect> places;
    QPoint at;
    int lineHeight = 0;
    for (QWidget* entry : m_entries) {
        entry->ensurePolished();
        const QSize size = entry->sizeHint();
        if (at.x() > 0 && at.x() + size.width() > width) {
            at = {0, at.y() + lineHeight + kRowGapPx};
            lineHeight = 0;
        }
        places.emplace_back(at, size);
        lineHeight = std::max(lineHeight, size.height());
        at.rx() += size.width() + kEntryGapPx;
    }
    return places;
}

QSize LegendOverlay::sizeAt(int width) const
{
    QRect all;
    for (const QRect& place : placesAt(width))
        all = all.united(place);
    return all.size();
}

void LegendOverlay::shape(int width)
{
    const std::vector<QRect> places = placesAt(width);
    resize(sizeAt(width));
    for (std::size_t i = 0; i < places.size(); ++i)
        m_entries[i]->setGeometry(places[i]);
}

} // namespace inspike
