// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/json.h"
#include "tests/support/run_tests.h"

#include <limits>

using namespace inspike;

namespace {

QString refusal(const std::string& text)
{
    try {
        Json::parse(text);
    } catch (const Error& error) {
        return error.kind() == ErrorKind::BadFormat ? error.what() : "wrong kind";
    }
    return {};
}

} // namespace

class TstJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textSurvivesWithItsOrder()
    {
        const std::string text = R"({"z":1,"a":[true,null,-2.5,"\u00e9"],"m":{"k":"v"}})";
        const Json value = Json::parse(text);
        QCOMPARE(
            QString::fromStdString(value.dump()),
            QString::fromUtf8("{\"z\":1,\"a\":[true,null,-2.5,\"\xC3\xA9\"],\"m\":{\"k\":\"v\"}}"));
        QVERIFY(Json::parse(value.dump()) == value);
    }

    void membersAreSetAtTheirPlace()
    {
        Json object;
        object.set("b", 1).set("a", 2).set("b", 3);
        QCOMPARE(QString::fromStdString(object.dump()), R"({"b":3,"a":2})");
        QVERIFY(object["nothing"].isNull());
        QVERIFY(object.find("nothing") == nullptr);
        Json list;
        list.push(1).push("x");
        QCOMPARE(QString::fromStdString(list.dump()), R"([1,"x"])");
    }

    void valuesOfAnotherTypeGiveTheFallback()
    {
        const Json value = Json::parse(R"({"n":4.0,"f":4.5,"t":"x"})");
        QCOMPARE(value["n"].toInteger(), std::int64_t{4});
        QCOMPARE(value["f"].toInteger(9), std::int64_t{9});
        QCOMPARE(value["t"].toDouble(1.5), 1.5);
        QVERIFY(value["t"].items().empty() && value["t"].members().empty());
        QVERIFY(value["n"].toBool(true));
    }

    void whatIsNotFiniteBecomesNull()
    {
        QVERIFY(Json(std::numeric_limits<double>::quiet_NaN()).dump() == "null");
        QVERIFY(Json(std::numeric_limits<double>::infinity()).dump() == "null");
    }

    void damageIsRefused()
    {
        QVERIFY(refusal("{\"a\":").contains("byte"));
        QVERIFY(!refusal("").isEmpty());
        QVERIFY(!refusal("[1,]").isEmpty());
        QVERIFY(refusal(std::string(100000, '[')).contains("nested"));
    }
};

INSPIKE_TEST(TstJson, tst_json)
#include "tst_json.moc"
