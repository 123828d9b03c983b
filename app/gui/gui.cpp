// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/gui.h"

#include "app/gui/main_window.h"
#include "core/base/error.h"
#include "core/base/memory.h"
#include "widgets/text/language.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <memory>

namespace inspike {

namespace {

constexpr int kPollMs = 5;
constexpr int kQuietMs = 250; // longer than every animation and coalescing delay

// Throws Error{NotFound} that lists the samples there are.
std::vector<std::filesystem::path> filesOfSample(const std::string& id)
{
    std::string known;
    for (const Sample& sample : shippedSamples()) {
        if (sample.id == id)
            return sample.files;
        known += (known.empty() ? "" : ", ") + sample.id;
    }
    throw Error(ErrorKind::NotFound, "no sample '" + id + "'; there are: " + known);
}

std::vector<std::filesystem::path> filesOf(const GuiRequest& request, bool firstStart)
{
    std::vector<std::filesystem::path> files = request.files;
    if (!request.sample.empty()) {
        const auto more = filesOfSample(request.sample);
        files.insert(files.end(), more.begin(), more.end());
    }
    if (files.empty() && firstStart) {
        const std::vector<Sample> samples = shippedSamples();
        if (!samples.empty())
            files = samples.front().files;
    }
    return files;
}

void openAll(Services& services, const GuiRequest& request)
{
    try {
        services.loader.open(filesOf(request, services.session.firstStart()));
    } catch (const Error& error) {
        Q_EMIT services.loader.failed(QString::fromStdString(error.message()));
    }
}

// Until nothing has been read, run or drawn for a while.
void waitUntilSettled(const MainWindow& window)
{
    QEventLoop loop;
    QElapsedTimer quiet;
    QTimer poll;
    quiet.start();
    QObject::connect(&poll, &QTimer::timeout, &loop, [&] {
        if (!window.settled())
            quiet.restart();
        else if (quiet.elapsed() >= kQuietMs)
            loop.quit();
    });
    poll.start(kPollMs);
    loop.exec();
}

} // namespace

int runGui(QApplication& application, const GuiRequest& request)
{
    Services services(Session::defaultFile());
    if (!request.memoryGiven)
        setMemoryBudget(static_cast<std::uint64_t>(
            services.session.value(QStringLiteral("memory_budget")).toDouble()));
    const QString theme =
        request.theme.isEmpty()
            ? services.session.value(QStringLiteral("theme")).toString(QStringLiteral("system"))
            : request.theme;
    applyTheme(application, themeModeOf(theme));
    const QString language = services.session.value(QStringLiteral("language")).toString();
    if (!language.isEmpty())
        installLanguage(language);
    std::unique_ptr<MainWindow> window;
    std::function<void()> makeWindow = [&] {
        window = std::make_unique<MainWindow>(services);
        // A new window in the new language takes over; queued, since the old one is still busy
        // with the menu that asked for it.
        QObject::connect(
            window.get(), &MainWindow::languageChosen, &services.loader,
            [&] {
                window->saveSession();
                services.session.undo().clear();
                installLanguage(services.session.value(QStringLiteral("language")).toString());
                application.setQuitOnLastWindowClosed(false);
                window.reset();
                makeWindow();
                application.setQuitOnLastWindowClosed(true);
            },
            Qt::QueuedConnection);
        window->show();
    };
    makeWindow();
    openAll(services, request);
    const int code = application.exec();
    window.reset();
    return code;
}

QImage renderWindow(QApplication& application, const GuiRequest& request, QSize size)
{
    Services services{QString()};
    applyTheme(application,
               request.theme == QStringLiteral("dark") ? ThemeMode::Dark : ThemeMode::Light);
    MainWindow window(services);
    window.setMinimumSize(QSize());
    window.resize(size);
    window.show();
    services.loader.open(filesOf(request, request.files.empty()));
    waitUntilSettled(window);
    if (const std::optional<Error> error = services.loader.takeError())
        throw Error(*error);
    return window.grab().toImage();
}

} // namespace inspike
