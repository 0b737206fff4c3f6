// SPDX-License-Identifier: GPL-2.0-only
// The output folder: it holds the old series or the new one, whenever one looks.
#pragma once

#include <map>
#include <string>

#include "gupkit/error.h"

namespace gupkit::series {

/// Relative path, content.
using FolderFiles = std::map<std::string, std::string>;

/// Every file below `folder`; empty where it is not there.
Result<FolderFiles> readFolder(const std::string& folder);

/// Makes `folder` hold `files` and nothing else, in one step: they are written beside it
/// and the two change places.
Status replaceFolder(const std::string& folder, const FolderFiles& files);

}  // namespace gupkit::series
