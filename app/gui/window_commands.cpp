// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The larger half of what the actions do: dialogs, clipboard, theme, language.

#include "app/gui/command_palette.h"
#include "app/gui/compare_dialog.h"
#include "app/gui/export_dialog.h"
#include "app/gui/main_window.h"
#include "app/gui/notice_bar.h"
#include "app/gui/run_dialog.h"
#include "app/gui/shortcuts_sheet.h"
#include "core/base/memory.h"
#include "core/figures/figure_io.h"
#include "core/nn/run_file.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QInputDialog>
#include <QMessageBox>
#include <QSysInfo>

#include <algorithm>

namespace inspike {

void MainWindow::openFiles()
{
    const QStringList names = QFileDialog::getOpenFileNames(
        this, tr("Open recordings, models or runs"),
        m_services.session.value(QStringLiteral("folder")).toString());
    if (names.isEmpty())
        return;
    m_services.session.setValue(QStringLiteral("folder"), QFileInfo(names.first()).absolutePath());
    std::vector<std::filesystem::path> paths;
    for (const QString& name : names)
        paths.emplace_back(name.toStdString());
    m_services.loader.open(paths);
}

void MainWindow::openFolder()
{
    const QString name = QFileDialog::getExistingDirectory(
        this, tr("Open a folder of recordings, pictures or runs"),
        m_services.session.value(QStringLiteral("folder")).toString());
    if (name.isEmpty())
        return;
    m_services.session.setValue(QStringLiteral("folder"), QFileInfo(name).absolutePath());
    m_services.loader.open({name.toStdString()});
}

void MainWindow::openSample(const Sample& sample)
{
    m_services.loader.open(sample.files);
}

void MainWindow::saveRun()
{
    const auto run = m_services.workspace.get<Run>(m_services.shown);
    if (!run)
        return;
    const QString name = QFileDialog::getSaveFileName(this, tr("Save run"),
                                                      QStringLiteral("run.h5"), tr("Runs (*.h5)"));
    if (name.isEmpty())
        return;
    m_services.jobs.start(
        Lane::Io, tr("Save %1").arg(QFileInfo(name).fileName()), this,
        [run, path = name.toStdString()](JobContext& job) { writeRun(path, *run, true, job); }, {},
        [this](const Error& error) {
            m_notice->say(
                tr("Cannot save the run: %1").arg(QString::fromStdString(error.message())));
        });
}

void MainWindow::runWith()
{
    auto* dialog = new RunDialog(m_services.workspace, m_services.jobs, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_services.loader.runInference(dialog->model(), dialog->recording(), dialog->options());
    });
    dialog->open();
}

void MainWindow::compareRuns()
{
    const std::vector<ItemId> runs = runsIn(m_services.workspace);
    if (runs.size() < 2)
        return;
    auto* dialog = new CompareDialog(m_services.workspace, m_services.shown, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (runs.size() == 2) { // nothing to choose
        compare(dialog->first(), dialog->second());
        delete dialog;
        return;
    }
    connect(dialog, &QDialog::accepted, this,
            [this, dialog] { compare(dialog->first(), dialog->second()); });
    dialog->open();
}

void MainWindow::compare(ItemId first, ItemId second)
{
    showItems(first, {first, second});
    const auto dock = std::find_if(m_viewDocks.begin(), m_viewDocks.end(), [](ViewDock* each) {
        return each->view()->viewClass().id == "compare";
    });
    if (dock != m_viewDocks.end())
        focusView(static_cast<int>(dock - m_viewDocks.begin()));
}

void MainWindow::exportFigure()
{
    const View* view = activeView();
    if (view == nullptr || !view->figure())
        return;
    const auto run = m_services.workspace.get<Run>(m_services.shown);
    auto* dialog =
        new ExportDialog(m_services.jobs, *view, run ? run->made.toJson() : Json(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::copyImage()
{
    if (View* view = activeView())
        QApplication::clipboard()->setPixmap(view->grab());
}

void MainWindow::copyData()
{
    const View* view = activeView();
    if (view != nullptr && view->figure())
        QApplication::clipboard()->setText(QString::fromStdString(figureCsv(*view->figure())));
}

void MainWindow::closeItem()
{
    m_services.workspace.remove(m_services.shown);
}

void MainWindow::focusView(int index)
{
    if (index < 0 || index >= static_cast<int>(m_viewDocks.size()))
        return;
    ViewDock* dock = m_viewDocks[static_cast<std::size_t>(index)];
    dock->show();
    dock->raise();
    dock->view()->setFocus(Qt::ShortcutFocusReason);
    activate(dock);
}

void MainWindow::resetLayout()
{
    arrange();
}

void MainWindow::toggleFullScreen()
{
    setWindowState(windowState() ^ Qt::WindowFullScreen);
}

void MainWindow::showPalette()
{
    (new CommandPalette(this))->show();
}

void MainWindow::showShortcuts()
{
    auto* sheet = new ShortcutsSheet(CommandPalette::actionsOf(this), this);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    sheet->show();
}

void MainWindow::showAbout()
{
    QMessageBox::about(
        this, tr("About Inspike"),
        tr("<b>Inspike %1</b><p>Shows what spiking neural networks do: spikes, trajectories in "
           "mode "
           "space, and traces, linked.</p><p>Free software under the GNU General Public License, "
           "version 3 or later.</p>")
            .arg(QApplication::applicationVersion()));
}

void MainWindow::copyDiagnostics()
{
    QStringList lines{QStringLiteral("Inspike %1").arg(QApplication::applicationVersion()),
                      QStringLiteral("Qt %1").arg(QString::fromLatin1(qVersion())),
                      QSysInfo::prettyProductName(), QSysInfo::currentCpuArchitecture(),
                      QStringLiteral("platform: %1").arg(QApplication::platformName())};
    for (const JobInfo& info : m_services.jobs.jobs()) {
        if (info.state == JobState::Failed)
            lines.append(QStringLiteral("failed: %1: %2").arg(info.title, info.message));
    }
    QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
    m_notice->say(tr("Diagnostics are on the clipboard"));
}

void MainWindow::chooseTheme(const QString& name)
{
    m_services.session.setValue(QStringLiteral("theme"), name);
    applyTheme(*qApp, themeModeOf(name));
}

void MainWindow::chooseLanguage(const QString& name)
{
    if (m_services.session.value(QStringLiteral("language")).toString() == name)
        return;
    m_services.session.setValue(QStringLiteral("language"), name);
    Q_EMIT languageChosen();
}

void MainWindow::chooseMemoryBudget()
{
    constexpr double kBytesPerGb = 1e9;
    bool chosen = false;
    const double gigabytes = QInputDialog::getDouble(
        this, tr("Memory budget"),
        tr("Data may use up to (GB); larger recordings stay on disk. Machine: %1 GB")
            .arg(static_cast<double>(physicalMemory()) / kBytesPerGb, 0, 'f', 1),
        static_cast<double>(memoryBudget()) / kBytesPerGb, 0.1,
        static_cast<double>(physicalMemory()) / kBytesPerGb, 1, &chosen);
    if (!chosen)
        return;
    setMemoryBudget(static_cast<std::uint64_t>(gigabytes * kBytesPerGb));
    m_services.session.setValue(QStringLiteral("memory_budget"),
                                static_cast<double>(memoryBudget()));
}

} // namespace inspike
