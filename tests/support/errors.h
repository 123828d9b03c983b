// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is refused, and with which words.

#include "core/base/error.h"

#include <QTest>

#include <optional>
#include <string>

namespace inspike::test {

struct Refusal
{
    ErrorKind kind = ErrorKind::BadFormat;
    std::string text;
};

// Of an action that must not succeed; nullopt when it does.
template <typename Action>
std::optional<Refusal> refusalOf(const Action& action)
{
    try {
        action();
    } catch (const Error& error) {
        return Refusal{error.kind(), error.what()};
    }
    return std::nullopt;
}

} // namespace inspike::test

// The expression throws an Error of that kind whose message contains the text.
#define INSPIKE_FAILS(expression, expectedKind, part)                                              \
    do {                                                                                           \
        const auto refusal = inspike::test::refusalOf([&] { (void)(expression); });                \
        QVERIFY2(refusal.has_value(), "nothing was refused");                                      \
        QVERIFY2(refusal->kind == (expectedKind), refusal->text.c_str());                          \
        QVERIFY2(refusal->text.find(part) != std::string::npos, refusal->text.c_str());            \
    } while (false)
