// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/pane_grid.h"

#include <QGridLayout>

#include <algorithm>

namespace inspike {

namespace {

constexpr int kStretch = 2;
constexpr int kWideStretch = 3;

} // namespace

PaneGrid::PaneGrid(QWidget* parent) : QWidget(parent), m_layout(new QGridLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
}

void PaneGrid::add(FigurePane* pane)
{
    pane->hide();
    m_panes.push_back(pane);
    if (m_panes.size() == 1)
        setFocusProxy(pane);
}

void PaneGrid::arrange(const std::vector<FigurePane*>& shown, int columns, bool wideFirst)
{
    if (shown == m_shown && columns == m_columns)
        return;
    m_shown = shown;
    m_columns = columns;
    for (FigurePane* pane : m_panes) {
        m_layout->removeWidget(pane);
        pane->hide();
    }
    const auto count = static_cast<int>(shown.size());
    for (int place = 0; place < count; ++place) {
        FigurePane* pane = shown[static_cast<std::size_t>(place)];
        m_layout->addWidget(pane, place / columns, place % columns);
        pane->QWidget::show();
    }
    // Empty rows and columns take no room.
    for (int line = 0; line < static_cast<int>(m_panes.size()); ++line) {
        m_layout->setRowStretch(line, line * columns < count ? kStretch : 0);
        m_layout->setColumnStretch(line, line < std::min(columns, count) ? kStretch : 0);
    }
    if (wideFirst)
        m_layout->setColumnStretch(0, kWideStretch);
}

void PaneGrid::fit()
{
    for (FigurePane* pane : m_panes)
        pane->fit();
}

bool PaneGrid::zoomed() const
{
    return std::any_of(m_panes.begin(), m_panes.end(),
                       [](const FigurePane* pane) { return pane->zoomed(); });
}

void PaneGrid::setCursor(std::optional<double> position)
{
    for (FigurePane* pane : m_panes)
        pane->setCursor(position);
}

void PaneGrid::setHover(const std::optional<Key>& key)
{
    for (FigurePane* pane : m_panes)
        pane->setHover(key);
}

} // namespace inspike
