// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/notice_bar.h"

#include "widgets/theme/theme.h"
#include "widgets/view/icons.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace inspike {

namespace {

constexpr int kIconPx = 16;

} // namespace

NoticeBar::NoticeBar(QWidget* parent)
    : QFrame(parent),
      m_text(new QLabel(this)),
      m_sign(new QLabel(this)),
      m_details(new QToolButton(this)),
      m_yes(new QPushButton(this))
{
    setObjectName(QStringLiteral("noticeBar"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(Theme::kSpacing, Theme::kSpacing / 2, Theme::kSpacing / 2,
                            Theme::kSpacing / 2);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_details->setText(tr("Details"));
    m_details->setAutoRaise(true);
    m_yes->setObjectName(QStringLiteral("noticeYes"));
    auto* close = new QToolButton(this);
    close->setIcon(icon(QStringLiteral("close")));
    close->setAutoRaise(true);
    close->setAccessibleName(tr("Close this notice"));
    close->setToolTip(close->accessibleName());
    row->addWidget(m_sign, 0, Qt::AlignVCenter);
    row->addWidget(m_text, 1);
    row->addWidget(m_yes, 0, Qt::AlignVCenter);
    row->addWidget(m_details, 0, Qt::AlignVCenter);
    row->addWidget(close, 0, Qt::AlignVCenter);
    connect(m_details, &QToolButton::clicked, this, &NoticeBar::detailsRequested);
    connect(m_yes, &QPushButton::clicked, this, [this] {
        hide();
        Q_EMIT agreed();
    });
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    hide();
}

void NoticeBar::display(const QString& message, bool question)
{
    m_text->setText(message);
    m_asks = question;
    showSign();
    m_yes->setVisible(question);
    m_details->setVisible(!question);
    setAccessibleName(message);
    show();
}

void NoticeBar::showSign()
{
    m_sign->setPixmap(icon(m_asks ? QStringLiteral("infer") : QStringLiteral("failed"))
                          .pixmap(QSize(kIconPx, kIconPx)));
}

// Signs are drawn in the colours of the theme.
void NoticeBar::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !isHidden())
        showSign();
}

void NoticeBar::say(const QString& message)
{
    display(message, false);
}

void NoticeBar::ask(const QString& question, const QString& yes)
{
    m_yes->setText(yes);
    display(question, true);
}

QString NoticeBar::text() const
{
    return isHidden() ? QString() : m_text->text();
}

} // namespace inspike
