// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild/database.h"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "kbuild/files.h"
#include "kbuild/flags.h"

namespace gupkit::kbuild {
namespace {

using nlohmann::json;

/// Collects entries as they are parsed: a kernel's database is tens of megabytes,
/// which as a tree of values would take ten times that.
class Reader : public nlohmann::json_sax<json> {
 public:
  Reader(const std::string& root, std::map<std::string, Recorded>& into) : root_(root), into_(into) {}

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool string(string_t& value) override {
    if (in_arguments_) {
      arguments_.push_back(std::move(value));
    } else if (key_ == "file") {
      file_ = std::move(value);
    } else if (key_ == "directory") {
      directory_ = std::move(value);
    } else if (key_ == "command") {
      command_ = std::move(value);
    }
    return true;
  }
  bool start_object(std::size_t) override {
    if (depth_++ != 1) return depth_ != 1;  // the top is an array
    file_.clear();
    directory_.clear();
    command_.clear();
    arguments_.clear();
    return true;
  }
  bool key(string_t& value) override {
    key_ = std::move(value);
    return true;
  }
  bool end_object() override {
    if (--depth_ == 1) add();
    return true;
  }
  bool start_array(std::size_t) override {
    in_arguments_ = depth_ == 2 && key_ == "arguments";
    ++depth_;
    return true;
  }
  bool end_array() override {
    in_arguments_ = false;
    --depth_;
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const json::exception& e) override {
    fault = "is not valid JSON at byte " + std::to_string(position);
    return false;
  }

  std::string fault;

 private:
  void add() {
    if (file_.empty() || (command_.empty() && arguments_.empty())) return;
    namespace fs = std::filesystem;
    const std::string path = (fs::path(directory_) / file_).lexically_normal().string();
    if (path.compare(0, root_.size() + 1, root_ + "/") != 0) return;
    Recorded recorded;
    recorded.directory = std::move(directory_);
    std::vector<std::string> words = command_.empty() ? std::move(arguments_) : shellWords(command_);
    size_t first = 0;
    while (first < words.size() && words[first].rfind("-", 0) != 0 && words[first].rfind("@", 0) != 0) ++first;
    recorded.arguments.assign(words.begin() + static_cast<std::ptrdiff_t>(first), words.end());
    into_.emplace(path.substr(root_.size() + 1), std::move(recorded));
  }

  const std::string& root_;
  std::map<std::string, Recorded>& into_;
  int depth_ = 0;
  bool in_arguments_ = false;
  std::string key_, file_, directory_, command_;
  std::vector<std::string> arguments_;
};

}  // namespace

Result<std::map<std::string, Recorded>> readDatabase(const std::string& path, const std::string& root) {
  const std::string remedy = "make it again (make compile_commands.json), or remove it";
  const auto text = slurp(path);
  if (!text) return Error{path, "cannot be read", remedy};
  std::map<std::string, Recorded> entries;
  Reader reader(root, entries);
  if (!json::sax_parse(*text, &reader)) {
    return Error{path, reader.fault.empty() ? "is not a list of compile commands" : reader.fault, remedy};
  }
  return entries;
}

std::optional<Recorded> readCmdFile(const std::string& objects, const std::string& file) {
  const std::filesystem::path path(file);
  const auto text =
      slurp(objects + "/" + (path.parent_path() / ("." + path.stem().string() + ".o.cmd")).string());
  if (!text) return std::nullopt;
  // "cmd_drivers/a/b.o := cc ..." (savedcmd_ since 6.3); the rest is dependencies.
  const size_t assign = text->find(":=");
  if (assign == std::string::npos) return std::nullopt;
  const std::string command = text->substr(assign + 2, text->find('\n', assign) - assign - 2);
  auto arguments = compileOf(command, path.filename().string());
  if (!arguments) return std::nullopt;
  return Recorded{objects, std::move(*arguments)};
}

}  // namespace gupkit::kbuild
