// SPDX-License-Identifier: GPL-2.0-only
#include "cocci/spatch.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "cocci_scripts.h"  // generated
#include "kbuild/process.h"
#include "support/atomic_file.h"
#include "support/hash.h"
#include "support/io.h"
#include "support/text.h"

namespace gupkit {
namespace {

/// Seconds that one file may take; the largest driver of a kernel takes four.
constexpr unsigned kFileSeconds = 120;

std::string script(const std::string& name) {
  for (const CocciScript& one : kCocciScripts)
    if (name == one.name) return one.text;
  return "";
}

std::string scriptOf(Api api) {
  return script(std::string("gup_convert_") + name(api) + ".cocci") + "\n" + script("sites.cocci");
}

unsigned number(const std::string& text) {
  unsigned value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// The function whose definition a line begins, as `static int f(void)`; empty: none.
std::string headOf(const std::string& line) {
  if (line.empty() || !(std::isalpha(static_cast<unsigned char>(line[0])) || line[0] == '_')) return "";
  const size_t paren = line.find('(');
  if (paren == std::string::npos || line.find(';') != std::string::npos || line.find('=') < paren) return "";
  size_t end = paren;
  while (end && line[end - 1] == ' ') --end;
  size_t begin = end;
  while (begin && isNameByte(line[begin - 1])) --begin;
  const std::string name = line.substr(begin, end - begin);
  return begin == 0 ? "" : name;  // a macro, as MODULE_LICENSE("GPL")
}

/// What --verbose-parsing prints: the text that was dropped, and where the parser stumbled.
void readParsing(const std::string& text, CocciFile& file) {
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (line.rfind(" = File \"", 0) == 0 && !file.error_line) {
      const size_t at = line.find("\", line ");
      if (at != std::string::npos) file.error_line = number(line.substr(at + 8));
    }
    for (const char* mark : {"bad: ", "BAD:!!!!! "}) {
      if (line.rfind(mark, 0) != 0) continue;
      const std::string name = headOf(line.substr(std::string(mark).size()));
      if (!name.empty() && std::find(file.dropped.begin(), file.dropped.end(), name) == file.dropped.end())
        file.dropped.push_back(name);
    }
  }
}

void readSites(const std::string& text, const std::string& path, CocciFile& file) {
  static const std::string stays = " stay plain ones: ";
  std::map<std::pair<unsigned, unsigned>, std::string> said;  // of a place: "" where it converts
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (line.rfind("gupkit\t", 0) == 0) {
      const auto parts = split(line, '\t');
      if (parts.size() != 6) continue;
      CocciSite site;
      site.kind = parts[1] == "acquire" ? SiteKind::acquire : parts[1] == "dirty" ? SiteKind::dirty : SiteKind::release;
      site.line = number(parts[2]);
      site.column = number(parts[3]) + 1;
      site.function = parts[4];
      site.callee = parts[5];
      const bool known = std::any_of(file.sites.begin(), file.sites.end(), [&](const CocciSite& other) {
        return other.line == site.line && other.column == site.column;
      });
      if (!known) file.sites.push_back(std::move(site));
      continue;
    }
    // FILE:LINE:COLUMN-COLUMN: WARNING: ...
    if (line.rfind(path + ":", 0) != 0) continue;
    const auto parts = split(line.substr(path.size() + 1), ':');
    if (parts.size() < 4) continue;
    const size_t at = line.find(stays);
    said[{number(parts[0]), number(parts[1]) + 1}] = at == std::string::npos ? "" : line.substr(at + stays.size());
  }
  for (CocciSite& site : file.sites) {
    const auto it = said.find({site.line, site.column});
    if (it == said.end()) continue;
    site.stays = it->second;
    site.converts = it->second.empty();
  }
}

}  // namespace

