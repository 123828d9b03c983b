// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/spike_table.h"

#include "widgets/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QSpinBox>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace inspike {

namespace {

constexpr std::size_t kPage = 512; // rows read at once
constexpr std::size_t kPagesKept = 16;
constexpr int kMostCopied = 100'000; // rows
constexpr double kUsPerMs = 1000.0;

QString number(std::uint64_t value)
{
    return QLocale().toString(static_cast<qulonglong>(value));
}

} // namespace

void SpikeTableModel::setListing(std::shared_ptr<const SpikeListing> listing)
{
    beginResetModel();
    m_listing = std::move(listing);
    m_part = 0;
    m_pages.clear();
    endResetModel();
}

int SpikeTableModel::parts() const
{
    return m_listing ? static_cast<int>((m_listing->size() + kRowsOfPart - 1) / kRowsOfPart) : 0;
}

void SpikeTableModel::setPart(int part)
{
    part = std::clamp(part, 0, std::max(0, parts() - 1));
    if (part == m_part)
        return;
    beginResetModel();
    m_part = part;
    endResetModel();
}

int SpikeTableModel::rowCount(const QModelIndex& parent) const
{
    if (parent.isValid() || !m_listing || m_listing->size() <= firstRow())
        return 0;
    return static_cast<int>(std::min(kRowsOfPart, m_listing->size() - firstRow()));
}

int SpikeTableModel::columnCount(const QModelIndex& parent) const
{
    if (parent.isValid())
        return 0;
    return m_listing && !m_listing->source().sensor.empty() ? 4 : 2;
}

const ListedSpike* SpikeTableModel::spikeAt(std::uint64_t place) const
{
    const std::uint64_t first = place / kPage * kPage;
    auto page = std::find_if(m_pages.begin(), m_pages.end(),
                             [first](const Page& each) { return each.first == first; });
    if (page == m_pages.end()) {
        m_pages.push_front({first, m_listing->page(first, kPage)});
        ++m_pagesRead;
        if (m_pages.size() > kPagesKept)
            m_pages.pop_back();
    } else {
        m_pages.splice(m_pages.begin(), m_pages, page);
    }
    const auto at = static_cast<std::size_t>(place - first);
    return at < m_pages.front().spikes.size() ? &m_pages.front().spikes[at] : nullptr;
}

QVariant SpikeTableModel::data(const QModelIndex& index, int role) const
{
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole || !index.isValid())
        return {};
    const ListedSpike* spike = spikeAt(firstRow() + static_cast<std::uint64_t>(index.row()));
    if (spike == nullptr)
        return {};
    if (index.column() == 0)
        return m_listing->source().stepTime
                   ? QLocale().toString(static_cast<qlonglong>(spike->time))
                   : QLocale().toString(static_cast<double>(spike->time) / kUsPerMs, 'f', 3);
    const SensorSize sensor = m_listing->source().sensor;
    if (sensor.empty())
        return static_cast<qulonglong>(spike->unit);
    const std::uint32_t line = spike->unit / sensor.width;
    if (index.column() == 1)
        return static_cast<qulonglong>(spike->unit % sensor.width);
    if (index.column() == 2)
        return static_cast<qulonglong>(line % sensor.height);
    return line >= sensor.height ? QStringLiteral("ON") : QStringLiteral("OFF");
}

QVariant SpikeTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    if (orientation == Qt::Vertical)
        return number(firstRow() + static_cast<std::uint64_t>(section) + 1);
    if (section == 0)
        return m_listing && m_listing->source().stepTime ? tr("Time step") : tr("Time (ms)");
    if (columnCount() == 2)
        return tr("Unit");
    const QStringList words{QStringLiteral("x"), QStringLiteral("y"), tr("Polarity")};
    return words.value(section - 1);
}

SpikeTable::SpikeTable(QWidget* parent)
    : QWidget(parent),
      m_model(new SpikeTableModel(this)),
      m_view(new QTableView(this)),
      m_summary(new QLabel(this)),
      m_partWords(new QLabel(this)),
      m_partBox(new QSpinBox(this))
{
    setObjectName(QStringLiteral("spikeTable"));
    setWindowTitle(tr("Spikes"));
    setAccessibleName(tr("Spikes"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::kSpacing, Theme::kSpacing, Theme::kSpacing, Theme::kSpacing);
    m_summary->setWordWrap(true);
    layout->addWidget(m_summary);
    m_view->setModel(m_model);
    m_view->setAccessibleName(tr("Spikes"));
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setWordWrap(false);
    m_view->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_view->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + Theme::kSpacing / 2);
    layout->addWidget(m_view, 1);
    auto* row = new QHBoxLayout;
    row->addWidget(m_partWords);
    row->addWidget(m_partBox);
    row->addStretch();
    layout->addLayout(row);
    m_partBox->setAccessibleName(tr("Part of the list"));
    m_partWords->setBuddy(m_partBox);
    connect(m_partBox, &QSpinBox::valueChanged, this,
            [this](int part) { m_model->setPart(part - 1); });
    setListing(nullptr);
}

void SpikeTable::setListing(std::shared_ptr<const SpikeListing> listing)
{
    m_model->setListing(std::move(listing));
    const auto& shown = m_model->listing();
    const int parts = m_model->parts();
    for (QWidget* part : {static_cast<QWidget*>(m_partWords), static_cast<QWidget*>(m_partBox)})
        part->setVisible(parts > 1);
    m_partBox->setRange(1, std::max(1, parts));
    m_partBox->setValue(1);
    m_partWords->setText(
        tr("Part (of %1, a million rows each):").arg(number(static_cast<std::uint64_t>(parts))));
    if (!shown) {
        m_summary->setText(tr("Select spikes in the raster"));
        return;
    }
    m_summary->setText(tr("%1 spikes of %2 units, unit by unit")
                           .arg(number(shown->size()), number(shown->units())));
}

void SpikeTable::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy))
        copyRows();
    else
        QWidget::keyPressEvent(event);
}

void SpikeTable::copyRows() const
{
    QStringList lines;
    QStringList cells;
    const int columns = m_model->columnCount();
    for (int column = 0; column < columns; ++column)
        cells.append(m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
    lines.append(cells.join(QLatin1Char('\t')));
    for (const QItemSelectionRange& range : m_view->selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom() && lines.size() <= kMostCopied; ++row) {
            cells.clear();
            for (int column = 0; column < columns; ++column)
                cells.append(
                    m_model->data(m_model->index(row, column), Qt::DisplayRole).toString());
            lines.append(cells.join(QLatin1Char('\t')));
        }
    }
    QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

} // namespace inspike
