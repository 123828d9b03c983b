// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/table_painter.h"

#include "widgets/plot/label_text.h"
#include "widgets/plot/table_text.h"
#include "widgets/text/fonts.h"
#include "widgets/text/phrases.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <array>

namespace inspike {

namespace {

constexpr double kLeastPt = 5.0;    // what journals still take
constexpr double kRow = 1.45;       // heights of a line
constexpr double kGapEm = 1.3;      // between columns
constexpr double kLeastGapEm = 0.7; // where room is short
constexpr double kMostGapEm = 4.0;
constexpr double kLeastNameEm = 5.0;
constexpr double kMargin = 4.0;      // pt, around all
constexpr double kTitleEm = 4.0;     // that titles may be wider than their numbers
constexpr double kNotesShare = 0.25; // of the height at most
// What a narrow page can do without, the least first.
constexpr std::array kSpared = {TextId::NeuronUpdates, TextId::LayerKind, TextId::Acs,
                                TextId::MeanRate,      TextId::Sparsity,  TextId::DenseEnergy};

struct Column
{
    std::size_t of = 0; // of the figure
    bool words = false;
    QStringList title;   // lines
    double before = 0.0; // widest part before the decimal point
    double after = 0.0;  // and after it
    double width = 0.0;
    double left = 0.0;
};

class Painting
{
public:
    Painting(QPainter& painter, const TableFigure& figure, const PlotLook& look, QSizeF size)
        : m_painter(painter),
          m_figure(figure),
          m_look(look),
          m_area(QRectF(QPointF(0, 0), size)),
          m_metrics(QFont()),
          m_bold(QFont())
    {
        const double margin = look.units(kMargin);
        const double letter = look.letter.isEmpty() ? 0.0 : look.units(look.labelPt + 1.0);
        m_area.adjust(margin, margin + letter, -margin, -margin);
        for (std::size_t i = 0; i < figure.columns.size(); ++i)
            m_shown.push_back(i);
        for (const TableRow& row : figure.rows) {
            std::vector<QString> texts;
            for (std::size_t i = 0; i < figure.columns.size(); ++i)
                texts.push_back(i < row.cells.size() ? tableText(row.cells[i], figure.columns[i])
                                                     : QString());
            m_texts.push_back(std::move(texts));
        }
    }

    void draw()
    {
        if (m_figure.columns.empty() || m_area.width() <= 0.0)
            return;
        fitColumns();
        const QStringList notes = fittedNotes();
        const double line = m_metrics.height();
        const double notesHeight =
            notes.isEmpty() ? 0.0 : (1.25 * static_cast<double>(notes.size()) + 0.6) * line;
        m_painter.setClipRect(m_area.adjusted(-1, -line, 1, line), Qt::IntersectClip);
        double y = drawHeader(m_area.top());
        y = drawRows(y, m_area.bottom() - notesHeight);
        y += 0.6 * line;
        m_painter.setFont(m_font);
        m_painter.setPen(m_look.theme.colour({ColourRole::Muted}));
        for (const QString& note : notes) {
            m_painter.drawText(QPointF(m_area.left(), y + m_metrics.ascent()), note);
            y += 1.25 * line;
        }
    }

private:
    double em() const { return m_metrics.height(); }

    void setType(double pt)
    {
        m_font = figureFont(m_look.units(pt));
        m_metrics = QFontMetricsF(m_font);
        m_bold = QFontMetricsF(figureFont(m_look.units(pt), true));
    }

    // Smaller type, then less between columns, then fewer columns, then shorter names, until the
    // table is as wide as its place.
    void fitColumns()
    {
        double pt = std::max(kLeastPt, m_look.tickPt);
        for (;;) {
            setType(pt);
            measure(kTitleEm);
            if (natural(kGapEm) <= m_area.width() || pt <= kLeastPt)
                break;
            pt = std::max(kLeastPt, pt - 0.25);
        }
        if (natural(kGapEm) > m_area.width())
            measure(0.0);
        for (const TextId least : kSpared) {
            if (natural(kLeastGapEm) <= m_area.width())
                break;
            spare(least);
        }
        const auto gaps = static_cast<double>(std::max<std::size_t>(m_columns.size(), 2) - 1);
        double gap = (m_area.width() - natural(0.0)) / gaps;
        if (gap < kLeastGapEm * em()) {
            gap = kLeastGapEm * em();
            shortenNames(natural(kLeastGapEm) - m_area.width());
        }
        gap = std::min(gap, kMostGapEm * em());
        double left = m_area.left();
        for (Column& column : m_columns) {
            column.left = left;
            left += column.width + gap;
        }
        m_right = left - gap;
    }

