// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/torchscript/program.h"

#include "core/base/error.h"
#include "core/nn/formats/pickle_machine.h"
#include "core/nn/formats/torch_tensors.h"
#include "core/systems/torchscript/deep_stack.h"
#include "core/systems/torchscript/script_error.h"

#include <c10/core/CPUAllocator.h>
#include <torch/csrc/jit/runtime/graph_executor.h>
#include <torch/csrc/jit/serialization/import_source.h>
#include <torch/csrc/jit/serialization/unpickler.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <set>

namespace inspike::torchscript {

namespace {

using c10::ClassType;
using c10::IValue;
using Object = c10::ivalue::Object;

constexpr std::uint64_t kMaxPickle = std::uint64_t{64} << 20U;
constexpr std::uint64_t kMaxCode = std::uint64_t{32} << 20U; // per file
constexpr std::size_t kMaxDepth = 1000;                      // of values within values

std::vector<pickle::Ref> childrenOf(const pickle::Value& value)
{
    if (const auto* sequence = std::get_if<pickle::Sequence>(&value))
        return sequence->items;
    if (const auto* object = std::get_if<pickle::ScriptObject>(&value))
        return {object->state};
    std::vector<pickle::Ref> children;
    if (const auto* dict = std::get_if<pickle::Dict>(&value)) {
        for (const auto& [key, member] : dict->members) {
            children.push_back(key);
            children.push_back(member);
        }
    }
    return children;
}

// LibTorch walks through values by recursion, and would never end in a cycle.
void checkDepth(const pickle::Document& document)
{
    enum class State : std::uint8_t { New, Open, Done };
    struct Visit
    {
        pickle::Ref ref;
        std::vector<pickle::Ref> children;
        std::size_t next = 0;
    };
    std::vector<State> states(document.heap.size(), State::New);
    std::vector<std::uint16_t> heights(document.heap.size(), 0);
    std::vector<Visit> open;
    const auto enter = [&](pickle::Ref ref) {
        states[ref] = State::Open;
        open.push_back({ref, childrenOf(document.heap[ref])});
    };
    enter(document.root);
    while (!open.empty()) {
        Visit& visit = open.back();
        if (visit.next == visit.children.size()) {
            std::uint16_t height = 0;
            for (const pickle::Ref child : visit.children)
                height = std::max<std::uint16_t>(height, heights[child]);
            heights[visit.ref] = height + 1;
            states[visit.ref] = State::Done;
            open.pop_back();
            continue;
        }
        const pickle::Ref child = visit.children[visit.next++];
        if (states[child] == State::Open)
            throw Error(ErrorKind::Unsupported, "the archive holds a value that contains itself");
        if (states[child] == State::New)
            enter(child);
        if (open.size() + heights[child] > kMaxDepth)
            throw Error(ErrorKind::Unsupported, "the archive's values are nested too deeply");
    }
}

// Reads archive "data" or "constants" and what its pickle refers to.
class ArchiveReader
{
public:
    ArchiveReader(const TorchArchive& archive, std::string name, JobContext& job)
        : m_archive(archive),
          m_name(std::move(name)),
          m_job(job),
          m_pickle(archive.read(m_name + ".pkl", kMaxPickle, job))
    {
        const pickle::Document document =
            pickle::parse(m_pickle, job, pickle::Dialect::TorchScript);
        checkDepth(document);
        for (pickle::Ref ref = 0; ref < document.heap.size(); ++ref) {
            if (const auto* storage = document.heap.get<pickle::Storage>(ref))
                check(*storage);
            if (const auto* view = document.heap.get<pickle::TensorView>(ref))
                checkWithinStorage(*view, document.heap);
        }
    }

    const std::set<std::string>& foreignLocations() const { return m_locations; }

    std::size_t readPickle(char* target, std::size_t size)
    {
        const std::size_t count = std::min(size, m_pickle.size() - m_position);
        std::memcpy(target, m_pickle.data() + m_position, count);
        m_position += count;
        return count;
    }

    // Tensors that share a storage in the file share it here.
    at::DataPtr record(const std::string& key)
    {
        std::shared_ptr<at::DataPtr>& storage = m_storages[key];
        if (!storage) {
            const std::string entry = m_name + "/" + key;
            const std::vector<std::byte> bytes =
                m_archive.read(entry, m_archive.sizeOf(entry).value_or(0), m_job);
            storage = std::make_shared<at::DataPtr>(c10::GetCPUAllocator()->allocate(bytes.size()));
            std::memcpy(storage->get(), bytes.data(), bytes.size());
        }
        auto* shared = new std::shared_ptr<at::DataPtr>(storage);
        return {storage->get(), shared,
                [](void* held) { delete static_cast<std::shared_ptr<at::DataPtr>*>(held); },
                at::Device(at::kCPU)};
    }

private:
    void check(const pickle::Storage& storage)
    {
        const std::uint64_t held = m_archive.sizeOf(m_name + "/" + storage.key).value_or(0);
        std::uint64_t claimed = 0;
        const std::uint64_t width = storage.dtype ? sizeOf(*storage.dtype) : 1;
        if (__builtin_mul_overflow(storage.count, width, &claimed) || claimed > held)
            throw Error(ErrorKind::BadFormat, "storage '" + storage.key + "' claims " +
                                                  std::to_string(storage.count) +
                                                  " elements, but the archive holds " +
                                                  std::to_string(held) + " bytes for it");
        if (storage.location != "cpu" && m_locations.size() < 16)
            m_locations.insert(storage.location);
    }

