// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/ledger_table.h"

#include "core/analysis/number_text.h"
#include "widgets/plot/table_text.h"
#include "widgets/text/phrases.h"
#include "widgets/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

// The total stays below whatever the order of the rest; unknown numbers come just before it.
class SortedRows : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

protected:
    bool lessThan(const QModelIndex& a, const QModelIndex& b) const override
    {
        const bool down = sortOrder() == Qt::DescendingOrder;
        const bool total = a.data(LedgerModel::TotalRole).toBool();
        if (total != b.data(LedgerModel::TotalRole).toBool())
            return total == down;
        const QVariant x = a.data(LedgerModel::SortRole);
        const QVariant y = b.data(LedgerModel::SortRole);
        if (x.typeId() == QMetaType::QString)
            return x.toString().localeAwareCompare(y.toString()) < 0;
        const bool unknown = std::isnan(x.toDouble());
        if (unknown != std::isnan(y.toDouble()))
            return unknown == down;
        return x.toDouble() < y.toDouble();
    }
};

// Numbers stand below one another at the decimal point.
class AlignedNumbers : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        QStyleOptionViewItem cell = option;
        initStyleOption(&cell, index);
        if (!cell.displayAlignment.testFlag(Qt::AlignRight)) {
            QStyledItemDelegate::paint(painter, option, index);
            return;
        }
        const QString text = cell.text;
        cell.text.clear();
        QStyle* style = cell.widget != nullptr ? cell.widget->style() : QApplication::style();
        style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
        const bool chosen = cell.state.testFlag(QStyle::State_Selected);
        painter->save();
        painter->setFont(cell.font);
        painter->setPen(cell.palette.color(chosen ? QPalette::HighlightedText : QPalette::Text));
        const double room = room_(index, QFontMetricsF(cell.font), text);
        painter->drawText(QRectF(cell.rect).adjusted(0, 0, -room - Theme::kSpacing, 0),
                          Qt::AlignRight | Qt::AlignVCenter, text);
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const QFontMetricsF metrics(option.font);
        const double room = room_(index, metrics, index.data().toString());
        return QStyledItemDelegate::sizeHint(option, index) +
               QSize(static_cast<int>(std::ceil(room)) + Theme::kSpacing, 0);
    }

private:
    // What the longest fraction of the column has more than this one.
    static double room_(const QModelIndex& index, const QFontMetricsF& metrics, const QString& text)
    {
        const auto* sorted = static_cast<const QSortFilterProxyModel*>(index.model());
        const auto* model = static_cast<const LedgerModel*>(sorted->sourceModel());
        return metrics.horizontalAdvance(model->longestFraction(index.column())) -
               metrics.horizontalAdvance(numberParts(text).second);
    }
};

// "Dense", "energy (nJ)"; a unit has a line of its own where the last one would be long.
QString onLines(const TableColumn& column)
{
    constexpr qsizetype kLongest = 12;
    QString words = phrase(column.title);
    const auto middle = words.size() / 2;
    qsizetype best = -1;
    for (auto at = words.indexOf(QLatin1Char(' ')); at >= 0;
         at = words.indexOf(QLatin1Char(' '), at + 1)) {
        if (best < 0 || std::abs(at - middle) < std::abs(best - middle))
            best = at;
    }
    if (best >= 0)
        words[best] = QLatin1Char('\n');
    if (column.unit.empty())
        return words;
    const QString unit = QStringLiteral("(%1)").arg(QString::fromStdString(column.unit));
    const auto last = words.size() - (best + 1) + 1 + unit.size();
    return words + (last > kLongest ? QLatin1Char('\n') : QLatin1Char(' ')) + unit;
}

std::vector<std::optional<Key>> keysOf(const TableFigure& figure)
{
    std::vector<std::optional<Key>> keys;
    for (const TableRow& row : figure.rows)
        keys.push_back(row.key);
    return keys;
}

} // namespace

