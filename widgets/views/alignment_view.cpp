// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// How close two domains are inside a network: embedding, curves, grid of layers and densities side
// by side. A click on a cell of the grid chooses the layers of the others, a box in the embedding
// selects samples, a slider goes through the epochs of a training. What is slow is computed in jobs
// of its own and kept.

#include "core/base/error.h"
#include "core/figures/alignment_subject.h"
#include "widgets/text/numbers.h"
#include "widgets/text/phrases.h"
#include "widgets/theme/theme.h"
#include "widgets/views/pane_grid.h"
#include "widgets/views/sample_follower.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QPointer>
#include <QSlider>

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

View* make(const ViewContext& viewContext, QWidget* parent);

const ViewClass kClass{
    "alignment",
    QT_TRANSLATE_NOOP("View", "Alignment"),
    QT_TRANSLATE_NOOP("View",
                      "A run of a network with a static and an event branch, two runs of the same "
                      "samples, or the runs of a training fill this view"),
    QStringLiteral("alignment"),
    &make,
    ViewPlace::Below};

constexpr AlignmentPart kParts[] = {AlignmentPart::Embedding, AlignmentPart::Curves,
                                    AlignmentPart::Grid, AlignmentPart::Densities,
                                    AlignmentPart::Weights};

// Work of seconds or minutes must not keep figures from being drawn, nor what is quick from what is
// not.
Lane laneOf(AlignmentPart part)
{
    return part == AlignmentPart::Embedding ? Lane::Inference : Lane::Counts;
}

class AlignmentView : public SampleFollower
{
    Q_OBJECT

public:
    AlignmentView(const ViewContext& viewContext, QWidget* parent)
        : SampleFollower(kClass, viewContext, parent),
          m_results(std::make_shared<AlignmentResults>()),
          m_grid(new PaneGrid(this))
    {
        auto* page = new QWidget(this);
        auto* column = new QVBoxLayout(page);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(0);
        column->addWidget(m_grid, 1);
        for (const AlignmentPart part : kParts)
            addPane(part);
        column->addWidget(makeEpochRow(page));
        page->setFocusProxy(m_grid);
        setCanvas(page);
        watch();
    }

    Params effectiveParams() const override
    {
        Params made = SampleFollower::effectiveParams();
        if (made.text("steps") == "one" && !selectionModel().cursor().base().empty())
            made.set("step", std::int64_t{stepAtCursor()});
        return made;
    }

    void fit() override { m_grid->fit(); }
    bool zoomed() const override { return m_grid->zoomed(); }

    std::vector<KeyNumber> keyNumbers() const override
    {
        std::vector<KeyNumber> numbers;
        const auto* embedding = std::get_if<SeriesFigure>(partOf(AlignmentPart::Embedding));
        if (embedding == nullptr)
            return numbers;
        if (embedding->note != Text{})
            numbers.push_back({tr("Shown"), phrase(embedding->note)});
        for (const NamedNumber& number : embedding->numbers) {
            const QString name =
                number.of == Text{}
                    ? phrase(number.name)
                    : QStringLiteral("%1: %2").arg(phrase(number.of), phrase(number.name));
            numbers.push_back({name, std::isfinite(number.value) ? numberText(number.value, 4)
                                                                 : tr("undefined")});
        }
        return numbers;
    }

protected:
    FigureWork figureWork(const FigureInputs& inputs, const Params& wanted,
                          const Viewport& port) override
    {
        m_built = fitting(inputs, wanted);
        m_inputs = inputs;
        return [inputs, params = m_built, port, results = m_results](JobContext& job) {
            return buildAlignment(inputs, params, port, *results, AlignmentEffort::Known, job);
        };
    }

    void showFigure(const Figure&, Cause cause) override
    {
        arrange();
        showEpochs();
        for (const AlignmentPart part : shownParts(m_built)) {
            const Figure* shown = partOf(part);
            if (shown == nullptr)
                continue;
            FigurePane* pane = paneOf(part);
            if (cause == Cause::Inputs)
                pane->forget();
            pane->show(*shown, cause != Cause::Inputs);
            if (!isComplete(part, *shown))
                compute(part);
        }
    }

    void showSelection(const Selection&) override
    {
        const std::vector<Key> keys = selectionModel().highlighted();
        for (FigurePane* pane : m_grid->panes())
            pane->setHighlight(keys);
    }

    void showHover(const std::optional<Key>& key) override
    {
        paneOf(AlignmentPart::Embedding)->setHover(key);
    }

    void showCursor(std::optional<double> position) override
    {
        m_grid->setCursor(position);
        if (params().text("steps") == "one" && stepAtCursor() != m_shownStep) {
            m_shownStep = stepAtCursor();
            requestBuild(Cause::Params);
        }
    }

    void resizeEvent(QResizeEvent* event) override
    {
        SampleFollower::resizeEvent(event);
        if (figure())
            arrange();
    }

private:
    FigurePane* paneOf(AlignmentPart part) const
    {
        return m_grid->pane(static_cast<std::size_t>(part));
    }

