// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene3d/path_set.h"

#include "widgets/theme/theme.h"

#include <vtkActor.h>
#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkUnsignedCharArray.h>

#include <algorithm>
#include <array>
#include <map>

namespace inspike {

namespace {

using Chosen = std::function<bool(const ManifoldPath&)>;

// Trials stay behind the means, which carry the message; selected paths come in front of all. In
// diagonals of the box towards the eye.
constexpr double kTrialDepth = 0.0;
constexpr double kTrialEndDepth = 2.0;
constexpr double kMeanDepth = 4.0;
constexpr double kSelectedDepth = 6.0;
constexpr double kHaloBehind = 1.0; // behind all means, or it would cut their far turns
constexpr double kEndsBefore = 0.02;

constexpr double kTrialWidth = 1.0;
constexpr double kSelectedWidth = 2.0;
constexpr double kMeanWidth = 3.5;
constexpr double kHaloWidth = 3.0; // added to the mean's
constexpr double kTrialEndSize = 4.5;
constexpr double kMeanEndSize = 11.0;
// Trials step back where means are drawn over them in the same colour.
constexpr double kTrialShareUnderMeans = 0.6;
// Wide lines cost a geometry shader; a large selection is visible without.
constexpr std::size_t kWideSelection = 60;

// Points of a cloud are as large as they can be without hiding each other.
double cloudPointSize(std::size_t points)
{
    return points < 3000 ? 4.0 : points < 30'000 ? 2.5 : 1.5;
}

const std::vector<double> kNoTimes;

} // namespace

struct PathSet::Impl
{
    // One actor with its own cells over the shared points and colours.
    struct Part
    {
        vtkNew<vtkPolyData> data;
        vtkNew<vtkPolyDataMapper> mapper;
        vtkNew<vtkActor> actor;
        double depth = 0;
        std::size_t points = 0;
        bool stale = true;
    };

    Kind kind;
    vtkRenderer& renderer;
    vtkNew<vtkPoints> points;
    vtkNew<vtkUnsignedCharArray> colours;
    std::vector<const ManifoldPath*> paths;
    std::vector<vtkIdType> first;      // point of each path
    std::map<std::size_t, Part> lines; // by stride
    Part halo, endHalo, ends, selected, selectedEnds;
    std::size_t allPoints = 0;
    std::size_t selectedPaths = 0;
    bool cloud = false;

    Impl(Kind k, vtkRenderer& r) : kind(k), renderer(r)
    {
        colours->SetNumberOfComponents(4);
        const double base = kind == Kind::Trials ? kTrialDepth : kMeanDepth;
        prepare(halo, base - kHaloBehind);
        prepare(endHalo, base + kEndsBefore);
        prepare(ends, kind == Kind::Trials ? kTrialEndDepth : base + kHaloBehind);
        const double front = kSelectedDepth + (kind == Kind::Trials ? 0.0 : 0.1);
        prepare(selected, front);
        prepare(selectedEnds, front + kEndsBefore);
    }

    void prepare(Part& part, double depth)
    {
        part.depth = depth;
        part.data->SetPoints(points);
        part.data->GetPointData()->SetScalars(colours);
        part.mapper->SetInputData(part.data);
        part.mapper->SetColorModeToDirectScalars();
        vtkMapper::SetResolveCoincidentTopologyToOff();
        part.mapper->SetScalarModeToUsePointData();
        part.actor->SetMapper(part.mapper);
        part.actor->ForceOpaqueOn();
        part.actor->PickableOff();
        part.actor->GetProperty()->LightingOff();
        part.actor->VisibilityOff();
        renderer.AddActor(part.actor);
    }

    Part& linesAt(std::size_t stride)
    {
        const auto [entry, isNew] = lines.try_emplace(stride);
        if (isNew)
            prepare(entry->second, kind == Kind::Trials ? kTrialDepth : kMeanDepth);
        return entry->second;
    }

    // Polylines of the chosen paths with every stride-th point and the last one, broken at points
    // that are not numbers.
    void fillLines(Part& part, std::size_t stride, const Chosen& chosen)
    {
        if (cloud) {
            fillPoints(part, stride, chosen);
            return;
        }
        vtkNew<vtkCellArray> cells;
        std::vector<vtkIdType> run;
        part.points = 0;
        const auto flush = [&] {
            if (run.size() > 1) {
                cells->InsertNextCell(static_cast<vtkIdType>(run.size()), run.data());
                part.points += run.size();
            }
            run.clear();
        };
        for (std::size_t p = 0; p < paths.size(); ++p) {
            if (!chosen(*paths[p]))
                continue;
            const auto& path = paths[p]->points;
            for (std::size_t i = 0; i < path.size();
                 i = i + 1 == path.size() ? path.size() : std::min(i + stride, path.size() - 1)) {
                if (isDrawable(path[i]))
                    run.push_back(first[p] + static_cast<vtkIdType>(i));
                else
                    flush();
            }
            flush();
        }
        part.data->SetLines(cells);
    }

