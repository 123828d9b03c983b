// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The bytes of one figure in each drawn format. Clocks and random ids of the libraries are replaced
// by fixed ones, so that the same figure gives the same bytes.

#include "widgets/figure_export/page.h"

#include <QByteArray>

namespace inspike {

QByteArray pngBytes(const Figure& figure, const ExportStyle& style);
QByteArray svgBytes(const Figure& figure, const ExportStyle& style);
QByteArray pdfBytes(const Figure& figure, const ExportStyle& style);

} // namespace inspike
