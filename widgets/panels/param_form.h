// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A form made from parameter descriptions: one editor per ParamSpec, checked by Params itself. A
// value that is refused is marked with the reason as tooltip and not reported.

#include "core/base/param_spec.h"

#include <QWidget>

#include <functional>
#include <map>

class QFormLayout;

namespace inspike {

class ParamForm : public QWidget
{
    Q_OBJECT

public:
    explicit ParamForm(QWidget* parent = nullptr);

    // Makes the editors anew when the specs differ, else only updates the values. Parameters named
    // in `hidden` are set elsewhere in the window.
    void setParams(const Params& params, const std::vector<std::string>& hidden = {});
    const Params& params() const { return m_params; }
    QWidget* editor(std::string_view id) const; // nullptr if there is none

Q_SIGNALS:
    void edited(const inspike::Params& params);

private:
    struct Editor
    {
        QWidget* widget = nullptr;
        std::function<void(const ParamValue&)> show;
    };

    void rebuild(const std::vector<std::string>& hidden);
    Editor makeEditor(const ParamSpec& spec);
    Editor makeFlag(const ParamSpec& spec);
    Editor makeInteger(const ParamSpec& spec);
    Editor makeNumber(const ParamSpec& spec);
    Editor makeChoice(const ParamSpec& spec);
    Editor makeText(const ParamSpec& spec);
    void take(const std::string& id, ParamValue value, QWidget* from);

    Params m_params;
    QFormLayout* m_layout;
    std::map<std::string, Editor, std::less<>> m_editors;
    bool m_updating = false;
};

} // namespace inspike