    // Every stride-th point of the chosen paths by itself.
    void fillPoints(Part& part, std::size_t stride, const Chosen& chosen)
    {
        vtkNew<vtkCellArray> cells;
        std::vector<vtkIdType> ids;
        part.points = 0;
        for (std::size_t p = 0; p < paths.size(); ++p) {
            if (!chosen(*paths[p]) || paths[p]->points.empty())
                continue;
            ids.clear();
            for (std::size_t i = 0; i < paths[p]->points.size(); i += stride)
                ids.push_back(first[p] + static_cast<vtkIdType>(i));
            cells->InsertNextCell(static_cast<vtkIdType>(ids.size()), ids.data());
            part.points += ids.size();
        }
        part.data->SetVerts(cells);
    }

    void fillEnds(Part& part, const Chosen& chosen)
    {
        vtkNew<vtkCellArray> cells;
        for (std::size_t p = 0; p < paths.size() && !cloud; ++p) {
            const auto& path = paths[p]->points;
            const auto last = std::find_if(path.rbegin(), path.rend(), isDrawable);
            if (!chosen(*paths[p]) || last == path.rend())
                continue;
            const vtkIdType id = first[p] + (path.rend() - last) - 1;
            cells->InsertNextCell(1, &id);
        }
        part.data->SetVerts(cells);
        part.actor->GetProperty()->RenderPointsAsSpheresOn();
    }

    void fillSelected(const SceneState& state)
    {
        const Chosen chosen = [&](const ManifoldPath& path) {
            return state.shown(path) && state.selected(path);
        };
        selectedPaths = static_cast<std::size_t>(
            std::count_if(paths.begin(), paths.end(), [&](auto* path) { return chosen(*path); }));
        fillLines(selected, 1, chosen);
        fillEnds(selectedEnds, chosen);
    }

