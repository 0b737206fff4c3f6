// SPDX-License-Identifier: GPL-2.0-only
#include "series/cover.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <map>
#include <set>

#include "series/mail.h"
#include "support/text.h"

namespace gupkit::series {
namespace {

/// "drivers/misc", "mm", "arch/arm64": what one maintainer answers for, roughly.
std::string areaOf(const std::string& file) {
  const std::vector<std::string> parts = split(file, '/');
  if (parts.size() < 2) return file;
  const bool wide = parts[0] == "arch" || parts[0] == "drivers" || parts[0] == "fs" || parts[0] == "net" || parts[0] == "sound" || parts[0] == "security";
  return wide && parts.size() > 2 ? parts[0] + "/" + parts[1] : parts[0];
}

size_t count(const std::vector<SeriesPatch>& patches, SeriesPatch::Kind kind) {
  return size_t(std::count_if(patches.begin(), patches.end(), [&](const SeriesPatch& p) { return p.kind == kind; }));
}

/// A header that was generated lies outside the tree; where that is on this machine is nobody's business.
std::string shortPaths(const std::string& text) {
  std::vector<std::string> words = split(text, ' ');
  for (std::string& word : words) {
    if (!word.starts_with('/')) continue;
    size_t slash = word.rfind('/');
    if (slash) slash = word.rfind('/', slash - 1);
    word.erase(0, slash + 1);
  }
  return join(words, " ");
}

/// The kinds of patch in one part of the series.
struct Part {
  bool converts = false;
  bool conversions = false;  ///< or marks, which say what was not converted
  bool by_hand = false;      ///< core patches, which the scan says nothing about
  bool on = false;           ///< tracking is switched on in it
};

Part partOf(const CoverInput& in, size_t batch) {
  Part part;
  for (size_t i = in.batches[batch].begin; i < in.batches[batch].end; ++i) {
    const SeriesPatch& patch = in.patches[i];
    const bool marks = patch.key == kMarksKey;
    part.converts |= patch.kind == SeriesPatch::Kind::convert;
    part.conversions |= patch.kind == SeriesPatch::Kind::convert || marks;
    part.by_hand |= patch.kind != SeriesPatch::Kind::convert;
    part.on |= patch.kind == SeriesPatch::Kind::last && !marks;
  }
  return part;
}

std::string purpose(const CoverInput& in, size_t batch) {
  const bool core = count(in.patches, SeriesPatch::Kind::core) != 0, convert = count(in.patches, SeriesPatch::Kind::convert) != 0;
  std::string text = fold(
      "A page that get_user_pages*() handed out can be written to by a device or by the kernel at any time, while its "
      "filesystem believes that it is clean and under writeback. To leave such pages alone, the kernel has to know them "
      "from the first reference to the last.") + "\n\n";
  if (core)
    text += fold(std::string(in.batches.size() > 1 ? "The core patches" : "The first patches") +
                 " count those references beside page->_refcount. Background writeback then leaves pages alone "
                 "that have one, an integrity sync writes copies of them, and neither reclaim nor invalidation takes them away.") + "\n\n";
  if (convert && in.api == Api::pin)
    text += fold("The conversions move callers from get_user_pages*() and put_page() to pin_user_pages*() and "
                 "unpin_user_page*(), acquire and releases together in one patch each.") + "\n\n";
  if (convert && in.api == Api::put_user_page)
    text += fold("The conversions make callers drop what they got with put_user_page*() instead of put_page(), all "
                 "releases of an acquire together in one patch each.") + "\n\n";
  const bool marks = std::any_of(in.patches.begin(), in.patches.end(), [](const SeriesPatch& p) { return p.key == kMarksKey; });
  const bool on = std::any_of(in.patches.begin(), in.patches.end(),
                              [](const SeriesPatch& p) { return p.kind == SeriesPatch::Kind::last && p.key != kMarksKey; });
  if (marks)
    text += fold("Callers whose pages are not all released by put_user_page*() are marked: they call get_user_pages*_untracked(), and "
                 "what they get is not tracked.") + "\n\n";
  if (on)
    text += fold(std::string("The last patch ") + (partOf(in, batch).on ? "" : "of the last part ") +
                 "switches tracking on. It must not go in before the others.") + "\n\n";
  return text;
}

}  // namespace

std::string areaTable(const Scan& scan) {
  struct Row {
    size_t convert = 0, before = 0, keep = 0, mixed = 0, unknown = 0;
  };
  std::map<std::string, Row> rows;
  Row sum;
  for (const Site& site : scan.sites) {
    if (site.kind == SiteKind::dirty) continue;
    for (Row* row : {&rows[printable(areaOf(site.file))], &sum}) {
      switch (site.verdict) {
        case Verdict::convert: ++row->convert; break;
        case Verdict::converted: ++row->before; break;
        case Verdict::keep: ++row->keep; break;
        case Verdict::mixed: ++row->mixed; break;
        case Verdict::unknown: ++row->unknown; break;
      }
    }
  }
  char line[128];
  std::string out;
  auto put = [&](const std::string& name, const Row& row) {
    snprintf(line, sizeof line, "  %-22s %9zu %9zu %6zu %6zu %8zu\n", name.substr(0, 22).c_str(), row.convert, row.before, row.keep,
             row.mixed, row.unknown);
    out += line;
  };
  snprintf(line, sizeof line, "  %-22s %9s %9s %6s %6s %8s\n", "area", "converted", "already", "kept", "mixed", "unknown");
  out += line;
  Row rest;
  size_t left = 0;
  for (const auto& [area, row] : rows) {
    // An area with nothing but other people's pages says nothing.
    if (!row.convert && !row.mixed && !row.unknown) {
      ++left;
      rest.before += row.before;
      rest.keep += row.keep;
      continue;
    }
    put(area, row);
  }
  if (left) put(std::to_string(left) + " other areas", rest);
  put("all", sum);
  return out;
}

std::string byHand(const Scan& scan, size_t most) {
  std::vector<const Site*> open;
  for (const Site& site : scan.sites)
    if (site.kind == SiteKind::acquire && (site.verdict == Verdict::mixed || site.verdict == Verdict::unknown)) open.push_back(&site);
  std::string out;
  size_t shown = 0;
  std::map<std::string, std::map<std::string, size_t>> by_file;
  for (const Site* site : open) ++by_file[site->file][site->function + "(): " + site->reason];
  for (const auto& [file, functions] : by_file) {
    if (shown >= most) break;
    out += "  " + printable(file) + "\n";
    ++shown;
    for (const auto& [function, times] : functions) {
      if (shown >= most) break;
      out += "    " + function + (times > 1 ? " (" + std::to_string(times) + ")" : "") + "\n";
      ++shown;
    }
  }
  if (shown >= most) out += "  ... and more; `gupkit scan` lists all " + std::to_string(open.size()) + ".\n";
  return out;
}

std::string legend(const std::string& text, const std::map<std::string, std::string>& reasons) {
  std::string out;
  for (const auto& [code, phrase] : reasons) {
    // A code may be the begin of another one.
    bool there = false;
    for (size_t at = text.find(code); !there && at != std::string::npos; at = text.find(code, at + 1)) {
      const char next = at + code.size() < text.size() ? text[at + code.size()] : ' ';
      there = (at == 0 || text[at - 1] == ' ' || text[at - 1] == '(') && next != '-' && !std::isalnum(static_cast<unsigned char>(next));
    }
    if (there) out += fold("  " + code + ": " + phrase + ".", 72, "    ") + "\n";
  }
  return out;
}

std::string coverSubject(const CoverInput& in, size_t batch) {
  const Batch& b = in.batches[batch];
  const std::string what = in.api == Api::pin ? "mm/gup: know the pages that somebody has pinned"
                                               : "mm/gup: put_user_page*() for what get_user_pages*() got";
  return b.title.empty() ? what : what + " (" + b.title + ")";
}

std::string coverText(const CoverInput& in, size_t batch) {
  std::string text = "EDITME: say in your own words why this is wanted now.\n\n" + purpose(in, batch);
  const Part part = partOf(in, batch);
  if (in.batches.size() > 1) {
    text += "The series comes in " + std::to_string(in.batches.size()) + " parts:\n\n";
    for (size_t i = 0; i < in.batches.size(); ++i)
      text += "  " + std::to_string(i + 1) + ". " + in.batches[i].title + ": " + std::to_string(in.batches[i].end - in.batches[i].begin) +
              (in.batches[i].end - in.batches[i].begin == 1 ? " patch" : " patches") + (i == batch ? " (this one)" : "") + "\n";
    if (batch) text += "\nIt needs the parts before it. EDITME: link to them.\n";
    text += "\n";
  }
  text += "Based on " + in.tree + ".\n";
  if (in.scan && part.conversions) {
    text += "\nAcquires and releases by area:\n\n" + areaTable(*in.scan);
    if (const std::string open = byHand(*in.scan, 40); !open.empty())
      text += "\nNot converted, because no proof was found; each needs a person:\n\n" + open + "\n" + legend(open, in.reasons);
    if (!in.scan->gaps.empty()) {
      text += "\nNot analysed, or only in part:\n\n";
      constexpr size_t most = 15;
      for (size_t i = 0; i < in.scan->gaps.size() && i < most; ++i)
        text += fold("  " + printable(in.scan->gaps[i].file) + ": " + printable(shortPaths(in.scan->gaps[i].reason)), 72, "    ") + "\n";
      if (in.scan->gaps.size() > most) text += "  ... and more; `gupkit scan` lists all " + std::to_string(in.scan->gaps.size()) + ".\n";
    }
  }
  text += "\nHow it was checked:\n\n";
  if (part.converts && !in.converted.empty()) text += fold("  - " + in.converted, 72, "    ") + "\n";
  if (!in.proof.empty()) text += fold("  - " + in.proof, 72, "    ") + "\n";
  else if (part.by_hand)
    text += fold(std::string("  - EDITME: the ") + (part.converts ? "patches that convert nothing" : in.batches.size() > 1 ? "patches of this part" : "patches") +
                     " were fitted to the tree and not compiled; `gupkit series --verify` compiles after each patch.", 72, "    ") + "\n";
  text += "  - EDITME: which hardware or virtual machine ran it, and what was run.\n";
  std::string origin = "Made with " + in.tool + ", `" + in.command + "`.";
  if (part.converts) origin += " The conversions and their messages are written by it, from what it proved.";
  if (part.by_hand) origin += " The core patches are written by hand and fitted to the tree by it.";
  return text + "\n" + fold(origin);
}

}  // namespace gupkit::series
