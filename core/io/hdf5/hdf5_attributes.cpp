// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Attributes: read with their claimed size checked, written as other tools expect them (text as
// UTF-8 of variable length, numbers as scalars or one dimension).
#include "core/io/hdf5/hdf5_detail.h"

#include <algorithm>
#include <cstdlib>

namespace inspike {

namespace {

// Attributes are small by nature; anything larger is damage.
constexpr std::size_t kMaxElements = 1U << 20U;

Hdf5Handle textType()
{
    Hdf5Handle type(H5Tcopy(H5T_C_S1), &H5Tclose);
    H5Tset_size(type.get(), H5T_VARIABLE);
    H5Tset_cset(type.get(), H5T_CSET_UTF8);
    return type;
}

// Number of elements, or nothing if the attribute is empty or larger than what is stored.
std::optional<std::size_t> elementsOf(hid_t attribute, hid_t type)
{
    const Hdf5Handle space(H5Aget_space(attribute), &H5Sclose);
    const hssize_t points = space ? H5Sget_simple_extent_npoints(space.get()) : -1;
    if (points <= 0 || static_cast<std::size_t>(points) > kMaxElements)
        return std::nullopt;
    const auto count = static_cast<std::size_t>(points);
    const bool referring = H5Tis_variable_str(type) > 0;
    if (!referring && count * H5Tget_size(type) > H5Aget_storage_size(attribute))
        return std::nullopt;
    return count;
}

// Values of a numeric attribute as T; empty for anything else.
template <typename T>
std::vector<T> numbersOf(hid_t attribute, hid_t memoryType)
{
    const Hdf5Handle type(H5Aget_type(attribute), &H5Tclose);
    const H5T_class_t kind = H5Tget_class(type.get());
    if (kind != H5T_INTEGER && kind != H5T_FLOAT && kind != H5T_ENUM)
        return {};
    const auto count = elementsOf(attribute, type.get());
    if (!count)
        return {};
    if (kind != H5T_ENUM) {
        std::vector<T> values(*count);
        if (H5Aread(attribute, memoryType, values.data()) < 0)
            return {};
        return values;
    }
    // The library converts no enumeration to numbers: read as it is, then convert its base.
    const Hdf5Handle base(H5Tget_super(type.get()), &H5Tclose);
    if (H5Tget_size(type.get()) > sizeof(T))
        return {};
    std::vector<T> values(*count);
    if (H5Aread(attribute, type.get(), values.data()) < 0 ||
        H5Tconvert(base.get(), memoryType, *count, values.data(), nullptr, H5P_DEFAULT) < 0)
        return {};
    return values;
}

std::optional<std::string> variableText(hid_t attribute, std::size_t count)
{
    std::vector<char*> texts(count, nullptr);
    const Hdf5Handle memory = textType();
    // The text may be declared as ASCII: read it with the character set it has.
    const Hdf5Handle stored(H5Aget_type(attribute), &H5Tclose);
    H5Tset_cset(memory.get(), H5Tget_cset(stored.get()));
    if (H5Aread(attribute, memory.get(), texts.data()) < 0)
        return std::nullopt;
    std::string first = texts[0] != nullptr ? texts[0] : "";
    for (char* text : texts)
        H5free_memory(text);
    return first;
}

} // namespace

Hdf5Handle Hdf5File::Impl::openAttribute(std::string_view object, std::string_view name) const
{
    const Hdf5Handle owner = findObject(object);
    const std::string attribute(name);
    if (!owner || H5Aexists(owner.get(), attribute.c_str()) <= 0)
        return {};
    return {H5Aopen(owner.get(), attribute.c_str(), H5P_DEFAULT), &H5Aclose};
}

bool Hdf5File::hasAttribute(std::string_view object, std::string_view name) const
{
    return static_cast<bool>(m_impl->openAttribute(object, name));
}

std::optional<std::string> Hdf5File::textAttribute(std::string_view object,
                                                   std::string_view name) const
{
    const Hdf5Handle attribute = m_impl->openAttribute(object, name);
    if (!attribute)
        return std::nullopt;
    const Hdf5Handle type(H5Aget_type(attribute.get()), &H5Tclose);
    if (H5Tget_class(type.get()) != H5T_STRING)
        return std::nullopt;
    const auto count = elementsOf(attribute.get(), type.get());
    if (!count)
        return std::nullopt;
    if (H5Tis_variable_str(type.get()) > 0) {
        // The library follows damaged references blindly; where the header holds them, do not ask
        // it.
        const Hdf5Handle owner = m_impl->openObject(object);
        const auto reference = m_impl->findTextReference(owner.get(), name);
        if (!reference)
            return variableText(attribute.get(), *count);
        const auto bytes = m_impl->readHeapObject(*reference, 1, std::string(name));
        const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return std::string(text.substr(0, text.find('\0')));
    }
    const std::size_t size = H5Tget_size(type.get());
    std::vector<char> buffer(size * *count);
    if (H5Aread(attribute.get(), type.get(), buffer.data()) < 0)
        return std::nullopt;
    std::string text(buffer.data(), size);
    text.resize(std::min(text.find('\0'), text.size()));
    while (H5Tget_strpad(type.get()) == H5T_STR_SPACEPAD && !text.empty() && text.back() == ' ')
        text.pop_back();
    return text;
}

std::optional<double> Hdf5File::numberAttribute(std::string_view object,
                                                std::string_view name) const
{
    const Hdf5Handle attribute = m_impl->openAttribute(object, name);
    if (!attribute)
        return std::nullopt;
    const auto values = numbersOf<double>(attribute.get(), H5T_NATIVE_DOUBLE);
    return values.empty() ? std::nullopt : std::optional(values.front());
}

std::vector<std::int64_t> Hdf5File::integersAttribute(std::string_view object,
                                                      std::string_view name) const
{
    const Hdf5Handle attribute = m_impl->openAttribute(object, name);
    return attribute ? numbersOf<std::int64_t>(attribute.get(), H5T_NATIVE_INT64)
                     : std::vector<std::int64_t>();
}

void Hdf5File::Impl::writeAttribute(std::string_view object, std::string_view name, hid_t type,
                                    hid_t space, const void* data)
{
    const Hdf5Handle owner = openObject(object);
    const std::string attribute(name);
    if (H5Aexists(owner.get(), attribute.c_str()) > 0)
        H5Adelete(owner.get(), attribute.c_str());
    const Hdf5Handle made(
        H5Acreate2(owner.get(), attribute.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT),
        &H5Aclose);
    if (!made || H5Awrite(made.get(), type, data) < 0)
        failWriting("attribute " + attribute + " of " + std::string(object));
}

void Hdf5File::setAttribute(std::string_view object, std::string_view name, std::string_view text)
{
    const Hdf5Handle space(H5Screate(H5S_SCALAR), &H5Sclose);
    const std::string terminated(text);
    const char* pointer = terminated.c_str();
    m_impl->writeAttribute(object, name, textType().get(), space.get(),
                           static_cast<const void*>(&pointer));
}

void Hdf5File::setAttribute(std::string_view object, std::string_view name, double number)
{
    const Hdf5Handle space(H5Screate(H5S_SCALAR), &H5Sclose);
    m_impl->writeAttribute(object, name, H5T_NATIVE_DOUBLE, space.get(), &number);
}

void Hdf5File::setAttribute(std::string_view object, std::string_view name, std::int64_t number)
{
    const Hdf5Handle space(H5Screate(H5S_SCALAR), &H5Sclose);
    m_impl->writeAttribute(object, name, H5T_NATIVE_INT64, space.get(), &number);
}

void Hdf5File::setAttribute(std::string_view object, std::string_view name,
                            const std::vector<std::int64_t>& numbers)
{
    const hsize_t size = numbers.size();
    const Hdf5Handle space(H5Screate_simple(1, &size, nullptr), &H5Sclose);
    m_impl->writeAttribute(object, name, H5T_NATIVE_INT64, space.get(), numbers.data());
}

} // namespace inspike
