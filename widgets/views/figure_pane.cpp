// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/figure_pane.h"

#include "widgets/text/phrases.h"
#include "widgets/theme/theme.h"

#include <QEvent>
#include <QGridLayout>

namespace inspike {

namespace {

constexpr int kPatienceMs = 150;

} // namespace

FigurePane::FigurePane(const char* id, Canvas kind, Lane lane, JobQueue& jobs, QWidget* parent)
    : QWidget(parent), m_words(new QLabel(this)), m_job(jobs, lane)
{
    setObjectName(QStringLiteral("pane.") + QString::fromLatin1(id));
    if (kind == Canvas::Heat)
        m_heat = new HeatCanvas(this);
    else
        m_plot = new PlotCanvas(this);
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(canvas(), 0, 0);
    layout->addWidget(m_words, 0, 0, Qt::AlignCenter);
    m_words->setObjectName(QStringLiteral("words"));
    m_words->setWordWrap(true);
    m_words->setAlignment(Qt::AlignCenter);
    m_words->setMargin(Theme::kSpacing);
    m_words->setForegroundRole(QPalette::PlaceholderText);
    m_words->hide();
    setFocusProxy(canvas());
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatienceMs);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        if (!m_filled)
            say({TextId::BeingComputed});
    });
}

QWidget* FigurePane::canvas() const
{
    return m_heat != nullptr ? static_cast<QWidget*>(m_heat) : m_plot;
}

QString FigurePane::words() const
{
    return m_words->isHidden() ? QString() : m_words->text();
}

// Over an empty canvas: what was there before would be taken for the answer.
void FigurePane::say(const Text& words)
{
    m_said = words;
    m_words->setText(phrase(words));
    m_words->show();
    canvas()->hide();
    m_filled = false;
}

void FigurePane::show(const Figure& figure, bool keepRange)
{
    if (isPending(figure)) {
        if (!m_failure.empty())
            say({TextId::Verbatim, {m_failure}});
        else if (!m_filled && !m_patience.isActive())
            m_patience.start();
        return; // what it shows stays until the new one is there
    }
    m_patience.stop();
    const auto* series = std::get_if<SeriesFigure>(&figure);
    if (series != nullptr && series->panels.empty()) {
        say(series->note);
        return;
    }
    m_words->hide();
    canvas()->show();
    const bool keep = keepRange && m_filled;
    m_filled = true;
    if (const auto* heat = std::get_if<HeatFigure>(&figure)) {
        m_heat->setFigure(std::make_shared<const HeatFigure>(*heat), keep);
        return;
    }
    m_time = std::holds_alternative<RasterFigure>(figure) || (series != nullptr && series->xIsTime);
    m_plot->setFigure(figure, keep && m_plot->zoomed());
}

void FigurePane::compute(const std::string& request, const QString& title,
                         std::function<void(JobContext&)> work, std::function<void()> done)
{
    if (request == m_request)
        return;
    m_request = request;
    m_failure.clear();
    m_job.start<bool>(
        title,
        [work = std::move(work)](JobContext& job) {
            work(job);
            return true;
        },
        [done = std::move(done)](bool) { done(); }, [this](const Error& error) { fail(error); });
}

void FigurePane::forget()
{
    m_job.cancel();
    m_request.clear();
    m_failure.clear();
}

void FigurePane::fail(const Error& error)
{
    m_patience.stop();
    m_failure =
        error.kind() == ErrorKind::Cancelled ? tr("Stopped").toStdString() : error.message();
    if (!m_filled || error.kind() != ErrorKind::Cancelled)
        say({TextId::Verbatim, {m_failure}});
}

void FigurePane::setHighlight(const std::vector<Key>& keys,
                              std::optional<std::pair<double, double>> time)
{
    if (m_plot != nullptr && m_filled)
        m_plot->setHighlight(keys, m_time ? time : std::nullopt);
}

void FigurePane::setHover(const std::optional<Key>& key)
{
    if (m_plot != nullptr && m_filled)
        m_plot->setHover(key);
}

void FigurePane::setCursor(std::optional<double> position)
{
    if (m_plot != nullptr && m_filled)
        m_plot->setCursor(m_time ? position : std::nullopt);
}

void FigurePane::fit()
{
    if (m_plot != nullptr)
        m_plot->fit();
    else
        m_heat->fit();
}

bool FigurePane::zoomed() const
{
    return m_filled && (m_plot != nullptr ? m_plot->zoomed() : m_heat->zoomed());
}

void FigurePane::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange && !m_words->isHidden())
        m_words->setText(phrase(m_said));
}

} // namespace inspike
