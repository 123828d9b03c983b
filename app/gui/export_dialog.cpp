// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/export_dialog.h"

#include "widgets/theme/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>

#include <cmath>

namespace inspike {

namespace {

constexpr double kMmPerInch = 25.4;
constexpr double kPtPerInch = 72.0;
constexpr double kScreenDpi = 96.0; // where the screen does not say
constexpr int kMarginPx = 24;
constexpr QSize kSize{980, 640};
constexpr int kFormWidthPx = 310;

} // namespace

// The paper with the figure, as large as it will be printed.
class ExportPreview : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    void show(std::shared_ptr<const Figure> figure, const ExportStyle& style)
    {
        const double reported = screen()->physicalDotsPerInch();
        const double dpi = reported > 50 && reported < 400 ? reported : kScreenDpi;
        m_figure = std::move(figure);
        m_style = style;
        m_paper = QSizeF(style.sizeMm.width(), style.sizeMm.height()) / kMmPerInch * dpi;
        setMinimumSize(m_paper.toSize() + QSize(2 * kMarginPx, 2 * kMarginPx));
        redraw();
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        const QPointF corner((width() - m_paper.width()) / 2, (height() - m_paper.height()) / 2);
        painter.fillRect(QRectF(corner, m_paper), m_style.dark ? Qt::black : Qt::white);
        painter.drawImage(QRectF(corner, m_paper), m_image);
        painter.setPen(palette().color(QPalette::Mid));
        painter.drawRect(QRectF(corner, m_paper));
    }

private:
    void redraw()
    {
        const double ratio = devicePixelRatioF();
        m_image = QImage((m_paper * ratio).toSize(), QImage::Format_ARGB32_Premultiplied);
        m_image.fill(Qt::transparent);
        if (m_figure) {
            const QSizeF sizePt(m_style.sizeMm.width() / kMmPerInch * kPtPerInch,
                                m_style.sizeMm.height() / kMmPerInch * kPtPerInch);
            QPainter painter(&m_image);
            painter.setRenderHint(QPainter::Antialiasing);
            painter.scale(m_image.width() / sizePt.width(), m_image.height() / sizePt.height());
            paintFigure(painter, *m_figure, m_style, sizePt);
        }
        update();
    }

    std::shared_ptr<const Figure> m_figure;
    ExportStyle m_style;
    QSizeF m_paper;
    QImage m_image;
};

ExportDialog::ExportDialog(JobQueue& jobs, const View& view, Json provenance, QWidget* parent)
    : QDialog(parent),
      m_kind(view.kind()),
      m_inputs(view.figureInputs()),
      m_params(view.effectiveParams()),
      m_range(view.viewport()),
      m_figure(std::make_shared<Figure>(*view.figure())),
      m_job(jobs, Lane::Figures),
      m_preview(new ExportPreview(this))
{
    setWindowTitle(tr("Export figure: %1").arg(view.title()));
    resize(kSize.boundedTo(screen()->availableSize()));
    m_base.provenance = std::move(provenance);
    view.adjustExport(m_base);
    auto* area = new QScrollArea(this);
    area->setWidget(m_preview);
    area->setWidgetResizable(true);
    area->setBackgroundRole(QPalette::Mid);
    auto* row = new QHBoxLayout(this);
    row->addWidget(area, 1);
    row->addWidget(makeForm());
    choosePreset();
}