    // Of the figure shown; nullptr when it is no part of it.
    const Figure* partOf(AlignmentPart part) const
    {
        return figure() ? partOfPage(*figure(), alignmentPartId(part),
                                     alignmentPartId(shownParts(m_built).front()))
                        : nullptr;
    }

    void addPane(AlignmentPart part)
    {
        auto* pane = new FigurePane(alignmentPartId(part),
                                    part == AlignmentPart::Grid ? FigurePane::Canvas::Heat
                                                                : FigurePane::Canvas::Plot,
                                    laneOf(part), context().jobs, m_grid);
        m_grid->add(pane);
        if (HeatCanvas* heat = pane->heat()) {
            connect(heat, &HeatCanvas::hovered, this, &View::pointed);
            connect(heat, &HeatCanvas::clicked, this,
                    [this](const HeatSpot& spot) { chooseLayers(spot); });
            return;
        }
        PlotCanvas* plot = pane->plot();
        connect(plot, &PlotCanvas::hovered, this, &View::pointed);
        connect(plot, &PlotCanvas::hoveredKey, this, [this, plot](const std::optional<Key>& key) {
            const bool sample = key && key->kind == KeyKind::Sample;
            selectionModel().hover(sample ? key : std::nullopt, this); // clears marks of others
            plot->setHover(sample ? key : std::nullopt);
        });
        connect(plot, &PlotCanvas::keyClicked, this,
                [this](const Key& key, Qt::KeyboardModifiers modifiers) {
                    if (key.kind == KeyKind::Sample)
                        selectSample(key.index, modifiers);
                    else if (key.kind == KeyKind::Domain)
                        selectClass(key.index);
                });
        connect(plot, &PlotCanvas::keysBoxed, this,
                [this](const std::vector<Key>& keys) { selectSamples(keys); });
        connect(plot, &PlotCanvas::backgroundClicked, this,
                [this, part](double x) { clickBackground(part, x); });
    }

    QWidget* makeEpochRow(QWidget* parent)
    {
        m_epochRow = new QWidget(parent);
        auto* row = new QHBoxLayout(m_epochRow);
        row->setContentsMargins(Theme::kSpacing, 0, Theme::kSpacing, Theme::kSpacing / 2);
        m_epochWords = new QLabel(m_epochRow);
        m_epochSlider = new QSlider(Qt::Horizontal, m_epochRow);
        m_epochSlider->setObjectName(QStringLiteral("epochs"));
        m_epochSlider->setPageStep(1);
        m_epochSlider->setTickPosition(QSlider::TicksBelow);
        row->addWidget(m_epochWords);
        row->addWidget(m_epochSlider, 1);
        connect(m_epochSlider, &QSlider::valueChanged, this, [this](int place) {
            if (static_cast<std::size_t>(place) < m_epochs.size())
                chooseEpoch(m_epochs[static_cast<std::size_t>(place)].epoch);
        });
        m_epochRow->hide();
        return m_epochRow;
    }

    // Coordinates that are still moving are drawn as often as there is time for it.
    void watch()
    {
        m_results->setWatcher([view = QPointer<AlignmentView>(this)] {
            QMetaObject::invokeMethod(
                qApp,
                [view] {
                    if (view && !view->pending())
                        view->requestBuild(Cause::Viewport);
                },
                Qt::QueuedConnection);
        });
    }

    // Two rows, or one where the view is low and wide.
    void arrange()
    {
        constexpr double kWide = 2.2;
        std::vector<FigurePane*> shown;
        for (const AlignmentPart part : shownParts(m_built))
            shown.push_back(paneOf(part));
        const bool wide = width() > kWide * height();
        const int columns = shown.size() < 2 ? 1 : wide ? static_cast<int>(shown.size()) : 2;
        m_grid->arrange(shown, columns, columns > 2); // with its legend the embedding needs more
    }

    void showEpochs()
    {
        m_epochs = epochsOf(m_inputs.runs);
        m_epochRow->setVisible(!m_epochs.empty());
        if (m_epochs.empty())
            return;
        const std::int64_t wanted = m_built.integer("epoch");
        auto place = static_cast<int>(m_epochs.size()) - 1;
        for (std::size_t i = 0; i < m_epochs.size(); ++i) {
            if (m_epochs[i].epoch == wanted)
                place = static_cast<int>(i);
        }
        const QSignalBlocker blocker(m_epochSlider);
        m_epochSlider->setRange(0, static_cast<int>(m_epochs.size()) - 1);
        m_epochSlider->setValue(place);
        const QString words =
            phrase({TextId::EpochNumber,
                    {std::to_string(m_epochs[static_cast<std::size_t>(place)].epoch)}});
        m_epochWords->setText(words);
        m_epochSlider->setAccessibleName(words);
    }

