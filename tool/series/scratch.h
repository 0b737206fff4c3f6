// SPDX-License-Identifier: GPL-2.0-only
// A folder for the work of one run, gone with it.
#pragma once

#include "support/own_folder.h"

namespace gupkit::series {

class ScratchFolder : public OwnFolder {
 public:
  static Result<ScratchFolder> make() {
    auto folder = OwnFolder::make("gupkit-series");
    if (!folder) return folder.error();
    return ScratchFolder(std::move(*folder));
  }

 private:
  explicit ScratchFolder(OwnFolder folder) : OwnFolder(std::move(folder)) {}
};

}  // namespace gupkit::series
