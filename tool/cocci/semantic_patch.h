// SPDX-License-Identifier: GPL-2.0-only
// A message that says how to make its patch: does the semantic patch in it make the same bytes?
#pragma once

#include <string>

#include "gupkit/error.h"
#include "gupkit/series.h"

namespace gupkit {

/// The semantic patch in the message of a patch file, without its indent; empty: it has none.
std::string semanticPatchOf(const std::string& mail);

/// Makes the changes of a patch by a semantic patch, file by file in the folder `work`. Returns what differs, empty
/// where nothing does; fails where spatch could not be asked.
Result<std::string> differsFromSemanticPatch(const SeriesPatch& patch, const std::string& rule, const std::string& work);

}  // namespace gupkit