Result<std::string> spatchVersion() {
  kbuild::Command command;
  command.argv = {"spatch", "--version"};
  command.timeout_seconds = 20;
  auto output = kbuild::run(command);
  if (!output || output->status != 0)
    return Error{"spatch", "cannot be run", "install coccinelle (apt-get install coccinelle), or use --engine clang"};
  static const std::regex version("spatch version ([0-9.]+)");
  std::smatch match;
  const std::string text = output->text + output->errors;
  if (!std::regex_search(text, match, version))
    return Error{"spatch", "does not tell its version", "install coccinelle 1.1 or later, or use --engine clang"};
  if (text.find("Python scripting support: yes") == std::string::npos)
    return Error{"spatch", "was built without Python, which the scripts need",
                 "install a coccinelle with Python, or use --engine clang"};
  return match[1].str();
}

std::string cocciFingerprint(Api api) { return hashOf(scriptOf(api)).hex(); }

Result<CocciFile> runSpatch(const std::string& path, Api api, const std::string& work) {
  const std::string script_path = work + "/gupkit.cocci";
  if (auto status = writeFileAtomically(script_path, scriptOf(api)); !status) return status.error();
  const std::string after = work + "/after.c";
  kbuild::Command command;
  command.argv = {"spatch", "--verbose-parsing", "--no-show-diff", "--no-includes", "--include-headers",
                  "-D", "report", "--cocci-file", script_path, path};
  command.directory = work;
  command.set = {"HOME=" + work, "TMPDIR=" + work, "PYTHONDONTWRITEBYTECODE=1"};
  command.timeout_seconds = kFileSeconds;
  auto output = kbuild::run(command);
  if (!output) return output.error();
  CocciFile file;
  const std::string said = output->text + "\n" + output->errors;
  if (output->timed_out) {
    file.fault = "spatch took longer than " + std::to_string(kFileSeconds) + " s";
    file.passing = true;
    return file;
  }
  if (output->status != 0 || said.find("Python failure") != std::string::npos) {
    file.fault = "spatch failed: " + kbuild::lastLines(said, 1);
    file.passing = output->status > 128;
    return file;
  }
  readSites(output->text, path, file);
  readParsing(said, file);
  if (std::none_of(file.sites.begin(), file.sites.end(), [](const CocciSite& site) { return site.converts; })) return file;
  command.argv = {"spatch", "--very-quiet", "--no-includes", "--include-headers", "-D", "patch",
                  "--cocci-file", script_path, "-o", after, path};
  output = kbuild::run(command);
  if (!output) return output.error();
  auto text = readFile(after);
  if (output->timed_out || output->status != 0 || !text) {
    file.fault = "spatch found a conversion and did not make it: " + kbuild::lastLines(output->errors, 1);
    file.passing = output->timed_out;
    return file;
  }
  file.converted = std::move(*text);
  return file;
}

std::string saveCocciFile(const CocciFile& file) {
  nlohmann::json sites = nlohmann::json::array();
  for (const CocciSite& s : file.sites)
    sites.push_back({int(s.kind), s.line, s.column, s.function, s.callee, s.converts, s.stays});
  return nlohmann::json{{"sites", sites}, {"dropped", file.dropped}, {"line", file.error_line}, {"fault", file.fault},
                        {"converted", std::vector<uint8_t>(file.converted.begin(), file.converted.end())}}
      .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

bool loadCocciFile(const std::string& blob, CocciFile& file) {
  const auto root = nlohmann::json::parse(blob, nullptr, false);
  if (root.is_discarded() || !root.is_object()) return false;
  try {
    for (const auto& s : root.at("sites")) {
      CocciSite site;
      site.kind = SiteKind(s.at(0).get<int>());
      site.line = s.at(1).get<unsigned>();
      site.column = s.at(2).get<unsigned>();
      site.function = s.at(3).get<std::string>();
      site.callee = s.at(4).get<std::string>();
      site.converts = s.at(5).get<bool>();
      site.stays = s.at(6).get<std::string>();
      file.sites.push_back(std::move(site));
    }
    file.dropped = root.at("dropped").get<std::vector<std::string>>();
    file.error_line = root.at("line").get<unsigned>();
    file.fault = root.at("fault").get<std::string>();
    const auto bytes = root.at("converted").get<std::vector<uint8_t>>();
    file.converted.assign(bytes.begin(), bytes.end());
  } catch (const nlohmann::json::exception&) {
    return false;
  }
  return true;
}

}  // namespace gupkit
