// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene3d/scene_renderer.h"

#include "widgets/scene3d/path_set.h"
#include "widgets/theme/theme.h"

#include <QElapsedTimer>

#include <vtkActor.h>
#include <vtkCallbackCommand.h>
#include <vtkCamera.h>
#include <vtkCellArray.h>
#include <vtkCullerCollection.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkNew.h>
#include <vtkOpenGLFramebufferObject.h>
#include <vtkOpenGLState.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkUnsignedCharArray.h>
#include <vtk_glew.h>

namespace inspike {

namespace {

// Smooth pictures are rendered at twice the size: multisampling leaves gaps between the tiny
// segments of a path (seen with Mesa 22.3).
constexpr int kSmoothFactor = 2;
// Of the near and far planes, in diagonals of the box; holds all depths of path_set.cpp.
constexpr double kEyeDistance = 20.0;
constexpr double kBoxDepth = -2.0;

void answerYes(vtkObject*, unsigned long, void*, void* isCurrent)
{
    *static_cast<bool*>(isCurrent) = true;
}

} // namespace

struct SceneRenderer::Impl
{
    vtkNew<vtkGenericOpenGLRenderWindow> window;
    vtkNew<vtkRenderer> renderer;
    vtkNew<vtkPoints> corners;
    vtkNew<vtkPolyData> boxData;
    vtkNew<vtkPolyDataMapper> boxMapper;
    vtkNew<vtkActor> boxActor;
    std::unique_ptr<PathSet> trials;
    std::unique_ptr<PathSet> means;
    unsigned figureRevision = 0;
    unsigned visibilityRevision = 0;
    unsigned colourRevision = 0;
    int boxFaces = -1; // which faces look away; -1: not built
    bool isReady = false;
    double drawnShare = 1.0;
    int factor = 1; // of the last picture

