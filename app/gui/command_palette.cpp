// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/command_palette.h"

#include "widgets/theme/theme.h"

#include <QAction>
#include <QCoreApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QTimer>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <optional>

namespace inspike {

namespace {

constexpr int kWidthPx = 520;
constexpr int kHeightPx = 380;
constexpr int kTopPx = 60;

// Lower is better; nullopt when the letters do not occur in that order.
std::optional<int> distance(const QString& typed, const QString& name)
{
    if (typed.isEmpty())
        return 0;
    const qsizetype whole = name.indexOf(typed, 0, Qt::CaseInsensitive);
    if (whole >= 0)
        return static_cast<int>(whole);
    constexpr int kScattered = 1000;
    qsizetype from = 0;
    qsizetype gaps = 0;
    for (const QChar letter : typed) {
        const qsizetype at = name.indexOf(letter, from, Qt::CaseInsensitive);
        if (at < 0)
            return std::nullopt;
        gaps += at - from;
        from = at + 1;
    }
    return kScattered + static_cast<int>(gaps);
}

} // namespace

CommandPalette::CommandPalette(QWidget* window)
    : QDialog(window, Qt::Popup),
      m_actions(actionsOf(window)),
      m_line(new QLineEdit(this)),
      m_list(new QTreeWidget(this))
{
    setObjectName(QStringLiteral("commandPalette"));
    setAccessibleName(tr("Command palette"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(std::min(kWidthPx, window->width()), std::min(kHeightPx, window->height()));
    move(window->mapToGlobal(QPoint((window->width() - width()) / 2, kTopPx)));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::kSpacing, Theme::kSpacing, Theme::kSpacing, Theme::kSpacing);
    m_line->setPlaceholderText(tr("Type a command"));
    m_line->setAccessibleName(tr("Command"));
    m_line->installEventFilter(this);
    m_list->setColumnCount(2);
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    layout->addWidget(m_line);
    layout->addWidget(m_list);
    connect(m_line, &QLineEdit::textChanged, this, &CommandPalette::fill);
    connect(m_line, &QLineEdit::returnPressed, this, &CommandPalette::triggerCurrent);
    connect(m_list, &QTreeWidget::itemClicked, this, &CommandPalette::triggerCurrent);
    fill({});
    m_line->setFocus();
}

QList<QAction*> CommandPalette::actionsOf(const QWidget* window)
{
    QList<QAction*> found;
    for (QAction* action : window->findChildren<QAction*>()) {
        const bool ofWindow = action->property("inspike.command").toBool();
        if (ofWindow && !action->isSeparator() && action->menu() == nullptr &&
            !action->text().isEmpty())
            found.append(action);
    }
    return found;
}

QString CommandPalette::nameOf(const QAction* action)
{
    QString name = action->text();
    name.remove(QLatin1Char('&'));
    const QString group = action->property("inspike.group").toString();
    return group.isEmpty() ? name : QStringLiteral("%1: %2").arg(group, name);
}

QList<QAction*> CommandPalette::matches(const QString& typed) const
{
    QList<std::pair<int, QAction*>> ranked;
    for (QAction* action : m_actions) {
        if (const std::optional<int> far = distance(typed.trimmed(), nameOf(action)))
            ranked.append({*far, action});
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    QList<QAction*> actions;
    for (const auto& [far, action] : ranked)
        actions.append(action);
    return actions;
}

void CommandPalette::fill(const QString& typed)
{
    m_list->clear();
    for (QAction* action : matches(typed)) {
        auto* row = new QTreeWidgetItem(m_list);
        row->setText(0, nameOf(action));
        row->setText(1, action->shortcut().toString(QKeySequence::NativeText));
        row->setIcon(0, action->icon());
        row->setData(0, Qt::UserRole, QVariant::fromValue<QObject*>(action));
        row->setDisabled(!action->isEnabled());
    }
    if (m_list->topLevelItemCount() > 0)
        m_list->setCurrentItem(m_list->topLevelItem(0));
}

void CommandPalette::triggerCurrent()
{
    const QTreeWidgetItem* row = m_list->currentItem();
    if (row == nullptr || row->isDisabled())
        return;
    auto* action = qobject_cast<QAction*>(row->data(0, Qt::UserRole).value<QObject*>());
    close();
    // After the popup is gone, so that dialogs of the action get the focus.
    QTimer::singleShot(0, action, &QAction::trigger);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_line && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const bool moves = key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp ||
                           key == Qt::Key_PageDown;
        if (moves) {
            QCoreApplication::sendEvent(m_list, event);
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace inspike
