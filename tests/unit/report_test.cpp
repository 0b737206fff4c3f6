// SPDX-License-Identifier: GPL-2.0-only
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "report/json.h"
#include "report/reasons.h"
#include "report/sarif.h"
#include "report/text.h"

namespace gupkit {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Site site(SiteKind kind, const char* file, unsigned line, const char* callee, Verdict verdict,
          const char* reason) {
  Site site;
  site.id = std::string("id-") + file + "-" + std::to_string(line);
  site.kind = kind;
  site.file = file;
  site.line = line;
  site.column = 2;
  site.function = "f";
  site.callee = callee;
  site.verdict = verdict;
  site.reason = reason;
  site.engines = {"clang"};
  return site;
}

Scan sampleScan() {
  Scan scan;
  scan.tree = {"6.1.192", Api::pin};
  scan.sites = {
      site(SiteKind::acquire, "drivers/gpu/drm/a.c", 10, "get_user_pages_fast", Verdict::convert,
           "all-sources-gup"),
      site(SiteKind::dirty, "drivers/gpu/drm/a.c", 20, "set_page_dirty_lock", Verdict::keep,
           "dirty-stays"),
      site(SiteKind::release, "drivers/gpu/drm/a.c", 21, "put_page", Verdict::convert,
           "all-sources-gup"),
      site(SiteKind::release, "fs/direct-io.c", 5, "put_page", Verdict::mixed, "other-source"),
      site(SiteKind::release, "main.c", 7, "put_page", Verdict::unknown, "unknown-source"),
      site(SiteKind::release, "mm/gup.c", 9, "unpin_user_page", Verdict::converted,
           "already-converted"),
  };
  scan.sites[0].gup_case = 2;
  scan.sites[2].path = {{"drivers/gpu/drm/a.c", 10, "get_user_pages_fast fills pages"},
                        {"drivers/gpu/drm/a.c", 21, "put_page releases pages[i]"}};
  scan.gaps = {{"arch/s390/kvm/x.c", "does not parse: 'x.h' file not found"}};
  return scan;
}

// --- JSON

TEST(Json, HasTheFieldsOfTheContractInTheirOrder) {
  Scan scan = sampleScan();
  scan.sites = {scan.sites[2]};
  EXPECT_EQ(writeJson(scan),
            R"({"schema":"gupkit-scan/1","tree":{"version":"6.1.192","api":"pin"},
"sites":[
{"id":"id-drivers/gpu/drm/a.c-21","kind":"release","file":"drivers/gpu/drm/a.c","line":21,"column":2,)"
            R"("function":"f","callee":"put_page","verdict":"convert","reason":"all-sources-gup",)"
            R"("case":null,"engines":["clang"],"path":[)"
            R"({"file":"drivers/gpu/drm/a.c","line":10,"note":"get_user_pages_fast fills pages"},)"
            R"({"file":"drivers/gpu/drm/a.c","line":21,"note":"put_page releases pages[i]"}]}],
"gaps":[
{"file":"arch/s390/kvm/x.c","reason":"does not parse: 'x.h' file not found"}]}
)");
}

TEST(Json, CaseIsANumberWhereThereIsOne) {
  EXPECT_EQ(json::parse(writeJson(sampleScan()))["sites"][0]["case"], 2);
}

TEST(Json, EmptyScanHasEmptyArrays) {
  const json parsed = json::parse(writeJson(Scan()));
  EXPECT_TRUE(parsed["sites"].is_array());
  EXPECT_TRUE(parsed["gaps"].is_array());
}

TEST(Json, ComesBackAsItWent) {
  const std::string text = writeJson(sampleScan());
  auto scan = readJson(text, "scan.json");
  ASSERT_TRUE(scan) << scan.error().str();
  EXPECT_EQ(writeJson(*scan), text);
  EXPECT_EQ(scan->tree.api, Api::pin);
  ASSERT_EQ(scan->sites.size(), 6u);
  EXPECT_EQ(scan->sites[0].gup_case, 2);
  EXPECT_EQ(scan->sites[2].path.at(1).note, "put_page releases pages[i]");
}

TEST(Json, IsUtf8WhateverTheNamesAre) {
  Scan scan = sampleScan();
  scan.sites[0].file = "drivers/\xff\xc3(.c";
  scan.sites[0].function = "\xed\xa0\x80";
  scan.gaps[0].file = "caf\xc3\xa9.c\xc3";
  const json parsed = json::parse(writeJson(scan));  // throws where it is not
  EXPECT_EQ(parsed["sites"][0]["file"], "drivers/\\xff\\xc3(.c");
  EXPECT_EQ(parsed["gaps"][0]["file"], "caf\xc3\xa9.c\\xc3");
}

TEST(Json, ControlCharactersAreEscaped) {
  Scan scan = sampleScan();
  scan.sites[0].file = "a\n\"b\\.c";
  auto back = readJson(writeJson(scan), "scan.json");
  ASSERT_TRUE(back);
  EXPECT_EQ(back->sites[0].file, "a\n\"b\\.c");
}

TEST(Json, WrongInputIsNamed) {
  const std::string good = writeJson(sampleScan());
  auto errorWith = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    auto scan = readJson(text, "scan.json");
    return scan ? "no error" : scan.error().object + ": " + scan.error().fault;
  };
  EXPECT_EQ(errorWith("{", "["), "scan.json: is not JSON");
  EXPECT_EQ(errorWith("gupkit-scan/1", "gupkit-scan/2"),
            "scan.json: its schema is \"gupkit-scan/2\", not \"gupkit-scan/1\"");
  EXPECT_EQ(errorWith("\"line\":21", "\"line\":\"21\""),
            "scan.json: sites[2]: \"line\" is not a number");
  EXPECT_EQ(errorWith("\"line\":21", "\"line\":-1"),
            "scan.json: sites[2]: \"line\" is not a number");
  EXPECT_EQ(errorWith("\"line\":21", "\"line\":4294967296"),
            "scan.json: sites[2]: \"line\" is not a number");
  EXPECT_EQ(errorWith("\"note\":\"put", "\"x\":\"put"),
            "scan.json: sites[2].path[1]: \"note\" is missing");
  EXPECT_EQ(errorWith("\"mixed\"", "\"maybe\""),
            "scan.json: sites[3]: \"verdict\" has the unknown value \"maybe\"");
  EXPECT_EQ(errorWith("[\"clang\"]", "[1]"),
            "scan.json: sites[0]: \"engines\" holds something else than strings");
  EXPECT_EQ(errorWith("[\"clang\"]", "1"), "scan.json: sites[0]: \"engines\" is not an array");
  EXPECT_EQ(errorWith("\"pin\"", "\"pun\""),
            "scan.json: tree: \"api\" has the unknown value \"pun\"");
  EXPECT_EQ(errorWith("\"gaps\":", "\"gups\":"), "scan.json: the scan: \"gaps\" is missing");
  EXPECT_EQ(errorWith("\"id\":", "\"new\":[],\"id\":"), "no error")
      << "later versions may add fields";
  EXPECT_FALSE(readJson("[]", "x"));
  EXPECT_FALSE(readJson("", "x"));
  EXPECT_FALSE(readJson("{\"schema\":\"gupkit-scan/1\",\"tree\":1,\"sites\":[],\"gaps\":[]}", "x"));
}

