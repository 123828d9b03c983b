// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Saves the figure of a view for a paper or a slide: what you see at true size is what the file
// holds. The figure is built anew for the size of the file, so that it is as fine as the paper.

#include "widgets/figure_export/figure_exporter.h"
#include "widgets/jobs/latest_job.h"
#include "widgets/scene3d/camera3d.h"
#include "widgets/view/view.h"

#include <QDialog>

#include <memory>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace inspike {

class ExportPreview;

class ExportDialog : public QDialog
{
    Q_OBJECT

public:
    ExportDialog(JobQueue& jobs, const View& view, Json provenance, QWidget* parent = nullptr);

    ExportStyle style() const;

private:
    QWidget* makeForm();
    void choosePreset();
    void changed();
    void build();
    void save();

    const FigureKind& m_kind;
    FigureInputs m_inputs;
    Params m_params;
    Viewport m_range;
    ExportStyle m_base; // provenance and camera
    std::shared_ptr<const Figure> m_figure;
    LatestJob m_job;
    ExportPreview* m_preview;
    QComboBox* m_preset = nullptr;
    QDoubleSpinBox* m_width = nullptr;
    QDoubleSpinBox* m_height = nullptr;
    QDoubleSpinBox* m_font = nullptr;
    QSpinBox* m_dpi = nullptr;
    QComboBox* m_format = nullptr;
    QLineEdit* m_letter = nullptr;
    QCheckBox* m_dark = nullptr;
    QLabel* m_notice = nullptr;
};

} // namespace inspike
