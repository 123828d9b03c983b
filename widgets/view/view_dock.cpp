// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/view/view_dock.h"

#include "widgets/theme/theme.h"
#include "widgets/view/icons.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace inspike {

namespace {

constexpr int kButtonIconPx = 14;

} // namespace

ViewDock::ViewDock(View* view, QWidget* parent) : QDockWidget(parent), m_view(view)
{
    setObjectName(QStringLiteral("dock.") + QString::fromStdString(view->viewClass().id));
    setWidget(view);
    setTitleBarWidget(makeTitleBar());
    retranslate();
    connect(view, &View::figureChanged, this, &ViewDock::showDetail);
    connect(this, &QDockWidget::visibilityChanged, view,
            [view](bool visible) { view->setBehind(!visible); });
    view->installEventFilter(this);
    for (QWidget* child : view->findChildren<QWidget*>())
        child->installEventFilter(this);
}

QWidget* ViewDock::makeTitleBar()
{
    auto* bar = new QWidget(this);
    bar->setObjectName(QStringLiteral("viewTitleBar"));
    bar->setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(Theme::kSpacing, 2, 2, 2);
    layout->setSpacing(Theme::kSpacing);
    m_title = new QLabel(bar);
    m_detail = new QLabel(bar);
    m_detail->setForegroundRole(QPalette::PlaceholderText);
    m_detail->setMinimumWidth(0);
    m_detail->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    layout->addWidget(m_title);
    layout->addWidget(m_detail, 1);
    for (const char* name : {"fit", "export", "float", "close"}) {
        auto* button = new QToolButton(bar);
        button->setIcon(icon(QString::fromLatin1(name)));
        button->setIconSize(QSize(kButtonIconPx, kButtonIconPx));
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        layout->addWidget(button);
        m_buttons.push_back(button);
    }
    connect(m_buttons[0], &QToolButton::clicked, m_view, [this] { m_view->fit(); });
    connect(m_buttons[1], &QToolButton::clicked, this, [this] {
        Q_EMIT activated();
        Q_EMIT exportRequested();
    });
    connect(m_view, &View::exportRequested, m_buttons[1], &QToolButton::click);
    connect(m_buttons[2], &QToolButton::clicked, this, [this] { setFloating(!isFloating()); });
    connect(m_buttons[3], &QToolButton::clicked, this, &QDockWidget::close);
    return bar;
}

void ViewDock::retranslate()
{
    setWindowTitle(m_view->title());
    m_title->setText(m_view->title());
    const QStringList words = {tr("Fit (F)"), tr("Export figure... (Ctrl+E)"), tr("Float or dock"),
                               tr("Close this view")};
    for (int i = 0; i < words.size(); ++i) {
        m_buttons[static_cast<std::size_t>(i)]->setToolTip(words[i]);
        m_buttons[static_cast<std::size_t>(i)]->setAccessibleName(words[i]);
    }
    showDetail();
}

void ViewDock::setActive(bool active)
{
    QFont font = m_title->font();
    font.setWeight(active ? QFont::DemiBold : QFont::Normal);
    m_title->setFont(font);
}

void ViewDock::showDetail()
{
    const bool oneTrial = m_view->params().has("trial") && m_view->selectionModel().trials() > 1;
    m_detail->setText(m_view->figure() && oneTrial
                          ? tr("Trial %1").arg(m_view->selectionModel().trial() + 1)
                          : QString());
}

bool ViewDock::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::MouseButtonPress || event->type() == QEvent::FocusIn)
        Q_EMIT activated();
    return QDockWidget::eventFilter(watched, event);
}

} // namespace inspike
