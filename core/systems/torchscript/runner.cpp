// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/torchscript/runner.h"

#include "core/base/error.h"
#include "core/nn/detail/bridge.h"
#include "core/systems/torchscript/script_error.h"

#include <ATen/ops/zeros.h>
#include <ATen/ops/zeros_like.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <sstream>

namespace inspike::torchscript {

namespace {

namespace jit = torch::jit;
using c10::IValue;
using c10::TypeKind;

constexpr std::size_t kBatch = 32;
// Called without arguments before the first step, where the program has one of them.
constexpr std::array<const char*, 5> kResets = {"reset", "reset_state", "reset_states",
                                                "reset_hidden", "init_state"};

bool isSteps(const std::string& name)
{
    static const std::set<std::string> names = {"T",         "steps",      "num_steps", "n_steps",
                                                "timesteps", "time_steps", "nb_steps",  "seq_len"};
    return names.contains(name);
}

void setEvaluating(const c10::ivalue::Object& object)
{
    const auto type = object.type();
    auto& slots = const_cast<c10::ivalue::Object&>(object);
    for (std::size_t slot = 0; slot < type->numAttributes(); ++slot) {
        const IValue value = object.getSlot(slot);
        if (type->getAttributeName(slot) == "training" && value.isBool())
            slots.setSlot(slot, false);
        else if (value.isObject() && value.toObjectRef().type()->is_module())
            setEvaluating(value.toObjectRef());
    }
}

at::Tensor tensorOf(const Tensor& values, at::ScalarType dtype)
{
    const std::vector<std::int64_t> shape(values.shape.begin(), values.shape.end());
    return nn::tensorFromFloats(values.toFloats(), shape).to(dtype);
}

// Zeros of the shapes of what came back; other values stay what they are.
IValue zerosLike(const IValue& value)
{
    if (value.isTensor() && value.toTensor().defined())
        return at::zeros_like(value.toTensor());
    if (value.isTuple()) {
        std::vector<IValue> elements;
        for (const IValue& element : value.toTupleRef().elements())
            elements.push_back(zerosLike(element));
        return c10::ivalue::Tuple::create(std::move(elements));
    }
    if (value.isTensorList()) {
        c10::List<at::Tensor> list;
        for (const at::Tensor& tensor : value.toTensorVector())
            list.push_back(at::zeros_like(tensor));
        return list;
    }
    return value;
}

} // namespace

// The program's values, to be changed by one batch.
struct Runner::Copy
{
    explicit Copy(const Program& program) : root(copyOf(program)), tree(root) {}

    IValue call(const std::string& method, std::vector<IValue> stack)
    {
        stack.insert(stack.begin(), IValue(root._ivalue()));
        root.type()->getMethod(method).run(stack);
        return stack.empty() ? IValue() : stack.back();
    }

