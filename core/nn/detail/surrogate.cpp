// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/detail/surrogate.h"

#include "core/base/error.h"

#include <torch/csrc/autograd/custom_function.h>

namespace inspike::nn {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct FastSigmoidSpikes : torch::autograd::Function<FastSigmoidSpikes>
{
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x, double slope,
                              std::int64_t stop)
    {
        context->save_for_backward({x});
        context->saved_data["slope"] = slope;
        context->saved_data["stop"] = stop;
        return x.gt(0.0).to(x.scalar_type());
    }

    static variable_list backward(AutogradContext* context, variable_list gradients)
    {
        const auto address = static_cast<std::uintptr_t>(context->saved_data["stop"].toInt());
        if (reinterpret_cast<const std::stop_token*>(address)->stop_requested())
            throw Error(ErrorKind::Cancelled, "cancelled");
        const at::Tensor x = context->get_saved_variables()[0];
        const double slope = context->saved_data["slope"].toDouble();
        return {gradients[0].div(x.abs().mul(slope).add(1.0).pow(2.0)), at::Tensor(), at::Tensor()};
    }
};

} // namespace

at::Tensor fastSigmoidSpikes(const at::Tensor& x, double slope, const std::stop_token& stop)
{
    const auto address = reinterpret_cast<std::uintptr_t>(&stop);
    return FastSigmoidSpikes::apply(x, slope, static_cast<std::int64_t>(address));
}

} // namespace inspike::nn
