// SPDX-License-Identifier: GPL-2.0-only
// gupkit-dirty-unlocked: docs/findings/dirty-unlocked.md.
#pragma once

#include "tidy/check.h"

namespace gupkit::tidy {

class DirtyUnlockedCheck : public FindingCheck {
 public:
  DirtyUnlockedCheck(llvm::StringRef name, clang::tidy::ClangTidyContext* context) : FindingCheck(name, context, "dirty-unlocked") {}
};

}  // namespace gupkit::tidy
