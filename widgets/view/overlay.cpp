// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/view/overlay.h"

#include "widgets/theme/theme.h"
#include "widgets/view/icons.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace inspike {

namespace {

constexpr int kIconPx = 40;
constexpr int kBarPx = 3;
constexpr int kTextWidthPx = 420;

QLabel* makeLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    label->setMaximumWidth(kTextWidthPx);
    // Without it, words wrap to the narrowest column and what does not fit is cut.
    label->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace

ViewOverlay::ViewOverlay(QWidget* parent)
    : QWidget(parent),
      m_icon(new QLabel(this)),
      m_title(makeLabel(this)),
      m_detail(makeLabel(this)),
      m_button(new QPushButton(this)),
      m_bar(new QProgressBar(this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * Theme::kSpacing, Theme::kSpacing, 2 * Theme::kSpacing,
                               Theme::kSpacing);
    layout->setSpacing(Theme::kSpacing);
    layout->addStretch();
    m_icon->setAlignment(Qt::AlignCenter);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    bold.setPointSizeF(bold.pointSizeF() + 1);
    m_title->setFont(bold);
    m_detail->setForegroundRole(QPalette::PlaceholderText);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(m_icon, 0, Qt::AlignHCenter);
    for (QLabel* label : {m_title, m_detail}) {
        // A row of its own lets a label be as wide as it may.
        auto* row = new QHBoxLayout;
        row->addWidget(label);
        layout->addLayout(row);
    }
    layout->addWidget(m_button, 0, Qt::AlignHCenter);
    layout->addStretch();
    m_bar->setRange(0, 0);
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(kBarPx);
    connect(m_button, &QPushButton::clicked, this, &ViewOverlay::buttonClicked);
    parent->installEventFilter(this);
    hide();
}

void ViewOverlay::showEmpty(const QString& iconName, const QString& title, const QString& detail,
                            const QString& button)
{
    m_busy = false;
    m_icon->setPixmap(icon(iconName).pixmap(QSize(kIconPx, kIconPx), QIcon::Disabled));
    m_title->setText(title);
    m_detail->setText(detail);
    m_button->setText(button);
    m_button->setVisible(!button.isEmpty());
    place();
}

void ViewOverlay::showFailed(const QString& message, const QStringList& trail)
{
    showEmpty(QStringLiteral("failed"), message, trail.join(QStringLiteral("\n")), {});
}

void ViewOverlay::showBusy()
{
    if (covers())
        return; // what is written there still holds until the new figure comes
    m_busy = true;
    place();
}

void ViewOverlay::clear()
{
    m_busy = false;
    hide();
}

QString ViewOverlay::text() const
{
    return covers() ? m_title->text() : QString();
}

void ViewOverlay::place()
{
    for (QWidget* part : {static_cast<QWidget*>(m_icon), static_cast<QWidget*>(m_title)})
        part->setVisible(!m_busy);
    m_detail->setVisible(!m_busy && !m_detail->text().isEmpty());
    m_button->setVisible(!m_busy && !m_button->text().isEmpty());
    m_bar->setVisible(m_busy);
    const QRect area = parentWidget()->rect();
    setGeometry(m_busy ? QRect(0, 0, area.width(), kBarPx) : area);
    m_bar->setGeometry(0, 0, area.width(), kBarPx);
    raise();
    show();
}

void ViewOverlay::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    if (!m_busy)
        painter.fillRect(rect(), currentTheme().canvas());
}

bool ViewOverlay::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parent() && event->type() == QEvent::Resize && !isHidden())
        place();
    return QWidget::eventFilter(watched, event);
}

} // namespace inspike