    void update(const SceneState& state);
    void updateBox(const SceneState& state, const Vec3& towardsEye);
    void placeCamera(const SceneState& state, const SceneView& view);
};

SceneRenderer::SceneRenderer() : m_impl(std::make_unique<Impl>())
{
    Impl& m = *m_impl;
    m.renderer->GetCullers()->RemoveAllItems();
    m.renderer->GetActiveCamera()->ParallelProjectionOn();
    m.boxData->SetPoints(m.corners);
    m.boxMapper->SetInputData(m.boxData);
    m.boxActor->SetMapper(m.boxMapper);
    m.boxActor->GetProperty()->LightingOff();
    m.renderer->AddActor(m.boxActor);
    m.trials = std::make_unique<PathSet>(PathSet::Kind::Trials, *m.renderer);
    m.means = std::make_unique<PathSet>(PathSet::Kind::Means, *m.renderer);
}

SceneRenderer::~SceneRenderer()
{
    release();
}

bool SceneRenderer::initialise()
{
    Impl& m = *m_impl;
    vtkNew<vtkCallbackCommand> current;
    current->SetCallback(answerYes);
    m.window->AddObserver(vtkCommand::WindowIsCurrentEvent, current);
    // The order matters to VTK 9.1: the context first, then size and renderer.
    m.window->SetReadyForRendering(true);
    m.window->SetIsCurrent(true);
    m.window->SetOwnContext(0);
    m.window->SetSupportsOpenGL(1);
    const int warnings = vtkObject::GetGlobalWarningDisplay();
    vtkObject::SetGlobalWarningDisplay(0); // the widget shows the failure in its place
    m.window->OpenGLInitContext();
    m.isReady = glCreateShader != nullptr && glGenVertexArrays != nullptr;
    if (m.isReady) {
        m.window->OpenGLInit();
        glLineWidth(2.0F);
        if (glGetError() != GL_NO_ERROR) // VTK then widens lines by a shader
            m.window->SetForceMaximumHardwareLineWidth(1.0F);
        m.window->SetFrameBlitModeToNoBlit();
        m.window->SetUseOffScreenBuffers(true);
        m.window->SetShowWindow(false);
        m.window->SetMultiSamples(0);
        m.window->AddRenderer(m.renderer);
    }
    vtkObject::SetGlobalWarningDisplay(warnings);
    return m.isReady;
}

void SceneRenderer::Impl::update(const SceneState& state)
{
    const bool isNewFigure = figureRevision != state.figureRevision;
    const bool isNewChoice = isNewFigure || visibilityRevision != state.visibilityRevision;
    const bool isNewColour = isNewFigure || colourRevision != state.colourRevision;
    for (PathSet* set : {trials.get(), means.get()}) {
        if (isNewFigure)
            set->setPoints(state);
        if (isNewColour || isNewChoice)
            set->setColours(state);
        if (isNewChoice)
            set->setVisibility(state);
    }
    if (isNewFigure)
        boxFaces = -1;
    figureRevision = state.figureRevision;
    visibilityRevision = state.visibilityRevision;
    colourRevision = state.colourRevision;
    const QColor canvas = Theme(state.dark).canvas();
    renderer->SetBackground(canvas.redF(), canvas.greenF(), canvas.blueF());
    const QColor line =
        Theme(state.dark).faded(Theme(state.dark).colour({ColourRole::Muted, 0}), 0.5);
    boxActor->GetProperty()->SetColor(line.redF(), line.greenF(), line.blueF());
}

void SceneRenderer::Impl::updateBox(const SceneState& state, const Vec3& towardsEye)
{
    // Bit a: on axis a the low face looks away from the eye. Only edges of such faces are drawn, so
    // that no hairline crosses in front of the paths.
    int faces = 0;
    for (std::size_t a = 0; a < 3; ++a)
        faces |= (towardsEye[a] >= 0) == (state.box.high[a] >= state.box.low[a]) ? 1 << a : 0;
    if (faces == boxFaces)
        return;
    boxFaces = faces;
    corners->SetNumberOfPoints(8);
    for (int i = 0; i < 8; ++i) {
        const Vec3 corner = state.box.corner(i);
        corners->SetPoint(i, corner[0], corner[1], corner[2]);
    }
    corners->Modified();
    vtkNew<vtkCellArray> edges;
    const int back = ~faces & 7; // the corner farthest from the eye
    for (int corner = 0; corner < 8; ++corner) {
        for (int a = 0; a < 3; ++a) {
            const int other = corner | 1 << a;
            const bool touchesBack = ((corner ^ back) & ~(1 << a) & 7) != (7 & ~(1 << a));
            if (corner == other || !touchesBack)
                continue;
            const vtkIdType edge[2] = {corner, other};
            edges->InsertNextCell(2, edge);
        }
    }
    boxData->SetLines(edges);
}

void SceneRenderer::Impl::placeCamera(const SceneState& state, const SceneView& view)
{
    const Projection projection(view.camera, view.size);
    const double diagonal = state.box.diagonal();
    const Vec3 towards = projection.direction();
    const Vec3& focus = view.camera.focus;
    const Vec3 eye = along(focus, towards, kEyeDistance * diagonal);
    vtkCamera* camera = renderer->GetActiveCamera();
    camera->SetFocalPoint(focus[0], focus[1], focus[2]);
    camera->SetPosition(eye[0], eye[1], eye[2]);
    camera->SetViewUp(projection.up()[0], projection.up()[1], projection.up()[2]);
    camera->SetParallelScale(view.camera.halfHeight);
    // The focus may have been panned far from the box; planes follow the box.
    const double shift = dot(along(state.box.centre(), focus, -1.0), towards);
    camera->SetClippingRange((kEyeDistance - 10.0) * diagonal - shift,
                             (kEyeDistance + 6.0) * diagonal - shift);
    trials->setDepths(towards, diagonal);
    means->setDepths(towards, diagonal);
    const Vec3 back = along({0, 0, 0}, towards, kBoxDepth * diagonal);
    boxActor->SetPosition(back[0], back[1], back[2]);
    updateBox(state, towards);
}

double SceneRenderer::render(const SceneState& state, const SceneView& view)
{
    Impl& m = *m_impl;
    if (!m.isReady || view.size.isEmpty())
        return 0.0;
    QElapsedTimer timer;
    timer.start();
    m.factor = view.smooth ? kSmoothFactor : 1;
    const double ratio = view.devicePixelRatio * m.factor;
    m.update(state);
    m.trials->show(state, view.stride, ratio);
    m.means->show(state, 1, ratio);
    m.boxActor->GetProperty()->SetLineWidth(static_cast<float>(ratio));
    m.boxActor->SetVisibility(!state.empty());
    m.placeCamera(state, view);
    const std::size_t all = m.trials->points();
    m.drawnShare =
        all == 0 || view.stride == 1 ? 1.0 : double(m.trials->pointsAt(view.stride)) / double(all);
    const QSize rendered = view.size * m.factor;
    if (QSize(m.window->GetSize()[0], m.window->GetSize()[1]) != rendered)
        m.window->SetSize(rendered.width(), rendered.height());
    m.window->Render();
    m.window->WaitForCompletion();
    return double(timer.nsecsElapsed()) / 1e6;
}

double SceneRenderer::drawnShare() const
{
    return m_impl->drawnShare;
}

void SceneRenderer::copyTo(unsigned framebuffer, QSize size)
{
    if (!m_impl->isReady)
        return;
    // Qt has changed the context since the last frame behind VTK's back.
    m_impl->window->GetState()->Reset();
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, framebuffer);
    const int f = m_impl->factor;
    m_impl->window->BlitDisplayFramebuffer(0, 0, 0, size.width() * f, size.height() * f, 0, 0,
                                           size.width(), size.height(), GL_COLOR_BUFFER_BIT,
                                           f == 1 ? GL_NEAREST : GL_LINEAR);
}

QImage SceneRenderer::pixels() const
{
    const int* size = m_impl->window->GetSize();
    vtkNew<vtkUnsignedCharArray> data;
    m_impl->window->GetRGBACharPixelData(0, 0, size[0] - 1, size[1] - 1, 0, data);
    if (data->GetNumberOfTuples() != vtkIdType{size[0]} * size[1])
        return {};
    // OpenGL counts rows from below.
    const QImage image =
        QImage(data->GetPointer(0), size[0], size[1], QImage::Format_RGBX8888).mirrored();
    const int f = m_impl->factor;
    return f == 1 ? image
                  : image.scaled(size[0] / f, size[1] / f, Qt::IgnoreAspectRatio,
                                 Qt::SmoothTransformation);
}

void SceneRenderer::release()
{
    if (!m_impl->isReady)
        return;
    m_impl->isReady = false;
    m_impl->window->RemoveRenderer(m_impl->renderer);
    m_impl->window->Finalize();
}

} // namespace inspike
