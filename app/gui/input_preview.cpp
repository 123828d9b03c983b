// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/input_preview.h"

#include "widgets/text/phrases.h"
#include "widgets/theme/theme.h"
#include "widgets/view/icons.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QRegularExpression>
#include <QSlider>
#include <QSpinBox>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr int kPlayMs = 40;       // from step to step
constexpr int kPlayedSteps = 250; // at most in one go
constexpr int kBarPx = 10;        // of the colour bar
constexpr int kLeastCanvasPx = 170;

// The result, which is the last line, stands out.
QString richText(const QString& explanation)
{
    QStringList lines = explanation.toHtmlEscaped().split(QLatin1Char('\n'));
    const QString result = lines.takeLast();
    QString text = QStringLiteral("<p style='margin:0 0 4px 0'><b>%1</b></p>").arg(result);
    for (const QString& line : lines)
        text += QStringLiteral("<p style='margin:0 0 2px 0'>%1</p>").arg(line);
    return text;
}

QString numberOf(double value)
{
    return QLocale().toString(value, 'g', 3);
}

} // namespace

// The planes side by side with their colour bar, or a message.
class PreviewCanvas : public QWidget
{
    Q_OBJECT

public:
    explicit PreviewCanvas(QWidget* parent) : QWidget(parent)
    {
        setMinimumHeight(kLeastCanvasPx);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
        setFocusPolicy(Qt::StrongFocus);
        setAccessibleName(tr("Preview of the input"));
    }

    void show(PreviewPicture picture, const QString& xTitle)
    {
        m_picture = std::move(picture);
        m_xTitle = xTitle;
        m_message.clear();
        update();
    }
    void say(const QString& message)
    {
        m_message = message;
        m_picture = {};
        update();
    }
    void setBusy(bool busy)
    {
        m_busy = busy;
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), currentTheme().canvas());
        painter.setPen(palette().color(QPalette::Mid));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
        QFont font = painter.font();
        font.setPointSizeF(Theme::kTickPt);
        painter.setFont(font);
        const QRect inner =
            rect().adjusted(Theme::kSpacing, Theme::kSpacing, -Theme::kSpacing, -Theme::kSpacing);
        painter.setPen(palette().color(QPalette::WindowText));
        if (!m_message.isEmpty() || m_picture.planes.empty()) {
            painter.drawText(inner, Qt::AlignCenter | Qt::TextWordWrap,
                             m_message.isEmpty() && m_busy ? tr("Fitting the recording...")
                                                           : m_message);
            return;
        }
        drawPlanes(painter, inner);
    }

