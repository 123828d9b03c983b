// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/notice_bar.h"

#include "widgets/theme/theme.h"
#include "widgets/view/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace inspike {

namespace {

constexpr int kIconPx = 16;

} // namespace

NoticeBar::NoticeBar(QWidget* parent) : QFrame(parent), m_text(new QLabel(this))
{
    setObjectName(QStringLiteral("noticeBar"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(Theme::kSpacing, Theme::kSpacing / 2, Theme::kSpacing / 2,
                            Theme::kSpacing / 2);
    auto* sign = new QLabel(this);
    sign->setPixmap(icon(QStringLiteral("failed")).pixmap(QSize(kIconPx, kIconPx)));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* details = new QToolButton(this);
    details->setText(tr("Details"));
    details->setAutoRaise(true);
    auto* close = new QToolButton(this);
    close->setIcon(icon(QStringLiteral("close")));
    close->setAutoRaise(true);
    close->setAccessibleName(tr("Close this notice"));
    close->setToolTip(close->accessibleName());
    row->addWidget(sign, 0, Qt::AlignTop);
    row->addWidget(m_text, 1);
    row->addWidget(details, 0, Qt::AlignTop);
    row->addWidget(close, 0, Qt::AlignTop);
    connect(details, &QToolButton::clicked, this, &NoticeBar::detailsRequested);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    hide();
}

void NoticeBar::say(const QString& message)
{
    m_text->setText(message);
    setAccessibleName(message);
    show();
}

QString NoticeBar::text() const
{
    return isHidden() ? QString() : m_text->text();
}

} // namespace inspike
