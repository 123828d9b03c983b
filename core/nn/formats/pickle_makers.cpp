// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/nn/formats/pickle_value.h"

#include <cstring>

namespace inspike::pickle {

namespace {

[[noreturn]] void fail(const std::string& what)
{
    throw Error(ErrorKind::BadFormat, "pickle damaged: " + what);
}

// The arguments of a call, checked on access.
class Arguments
{
public:
    Arguments(const Heap& heap, Ref tuple) : m_heap(heap)
    {
        const auto* sequence = heap.get<Sequence>(tuple);
        if (sequence == nullptr || sequence->items.size() > kMaxArguments)
            fail("a call without an argument tuple");
        m_items = sequence->items;
    }

    std::size_t size() const { return m_items.size(); }
    Ref ref(std::size_t index) const
    {
        if (index >= m_items.size())
            fail("a call with too few arguments");
        return m_items[index];
    }
    template <typename T>
    const T& as(std::size_t index, const char* what) const
    {
        const T* value = m_heap.get<T>(ref(index));
        if (value == nullptr)
            fail(std::string("expected ") + what + " as argument " + std::to_string(index + 1));
        return *value;
    }

private:
    static constexpr std::size_t kMaxArguments = 16;

    const Heap& m_heap;
    std::vector<Ref> m_items;
};

std::vector<std::int64_t> integers(const Heap& heap, const Sequence& sequence)
{
    constexpr std::size_t kMaxRank = 64; // as NumPy and PyTorch
    if (sequence.items.size() > kMaxRank)
        fail("a tensor of more than 64 dimensions");
    std::vector<std::int64_t> values;
    for (const Ref item : sequence.items) {
        const auto* value = heap.get<std::int64_t>(item);
        if (value == nullptr)
            fail("a tensor size that is not an integer");
        values.push_back(*value);
    }
    return values;
}

// _rebuild_tensor*(storage, offset, size, stride, requires_grad, hooks[, dtype][, metadata])
Ref makeTensor(Heap& heap, Maker maker, const Arguments& arguments)
{
    TensorView view;
    view.storage = arguments.ref(0);
    const auto& storage = arguments.as<Storage>(0, "a storage");
    view.offset = arguments.as<std::int64_t>(1, "an offset");
    view.shape = integers(heap, arguments.as<Sequence>(2, "a size"));
    view.stride = integers(heap, arguments.as<Sequence>(3, "strides"));
    if (view.shape.size() != view.stride.size())
        fail("a tensor with " + std::to_string(view.shape.size()) + " sizes and " +
             std::to_string(view.stride.size()) + " strides");
    if (maker == Maker::TensorV3) {
        const auto& type = arguments.as<Global>(6, "an element type");
        if (type.maker != Maker::ElementType)
            fail("expected an element type as argument 7");
        view.dtype = type.dtype;
    } else if (storage.dtype) {
        view.dtype = *storage.dtype;
    } else {
        fail("a tensor without an element type");
    }
    const std::size_t metadata = maker == Maker::TensorV3 ? 7 : 6;
    if (arguments.size() > metadata) {
        if (const auto* flags = heap.get<Dict>(arguments.ref(metadata))) {
            for (const char* name : {"conj", "neg"}) {
                const auto flag = heap.member(*flags, name);
                if (flag && heap.get<bool>(*flag) != nullptr && *heap.get<bool>(*flag))
                    throw Error(ErrorKind::Unsupported, std::string("a tensor with a lazy '") +
                                                            name + "' bit; save it after resolve_" +
                                                            name + "()");
            }
        }
    }
    return heap.add(std::move(view));
}

template <typename T>
T fromBytes(const std::string& content, bool bigEndian)
{
    if (content.size() != sizeof(T))
        fail("a NumPy number of wrong length");
    std::string ordered = content;
    if (bigEndian)
        ordered.assign(content.rbegin(), content.rend());
    T value;
    std::memcpy(&value, ordered.data(), sizeof(T));
    return value;
}

Value numpyScalar(const NumpyType& type, const std::string& content)
{
    const bool big = type.bigEndian;
    if (type.code == "f8")
        return fromBytes<double>(content, big);
    if (type.code == "f4")
        return static_cast<double>(fromBytes<float>(content, big));
    if (type.code == "i8")
        return fromBytes<std::int64_t>(content, big);
    if (type.code == "u8") {
        const auto value = fromBytes<std::uint64_t>(content, big);
        if (value > static_cast<std::uint64_t>(INT64_MAX))
            return static_cast<double>(value);
        return static_cast<std::int64_t>(value);
    }
    if (type.code == "i4")
        return static_cast<std::int64_t>(fromBytes<std::int32_t>(content, big));
    if (type.code == "b1")
        return fromBytes<std::uint8_t>(content, big) != 0;
    throw Error(ErrorKind::Unsupported, "a NumPy number of type '" + type.code + "'");
}

// _codecs.encode(text, 'latin1'): code points 0...255 back to bytes.
Bytes encodedText(const std::string& text)
{
    Bytes bytes;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto first = static_cast<unsigned char>(text[i]);
        if (first < 0x80) {
            bytes.content += text[i];
            continue;
        }
        if ((first & 0xFCU) != 0xC0U || i + 1 >= text.size())
            fail("bytes beyond latin1");
        const auto second = static_cast<unsigned char>(text[++i]);
        bytes.content += static_cast<char>(((first & 3U) << 6U) | (second & 0x3FU));
    }
    return bytes;
}

// A copy of a text argument, paid for.
std::string chargedText(Heap& heap, const Arguments& arguments, std::size_t index, const char* what)
{
    const auto& text = arguments.as<std::string>(index, what);
    heap.charge(text.size());
    return text;
}

Ref makeDict(Heap& heap, const Arguments& arguments, std::size_t position)
{
    Dict dict;
    if (arguments.size() > position) {
        const auto* pairs = heap.get<Sequence>(arguments.ref(position));
        if (pairs == nullptr)
            fail("a dict that is not made of pairs");
        heap.charge(pairs->items.size() * sizeof(dict.members[0]));
        for (const Ref item : pairs->items) {
            const auto* pair = heap.get<Sequence>(item);
            if (pair == nullptr || pair->items.size() != 2)
                fail("a dict that is not made of pairs");
            dict.members.emplace_back(pair->items[0], pair->items[1]);
        }
    }
    return heap.add(std::move(dict));
}

// Types of TorchScript, "Dict[str, List[int]]", which a parser will read.
void checkTypeText(const std::string& text)
{
    constexpr std::size_t kLongest = 65536;
    constexpr int kDeepest = 64;
    int depth = 0;
    for (const char letter : text) {
        depth += letter == '[' || letter == '(' ? 1 : 0;
        depth -= letter == ']' || letter == ')' ? 1 : 0;
        if (depth > kDeepest || text.size() > kLongest)
            fail("a type nested too deeply");
    }
}

Ref makeNumpy(Heap& heap, Maker maker, const Arguments& arguments)
{
    if (maker == Maker::NumpyType)
        return heap.add(NumpyType{chargedText(heap, arguments, 0, "a type name")});
    const auto& type = arguments.as<NumpyType>(0, "a NumPy type");
    return heap.add(numpyScalar(type, arguments.as<Bytes>(1, "bytes").content));
}

} // namespace

