// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How the plot draws a line of a figure that is no plain curve: points that show whole on the rim,
// trains of strokes, bars, and points that stand for a thing each.

#include "widgets/plot/marker.h"
#include "widgets/plot/plot_pch.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace inspike {

// Points on the rim of the panel show whole.
class PointGraph : public QCPGraph
{
public:
    PointGraph(QCPAxis* x, QCPAxis* y, int radius) : QCPGraph(x, y), m_radius(radius) {}

protected:
    QRect clipRect() const override
    {
        return QCPGraph::clipRect().adjusted(-m_radius, -m_radius, m_radius, m_radius);
    }

private:
    int m_radius;
};

// A stroke per point, so that a row of them reads as a train of spikes.
class TickGraph : public QCPGraph
{
public:
    // `least`: height of a stroke where rows are lower.
    TickGraph(QCPAxis* x, QCPAxis* y, double least) : QCPGraph(x, y), m_least(least) {}

protected:
    void draw(QCPPainter* painter) override
    {
        constexpr double kHalf = 0.4; // of a row
        QVector<QLineF> strokes;
        const QCPRange keys = keyAxis()->range();
        const auto end = mDataContainer->findEnd(keys.upper, false);
        for (auto at = mDataContainer->findBegin(keys.lower, false); at < end; ++at) {
            const double x = keyAxis()->coordToPixel(at->key);
            const double top = valueAxis()->coordToPixel(at->value + kHalf);
            const double bottom = valueAxis()->coordToPixel(at->value - kHalf);
            const double middle = 0.5 * (top + bottom);
            const double half = 0.5 * std::max(m_least, bottom - top);
            strokes.append(QLineF(x, middle - half, x, middle + half));
        }
        painter->setPen(mPen);
        painter->setAntialiasing(painter->modes().testFlag(QCPPainter::pmVectorized));
        painter->drawLines(strokes);
    }

private:
    double m_least;
};

// A bar per point, from 0 to its value.
class BarGraph : public QCPGraph
{
public:
    BarGraph(QCPAxis* x, QCPAxis* y, double width, double offset)
        : QCPGraph(x, y), m_width(width), m_offset(offset)
    {}

    double selectTest(const QPointF& at, bool, QVariant* = nullptr) const override
    {
        constexpr double kSlack = 2.0; // around bars of hardly any height
        for (auto point = mDataContainer->constBegin(); point != mDataContainer->constEnd();
             ++point) {
            if (barOf(*point).adjusted(0, -kSlack, 0, kSlack).contains(at))
                return 0.0;
        }
        return -1.0;
    }

protected:
    void draw(QCPPainter* painter) override
    {
        painter->setPen(Qt::NoPen);
        painter->setBrush(mPen.color());
        painter->setAntialiasing(true);
        for (auto point = mDataContainer->constBegin(); point != mDataContainer->constEnd();
             ++point) {
            if (std::isfinite(point->value))
                painter->drawRect(barOf(*point));
        }
    }

private:
    QRectF barOf(const QCPGraphData& point) const
    {
        const double middle = point.key + m_offset;
        const QPointF one(keyAxis()->coordToPixel(middle - 0.5 * m_width),
                          valueAxis()->coordToPixel(0.0));
        const QPointF other(keyAxis()->coordToPixel(middle + 0.5 * m_width),
                            valueAxis()->coordToPixel(point.value));
        return QRectF(one, other).normalized();
    }

    double m_width;
    double m_offset;
};

// From point to point in their order, whatever their x: outlines and ways.
class OutlineGraph : public QCPGraph
{
public:
    OutlineGraph(QCPAxis* x, QCPAxis* y, const SeriesLine& line) : QCPGraph(x, y), m_line(&line) {}

    double selectTest(const QPointF& at, bool, QVariant* = nullptr) const override
    {
        double nearest = -1.0;
        for (std::size_t i = 0; i < m_line->x.size(); ++i) {
            const QPointF away = pixelOf(i) - at;
            const double distance = std::hypot(away.x(), away.y());
            if (nearest < 0 || distance < nearest)
                nearest = distance;
        }
        return nearest;
    }

protected:
    void draw(QCPPainter* painter) override
    {
        QPolygonF points;
        for (std::size_t i = 0; i < m_line->x.size(); ++i)
            points.append(pixelOf(i));
        painter->setAntialiasing(true);
        painter->setPen(mPen);
        painter->setBrush(Qt::NoBrush);
        painter->drawPolyline(points);
    }

private:
    QPointF pixelOf(std::size_t point) const
    {
        return {keyAxis()->coordToPixel(m_line->x[point]),
                valueAxis()->coordToPixel(m_line->y[point])};
    }

    const SeriesLine* m_line;
};

