// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the views of samples of a run share: they follow the shown sample, the step under the time
// cursor and the selected samples, and select the sample that is clicked.

#include "widgets/view/view.h"

namespace inspike {

class SampleFollower : public View
{
    Q_OBJECT

public:
    SampleFollower(const ViewClass& viewClass, const ViewContext& viewContext, QWidget* parent);

    // With the step under the cursor.
    Params effectiveParams() const override;
    std::vector<KeyNumber> keyNumbers() const override;

protected:
    void showSelection(const Selection& selection) override;
    void showCursor(std::optional<double> position) override;
    bool dependsOnSize() const override { return false; }

    // Makes the sample the shown one; with Ctrl it joins the selected ones.
    void selectSample(std::int64_t sample, Qt::KeyboardModifiers modifiers);
    std::uint64_t source() const { return figureInputs().keySource; }
    // "3,7"
    std::string selectedSamples() const;
    int stepAtCursor() const;

private:
    bool followsStep() const;

    int m_shownStep = -1;
    std::string m_shownSamples;
};

} // namespace inspike