    const TorchArchive& m_archive;
    std::string m_name;
    JobContext& m_job;
    std::vector<std::byte> m_pickle;
    std::size_t m_position = 0;
    std::map<std::string, std::shared_ptr<at::DataPtr>> m_storages;
    std::set<std::string> m_locations;
};

// Slots are read without a look at what they hold.
bool fits(const IValue& value, const c10::TypePtr& type)
{
    switch (type->kind()) {
    case c10::TypeKind::OptionalType:
        return value.isNone() || fits(value, type->containedType(0));
    case c10::TypeKind::TensorType:
        return value.isTensor();
    case c10::TypeKind::IntType:
        return value.isInt();
    case c10::TypeKind::FloatType:
        return value.isDouble();
    case c10::TypeKind::BoolType:
        return value.isBool();
    case c10::TypeKind::StringType:
        return value.isString();
    case c10::TypeKind::NoneType:
        return value.isNone();
    case c10::TypeKind::ListType:
        return value.isList();
    case c10::TypeKind::DictType:
        return value.isGenericDict();
    case c10::TypeKind::TupleType:
        return value.isTuple() &&
               value.toTupleRef().elements().size() == type->containedTypes().size();
    case c10::TypeKind::ClassType:
    case c10::TypeKind::InterfaceType:
        return value.isObject() && value.toObjectRef().type()->isSubtypeOf(*type);
    default:
        return true;
    }
}

class Loading
{
public:
    Loading(const TorchArchive& archive, JobContext& job, Program& program)
        : m_archive(archive),
          m_job(job),
          m_program(program),
          m_importer(
              program.unit, &m_constants,
              [this](const std::string& qualifier) { return source(qualifier); },
              static_cast<std::size_t>(program.version))
    {}

    void load()
    {
        const IValue constants = read("constants");
        if (!constants.isTuple())
            throw Error(ErrorKind::BadFormat, "constants.pkl holds no tuple");
        for (const IValue& constant : constants.toTupleRef().elements())
            m_constants.push_back(constant);
        const IValue root = read("data");
        if (!root.isObject() || !root.toObjectRef().type()->is_module())
            throw Error(ErrorKind::BadFormat, "data.pkl holds no module");
        m_program.root = torch::jit::Module(root.toObject());
    }

private:
    std::shared_ptr<torch::jit::Source> source(const std::string& qualifier)
    {
        std::string entry = "code/" + qualifier + ".py";
        std::replace(entry.begin() + 5, entry.end() - 3, '.', '/');
        if (!m_archive.sizeOf(entry))
            return nullptr;
        m_job.checkpoint();
        const std::vector<std::byte> bytes = m_archive.read(entry, kMaxCode, m_job);
        const std::string code(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        checkSource(entry, code);
        return std::make_shared<torch::jit::Source>(code, entry, 1);
    }

    c10::intrusive_ptr<Object> object(const c10::StrongTypePtr& type, const IValue& state)
    {
        const auto cls = type.type_->expect<ClassType>();
        const std::size_t count = cls->numAttributes();
        auto made = Object::create(type, count);
        if (cls->findMethod("__setstate__") != nullptr) {
            m_program.deferred.push_back({made, state});
            return made;
        }
        if (!state.isGenericDict())
            throw Error(ErrorKind::BadFormat,
                        "an object of " + cls->annotation_str() + " without members");
        const auto members = state.toGenericDict();
        for (std::size_t i = 0; i < count; ++i) {
            const auto found = members.find(cls->getAttributeName(i));
            if (found == members.end() || !fits(found->value(), cls->getAttribute(i)))
                throw Error(
                    ErrorKind::BadFormat,
                    "member '" + cls->getAttributeName(i) + "' of " + cls->annotation_str() +
                        (found == members.end() ? " is missing" : " is not of its declared type"));
            made->setSlot(i, found->value());
        }
        return made;
    }

    IValue read(const std::string& name)
    {
        ArchiveReader reader(m_archive, name, m_job);
        torch::jit::Unpickler unpickler(
            [&](char* target, std::size_t size) { return reader.readPickle(target, size); },
            [this](const c10::QualifiedName& type) {
                return c10::StrongTypePtr(m_program.unit, m_importer.loadType(type));
            },
            [this](const at::StrongTypePtr& type, IValue state) { return object(type, state); },
            [&](const std::string& key) { return reader.record(key); }, at::Device(at::kCPU));
        unpickler.set_version(static_cast<std::uint64_t>(m_program.version));
        IValue value = unpickler.parse_ivalue();
        for (const std::string& location : reader.foreignLocations())
            m_program.notes.push_back("tensors saved on '" + location + "' read into main memory");
        return value;
    }

    const TorchArchive& m_archive;
    JobContext& m_job;
    Program& m_program;
    std::vector<IValue> m_constants;
    torch::jit::SourceImporter m_importer;
};

} // namespace

Program loadProgram(const std::filesystem::path& path, JobContext& job)
{
    const TorchArchive archive(path, TorchArchive::Content::Program);
    if (archive.bigEndian())
        throw Error(ErrorKind::Unsupported, "a TorchScript archive of a big-endian machine");
    Program program;
    program.version = checkedVersion(archive, job);
    program.unit = std::make_shared<torch::jit::CompilationUnit>();
    onDeepStack([&] {
        translated("reading the program", job, [&] { Loading(archive, job, program).load(); });
    });
    return program;
}

void finishLoading(Program& program)
{
    const torch::jit::GraphOptimizerEnabledGuard plain(false);
    for (Deferred& late : std::exchange(program.deferred, {})) {
        torch::jit::Function& method = late.object->type()->getMethod("__setstate__");
        torch::jit::Stack stack{late.object, late.state};
        method.run(stack);
    }
}

} // namespace inspike::torchscript
