// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Precompiled header of this folder only: the plot library alone costs 6-9 s a file.

#include <qcustomplot.h>

#include <vector>