private:
    void drawPlanes(QPainter& painter, const QRect& inner)
    {
        const QFontMetrics metrics = painter.fontMetrics();
        const double span = std::max<double>(m_picture.high, -m_picture.low);
        const QString top = numberOf(m_picture.low < 0.0F ? span : m_picture.high);
        const QString bottom = numberOf(m_picture.low < 0.0F ? -span : 0.0);
        const int barRoom =
            kBarPx + 4 +
            std::max(metrics.horizontalAdvance(top), metrics.horizontalAdvance(bottom)) +
            Theme::kSpacing;
        const int line = metrics.height() + 2;
        const int left = m_picture.overSteps ? line : 0;
        QRect area = inner.adjusted(left, line, -barRoom, -line);
        const int count = static_cast<int>(m_picture.planes.size());
        const int room = (area.width() - (count - 1) * Theme::kSpacing) / count;
        QRect last = area;
        for (int i = 0; i < count; ++i) {
            const QRect cell(area.left() + i * (room + Theme::kSpacing), area.top(), room,
                             area.height());
            const PreviewPlane& plane = m_picture.planes[static_cast<std::size_t>(i)];
            last = placeOf({static_cast<int>(plane.width), static_cast<int>(plane.height)}, cell);
            painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
            painter.drawImage(last, imageOf(plane, last.size() * devicePixelRatioF()));
            QString title = QString::fromStdString(plane.name);
            if (title.isEmpty() && plane.channel)
                title = tr("Channel %1").arg(*plane.channel);
            painter.drawText(QRect(last.left(), last.top() - line, last.width(), line),
                             Qt::AlignCenter, title);
        }
        drawBar(painter, QRect(last.right() + Theme::kSpacing, last.top(), kBarPx, last.height()),
                top, bottom);
        QString below = m_xTitle;
        if (m_picture.hidden > 0)
            below = tr("Further channels: %1").arg(m_picture.hidden);
        painter.drawText(QRect(inner.left(), last.bottom() + 1, inner.width() - barRoom, line),
                         Qt::AlignCenter, below);
        if (m_picture.overSteps) {
            painter.save();
            painter.translate(inner.left(), last.center().y());
            painter.rotate(-90.0);
            painter.drawText(
                QRect(-last.height() / 2, 0, last.height(), line), Qt::AlignCenter,
                tr("Units 0 to %1")
                    .arg(QLocale().toString(static_cast<qulonglong>(m_picture.units - 1))));
            painter.restore();
        }
    }
    QImage imageOf(const PreviewPlane& plane, const QSize& room) const
    {
        const PreviewPlane cells = reducedTo(plane, static_cast<std::size_t>(room.width()),
                                             static_cast<std::size_t>(room.height()));
        const bool isSigned = m_picture.low < 0.0F;
        const auto& colours = isSigned ? Theme::diverging() : Theme::viridis();
        const float span = std::max(m_picture.high, -m_picture.low);
        QImage image(static_cast<int>(cells.width), static_cast<int>(cells.height),
                     QImage::Format_RGB32);
        for (std::size_t i = 0; i < cells.values.size(); ++i) {
            const float share = span > 0.0F ? cells.values[i] / span : 0.0F;
            const auto entry = static_cast<std::size_t>(std::clamp(
                std::lround((isSigned ? (share + 1.0F) / 2.0F : share) * 255.0F), 0L, 255L));
            image.setPixel(static_cast<int>(i % cells.width), static_cast<int>(i / cells.width),
                           colours[entry]);
        }
        return image;
    }
    // Units over steps fill the room, pixels stay square.
    QRect placeOf(const QSize& size, const QRect& cell) const
    {
        if (m_picture.overSteps)
            return cell;
        const QSize fitted = size.scaled(cell.size(), Qt::KeepAspectRatio);
        return {QPoint(cell.left() + (cell.width() - fitted.width()) / 2,
                       cell.top() + (cell.height() - fitted.height()) / 2),
                fitted};
    }
    void drawBar(QPainter& painter, const QRect& bar, const QString& top, const QString& bottom)
    {
        const auto& colours = m_picture.low < 0.0F ? Theme::diverging() : Theme::viridis();
        for (int y = 0; y < bar.height(); ++y) {
            const int entry = 255 - 255 * y / std::max(1, bar.height() - 1);
            painter.setPen(QColor(colours[static_cast<std::size_t>(entry)]));
            painter.drawLine(bar.left(), bar.top() + y, bar.right(), bar.top() + y);
        }
        painter.setPen(palette().color(QPalette::WindowText));
        const int x = bar.right() + 4;
        const int line = painter.fontMetrics().height();
        painter.drawText(QRect(x, bar.top() - line / 4, 200, line), Qt::AlignLeft, top);
        painter.drawText(QRect(x, bar.bottom() - line + line / 4, 200, line), Qt::AlignLeft,
                         bottom);
    }

    PreviewPicture m_picture;
    QString m_xTitle, m_message;
    bool m_busy = false;
};

