// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/table_text.h"

#include "widgets/text/phrases.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace inspike {

QString tableNumber(double value, bool integral)
{
    if (!std::isfinite(value))
        return QChar(0x2013);
    const double size = std::abs(value);
    if (size == 0.0 || (integral && value == std::round(value)))
        return QLocale().toString(value, 'f', 0);
    constexpr int kDigits = 3;
    constexpr int kMostDecimals = 8;
    const int before = static_cast<int>(std::floor(std::log10(size))) + 1;
    QString text = QLocale().toString(value, 'f', std::clamp(kDigits - before, 0, kMostDecimals));
    text.replace(QLatin1Char('-'), QChar(0x2212));
    return text;
}

QString tableText(const TableCell& cell, const TableColumn& column)
{
    if (const auto* words = std::get_if<Text>(&cell))
        return phrase(*words);
    return tableNumber(std::get<double>(cell), column.integral);
}

QString tableTitle(const TableColumn& column)
{
    const QString words = phrase(column.title);
    return column.unit.empty()
               ? words
               : QStringLiteral("%1 (%2)").arg(words, QString::fromStdString(column.unit));
}

bool isTextColumn(const TableFigure& figure, std::size_t column)
{
    return std::any_of(figure.rows.begin(), figure.rows.end(), [column](const TableRow& row) {
        return column < row.cells.size() && std::holds_alternative<Text>(row.cells[column]);
    });
}

std::pair<QString, QString> numberParts(const QString& number)
{
    const auto point = number.indexOf(QLocale().decimalPoint());
    return point < 0 ? std::pair(number, QString())
                     : std::pair(number.left(point), number.mid(point));
}

} // namespace inspike
