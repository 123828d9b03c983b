// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/data_tree.h"

#include "widgets/panels/item_parts.h"
#include "widgets/theme/theme.h"
#include "widgets/view/icons.h"

#include <QContextMenuEvent>
#include <QHash>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

#include <unordered_map>

namespace inspike {

namespace {

constexpr int kIdRole = Qt::UserRole;
constexpr int kIndentPx = 14;
constexpr int kLeastWidthPx = 150;
constexpr int kDetailFromPx = 200; // narrower: names only

} // namespace

DataTree::DataTree(Workspace& workspace, QWidget* parent)
    : QTreeWidget(parent),
      m_workspace(workspace),
      m_subscription(workspace.subscribe([this](const WorkspaceChange&) { rebuild(); }))
{
    setObjectName(QStringLiteral("dataTree"));
    setAccessibleName(tr("Data"));
    setHeaderHidden(true);
    setColumnCount(2);
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(0, QHeaderView::Stretch);
    header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    setMinimumWidth(kLeastWidthPx);
    setIndentation(kIndentPx);
    setFrameShape(QFrame::NoFrame);
    setTextElideMode(Qt::ElideMiddle);
    setUniformRowHeights(true);
    connect(this, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem* current) {
        if (current != nullptr)
            Q_EMIT itemShown(currentId());
    });
    rebuild();
}

DataTree::~DataTree()
{
    m_workspace.unsubscribe(m_subscription);
}

ItemId DataTree::currentId() const
{
    const QTreeWidgetItem* current = currentItem();
    return current != nullptr ? ItemId{current->data(0, kIdRole).toULongLong()} : ItemId{};
}

void DataTree::select(ItemId item)
{
    for (int i = 0; i < topLevelItemCount(); ++i) {
        QTreeWidgetItem* row = topLevelItem(i);
        if (row->data(0, kIdRole).toULongLong() == item.value) {
            const QSignalBlocker blocker(this);
            setCurrentItem(row);
        }
    }
}

void DataTree::rebuild()
{
    const ItemId current = currentId();
    std::unordered_map<quint64, bool> expanded;
    for (int i = 0; i < topLevelItemCount(); ++i) {
        const QTreeWidgetItem* row = topLevelItem(i);
        expanded[row->data(0, kIdRole).toULongLong()] = row->isExpanded();
    }
    {
        const QSignalBlocker blocker(this);
        clear();
        for (const ItemId item : m_workspace.items())
            addItem(item);
        for (int i = 0; i < topLevelItemCount(); ++i) {
            const auto before = expanded.find(topLevelItem(i)->data(0, kIdRole).toULongLong());
            if (before != expanded.end())
                topLevelItem(i)->setExpanded(before->second);
        }
    }
    select(current);
}

void DataTree::addItem(ItemId item)
{
    const ItemDescription description = describeItem(m_workspace, item);
    auto* row = new QTreeWidgetItem(this);
    row->setText(0, QString::fromStdString(m_workspace.title(item)));
    row->setIcon(0, icon(description.icon));
    row->setToolTip(
        0,
        QStringLiteral("%1 (%2)\n%3").arg(row->text(0), description.summary, description.tooltip));
    row->setData(0, kIdRole, QVariant::fromValue<quint64>(item.value));
    QHash<QString, QTreeWidgetItem*> groups;
    const auto parentOf = [&](const ItemPart& part) {
        if (part.group.isEmpty())
            return row;
        QTreeWidgetItem*& group = groups[part.group];
        if (group == nullptr) {
            group = new QTreeWidgetItem(row);
            group->setText(0, part.group);
            group->setIcon(0, icon(part.icon));
            group->setData(0, kIdRole, QVariant::fromValue<quint64>(item.value));
        }
        return group;
    };
    for (const ItemPart& part : description.parts) {
        auto* child = new QTreeWidgetItem(parentOf(part));
        child->setText(0, part.name);
        child->setText(1, part.detail);
        child->setForeground(1, palette().color(QPalette::PlaceholderText));
        child->setIcon(0, icon(part.icon));
        child->setToolTip(0, part.tooltip);
        child->setData(0, kIdRole, QVariant::fromValue<quint64>(item.value));
    }
    for (QTreeWidgetItem* group : std::as_const(groups)) {
        group->setText(1, QString::number(group->childCount()));
        group->setForeground(1, palette().color(QPalette::PlaceholderText));
    }
    row->setFirstColumnSpanned(true); // its name needs the room
    row->setExpanded(description.expanded);
}

void DataTree::changeEvent(QEvent* event)
{
    QTreeWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        rebuild(); // the muted colour of the second column
}

void DataTree::resizeEvent(QResizeEvent* event)
{
    QTreeWidget::resizeEvent(event);
    setColumnHidden(1, width() < kDetailFromPx);
}

void DataTree::contextMenuEvent(QContextMenuEvent* event)
{
    const ItemId item = currentId();
    if (!item)
        return;
    QMenu menu(this);
    menu.addAction(icon(QStringLiteral("remove")), tr("Remove from session"), this,
                   [this, item] { Q_EMIT removeRequested(item); });
    menu.exec(event->globalPos());
}

void DataTree::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Delete) && currentId())
        Q_EMIT removeRequested(currentId());
    else
        QTreeWidget::keyPressEvent(event);
}

void DataTree::paintEvent(QPaintEvent* event)
{
    QTreeWidget::paintEvent(event);
    if (topLevelItemCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(viewport()->rect().adjusted(Theme::kSpacing, 0, -Theme::kSpacing, 0),
                     Qt::AlignCenter | Qt::TextWordWrap,
                     tr("Drop recordings, models or runs anywhere in the window"));
}

} // namespace inspike
