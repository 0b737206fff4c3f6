// SPDX-License-Identifier: GPL-2.0-only
#include "facts/regular_files.h"

#include "support/io.h"

namespace gupkit {
namespace {

class RegularFiles : public llvm::vfs::ProxyFileSystem {
 public:
  RegularFiles() : ProxyFileSystem(llvm::vfs::getRealFileSystem()) {}

  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine& path) override {
    const std::string name = path.str();
    if (!hasAnEnd(name)) return std::make_error_code(std::errc::operation_not_permitted);
    return ProxyFileSystem::openFileForRead(path);
  }
};

}  // namespace

llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> regularFiles() { return llvm::makeIntrusiveRefCnt<RegularFiles>(); }

}  // namespace gupkit
