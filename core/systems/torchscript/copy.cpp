// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/torchscript/program.h"

#include <unordered_map>

namespace inspike::torchscript {

namespace {

using c10::IValue;
using Object = c10::ivalue::Object;

class Copying
{
public:
    IValue copy(const IValue& value)
    {
        if (value.isTensor())
            return tensor(value.toTensor());
        if (value.isObject())
            return object(value.toObject());
        if (value.isTuple()) {
            std::vector<IValue> elements;
            for (const IValue& element : value.toTupleRef().elements())
                elements.push_back(copy(element));
            return c10::ivalue::Tuple::create(std::move(elements));
        }
        if (value.isList()) {
            const c10::List<IValue> list = value.toList();
            c10::impl::GenericList made(list.elementType());
            for (const IValue& element : list)
                made.push_back(copy(element));
            return made;
        }
        if (value.isGenericDict()) {
            const auto dict = value.toGenericDict();
            c10::impl::GenericDict made(dict.keyType(), dict.valueType());
            for (const auto& entry : dict)
                made.insert(copy(entry.key()), copy(entry.value()));
            return made;
        }
        return value;
    }

private:
    IValue tensor(const at::Tensor& value)
    {
        if (!value.defined())
            return value;
        const auto [place, fresh] = m_made.emplace(value.unsafeGetTensorImpl(), IValue());
        if (fresh)
            place->second = value.detach().clone();
        return place->second;
    }

    IValue object(const c10::intrusive_ptr<Object>& value)
    {
        const auto known = m_made.find(value.get());
        if (known != m_made.end())
            return known->second;
        for (std::size_t slot = 0; slot < value->slots().size(); ++slot) {
            if (value->getSlot(slot).isCapsule()) // of a class of C++: shared
                return value;
        }
        const auto made = Object::create(
            c10::StrongTypePtr(value->compilation_unit(), value->type()), value->slots().size());
        m_made[value.get()] = made;
        for (std::size_t slot = 0; slot < value->slots().size(); ++slot)
            made->setSlot(slot, copy(value->getSlot(slot)));
        return made;
    }

    std::unordered_map<const void*, IValue> m_made;
};

} // namespace

torch::jit::Module copyOf(const Program& program)
{
    return torch::jit::Module(Copying().copy(program.root._ivalue()).toObject());
}

} // namespace inspike::torchscript
