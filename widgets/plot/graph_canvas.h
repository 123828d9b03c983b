// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A canvas that shows a GraphFigure: wheel zooms at the pointer, drag moves, double click on a
// group opens or closes it, on the background fits. Arrows go from box to box, Enter opens or
// closes. A figure that follows another may keep one of its boxes where it was.

#include "core/figures/graph_figure.h"

#include <QString>
#include <QWidget>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace inspike {

class GraphCanvas : public QWidget
{
    Q_OBJECT

public:
    explicit GraphCanvas(QWidget* parent = nullptr);
    ~GraphCanvas() override;

    // Keeps what is visible if `keep`, with the box `anchor` (or, if it is gone, its group) in its
    // place.
    void setFigure(std::shared_ptr<const GraphFigure> figure, bool keep,
                   const std::string& anchor = {});
    const std::shared_ptr<const GraphFigure>& figure() const;
    // Boxes that stand out; one entry per box.
    void setSelected(std::vector<bool> selected);
    // The box that arrows go from.
    std::optional<std::size_t> current() const;
    void setCurrent(std::optional<std::size_t> box);
    void setHovered(std::optional<std::size_t> box); // by another view
    void fit();
    bool zoomed() const;
    // Moves, and enlarges until its text can be read, so that the box is seen.
    void showBox(std::size_t box);
    // For tests and pointer handling; of the middle of a box, or of the name of an open group.
    QPointF pixelOf(std::size_t box) const;
    std::optional<std::size_t> boxAt(QPointF pixel) const;
    double pixelsPerLine() const;
    QString wordsOf(std::size_t box) const;

Q_SIGNALS:
    void clicked(std::size_t box, Qt::KeyboardModifiers modifiers);
    void activated(std::size_t box); // to be opened or closed
    void backgroundClicked();
    void pointed(std::optional<std::size_t> box);
    void hovered(QString text); // exact values; empty when nothing
    void cancelled();           // Esc

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace inspike
