// SPDX-License-Identifier: GPL-2.0-only
// The file system as Clang may see it: folders and files with an end. A device, a pipe, or a file of /proc that
// an #include names never ends, or waits for somebody; here it is one that cannot be opened.
#pragma once

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace gupkit {

llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> regularFiles();

}  // namespace gupkit
