// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the window remembers: recent files, layout, theme, language and view settings, in
// $XDG_STATE_HOME/inspike/session.json; and what can be undone. A session without a file remembers
// nothing, for pictures of the window and for tests.

#include "core/base/param_spec.h"

#include <QJsonObject>
#include <QObject>
#include <QString>
#include <QUndoStack>

namespace inspike {

class View;
enum class ThemeMode;

// "light", "dark"; anything else is the system's.
ThemeMode themeModeOf(const QString& name);

struct RecentFile
{
    QString path;
    bool missing = false;
};

class Session : public QObject
{
    Q_OBJECT

public:
    // Empty file: nothing is kept.
    explicit Session(const QString& file, QObject* parent = nullptr);
    static QString defaultFile();

    std::vector<RecentFile> recentFiles() const; // newest first
    void addRecent(const QString& path);
    void clearRecent();

    // Any other value by name ("layout", "theme"); saved at once when it changes.
    QJsonValue value(const QString& name) const { return m_state[name]; }
    void setValue(const QString& name, const QJsonValue& value);
    bool firstStart() const { return m_firstStart; }

    QUndoStack& undo() { return m_undo; }
    // Sets the parameters of a view so that it can be undone; quick edits of one view merge.
    void editParams(View* view, const Params& params);

Q_SIGNALS:
    void recentChanged();

private:
    void save() const;

    QString m_file;
    QJsonObject m_state;
    bool m_firstStart = true;
    QUndoStack m_undo;
};

} // namespace inspike
