// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/run_tests.h"

#include <QApplication>

#include <cstring>
#include <memory>

namespace inspike::test {

int runTests(int argc, char** argv, const std::vector<TestClass>& classes)
{
    std::unique_ptr<QCoreApplication> application;
    if (qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        application = std::make_unique<QApplication>(argc, argv);
    else
        application = std::make_unique<QCoreApplication>(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("inspike"));

    const bool named = argc > 1 && std::strncmp(argv[1], "tst_", 4) == 0;
    std::vector<char*> rest(argv, argv + argc);
    if (named)
        rest.erase(rest.begin() + 1);
    int failed = 0;
    bool found = false;
    for (const TestClass& entry : classes) {
        if (named && std::strcmp(entry.name, argv[1]) != 0)
            continue;
        found = true;
        const std::unique_ptr<QObject> test(entry.make());
        failed += QTest::qExec(test.get(), static_cast<int>(rest.size()), rest.data());
    }
    return found ? failed : 1;
}

} // namespace inspike::test
