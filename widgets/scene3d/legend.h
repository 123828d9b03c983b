// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The legend over a 3-D picture: one check box per category and one for the condition means, which
// show and hide them by mouse or keyboard, and a line that explains end points.

#include "widgets/scene3d/scene_state.h"

#include <QFrame>

class QCheckBox;
class QVBoxLayout;

namespace inspike {

class LegendOverlay : public QFrame
{
    Q_OBJECT

public:
    explicit LegendOverlay(QWidget* parent);

    // Makes new rows when the figure, theme or language changed, else only sets the checks.
    void display(const SceneState& state);

Q_SIGNALS:
    void categoryToggled(int category, bool visible);
    void meansToggled(bool visible);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void rebuild(const SceneState& state);
    QCheckBox* addRow(const QString& text, const QIcon& icon);

    QVBoxLayout* m_layout;
    std::vector<QCheckBox*> m_categories;
    QCheckBox* m_means = nullptr;
    QStringList m_texts;
    std::optional<bool> m_dark;
};

} // namespace inspike
