// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Puts columns of (time, address) in memory into order of time: stable, in a time that does not
// depend on the order they come in.

#include "core/data/address_source.h"

namespace inspike {

// `scratch` is room of the same size; what it holds afterwards has no meaning. Columns that are
// sorted already cost one look.
void sortByTime(AddressColumns& columns, AddressColumns& scratch);

} // namespace inspike
