// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a pickle describes, as plain data. Values live in one flat heap and refer to each other by
// index, so that a hostile pickle (cycles, deep nesting, one list referred to a million times) can
// neither leak nor exhaust the stack. Nothing here executes anything.

#include "core/data/tensor.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace inspike::pickle {

using Ref = std::uint32_t; // position in the heap

// The only globals that a pickle may name. Everything else is refused by its name.
enum class Maker {
    OrderedDict,
    DefaultDict,
    Set,
    Complex,
    TensorV1,
    TensorV2,
    TensorV3,
    Parameter,
    TensorFromType, // tensor subclasses and tensors with Python attributes
    Size,
    Device,
    StorageType, // with an element type
    UntypedStorage,
    ElementType, // torch.float32
    TypeName,    // torch.Tensor, list...: only ever an argument
    NumpyScalar,
    NumpyType,
    EncodeText,  // how protocol 2 writes bytes
    ScriptClass, // of TorchScript: an object or an enumerator
    TypedList,   // of TorchScript: a list of numbers or tensors
    TypeTag      // of TorchScript: a list or dict, and its type as text
};

struct Global
{
    Maker maker;
    DType dtype = DType::Float32; // of StorageType and ElementType
};

struct Bytes
{
    std::string content;
};
struct Sequence // tuple, list, set
{
    std::vector<Ref> items;
};
struct Dict
{
    std::vector<std::pair<Ref, Ref>> members;
};
struct NumpyType // numpy.dtype
{
    std::string code; // "f8"
    bool bigEndian = false;
};

// A storage as the pickle claims it; nothing of it has been checked against the archive.
struct Storage
{
    std::optional<DType> dtype; // none: untyped, `count` is in bytes
    std::string key;
    std::string location; // "cpu", "cuda:0"
    std::uint64_t count = 0;
};

struct TensorView
{
    Ref storage = 0;
    DType dtype = DType::Float32;
    std::int64_t offset = 0; // in elements, as the strides
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> stride;
};

// An instance of a class that the code of a TorchScript archive defines.
struct ScriptObject
{
    Ref state = 0;
};

struct None
{};

using Value = std::variant<None, bool, std::int64_t, double, std::string, Bytes, Sequence, Dict,
                           Global, NumpyType, Storage, TensorView, ScriptObject>;

class Heap
{
public:
    // Throws Error{Unsupported} beyond four million values: no state dict comes near it.
    Ref add(Value value);
    // Call before copying `bytes` of existing values into new ones. Throws Error{Unsupported}
    // beyond a total no state dict needs: a small pickle could otherwise copy one large value
    // endlessly.
    void charge(std::size_t bytes);

    std::size_t size() const { return m_values.size(); }
    Value& operator[](Ref ref) { return m_values[ref]; }
    const Value& operator[](Ref ref) const { return m_values[ref]; }

    template <typename T>
    const T* get(Ref ref) const
    {
        return std::get_if<T>(&m_values[ref]);
    }
    template <typename T>
    T* get(Ref ref)
    {
        return std::get_if<T>(&m_values[ref]);
    }
    // The value of the last member with that text key, as Python's dict would give it.
    std::optional<Ref> member(const Dict& dict, std::string_view key) const;

private:
    std::vector<Value> m_values;
    std::size_t m_copied = 0;
};

// Which globals a pickle may name.
enum class Dialect { Checkpoint, TorchScript };
// Throws Error{Unsupported} that names the global unless it is one of the makers.
Global globalNamed(std::string_view module, std::string_view name,
                   Dialect dialect = Dialect::Checkpoint);
// What `maker(*arguments)` describes. Throws Error{BadFormat} for wrong arguments.
Ref make(Heap& heap, Ref maker, Ref arguments);
// The storage that a persistent id names. Throws Error{BadFormat}.
Ref makeStorage(Heap& heap, Ref persistentId);

} // namespace inspike::pickle
