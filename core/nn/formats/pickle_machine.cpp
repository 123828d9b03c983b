// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/formats/pickle_machine.h"

#include "core/base/error.h"
#include "core/nn/formats/pickle_opcodes.h"

#include <bit>
#include <unordered_map>

namespace inspike::pickle {

namespace {

constexpr std::size_t kMaxPending = 1000; // open marks: depth of nesting while building
constexpr std::size_t kMaxMemo = 4'000'000;

class Machine
{
public:
    Machine(std::span<const std::byte> bytes, Dialect dialect) : m_source(bytes), m_dialect(dialect)
    {}

    Document run(JobContext& job);
    std::size_t position() const { return m_source.position(); }

private:
    bool step(std::uint8_t op);
    bool pushConstant(std::uint8_t op);
    bool pushText(std::uint8_t op);
    bool buildContainer(std::uint8_t op);
    bool useMemo(std::uint8_t op);
    bool call(std::uint8_t op);

    void push(Value value) { m_stack.push_back(m_heap.add(std::move(value))); }
    Ref pop();
    Ref& top();
    std::vector<Ref> popToMark();
    void pushTuple(unsigned int count);
    void pushLong(std::uint64_t length);
    void append(const std::vector<Ref>& items);
    void setItems(const std::vector<Ref>& items);
    void remember(std::uint64_t index);
    void recall(std::uint64_t index);
    void build(Ref state);