// Points of a line with a key each, in any order; all of them, or some.
class CloudGraph : public PointGraph
{
public:
    CloudGraph(QCPAxis* x, QCPAxis* y, const SeriesLine& line, double radius)
        : PointGraph(x, y, static_cast<int>(std::ceil(radius))), m_line(&line), m_radius(radius)
    {}

    void setColour(const QColor& colour) { m_colour = colour; }
    void setOnly(std::vector<std::size_t> points) { m_only = std::move(points); }
    // A vector file gets a bitmap with this many dots per unit instead of a shape per point.
    void setBitmap(double dotsPerUnit) { m_dots = dotsPerUnit; }

    struct Nearest
    {
        std::size_t point = 0;
        double distance = 0.0;
    };
    std::optional<Nearest> nearest(QPointF at) const
    {
        std::optional<Nearest> best;
        for (std::size_t i = 0; i < m_line->x.size(); ++i) {
            const QPointF away = pixelOf(i) - at;
            const double distance = std::hypot(away.x(), away.y());
            if (!best || distance < best->distance)
                best = Nearest{i, distance};
        }
        return best;
    }

protected:
    void draw(QCPPainter* painter) override
    {
        painter->setAntialiasing(true);
        const std::size_t count = m_only ? m_only->size() : m_line->x.size();
        if (count > kManyPoints && !painter->modes().testFlag(QCPPainter::pmVectorized)) {
            stampAll(*painter);
            return;
        }
        if (m_only) {
            for (const std::size_t i : *m_only)
                drawMarker(*painter, pixelOf(i), m_radius, m_line->marker, m_line->hollow,
                           m_colour);
            return;
        }
        if (m_dots <= 0.0 || painter->paintEngine()->type() == QPaintEngine::Raster) {
            drawAll(*painter);
            return;
        }
        const QRectF area = clipRect();
        QImage image((area.size() * m_dots).toSize(), QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
        QPainter onImage(&image);
        onImage.setRenderHint(QPainter::Antialiasing);
        onImage.scale(m_dots, m_dots);
        onImage.translate(-area.topLeft());
        drawAll(onImage);
        onImage.end();
        painter->drawImage(area, image);
    }

private:
    static constexpr std::size_t kManyPoints = 200;

    // On screen, pictures of one marker at quarters of a pixel: a tenth of the time of as many
    // shapes, and the same look.
    void stampAll(QCPPainter& painter) const
    {
        constexpr int kParts = 4; // of a pixel
        const double ratio = painter.device()->devicePixelRatioF();
        const int half = static_cast<int>(std::ceil(m_radius * ratio)) + 2; // device pixels
        std::vector<QPixmap> stamps(kParts * kParts);
        const auto stampFor = [&](int column, int row) -> const QPixmap& {
            QPixmap& stamp = stamps[static_cast<std::size_t>(row * kParts + column)];
            if (!stamp.isNull())
                return stamp;
            stamp = QPixmap(2 * half, 2 * half);
            stamp.setDevicePixelRatio(ratio);
            stamp.fill(Qt::transparent);
            QPainter onStamp(&stamp);
            onStamp.setRenderHint(QPainter::Antialiasing);
            const QPointF at(half + double(column) / kParts, half + double(row) / kParts);
            drawMarker(onStamp, at / ratio, m_radius, m_line->marker, m_line->hollow, m_colour);
            return stamp;
        };
        const QRectF shown = clipRect();
        const auto stampAt = [&](QPointF at) {
            if (!shown.contains(at))
                return;
            const double x = std::floor(at.x() * ratio * kParts) / kParts;
            const double y = std::floor(at.y() * ratio * kParts) / kParts;
            const double left = std::floor(x);
            const double top = std::floor(y);
            painter.drawPixmap(QPointF(left - half, top - half) / ratio,
                               stampFor(static_cast<int>((x - left) * kParts),
                                        static_cast<int>((y - top) * kParts)));
        };
        if (m_only) {
            for (const std::size_t i : *m_only)
                stampAt(pixelOf(i));
            return;
        }
        for (std::size_t i = 0; i < m_line->x.size(); ++i)
            stampAt(pixelOf(i));
    }

    void drawAll(QPainter& painter) const
    {
        const QRectF shown = clipRect();
        for (std::size_t i = 0; i < m_line->x.size(); ++i) {
            const QPointF at = pixelOf(i);
            if (shown.contains(at))
                drawMarker(painter, at, m_radius, m_line->marker, m_line->hollow, m_colour);
        }
    }

    QPointF pixelOf(std::size_t point) const
    {
        return {keyAxis()->coordToPixel(m_line->x[point]),
                valueAxis()->coordToPixel(m_line->y[point])};
    }

    const SeriesLine* m_line;
    double m_radius;
    QColor m_colour;
    double m_dots = 0.0; // 0: always shapes
    std::optional<std::vector<std::size_t>> m_only;
};

} // namespace inspike
