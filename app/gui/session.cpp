// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/session.h"

#include "core/base/log.h"
#include "widgets/theme/theme.h"
#include "widgets/view/view.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QPointer>
#include <QSaveFile>
#include <QUndoCommand>

namespace inspike {

namespace {

constexpr qsizetype kRecentKept = 12;
constexpr int kUndoKept = 100;
constexpr qint64 kMergeWithinMs = 800;

QString recentKey()
{
    return QStringLiteral("recent");
}

class ParamsCommand : public QUndoCommand
{
public:
    ParamsCommand(View* view, Params before, Params after)
        : QUndoCommand(Session::tr("Change %1").arg(view->title())),
          m_view(view),
          m_before(std::move(before)),
          m_after(std::move(after))
    {
        m_made.start();
    }

    void undo() override { apply(m_before); }
    void redo() override { apply(m_after); }
    int id() const override { return 1; }

    bool mergeWith(const QUndoCommand* other) override
    {
        const auto* next = static_cast<const ParamsCommand*>(other);
        if (next->m_view != m_view || m_made.elapsed() > kMergeWithinMs)
            return false;
        m_after = next->m_after;
        m_made.restart();
        return true;
    }

private:
    void apply(const Params& params)
    {
        if (m_view != nullptr)
            m_view->setParams(params);
    }

    QPointer<View> m_view;
    Params m_before;
    Params m_after;
    QElapsedTimer m_made;
};

} // namespace

ThemeMode themeModeOf(const QString& name)
{
    if (name == QStringLiteral("light"))
        return ThemeMode::Light;
    return name == QStringLiteral("dark") ? ThemeMode::Dark : ThemeMode::System;
}

Session::Session(const QString& file, QObject* parent) : QObject(parent), m_file(file)
{
    m_undo.setUndoLimit(kUndoKept);
    QFile stored(m_file);
    if (m_file.isEmpty() || !stored.open(QIODevice::ReadOnly))
        return;
    m_firstStart = false;
    m_state = QJsonDocument::fromJson(stored.readAll()).object(); // damaged: start afresh
}

QString Session::defaultFile()
{
    QString state = qEnvironmentVariable("XDG_STATE_HOME");
    if (state.isEmpty())
        state = QDir::homePath() + QStringLiteral("/.local/state");
    return state + QStringLiteral("/inspike/session.json");
}

std::vector<RecentFile> Session::recentFiles() const
{
    std::vector<RecentFile> files;
    for (const QJsonValue& entry : m_state[recentKey()].toArray()) {
        const QString path = entry.toString();
        files.push_back({path, !QFileInfo::exists(path)});
    }
    return files;
}

void Session::addRecent(const QString& path)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    QJsonArray next{absolute};
    for (const QJsonValue& entry : m_state[recentKey()].toArray()) {
        if (entry.toString() != absolute && next.size() < kRecentKept)
            next.append(entry);
    }
    setValue(recentKey(), next);
    Q_EMIT recentChanged();
}

void Session::clearRecent()
{
    setValue(recentKey(), QJsonArray());
    Q_EMIT recentChanged();
}

void Session::setValue(const QString& name, const QJsonValue& value)
{
    if (m_state[name] == value)
        return;
    m_state[name] = value;
    save();
}

void Session::save() const
{
    if (m_file.isEmpty())
        return;
    QDir().mkpath(QFileInfo(m_file).absolutePath());
    QSaveFile stored(m_file);
    const bool written = stored.open(QIODevice::WriteOnly) &&
                         stored.write(QJsonDocument(m_state).toJson()) >= 0 && stored.commit();
    if (!written)
        logMessage(LogLevel::Warning, "cannot save the session in " + m_file.toStdString() + ": " +
                                          stored.errorString().toStdString());
}

void Session::editParams(View* view, const Params& params)
{
    if (params.toJson() != view->params().toJson())
        m_undo.push(new ParamsCommand(view, view->params(), params));
}

} // namespace inspike