InputPreview::InputPreview(JobQueue& jobs, QWidget* parent)
    : QWidget(parent),
      m_job(jobs, Lane::Figures),
      m_canvas(new PreviewCanvas(this)),
      m_transport(new QWidget(this)),
      m_play(new QToolButton(m_transport)),
      m_step(new QSlider(Qt::Horizontal, m_transport)),
      m_stepLabel(new QLabel(m_transport)),
      m_number(new QSpinBox(this)),
      m_sampleLabel(new QLabel(this)),
      m_text(new QLabel(this)),
      m_timer(new QTimer(this))
{
    makeTransport();
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_text->setAccessibleName(tr("How the recording becomes the input"));
    auto* samples = new QHBoxLayout;
    samples->addWidget(m_number);
    samples->addWidget(m_sampleLabel, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::kSpacing, 0, 0, 0);
    layout->setSpacing(Theme::kSpacing);
    layout->addLayout(samples);
    layout->addWidget(m_canvas, 1);
    layout->addWidget(m_transport);
    layout->addWidget(m_text);
    clear();
}

void InputPreview::makeTransport()
{
    m_play->setIcon(icon(QStringLiteral("play")));
    m_play->setCheckable(true);
    m_play->setToolTip(tr("Play the steps (Space)"));
    m_play->setAccessibleName(tr("Play the steps"));
    m_step->setAccessibleName(tr("Step"));
    m_number->setAccessibleName(tr("Sample"));
    m_number->setPrefix(tr("Sample "));
    m_number->setKeyboardTracking(false);
    auto* row = new QHBoxLayout(m_transport);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_play);
    row->addWidget(m_step, 1);
    row->addWidget(m_stepLabel);
    m_timer->setInterval(kPlayMs);
    connect(m_play, &QToolButton::toggled, this, &InputPreview::play);
    connect(m_step, &QSlider::valueChanged, this, &InputPreview::showStep);
    connect(m_number, &QSpinBox::valueChanged, this,
            [this](int number) { load(static_cast<std::size_t>(number - 1)); });
    connect(m_timer, &QTimer::timeout, this, [this] {
        const int stride = 1 + m_step->maximum() / kPlayedSteps;
        const int next = m_step->value() + stride;
        m_step->setValue(next > m_step->maximum() ? 1 : next);
    });
}

void InputPreview::show(std::shared_ptr<const Recording> recording, const InputWish& wish,
                        const Params& options, std::uint64_t seed)
{
    m_options = options;
    m_canvas->setBusy(true);
    const std::size_t wanted =
        m_sample != nullptr && m_number->isVisibleTo(this) ? m_sample->sample() : 0;
    m_job.start<std::shared_ptr<const PreviewSample>>(
        tr("Fit the recording to the input"),
        [recording = std::move(recording), wish, options, seed, wanted](JobContext& job) {
            JobContext fitting = job.part(0.0, 0.8);
            std::shared_ptr<const FittedInput> input =
                fitInput(recording, wish, options, seed, fitting);
            JobContext loading = job.part(0.8, 1.0);
            const std::size_t sample = std::min(wanted, input->samples() - 1);
            return std::make_shared<const PreviewSample>(std::move(input), sample, loading);
        },
        [this](std::shared_ptr<const PreviewSample> sample) { take(std::move(sample)); },
        [this](const Error& error) { fail(error); });
}

void InputPreview::load(std::size_t sample)
{
    if (m_sample == nullptr || m_sample->sample() == sample)
        return;
    m_job.start<std::shared_ptr<const PreviewSample>>(
        tr("Fit the recording to the input"),
        [input = m_sample->shared(), sample](JobContext& job) {
            return std::make_shared<const PreviewSample>(input, sample, job);
        },
        [this](std::shared_ptr<const PreviewSample> loaded) { take(std::move(loaded)); },
        [this](const Error& error) { fail(error); });
}

void InputPreview::clear()
{
    m_job.cancel();
    m_sample.reset();
    m_failure.clear();
    m_text->clear();
    m_transport->hide();
    m_number->hide();
    m_sampleLabel->hide();
    m_canvas->setBusy(false);
    m_canvas->say(tr("The network says itself how it takes recordings"));
}

