// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/style_sheet.h"

#include <QColor>

namespace inspike {

Furniture furnitureOf(bool dark)
{
    if (dark)
        return {QColor(0x1C1E22), QColor(0x141518), QColor(0x25282D),
                QColor(0xE3E5E9), QColor(0x9AA1AB), QColor(0x34383F),
                QColor(0x4C9FD8), QColor(0x0D1116), QColor(0x2D3138)};
    return {QColor(0xF4F5F7), QColor(0xFFFFFF), QColor(0xFCFCFD),
            QColor(0x1F2328), QColor(0x5F6873), QColor(0xD6DAE0),
            QColor(0x0B65AD), QColor(0xFFFFFF), QColor(0xE8EBEF)};
}

QPalette paletteOf(const Furniture& furniture)
{
    QPalette palette;
    palette.setColor(QPalette::Window, furniture.window);
    palette.setColor(QPalette::WindowText, furniture.text);
    palette.setColor(QPalette::Base, furniture.base);
    palette.setColor(QPalette::AlternateBase, furniture.raised);
    palette.setColor(QPalette::Text, furniture.text);
    palette.setColor(QPalette::PlaceholderText, furniture.muted);
    palette.setColor(QPalette::Button, furniture.raised);
    palette.setColor(QPalette::ButtonText, furniture.text);
    palette.setColor(QPalette::BrightText, furniture.accentText);
    palette.setColor(QPalette::Highlight, furniture.accent);
    palette.setColor(QPalette::HighlightedText, furniture.accentText);
    palette.setColor(QPalette::ToolTipBase, furniture.raised);
    palette.setColor(QPalette::ToolTipText, furniture.text);
    palette.setColor(QPalette::Link, furniture.accent);
    palette.setColor(QPalette::LinkVisited, furniture.accent);
    palette.setColor(QPalette::Light, furniture.raised);
    palette.setColor(QPalette::Midlight, furniture.hover);
    palette.setColor(QPalette::Mid, furniture.border);
    palette.setColor(QPalette::Dark, furniture.border);
    palette.setColor(QPalette::Shadow, furniture.border);
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        QColor pale = furniture.muted;
        pale.setAlphaF(0.6F);
        palette.setColor(QPalette::Disabled, role, pale);
    }
    palette.setColor(QPalette::Disabled, QPalette::Highlight, furniture.border);
    return palette;
}

