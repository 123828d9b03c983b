// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/raster_spikes_tools.h"

#include "widgets/panels/spike_table.h"

#include <QAction>
#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLocale>
#include <QSaveFile>
#include <QWidget>

namespace inspike {

namespace {

constexpr QSize kTableSize(420, 560);

QString number(std::uint64_t value)
{
    return QLocale().toString(static_cast<qulonglong>(value));
}

} // namespace

RasterSpikesTools::RasterSpikesTools(JobQueue& jobs, QWidget* view)
    : QObject(view),
      m_view(view),
      m_counting(jobs, Lane::Figures),
      m_listing(jobs, Lane::Figures),
      m_writing(jobs, Lane::Io)
{
    QAction* table = addAction(&RasterSpikesTools::showTable);
    table->setShortcut(QKeySequence(Qt::Key_T));
    table->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(&RasterSpikesTools::copy);
    addAction(&RasterSpikesTools::chooseFile);
    retranslate();
}

QAction* RasterSpikesTools::addAction(void (RasterSpikesTools::*act)())
{
    auto* action = new QAction(this);
    action->setProperty("inspike.command", true); // in the palette, too
    connect(action, &QAction::triggered, this, act);
    m_actions.append(action);
    return action;
}

void RasterSpikesTools::retranslate()
{
    m_actions[0]->setText(tr("Show spikes in a table"));
    m_actions[1]->setText(tr("Copy spikes as CSV"));
    m_actions[2]->setText(tr("Save spikes as CSV..."));
}

void RasterSpikesTools::select(Source source, std::vector<std::uint32_t> units,
                               std::optional<TimeRange> time)
{
    m_selected.reset();
    m_pending = true;
    count(m_counting, {std::move(source), std::move(units), time}, [this](Listing listing) {
        m_pending = false;
        m_selected = std::move(listing);
        if (m_table != nullptr && m_table->isVisible())
            m_table->setListing(m_selected);
        Q_EMIT counted();
        if (const auto use = std::exchange(m_waiting, {}))
            use(m_selected);
    });
}

void RasterSpikesTools::clear()
{
    m_counting.cancel();
    m_pending = false;
    m_waiting = {};
    if (!m_selected)
        return;
    m_selected.reset();
    if (m_table != nullptr && m_table->isVisible())
        m_table->setListing(nullptr);
    Q_EMIT counted();
}

void RasterSpikesTools::count(LatestJob& job, Request request, std::function<void(Listing)> use)
{
    job.start<Listing>(
        tr("Counting spikes"),
        [request = std::move(request)](JobContext& context) {
            const RasterSource source = request.source();
            return SpikeListing::make(source, request.units, request.time.value_or(source.extent),
                                      context);
        },
        std::move(use),
        [this](const Error& error) {
            m_pending = false;
            m_waiting = {};
            if (error.kind() != ErrorKind::Cancelled)
                Q_EMIT said(QString::fromStdString(error.message()));
        });
}

void RasterSpikesTools::withListing(std::function<void(Listing)> use)
{
    if (m_selected) {
        use(m_selected);
    } else if (m_pending) {
        m_waiting = std::move(use);
    } else if (m_fallback) {
        Request request = m_fallback();
        if (request.source)
            count(m_listing, std::move(request), std::move(use));
    }
}

void RasterSpikesTools::copy()
{
    withListing([this](const Listing& listing) {
        if (listing->size() > kMostCopied) {
            Q_EMIT said(tr("%1 spikes are too many to copy (at most %2): save them as CSV")
                            .arg(number(listing->size()), number(kMostCopied)));
            return;
        }
        m_writing.start<std::string>(
            tr("Copying spikes"),
            [listing](JobContext& job) {
                std::string text;
                listing->writeCsv([&text](std::string_view piece) { text += piece; }, job);
                return text;
            },
            [this, listing](const std::string& text) {
                QGuiApplication::clipboard()->setText(QString::fromStdString(text));
                Q_EMIT said(tr("Copied %1 spikes").arg(number(listing->size())));
            },
            {});
    });
}

void RasterSpikesTools::showTable()
{
    withListing([this](const Listing& listing) {
        if (m_table == nullptr) {
            m_table = new SpikeTable(m_view);
            m_table->setWindowFlags(Qt::Tool);
            m_table->resize(kTableSize);
        }
        m_table->setListing(listing);
        m_table->show();
        m_table->raise();
    });
}

void RasterSpikesTools::chooseFile()
{
    const QString path = QFileDialog::getSaveFileName(
        m_view, tr("Save spikes as CSV"), QStringLiteral("spikes.csv"), tr("CSV (*.csv)"));
    if (!path.isEmpty())
        save(path);
}

void RasterSpikesTools::save(const QString& path)
{
    withListing([this, path](const Listing& listing) {
        m_writing.start<bool>(
            tr("Saving spikes"),
            [listing, path](JobContext& job) {
                QSaveFile file(path);
                bool good = file.open(QIODevice::WriteOnly);
                listing->writeCsv(
                    [&](std::string_view piece) {
                        if (good)
                            good = file.write(piece.data(), static_cast<qint64>(piece.size())) ==
                                   static_cast<qint64>(piece.size());
                        if (!good)
                            throw Error(ErrorKind::BadOutput, path.toStdString() + ": " +
                                                                  file.errorString().toStdString());
                    },
                    job);
                if (!file.commit())
                    throw Error(ErrorKind::BadOutput,
                                path.toStdString() + ": " + file.errorString().toStdString());
                return true;
            },
            [this, listing, path](bool) {
                Q_EMIT said(tr("Saved %1 spikes to %2").arg(number(listing->size()), path));
            },
            [this](const Error& error) {
                if (error.kind() != ErrorKind::Cancelled)
                    Q_EMIT said(QString::fromStdString(error.message()));
            });
    });
}

} // namespace inspike
