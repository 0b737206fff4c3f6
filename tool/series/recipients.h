// SPDX-License-Identifier: GPL-2.0-only
// Who gets a patch, as the tree's own scripts/get_maintainer.pl says.
#pragma once

#include <string>
#include <vector>

#include "gupkit/series.h"

namespace gupkit::series {

struct Recipients {
  std::vector<std::string> people, lists;
};

/// What get_maintainer.pl prints, with --roles, taken apart.
Recipients parseRecipients(const std::string& output);

/// Asks `root`/scripts/get_maintainer.pl about every patch and fills `to` and `cc`. The
/// note says why there are none: no script, no perl, no answer.
std::vector<std::string> addRecipients(const std::string& root, const std::string& scratch, std::vector<SeriesPatch>& patches);

/// A mail needs a To:. Where MAINTAINERS names lists alone, it goes to whom the first patch goes, and where that
/// has nobody either, to its lists.
void fillRecipients(std::vector<SeriesPatch>& patches);

/// For the cover of patches [begin, end): the people and lists of the series' first patch, and every list of its own once.
Recipients coverRecipients(const std::vector<SeriesPatch>& patches, size_t begin, size_t end);

}  // namespace gupkit::series
