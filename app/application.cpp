// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"

#include "app/gui/gui.h"
#include "core/base/error.h"
#include "core/base/log.h"
#include "core/base/memory.h"
#include "core/workspace/open_file.h"
#include "widgets/text/language.h"

#include <QHashSeed>
#include <QIcon>

#include <algorithm>
#include <array>
#include <clocale>
#include <filesystem>

namespace inspike {

namespace {

// Qt's own remarks go the way of all messages, so that stderr keeps to one line per error.
void takeQtMessage(QtMsgType type, const QMessageLogContext&, const QString& message)
{
    const bool serious = type == QtCriticalMsg || type == QtFatalMsg;
    logMessage(serious ? LogLevel::Warning : LogLevel::Debug, message.toStdString());
}

void nameApplication(const std::string& language)
{
    // Qt takes the user's locale over; numbers in files and on the command line stay "1.5".
    std::setlocale(LC_NUMERIC, "C");
    QCoreApplication::setOrganizationName(QStringLiteral("inspike"));
    QCoreApplication::setApplicationName(QStringLiteral("inspike"));
    QCoreApplication::setApplicationVersion(QStringLiteral(INSPIKE_VERSION));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Inspike"));
    QGuiApplication::setDesktopFileName(QStringLiteral("io.github.inspike.Inspike"));
    QGuiApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/inspike.svg")));
    installLanguage(QString::fromStdString(language));
}

struct WindowWords
{
    GuiRequest request;
    std::string language;
};

WindowWords parsedWords(std::span<const std::string> words)
{
    WindowWords parsed;
    std::string theme;  // empty: the one of the last session
    std::string memory; // likewise
    const std::array options = {std::pair{"--sample", &parsed.request.sample},
                                std::pair{"--theme", &theme}, std::pair{"--lang", &parsed.language},
                                std::pair{"--memory", &memory}};
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string& word = words[i];
        const std::size_t equals = std::min(word.find('='), word.size());
        const auto* const option =
            std::find_if(options.begin(), options.end(),
                         [&](const auto& known) { return word.substr(0, equals) == known.first; });
        if (option != options.end()) {
            const bool inside = equals < word.size();
            if (!inside && i + 1 == words.size())
                throw Error(ErrorKind::BadParameter, word + " needs a value; see 'inspike --help'");
            *option->second = inside ? word.substr(equals + 1) : words[++i];
        } else if (word.starts_with('-')) {
            throw Error(ErrorKind::BadParameter,
                        "unknown option '" + word + "'; see 'inspike --help'");
        } else {
            parsed.request.files.emplace_back(word);
        }
    }
    if (!memory.empty())
        setMemoryBudget(bytesFromText(memory));
    parsed.request.memoryGiven = !memory.empty();
    static constexpr std::array kThemes = {"light", "dark", "system"};
    if (!theme.empty() && std::find(kThemes.begin(), kThemes.end(), theme) == kThemes.end())
        throw Error(ErrorKind::BadParameter, "--theme must be light, dark or system");
    static constexpr std::array kLanguages = {"", "en", "ja"};
    if (std::find(kLanguages.begin(), kLanguages.end(), parsed.language) == kLanguages.end())
        throw Error(ErrorKind::BadParameter, "--lang must be en or ja");
    parsed.request.theme = QString::fromStdString(theme);
    return parsed;
}

// Said here in one line, because the window would come up and complain or Qt would abort.
void checkStart(const GuiRequest& request)
{
    for (const std::filesystem::path& file : request.files) {
        std::error_code ignored;
        if (std::filesystem::exists(file, ignored))
            continue;
        const std::string name = file.string();
        if (name.find_first_of("./") == std::string::npos)
            throw Error(ErrorKind::BadParameter,
                        "no command and no file '" + name + "'; see 'inspike --help'");
        throw Error(ErrorKind::NotFound, "no file " + name);
    }
    if (!request.sample.empty()) {
        const std::vector<Sample> samples = shippedSamples();
        const bool known = std::any_of(samples.begin(), samples.end(), [&](const Sample& sample) {
            return sample.id == request.sample;
        });
        if (!known)
            throw Error(ErrorKind::BadParameter,
                        "no sample '" + request.sample + "'; see 'inspike list samples'");
    }
    static constexpr std::array kDisplays = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"};
    if (std::none_of(kDisplays.begin(), kDisplays.end(), qEnvironmentVariableIsSet))
        throw Error(ErrorKind::BadParameter, "there is no display to open the window on; 'inspike "
                                             "render' draws into files without one");
}

} // namespace

OffscreenApplication::OffscreenApplication(const std::string& language)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    for (const char* name : {"QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_FONT_DPI"})
        qunsetenv(name);
    QHashSeed::setDeterministicGlobalSeed();
    qInstallMessageHandler(&takeQtMessage);
    static char name[] = "inspike";
    static char* arguments[] = {name, nullptr};
    static int count = 1; // Qt keeps references to both
    m_application = std::make_unique<QApplication>(count, arguments);
    nameApplication(language);
}

int runWindow(int& argc, char** argv, std::span<const std::string> words)
{
    const WindowWords parsed = parsedWords(words);
    checkStart(parsed.request);
    qInstallMessageHandler(&takeQtMessage);
    QApplication application(argc, argv);
    nameApplication(parsed.language);
    return runGui(application, parsed.request);
}

} // namespace inspike
