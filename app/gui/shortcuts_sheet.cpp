// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/shortcuts_sheet.h"

#include "app/gui/command_palette.h"
#include "widgets/theme/theme.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace inspike {

namespace {

constexpr QSize kSize{640, 560};

void addRow(QGridLayout* grid, const QString& keys, const QString& what)
{
    const int row = grid->rowCount();
    auto* left = new QLabel(keys);
    QFont font = left->font();
    font.setWeight(QFont::DemiBold);
    left->setFont(font);
    grid->addWidget(left, row, 0);
    grid->addWidget(new QLabel(what), row, 1);
}

} // namespace

ShortcutsSheet::ShortcutsSheet(const QList<QAction*>& actions, QWidget* parent) : QDialog(parent)
{
    setWindowTitle(tr("Keyboard shortcuts"));
    resize(kSize);
    auto* content = new QWidget;
    auto* grid = new QGridLayout(content);
    grid->setHorizontalSpacing(3 * Theme::kSpacing);
    grid->setColumnStretch(1, 1);
    for (const QAction* action : actions) {
        if (!action->shortcut().isEmpty())
            addRow(grid, QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText),
                   CommandPalette::nameOf(action));
    }
    addRow(grid, tr("Wheel"), tr("Zoom at the pointer"));
    addRow(grid, tr("Drag"), tr("Pan; in the mode space: turn"));
    addRow(grid, tr("Shift+drag"), tr("Select a box"));
    addRow(grid, tr("Click"), tr("Select a unit or a trial; on the background: move the cursor"));
    addRow(grid, tr("Ctrl+click"), tr("Add to the selection"));
    addRow(grid, tr("Double click"), tr("Fit"));
    grid->setRowStretch(grid->rowCount(), 1);
    auto* area = new QScrollArea(this);
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setIcon({});
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addWidget(area);
    column->addWidget(buttons);
}

} // namespace inspike
