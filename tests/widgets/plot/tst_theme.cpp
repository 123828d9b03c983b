// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/run_tests.h"
#include "widgets/theme/theme.h"

#include <set>

using namespace inspike;

namespace {

double luminance(const QColor& colour)
{
    return 0.2126 * colour.redF() + 0.7152 * colour.greenF() + 0.0722 * colour.blueF();
}

} // namespace

class TstTheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void categoriesDifferAndRepeatAfterEight()
    {
        for (const bool dark : {false, true}) {
            const Theme theme(dark);
            std::set<QRgb> seen;
            for (int i = 0; i < 8; ++i)
                seen.insert(theme.colour({ColourRole::Category, i}).rgb());
            QCOMPARE(seen.size(), 8U);
            QCOMPARE(theme.colour({ColourRole::Category, 8}), theme.colour({ColourRole::Category}));
        }
    }

    void modalitiesHaveTheirFixedColours()
    {
        const Theme light(false);
        QCOMPARE(light.colour({ColourRole::Audio}), QColor(0x0072B2));
        QCOMPARE(light.colour({ColourRole::Visual}), QColor(0xE69F00));
        QCOMPARE(light.colour({ColourRole::Text}), QColor(0x009E73));
        QCOMPARE(light.colour({ColourRole::Event}), QColor(0xD55E00));
    }

    void viridisGrowsLighterAllTheWay()
    {
        const auto& table = Theme::viridis();
        QCOMPARE(table.size(), 256U);
        QCOMPARE(QColor(table.front()), QColor(0x440154));
        for (std::size_t i = 8; i < table.size(); i += 8)
            QVERIFY(luminance(QColor(table[i])) > luminance(QColor(table[i - 8])));
    }

    void fadedIsBetweenColourAndCanvas()
    {
        const Theme theme(false);
        QCOMPARE(theme.faded(QColor(0, 0, 0), 0.25), QColor(191, 191, 191));
        QCOMPARE(theme.faded(QColor(10, 20, 30), 1.0), QColor(10, 20, 30));
    }
};

INSPIKE_TEST(TstTheme, tst_theme)
#include "tst_theme.moc"
