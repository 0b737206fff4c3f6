// SPDX-License-Identifier: GPL-2.0-only
// Functions of headers of which another configuration has another definition:
//
//     #ifdef CONFIG_X
//     int note_page(struct page *page);
//     #else
//     static inline int note_page(struct page *page) { return -1; }
//     #endif
#pragma once

#include "llvm/ADT/StringRef.h"

namespace gupkit {

/// Whether another branch around `offset`, or of one that this lies in, declares the function `name`.
bool hasAlternative(llvm::StringRef text, size_t offset, llvm::StringRef name);

}  // namespace gupkit