void LedgerModel::setFigure(const TableFigure& figure)
{
    const bool same = keysOf(figure) == keysOf(m_figure) &&
                      figure.columns.size() == m_figure.columns.size() && !figure.rows.empty();
    if (!same)
        beginResetModel();
    m_figure = figure;
    measure();
    if (!same)
        endResetModel();
    else
        retranslate();
}

void LedgerModel::retranslate()
{
    if (m_figure.rows.empty() || m_figure.columns.empty())
        return;
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

void LedgerModel::measure()
{
    m_fractions.assign(m_figure.columns.size(), {});
    for (const TableRow& row : m_figure.rows) {
        for (std::size_t i = 0; i < m_fractions.size() && i < row.cells.size(); ++i) {
            if (std::holds_alternative<Text>(row.cells[i]))
                continue;
            const QString fraction =
                numberParts(tableText(row.cells[i], m_figure.columns[i])).second;
            if (fraction.size() > m_fractions[i].size())
                m_fractions[i] = fraction;
        }
    }
}

const QString& LedgerModel::longestFraction(int column) const
{
    return m_fractions[static_cast<std::size_t>(column)];
}

int LedgerModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_figure.rows.size());
}

int LedgerModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_figure.columns.size());
}

QVariant LedgerModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const TableRow& row = m_figure.rows[static_cast<std::size_t>(index.row())];
    const auto column = static_cast<std::size_t>(index.column());
    const TableCell& cell = row.cells[column];
    const bool words = std::holds_alternative<Text>(cell);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        if (role == Qt::ToolTipRole && !words)
            return {};
        return tableText(cell, m_figure.columns[column]);
    case Qt::TextAlignmentRole:
        return static_cast<int>((words ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::FontRole:
        if (row.isTotal) {
            QFont font = QApplication::font();
            font.setBold(true);
            return font;
        }
        return {};
    case TotalRole:
        return row.isTotal;
    case SortRole: // names in the order of the network, kinds by name
        if (column == 0)
            return static_cast<double>(index.row());
        return words ? QVariant(phrase(std::get<Text>(cell))) : QVariant(std::get<double>(cell));
    default:
        return {};
    }
}

QVariant LedgerModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    const auto column = static_cast<std::size_t>(section);
    if (orientation != Qt::Horizontal || column >= m_figure.columns.size())
        return {};
    if (role == Qt::DisplayRole)
        return onLines(m_figure.columns[column]);
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((isTextColumn(m_figure, column) ? Qt::AlignLeft : Qt::AlignRight) |
                                Qt::AlignVCenter);
    return {};
}

LedgerTable::LedgerTable(QWidget* parent) : QTableView(parent), m_model(new LedgerModel(this))
{
    auto* sorted = new SortedRows(this);
    sorted->setSourceModel(m_model);
    setModel(sorted);
    setItemDelegate(new AlignedNumbers(this));
    setObjectName(QStringLiteral("ledgerTable"));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setMouseTracking(true);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setSortingEnabled(true);
    sortByColumn(0, Qt::AscendingOrder);
    verticalHeader()->hide();
    horizontalHeader()->setMinimumSectionSize(0);
    connect(horizontalHeader(), &QHeaderView::sortIndicatorChanged, this,
            [this] { spreadColumns(); });
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + Theme::kSpacing);
    horizontalHeader()->setHighlightSections(false);
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        if (!m_following)
            Q_EMIT chosenByHand();
    });
    connect(this, &QTableView::entered, this,
            [this](const QModelIndex& index) { Q_EMIT rowPointedAt(keyAt(index)); });
}

void LedgerTable::setFigure(const TableFigure& figure)
{
    const bool first =
        m_model->rowCount() == 0 || figure.columns.size() != m_model->figure().columns.size();
    const QScopedValueRollback following(m_following, true);
    m_model->setFigure(figure);
    if (first)
        sortByColumn(0, Qt::AscendingOrder);
    spreadColumns();
}

