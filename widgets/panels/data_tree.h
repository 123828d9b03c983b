// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The open recordings, models and runs with what they contain. Follows the workspace.

#include "core/workspace/workspace.h"

#include <QTreeWidget>

namespace inspike {

class DataTree : public QTreeWidget
{
    Q_OBJECT

public:
    explicit DataTree(Workspace& workspace, QWidget* parent = nullptr);
    ~DataTree() override;

    ItemId currentId() const; // the item, also when one of its parts is current
    void select(ItemId item);

Q_SIGNALS:
    void itemShown(inspike::ItemId item);                   // shown in the views
    void itemsCompared(std::vector<inspike::ItemId> items); // runs, in the order they were chosen
    void removeRequested(inspike::ItemId item);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void rebuild();
    void addItem(ItemId item);
    QTreeWidgetItem* groupRow(const std::string& group, ItemId item);
    void addParts(QTreeWidgetItem* row, ItemId item);
    std::vector<ItemId> chosenRuns();
    void remove();

    Workspace& m_workspace;
    int m_subscription;
    std::vector<ItemId> m_chosen; // runs that are selected, oldest choice first
};

} // namespace inspike
