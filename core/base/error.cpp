// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

#include <algorithm>

namespace inspike {

Error::Error(ErrorKind kind, std::string message) : m_kind(kind), m_message(std::move(message))
{
    // An error is one line, wherever its words came from.
    std::replace(m_message.begin(), m_message.end(), '\n', ' ');
    compose();
}

void Error::addContext(std::string context)
{
    std::replace(context.begin(), context.end(), '\n', ' ');
    m_trail.push_back(std::move(context));
    std::rotate(m_trail.begin(), m_trail.end() - 1, m_trail.end());
    compose();
}

void Error::compose()
{
    m_what = m_message;
    if (m_trail.empty())
        return;
    m_what += " (while ";
    for (std::size_t i = 0; i < m_trail.size(); ++i) {
        if (i > 0)
            m_what += ", ";
        m_what += m_trail[i];
    }
    m_what += ')';
}

int exitCodeOf(ErrorKind kind) noexcept
{
    switch (kind) {
    case ErrorKind::BadParameter:
    case ErrorKind::BadOutput:
        return 2;
    case ErrorKind::NotFound:
    case ErrorKind::BadFormat:
    case ErrorKind::Unsupported:
        return 3;
    case ErrorKind::BadShape:
    case ErrorKind::BadModel:
        return 4;
    case ErrorKind::Cancelled:
        return 5;
    case ErrorKind::OutOfMemory:
    case ErrorKind::Internal:
        break;
    }
    return 70;
}

} // namespace inspike
