// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pyramid/count_pyramid.h"
#include "tests/support/run_tests.h"

using namespace inspike;

class TstCountPyramid : public QObject
{
    Q_OBJECT

private Q_SLOTS:
};

INSPIKE_TEST(TstCountPyramid, tst_count_pyramid)
#include "tst_count_pyramid.moc"
