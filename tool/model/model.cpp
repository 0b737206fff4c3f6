// SPDX-License-Identifier: GPL-2.0-only
#include "gupkit/model.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "api_model.h"  // generated: kBuiltinModel

namespace gupkit {
namespace {

std::vector<std::string> words(const std::string& line) {
  std::istringstream in(line.substr(0, line.find('#')));
  std::vector<std::string> out;
  for (std::string w; in >> w;) out.push_back(w);
  return out;
}

bool parseNumber(const std::string& text, int& out) {
  if (text.empty() || text.size() > 3) return false;
  for (char c : text)
    if (c < '0' || c > '9') return false;
  out = std::stoi(text);
  return true;
}

/// "ret", "2", "*1", "**0", "virtqueue.data"
bool parseOperand(std::string text, Operand& op) {
  if (text.find('.') != std::string::npos) {
    op.arg = Operand::kKept;
    op.kept = std::move(text);
    return true;
  }
  while (!text.empty() && text[0] == '*') {
    ++op.deref;
    text.erase(0, 1);
  }
  if (text == "ret") return op.deref <= 1;
  return op.deref <= 2 && parseNumber(text, op.arg);
}

struct Line {
  std::string where;  ///< "FILE:LINE"
  std::vector<std::string> words;
};

Error bad(const Line& line, const std::string& fault) {
  return {line.where, fault, "see the grammar at the head of tool/model/api.model"};
}

/// A later file may correct an earlier entry of the same kind.
void addEffect(const Effect& e, Model& model) {
  for (auto [it, end] = model.effects.equal_range(e.name); it != end; ++it) {
    if (it->second.kind == e.kind) {
      it->second = e;
      return;
    }
  }
  model.effects.emplace(e.name, e);
}

Status parseEffect(const Line& line, EffectKind kind, Model& model) {
  if (line.words.size() < 2) return bad(line, "the entry '" + line.words[0] + "' names no function");
  Effect e;
  e.kind = kind;
  e.name = line.words[1];
  int callback = -1;  // argument of the last fn=
  for (size_t i = 2; i < line.words.size(); ++i) {
    const std::string& w = line.words[i];
    size_t eq = w.find('=');
    std::string key = w.substr(0, eq), value = eq == std::string::npos ? "" : w.substr(eq + 1);
    bool ok = true;
    if (kind == EffectKind::flow) {
      FlowEffect flow;
      if (!value.empty() && (value[0] == '@' || value[0] == '^' || value[0] == '~')) {
        flow.as = value[0] == '@' ? FlowEffect::As::memory : value[0] == '^' ? FlowEffect::As::page : FlowEffect::As::bytes;
        value.erase(0, 1);
      }
      ok = eq != std::string::npos && parseOperand(key, flow.to) && parseOperand(value, flow.from);
      e.flows.push_back(flow);
    } else if (key == "kind") {
      ok = value == "get" || value == "pin" || value == "iov" || value == "frames";
      e.acquire = value == "pin" ? AcquireKind::pin : value == "iov" ? AcquireKind::iov
                : value == "frames" ? AcquireKind::frames : AcquireKind::get;
    } else if (key == "of") {
      ok = parseOperand(value, e.of) && e.of.arg >= 0 && e.of.deref <= 1;
    } else if (kind == EffectKind::invoke && key == "fn") {
      ok = parseNumber(value, callback);
    } else if (kind == EffectKind::invoke) {
      Callback& one = e.callbacks.emplace_back();
      one.function = callback;
      ok = callback >= 0 && parseNumber(key, one.param) && parseOperand(value, one.from) && one.from.arg >= 0;
    } else if (key == "pin") {
      e.pin = value;
    } else if (key == "put") {
      e.put = value;
    } else if (key == "untracked") {
      e.untracked = value;
    } else if (key == "arg" || key == "out") {
      ok = parseNumber(value, e.arg);
    } else if (key == "deref") {
      ok = parseNumber(value, e.deref) && e.deref >= 1 && e.deref <= 2;
    } else if (key == "flag_arg") {
      ok = parseNumber(value, e.flag_arg);
    } else if (key == "flag") {
      e.flag = value;
    } else if (key == "unless") {
      e.unless = value;
    } else if (key == "told") {
      e.told = value;
    } else if (key == "result") {
      e.result_page = true;
    } else if (key == "one") {
      e.one = true;
    } else if (key == "entry") {
      e.entry = true;
    } else if (key == "fast_only") {
      e.fast_only = true;
    } else if (key == "unpin") {
      e.unpin = true;
    } else if (key == "got") {
      e.got = true;
    } else if (key == "bulk") {
      e.bulk = true;
    } else if (key == "folio") {
      e.folio = true;
    } else if (key == "address") {
      e.address = true;
    } else if (key == "whole") {
      e.whole = true;
    } else {
      ok = false;
    }
    if (!ok) return bad(line, "'" + w + "' is not understood");
  }
  if (kind == EffectKind::invoke && e.callbacks.empty()) return bad(line, "the callback is given nothing");
  if (e.arg < 0 && (kind == EffectKind::release || kind == EffectKind::dirty || kind == EffectKind::extra ||
                    kind == EffectKind::consume))
    e.arg = 0;
  addEffect(e, model);
  if (!e.untracked.empty()) {
    e.tracked = std::exchange(e.name, std::exchange(e.untracked, ""));
    addEffect(e, model);
  }
  return Done{};
}

Status parseFamily(const Line& line, Model& model) {
  uint8_t number = kFamily;
  for (auto& [tag, known] : model.families) number = std::max(number, uint8_t(known + 1));
  std::vector<uint8_t> all;
  for (size_t i = 1; i < line.words.size(); ++i) {
    if (number == 0x7f) return bad(line, "there are too many carriers");
    model.families[line.words[i]] = number;
    all.push_back(number++);
  }
  for (uint8_t one : all)
    for (uint8_t other : all) model.lead[one].set(other);
  return Done{};
}

Status parseInside(const Line& line, Model& model) {
  std::bitset<0x80> outer;
  for (size_t i = 1; i < line.words.size(); ++i) {
    auto known = model.families.find(line.words[i]);
    if (known == model.families.end()) return bad(line, "'" + line.words[i] + "' is of no family above");
    outer.set(known->second);
  }
  if (line.words.size() > 1) model.lead[model.families[line.words[1]]] &= outer;
  return Done{};
}

/// pair RECORD.FIELD RECORD.FIELD arg=N
Status parsePair(const Line& line, Model& model) {
  OperationPair pair;
  if (line.words.size() != 4 || line.words[3].rfind("arg=", 0) != 0) return bad(line, "a pair is two fields and arg=N");
  pair.first = line.words[1];
  pair.second = line.words[2];
  const auto dot = pair.first.find('.');
  if (dot == std::string::npos || pair.second.compare(0, dot + 1, pair.first, 0, dot + 1) != 0)
    return bad(line, "'" + pair.first + "' and '" + pair.second + "' are no fields of one record");
  const char* number = line.words[3].c_str() + 4;
  char* end = nullptr;
  pair.arg = int(std::strtol(number, &end, 10));
  if (!*number || *end || pair.arg < 0) return bad(line, "'" + line.words[3] + "' is no number of an argument");
  model.pairs.push_back(std::move(pair));
  return Done{};
}

}  // namespace

const Effect* Model::find(std::string_view name, EffectKind kind) const {
  for (auto [it, end] = effects.equal_range(name); it != end; ++it)
    if (it->second.kind == kind) return &it->second;
  return nullptr;
}

std::vector<std::string> Model::names(EffectKind kind) const {
  std::vector<std::string> out;
  for (const auto& [name, effect] : effects)
    if (effect.kind == kind) out.push_back(name);
  return out;
}

std::set<std::string> Model::countingNames() const {
  std::set<std::string> out;
  for (EffectKind kind :
       {EffectKind::acquire, EffectKind::release, EffectKind::extra, EffectKind::source, EffectKind::consume})
    for (const std::string& name : names(kind))
      if (!find(name, kind)->memory) out.insert(name);
  return out;
}

static constexpr const char* kBuiltinName = "api.model";

Status parseModel(const std::string& text, const std::string& origin, Model& model) {
  static const std::map<std::string, EffectKind> one = {
      {"acquire", EffectKind::acquire}, {"release", EffectKind::release}, {"dirty", EffectKind::dirty},
      {"extra", EffectKind::extra},     {"source", EffectKind::source},   {"flow", EffectKind::flow},
      {"consume", EffectKind::consume},
  };
  static const std::map<std::string, std::set<std::string, std::less<>> Model::*> sets = {
      {"borrow", &Model::borrow}, {"plain", &Model::plain}, {"symbol", &Model::symbols}, {"map", &Model::maps}, {"head", &Model::heads}, {"fresh", &Model::fresh}, {"filled", &Model::filled},
      {"transparent", &Model::transparent}, {"typed", &Model::typed}, {"link", &Model::links}, {"number", &Model::numbers}, {"exclusive", &Model::exclusive}, {"lent", &Model::lent}, {"lookup", &Model::lookups}, {"atomic_begin", &Model::atomic_begin}, {"atomic_end", &Model::atomic_end}, {"steady", &Model::steady}, {"get_flag", &Model::get_flags}, {"data_only", &Model::data_only},
      {"global", &Model::other_globals}, {"nowhere", &Model::nowhere}, {"convert", &Model::converts}};
  static const std::map<std::string, EffectKind> many = {
      {"invoke", EffectKind::invoke},
      {"sleep", EffectKind::sleep},       {"lock", EffectKind::lock},
      {"unlock", EffectKind::unlock},     {"notifier", EffectKind::notifier},
      {"count", EffectKind::count},
      {"cpu_access", EffectKind::cpu_access}, {"device", EffectKind::device},
      {"memory", EffectKind::source}, {"pool", EffectKind::source},
  };
  std::istringstream in(text);
  unsigned number = 0;
  for (std::string raw; std::getline(in, raw);) {
    Line line{origin + ":" + std::to_string(++number), words(raw)};
    if (line.words.empty()) continue;
    if (origin != kBuiltinName) model.given.insert(line.words.begin() + 1, line.words.end());
    const std::string& kind = line.words[0];
    const bool callback = kind == "invoke" && line.words.size() > 2 && line.words[2].rfind("fn=", 0) == 0;
    if (callback) {
      if (auto status = parseEffect(line, EffectKind::invoke, model); !status) return status;
    } else if (auto it = one.find(kind); it != one.end()) {
      if (auto status = parseEffect(line, it->second, model); !status) return status;
    } else if (auto it = many.find(kind); it != many.end()) {
      for (size_t i = 1; i < line.words.size(); ++i) {
        Effect e;
        e.kind = it->second;
        e.name = line.words[i];
        e.memory = kind == "memory" || kind == "pool";
        e.pool = kind == "pool";
        if (!model.find(e.name, e.kind)) model.effects.emplace(e.name, e);
      }
    } else if (kind == "signature") {
      if (line.words.size() < 3) return bad(line, "a signature is a function and its parameters");
    } else if (kind == "family") {
      if (auto status = parseFamily(line, model); !status) return status;
    } else if (kind == "inside") {
      if (auto status = parseInside(line, model); !status) return status;
    } else if (kind == "pair") {
      if (auto status = parsePair(line, model); !status) return status;
    } else if (kind == "views") {
      for (size_t i = 2; i < line.words.size(); ++i) {
        if (line.words[i].find('.') == std::string::npos) return bad(line, "'" + line.words[i] + "' is no RECORD.FIELD");
        model.views[line.words[i]].insert(line.words[1]);
      }
    } else if (kind == "apart" || kind == "handover" || kind == "counter") {
      const bool bulk = kind == "handover" && line.words.size() > 1 && line.words[1] == "bulk";
      for (size_t i = bulk ? 2 : 1; i < line.words.size(); ++i) {
        if (line.words[i].find('.') == std::string::npos) return bad(line, "'" + line.words[i] + "' is no RECORD.FIELD");
        if (kind == "apart") {
          model.apart.insert(line.words[i]);
          continue;
        }
        Effect e;
        e.name = line.words[i];
        e.kind = EffectKind::source;
        if (kind == "handover" && !bulk) addEffect(e, model);
        e.kind = kind == "counter" ? EffectKind::extra : EffectKind::consume;
        e.bulk = bulk;
        e.arg = 0;
        addEffect(e, model);
      }
    } else if (auto it = sets.find(kind); it != sets.end()) {
      (model.*it->second).insert(line.words.begin() + 1, line.words.end());
    } else {
      return bad(line, "'" + kind + "' is no kind of entry");
    }
  }
  model.fingerprint += origin + "\n" + text;
  return Done{};
}

namespace {

/// A pipe is fine (a shell's <(...)), what has no end is not.
Result<std::string> readTextFile(const std::string& path) {
  constexpr size_t longest = 16 << 20;
  std::error_code ec;
  if (std::filesystem::is_directory(path, ec)) return Error{path, "is a folder", ""};
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{path, "cannot be read", ""};
  std::string text;
  char buffer[1 << 16];
  while (text.size() <= longest && (in.read(buffer, sizeof buffer) || in.gcount()))
    text.append(buffer, size_t(in.gcount()));
  if (text.size() > longest) return Error{path, "is larger than 16 MiB", ""};
  return text;
}

}  // namespace

Result<Model> loadModel(const std::vector<std::string>& extra_files) {
  Model model;
  if (auto status = parseModel(kBuiltinModel, kBuiltinName, model); !status) return status.error();
  for (const auto& file : extra_files) {
    auto text = readTextFile(file);
    if (!text) return Error{file, "the model file " + text.error().fault, "check the path given to --model"};
    if (auto status = parseModel(*text, file, model); !status) return status.error();
  }
  return model;
}

}  // namespace gupkit
