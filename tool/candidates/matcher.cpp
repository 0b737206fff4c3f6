// SPDX-License-Identifier: GPL-2.0-only
#include "candidates/matcher.h"

#include <hs/hs.h>

#include <algorithm>
#include <map>
#include <string>

#include "candidates/name_form.h"

namespace gupkit {
namespace {

/// Members with shorter names are looked for together with what can stand before a member:
/// alone, their letters stand in every line.
constexpr size_t shortest_lone_member = 4;

/// Hyperscan refuses literals of some thousand bytes. Of a longer name its end is looked for.
constexpr size_t longest_literal = 256;

struct Check {
  NameForm form;
  uint32_t name;  ///< index into the names asked for
  uint32_t length;  ///< of the name itself, which ends the literal
};

std::vector<std::string> literalsOf(const SearchName& name) {
  std::vector<std::string> out;
  if (name.form == NameForm::member && name.text.size() < shortest_lone_member)
    for (char before : std::string_view(">. \t\n/,{")) out.push_back(before + name.text);
  else out.push_back(name.text.substr(name.text.size() - std::min(name.text.size(), longest_literal)));
  return out;
}

}  // namespace

struct Matcher::Impl {
  hs_database_t* database = nullptr;
  std::vector<std::vector<Check>> checks;  ///< by pattern id
  std::vector<std::string> long_names;     ///< by name; empty where the literal has all of it
  size_t names = 0;
  ~Impl() { hs_free_database(database); }
};

struct Matcher::Scratch::Impl {
  hs_scratch_t* scratch = nullptr;
  const Matcher::Impl* matcher = nullptr;
  std::string_view text;
  std::vector<bool> seen;
  std::vector<uint32_t> found;
  ~Impl() { hs_free_scratch(scratch); }

  static int onMatch(unsigned id, unsigned long long, unsigned long long end, unsigned,
                     void* data) {
    Impl& self = *static_cast<Impl*>(data);
    for (const Check& check : self.matcher->checks[id]) {
      if (self.seen[check.name]) continue;
      const std::string& all = self.matcher->long_names[check.name];
      if (end < check.length || (!all.empty() && self.text.substr(end - check.length, check.length) != all)) continue;
      if (!standsAs(check.form, self.text, end - check.length, end)) continue;
      self.seen[check.name] = true;
      self.found.push_back(check.name);
    }
    return self.found.size() == self.matcher->names;  // nothing left to find: stop
  }
};

Matcher::Matcher(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Matcher::Matcher(Matcher&&) noexcept = default;
Matcher::~Matcher() = default;
Matcher::Scratch::Scratch() : impl_(std::make_unique<Impl>()) {}
Matcher::Scratch::Scratch(Scratch&&) noexcept = default;
Matcher::Scratch::~Scratch() = default;

Result<Matcher> Matcher::compile(const std::vector<SearchName>& names) {
  auto impl = std::make_unique<Impl>();
  impl->names = names.size();
  for (const SearchName& name : names)
    impl->long_names.push_back(name.text.size() > longest_literal ? name.text : std::string());
  std::map<std::string, std::vector<Check>> by_literal;
  for (uint32_t i = 0; i < names.size(); ++i) {
    if (names[i].text.empty()) continue;
    for (const std::string& literal : literalsOf(names[i]))
      by_literal[literal].push_back({names[i].form, i, uint32_t(names[i].text.size())});
  }
  if (by_literal.empty()) return Matcher(std::move(impl));

  std::vector<const char*> literals;
  std::vector<unsigned> flags, ids;
  std::vector<size_t> lengths;
  for (const auto& [literal, checks] : by_literal) {
    ids.push_back(unsigned(literals.size()));
    literals.push_back(literal.data());
    lengths.push_back(literal.size());
    flags.push_back(0);
    impl->checks.push_back(checks);
  }
  hs_compile_error_t* error = nullptr;
  if (hs_compile_lit_multi(literals.data(), flags.data(), ids.data(), lengths.data(),
                           unsigned(literals.size()), HS_MODE_BLOCK, nullptr, &impl->database,
                           &error) != HS_SUCCESS) {
    Error failure{"prefilter", error ? error->message : "Hyperscan refused the names",
                  "Hyperscan needs a processor with SSSE3"};
    hs_free_compile_error(error);
    return failure;
  }
  return Matcher(std::move(impl));
}

Result<Matcher::Scratch> Matcher::scratch() const {
  Scratch scratch;
  scratch.impl_->matcher = impl_.get();
  scratch.impl_->seen.assign(impl_->names, false);
  if (impl_->database && hs_alloc_scratch(impl_->database, &scratch.impl_->scratch) != HS_SUCCESS)
    return Error{"prefilter", "no memory for Hyperscan's scratch space", "use a smaller --jobs"};
  return scratch;
}

const std::vector<uint32_t>& Matcher::match(std::string_view text, Scratch& scratch) const {
  Scratch::Impl& state = *scratch.impl_;
  for (uint32_t name : state.found) state.seen[name] = false;
  state.found.clear();
  state.text = text;
  if (impl_->database)
    hs_scan(impl_->database, text.data(), unsigned(text.size()), 0, state.scratch,
            Scratch::Impl::onMatch, &state);
  std::sort(state.found.begin(), state.found.end());
  return state.found;
}

}  // namespace gupkit
