// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/formats/pickle_value.h"

#include "core/base/error.h"

#include <array>

namespace inspike::pickle {

namespace {

constexpr std::size_t kMaxValues = 4'000'000;
constexpr std::size_t kMaxCopied = std::size_t{128} << 20U;

struct Known
{
    std::string_view module;
    std::string_view name;
    Global global;
};

constexpr std::array kKnown = {
    Known{"collections", "OrderedDict", {Maker::OrderedDict}},
    Known{"collections", "defaultdict", {Maker::DefaultDict}},
    Known{"builtins", "set", {Maker::Set}},
    Known{"__builtin__", "set", {Maker::Set}},
    Known{"builtins", "complex", {Maker::Complex}},
    Known{"__builtin__", "complex", {Maker::Complex}},
    Known{"builtins", "list", {Maker::TypeName}},
    Known{"builtins", "dict", {Maker::TypeName}},
    Known{"builtins", "int", {Maker::TypeName}},
    Known{"builtins", "float", {Maker::TypeName}},
    Known{"torch._utils", "_rebuild_tensor", {Maker::TensorV1}},
    Known{"torch._utils", "_rebuild_tensor_v2", {Maker::TensorV2}},
    Known{"torch._utils", "_rebuild_tensor_v3", {Maker::TensorV3}},
    Known{"torch._utils", "_rebuild_parameter", {Maker::Parameter}},
    Known{"torch._utils", "_rebuild_parameter_with_state", {Maker::Parameter}},
    Known{"torch._tensor", "_rebuild_from_type_v2", {Maker::TensorFromType}},
    Known{"torch", "Size", {Maker::Size}},
    Known{"torch", "device", {Maker::Device}},
    Known{"torch", "Tensor", {Maker::TypeName}},
    Known{"torch.nn.parameter", "Parameter", {Maker::TypeName}},
    Known{"torch.nn.parameter", "Buffer", {Maker::TypeName}},
    Known{"torch.storage", "UntypedStorage", {Maker::UntypedStorage}},
    Known{"torch", "UntypedStorage", {Maker::UntypedStorage}},
    Known{"torch", "BoolStorage", {Maker::StorageType, DType::Bool}},
    Known{"torch", "ByteStorage", {Maker::StorageType, DType::UInt8}},
    Known{"torch", "CharStorage", {Maker::StorageType, DType::Int8}},
    Known{"torch", "ShortStorage", {Maker::StorageType, DType::Int16}},
    Known{"torch", "IntStorage", {Maker::StorageType, DType::Int32}},
    Known{"torch", "LongStorage", {Maker::StorageType, DType::Int64}},
    Known{"torch", "HalfStorage", {Maker::StorageType, DType::Float16}},
    Known{"torch", "BFloat16Storage", {Maker::StorageType, DType::BFloat16}},
    Known{"torch", "FloatStorage", {Maker::StorageType, DType::Float32}},
    Known{"torch", "DoubleStorage", {Maker::StorageType, DType::Float64}},
    Known{"torch", "ComplexFloatStorage", {Maker::StorageType, DType::Complex64}},
    Known{"torch", "ComplexDoubleStorage", {Maker::StorageType, DType::Complex128}},
    Known{"torch", "bool", {Maker::ElementType, DType::Bool}},
    Known{"torch", "uint8", {Maker::ElementType, DType::UInt8}},
    Known{"torch", "int8", {Maker::ElementType, DType::Int8}},
    Known{"torch", "uint16", {Maker::ElementType, DType::UInt16}},
    Known{"torch", "int16", {Maker::ElementType, DType::Int16}},
    Known{"torch", "uint32", {Maker::ElementType, DType::UInt32}},
    Known{"torch", "int32", {Maker::ElementType, DType::Int32}},
    Known{"torch", "uint64", {Maker::ElementType, DType::UInt64}},
    Known{"torch", "int64", {Maker::ElementType, DType::Int64}},
    Known{"torch", "float16", {Maker::ElementType, DType::Float16}},
    Known{"torch", "bfloat16", {Maker::ElementType, DType::BFloat16}},
    Known{"torch", "float32", {Maker::ElementType, DType::Float32}},
    Known{"torch", "float64", {Maker::ElementType, DType::Float64}},
    Known{"torch", "complex64", {Maker::ElementType, DType::Complex64}},
    Known{"torch", "complex128", {Maker::ElementType, DType::Complex128}},
    Known{"numpy.core.multiarray", "scalar", {Maker::NumpyScalar}},
    Known{"numpy._core.multiarray", "scalar", {Maker::NumpyScalar}},
    Known{"numpy", "dtype", {Maker::NumpyType}},
    Known{"_codecs", "encode", {Maker::EncodeText}},
};

// What TorchScript adds; its own reader knows no more.
constexpr std::array kKnownOfScripts = {
    Known{"collections", "OrderedDict", {Maker::OrderedDict}},
    Known{"torch", "device", {Maker::Device}},
    Known{"torch._utils", "_rebuild_tensor_v2", {Maker::TensorV2}},
    Known{"torch.jit._pickle", "build_intlist", {Maker::TypedList}},
    Known{"torch.jit._pickle", "build_doublelist", {Maker::TypedList}},
    Known{"torch.jit._pickle", "build_boollist", {Maker::TypedList}},
    Known{"torch.jit._pickle", "build_tensorlist", {Maker::TypedList}},
    Known{"torch.jit._pickle", "restore_type_tag", {Maker::TypeTag}},
};

// Names come from the file: shown, but neither long nor with control characters.
std::string shown(std::string_view text)
{
    std::string result;
    for (const char letter : text.substr(0, 80))
        result += letter >= ' ' && letter <= '~' ? letter : '?';
    return text.size() > 80 ? result + "..." : result;
}

} // namespace

Ref Heap::add(Value value)
{
    if (m_values.size() >= kMaxValues)
        throw Error(ErrorKind::Unsupported, "pickle of more than four million values");
    m_values.push_back(std::move(value));
    return static_cast<Ref>(m_values.size() - 1);
}

void Heap::charge(std::size_t bytes)
{
    if (bytes > kMaxCopied - m_copied)
        throw Error(ErrorKind::Unsupported, "pickle that repeats itself without end");
    m_copied += bytes;
}

std::optional<Ref> Heap::member(const Dict& dict, std::string_view key) const
{
    for (auto it = dict.members.rbegin(); it != dict.members.rend(); ++it) {
        const auto* name = get<std::string>(it->first);
        if (name != nullptr && *name == key)
            return it->second;
    }
    return std::nullopt;
}

namespace {

Global scriptGlobal(std::string_view module, std::string_view name)
{
    for (const Known& known : kKnownOfScripts) {
        if (known.module == module && known.name == name)
            return known.global;
    }
    if (module == "__torch__" || module.starts_with("__torch__."))
        return {Maker::ScriptClass};
    for (const Known& known : kKnown) {
        if (known.global.maker == Maker::StorageType && known.module == module &&
            known.name == name)
            return known.global;
    }
    throw Error(ErrorKind::Unsupported, "the archive names '" + shown(module) + "." + shown(name) +
                                            "', which Inspike does not read in TorchScript files");
}

} // namespace

Global globalNamed(std::string_view module, std::string_view name, Dialect dialect)
{
    if (dialect == Dialect::TorchScript)
        return scriptGlobal(module, name);
    for (const Known& known : kKnown) {
        if (known.module == module && known.name == name)
            return known.global;
    }
    throw Error(ErrorKind::Unsupported,
                "the pickle names '" + shown(module) + "." + shown(name) +
                    "', which a checkpoint of tensors does not need; nothing was executed. With "
                    "its code at hand, save the state dict alone: torch.save(torch.load(path, "
                    "map_location=\"cpu\", weights_only=False).state_dict(), new_path)");
}

} // namespace inspike::pickle
