// SPDX-License-Identifier: GPL-2.0-only
// readTree(): is this a kernel tree, which one, and what does it have already?
#include "gupkit/tree.h"

#include <filesystem>

#include "support/io.h"

namespace gupkit {
namespace {

namespace fs = std::filesystem;

/// The value of a `NAME = value` line; empty if there is none.
std::string assigned(std::string_view makefile, std::string_view name) {
  for (size_t at = 0; at < makefile.size();) {
    size_t end = makefile.find('\n', at);
    if (end == std::string_view::npos) end = makefile.size();
    std::string_view line = makefile.substr(at, end - at);
    at = end + 1;
    if (line.substr(0, name.size()) != name) continue;
    line.remove_prefix(name.size());
    const size_t equals = line.find_first_not_of(" \t:");
    if (equals == std::string_view::npos || line[equals] != '=') continue;
    line.remove_prefix(equals + 1);
    line = line.substr(0, line.find('#'));
    const size_t first = line.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    const size_t last = line.find_last_not_of(" \t\r");
    return std::string(line.substr(first, last - first + 1));
  }
  return {};
}

Error notATree(const std::string& path, const std::string& fault) {
  return {path, fault, "give the top folder of a Linux kernel source tree"};
}

/// Does `text` hold `name(` as a whole word?
bool mentions(const std::string& text, std::string_view name) {
  for (size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
    const bool starts = at == 0 || !(std::isalnum(static_cast<unsigned char>(text[at - 1])) || text[at - 1] == '_');
    if (starts && at + name.size() < text.size() && text[at + name.size()] == '(') return true;
  }
  return false;
}

}  // namespace

std::string versionOf(std::string_view makefile) {
  std::string version = assigned(makefile, "VERSION");
  if (version.empty() || version.find_first_not_of("0123456789") != std::string::npos) return {};
  const std::string patchlevel = assigned(makefile, "PATCHLEVEL");
  if (patchlevel.empty()) return {};
  version += '.' + patchlevel;
  if (const std::string sublevel = assigned(makefile, "SUBLEVEL"); !sublevel.empty()) version += '.' + sublevel;
  return version + assigned(makefile, "EXTRAVERSION");
}

Result<TreeInfo> readTree(const std::string& path) {
  std::error_code ec;
  const fs::path root = fs::canonical(path, ec);
  if (ec == std::errc::no_such_file_or_directory) return notATree(path, "no such folder");
  if (ec == std::errc::too_many_symbolic_link_levels) return notATree(path, "a loop of symbolic links");
  if (ec == std::errc::permission_denied) {
    return Error{path, "cannot be read: permission denied", "make it readable for this user"};
  }
  if (ec) return notATree(path, ec.message());
  if (!fs::is_directory(root, ec)) return notATree(path, "is not a folder");

  TreeInfo tree;
  tree.root = root.string();
  const std::string makefile_path = tree.root + "/Makefile";
  const Result<std::string> makefile = readFile(makefile_path);
  if (!makefile) {
    if (fs::exists(makefile_path, ec)) {
      return Error{makefile_path, "cannot be read: " + makefile.error().fault, "make it readable for this user"};
    }
    return notATree(path, "is not a kernel tree (it has no Makefile)");
  }
  tree.version = versionOf(*makefile);
  if (tree.version.empty()) return notATree(path, "is not a kernel tree (its Makefile names no VERSION)");

  const std::string mm_path = tree.root + "/include/linux/mm.h";
  const Result<std::string> mm = readFile(mm_path);
  if (!mm) {
    if (fs::exists(mm_path, ec)) {
      return Error{mm_path, "cannot be read: " + mm.error().fault, "make it readable for this user"};
    }
    return notATree(path, "is not a kernel tree (it has no include/linux/mm.h)");
  }
  readPrototypes(*mm, tree.prototypes);
  // The others are absent from some generations; a missing one says nothing is declared there.
  for (const char* header : {"uio.h", "pagemap.h", "memfd.h", "huge_mm.h"}) {
    if (const auto text = readFile(tree.root + "/include/linux/" + header)) readPrototypes(*text, tree.prototypes);
  }
  if (const auto text = readFile(tree.root + "/include/media/frame_vector.h")) readPrototypes(*text, tree.prototypes);

  const auto declared = [&](const char* name) { return tree.prototypes.count(name) != 0; };
  tree.has_put_user_page = declared("put_user_page");
  tree.has_pin = declared("pin_user_pages");
  tree.has_folio = mentions(*mm, "folio_put");
  tree.has_unpin_range_dirty_lock = declared("unpin_user_page_range_dirty_lock");
  tree.has_unpin_folio = declared("unpin_folio");
  tree.has_iov_iter_extract = declared("iov_iter_extract_pages");
  for (const char* name : {"unpin_user_pages_dirty_lock", "put_user_pages_dirty_lock"}) {
    const auto at = tree.prototypes.find(name);
    if (at == tree.prototypes.end()) continue;
    tree.dirty_lock_takes_make_dirty = at->second.size() >= 3;
    break;
  }
  tree.default_api = tree.has_pin ? Api::pin : Api::put_user_page;
  return tree;
}

}  // namespace gupkit