    jit::Module root;
    ModuleTree tree;
};

Runner::Runner(const Program& program, const FittedInput& input, const RunPlan& plan,
               Recorder& recorder, JobContext& job)
    : m_program(program), m_input(input), m_plan(plan), m_recorder(recorder), m_job(job)
{}

const c10::FunctionSchema& Runner::schema() const
{
    return m_program.root.type()->getMethod(m_plan.signature.method).getSchema();
}

// A value for an argument that is neither data nor state.
IValue Runner::further(const c10::Argument& argument, const at::Tensor& data) const
{
    const Json* given = m_plan.arguments.find(argument.name());
    const c10::TypePtr type = withoutOptional(argument.type());
    if (given != nullptr) {
        if (type->kind() == TypeKind::BoolType && given->isBool())
            return given->toBool();
        if (type->kind() == TypeKind::IntType && given->isNumber())
            return given->toInteger();
        if (type->kind() == TypeKind::FloatType && given->isNumber())
            return given->toDouble();
        if (type->kind() == TypeKind::StringType && given->isString())
            return given->toString();
        if (type->kind() == TypeKind::TensorType && given->isNumber())
            return at::zeros({}, data.options()).fill_(given->toDouble());
        throw Error(ErrorKind::BadParameter, "argument '" + argument.name() + "' takes a " +
                                                 type->repr_str() + ", not " + given->dump());
    }
    if (argument.default_value())
        return *argument.default_value();
    if (argument.type()->kind() == TypeKind::OptionalType)
        return {};
    if (type->kind() == TypeKind::IntType && isSteps(argument.name()))
        return m_shape.steps;
    throw Error(ErrorKind::BadModel, "argument '" + argument.name() + "' (" + type->repr_str() +
                                         ") of '" + m_plan.signature.method +
                                         "' has no default; give it with --set 'arguments={\"" +
                                         argument.name() + "\": ...}'");
}

std::vector<IValue> Runner::arguments(const Copy& copy, const at::Tensor& data,
                                      const std::map<std::string, IValue>& state) const
{
    static_cast<void>(copy);
    std::vector<IValue> values{data};
    const std::vector<c10::Argument>& all = schema().arguments();
    for (std::size_t i = 2; i < all.size(); ++i) {
        const auto kept = state.find(all[i].name());
        values.push_back(kept != state.end() ? kept->second : further(all[i], data));
    }
    return values;
}

// Zeros for state without a default: of the shape that was asked for, else a single number, which
// fits wherever numbers are added or multiplied.
IValue Runner::zeroState(const c10::TypePtr& type, std::size_t& place, std::int64_t samples) const
{
    if (type->kind() == TypeKind::OptionalType)
        return {};
    if (type->kind() == TypeKind::TupleType) {
        std::vector<IValue> elements;
        for (const c10::TypePtr& element : type->containedTypes())
            elements.push_back(zeroState(element, place, samples));
        return c10::ivalue::Tuple::create(std::move(elements));
    }
    if (type->kind() != TypeKind::TensorType)
        throw Error(ErrorKind::BadModel,
                    "state of type " + type->repr_str() + " needs a default in the program");
    std::vector<std::int64_t> shape;
    std::istringstream shapes(m_plan.stateShape);
    std::string text;
    for (std::size_t i = 0; std::getline(shapes, text, ';'); ++i) {
        if (i != place && shapes.peek() != std::char_traits<char>::eof())
            continue;
        std::istringstream sizes(text);
        shape.push_back(samples);
        for (std::string size; std::getline(sizes, size, ',');)
            shape.push_back(std::max(0L, std::strtol(size.c_str(), nullptr, 10)));
        break;
    }
    ++place;
    return at::zeros(shape,
                     at::TensorOptions(m_plan.dtype == at::kLong ? at::kFloat : m_plan.dtype));
}

bool Runner::guessesState() const
{
    if (!m_plan.stateShape.empty())
        return false;
    const std::vector<c10::Argument>& all = schema().arguments();
    return std::any_of(all.begin(), all.end(), [&](const c10::Argument& argument) {
        return std::ranges::count(m_plan.signature.state, argument.name()) > 0 &&
               !argument.default_value() && argument.type()->kind() != TypeKind::OptionalType;
    });
}

std::map<std::string, IValue> Runner::firstState(const at::Tensor& data) const
{
    std::map<std::string, IValue> state;
    std::size_t place = 0;
    for (const c10::Argument& argument : schema().arguments()) {
        if (std::ranges::count(m_plan.signature.state, argument.name()) == 0)
            continue;
        state[argument.name()] = argument.default_value()
                                     ? *argument.default_value()
                                     : zeroState(argument.type(), place, m_shape.samples);
    }
    if (!guessesState())
        return state;
    // A first call on a copy shows which shapes the state has.
    try {
        Copy trial(m_program);
        reset(trial);
        std::map<std::string, IValue> shown =
            stateIn(trial.call(m_plan.signature.method, arguments(trial, data, state)));
        for (auto& [name, value] : shown)
            value = zerosLike(value);
        return shown;
    } catch (const std::exception&) {
        m_job.checkpoint();
        throw Error(ErrorKind::BadModel,
                    "the shape of the first state '" + m_plan.signature.state.front() +
                        "' is not known; give it without the axis of samples, such as --set "
                        "state-shape=128, or several as 128;64");
    }
}

std::map<std::string, IValue> Runner::stateIn(const IValue& returned) const
{
    std::map<std::string, IValue> state;
    const auto& elements = returned.toTupleRef().elements();
    for (std::size_t i = 0; i < m_plan.signature.state.size(); ++i)
        state[m_plan.signature.state[i]] =
            m_plan.signature.stateInOne
                ? IValue(elements.at(*m_plan.signature.stateAt).toTupleRef().elements().at(i))
                : IValue(elements.at(*m_plan.signature.stateAt + i));
    return state;
}

// Hands on what a call gave: the output, the state, and whatever else is in the tuple.
void Runner::keep(const IValue& returned)
{
    const Signature& signature = m_plan.signature;
    if (!signature.stateAt) {
        m_recorder.output("output", returned);
        return;
    }
    const auto& elements = returned.toTupleRef().elements();
    m_recorder.output("output", elements[0]);
    for (const auto& [name, value] : stateIn(returned))
        m_recorder.output("state/" + name, value);
    const std::size_t after =
        *signature.stateAt + (signature.stateInOne ? 1 : signature.state.size());
    for (std::size_t i = after; i < elements.size(); ++i)
        m_recorder.output("further/" + std::to_string(i), elements[i]);
}

void Runner::reset(Copy& copy) const
{
    if (m_plan.evaluates)
        setEvaluating(*copy.root._ivalue());
    for (const char* name : kResets) {
        const jit::Function* method = copy.root.type()->findMethod(name);
        if (method == nullptr || method->getSchema().arguments().size() != 1 ||
            name == m_plan.signature.method)
            continue;
        copy.call(name, {});
        return;
    }
}

void Runner::callStepped(Copy& copy, const at::Tensor& input)
{
    std::map<std::string, IValue> state;
    if (!m_plan.signature.state.empty() && input.size(0) > 0)
        state = firstState(input.select(0, 0));
    for (std::int64_t step = 0; step < input.size(0); ++step) {
        m_job.checkpoint();
        const double within = static_cast<double>(step) / static_cast<double>(input.size(0));
        m_job.progress(
            (static_cast<double>(m_first) + within * static_cast<double>(m_shape.samples)) /
                static_cast<double>(m_input.samples()),
            "running the program");
        m_recorder.beginStep(step);
        const IValue returned =
            copy.call(m_plan.signature.method, arguments(copy, input.select(0, step), state));
        if (!m_plan.signature.state.empty())
            state = stateIn(returned);
        keep(returned);
    }
}

void Runner::callWhole(Copy& copy, const at::Tensor& input)
{
    const at::Tensor data =
        m_plan.calling == Calling::Sample ? input.transpose(0, 1).contiguous() : input;
    std::map<std::string, IValue> state;
    if (!m_plan.signature.state.empty())
        state = firstState(data);
    keep(copy.call(m_plan.signature.method, arguments(copy, data, state)));
}

void Runner::runBatch(const FittedBatch& batch, std::size_t count)
{
    at::Tensor input = tensorOf(batch.values, m_plan.dtype);
    if (m_plan.mostSteps > 0 && m_plan.mostSteps < input.size(0))
        input = input.narrow(0, 0, m_plan.mostSteps);
    m_shape = {input.size(0), static_cast<std::int64_t>(count), m_plan.calling};
    Copy copy(m_program);
    m_recorder.beginBatch(copy.tree, m_shape);
    reset(copy);
    if (m_plan.calling == Calling::Stepped)
        callStepped(copy, input);
    else
        callWhole(copy, input);
    m_recorder.endBatch();
}

void Runner::feed(const FittedBatch& batch)
{
    m_fed.push_back(batch.values);
    m_labels.insert(m_labels.end(), batch.labels.begin(), batch.labels.end());
    m_ids.insert(m_ids.end(), batch.ids.begin(), batch.ids.end());
}

namespace {

// [step, sample, ...] one after the other along the samples.
Tensor joinedInputs(const std::vector<Tensor>& parts)
{
    if (parts.size() == 1)
        return parts.front();
    Tensor all = parts.front();
    all.shape[1] = 0;
    for (const Tensor& part : parts)
        all.shape[1] += part.shape[1];
    all.bytes.clear();
    all.bytes.reserve(all.elements() * sizeOf(all.dtype));
    for (std::size_t step = 0; step < all.shape[0]; ++step) {
        for (const Tensor& part : parts) {
            const std::size_t size = part.bytes.size() / part.shape[0];
            const auto from = part.bytes.begin() + static_cast<std::ptrdiff_t>(step * size);
            all.bytes.insert(all.bytes.end(), from, from + static_cast<std::ptrdiff_t>(size));
        }
    }
    return all;
}

} // namespace

void Runner::run(Run& run)
{
    const std::size_t samples = m_input.samples();
    std::size_t size = m_plan.batch > 0 ? m_plan.batch : std::min(kBatch, samples);
    for (m_first = 0; m_first < samples;) {
        const std::size_t count = std::min(size, samples - m_first);
        const FittedBatch batch = m_input.load(m_first, count, m_job);
        try {
            translated("running the program", m_job, [&] { runBatch(batch, count); });
        } catch (const Error& error) {
            // Traced networks may hold the number of samples they were traced with.
            if (error.kind() != ErrorKind::BadModel || m_first > 0 || count == 1 ||
                m_plan.batch > 0)
                throw;
            m_recorder.forgetBatch();
            size = 1;
            m_notes.push_back("run one sample at a time, because " + std::to_string(count) +
                              " at once failed: " + error.message());
            continue;
        }
        feed(batch);
        m_first += count;
    }
    run.inputs["input"] = joinedInputs(m_fed);
    if (m_labels.size() == samples)
        run.inputs["label"] = Tensor::fromInt64({samples}, m_labels);
    if (m_ids.size() == samples)
        run.sampleIds = m_ids;
    run.notes.insert(run.notes.end(), m_notes.begin(), m_notes.end());
}

} // namespace inspike::torchscript