namespace {

// @name@ is replaced by the colour of that name.
constexpr const char* kSheet = R"(
QToolTip { color: @text@; background: @raised@; border: 1px solid @border@; padding: 4px 6px; }
QMainWindow::separator { background: @border@; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: @accent@; }
QMenuBar { background: @window@; padding: 2px 4px; }
QMenuBar::item { padding: 4px 8px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: @hover@; }
QMenu { background: @raised@; border: 1px solid @border@; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: @accent@; color: @accentText@; }
QMenu::item:disabled { color: @muted@; background: transparent; }
QMenu::separator { height: 1px; background: @border@; margin: 4px 8px; }
QToolBar { background: @window@; border: 0; border-bottom: 1px solid @border@; spacing: 4px;
           padding: 4px 8px; }
QToolBar::separator { width: 1px; background: @border@; margin: 4px; }
QToolButton { padding: 4px 8px; border: 1px solid transparent; border-radius: 5px; }
QToolButton:hover { background: @hover@; }
QToolButton:pressed, QToolButton:checked { background: @hover@; border-color: @border@; }
QToolButton:focus { border-color: @accent@; }
QStatusBar { background: @window@; border-top: 1px solid @border@; color: @muted@; }
QStatusBar::item { border: 0; }
QStatusBar QLabel { color: @muted@; padding: 0 6px; }
QDockWidget { titlebar-close-icon: none; titlebar-normal-icon: none; }
QDockWidget::title { background: @window@; padding: 6px 8px; text-align: left;
                     border-bottom: 1px solid @border@; }
QPushButton { background: @raised@; border: 1px solid @border@; border-radius: 5px;
              padding: 5px 14px; }
QPushButton:hover { background: @hover@; }
QPushButton:pressed { background: @border@; }
QPushButton:focus { border-color: @accent@; }
QPushButton:default { background: @accent@; color: @accentText@; border-color: @accent@; }
QPushButton:disabled { color: @muted@; background: @window@; border-color: @border@; }
QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit, QTextEdit {
    background: @base@; border: 1px solid @border@; border-radius: 5px; padding: 3px 6px;
    selection-background-color: @accent@; selection-color: @accentText@; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus, QTextEdit:focus {
    border-color: @accent@; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { color: @muted@;
    background: @window@; }
QComboBox::drop-down { border: 0; width: 20px; }
QComboBox::down-arrow { image: url(:/icons/arrow-down.svg); width: 10px; height: 10px; }
QAbstractSpinBox { padding-right: 18px; }
QAbstractSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right;
    width: 18px; border: 0; }
QAbstractSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right;
    width: 18px; border: 0; }
QAbstractSpinBox::up-arrow { image: url(:/icons/arrow-up.svg); width: 9px; height: 9px; }
QAbstractSpinBox::down-arrow { image: url(:/icons/arrow-down.svg); width: 9px; height: 9px; }
QWidget#viewTitleBar { background: @window@; border-bottom: 1px solid @border@; }
QWidget#viewTitleBar QToolButton { padding: 3px; }
QWidget#transportBar { background: @window@; border-top: 1px solid @border@; }
QWidget#transportBar QToolButton { padding: 4px; }
QDialog#commandPalette { background: @raised@; border: 1px solid @border@; }
QFrame#noticeBar { background: @hover@; border: 0; border-bottom: 1px solid @border@; }
QTreeView, QListView, QTableView { background: @base@; border: 0; outline: 0;
    show-decoration-selected: 1; alternate-background-color: @raised@; }
QTreeView::item, QListView::item { padding: 4px 4px; }
QTreeView::item:hover, QListView::item:hover { background: @hover@; }
QTreeView::item:selected, QListView::item:selected { background: @accent@; color: @accentText@; }
QHeaderView::section { background: @window@; color: @muted@; border: 0;
    border-bottom: 1px solid @border@; padding: 4px 6px; }
QTabBar::tab { padding: 6px 12px; border: 0; border-bottom: 2px solid transparent; color: @muted@; }
QTabBar::tab:hover { color: @text@; }
QTabBar::tab:selected { color: @text@; border-bottom-color: @accent@; }
QTabWidget::pane { border: 0; border-top: 1px solid @border@; }
QGroupBox { border: 0; border-top: 1px solid @border@; margin-top: 18px; padding-top: 6px; }
QGroupBox::title { subcontrol-origin: margin; left: 0; padding: 0 6px 2px 0; color: @muted@; }
QSlider::groove:horizontal { height: 4px; background: @border@; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @accent@; border-radius: 2px; }
QSlider::handle:horizontal { width: 14px; margin: -5px 0; border-radius: 7px; background: @raised@;
    border: 1px solid @muted@; }
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus { border-color: @accent@; }
QProgressBar { background: @border@; border: 0; border-radius: 3px; max-height: 6px;
    text-align: center; }
QProgressBar::chunk { background: @accent@; border-radius: 3px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @border@; border-radius: 4px; margin: 1px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @muted@; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: @border@; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
)";

} // namespace

QString styleSheetOf(const Furniture& furniture)
{
    QString sheet = QString::fromLatin1(kSheet);
    const std::pair<const char*, QColor> names[] = {
        {"window", furniture.window}, {"base", furniture.base},
        {"raised", furniture.raised}, {"text", furniture.text},
        {"muted", furniture.muted},   {"border", furniture.border},
        {"accent", furniture.accent}, {"accentText", furniture.accentText},
        {"hover", furniture.hover},
    };
    for (const auto& [name, colour] : names)
        sheet.replace(QLatin1Char('@') + QLatin1String(name) + QLatin1Char('@'), colour.name());
    return sheet;
}

} // namespace inspike