QWidget* ExportDialog::makeForm()
{
    auto* side = new QWidget(this);
    side->setFixedWidth(kFormWidthPx);
    auto* form = new QFormLayout(side);
    const auto number = [this, form](const QString& title, double low, double high,
                                     const QString& suffix) {
        auto* box = new QDoubleSpinBox(this);
        box->setRange(low, high);
        box->setDecimals(1);
        box->setSuffix(suffix);
        box->setKeyboardTracking(false);
        connect(box, &QDoubleSpinBox::valueChanged, this, &ExportDialog::changed);
        form->addRow(title, box);
        return box;
    };
    m_preset = new QComboBox(this);
    for (const ExportPreset& preset : exportPresets())
        m_preset->addItem(QString::fromStdString(preset.title), QString::fromStdString(preset.id));
    form->addRow(tr("Preset"), m_preset);
    m_width = number(tr("Width"), 20, 1200, tr(" mm"));
    m_height = number(tr("Height"), 20, 1200, tr(" mm"));
    m_font = number(tr("Font size"), 4, 48, tr(" pt"));
    m_dpi = new QSpinBox(this);
    m_dpi->setRange(72, 1200);
    m_dpi->setSuffix(tr(" dpi"));
    form->addRow(tr("Resolution"), m_dpi);
    m_format = new QComboBox(this);
    for (const char* format : {"pdf", "svg", "png", "csv", "json"})
        m_format->addItem(QString::fromLatin1(format).toUpper(), QString::fromLatin1(format));
    form->addRow(tr("Format"), m_format);
    m_letter = new QLineEdit(this);
    m_letter->setMaxLength(2);
    m_letter->setPlaceholderText(tr("none"));
    form->addRow(tr("Panel letter"), m_letter);
    m_dark = new QCheckBox(tr("Dark background"), this);
    form->addRow(m_dark);
    m_notice = new QLabel(this);
    m_notice->setWordWrap(true);
    form->addRow(m_notice);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Save)->setText(tr("Save..."));
    for (QAbstractButton* button : buttons->buttons())
        button->setIcon({});
    form->addRow(buttons);
    connect(m_preset, &QComboBox::activated, this, &ExportDialog::choosePreset);
    connect(m_format, &QComboBox::activated, this, &ExportDialog::changed);
    connect(m_letter, &QLineEdit::textChanged, this, &ExportDialog::changed);
    connect(m_dark, &QCheckBox::toggled, this, &ExportDialog::changed);
    connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    return side;
}

void ExportDialog::choosePreset()
{
    const ExportPreset* preset = findExportPreset(m_preset->currentData().toString().toStdString());
    if (preset == nullptr)
        return;
    m_width->setValue(preset->widthMm);
    m_height->setValue(preset->heightMm);
    m_font->setValue(preset->fontPt);
    m_dpi->setValue(preset->dpi);
    changed();
}

ExportStyle ExportDialog::style() const
{
    ExportStyle style = m_base;
    style.sizeMm = QSizeF(m_width->value(), m_height->value());
    style.dpi = m_dpi->value();
    style.fontPt = m_font->value();
    style.dark = m_dark->isChecked();
    style.panelLetter = m_letter->text();
    return style;
}

void ExportDialog::changed()
{
    m_preview->show(m_figure, style());
    build();
}

void ExportDialog::build()
{
    Viewport port = m_range;
    port.widthPx = static_cast<int>(std::lround(m_width->value() / kMmPerInch * m_dpi->value()));
    port.heightPx = static_cast<int>(std::lround(m_height->value() / kMmPerInch * m_dpi->value()));
    port = viewportFor(m_format->currentData().toString().toStdString(), port);
    const auto* kind = &m_kind;
    m_job.start<Figure>(
        tr("Draw the figure for export"),
        [kind, inputs = m_inputs, params = m_params, port](JobContext& job) {
            return kind->build(inputs, params, port, job);
        },
        [this](Figure figure) {
            m_figure = std::make_shared<Figure>(std::move(figure));
            m_preview->show(m_figure, style());
        },
        [this](const Error& error) { m_notice->setText(QString::fromStdString(error.message())); });
}

void ExportDialog::save()
{
    const QString format = m_format->currentData().toString();
    const QString suggestion =
        QStringLiteral("%1.%2").arg(QString::fromStdString(m_kind.id), format);
    QString name =
        QFileDialog::getSaveFileName(this, tr("Save figure"), suggestion,
                                     QStringLiteral("%1 (*.%2)").arg(format.toUpper(), format));
    if (name.isEmpty())
        return;
    if (QFileInfo(name).suffix().isEmpty())
        name += QLatin1Char('.') + format;
    QApplication::setOverrideCursor(Qt::WaitCursor);
    try {
        // The file dialog has asked already whether to replace the file.
        inspike::exportFigure(*m_figure, style(), name.toStdString(), true);
        accept();
    } catch (const Error& error) {
        m_notice->setText(QString::fromStdString(error.message()));
    }
    QApplication::restoreOverrideCursor();
}

} // namespace inspike

#include "export_dialog.moc"
