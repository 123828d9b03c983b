// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The panes of a page of several figures, in rows and columns.

#include "widgets/views/figure_pane.h"

#include <vector>

class QGridLayout;

namespace inspike {

class PaneGrid : public QWidget
{
    Q_OBJECT

public:
    explicit PaneGrid(QWidget* parent);

    void add(FigurePane* pane); // a child of this; not seen until it is arranged
    FigurePane* pane(std::size_t place) const { return m_panes[place]; } // in the order of add()
    const std::vector<FigurePane*>& panes() const { return m_panes; }
    // These, row by row, and no others; nothing happens where they stand so already. The first
    // column may be wider than the others.
    void arrange(const std::vector<FigurePane*>& shown, int columns, bool wideFirst = false);

    // All panes, seen or not.
    void fit();
    bool zoomed() const;
    void setCursor(std::optional<double> position);
    void setHover(const std::optional<Key>& key);

private:
    QGridLayout* m_layout;
    std::vector<FigurePane*> m_panes;
    std::vector<FigurePane*> m_shown;
    int m_columns = 0;
};

} // namespace inspike