    void invalidate()
    {
        for (auto& [stride, part] : lines)
            part.stale = true;
        halo.stale = true;
        ends.stale = true;
    }
};

PathSet::PathSet(Kind kind, vtkRenderer& renderer) : m_impl(std::make_unique<Impl>(kind, renderer))
{}

PathSet::~PathSet() = default;

void PathSet::setPoints(const SceneState& state)
{
    Impl& m = *m_impl;
    const bool cloud = state.figure && state.figure->cloud;
    if (cloud != m.cloud) { // lines and points must not stay beside each other
        for (auto& [stride, part] : m.lines)
            part.data->SetLines(nullptr), part.data->SetVerts(nullptr);
    }
    m.cloud = cloud;
    m.paths.clear();
    m.first.clear();
    vtkIdType total = 0;
    if (state.figure) {
        for (const ManifoldPath& path : state.figure->paths) {
            if (path.mean == (m.kind == Kind::Means)) {
                m.paths.push_back(&path);
                m.first.push_back(total);
                total += static_cast<vtkIdType>(path.points.size());
            }
        }
    }
    vtkNew<vtkFloatArray> xyz;
    xyz->SetNumberOfComponents(3);
    xyz->SetNumberOfTuples(total);
    float* out = xyz->GetPointer(0);
    const Vec3 centre = state.box.centre();
    for (const ManifoldPath* path : m.paths) {
        for (const auto& point : path->points) {
            const Vec3 world = state.world(point);
            for (std::size_t i = 0; i < 3; ++i)
                *out++ = static_cast<float>(isDrawable(point) ? world[i] : centre[i]);
        }
    }
    m.points->SetData(xyz);
    m.points->Modified();
    m.colours->SetNumberOfTuples(total);
    m.invalidate();
}

void PathSet::setColours(const SceneState& state)
{
    Impl& m = *m_impl;
    const Theme theme(state.dark);
    const bool fading = !state.highlight.empty();
    const double rest = m.kind == Kind::Trials && state.hasMeans && state.meansVisible && !fading
                            ? kTrialShareUnderMeans
                            : 1.0;
    const std::vector<double>& times = m.paths.empty() ? kNoTimes : state.figure->times;
    const auto isInside = [&](std::size_t step) {
        return !state.timeRange || step >= times.size() ||
               (times[step] >= state.timeRange->first && times[step] <= state.timeRange->second);
    };
    using Pixel = std::array<unsigned char, 4>;
    const auto pixelOf = [](const QColor& colour) {
        return Pixel{static_cast<unsigned char>(colour.red()),
                     static_cast<unsigned char>(colour.green()),
                     static_cast<unsigned char>(colour.blue()), 255};
    };
    unsigned char* out = m.colours->GetPointer(0);
    for (const ManifoldPath* path : m.paths) {
        const QColor base = state.colour(*path);
        const bool isFaded = fading && !state.selected(*path);
        const Pixel inside = pixelOf(theme.faded(base, isFaded ? Theme::kFadedShare : rest));
        const Pixel outside = pixelOf(theme.faded(base, Theme::kFadedShare));
        for (std::size_t i = 0; i < path->points.size(); ++i)
            out = std::copy_n((isInside(i) ? inside : outside).data(), 4, out);
    }
    m.colours->Modified();
    m.fillSelected(state);
}

void PathSet::setVisibility(const SceneState& state)
{
    m_impl->invalidate();
    m_impl->fillSelected(state);
    m_impl->allPoints = 0;
    for (const ManifoldPath* path : m_impl->paths) {
        if (state.shown(*path))
            m_impl->allPoints += path->points.size();
    }
}

void PathSet::show(const SceneState& state, std::size_t stride, double devicePixelRatio)
{
    Impl& m = *m_impl;
    const Chosen shown = [&](const ManifoldPath& path) {
        return state.shown(path);
    };
    Impl::Part& current = m.linesAt(stride);
    if (current.stale)
        m.fillLines(current, stride, shown);
    if (m.ends.stale)
        m.fillEnds(m.ends, shown);
    current.stale = m.ends.stale = false;
    const bool isMean = m.kind == Kind::Means;
    for (auto& [key, part] : m.lines)
        part.actor->SetVisibility(key == stride && part.points > 0);
    const auto width = [&](Impl::Part& part, double px) {
        part.actor->GetProperty()->SetLineWidth(static_cast<float>(px * devicePixelRatio));
        part.actor->GetProperty()->SetPointSize(static_cast<float>(px * devicePixelRatio));
    };
    width(current, m.cloud ? cloudPointSize(current.points) : isMean ? kMeanWidth : kTrialWidth);
    width(m.ends, isMean ? kMeanEndSize : kTrialEndSize);
    m.ends.actor->SetVisibility(current.points > 0 && !m.cloud);
    const bool isWide = m.selectedPaths <= kWideSelection;
    width(m.selected, isMean ? kMeanWidth : isWide ? kSelectedWidth : kTrialWidth);
    width(m.selectedEnds, isMean ? kMeanEndSize : kTrialEndSize + 2.0);
    m.selected.actor->SetVisibility(m.selected.points > 0 && (isWide || stride == 1));
    m.selectedEnds.actor->SetVisibility(m.selected.points > 0);
    m.halo.actor->SetVisibility(isMean && current.points > 0);
    m.endHalo.actor->SetVisibility(isMean && current.points > 0);
    if (isMean) { // the canvas shows through beside a mean, which sets it off from its trials
        m.halo.data->SetLines(current.data->GetLines());
        m.endHalo.data->SetVerts(m.ends.data->GetVerts());
        m.endHalo.actor->GetProperty()->RenderPointsAsSpheresOn();
        const QColor canvas = Theme(state.dark).canvas();
        for (Impl::Part* part : {&m.halo, &m.endHalo}) {
            part->mapper->ScalarVisibilityOff();
            part->actor->GetProperty()->SetColor(canvas.redF(), canvas.greenF(), canvas.blueF());
        }
        width(m.halo, kMeanWidth + kHaloWidth);
        width(m.endHalo, kMeanEndSize + kHaloWidth);
    }
}

void PathSet::setDepths(const Vec3& towardsEye, double diagonal)
{
    Impl& m = *m_impl;
    const auto place = [&](Impl::Part& part) {
        const Vec3 shift = along({0, 0, 0}, towardsEye, part.depth * diagonal);
        part.actor->SetPosition(shift[0], shift[1], shift[2]);
    };
    for (auto& [stride, part] : m.lines)
        place(part);
    for (Impl::Part* part : {&m.halo, &m.endHalo, &m.ends, &m.selected, &m.selectedEnds})
        place(*part);
}

std::size_t PathSet::pointsAt(std::size_t stride) const
{
    const auto found = m_impl->lines.find(stride);
    return found == m_impl->lines.end() ? 0 : found->second.points;
}

std::size_t PathSet::points() const
{
    return m_impl->allPoints;
}

} // namespace inspike
