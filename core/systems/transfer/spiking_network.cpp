// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/transfer/spiking_network.h"

#include "core/base/random.h"
#include "core/systems/transfer/forward.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/zeros.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace inspike::transfer {

namespace {

constexpr std::size_t kSamples = 2;
constexpr int kDiscs = 5;           // per picture
constexpr double kMeanEvents = 3.0; // of a pixel on an outline, per polarity and step
constexpr double kNoise = 0.01;     // share of pixels with an event from nowhere
constexpr double kOutline = 0.8;    // half its width in pixels
constexpr float kScnnGain = 3.0F;   // of layers without batch norm; as they start, they hardly fire
constexpr double kMomentum = 0.1;   // of the batch norms' running statistics

struct Disc
{
    double x, y, radius, brightness;
};

std::vector<Disc> discsOf(double side, Random& random)
{
    std::vector<Disc> discs;
    for (int i = 0; i < kDiscs; ++i)
        discs.push_back({side * random.uniform(), side * random.uniform(),
                         side * (0.1 + 0.2 * random.uniform()), random.uniform()});
    return discs;
}

float countOf(Random& random, double mean)
{
    const double limit = std::exp(-mean);
    int count = -1;
    for (double product = 1.0; product > limit; product *= random.uniform())
        ++count;
    return static_cast<float>(std::max(count, 0));
}

// The shapes move along a triangle, as recordings of still pictures do. Brightening edges are ON.
void drawEvents(const std::vector<Disc>& discs, std::size_t side, double phase, Random& random,
                float* off, float* on)
{
    const double angle = 2.0 * 3.14159265358979 * phase;
    const double dx = 2.0 * std::cos(angle), dy = 2.0 * std::sin(angle);
    for (std::size_t i = 0; i < side * side; ++i) {
        const double x = static_cast<double>(i % side), y = static_cast<double>(i / side);
        for (const Disc& disc : discs) {
            const double rx = x - disc.x - dx, ry = y - disc.y - dy;
            const double distance = std::hypot(rx, ry);
            if (std::abs(distance - disc.radius) > kOutline || distance == 0.0)
                continue;
            // How fast the outline crosses the pixel, from its direction of movement.
            const double speed = (dy * rx - dx * ry) / distance;
            float* polarity = (speed > 0.0) == (disc.brightness > 0.5) ? on : off;
            polarity[i] += countOf(random, kMeanEvents * std::abs(speed) / 2.0);
        }
        if (random.uniform() < kNoise)
            (random.uniform() < 0.5 ? off : on)[i] += 1.0F;
    }
}

void drawStill(const std::vector<Disc>& discs, std::size_t side, float* target)
{
    for (std::size_t i = 0; i < side * side; ++i) {
        const double x = static_cast<double>(i % side), y = static_cast<double>(i / side);
        double value = 0.3 + 0.4 * x / static_cast<double>(side);
        for (const Disc& disc : discs) {
            if (std::hypot(x - disc.x, y - disc.y) < disc.radius)
                value = disc.brightness;
        }
        target[i] = static_cast<float>(value);
    }
}

// Frames of rates have 1 as the largest of each picture and polarity.
void normalise(float* plane, std::size_t size)
{
    const float most = *std::max_element(plane, plane + size);
    if (most > 0.0F)
        std::for_each(plane, plane + size, [most](float& value) { value /= most; });
}

// What the start left of itself is taken out again.
void undoMomentum(const at::Tensor& running, double start, std::size_t steps)
{
    const double rest = std::pow(1.0 - kMomentum, static_cast<double>(steps));
    float* values = running.data_ptr<float>();
    for (std::int64_t i = 0; i < running.numel(); ++i)
        values[i] = static_cast<float>((values[i] - rest * start) / (1.0 - rest));
}

} // namespace

MadePictures madePictures(const Config& config, std::size_t samples, std::uint64_t seed)
{
    Random random(seed);
    const std::size_t pixels = config.size * config.size;
    const auto side = static_cast<std::int64_t>(config.size);
    const auto count = static_cast<std::int64_t>(samples);
    const auto options = at::TensorOptions().dtype(at::kFloat);
    const MadePictures made{
        at::zeros({static_cast<std::int64_t>(config.steps), count, 2, side, side}, options),
        at::zeros({1, count, 2, side, side}, options)};
    for (std::size_t sample = 0; sample < samples; ++sample) {
        const std::vector<Disc> discs = discsOf(static_cast<double>(side), random);
        float* still = made.stills.data_ptr<float>() + 2 * sample * pixels;
        drawStill(discs, config.size, still);
        std::copy_n(still, pixels, still + pixels);
        for (std::size_t step = 0; step < config.steps; ++step) {
            float* off = made.events.data_ptr<float>() + 2 * (step * samples + sample) * pixels;
            drawEvents(discs, config.size,
                       static_cast<double>(step) / static_cast<double>(config.steps), random, off,
                       off + pixels);
            if (config.framing == Framing::Rate) {
                normalise(off, pixels);
                normalise(off + pixels, pixels);
            }
        }
    }
    return made;
}

Network spikingNetwork(const Config& config, std::uint64_t seed)
{
    const c10::NoGradGuard noGradients;
    Network network = initialNetwork(config, seed);
    if (config.arch == Arch::Scnn) {
        for (const char* name : {"feature.0.weight", "feature.3.weight", "fc1.weight"})
            network.state.at(name).mul_(kScnnGain);
        return network;
    }
    const MadePictures pictures = madePictures(config, kSamples, seed + 1);
    Pass pass;
    pass.training = true;
    JobContext job = nullJob();
    Potentials potentials;
    forwardPlain(network, Branch::Event, pictures.events, static_cast<std::int64_t>(config.steps),
                 potentials, pass, job);
    for (const auto& [name, tensor] : network.state) {
        if (name.ends_with(".running_mean"))
            undoMomentum(tensor, 0.0, config.steps);
        if (name.ends_with(".running_var"))
            undoMomentum(tensor, 1.0, config.steps);
    }
    return network;
}

} // namespace inspike::transfer