std::optional<Key> LedgerTable::keyAt(const QModelIndex& index) const
{
    const auto* sorted = static_cast<const QSortFilterProxyModel*>(model());
    const int row = sorted->mapToSource(index).row();
    if (row < 0)
        return std::nullopt;
    return m_model->figure().rows[static_cast<std::size_t>(row)].key;
}

void LedgerTable::setChosen(const std::vector<Key>& keys)
{
    const QScopedValueRollback following(m_following, true);
    QItemSelection rows;
    for (int row = 0; row < model()->rowCount(); ++row) {
        const std::optional<Key> key = keyAt(model()->index(row, 0));
        if (key && std::find(keys.begin(), keys.end(), *key) != keys.end())
            rows.select(model()->index(row, 0), model()->index(row, model()->columnCount() - 1));
    }
    if (rows == selectionModel()->selection())
        return;
    selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect);
    if (rows.size() == 1)
        scrollTo(rows.indexes().front());
}

std::vector<Key> LedgerTable::chosen() const
{
    std::vector<Key> keys;
    for (const QModelIndex& index : selectionModel()->selectedRows()) {
        if (const auto key = keyAt(index))
            keys.push_back(*key);
    }
    return keys;
}

QString LedgerTable::copied() const
{
    const auto* sorted = static_cast<const QSortFilterProxyModel*>(model());
    const TableFigure& figure = m_model->figure();
    QStringList titles;
    for (const TableColumn& column : figure.columns)
        titles.append(tableTitle(column));
    QStringList lines{titles.join(QLatin1Char('\t'))};
    const bool all = !selectionModel()->hasSelection();
    for (int row = 0; row < sorted->rowCount(); ++row) {
        const QModelIndex index = sorted->index(row, 0);
        if (!all && !selectionModel()->isSelected(index))
            continue;
        QStringList cells;
        for (const TableCell& cell :
             figure.rows[static_cast<std::size_t>(sorted->mapToSource(index).row())].cells) {
            const auto* words = std::get_if<Text>(&cell);
            cells.append(words != nullptr
                             ? phrase(*words)
                             : QString::fromStdString(numberText(std::get<double>(cell))));
        }
        lines.append(cells.join(QLatin1Char('\t')));
    }
    return lines.join(QLatin1Char('\n'));
}

int LedgerTable::naturalHeight() const
{
    return horizontalHeader()->sizeHint().height() + verticalHeader()->length() + 2 * frameWidth() +
           2;
}

// As wide as what they hold, and what is left over between them.
void LedgerTable::spreadColumns()
{
    const int columns = model()->columnCount();
    const QFontMetrics metrics(horizontalHeader()->font());
    const int sorted = horizontalHeader()->sortIndicatorSection();
    std::vector<int> widths;
    int sum = 0;
    for (int i = 0; i < columns; ++i) {
        const QString title = model()->headerData(i, Qt::Horizontal).toString();
        int width = metrics.size(0, title).width() + 2 * Theme::kSpacing;
        if (i == sorted) // for its arrow
            width += 2 * Theme::kSpacing;
        widths.push_back(std::max(width, sizeHintForColumn(i) + Theme::kSpacing / 2));
        sum += widths.back();
    }
    const int rest = columns > 0 ? std::max(0, viewport()->width() - sum) / columns : 0;
    for (int i = 0; i < columns; ++i)
        setColumnWidth(i, widths[static_cast<std::size_t>(i)] + rest);
}

void LedgerTable::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        QApplication::clipboard()->setText(copied());
        return;
    }
    if (event->key() == Qt::Key_Escape && selectionModel()->hasSelection()) {
        clearSelection();
        return;
    }
    QTableView::keyPressEvent(event);
}

void LedgerTable::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    spreadColumns();
}

void LedgerTable::changeEvent(QEvent* event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::FontChange) {
        m_model->retranslate();
        spreadColumns();
    }
}

void LedgerTable::leaveEvent(QEvent* event)
{
    QTableView::leaveEvent(event);
    Q_EMIT rowPointedAt(std::nullopt);
}

} // namespace inspike
