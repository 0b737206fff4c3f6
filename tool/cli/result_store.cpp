// SPDX-License-Identifier: GPL-2.0-only
#include "cli/result_store.h"

#include <fcntl.h>
#include <unistd.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "report/json.h"
#include "support/hash.h"
#include "support/io.h"
#include "support/path.h"

namespace gupkit {

TreeStamp treeStamp(const std::string& root, const std::vector<std::string>& files) {
  Hasher sources, folders;
  TreeStamp out;
  int dir = open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  auto add = [&](Hasher& h, const std::string& file) {
    struct stat st {};
    h.add(file);
    if (fstatat(dir, file.empty() ? "." : file.c_str(), &st, 0) != 0) return;
    if (!S_ISDIR(st.st_mode)) out.fresh |= isFresh(st.st_ctim);
    h.add(uint64_t(S_ISDIR(st.st_mode) ? 0 : st.st_size)).add(uint64_t(st.st_ino));
    for (const timespec& time : {st.st_mtim, st.st_ctim}) h.add(uint64_t(time.tv_sec)).add(uint64_t(time.tv_nsec));
  };
  std::string last = "/";
  for (const std::string& file : files) {
    add(sources, file);
    // Sorted: the files of a folder, but for those of folders in it, stand together.
    if (std::string folder = folderOf(file); folder != last) add(folders, last = std::move(folder));
  }
  for (const char* file : {"Makefile", ".config", "compile_commands.json"}) add(sources, file);
  if (dir >= 0) close(dir);
  out.sources = sources.digest().hex();
  out.folders = folders.digest().hex();
  return out;
}

std::string saveResult(const StoredResult& r) {
  nlohmann::json j;
  j["stamp"] = r.stamp;
  j["flags"] = r.flags;
  j["units"] = r.units;
  j["scan"] = writeJson(r.scan);
  // Offsets are no part of the report.
  auto& offsets = j["offsets"] = nlohmann::json::array();
  for (const Site& site : r.scan.sites) offsets.push_back(site.offset);
  auto& plan = j["plan"] = nlohmann::json::array();
  for (const FileEdits& file : r.plan.files) {
    nlohmann::json edits = nlohmann::json::array();
    for (const TextEdit& e : file.edits)
      edits.push_back({e.range.begin, e.range.end, nlohmann::json::binary({e.text.begin(), e.text.end()}), e.group});
    const auto text = r.texts.find(file.file);
    plan.push_back({{"file", file.file}, {"text", text == r.texts.end() ? "" : text->second}, {"edits", std::move(edits)}});
  }
  j["coverage"] = {r.coverage.files, r.coverage.candidates, r.coverage.analysed};
  j["hidden"] = r.hidden;
  j["outside"] = r.outside;
  auto& findings = j["findings"] = nlohmann::json::array();
  for (const Finding& f : r.findings) {
    nlohmann::json path = nlohmann::json::array();
    for (const PathStep& step : f.path) path.push_back({step.file, step.line, step.note});
    findings.push_back({f.code, f.file, f.line, f.column, f.offset, f.function, f.callee, int(f.severity), f.proved, f.when_new,
                        f.message, std::move(path), f.macro, f.unit, f.fingerprint, f.places});
  }
  auto bytes = nlohmann::json::to_msgpack(j);
  return {bytes.begin(), bytes.end()};
}

bool loadResult(const std::string& blob, StoredResult& r) {
  auto j = nlohmann::json::from_msgpack(blob, true, false);
  if (!j.is_object()) return false;
  try {
    r.stamp = j.at("stamp");
    r.flags = j.at("flags");
    j.at("units").get_to(r.units);
    auto scan = readJson(j.at("scan"), "stored result");
    if (!scan) return false;
    r.scan = std::move(*scan);
    const auto& offsets = j.at("offsets");
    if (offsets.size() != r.scan.sites.size()) return false;
    for (size_t i = 0; i < offsets.size(); ++i) r.scan.sites[i].offset = offsets[i];
    for (auto& file : j.at("plan")) {
      FileEdits edits{file.at("file"), {}};
      r.texts[edits.file] = file.at("text");
      for (auto& e : file.at("edits")) {
        auto& text = e.at(2).get_binary();
        edits.edits.push_back({{e.at(0), e.at(1)}, {text.begin(), text.end()}, e.at(3)});
      }
      r.plan.files.push_back(std::move(edits));
    }
    j.at("hidden").get_to(r.hidden);
    j.at("outside").get_to(r.outside);
    for (auto& one : j.at("findings")) {
      Finding f;
      f.code = one.at(0), f.file = one.at(1), f.line = one.at(2), f.column = one.at(3), f.offset = one.at(4);
      f.function = one.at(5), f.callee = one.at(6), f.severity = Severity(one.at(7).get<int>());
      f.proved = one.at(8), f.when_new = one.at(9), f.message = one.at(10);
      for (auto& step : one.at(11)) f.path.push_back({step.at(0), step.at(1), step.at(2)});
      f.macro = one.at(12), f.unit = one.at(13), f.fingerprint = one.at(14);
      one.at(15).get_to(f.places);
      r.findings.push_back(std::move(f));
    }
    r.coverage = {j.at("coverage").at(0), j.at("coverage").at(1), j.at("coverage").at(2)};
  } catch (const nlohmann::json::exception&) {
    return false;  // written by another version: made again
  }
  return true;
}

}  // namespace gupkit
