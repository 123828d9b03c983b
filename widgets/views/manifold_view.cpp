// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Population trajectories of all trials in mode space. A click selects a trial, which the raster
// and the traces then show, or a condition by its mean.

#include "widgets/figure_export/figure_exporter.h"
#include "widgets/scene3d/scene3d_widget.h"
#include "widgets/text/phrases.h"
#include "widgets/theme/theme.h"
#include "widgets/view/view.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLocale>
#include <QToolButton>

#include <array>

namespace inspike {

namespace {

class ManifoldView : public View
{
    Q_OBJECT

public:
    ManifoldView(const ViewClass& viewClass, const ViewContext& viewContext, QWidget* parent)
        : View(viewClass, viewContext, parent), m_scene(new Scene3DWidget(this))
    {
        m_scene->setAccessibleName(title());
        m_scene->setDark(currentTheme().dark());
        setCanvas(withPresets());
        connect(m_scene, &Scene3DWidget::pathClicked, this, &ManifoldView::selectPath);
        connect(m_scene, &Scene3DWidget::backgroundClicked, this,
                [this] { selectionModel().clear(this); });
        connect(m_scene, &Scene3DWidget::hovered, this, &View::pointed);
    }

    void fit() override { m_scene->fit(); }
    void adjustExport(ExportStyle& style) const override { style.camera = m_scene->camera(); }

    std::vector<KeyNumber> keyNumbers() const override
    {
        const auto& manifold = std::get<ManifoldFigure>(*figure());
        std::vector<KeyNumber> numbers;
        for (const ManifoldCategory& category : manifold.categories)
            numbers.push_back({phrase(category.label), tr("n = %1").arg(category.trials)});
        double share = 0.0;
        for (const AxisInfo& axis : manifold.axes)
            share += axis.varianceShare.value_or(0.0);
        if (share > 0.0)
            numbers.push_back(
                {tr("Variance shown"), tr("%1 %").arg(QLocale().toString(100.0 * share, 'f', 0))});
        return numbers;
    }

protected:
    void showFigure(const Figure& shown, Cause cause) override
    {
        const auto& manifold = std::get<ManifoldFigure>(shown);
        std::array<Text, 3> labels;
        for (std::size_t i = 0; i < labels.size(); ++i)
            labels[i] = manifold.axes[i].label;
        const bool sameSpace = labels == m_labels;
        m_presets->setVisible(manifold.dimensions == 3);
        m_labels = labels;
        m_scene->setFigure(std::make_shared<const ManifoldFigure>(manifold),
                           sameSpace && cause != Cause::Inputs);
    }

    void showSelection(const Selection&) override
    {
        std::vector<Key> paths;
        for (const ManifoldPath& path : std::get<ManifoldFigure>(*figure()).paths) {
            if (selectionModel().levelOf(path.key) != Highlight::None)
                paths.push_back(path.key);
        }
        m_scene->setHighlight(std::move(paths), selectedRange());
    }

    void showCursor(std::optional<double> position) override { m_scene->setCursor(position); }
    void themeChanged() override { m_scene->setDark(currentTheme().dark()); }
    bool dependsOnSize() const override { return false; }

private:
    // The scene under a row of buttons for the preset views; the same actions are in the command
    // palette and in the context menu.
    QWidget* withPresets()
    {
        auto* canvas = new QWidget(this);
        auto* column = new QVBoxLayout(canvas);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(0);
        m_presets = new QWidget(canvas);
        auto* row = new QHBoxLayout(m_presets);
        row->setContentsMargins(Theme::kSpacing / 2, 0, Theme::kSpacing / 2, 0);
        row->setSpacing(0);
        using Preset = Scene3DWidget::Preset;
        addPreset(row, tr("3-D"), tr("Look at three axes"), Preset::Isometric);
        addPreset(row, QStringLiteral("1-2"), tr("Look at axes 1 and 2"), Preset::Top);
        addPreset(row, QStringLiteral("1-3"), tr("Look at axes 1 and 3"), Preset::Front);
        addPreset(row, QStringLiteral("2-3"), tr("Look at axes 2 and 3"), Preset::Side);
        row->addStretch();
        column->addWidget(m_presets);
        column->addWidget(m_scene, 1);
        m_scene->setContextMenuPolicy(Qt::ActionsContextMenu);
        return canvas;
    }

    void addPreset(QHBoxLayout* row, const QString& label, const QString& text,
                   Scene3DWidget::Preset preset)
    {
        auto* action = new QAction(text, this);
        action->setIconText(label);
        action->setToolTip(text);
        action->setProperty("inspike.command", true);
        action->setProperty("inspike.group", title());
        connect(action, &QAction::triggered, m_scene,
                [this, preset] { m_scene->setPreset(preset); });
        m_scene->addAction(action);
        auto* button = new QToolButton(m_presets);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setAutoRaise(true);
        button->setAccessibleName(text);
        row->addWidget(button);
    }

    void selectPath(const Key& key, Qt::KeyboardModifiers modifiers)
    {
        const Selection& current = selectionModel().current();
        selectionModel().request(modifiers.testFlag(Qt::ControlModifier)
                                     ? current.toggled(key)
                                     : Selection{{key}, current.time},
                                 this);
    }

    Scene3DWidget* m_scene;
    QWidget* m_presets = nullptr;
    std::array<Text, 3> m_labels;
};

View* make(const ViewContext& viewContext, QWidget* parent);

const ViewClass kClass{"manifold", QT_TRANSLATE_NOOP("View", "Mode space"),
                       QT_TRANSLATE_NOOP("View", "Trajectories of a run fill this view"),
                       QStringLiteral("manifold"), &make};

View* make(const ViewContext& viewContext, QWidget* parent)
{
    return new ManifoldView(kClass, viewContext, parent);
}

} // namespace

const ViewClass& manifoldViewClass()
{
    return kClass;
}

} // namespace inspike

#include "manifold_view.moc"
