// SPDX-License-Identifier: GPL-2.0-only
#include "options/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include "options/tables.h"
#include "options/tree_path.h"
#include "support/text.h"
#include "temp_folder.h"

namespace gupkit {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> words(const std::string& line) {
  return line.empty() ? std::vector<std::string>{} : split(line, ' ');
}

Options parsed(const std::string& line) {
  auto options = parseOptions(words(line), "1.2.3");
  EXPECT_TRUE(options) << line << ": " << options.error().str();
  return options ? *options : Options();
}

std::string errorOf(const std::string& line) {
  auto options = parseOptions(words(line), "1.2.3");
  return options ? "no error" : options.error().str();
}

TEST(Options, HaveDefaults) {
  const Options options = parsed("scan linux");
  EXPECT_EQ(options.command, Command::scan);
  EXPECT_EQ(options.tree, "linux");
  EXPECT_THAT(options.paths, IsEmpty());
  EXPECT_EQ(options.api, std::nullopt);
  EXPECT_THAT(options.archs, IsEmpty());
  EXPECT_EQ(options.format, Format::text);
  EXPECT_EQ(options.output, "");
  EXPECT_GE(options.jobs, 1u);
  EXPECT_EQ(options.engine, "clang");
  EXPECT_EQ(options.color, When::automatic);
  EXPECT_EQ(options.progress, When::automatic);
  EXPECT_FALSE(options.in_place || options.minimal || options.verify);
}

TEST(Options, Series) {
  Options options = parsed("series linux -o out");
  EXPECT_EQ(options.command, Command::series);
  EXPECT_EQ(options.output, "out");
  EXPECT_TRUE(options.core && options.conversions);
  EXPECT_FALSE(options.mbox || options.signoff);
  EXPECT_EQ(options.batch, 15u);
  EXPECT_EQ(options.reroll, 0u);
  options = parsed("series linux -o out --no-core --batch 0 -v 3 --mbox --signoff --branch b --recipe r --minimal");
  EXPECT_FALSE(options.core);
  EXPECT_EQ(options.batch, 0u);
  EXPECT_EQ(options.reroll, 3u);
  EXPECT_TRUE(options.mbox && options.signoff && options.minimal);
  EXPECT_EQ(options.branch, "b");
  EXPECT_EQ(options.recipe, "r");
  EXPECT_EQ(errorOf("series linux"), "gupkit series: no folder given; write gupkit series TREE -o DIR");
  EXPECT_THAT(errorOf("series linux mm -o out"), HasSubstr("mm: gupkit series takes a TREE and nothing else"));
  EXPECT_THAT(errorOf("series linux -o out -v 0"), HasSubstr("--reroll-count 0: not a number from 1 to 9999"));
  EXPECT_THAT(errorOf("series linux -o out --batch x"), HasSubstr("--batch x: not a number from 0"));
  EXPECT_THAT(errorOf("series linux -o out --no-core --core-only"), HasSubstr("leaves nothing with --core-only"));
  EXPECT_THAT(errorOf("scan linux --mbox"), HasSubstr("no option of gupkit scan; it belongs to gupkit series"));
}

TEST(Options, TakeEveryForm) {
  const Options options = parsed(
      "--jobs=3 scan linux drivers/a --api pin --arch x86,arm64,x86 --format=json -o out.json "
      "--model a.json --model=b.json --engine clang --cache /c --color never --progress always "
      "--kernel ../linux fs");
  EXPECT_EQ(options.jobs, 3u);
  EXPECT_THAT(options.paths, ElementsAre("drivers/a", "fs"));
  EXPECT_EQ(options.api, Api::pin);
  EXPECT_THAT(options.archs, ElementsAre("x86", "arm64"));
  EXPECT_EQ(options.format, Format::json);
  EXPECT_EQ(options.output, "out.json");
  EXPECT_THAT(options.models, ElementsAre("a.json", "b.json"));
  EXPECT_EQ(options.cache, "/c");
  EXPECT_EQ(options.color, When::never);
  EXPECT_EQ(options.progress, When::always);
  EXPECT_EQ(options.kernel, "../linux");
  EXPECT_EQ(parsed("scan t -j8").jobs, 8u);
  EXPECT_EQ(parsed("scan t -j 8 -j 9").jobs, 9u) << "the last one counts";
  EXPECT_EQ(parsed("scan t --api auto").api, std::nullopt);
  EXPECT_EQ(parsed("scan t --api put_user_page").api, Api::put_user_page);
  EXPECT_EQ(parsed("scan t --output -").output, "");
  EXPECT_THAT(parsed("scan t -- --odd -h").paths, ElementsAre("--odd", "-h"));
}

TEST(Options, OfConvert) {
  const Options options = parsed("convert linux --in-place --minimal --verify");
  EXPECT_EQ(options.command, Command::convert);
  EXPECT_TRUE(options.in_place && options.minimal && options.verify);
}

TEST(Options, PlaceToExplain) {
  Options options = parsed("explain linux mm/gup.c:12");
  EXPECT_EQ(options.file, "mm/gup.c");
  EXPECT_EQ(options.line, 12u);
  EXPECT_EQ(options.column, 0u);
  options = parsed("explain linux mm/gup.c:12:3");
  EXPECT_EQ(options.line, 12u);
  EXPECT_EQ(options.column, 3u);
  options = parsed("explain linux mm/gup.c:12:3:");
  EXPECT_EQ(options.line, 12u);
  EXPECT_EQ(options.column, 3u);
  options = parsed("explain linux a:b.c:12");
  EXPECT_EQ(options.file, "a:b.c");
  for (const char* bad : {"mm/gup.c", "mm/gup.c:x", ":12", "mm/gup.c:0", ":", "::"})
    EXPECT_EQ(errorOf(std::string("explain linux ") + bad),
              std::string(bad) + ": not of the form FILE:LINE; write it like mm/gup.c:123");
}

TEST(Options, MistakesAreNamedWithARemedy) {
  const std::pair<const char*, const char*> table[] = {
      {"", "gupkit: no command given; gupkit --help lists the commands"},
      {"scna linux", "scna: no such command; did you mean \"scan\"?"},
      {"frobnicate linux", "frobnicate: no such command; gupkit --help lists the commands"},
      {"scan", "gupkit scan: no TREE given; write gupkit scan TREE [PATH...]"},
      {"prepare a b", "b: gupkit prepare takes a TREE and nothing else; write gupkit prepare TREE"},
      {"explain linux", "gupkit explain: no FILE:LINE given; write gupkit explain TREE FILE:LINE"},
      {"explain linux a:1 b:2",
       "gupkit explain: more than one FILE:LINE given; write gupkit explain TREE FILE:LINE"},
      {"scan t --fromat json", "--fromat: no such option; did you mean \"--format\"?"},
      {"scan t --zzzzzz", "--zzzzzz: no such option; gupkit --help lists the options"},
      {"scan t -format json", "-format: no such option; did you mean \"--format\"?"},
      {"scan t -x", "-x: no such option; gupkit --help lists the options"},
      {"scan t --format", "--format: needs a value; write --format FORMAT"},
      {"scan t --output=", "--output: has an empty value; write --output FILE"},
      {"scan t --format jsno", "--format jsno: no such choice; did you mean \"json\"?"},
      {"scan t --api unpin", "--api unpin: no such choice; did you mean \"pin\"?"},
      {"scan t --api zzz", "--api zzz: no such choice; choose one of auto, put_user_page, pin"},
      {"scan t --color on", "--color on: no such choice; choose one of auto, always, never"},
      {"scan t --jobs 0",
       "--jobs 0: not a number from 1 to 1024; leave it out to use every processor"},
      {"scan t -j2x",
       "--jobs 2x: not a number from 1 to 1024; leave it out to use every processor"},
      {"scan t --jobs 99999999999999",
       "--jobs 99999999999999: not a number from 1 to 1024; leave it out to use every processor"},
      {"scan t --arch x86,,arm",
       "--arch x86,,arm: not a list of folders under arch/; write it like --arch x86,arm64"},
      {"scan t --arch ../x",
       "--arch ../x: not a list of folders under arch/; write it like --arch x86,arm64"},
      {"scan t --engine gcc", "--engine gcc: no such choice; choose one of clang, cocci, both"},
      {"scan t --in-place", "--in-place: no option of gupkit scan; it belongs to gupkit convert"},
      {"--in-place scan t", "--in-place: no option of gupkit scan; it belongs to gupkit convert"},
      {"convert t --in-place=yes", "--in-place: takes no value; write --in-place alone"},
      {"convert t --in-place -o x",
       "--output: there is no diff to write with --in-place; leave one of them out"},
      {"convert t --format sarif",
       "--format: no option of gupkit convert; it belongs to gupkit scan, gupkit explain, gupkit lint, gupkit report, gupkit compare"},
      {"explain t a:1 --format sarif",
       "--format sarif: gupkit explain does not write this format; gupkit scan --format sarif "
       "does"},
  };
  for (const auto& [line, error] : table) EXPECT_EQ(errorOf(line), error) << "gupkit " << line;
}

TEST(Help, ComesFromTheTables) {
  for (const char* line : {"-h", "--help"}) {
    const std::string text = parsed(line).print;
    for (const CommandSpec& command : commandTable())
      EXPECT_THAT(text, HasSubstr(std::string("gupkit ") + command.name + " " + command.arguments));
    for (const OptionSpec& option : optionTable())
      EXPECT_THAT(text, HasSubstr(std::string("--") + option.name));
  }
}

TEST(Help, OfACommandHasItsOptionsOnly) {
  const std::string text = parsed("scan --help").print;
  EXPECT_THAT(text, HasSubstr("usage: gupkit scan TREE [PATH...] [OPTION...]"));
  EXPECT_THAT(text, Not(HasSubstr("--in-place  ")));
  EXPECT_THAT(parsed("convert -h").print, HasSubstr("--in-place"));
}

TEST(Help, LongTellsExitCodesShortDoesNot) {
  EXPECT_THAT(parsed("--help").print, HasSubstr("130"));
  EXPECT_THAT(parsed("-h").print, Not(HasSubstr("130")));
  EXPECT_LT(parsed("-h").print.size(), parsed("--help").print.size());
}

TEST(Help, FitsAnEightyColumnTerminal) {
  for (Command command :
       {Command::none, Command::prepare, Command::scan, Command::explain, Command::convert})
    for (const std::string& line : split(helpText(command, false), '\n'))
      EXPECT_LE(line.size(), 80u) << line;
}

TEST(Help, WinsOverMissingArguments) {
  EXPECT_THAT(parsed("explain --help").print, HasSubstr("FILE:LINE"));
  EXPECT_EQ(parsed("--version").print, "gupkit 1.2.3\n");
}

TEST(CacheFolder, FollowsXdg) {
  setenv("HOME", "/home/me", 1);
  setenv("XDG_CACHE_HOME", "/var/me", 1);
  EXPECT_EQ(parsed("scan t").cache, "/var/me/gupkit");
  setenv("XDG_CACHE_HOME", "relative", 1);
  EXPECT_EQ(parsed("scan t").cache, "/home/me/.cache/gupkit");
  unsetenv("XDG_CACHE_HOME");
  EXPECT_EQ(parsed("scan t").cache, "/home/me/.cache/gupkit");
  EXPECT_EQ(parsed("scan t --cache here").cache, "here");
}

TEST(PathInTree, TakesPathsAsTheyAreTyped) {
  const TempFolder folder, outside;
  folder.write("mm/gup.c", "");
  folder.write("fs/a.c", "");
  outside.write("b.c", "");
  auto path = [&](const std::string& text) {
    auto result = pathInTree(folder.path(), text);
    return result ? *result : result.error().str();
  };
  EXPECT_EQ(path("mm/gup.c"), "mm/gup.c");
  EXPECT_EQ(path("./mm/"), "mm");
  EXPECT_EQ(path("mm/../fs"), "fs");
  EXPECT_EQ(path("."), "");
  EXPECT_EQ(path(folder / "mm/gup.c"), "mm/gup.c");
  EXPECT_EQ(path("mm/nothing.c"), "mm/nothing.c: no such file or folder in " + folder.path() +
                                      "; write it relative to the tree");
  EXPECT_THAT(path(outside / "b.c"), HasSubstr("lies outside the tree"));
  EXPECT_FALSE(pathInTree(folder / "no", "mm"));
}

}  // namespace
}  // namespace gupkit
