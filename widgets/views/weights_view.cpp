// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Weights of the layer that is selected: their histogram and each of them as a cell.

#include "core/figures/composite_figure.h"
#include "widgets/plot/heat_canvas.h"
#include "widgets/plot/plot_canvas.h"
#include "widgets/text/phrases.h"
#include "widgets/view/view.h"

#include <QBoxLayout>
#include <QLocale>

namespace inspike {

namespace {

constexpr int kHistogramShare = 38;
constexpr int kPictureShare = 62;

class WeightsView : public View
{
    Q_OBJECT

public:
    WeightsView(const ViewClass& viewClass, const ViewContext& viewContext, QWidget* parent)
        : View(viewClass, viewContext, parent),
          m_page(new QWidget(this)),
          m_layout(new QBoxLayout(QBoxLayout::LeftToRight, m_page)),
          m_histogram(new PlotCanvas(m_page)),
          m_picture(new HeatCanvas(m_page))
    {
        m_layout->setContentsMargins(0, 0, 0, 0);
        m_layout->setSpacing(0);
        m_layout->addWidget(m_histogram, kHistogramShare);
        m_layout->addWidget(m_picture, kPictureShare);
        m_histogram->setAccessibleName(title());
        m_picture->setAccessibleName(title());
        m_page->setFocusProxy(m_picture);
        setCanvas(m_page);
        connect(m_histogram, &PlotCanvas::hovered, this, &View::pointed);
        connect(m_picture, &HeatCanvas::hovered, this, &View::pointed);
    }

    void fit() override
    {
        m_histogram->fit();
        m_picture->fit();
    }
    bool zoomed() const override { return m_histogram->zoomed() || m_picture->zoomed(); }

    std::vector<KeyNumber> keyNumbers() const override
    {
        const auto& page = std::get<CompositeFigure>(*figure());
        const auto& histogram = std::get<SeriesFigure>(*page.parts.front().figure);
        std::vector<KeyNumber> numbers{{tr("Weights"), phrase(histogram.note)}};
        for (const NamedNumber& number : histogram.numbers)
            numbers.push_back(
                {phrase(number.name),
                 QLocale().toString(100.0 * number.value, 'g', 3) + QStringLiteral(" %")});
        return numbers;
    }

protected:
    QString nothingIn(const FigureInputs& inputs) const override
    {
        const LayerNode* layer = shownLayer(inputs);
        if (layer == nullptr || !layer->weights.empty() || !params().text("layer").empty())
            return {};
        return tr("Layer %1 has no weights").arg(QString::fromStdString(layer->id));
    }

    void showFigure(const Figure& shown, Cause cause) override
    {
        const auto& page = std::get<CompositeFigure>(shown);
        const bool wide = page.parts.front().width < 1.0;
        m_layout->setDirection(wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
        const bool keep = cause == Cause::Viewport;
        m_histogram->setFigure(*page.parts[0].figure, keep);
        const auto& picture = page.parts[1].figure;
        m_picture->setFigure(
            std::shared_ptr<const HeatFigure>(picture, &std::get<HeatFigure>(*picture)), keep);
    }

    void showSelection(const Selection&) override {}
    void showCursor(std::optional<double>) override {}

private:
    QWidget* m_page;
    QBoxLayout* m_layout;
    PlotCanvas* m_histogram;
    HeatCanvas* m_picture;
};

View* make(const ViewContext& viewContext, QWidget* parent);

const ViewClass kClass{
    "weights",
    QT_TRANSLATE_NOOP("View", "Weights"),
    QT_TRANSLATE_NOOP("View", "A model whose layers have weights fills this view"),
    QStringLiteral("weights"),
    &make,
    ViewPlace::Below};

View* make(const ViewContext& viewContext, QWidget* parent)
{
    return new WeightsView(kClass, viewContext, parent);
}

} // namespace

const ViewClass& weightsViewClass()
{
    return kClass;
}

} // namespace inspike

#include "weights_view.moc"
