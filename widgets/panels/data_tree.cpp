// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/data_tree.h"

#include "core/workspace/run_folder.h"
#include "widgets/panels/item_parts.h"
#include "widgets/theme/theme.h"
#include "widgets/view/icons.h"

#include <QContextMenuEvent>
#include <QHash>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

#include <algorithm>
#include <filesystem>
#include <set>

namespace inspike {

namespace {

constexpr int kIdRole = Qt::UserRole;
constexpr int kGroupRole = Qt::UserRole + 1; // of the row of a group: its folder
constexpr int kIndentPx = 14;
constexpr int kLeastWidthPx = 150;
constexpr int kDetailFromPx = 200; // narrower: names only

ItemId idOf(const QTreeWidgetItem* row)
{
    return ItemId{row->data(0, kIdRole).toULongLong()};
}

// Says the same after a rebuild.
QString nameOf(const QTreeWidgetItem* row)
{
    const QString group = row->data(0, kGroupRole).toString();
    return group.isEmpty() ? QString::number(idOf(row).value) : group;
}

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
    setSelectionMode(ExtendedSelection); // two runs are compared
    connect(this, &QTreeWidget::itemSelectionChanged, this, [this] {
        const std::vector<ItemId> runs = chosenRuns();
        if (runs.size() > 1)
            Q_EMIT itemsCompared(runs);
        else if (!selectedItems().isEmpty())
            Q_EMIT itemShown(idOf(selectedItems().back()));
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
    return current != nullptr ? idOf(current) : ItemId{};
}

// Runs whose rows are selected, in the order in which they were.
std::vector<ItemId> DataTree::chosenRuns()
{
    std::vector<ItemId> selected;
    for (const QTreeWidgetItem* row : selectedItems()) {
        if (m_workspace.get<Run>(idOf(row)))
            selected.push_back(idOf(row));
    }
    const auto in = [](const std::vector<ItemId>& items, ItemId item) {
        return std::find(items.begin(), items.end(), item) != items.end();
    };
    std::erase_if(m_chosen, [&](ItemId item) { return !in(selected, item); });
    for (const ItemId item : selected) {
        if (!in(m_chosen, item))
            m_chosen.push_back(item);
    }
    return m_chosen;
}

void DataTree::select(ItemId item)
{
    const std::string group = groupOf(m_workspace, item);
    for (int i = 0; i < topLevelItemCount(); ++i) {
        QTreeWidgetItem* row = topLevelItem(i);
        const QString rowGroup = row->data(0, kGroupRole).toString();
        if (group.empty() ? rowGroup.isEmpty() && idOf(row) == item
                          : rowGroup == QString::fromStdString(group)) {
            const QSignalBlocker blocker(this);
            if (currentItem() == nullptr || currentId() != item)
                setCurrentItem(row);
        }
    }
}

void DataTree::rebuild()
{
    const ItemId current = currentId();
    QHash<QString, bool> expanded;
    for (int i = 0; i < topLevelItemCount(); ++i)
        expanded[nameOf(topLevelItem(i))] = topLevelItem(i)->isExpanded();
    {
        const QSignalBlocker blocker(this);
        clear();
        for (const ItemId item : m_workspace.items())
            addItem(item);
        for (int i = 0; i < topLevelItemCount(); ++i) {
            const auto before = expanded.find(nameOf(topLevelItem(i)));
            if (before != expanded.end())
                topLevelItem(i)->setExpanded(*before);
        }
    }
    select(current);
}

// The row of a folder of runs; its id is that of its last run.
QTreeWidgetItem* DataTree::groupRow(const std::string& group, ItemId item)
{
    const QString folder = QString::fromStdString(group);
    QTreeWidgetItem* row = nullptr;
    for (int i = 0; i < topLevelItemCount(); ++i) {
        if (topLevelItem(i)->data(0, kGroupRole).toString() == folder)
            row = topLevelItem(i);
    }
    if (row == nullptr) {
        row = new QTreeWidgetItem(this);
        row->setData(0, kGroupRole, folder);
        const std::filesystem::path path(group);
        row->setText(0, QString::fromStdString(
                            (path.has_filename() ? path : path.parent_path()).filename().string()));
        row->setToolTip(0, folder);
    }
    row->setData(0, kIdRole, QVariant::fromValue<quint64>(item.value));
    row->setIcon(0, icon(describeItem(m_workspace, item).icon));
    row->setText(1, QString::number(row->childCount() + 1));
    row->setForeground(1, palette().color(QPalette::PlaceholderText));
    return row;
}

void DataTree::addItem(ItemId item)
{
    const std::string group = groupOf(m_workspace, item);
    const ItemDescription description = describeItem(m_workspace, item);
    auto* row =
        group.empty() ? new QTreeWidgetItem(this) : new QTreeWidgetItem(groupRow(group, item));
    row->setText(0, QString::fromStdString(m_workspace.title(item)));
    row->setIcon(0, icon(description.icon));
    row->setToolTip(
        0,
        QStringLiteral("%1 (%2)\n%3").arg(row->text(0), description.summary, description.tooltip));
    row->setData(0, kIdRole, QVariant::fromValue<quint64>(item.value));
    if (group.empty())
        addParts(row, item);
}

void DataTree::addParts(QTreeWidgetItem* row, ItemId item)
{
    const ItemDescription description = describeItem(m_workspace, item);
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

// What is selected; of a group all.
void DataTree::remove()
{
    std::set<std::uint64_t> items;
    for (const QTreeWidgetItem* row : selectedItems()) {
        const bool group = !row->data(0, kGroupRole).toString().isEmpty();
        for (const ItemId item :
             group ? withGroup(m_workspace, idOf(row)) : std::vector<ItemId>{idOf(row)})
            items.insert(item.value);
    }
    for (const std::uint64_t item : items)
        Q_EMIT removeRequested(ItemId{item});
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
    if (!currentId())
        return;
    QMenu menu(this);
    menu.addAction(icon(QStringLiteral("remove")), tr("Remove from session"), this,
                   [this] { remove(); });
    menu.exec(event->globalPos());
}

void DataTree::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Delete) && currentId())
        remove();
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
