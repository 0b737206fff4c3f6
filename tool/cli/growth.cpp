// SPDX-License-Identifier: GPL-2.0-only
#include "cli/growth.h"

#include <algorithm>
#include <filesystem>

#include "candidates/reach.h"
#include "cli/limits.h"
#include "kbuild/arch.h"
#include "support/io.h"
#include "support/path.h"
#include "support/text.h"

namespace gupkit {
namespace {

/// Whether a text names a record of that tag and has none of its own.
bool namesRecord(const std::string& text, const std::string& tag) {
  const std::string code = withoutComments(text);
  bool named = false;
  for (size_t at = findName(code, tag); at != std::string::npos; at = findName(code, tag, at + 1)) {
    named = true;
    const size_t next = code.find_first_not_of(" \t\r\n\\", at + tag.size());
    if (next != std::string::npos && code[next] == '{') return false;
  }
  return named;
}

/// Whether code of the second file can see what the first declares: a header of one architecture is not included by
/// another's code. Two share theirs: um lies on x86, arm64 borrows from arm.
bool mayInclude(const std::string& declared, const std::string& file) {
  auto family = [](const std::string& path) -> std::string {
    const std::string arch = kbuild::archOfPath(path);
    return arch == "um" ? "x86" : arch == "arm64" ? "arm" : arch;
  };
  const std::string of = family(declared), by = family(file);
  return of.empty() || by.empty() || of == by;
}

}  // namespace

void Growth::setAnswer(const Demand& demand, std::vector<std::string> files, Step& step, size_t limit) {
  step.any = true;
  if (demand.soft) {
    std::erase_if(files, [&](const std::string& file) {
      return !releasers_.count(file) || !folderOf(file).starts_with(demand.near);
    });
    limit = std::min(limit, limits::soft_files);
  }
  std::erase_if(files, [](const std::string& file) { return !isSource(file); });
  if (demand.what == Demand::What::field)
    std::erase_if(files, [&](const std::string& file) { return !mayInclude(demand.file, file); });
  if (files.empty()) {
    answers_[demand] = demand.what == Demand::What::definition ? Answer::absent : Answer::read;
    return;
  }
  if (files.size() > limit) {
    answers_[demand] = Answer::too_wide;
    return;
  }
  answers_[demand] = Answer::read;
  step.files.insert(files.begin(), files.end());
  asked_[demand] = std::move(files);
}

const std::map<Demand, Answer>& Growth::answers(const std::set<std::string>& unread) {
  for (auto& [demand, files] : asked_)
    if (std::any_of(files.begin(), files.end(), [&](const std::string& file) { return unread.count(file) != 0; }))
      answers_[demand] = Answer::unread;
  return answers_;
}

std::set<std::string> Growth::filesAskedFor(const Stake& stake) const {
  std::set<std::string> out;
  for (auto& [demand, files] : asked_)
    if (demand.what == Demand::What::field ? stake.fields.count(demand.key) : stake.names.count(demand.name))
      out.insert(files.begin(), files.end());
  return out;
}

Status Growth::findReleasers(TreeText& text) {
  if (releasers_known_) return Done{};
  std::vector<SearchName> names;
  for (auto& name : model_.names(EffectKind::release)) {
    const Effect* release = model_.find(name, EffectKind::release);
    if (!release->unpin && !release->whole) names.push_back({NameForm::word, name});
  }
  auto hits = text.search(names);
  if (!hits) return hits.error();
  for (auto& hit : *hits) releasers_.insert(hit.file);
  releasers_known_ = true;
  return Done{};
}

/// Fills reachers_ for these tags, with one search a step for all of them.
Status Growth::findReachers(TreeText& text, std::set<std::string> tags) {
  std::erase_if(tags, [&](const std::string& tag) { return reachers_.count(tag) != 0; });
  using Names = std::map<std::string, std::set<std::string>>;  // tag -> names
  Names wanted, named, macros;
  for (auto& tag : tags) {
    wanted[tag] = {tag};
    reachers_[tag];
  }
  // The files that have one of a tag's names count. `look` sees the text of each header with the names
  // that it has, several headers at once, and returns what it found.
  auto search = [&](const Names& names, Names* next, auto look) -> Status {
    std::vector<SearchName> all;
    std::vector<const std::string*> owner;
    for (auto& [tag, list] : names)
      for (auto& name : list) {
        all.push_back({NameForm::word, name});
        owner.push_back(&tag);
      }
    if (all.empty()) return Done{};
    auto hits = text.search(all);
    if (!hits) return hits.error();
    std::vector<std::pair<std::string, Names>> headers;
    for (auto& hit : *hits) {
      Names of;
      for (uint32_t index : hit.names) of[*owner[index]].insert(all[index].text);
      for (auto& [tag, found] : of) reachers_[tag].insert(hit.file);
      if (isHeader(hit.file)) headers.emplace_back(hit.file, std::move(of));
    }
    if (!next) return Done{};
    std::vector<Names> found(headers.size());
    shareOut(jobs_, headers.size(), 16, [&](unsigned, size_t begin, size_t end) {
      for (size_t i = begin; i < end; ++i)
        if (auto content = readFile(path_(headers[i].first))) found[i] = look(*content, headers[i].second);
    });
    for (auto& one : found)
      for (auto& [tag, list] : one) (*next)[tag].merge(list);
    return Done{};
  };
  auto status = search(wanted, &named, [](const std::string& content, const Names& of) {
    Names out;
    const std::string code = withoutComments(content);
    for (auto& [tag, found] : of) namesDeclaredWith(code, tag, out[tag]);
    return out;
  });
  if (!status) return status;
  for (auto& [tag, names] : named) names.insert(tag);
  status = search(named, &macros, [](const std::string& content, const Names& of) {
    Names out;
    std::unordered_set<std::string_view> all;
    for (auto& [tag, found] : of) all.insert(found.begin(), found.end());
    macrosThatUse(content, all, [&](std::string_view macro, std::string_view name) {
      for (auto& [tag, found] : of)
        if (found.count(std::string(name))) out[tag].emplace(macro);
    });
    return out;
  });
  if (!status) return status;
  return search(macros, nullptr, [](const std::string&, const Names&) { return Names(); });
}

Status Growth::growDefinitions(TreeText& text, const std::vector<Demand>& demands, Step& step) {
  if (demands.empty()) return Done{};
  std::vector<std::string> names;
  for (auto& demand : demands) names.push_back(demand.name);
  auto found = text.functionDefinitions(names);
  if (!found) return found.error();
  for (auto& demand : demands) {
    if (demand.exists) {
      answers_[demand] = (*found)[demand.name].empty() ? Answer::absent : Answer::read;
      step.any = true;
      continue;
    }
    setAnswer(demand, (*found)[demand.name], step, limits::definitions);
  }
  return Done{};
}

/// Adds to the files of each demand those that use it by a macro or an inline function of a header.
Status Growth::addHeaderUsers(TreeText& text, const std::vector<const Demand*>& demands,
                              std::vector<std::vector<std::string>>& files, std::vector<bool>& cut) {
  std::vector<HeaderUsers::Wanted> wanted(demands.size());
  for (size_t i = 0; i < demands.size(); ++i) {
    if (demands[i]->soft) continue;
    wanted[i].name = demands[i]->name;
    wanted[i].member = demands[i]->what == Demand::What::field;
    for (const std::string& file : files[i])
      if (isHeader(file)) wanted[i].headers.push_back(file);
  }
  if (auto status = users_.find(text, wanted); !status) return status;
  for (size_t i = 0; i < demands.size(); ++i) {
    std::set<std::string> all(files[i].begin(), files[i].end());
    if (wanted[i].member && !wanted[i].files.empty()) {
      auto seen = includers_.of(text, demands[i]->file);
      if (!seen) return seen.error();
      std::erase_if(wanted[i].files, [&](const std::string& file) { return !(*seen)->by(file); });
    }
    all.insert(wanted[i].files.begin(), wanted[i].files.end());
    files[i].assign(all.begin(), all.end());
    cut[i] = wanted[i].cut;
  }
  return Done{};
}

/// Adds to the files of each demand those that include a file with its name which is no *.c and no *.h.
Status Growth::addOddUsers(TreeText& text, const std::vector<const Demand*>& demands, std::vector<std::vector<std::string>>& files,
                           std::vector<bool>& cut) {
  if (!odd_) {
    auto lines = text.includesOf("*");
    if (!lines) return lines.error();
    odd_.emplace();
    std::map<std::string, std::string> read;
    for (const IncludeLine& line : *lines)
      for (const std::string& folder : {folderOf(line.file) + "/", std::string(), std::string("include/")}) {
        const std::string file = (std::filesystem::path(folder) / line.spelling).lexically_normal().string();
        auto [known, added] = read.try_emplace(file);
        if (added)
          if (auto content = readFile(path_(file))) known->second = withoutComments(*content);
        if (known->second.empty()) continue;
        odd_->emplace_back(line.file, known->second);
        break;
      }
  }
  for (size_t i = 0; i < demands.size(); ++i)
    for (auto& [file, code] : *odd_) {
      if (findName(code, demands[i]->name) == std::string::npos) continue;
      std::set<std::string> more{file};
      if (isHeader(file)) {
        auto seen = includers_.of(text, file);
        if (!seen) return seen.error();
        more.insert((*seen)->files.begin(), (*seen)->files.end());
        if ((*seen)->everywhere) cut[i] = true;
      }
      more.insert(files[i].begin(), files[i].end());
      files[i].assign(more.begin(), more.end());
    }
  return Done{};
}

Status Growth::growUses(TreeText& text, const std::vector<Demand>& words, const std::vector<Demand>& fields,
                        Step& step) {
  if (words.empty() && fields.empty()) return Done{};
  std::vector<SearchName> names;
  for (auto& demand : words) names.push_back({NameForm::word, demand.name});
  for (auto& demand : fields) names.push_back({NameForm::member, demand.name});
  for (auto& demand : fields) names.push_back({NameForm::filled, recordTag(demand.key)});
  for (auto& demand : words) names.push_back({NameForm::alias, demand.name});
  const size_t tags = names.size();
  for (auto& demand : fields) names.push_back({NameForm::word, recordTag(demand.key)});
  auto hits = text.search(names);
  if (!hits) return hits.error();
  std::vector<std::vector<std::string>> by_name(names.size());
  for (auto& hit : *hits)
    for (uint32_t index : hit.names) by_name[index].push_back(hit.file);
  std::set<std::string> wide;
  for (size_t i = 0; i < fields.size(); ++i) {
    auto& files = by_name[words.size() + i];
    auto& filling = by_name[words.size() + fields.size() + i];
    files.insert(files.end(), filling.begin(), filling.end());
    std::sort(files.begin(), files.end());
    files.erase(std::unique(files.begin(), files.end()), files.end());
    auto seen = includers_.of(text, fields[i].file);
    if (!seen) return seen.error();
    // Who has the record by a flag of its Makefile alone, -I or -include, names it.
    const auto& tagged = by_name[tags + i];
    const std::string tag = recordTag(fields[i].key);
    Result<const Includers::Seen*> by_flag = *seen;
    if (!(*seen)->everywhere && !files.empty()) by_flag = includers_.of(text, fields[i].file, true);
    if (!by_flag) return by_flag.error();
    std::erase_if(files, [&](const std::string& file) {
      if ((*seen)->by(file) || (isHeader(file) && file == fields[i].file)) return false;
      if (tag.empty() || !std::binary_search(tagged.begin(), tagged.end(), file)) return true;
      if (!(*by_flag)->by(file) && !forces_(file)) return true;
      auto [known, added] = names_tag_.try_emplace({file, tag}, true);
      if (added)
        if (auto content = readFile(path_(file))) known->second = namesRecord(*content, tag);
      return !known->second;
    });
    if (files.size() > limits::files_of_name) wide.insert(recordTag(fields[i].key));
  }
  if (auto status = findReachers(text, wide); !status) return status;
  for (size_t i = 0; i < fields.size(); ++i) {
    auto& files = by_name[words.size() + i];
    if (files.size() > limits::files_of_name)
      std::erase_if(files, [&](const std::string& file) { return !reachers_[recordTag(fields[i].key)].count(file); });
  }
  std::vector<const Demand*> all;
  for (const Demand& demand : words) all.push_back(&demand);
  for (const Demand& demand : fields) all.push_back(&demand);
  // A second name: who uses that is not asked for.
  std::vector<bool> cut(all.size()), aliased(all.size());
  for (size_t i = 0; i < words.size(); ++i) aliased[i] = !by_name[words.size() + 2 * fields.size() + i].empty();
  if (auto status = addHeaderUsers(text, all, by_name, cut); !status) return status;
  if (auto status = addOddUsers(text, all, by_name, cut); !status) return status;
  for (size_t i = 0; i < all.size(); ++i) {
    setAnswer(*all[i], by_name[i], step, limits::files_of_name);
    if (cut[i] || aliased[i]) answers_[*all[i]] = Answer::too_wide;
  }
  return Done{};
}

Result<Growth::Step> Growth::grow(TreeText& text, const std::set<Demand>& demands, bool soft) {
  Step step;
  if (demands.empty()) return step;
  if (soft)
    if (auto status = findReleasers(text); !status) return status.error();
  std::vector<Demand> definitions, words, fields;
  for (const Demand& demand : demands) {
    if (answers_.count(demand)) continue;
    if (demand.soft && (!soft || demand.integer)) continue;
    switch (demand.what) {
      case Demand::What::definition: definitions.push_back(demand); break;
      case Demand::What::callers:
      case Demand::What::global: words.push_back(demand); break;
      case Demand::What::field: fields.push_back(demand); break;
    }
  }
  if (auto status = growDefinitions(text, definitions, step); !status) return status.error();
  if (auto status = growUses(text, words, fields, step); !status) return status.error();
  return step;
}

}  // namespace gupkit
