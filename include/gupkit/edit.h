// SPDX-License-Identifier: GPL-2.0-only
// From verdicts to text: the smallest change that a maintainer would write.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gupkit/error.h"
#include "gupkit/scan.h"
#include "gupkit/shape.h"

namespace gupkit {

/// What the target tree offers. Read off the tree's headers by the tree step.
struct EditApi {
  Api api = Api::pin;
  /// put_user_pages_dirty_lock/unpin_user_pages_dirty_lock take make_dirty (5.4 and later, and gupkit's core)
  bool make_dirty = true;
  /// unpin_user_page_range_dirty_lock exists (pin dialect, 5.15 and later)
  bool range_dirty_lock = false;
  /// unpin_folio/unpin_user_folio/... exist
  bool unpin_folio = false;
  /// unpin_user_folio(folio, npages) exists
  bool unpin_user_folio = false;
  bool minimal = false;  ///< --minimal: one-for-one replacements only
};

/// One call to rewrite, decided by the verdict step.
struct SiteEdit {
  enum class What { acquire, release } what = What::release;
  std::string file;
  uint32_t offset = 0;   ///< of the call's name
  std::string callee;    ///< as written: put_page, release_pages, folio_put, get_user_pages_fast...
  std::string replacement;  ///< the new name, of an acquire or of an unpin; empty: as the dialect has it
  /// Release: may a sleeping dirty_lock call stand here? Proved sleepable only;
  /// false keeps the dirty call as it is and replaces the release alone.
  bool may_sleep = false;
  /// The dialect of this release where it is not the plan's: a pinned page is
  /// unpinned by unpin_user_page* in a tree of the put_user_page dialect, too.
  std::optional<Api> api;
  std::vector<uint32_t> sources;  ///< of the program: whose pages these are
  bool told_apart = false;        ///< a flag tells those of one of them from others
  /// The release's page argument has exactly one reference to drop (folio_put_refs, page_ref_sub need more care).
};

/// Replace [range) by text. Never overlapping inside one file.
struct TextEdit {
  Range range;
  std::string text;
  std::string group = {};  ///< as Site::group: edits of one group are applied together or not at all
};

/// A site that could not be rewritten, with its reason code: the caller takes
/// the whole group (acquire and releases) back.
struct Refusal {
  std::string file;
  uint32_t offset = 0;
  std::string reason;  ///< "in-macro", "in-if-branch", "unsupported-form", ...
  std::string detail;
};

struct FileEdits {
  std::string file;
  std::vector<TextEdit> edits;  ///< ordered
};

struct EditPlan {
  std::vector<FileEdits> files;
  std::vector<Refusal> refusals;
};

/// Shapes and text of the files that hold the sites.
struct EditInput {
  std::map<std::string, std::string> text;  ///< file -> content
  std::map<std::string, std::vector<ShapeFunction>> shapes;
  std::map<std::string, std::vector<PpRegion>> regions;
};

/// Plans all edits. A refused site has no edit in the plan; every other one has.
EditPlan planEdits(const EditInput& input, const std::vector<SiteEdit>& sites, const EditApi& api);

/// Applies the edits of one file.
std::string applyEdits(const std::string& text, const std::vector<TextEdit>& edits);

/// `git apply` form: a/FILE, b/FILE, three lines of context, "\ No newline at end of file".
std::string unifiedDiff(const std::string& file, const std::string& before, const std::string& after);

}  // namespace gupkit
