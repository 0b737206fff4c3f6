// SPDX-License-Identifier: GPL-2.0-only
// gupkit-write-without-foll-write: docs/findings/write-without-foll-write.md.
#pragma once

#include "tidy/check.h"

namespace gupkit::tidy {

class WriteWithoutFollWriteCheck : public FindingCheck {
 public:
  WriteWithoutFollWriteCheck(llvm::StringRef name, clang::tidy::ClangTidyContext* context) : FindingCheck(name, context, "write-without-foll-write") {}
};

}  // namespace gupkit::tidy
