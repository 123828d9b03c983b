// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is known and can be set about the active view: its parameters, what is selected, and its
// key numbers.

#include "widgets/view/view.h"

#include <QPointer>
#include <QScrollArea>

class QGridLayout;
class QLabel;
class QVBoxLayout;

namespace inspike {

class ParamForm;

class Inspector : public QScrollArea
{
    Q_OBJECT

public:
    explicit Inspector(SelectionModel& model, QWidget* parent = nullptr);

    void setView(View* view);
    View* view() const { return m_view; }
    ParamForm* form() const { return m_form; }

Q_SIGNALS:
    // The user changed a parameter in the form.
    void edited(inspike::View* view, const inspike::Params& params);

private:
    QLabel* addHeading(QVBoxLayout* column, const QString& text);
    void showParams();
    void showSelection();
    void showNumbers();

    SelectionModel& m_model;
    QPointer<View> m_view;
    QLabel* m_title;
    ParamForm* m_form;
    QLabel* m_selection;
    QLabel* m_numbersTitle;
    QGridLayout* m_numbers;
};

} // namespace inspike
