// SPDX-License-Identifier: GPL-2.0-only
// Names of files as UTF-8, for formats that take nothing else, and back.
//
// A name is bytes. A byte that is no UTF-8 is written \xHH; so that this can be told from a name that spells it, a
// backslash before an x is \x5c. Every other name stays as it is.
#pragma once

#include <string>
#include <string_view>

namespace gupkit {

std::string asUtf8(std::string_view bytes);
std::string asBytes(std::string_view text);

}  // namespace gupkit
