// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Titles and helps of every registered ParamSpec, so that lupdate finds them: core has no Qt and
// hence no tr(). A test walks the registries and prints what is missing here.

#include "widgets/text/phrases.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace inspike {
namespace {

constexpr const char* kParamTexts[] = {
    QT_TRANSLATE_NOOP("Params", "Row order"),
};

} // namespace

QString trParam(const std::string& sourceText)
{
    return QCoreApplication::translate("Params", sourceText.c_str());
}

bool paramTextListed(const std::string& sourceText)
{
    return std::find(std::begin(kParamTexts), std::end(kParamTexts), sourceText) !=
           std::end(kParamTexts);
}

} // namespace inspike
