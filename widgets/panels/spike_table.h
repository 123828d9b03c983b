// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The spikes of a selection as a table: time and unit, read in pages as one scrolls, never all.

#include "core/figures/raster_spikes.h"

#include <QAbstractTableModel>
#include <QWidget>

#include <list>
#include <memory>

class QLabel;
class QSpinBox;
class QTableView;

namespace inspike {

class SpikeTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    explicit SpikeTableModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    void setListing(std::shared_ptr<const SpikeListing> listing);
    const std::shared_ptr<const SpikeListing>& listing() const { return m_listing; }
    // Header views of the toolkit keep bytes for every row, so that long lists are shown in parts
    // of this many rows.
    static constexpr std::uint64_t kRowsOfPart = 1'000'000;
    int parts() const;
    int part() const { return m_part; }
    void setPart(int part);
    int pagesRead() const { return m_pagesRead; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Page
    {
        std::uint64_t first = 0;
        std::vector<ListedSpike> spikes;
    };
    std::uint64_t firstRow() const { return static_cast<std::uint64_t>(m_part) * kRowsOfPart; }
    const ListedSpike* spikeAt(std::uint64_t place) const;

    std::shared_ptr<const SpikeListing> m_listing;
    int m_part = 0;
    mutable std::list<Page> m_pages; // the one used last first
    mutable int m_pagesRead = 0;
};

class SpikeTable : public QWidget
{
    Q_OBJECT

public:
    explicit SpikeTable(QWidget* parent = nullptr);

    void setListing(std::shared_ptr<const SpikeListing> listing);
    SpikeTableModel* model() const { return m_model; }

protected:
    void keyPressEvent(QKeyEvent* event) override; // copies the chosen rows

private:
    void copyRows() const;

    SpikeTableModel* m_model;
    QTableView* m_view;
    QLabel* m_summary;
    QLabel* m_partWords;
    QSpinBox* m_partBox;
};

} // namespace inspike