    void spare(TextId title)
    {
        const auto found = std::find_if(m_shown.begin(), m_shown.end(), [&](std::size_t i) {
            return m_figure.columns[i].title.id == title;
        });
        if (found == m_shown.end())
            return;
        m_spared.append(phrase(m_figure.columns[*found].title));
        m_shown.erase(found);
        measure(0.0);
    }

    double natural(double gapEm) const
    {
        double width = gapEm * em() * static_cast<double>(m_columns.size() - 1);
        for (const Column& column : m_columns)
            width += column.width;
        return width;
    }

    void shortenNames(double excess)
    {
        for (Column& column : m_columns) {
            if (!column.words || excess <= 0.0)
                continue;
            const double least = std::min(column.width, kLeastNameEm * em());
            const double taken = std::min(excess, column.width - least);
            column.width -= taken;
            excess -= taken;
        }
    }

    void measure(double titleEm)
    {
        m_columns.clear();
        for (const std::size_t i : m_shown) {
            Column column;
            column.of = i;
            column.words = isTextColumn(m_figure, i);
            for (std::size_t row = 0; row < m_texts.size(); ++row) {
                const QFontMetricsF& metrics = m_figure.rows[row].isTotal ? m_bold : m_metrics;
                const auto [before, after] = column.words ? std::pair(m_texts[row][i], QString())
                                                          : numberParts(m_texts[row][i]);
                column.before = std::max(column.before, metrics.horizontalAdvance(before));
                column.after = std::max(column.after, metrics.horizontalAdvance(after));
            }
            column.width = column.before + column.after;
            setTitle(column, tableTitle(m_figure.columns[i]), titleEm);
            m_columns.push_back(std::move(column));
        }
    }

    // On as few lines as its longest word, or its numbers, leave room for.
    void setTitle(Column& column, const QString& words, double titleEm) const
    {
        double room = std::max(column.width, titleEm * em());
        for (const QString& word : words.split(QLatin1Char(' ')))
            room = std::max(room, m_bold.horizontalAdvance(word));
        column.title = wrapped(words, m_bold, room).split(QLatin1Char('\n'));
        for (const QString& line : column.title)
            column.width = std::max(column.width, m_bold.horizontalAdvance(line));
    }

    // Between words, or anywhere where there are none, as in Japanese.
    QStringList broken(const QString& words) const
    {
        QStringList lines;
        for (QString line : wrapped(words, m_metrics, m_area.width()).split(QLatin1Char('\n'))) {
            while (line.size() > 1 && m_metrics.horizontalAdvance(line) > m_area.width()) {
                qsizetype fits = line.size() - 1;
                while (fits > 1 && m_metrics.horizontalAdvance(line.left(fits)) > m_area.width())
                    --fits;
                lines.append(line.left(fits));
                line = line.mid(fits);
            }
            lines.append(line);
        }
        return lines;
    }

    // One behind the other where they fit on a line. Rows come first where there is little room.
    QStringList fittedNotes() const
    {
        QStringList notes;
        for (const Text& note : m_figure.notes)
            notes.append(phrase(note));
        if (!m_spared.isEmpty())
            notes.append(QCoreApplication::translate("Phrases", "Without room: %1")
                             .arg(m_spared.join(QStringLiteral(", "))));
        const QString between = QStringLiteral("  \u00b7  ");
        QStringList lines;
        for (const QString& note : notes) {
            const QString joined = lines.isEmpty() ? note : lines.last() + between + note;
            if (!lines.isEmpty() && m_metrics.horizontalAdvance(joined) <= m_area.width())
                lines.last() = joined;
            else
                lines += broken(note);
        }
        const int most = std::max(
            1, static_cast<int>(kNotesShare * m_area.height() / (1.25 * m_metrics.height())));
        return lines.mid(0, most);
    }