// --- text

TEST(Text, LinesAreWhatEditorsKnow) {
  const std::string text = scanText(sampleScan(), {52025, 140, 138});
  EXPECT_THAT(text,
              HasSubstr("fs/direct-io.c:5:2: mixed: release put_page in f() [other-source]\n"));
  EXPECT_THAT(text,
              HasSubstr("arch/s390/kvm/x.c:1:1: gap: does not parse: 'x.h' file not found\n"));
  EXPECT_THAT(text,
              HasSubstr("52025 files searched, 140 with names of interest, 138 analysed; 1 gap\n"));
  EXPECT_THAT(text, Not(HasSubstr("\033")));
  EXPECT_THAT(scanText(sampleScan(), {}, {.color = true}), HasSubstr("\033[32mconvert\033[0m"));
}

TEST(Text, TableCountsByAreaAndVerdict) {
  EXPECT_EQ(summaryTable(sampleScan()),
            "area         convert  keep  mixed  unknown  converted  sites\n"
            ".                  .     .      .        1          .      1\n"
            "drivers/gpu        2     1      .        .          .      3\n"
            "fs                 .     .      1        .          .      1\n"
            "mm                 .     .      .        .          1      1\n"
            "total              2     1      1        1          1      6\n"
            "\n"
            "kind     convert  keep  mixed  unknown  converted  sites\n"
            "acquire        1     .      .        .          .      1\n"
            "release        1     .      1        1          1      4\n"
            "dirty          .     1      .        .          .      1\n");
}

TEST(Text, NothingFoundIsSaid) {
  EXPECT_EQ(scanText(Scan(), {7, 0, 0}),
            "area   convert  keep  mixed  unknown  converted  sites\n"
            "total        .     .      .        .          .      0\n"
            "\n"
            "kind     convert  keep  mixed  unknown  converted  sites\n"
            "acquire        .     .      .        .          .      0\n"
            "release        .     .      .        .          .      0\n"
            "dirty          .     .      .        .          .      0\n"
            "\n"
            "7 files searched, 0 with names of interest, 0 analysed; no gaps\n");
}

TEST(Text, NamesCannotBreakLines) {
  Scan scan = sampleScan();
  scan.sites[0].file = "a\n\033[2J.c";
  EXPECT_THAT(scanText(scan, {}), HasSubstr("a??[2J.c:10:2: convert"));
}

TEST(Explain, PrintsThePathStepByStep) {
  EXPECT_EQ(explainText(sampleScan().sites[2]),
            "drivers/gpu/drm/a.c:21:2: release put_page in f()\n"
            "verdict: convert [all-sources-gup]: every source that reaches the release is GUP and "
            "every path is known\n"
            "path:\n"
            "  1. drivers/gpu/drm/a.c:10: get_user_pages_fast fills pages\n"
            "  2. drivers/gpu/drm/a.c:21: put_page releases pages[i]\n");
}

