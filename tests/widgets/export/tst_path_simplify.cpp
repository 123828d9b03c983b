// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/run_tests.h"
#include "widgets/figure_export/path_simplify.h"

#include <cmath>

using namespace inspike;

class TstPathSimplify : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void straightLinesKeepTheirEnds()
    {
        QPolygonF line;
        for (int i = 0; i <= 100; ++i)
            line.append(QPointF(i, 2 * i));
        QCOMPARE(simplified(line, 0.1), QPolygonF({QPointF(0, 0), QPointF(100, 200)}));
    }

    void cornersStay()
    {
        const QPolygonF corner({QPointF(0, 0), QPointF(5, 0.01), QPointF(10, 0), QPointF(10, 10)});
        QCOMPARE(simplified(corner, 0.1),
                 QPolygonF({QPointF(0, 0), QPointF(10, 0), QPointF(10, 10)}));
    }

    void noPointIsFartherThanTheTolerance()
    {
        QPolygonF circle;
        for (int i = 0; i <= 1000; ++i)
            circle.append(100 * QPointF(std::cos(i * 0.006), std::sin(i * 0.006)));
        const QPolygonF fewer = simplified(circle, 0.5);
        QVERIFY(fewer.size() < 80);
        for (const QPointF& point : circle) {
            double nearest = 1e9;
            for (qsizetype i = 1; i < fewer.size(); ++i) {
                const QPointF along = fewer[i] - fewer[i - 1];
                const double share = std::clamp(QPointF::dotProduct(point - fewer[i - 1], along) /
                                                    QPointF::dotProduct(along, along),
                                                0.0, 1.0);
                const QPointF gap = point - (fewer[i - 1] + share * along);
                nearest = std::min(nearest, std::hypot(gap.x(), gap.y()));
            }
            QVERIFY(nearest <= 0.5 + 1e-9);
        }
    }
};

INSPIKE_TEST(TstPathSimplify, tst_path_simplify)
#include "tst_path_simplify.moc"
