// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/sample_follower.h"

#include "widgets/text/numbers.h"
#include "widgets/text/phrases.h"

#include <algorithm>
#include <cmath>

namespace inspike {

SampleFollower::SampleFollower(const ViewClass& viewClass, const ViewContext& viewContext,
                               QWidget* parent)
    : View(viewClass, viewContext, parent)
{
    connect(&selectionModel(), &SelectionModel::trialChanged, this, [this] {
        if (params().has("trial"))
            requestBuild(Cause::Params);
    });
}

int SampleFollower::stepAtCursor() const
{
    const TimeCursor& cursor = selectionModel().cursor();
    const TimeBase& base = cursor.base();
    if (base.empty() || !(base.step > 0.0))
        return 0;
    return static_cast<int>(std::lround((cursor.position() - base.low) / base.step));
}

bool SampleFollower::followsStep() const
{
    return params().has("at-step") && params().flag("at-step");
}

Params SampleFollower::effectiveParams() const
{
    Params made = View::effectiveParams();
    if (followsStep() && !selectionModel().cursor().base().empty())
        made.set("step", std::int64_t{stepAtCursor()});
    if (made.has("samples") && !selectedSamples().empty())
        made.set("samples", selectedSamples());
    return made;
}

std::string SampleFollower::selectedSamples() const
{
    constexpr std::size_t kMost = 20; // more outlines hide what they point out
    std::vector<std::int64_t> samples = selectionModel().current().indices(KeyKind::Sample);
    if (samples.size() > kMost)
        samples.resize(kMost);
    const int known = selectionModel().trials();
    std::string list;
    for (const std::int64_t sample : samples) {
        if (known > 0 && sample >= known)
            continue; // of another run
        list += (list.empty() ? "" : ",") + std::to_string(sample);
    }
    return list;
}

std::vector<KeyNumber> SampleFollower::keyNumbers() const
{
    std::vector<KeyNumber> numbers;
    const auto* series = std::get_if<SeriesFigure>(&*figure());
    const auto* heat = std::get_if<HeatFigure>(&*figure());
    const Text note = series != nullptr ? series->note : heat != nullptr ? heat->note : Text{};
    if (note != Text{})
        numbers.push_back({tr("Shown"), phrase(note)});
    if (series == nullptr)
        return numbers;
    for (const NamedNumber& number : series->numbers) {
        QString name = phrase(number.name);
        if (number.of != Text{})
            name = QStringLiteral("%1: %2").arg(phrase(number.of), name);
        numbers.push_back(
            {name, std::isfinite(number.value) ? numberText(number.value, 4) : tr("undefined")});
    }
    return numbers;
}

void SampleFollower::showSelection(const Selection&)
{
    if (!params().has("samples"))
        return;
    if (selectedSamples() != m_shownSamples) {
        m_shownSamples = selectedSamples();
        requestBuild(Cause::Viewport);
    }
}

void SampleFollower::showCursor(std::optional<double>)
{
    if (!followsStep() || stepAtCursor() == m_shownStep)
        return;
    m_shownStep = stepAtCursor();
    requestBuild(Cause::Viewport);
}

void SampleFollower::selectSample(std::int64_t sample, Qt::KeyboardModifiers modifiers)
{
    const Key key{KeyKind::Sample, source(), sample};
    const Selection& now = selectionModel().current();
    const bool more = modifiers.testFlag(Qt::ControlModifier);
    selectionModel().request(more ? now.toggled(key) : now.with(KeyKind::Sample, {key}), this);
}

} // namespace inspike
