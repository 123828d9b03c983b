// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/param_spec.h"
#include "tests/support/run_tests.h"

using namespace inspike;

namespace {

ParamSpecs someSpecs()
{
    return {{"rate", "Rate", "", 0.5, 0.0, 1.0},
            {"count", "Count", "", std::int64_t{3}, 1, 10},
            {"fast", "Fast", "", true},
            {"filter", "Filter", "", std::string("single"), {}, {}, {"single", "double"}}};
}

QString refusal(const std::string& assignment)
{
    try {
        Params::parse(someSpecs(), std::vector<std::string>{assignment});
    } catch (const Error& error) {
        return error.kind() == ErrorKind::BadParameter ? error.what() : "wrong kind";
    }
    return {};
}

} // namespace

class TstParamSpec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fallbacksApplyUntilSet()
    {
        const Params params =
            Params::parse(someSpecs(), std::vector<std::string>{"count=7", "filter=double"});
        QCOMPARE(params.number("rate"), 0.5);
        QCOMPARE(params.integer("count"), 7);
        QCOMPARE(QString::fromStdString(params.text("filter")), "double");
        QVERIFY(params.flag("fast"));
        QVERIFY(params.isSet("count"));
        QVERIFY(!params.isSet("rate"));
    }

    void wrongValuesAreRefusedByName_data()
    {
        QTest::addColumn<QString>("assignment");
        QTest::addColumn<QString>("part");
        QTest::newRow("unknown") << "colour=red"
                                 << "known are rate, count, fast, filter";
        QTest::newRow("no equals") << "rate"
                                   << "KEY=VALUE";
        QTest::newRow("text for number") << "rate=fast"
                                         << "must be a number";
        QTest::newRow("beyond") << "rate=1.5"
                                << "at most 1";
        QTest::newRow("not finite") << "rate=nan"
                                    << "finite";
        QTest::newRow("fraction") << "count=2.5"
                                  << "whole number";
        QTest::newRow("choice") << "filter=triple"
                                << "one of single, double";
        QTest::newRow("flag") << "fast=perhaps"
                              << "true or false";
    }
    void wrongValuesAreRefusedByName()
    {
        QFETCH(QString, assignment);
        QFETCH(QString, part);
        const QString message = refusal(assignment.toStdString());
        QVERIFY2(message.contains(part), qPrintable(message));
    }

    void jsonRoundTrip()
    {
        Params params(someSpecs());
        params.set("count", std::int64_t{9});
        params.set("fast", false);
        const Params again = Params::fromJson(someSpecs(), params.toJson());
        QCOMPARE(QString::fromStdString(again.toJson().dump()),
                 QString::fromStdString(params.toJson().dump()));
    }
};

INSPIKE_TEST(TstParamSpec, tst_param_spec)
#include "tst_param_spec.moc"
