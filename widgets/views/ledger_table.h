// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A TableFigure in the window: sorted by any column with the total below, rows copied with all
// digits, rows chosen by the keys that they stand for.

#include "core/figures/table_figure.h"

#include <QAbstractTableModel>
#include <QTableView>

namespace inspike {

class LedgerModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role { SortRole = Qt::UserRole, TotalRole };

    explicit LedgerModel(QObject* parent) : QAbstractTableModel(parent) {}

    // Rows of the same keys stay the same rows.
    void setFigure(const TableFigure& figure);
    const TableFigure& figure() const { return m_figure; }
    // Widest part of the column behind the decimal point: ".0198".
    const QString& longestFraction(int column) const;
    void retranslate();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void measure();

    TableFigure m_figure;
    std::vector<QString> m_fractions;
};

class LedgerTable : public QTableView
{
    Q_OBJECT

public:
    explicit LedgerTable(QWidget* parent = nullptr);

    void setFigure(const TableFigure& figure);
    void setChosen(const std::vector<Key>& keys);
    std::vector<Key> chosen() const;
    // Of the chosen rows, or of all, with titles; columns separated by tabulators.
    QString copied() const;
    int naturalHeight() const; // without scrolling

Q_SIGNALS:
    void chosenByHand();
    void rowPointedAt(std::optional<inspike::Key> key);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    std::optional<Key> keyAt(const QModelIndex& index) const;
    void spreadColumns();

    LedgerModel* m_model;
    bool m_following = false; // the selection comes from outside
};

} // namespace inspike
