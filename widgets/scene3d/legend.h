// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The legend of a 3-D picture: one check box per category and one for the condition means, which
// show and hide them by mouse or keyboard, and a line that explains end points. It stands beside
// the picture as a column or above it as a strip.

#include "widgets/scene3d/scene_state.h"

#include <QFrame>

class QCheckBox;

namespace inspike {

class LegendOverlay : public QFrame
{
    Q_OBJECT

public:
    explicit LegendOverlay(QWidget* parent);

    // Makes new entries when the figure, theme or language changed, else only sets the checks.
    void display(const SceneState& state);
    bool isEmpty() const { return m_entries.empty(); }
    // Room for the entries when they may be this wide; 0: one below the other.
    QSize sizeAt(int width) const;
    // Takes that shape, also while nothing is shown, for pictures.
    void shape(int width);

Q_SIGNALS:
    void categoryToggled(int category, bool visible);
    void meansToggled(bool visible);

private:
    void rebuild(const SceneState& state);
    QCheckBox* addEntry(const QString& text, const QIcon& icon);
    void addEndPoint(const QColor& colour);
    std::vector<QRect> placesAt(int width) const;

    std::vector<QWidget*> m_entries;
    std::vector<QCheckBox*> m_categories;
    QCheckBox* m_means = nullptr;
    QStringList m_texts;
    std::optional<bool> m_dark;
};

} // namespace inspike
