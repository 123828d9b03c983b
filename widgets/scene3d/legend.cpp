// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene3d/legend.h"

#include "widgets/text/fonts.h"
#include "widgets/text/phrases.h"
#include "widgets/theme/theme.h"

#include <QCheckBox>
#include <QLabel>
#include <QPainter>
#include <QSignalBlocker>
#include <QStyle>
#include <QVBoxLayout>

namespace inspike {

namespace {

constexpr QSize kSwatch{20, 12};

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
          << QString::number(state.hasMeans);
    return texts;
}

} // namespace

LegendOverlay::LegendOverlay(QWidget* parent) : QFrame(parent), m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(8, 5, 10, 5);
    m_layout->setSpacing(1);
    setAccessibleName(tr("Legend"));
    hide();
}

QCheckBox* LegendOverlay::addRow(const QString& text, const QIcon& icon)
{
    auto* box = new QCheckBox(text, this);
    box->setIcon(icon);
    box->setIconSize(kSwatch);
    box->setFont(figureFont(Theme::kTickPt * 96.0 / 72.0));
    box->setFocusPolicy(Qt::StrongFocus);
    box->setToolTip(tr("Show or hide"));
    m_layout->addWidget(box);
    box->setVisible(true); // counts in sizeHint before the legend itself is shown
    return box;
}

void LegendOverlay::rebuild(const SceneState& state)
{
    while (QLayoutItem* item = m_layout->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    m_categories.clear();
    m_means = nullptr;
    const Theme theme(state.dark);
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, theme.colour({ColourRole::Foreground, 0}));
    setPalette(colours);
    for (std::size_t i = 0; i < state.figure->categories.size(); ++i) {
        const ManifoldCategory& category = state.figure->categories[i];
        QCheckBox* box = addRow(phrase(category.label),
                                lineSwatch(devicePixelRatioF(), theme.colour(category.colour), 3));
        connect(box, &QCheckBox::toggled, this,
                [this, i](bool visible) { Q_EMIT categoryToggled(static_cast<int>(i), visible); });
        m_categories.push_back(box);
    }
    const QColor foreground = theme.colour({ColourRole::Foreground, 0});
    if (state.hasMeans) {
        m_means = addRow(phrase({TextId::ConditionMean, {}}),
                         lineSwatch(devicePixelRatioF(), foreground, 4));
        connect(m_means, &QCheckBox::toggled, this, &LegendOverlay::meansToggled);
    }
    auto* row = new QWidget(this);
    auto* rowLayout = new QHBoxLayout(row);
    rowLayout->setContentsMargins(0, 0, 0, 0);
    auto* mark = new QLabel(row);
    mark->setPixmap(discSwatch(devicePixelRatioF(), foreground).pixmap(kSwatch));
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
    row->setMinimumSize(rowLayout->sizeHint());
    m_layout->addWidget(row);
    row->setVisible(true);
}

void LegendOverlay::display(const SceneState& state)
{
    if (state.empty() || state.figure->categories.empty()) {
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
    m_layout->activate();
    resize(m_layout->sizeHint());
    m_layout->setGeometry(rect()); // also while nothing is shown, for pictures
}

void LegendOverlay::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    QColor back = Theme(m_dark.value_or(false)).canvas();
    back.setAlpha(215);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(back);
    painter.drawRoundedRect(rect(), 5, 5);
}

} // namespace inspike
