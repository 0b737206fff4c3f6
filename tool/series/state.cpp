// SPDX-License-Identifier: GPL-2.0-only
#include "series/state.h"

#include <nlohmann/json.hpp>

namespace gupkit::series {

using Json = nlohmann::ordered_json;

std::string saveState(const SeriesState& state) {
  Json out;
  out["schema"] = "gupkit-series/1";
  out["version"] = state.version;
  out["patches"] = Json::array();
  for (const PatchState& p : state.patches)
    out["patches"].push_back({{"key", p.key}, {"file", p.file}, {"subject", p.subject}, {"body", p.body}, {"notes", p.notes},
                              {"trailers", p.trailers}, {"diff", p.diff}});
  out["covers"] = Json::array();
  for (const CoverState& c : state.covers) out["covers"].push_back({{"file", c.file}, {"subject", c.subject}, {"text", c.text}, {"tail", c.tail}});
  out["changelog"] = state.changelog;
  out["written"] = state.written;
  return out.dump(1, '\t', false, Json::error_handler_t::replace) + "\n";
}

Result<SeriesState> loadState(const std::string& text, const std::string& where) {
  const Error damaged{where, "cannot be understood", "name another folder, or move this one away"};
  const Json in = Json::parse(text, nullptr, false);
  if (!in.is_object() || in.value("schema", "") != "gupkit-series/1") return damaged;
  SeriesState state;
  try {
    state.version = in.at("version").get<unsigned>();
    for (const Json& p : in.at("patches"))
      state.patches.push_back({p.at("key"), p.at("file"), p.at("subject"), p.at("body"), p.at("notes"),
                               p.at("trailers").get<std::vector<std::string>>(), p.at("diff")});
    for (const Json& c : in.at("covers")) state.covers.push_back({c.at("file"), c.at("subject"), c.at("text"), c.at("tail")});
    state.changelog = in.at("changelog").get<std::vector<std::string>>();
    state.written = in.at("written").get<std::map<std::string, std::string>>();
  } catch (const Json::exception&) {
    return damaged;
  }
  return state;
}

}  // namespace gupkit::series