    // Names that the runs do not have come from a session with other ones.
    static Params fitting(const FigureInputs& inputs, Params wanted)
    {
        for (const char* id : {"", "epoch", "other-layer", "layer", "layers", "pairing"}) {
            if (*id != '\0' && std::string_view(id) == "epoch")
                wanted.set(id, std::int64_t{0});
            else if (*id != '\0')
                wanted.setText(id, std::string_view(id) == "pairing" ? "auto" : "");
            try {
                const AlignmentSubject subject(inputs, wanted);
                return wanted;
            } catch (const Error& error) {
                if (error.kind() != ErrorKind::BadParameter && error.kind() != ErrorKind::NotFound)
                    return wanted; // the build says it
            }
        }
        return wanted;
    }

    // The numbers of an embedding may come after it.
    bool isComplete(AlignmentPart part, const Figure& shown) const
    {
        if (isPending(shown))
            return false;
        const auto* series = std::get_if<SeriesFigure>(&shown);
        return part != AlignmentPart::Embedding || series == nullptr || series->panels.empty() ||
               !series->numbers.empty();
    }

    void compute(AlignmentPart part)
    {
        // What only changes the look does not start the work anew.
        Params asked = m_built;
        for (const ParamSpec& spec : m_built.specs()) {
            if (spec.id == "show" || spec.id == "colour" || spec.id == "means" ||
                spec.id == "ellipses")
                asked.set(spec.id, spec.fallback);
        }
        std::string request = asked.toJson().dump();
        for (const auto& run : m_inputs.runs)
            request += std::to_string(reinterpret_cast<std::uintptr_t>(run.get())) + " ";
        paneOf(part)->compute(
            request, tr("Computing: %1").arg(title()),
            [part, inputs = m_inputs, params = m_built, results = m_results](JobContext& job) {
                computePart(part, inputs, params, *results, job);
            },
            [this] { requestBuild(Cause::Viewport); });
    }

    void change(const std::function<void(Params&)>& edit)
    {
        Params next = params();
        edit(next);
        setParams(next);
    }

    void chooseEpoch(std::int64_t epoch)
    {
        change([epoch](Params& next) { next.set("epoch", epoch); });
    }

    void chooseLayers(const HeatSpot& spot)
    {
        const auto* grid = std::get_if<HeatFigure>(partOf(AlignmentPart::Grid));
        if (grid == nullptr || spot.panel >= grid->panels.size())
            return;
        const HeatPanel& panel = grid->panels[spot.panel];
        if (spot.row >= panel.rowNames.size() || spot.column >= panel.columnNames.size())
            return;
        change([&](Params& next) {
            next.setText("layer", panel.rowNames[spot.row].args.front());
            next.setText("other-layer", panel.columnNames[spot.column].args.front());
        });
    }

    // Time, or the epoch that is nearest.
    void clickBackground(AlignmentPart part, double x)
    {
        const auto* series = std::get_if<SeriesFigure>(partOf(part));
        if (series == nullptr)
            return;
        if (series->xIsTime) {
            selectionModel().cursor().setPosition(x);
            return;
        }
        if (series->x.label.id != TextId::Epoch || m_epochs.empty())
            return;
        const auto nearest = std::min_element(
            m_epochs.begin(), m_epochs.end(), [x](const EpochRun& a, const EpochRun& b) {
                return std::abs(double(a.epoch) - x) < std::abs(double(b.epoch) - x);
            });
        chooseEpoch(nearest->epoch);
    }

    void selectSamples(std::vector<Key> keys)
    {
        std::erase_if(keys, [](const Key& key) { return key.kind != KeyKind::Sample; });
        std::sort(keys.begin(), keys.end());
        keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
        const Selection& now = selectionModel().current();
        selectionModel().request(now.with(KeyKind::Sample, std::move(keys)), this);
    }

    // All samples whose points have the colour of the mean that was clicked.
    void selectClass(std::int64_t group)
    {
        try {
            const AlignmentSubject subject(m_inputs, m_built);
            const bool predicted = m_built.text("colour") == "predicted";
            const SampleClasses& classes = subject.classes();
            std::vector<Key> keys;
            for (std::size_t i = 0; i < classes.samples(); ++i) {
                if ((predicted ? classes.predicted[i] : classes.classOf(i)) == group)
                    keys.push_back(subject.keyOf(i));
            }
            selectSamples(std::move(keys));
        } catch (const Error&) {
            return; // the inputs are going
        }
    }

    std::shared_ptr<AlignmentResults> m_results;
    PaneGrid* m_grid; // panes by part
    QWidget* m_epochRow = nullptr;
    QLabel* m_epochWords = nullptr;
    QSlider* m_epochSlider = nullptr;
    std::vector<EpochRun> m_epochs;
    FigureInputs m_inputs; // of the newest build
    Params m_built;
    int m_shownStep = -1;
};

View* make(const ViewContext& viewContext, QWidget* parent)
{
    return new AlignmentView(viewContext, parent);
}

} // namespace

const ViewClass& alignmentViewClass()
{
    return kClass;
}

} // namespace inspike

#include "alignment_view.moc"
