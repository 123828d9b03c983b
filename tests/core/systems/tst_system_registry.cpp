// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/systems/bench_registry.h"
#include "core/systems/system_registry.h"
#include "tests/support/run_tests.h"

#include <set>

using namespace inspike;

class TstSystemRegistry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void idsAreUniqueAndTitlesThere()
    {
        std::set<std::string> ids;
        for (const auto& system : systems()) {
            const SystemInfo info = system->info();
            QVERIFY2(ids.insert(info.id).second, info.id.c_str());
            QVERIFY2(!info.title.empty() && !info.citation.empty(), info.id.c_str());
            QCOMPARE(&systemById(info.id), system.get());
        }
        for (const Benchmark& benchmark : benchmarks()) {
            QVERIFY(findBenchmark(benchmark.id) == &benchmark);
            QVERIFY(benchmark.title[0] != '\0');
        }
        QVERIFY(findBenchmark("none") == nullptr);
    }

    void fallbacksOfOptionsAreAllowedValues()
    {
        for (const auto& system : systems()) {
            for (const ParamSpecs& specs :
                 {system->info().openOptions, system->info().trainOptions}) {
                Params params(specs);
                for (const ParamSpec& spec : specs)
                    params.set(spec.id, spec.fallback);
            }
        }
    }

    void noSystemClaimsForeignParameters()
    {
        Checkpoint checkpoint;
        for (const auto& system : systems())
            QVERIFY(!system->accepts(checkpoint));
        checkpoint.state["conv.weight"] = Tensor::fromFloats({1, 1, 1, 1}, {1.0F});
        for (const auto& system : systems())
            QVERIFY(!system->accepts(checkpoint));
    }

    void unknownIdListsTheKnownOnes()
    {
        try {
            systemById("none");
        } catch (const Error& error) {
            QVERIFY(error.kind() == ErrorKind::BadModel);
            QVERIFY(QString::fromUtf8(error.what()).contains(QLatin1String("smnn")));
            return;
        }
        QFAIL("an unknown id was accepted");
    }
};

INSPIKE_TEST(TstSystemRegistry, tst_system_registry)
#include "tst_system_registry.moc"
