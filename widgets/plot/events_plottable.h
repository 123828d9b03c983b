// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Draws the cells of a figure of events, each device pixel in the colour of the cell under it;
// where several cells share a pixel, in that of the one with the most events. Where there are none,
// a picture of the sensor shows.

#include "core/figures/event_layers.h"
#include "core/figures/events_figure.h"
#include "widgets/plot/plot_pch.h"
#include "widgets/theme/plot_look.h"

#include <QImage>

#include <memory>
#include <vector>

namespace inspike {

// Colours of ON minus OFF events, or of all, by count or amount.
class EventColours
{
public:
    EventColours(const EventsFigure& figure, const Theme& theme);

    QColor of(double value) const; // 0 = no difference, or no events
    QRgb cell(std::uint32_t on, std::uint32_t off) const;
    QRgb amount(float value) const;
    // For the bar that explains them.
    QCPColorGradient gradient() const;

private:
    bool m_difference;
    bool m_counts; // else any amount, down to 0
    double m_limit;
    Theme m_theme;
    std::vector<QRgb> m_on, m_off; // by count, 0 ... limit
    QRgb m_even;                   // as many ON as OFF events
};

// A picture in its own greys or colours, mixed with the canvas by its opacity.
class PicturePixels
{
public:
    PicturePixels(const PixelPicture& picture, const Theme& theme);

    QRgb at(std::size_t x, std::size_t y) const;

private:
    const PixelPicture& m_picture;
    QColor m_canvas;
};

// A picture that fills its axes, centres of pixels at whole numbers.
class PicturePlottable : public QCPAbstractPlottable
{
public:
    PicturePlottable(QCPAxis* x, QCPAxis* y, std::shared_ptr<const PixelPicture> picture,
                     const PlotLook& look);

    double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }
    QCPRange getKeyRange(bool& found, QCP::SignDomain) const override;
    QCPRange getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const override;

protected:
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter*, const QRectF&) const override {}

private:
    std::shared_ptr<const PixelPicture> m_picture;
    PlotLook m_look;
};

class EventsPlottable : public QCPAbstractPlottable
{
public:
    EventsPlottable(QCPAxis* x, QCPAxis* y, std::shared_ptr<const EventsFigure> figure,
                    const PlotLook& look);

    // The same sensor at another time.
    void setFigure(std::shared_ptr<const EventsFigure> figure);
    // Cell under a point of the frame; nullopt outside.
    std::optional<std::size_t> cellAt(double x, double y) const;

    double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }
    QCPRange getKeyRange(bool& found, QCP::SignDomain) const override;
    QCPRange getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const override;

protected:
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter*, const QRectF&) const override {}

private:
    void paint(QImage& image, QPointF origin, double dots) const;
    template <typename Strength, typename ColourOf>
    void paintCells(QImage& image, QPointF origin, double dots, Strength strength,
                    ColourOf colourOf) const;

    std::shared_ptr<const EventsFigure> m_figure;
    PlotLook m_look;
    EventColours m_colours;
};

} // namespace inspike