void InputPreview::take(std::shared_ptr<const PreviewSample> sample)
{
    m_sample = std::move(sample);
    m_failure.clear();
    m_canvas->setBusy(false);
    const auto samples = static_cast<int>(m_sample->input().samples());
    {
        const QSignalBlocker blocked(m_number);
        m_number->setRange(1, samples);
        m_number->setSuffix(tr(" of %1").arg(QLocale().toString(samples)));
        m_number->setValue(static_cast<int>(m_sample->sample()) + 1);
    }
    m_number->setVisible(samples > 1);
    QString title = QString::fromStdString(m_sample->id());
    const std::vector<std::string> names = m_sample->input().classNames();
    if (const std::int64_t label = m_sample->label(); label >= 0)
        title = tr("%1, class %2")
                    .arg(title, static_cast<std::size_t>(label) < names.size()
                                    ? QString::fromStdString(names[static_cast<std::size_t>(label)])
                                    : QString::number(label));
    m_sampleLabel->setText(title);
    m_sampleLabel->show();
    const bool hasSteps = m_sample->hasPlanes() && m_sample->steps() > 1;
    m_transport->setVisible(hasSteps);
    if (!hasSteps)
        m_play->setChecked(false);
    m_step->setRange(0, static_cast<int>(m_sample->steps()));
    m_step->setPageStep(std::max(1, static_cast<int>(m_sample->steps()) / 10));
    m_text->setText(richText(explanation()));
    showStep();
    Q_EMIT changed();
}

void InputPreview::fail(const Error& error)
{
    if (error.kind() == ErrorKind::Cancelled)
        return;
    m_failure = named(error.what());
    m_play->setChecked(false);
    m_transport->hide();
    m_number->hide();
    m_sampleLabel->hide();
    m_text->clear();
    m_canvas->setBusy(false);
    m_canvas->say(m_failure);
    Q_EMIT changed();
}

void InputPreview::showStep()
{
    if (m_sample == nullptr)
        return;
    const int step = m_step->value();
    const std::optional<std::size_t> shown =
        step > 0 ? std::optional(static_cast<std::size_t>(step - 1)) : std::nullopt;
    m_stepLabel->setText(
        step == 0 ? tr("Mean of %1 steps").arg(QLocale().toString(m_step->maximum()))
                  : tr("Step %1 of %2")
                        .arg(QLocale().toString(step), QLocale().toString(m_step->maximum())));
    const QString below = !m_sample->hasPlanes()
                              ? tr("Steps 0 to %1").arg(QLocale().toString(m_step->maximum() - 1))
                          : step == 0 ? tr("Mean value per step")
                                      : tr("Value");
    m_canvas->show(m_sample->picture(shown), below);
}

void InputPreview::play(bool on)
{
    m_play->setIcon(icon(on ? QStringLiteral("pause") : QStringLiteral("play")));
    if (on)
        m_timer->start();
    else
        m_timer->stop();
}

void InputPreview::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space && m_transport->isVisible())
        m_play->toggle();
    else
        QWidget::keyPressEvent(event);
}

QString InputPreview::explanation() const
{
    if (m_sample == nullptr)
        return {};
    QStringList lines;
    for (const std::string& line : m_sample->input().explanation())
        lines << named(line);
    return lines.join(QLatin1Char('\n'));
}

std::set<std::string> InputPreview::appliedOptions() const
{
    std::set<std::string> ids;
    if (m_sample == nullptr)
        return ids;
    const Json choice = m_sample->input().choice();
    for (const auto& [id, value] : choice.members())
        ids.insert(id);
    return ids;
}

QString InputPreview::named(const std::string& text) const
{
    QString result = QString::fromStdString(text);
    for (const ParamSpec& spec : m_options.specs()) {
        if (!spec.id.starts_with("input-"))
            continue;
        const QString id = QRegularExpression::escape(QString::fromStdString(spec.id));
        result.replace(QRegularExpression(QStringLiteral("\\b%1\\b(?!-)").arg(id)),
                       tr("'%1'").arg(trParam(spec.title)));
    }
    return result;
}

} // namespace inspike

#include "input_preview.moc"