    void hairline(double y, double widthPt)
    {
        m_painter.setPen(
            QPen(m_look.theme.colour({ColourRole::Foreground}), m_look.units(widthPt)));
        m_painter.drawLine(QPointF(m_area.left(), y), QPointF(m_right, y));
    }

    double drawHeader(double top)
    {
        qsizetype most = 1;
        for (const Column& column : m_columns)
            most = std::max(most, column.title.size());
        const double line = 1.15 * m_bold.height();
        hairline(top, m_look.hairlinePt);
        const double pad = 0.3 * m_bold.height();
        const double bottom = top + pad + line * static_cast<double>(most) + pad;
        m_painter.setFont(figureFont(m_font.pixelSize(), true));
        m_painter.setPen(m_look.theme.colour({ColourRole::Foreground}));
        for (const Column& column : m_columns) {
            double y = bottom - pad - line * static_cast<double>(column.title.size());
            for (const QString& words : column.title) {
                const double x = column.words
                                     ? column.left
                                     : column.left + column.width - m_bold.horizontalAdvance(words);
                m_painter.drawText(QPointF(x, y + m_bold.ascent()), words);
                y += line;
            }
        }
        hairline(bottom, m_look.hairlinePt);
        return bottom + 0.15 * m_bold.height();
    }

    double drawRows(double y, double bottom)
    {
        const double height = kRow * m_metrics.height();
        std::vector<std::size_t> body;
        std::vector<std::size_t> totals;
        for (std::size_t row = 0; row < m_figure.rows.size(); ++row)
            (m_figure.rows[row].isTotal ? totals : body).push_back(row);
        const auto room = static_cast<std::size_t>(std::max(0.0, (bottom - y) / height));
        std::size_t shown = body.size();
        if (body.size() + totals.size() > room) {
            const std::size_t others = totals.size() + 1; // and the line that says so
            shown = std::min(body.size(), room > others ? room - others : 1);
        }
        for (std::size_t i = 0; i < shown; ++i, y += height)
            drawRow(body[i], y, height);
        if (shown < body.size()) {
            const Text words{TextId::MoreRows, {std::to_string(body.size() - shown)}};
            m_painter.setFont(m_font);
            m_painter.setPen(m_look.theme.colour({ColourRole::Muted}));
            m_painter.drawText(QPointF(m_area.left(), baseline(y, height)), phrase(words));
            y += height;
        }
        if (!totals.empty())
            hairline(y, 0.5 * m_look.hairlinePt);
        for (const std::size_t row : totals) {
            drawRow(row, y, height);
            y += height;
        }
        hairline(y, m_look.hairlinePt);
        return y;
    }

    double baseline(double y, double height) const
    {
        return y + 0.5 * (height - m_metrics.height()) + m_metrics.ascent();
    }

    void drawRow(std::size_t row, double y, double height)
    {
        const bool bold = m_figure.rows[row].isTotal;
        const QFontMetricsF& metrics = bold ? m_bold : m_metrics;
        m_painter.setFont(figureFont(m_font.pixelSize(), bold));
        m_painter.setPen(m_look.theme.colour({ColourRole::Foreground}));
        const double base = baseline(y, height);
        for (const Column& column : m_columns) {
            const QString& text = m_texts[row][column.of];
            if (column.words) {
                m_painter.drawText(QPointF(column.left, base),
                                   metrics.elidedText(text, Qt::ElideMiddle, column.width + 0.5));
                continue;
            }
            const QString before = numberParts(text).first;
            const double point = column.left + column.width - column.after;
            m_painter.drawText(QPointF(point - metrics.horizontalAdvance(before), base), text);
        }
    }

    QPainter& m_painter;
    const TableFigure& m_figure;
    const PlotLook& m_look;
    QRectF m_area;
    QFont m_font;
    QFontMetricsF m_metrics, m_bold;
    std::vector<std::vector<QString>> m_texts; // by row and column
    std::vector<std::size_t> m_shown;          // columns of the figure
    QStringList m_spared;                      // titles of the others
    std::vector<Column> m_columns;
    double m_right = 0.0;
};

} // namespace

void paintTable(QPainter& painter, const TableFigure& figure, const PlotLook& look, QSizeF size)
{
    painter.save();
    Painting(painter, figure, look, size).draw();
    painter.restore();
}

} // namespace inspike