    Source m_source;
    Dialect m_dialect;
    Heap m_heap;
    std::vector<Ref> m_stack;
    std::vector<std::size_t> m_marks;
    std::unordered_map<std::uint64_t, Ref> m_memo;
};

[[noreturn]] void fail(const char* what)
{
    throw Error(ErrorKind::BadFormat, std::string("pickle damaged: ") + what);
}

Ref& Machine::top()
{
    const std::size_t floor = m_marks.empty() ? 0 : m_marks.back();
    if (m_stack.size() <= floor)
        fail("takes a value from an empty stack");
    return m_stack.back();
}

Ref Machine::pop()
{
    const Ref value = top();
    m_stack.pop_back();
    return value;
}

std::vector<Ref> Machine::popToMark()
{
    if (m_marks.empty())
        fail("closes a group that was not opened");
    const auto from = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
    std::vector<Ref> items(from, m_stack.end());
    m_stack.erase(from, m_stack.end());
    m_marks.pop_back();
    return items;
}

void Machine::pushTuple(unsigned int count)
{
    Sequence tuple;
    tuple.items.resize(count);
    for (unsigned int i = count; i-- > 0;)
        tuple.items[i] = pop();
    push(std::move(tuple));
}

void Machine::pushLong(std::uint64_t length)
{
    if (length > 8) {
        m_source.text(length);
        throw Error(ErrorKind::Unsupported, "an integer of more than 64 bits");
    }
    std::uint64_t value = m_source.number(static_cast<unsigned int>(length));
    if (length > 0 && length < 8 && (value >> (8 * length - 1)) != 0)
        value |= ~std::uint64_t{0} << (8 * length); // two's complement
    push(std::bit_cast<std::int64_t>(value));
}

void Machine::append(const std::vector<Ref>& items)
{
    auto* list = m_heap.get<Sequence>(top());
    if (list == nullptr)
        fail("appends to something that is not a list");
    list->items.insert(list->items.end(), items.begin(), items.end());
}

void Machine::setItems(const std::vector<Ref>& items)
{
    auto* dict = m_heap.get<Dict>(top());
    if (dict == nullptr || items.size() % 2 != 0)
        fail("sets members of something that is not a dict");
    for (std::size_t i = 0; i < items.size(); i += 2)
        dict->members.emplace_back(items[i], items[i + 1]);
}

void Machine::remember(std::uint64_t index)
{
    if (m_memo.size() >= kMaxMemo)
        throw Error(ErrorKind::Unsupported, "pickle that remembers more than four million values");
    m_memo[index] = top();
}

void Machine::recall(std::uint64_t index)
{
    const auto found = m_memo.find(index);
    if (found == m_memo.end())
        fail("recalls a value it never stored");
    m_stack.push_back(found->second);
}

// State of an object. Dicts carry _metadata there, which says nothing about parameters; tensors may
// carry Python attributes; the state of a NumPy type holds its byte order.
void Machine::build(Ref state)
{
    const Ref object = top();
    if (auto* instance = m_heap.get<ScriptObject>(object)) {
        instance->state = state;
        return;
    }
    if (auto* type = m_heap.get<NumpyType>(object)) {
        const auto* fields = m_heap.get<Sequence>(state);
        const auto* order = fields != nullptr && fields->items.size() > 1
                                ? m_heap.get<std::string>(fields->items[1])
                                : nullptr;
        type->bigEndian = order != nullptr && *order == ">";
        return;
    }
    if (m_heap.get<Dict>(object) == nullptr && m_heap.get<TensorView>(object) == nullptr)
        fail("gives a state to something that has none");
}

bool Machine::pushConstant(std::uint8_t op)
{
    switch (op) {
    case kNone:
        push(None{});
        return true;
    case kNewTrue:
    case kNewFalse:
        push(op == kNewTrue);
        return true;
    case kBinInt:
        push(static_cast<std::int64_t>(
            std::bit_cast<std::int32_t>(static_cast<std::uint32_t>(m_source.number(4)))));
        return true;
    case kBinInt1:
        push(static_cast<std::int64_t>(m_source.number(1)));
        return true;
    case kBinInt2:
        push(static_cast<std::int64_t>(m_source.number(2)));
        return true;
    case kLong1:
        pushLong(m_source.number(1));
        return true;
    case kLong4:
        pushLong(m_source.number(4));
        return true;
    case kBinFloat: { // the one big-endian number of the format
        std::uint64_t bits = 0;
        for (int i = 0; i < 8; ++i)
            bits = (bits << 8U) | m_source.number(1);
        push(std::bit_cast<double>(bits));
        return true;
    }
    default:
        return false;
    }
}

bool Machine::pushText(std::uint8_t op)
{
    switch (op) {
    case kBinUnicode:
        push(m_source.text(m_source.number(4)));
        return true;
    case kShortBinUnicode:
        push(m_source.text(m_source.number(1)));
        return true;
    case kBinUnicode8:
        push(m_source.text(m_source.number(8)));
        return true;
    case kBinString: // of Python 2
        push(m_source.text(m_source.number(4)));
        return true;
    case kShortBinString:
        push(m_source.text(m_source.number(1)));
        return true;
    case kBinBytes:
        push(Bytes{m_source.text(m_source.number(4))});
        return true;
    case kShortBinBytes:
        push(Bytes{m_source.text(m_source.number(1))});
        return true;
    case kBinBytes8:
        push(Bytes{m_source.text(m_source.number(8))});
        return true;
    default:
        return false;
    }
}

bool Machine::buildContainer(std::uint8_t op)
{
    switch (op) {
    case kMark:
        if (m_marks.size() >= kMaxPending)
            throw Error(ErrorKind::Unsupported, "pickle nested deeper than 1000 levels");
        m_marks.push_back(m_stack.size());
        return true;
    case kEmptyTuple:
    case kEmptyList:
    case kEmptySet:
        push(Sequence{});
        return true;
    case kEmptyDict:
        push(Dict{});
        return true;
    case kTuple1:
    case kTuple2:
    case kTuple3:
        pushTuple(op - kTuple1 + 1U);
        return true;
    case kTuple:
    case kList:
    case kFrozenSet:
        push(Sequence{popToMark()});
        return true;
    case kDict: {
        const std::vector<Ref> items = popToMark();
        push(Dict{});
        setItems(items);
        return true;
    }
    case kAppend: {
        const Ref item = pop();
        append({item});
        return true;
    }
    case kAppends:
    case kAddItems:
        append(popToMark());
        return true;
    case kSetItem: {
        const Ref value = pop();
        const Ref key = pop();
        setItems({key, value});
        return true;
    }
    case kSetItems:
        setItems(popToMark());
        return true;
    default:
        return false;
    }
}

bool Machine::useMemo(std::uint8_t op)
{
    switch (op) {
    case kBinPut:
        remember(m_source.number(1));
        return true;
    case kLongBinPut:
        remember(m_source.number(4));
        return true;
    case kMemoize:
        remember(m_memo.size());
        return true;
    case kBinGet:
        recall(m_source.number(1));
        return true;
    case kLongBinGet:
        recall(m_source.number(4));
        return true;
    case kPop:
        pop();
        return true;
    case kPopMark:
        popToMark();
        return true;
    case kDup:
        m_stack.push_back(top());
        return true;
    default:
        return false;
    }
}

bool Machine::call(std::uint8_t op)
{
    switch (op) {
    case kGlobal: {
        const std::string module = m_source.line();
        push(globalNamed(module, m_source.line(), m_dialect));
        return true;
    }
    case kStackGlobal: {
        const auto* name = m_heap.get<std::string>(pop());
        const auto* module = m_heap.get<std::string>(pop());
        if (name == nullptr || module == nullptr)
            fail("names a global by something that is not text");
        push(globalNamed(*module, *name, m_dialect));
        return true;
    }
    case kInst: { // call of a global, arguments down to the mark
        const std::string module = m_source.line();
        const Ref maker = m_heap.add(globalNamed(module, m_source.line(), m_dialect));
        m_stack.push_back(make(m_heap, maker, m_heap.add(Sequence{popToMark()})));
        return true;
    }
    case kReduce:
    case kNewObj: {
        const Ref arguments = pop();
        const Ref maker = pop();
        m_stack.push_back(make(m_heap, maker, arguments));
        return true;
    }
    case kBuild:
        build(pop());
        return true;
    case kBinPersId:
        m_stack.push_back(makeStorage(m_heap, pop()));
        return true;
    default:
        return false;
    }
}

bool Machine::step(std::uint8_t op)
{
    if (op == kProto) {
        if (m_source.number(1) > 5)
            throw Error(ErrorKind::Unsupported, "pickle of a protocol later than 5");
        return true;
    }
    if (op == kFrame) {
        m_source.number(8);
        return true;
    }
    return pushConstant(op) || pushText(op) || useMemo(op) || buildContainer(op) || call(op);
}

Document Machine::run(JobContext& job)
{
    constexpr std::size_t kBetweenChecks = 65536;
    for (std::size_t count = 0;; ++count) {
        if (count % kBetweenChecks == 0)
            job.checkpoint();
        const auto op = static_cast<std::uint8_t>(m_source.number(1));
        if (op == kStop)
            break;
        if (!step(op))
            throw Error(ErrorKind::Unsupported,
                        "pickle opcode " + std::to_string(op) + ", which checkpoints do not use");
    }
    Document document;
    document.root = pop();
    if (!m_marks.empty())
        fail("ends inside a group");
    document.heap = std::move(m_heap);
    document.length = m_source.position();
    return document;
}

} // namespace

Document parse(std::span<const std::byte> bytes, JobContext& job, Dialect dialect)
{
    Machine machine(bytes, dialect);
    try {
        return machine.run(job);
    } catch (Error& error) {
        if (error.kind() != ErrorKind::Cancelled)
            error.addContext("reading the pickle, byte " + std::to_string(machine.position()));
        throw;
    }
}

} // namespace inspike::pickle