TEST(Explain, NamesCaseAndMissingPath) {
  const std::string text = explainText(sampleScan().sites[0]);
  EXPECT_THAT(text, HasSubstr("case: 2 of pin_user_pages.rst\n"));
  EXPECT_THAT(text, HasSubstr("path: none is known\n"));
}

TEST(Explain, StepsWithoutAPlaceAndNumbersInLine) {
  Site long_way = sampleScan().sites[0];
  for (int i = 0; i < 10; ++i) long_way.path.push_back({"", 0, "goes on"});
  EXPECT_THAT(explainText(long_way), HasSubstr("\n   9. goes on\n  10. goes on\n"));
}

// --- SARIF

TEST(Sarif, DeclaresARuleForEveryReason) {
  const json log = json::parse(writeSarif(sampleScan(), "1.2.3"));
  EXPECT_EQ(log["version"], "2.1.0");
  const json& driver = log["runs"][0]["tool"]["driver"];
  EXPECT_EQ(driver["version"], "1.2.3");
  std::set<std::string> ids;
  for (const json& rule : driver["rules"]) {
    ids.insert(rule["id"]);
    EXPECT_FALSE(rule["fullDescription"]["text"].get<std::string>().empty());
    EXPECT_FALSE(rule["help"]["text"].get<std::string>().empty());
  }
  for (const Reason& reason : reasonTable()) EXPECT_TRUE(ids.count(reason.code)) << reason.code;
  EXPECT_EQ(ids.size(), reasonTable().size());
}

TEST(Sarif, ResultsAreTheSitesThatAskForWork) {
  const json run = json::parse(writeSarif(sampleScan(), "1"))["runs"][0];
  ASSERT_EQ(run["results"].size(), 4u);
  const json& result = run["results"][1];
  EXPECT_EQ(result["ruleId"], "all-sources-gup");
  EXPECT_EQ(run["tool"]["driver"]["rules"][result["ruleIndex"].get<size_t>()]["id"],
            "all-sources-gup");
  EXPECT_EQ(result["partialFingerprints"]["primaryLocationLineHash"], "id-drivers/gpu/drm/a.c-21");
  const json& place = result["locations"][0]["physicalLocation"];
  EXPECT_EQ(place["artifactLocation"]["uri"], "drivers/gpu/drm/a.c");
  EXPECT_EQ(place["region"]["startLine"], 21);
  EXPECT_EQ(place["region"]["startColumn"], 2);
  const json& steps = result["codeFlows"][0]["threadFlows"][0]["locations"];
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_EQ(steps[0]["location"]["message"]["text"], "get_user_pages_fast fills pages");
  EXPECT_EQ(steps[0]["location"]["physicalLocation"]["region"]["startLine"], 10);
  EXPECT_FALSE(run["results"][0].contains("codeFlows"));
  std::vector<std::string> levels;
  for (const json& one : run["results"]) levels.push_back(one["level"]);
  EXPECT_THAT(levels, ElementsAre("warning", "warning", "note", "note"));
}

TEST(Sarif, CleanTreeHasEmptyResults) {
  const json log = json::parse(writeSarif(Scan(), "1"));
  ASSERT_EQ(log["runs"].size(), 1u);
  EXPECT_TRUE(log["runs"][0]["results"].is_array());
  EXPECT_THAT(log["runs"][0]["results"], IsEmpty());
}

TEST(Sarif, GapsAreNotifications) {
  const json log = json::parse(writeSarif(sampleScan(), "1"));
  const json& notes = log["runs"][0]["invocations"][0]["toolExecutionNotifications"];
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_EQ(notes[0]["message"]["text"],
            "arch/s390/kvm/x.c was not analysed: does not parse: 'x.h' file not found");
}

TEST(Sarif, ReasonOutsideTheTableStillHasItsRule) {
  Scan scan = sampleScan();
  scan.sites[0].reason = "new-reason";
  const json run = json::parse(writeSarif(scan, "1"))["runs"][0];
  const size_t index = run["results"][0]["ruleIndex"];
  EXPECT_EQ(run["tool"]["driver"]["rules"][index]["id"], "new-reason");
}

TEST(Sarif, SplitsWhatServicesWouldCutOff) {
  const json log = json::parse(writeSarif(sampleScan(), "1", 3));
  ASSERT_EQ(log["runs"].size(), 2u);
  EXPECT_EQ(log["runs"][0]["results"].size(), 3u);
  EXPECT_EQ(log["runs"][1]["results"].size(), 1u);
  EXPECT_NE(log["runs"][0]["automationDetails"]["id"], log["runs"][1]["automationDetails"]["id"]);
}

TEST(Sarif, UrisAreRelativeAndEscaped) {
  EXPECT_EQ(relativeUri("drivers/a-b_c.d~e.c"), "drivers/a-b_c.d~e.c");
  EXPECT_EQ(relativeUri("qcom,x y%\xff.h"), "qcom%2Cx%20y%25%FF.h");
  EXPECT_EQ(relativeUri("a:b.c"), "a%3Ab.c") << "else it would be a scheme";
}

}  // namespace
}  // namespace gupkit