Ref make(Heap& heap, Ref makerRef, Ref argumentsRef)
{
    const auto* global = heap.get<Global>(makerRef);
    if (global == nullptr)
        fail("a call of something that cannot be called");
    const Maker maker = global->maker;
    const Arguments arguments(heap, argumentsRef);
    switch (maker) {
    case Maker::OrderedDict:
        return makeDict(heap, arguments, 0);
    case Maker::DefaultDict: // the factory comes first
        return makeDict(heap, arguments, 1);
    case Maker::TensorV1:
    case Maker::TensorV2:
    case Maker::TensorV3:
        return makeTensor(heap, maker, arguments);
    case Maker::Parameter: // (tensor, requires_grad, hooks)
        arguments.as<TensorView>(0, "a tensor");
        return arguments.ref(0);
    case Maker::TensorFromType: { // (function, type, arguments, state)
        const Maker inner = arguments.as<Global>(0, "a function").maker;
        if (inner != Maker::TensorV2 && inner != Maker::TensorV3)
            fail("a tensor made by another function");
        return makeTensor(heap, inner, Arguments(heap, arguments.ref(2)));
    }
    case Maker::Set:
    case Maker::Size:
        if (arguments.size() == 0)
            return heap.add(Sequence{});
        arguments.as<Sequence>(0, "a list");
        return arguments.ref(0);
    case Maker::Device:
        return heap.add(chargedText(heap, arguments, 0, "a device"));
    case Maker::Complex:
        return heap.add(Sequence{{arguments.ref(0), arguments.ref(1)}});
    case Maker::NumpyType:
    case Maker::NumpyScalar:
        return makeNumpy(heap, maker, arguments);
    case Maker::ScriptClass: // (value) of an enumerator, () of an object, whose state follows
        return heap.add(ScriptObject{arguments.size() > 0 ? arguments.ref(0) : argumentsRef});
    case Maker::TypedList:
        arguments.as<Sequence>(0, "a list");
        return arguments.ref(0);
    case Maker::TypeTag:
        checkTypeText(arguments.as<std::string>(1, "a type"));
        return arguments.ref(0);
    case Maker::EncodeText:
        return heap.add(encodedText(chargedText(heap, arguments, 0, "text")));
    case Maker::StorageType:
    case Maker::UntypedStorage:
    case Maker::ElementType:
    case Maker::TypeName:
        break;
    }
    fail("a call of a type that checkpoints do not call");
}

// ('storage', type, key, location, count)
Ref makeStorage(Heap& heap, Ref persistentId)
{
    const Arguments id(heap, persistentId);
    if (id.as<std::string>(0, "'storage'") != "storage")
        fail("a reference to something else than a storage");
    const auto& type = id.as<Global>(1, "a storage type");
    Storage storage;
    if (type.maker == Maker::StorageType)
        storage.dtype = type.dtype;
    else if (type.maker != Maker::UntypedStorage)
        fail("a storage without a storage type");
    storage.key = chargedText(heap, id, 2, "a storage key");
    storage.location = chargedText(heap, id, 3, "a storage location");
    const std::int64_t count = id.as<std::int64_t>(4, "a storage length");
    if (count < 0)
        fail("a storage of negative length");
    storage.count = static_cast<std::uint64_t>(count);
    return heap.add(std::move(storage));
}

} // namespace inspike::pickle
