// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The main of every test executable, and the macro that ends every tst_<unit>.cpp:
//     INSPIKE_TEST(TstAxis, tst_axis)
//     #include "tst_axis.moc"

#include <QObject>
#include <QTest>

#include <vector>

namespace inspike::test {

struct TestClass
{
    const char* name;
    QObject* (*make)();
};

// First argument: a test name, the rest goes to QTest. Without one, all classes run. Makes a
// QApplication when the platform is set, else a QCoreApplication.
int runTests(int argc, char** argv, const std::vector<TestClass>& classes);

} // namespace inspike::test

#define INSPIKE_TEST(Class, name)                                                                  \
    QObject* make_##name()                                                                         \
    {                                                                                              \
        return new Class;                                                                          \
    }
