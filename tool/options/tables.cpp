// SPDX-License-Identifier: GPL-2.0-only
#include "options/tables.h"

#include <algorithm>
#include <charconv>

#include "support/spell.h"
#include "support/text.h"

namespace gupkit {
namespace {

constexpr unsigned most_jobs = 1024;

/// The Error of a value that is none of `choices`.
Error notOneOf(const std::string& option, const std::string& value,
               const std::vector<std::string>& choices) {
  std::string remedy = didYouMean(value, choices);
  if (remedy.empty()) remedy = "choose one of " + join(choices, ", ");
  return {"--" + option + " " + value, "no such choice", remedy};
}

Status setWhen(const std::string& option, const std::string& value, When& when) {
  if (value == "auto")
    when = When::automatic;
  else if (value == "always")
    when = When::always;
  else if (value == "never")
    when = When::never;
  else
    return notOneOf(option, value, {"auto", "always", "never"});
  return Done{};
}

Status setApi(Options& options, const std::string& value) {
  if (value == "auto")
    options.api.reset();
  else if (value == name(Api::put_user_page))
    options.api = Api::put_user_page;
  else if (value == name(Api::pin))
    options.api = Api::pin;
  else
    return notOneOf("api", value, {"auto", "put_user_page", "pin"});
  return Done{};
}

Status setArch(Options& options, const std::string& value) {
  options.archs.clear();
  for (const std::string& piece : split(value, ',')) {
    const std::string arch(trim(piece));
    const bool good = !arch.empty() && std::all_of(arch.begin(), arch.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
    if (!good)
      return Error{"--arch " + value, "not a list of folders under arch/",
                   "write it like --arch x86,arm64"};
    if (std::find(options.archs.begin(), options.archs.end(), arch) == options.archs.end())
      options.archs.push_back(arch);
  }
  return Done{};
}

Status setFormat(Options& options, const std::string& value) {
  for (Format format : {Format::text, Format::json, Format::sarif, Format::csv, Format::markdown, Format::html, Format::github, Format::gitlab}) {
    if (value != name(format)) continue;
    options.format = format;
    return Done{};
  }
  return notOneOf("format", value, {"text", "json", "sarif", "csv", "markdown", "html", "github", "gitlab"});
}

Status setJobs(Options& options, const std::string& value) {
  unsigned jobs = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), jobs);
  if (error != std::errc() || end != value.data() + value.size() || jobs == 0 || jobs > most_jobs)
    return Error{"--jobs " + value, "not a number from 1 to " + std::to_string(most_jobs),
                 "leave it out to use every processor"};
  options.jobs = jobs;
  return Done{};
}

Status setNumber(const std::string& option, const std::string& value, unsigned least, unsigned& number) {
  constexpr unsigned most = 9999;
  unsigned read = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), read);
  if (error != std::errc() || end != value.data() + value.size() || read < least || read > most)
    return Error{"--" + option + " " + value, "not a number from " + std::to_string(least) + " to " + std::to_string(most),
                 "write it like --" + option + " 2"};
  number = read;
  return Done{};
}

Status addIds(const std::string& option, const std::string& value, std::vector<std::string>& ids) {
  for (const std::string& id : split(value, ',')) {
    if (id.size() != 16 || id.find_first_not_of("0123456789abcdef") != std::string::npos)
      return Error{"--" + option + " " + value, "\"" + id + "\" is no id of a site", "take it from gupkit scan --format json"};
    ids.push_back(id);
  }
  return Done{};
}

Status setLimit(Options& options, const std::string& value) {
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  const std::string unit(end, value.data() + value.size());
  const size_t power = std::string_view("KMGT").find(unit.empty() ? 'K' : unit[0]);
  if (error != std::errc() || number == 0 || number > 1000000 || unit.size() != 1 || power == std::string_view::npos)
    return Error{"--limit " + value, "no size", "write it like --limit 500M or --limit 2G"};
  options.limit = number << (10 * (power + 1));
  return Done{};
}

Status setEngine(Options& options, const std::string& value) {
  if (value != "clang" && value != "cocci" && value != "both") return notOneOf("engine", value, {"clang", "cocci", "both"});
  options.engine = value;
  return Done{};
}

}  // namespace

const std::vector<CommandSpec>& commandTable() {
  static const std::vector<CommandSpec> table = {
      {Command::prepare,
       "prepare",
       "TREE",
       "do the one-time work of a configuration, so that scans start at once",
       "Configures TREE in a private O= folder under the cache and makes the headers "
       "that Kbuild generates. Every other command does this by itself where needed.",
       {Format::text}},
      {Command::scan,
       "scan",
       "TREE [PATH...]",
       "list every site and its verdict",
       "A site is a call that acquires pages from the get_user_pages family, releases "
       "them, or marks them dirty. Its verdict is convert, keep, mixed, unknown or "
       "converted, with a reason code. What could not be analysed is listed as gaps. "
       "PATHs, relative to TREE, choose the sites to list; the whole tree is still "
       "read where a page comes from, or goes to, another place.",
       {Format::text, Format::json, Format::sarif, Format::csv, Format::markdown}},
      {Command::explain,
       "explain",
       "TREE FILE:LINE",
       "print the path from acquire to release, or what is missing from it",
       "FILE is relative to TREE. FILE:LINE:COLUMN, as scan prints it, chooses one of "
       "several sites on a line.",
       {Format::text, Format::json}},
      {Command::convert,
       "convert",
       "TREE [PATH...]",
       "print the conversion as a unified diff, or apply it",
       "Converts the sites with the verdict convert and no others; an acquire and its "
       "releases are converted together or not at all. TREE is left alone without "
       "--in-place.",
       {Format::text}},
      {Command::series,
       "series",
       "TREE -o DIR",
       "write the mailing-list series: the core first, then the conversions",
       "DIR gets patches in the form of git format-patch with recipients, a cover letter, "
       "and plan.txt, which says in which order they apply. The core mm patches come "
       "from a recipe that is fitted to TREE; then comes one patch for each driver or "
       "subsystem. DIR holds the old series or the new one, never a mixture; texts that "
       "were edited there by hand, and trailers, are kept when it is written again. "
       "Nothing is mailed, and TREE is not written.",
       {Format::text}},
      {Command::lint,
       "lint",
       "TREE [PATH...]",
       "report callers that should be converted, and pages released or dirtied wrongly",
       "Reports what every path proves, each finding with a code that has a page in docs/findings; "
       "--pedantic shows what is only believed, too. With --diff, --staged, --since or --patch only findings that "
       "the change brings count. Exit code 1 where there are findings (with --format sarif only if --error is given).",
       {Format::text, Format::json, Format::sarif, Format::github, Format::gitlab}},
      {Command::report,
       "report",
       "TREE [PATH...] -o FILE.html",
       "write a page to look at: sites, paths with their source, diffs, what stands in the way",
       "One file of HTML that needs no network: sites by subsystem, maintainer, verdict and reason, the source beside each "
       "step of a path, the diff of each group, what stands in the way ranked by what it would free, gaps, and with "
       "--history a burn-down. --format markdown: the short form, for a mail or a pull request.",
       {Format::html, Format::markdown, Format::csv}},
      {Command::compare,
       "compare",
       "OLD.json NEW.json",
       "say what changed between two scans",
       "OLD.json and NEW.json are of `gupkit scan --format json`. Lists the sites that were introduced, fixed or moved, and "
       "counts the others. Exit code 1 where something was introduced.",
       {Format::text, Format::json}},
      {Command::check,
       "check",
       "COMPILER-ARGUMENTS... FILE",
       "lint one file as make C=1 CHECK=\"gupkit check\" asks for it",
       "Takes the arguments of the compiler, the file last, and prints findings as a compiler would, on standard "
       "error. What the compiler alone understands is left out, nothing is written, and the exit code is 0 unless "
       "--error comes first.",
       {Format::text}},
      {Command::bundle,
       "bundle",
       "TREE FILE:LINE -o FILE.json",
       "pack what is needed to look into a wrong verdict or conversion",
       "Versions, the site's group with its paths, how its files were read and what was found in them, and gaps. Names of "
       "files and functions, and compiler flags without your folders, are in it; lines of source only with --with-source.",
       {Format::text}},
      {Command::cache,
       "cache",
       "[size | prune --limit SIZE | clear]",
       "say how large the cache is, or make it smaller",
       "prune removes what was not used for longest until SIZE is left. clear removes all that can be made again; what "
       "convert --reverse needs stays.",
       {Format::text}},
      {Command::doctor,
       "doctor",
       "[TREE]",
       "say what is installed, what is missing, and what to do about it",
       "Of this machine, and of TREE where it is named; nothing of TREE runs. Exit code 1 where something is missing that a "
       "scan needs.",
       {Format::text}},
  };
  return table;
}

const std::vector<OptionSpec>& optionTable() {
  static const std::vector<OptionSpec> table = {
      {"api",
       0,
       "API",
       "auto",
       "dialect: auto, put_user_page or pin",
       "put_user_page: the names of 5.2 to 5.5; acquires keep theirs. pin: pin_user_pages "
       "and unpin_user_page of 5.6 and later. auto: by what TREE has.",
       {},
       setApi},
      {"diff",
       0,
       "A..B",
       nullptr,
       "count only findings that the commits from A to B bring",
       "TREE has to be checked out at B where a file differs. Findings on lines that changed count, and those of calls "
       "elsewhere that a changed line makes wrong; what was there before does not.",
       {Command::lint},
       [](Options& options, const std::string& value) -> Status {
         options.diff = value;
         return Done{};
       }},
      {"since",
       0,
       "REV",
       nullptr,
       "as --diff, from REV to what is in TREE now",
       "What is not committed counts, too.",
       {Command::lint},
       [](Options& options, const std::string& value) -> Status {
         options.since = value;
         return Done{};
       }},
      {"staged",
       0,
       nullptr,
       nullptr,
       "as --diff, from HEAD to the index",
       "For a hook that runs before a commit.",
       {Command::lint},
       [](Options& options, const std::string&) -> Status {
         options.staged = true;
         return Done{};
       }},
      {"patch",
       0,
       "FILE",
       nullptr,
       "as --diff, of a patch or mail that TREE has applied; - reads standard input",
       "",
       {Command::lint},
       [](Options& options, const std::string& value) -> Status {
         options.patch = value;
         return Done{};
       }},
      {"baseline",
       0,
       "FILE",
       nullptr,
       "leave out the findings that FILE lists",
       "FILE may only shrink: an entry whose finding is gone is an error until it is taken out (--update-baseline).",
       {Command::lint},
       [](Options& options, const std::string& value) -> Status {
         options.baseline = value;
         return Done{};
       }},
      {"update-baseline",
       0,
       nullptr,
       nullptr,
       "take out of the baseline what is gone",
       "Findings that are not in it are added with --accept-new alone.",
       {Command::lint},
       [](Options& options, const std::string&) -> Status {
         options.update_baseline = true;
         return Done{};
       }},
      {"accept-new",
       0,
       nullptr,
       nullptr,
       "with --update-baseline: add what is new, for a --reason",
       "",
       {Command::lint},
       [](Options& options, const std::string&) -> Status {
         options.accept_new = true;
         return Done{};
       }},
      {"reason",
       0,
       "TEXT",
       nullptr,
       "why new findings are accepted",
       "",
       {Command::lint},
       [](Options& options, const std::string& value) -> Status {
         options.reason = value;
         return Done{};
       }},
      {"suppressions",
       0,
       "FILE",
       nullptr,
       "leave out the findings that FILE names, each for a reason",
       "A line each: PATH, FUNCTION, CODE or fingerprint, and the reason, with a tab or blanks between them; * stands for "
       "any. A line that matches nothing is reported.",
       {Command::lint},
       [](Options& options, const std::string& value) -> Status {
         options.suppressions = value;
         return Done{};
       }},
      {"pedantic",
       0,
       nullptr,
       nullptr,
       "show what is only believed, too, as notes",
       "They do not change the exit code.",
       {Command::lint, Command::check},
       [](Options& options, const std::string&) -> Status {
         options.pedantic = true;
         return Done{};
       }},
      {"error",
       0,
       nullptr,
       nullptr,
       "exit code 1 for findings in every format",
       "",
       {Command::lint, Command::check},
       [](Options& options, const std::string&) -> Status {
         options.error = true;
         return Done{};
       }},
      {"arch",
       0,
       "LIST",
       "as files need",
       "architectures to read with, e.g. x86,arm64",
       "Names of folders under arch/, separated by commas. Left out, each file is read "
       "with the first architecture whose configuration builds it.",
       {},
       setArch},
      {"format",
       0,
       "FORMAT",
       "the command's first",
       "text, json, sarif, csv, markdown, html, github or gitlab",
       "text: file:line:col lines that editors know, then a summary. json: the schema "
       "gupkit-scan/1 (lint: gupkit-lint/1, compare: gupkit-compare/1). sarif: SARIF 2.1.0 for code scanning. csv: of scan and report, "
       "a row a site. markdown: of scan and report, tables for a mail. html: of report, and its default. github, gitlab: of lint, annotations of a workflow, and a code quality report.",
       {Command::scan, Command::explain, Command::lint, Command::report, Command::compare},
       setFormat},
      {"output",
       'o',
       "FILE",
       "standard output",
       "write the result to FILE",
       "FILE is replaced as a whole, once the result is complete. series: the folder of "
       "the patches.",
       {},
       [](Options& options, const std::string& value) -> Status {
         options.output = value == "-" ? "" : value;
         return Done{};
       }},
      {"jobs", 'j', "N", "one per processor", "files to work on at once", "", {}, setJobs},
      {"model",
       0,
       "FILE",
       nullptr,
       "add to the API model; may be repeated",
       "Names acquires, releases and other sources of pages that the built-in table "
       "does not know, such as a project's own wrappers.",
       {},
       [](Options& options, const std::string& value) -> Status {
         options.models.push_back(value);
         return Done{};
       }},
      {"kernel",
       0,
       "KDIR",
       nullptr,
       "TREE is an out-of-tree driver, built against KDIR",
       "KDIR is a kernel tree, or its O= folder.",
       {Command::scan, Command::explain, Command::convert, Command::lint, Command::report, Command::bundle},
       [](Options& options, const std::string& value) -> Status {
         options.kernel = value;
         return Done{};
       }},
      {"no-exec",
       0,
       nullptr,
       nullptr,
       "run nothing of TREE or KDIR",
       "Without it TREE (or KDIR) is trusted: make reads its makefiles, which may run any program, and makes "
       "its generated headers; series runs its get_maintainer.pl and checkpatch.pl. With it, makefiles are read as "
       "text and what is missing is made up, so more files may be gaps. A compile_commands.json that has every "
       "file runs nothing in any case.",
       {},
       [](Options& options, const std::string&) -> Status {
         options.exec = false;
         return Done{};
       }},
      {"exec",
       0,
       nullptr,
       nullptr,
       "let make read the makefiles of a driver",
       "With --kernel the makefiles of TREE are read as text, and what they would run ($(shell), !=) stands for "
       "nothing. With --exec make reads them and runs that.",
       {Command::scan, Command::explain, Command::convert, Command::lint, Command::report, Command::bundle},
       [](Options& options, const std::string&) -> Status {
         options.exec_module = true;
         return Done{};
       }},
      {"engine", 0, "ENGINE", "clang", "what analyses the source: clang, cocci (semantic patches alone), both (Clang decides)", "", {}, setEngine},
      {"cache",
       0,
       "DIR",
       "~/.cache/gupkit",
       "where results of earlier runs are kept",
       "Everything in it can be made again. Where XDG_CACHE_HOME is set, that folder "
       "takes the place of ~/.cache.",
       {},
       [](Options& options, const std::string& value) -> Status {
         options.cache = value;
         return Done{};
       }},
      {"history",
       0,
       "FILE",
       nullptr,
       "an earlier scan, for the burn-down; may be repeated",
       "FILE is of `gupkit scan --format json`, of an older version or commit. They are shown in the order given, this scan last.",
       {Command::report},
       [](Options& options, const std::string& value) -> Status {
         options.history.push_back(value);
         return Done{};
       }},
      {"in-place",
       0,
       nullptr,
       nullptr,
       "edit TREE instead of printing a diff",
       "Each file is replaced as a whole or not at all.",
       {Command::convert},
       [](Options& options, const std::string&) -> Status {
         options.in_place = true;
         return Done{};
       }},
      {"only",
       0,
       "ID",
       nullptr,
       "convert the group of this site alone; may be repeated",
       "ID is that of gupkit scan --format json, of any site of the group; several may stand there with commas.",
       {Command::convert},
       [](Options& options, const std::string& value) { return addIds("only", value, options.only); }},
      {"skip",
       0,
       "ID",
       nullptr,
       "leave the group of this site as it is; may be repeated",
       "",
       {Command::convert},
       [](Options& options, const std::string& value) { return addIds("skip", value, options.skip); }},
      {"interactive",
       0,
       nullptr,
       nullptr,
       "show each group's diff and ask, as git add -p does",
       "Questions go to standard error, so that the diff of what was chosen can go to a file.",
       {Command::convert},
       [](Options& options, const std::string&) -> Status {
         options.interactive = true;
         return Done{};
       }},
      {"reverse",
       0,
       nullptr,
       nullptr,
       "take back what --in-place has converted here",
       "Byte for byte, all conversions of TREE that the cache knows of; with --in-place in TREE, else as a diff. Where somebody "
       "has changed a converted file since, nothing is written.",
       {Command::convert},
       [](Options& options, const std::string&) -> Status {
         options.reverse = true;
         return Done{};
       }},
      {"minimal",
       0,
       nullptr,
       nullptr,
       "one-for-one replacements only",
       "Loops of releases stay loops, and dirty calls stay beside their release.",
       {Command::convert, Command::series},
       [](Options& options, const std::string&) -> Status {
         options.minimal = true;
         return Done{};
       }},
      {"verify",
       0,
       nullptr,
       nullptr,
       "compile every touched file before and after",
       "Fails where the conversion brings a new diagnostic, in the configuration that "
       "saw the file. series: on a copy of TREE, patch by patch, with checkpatch.pl --strict "
       "on each and a scan of the result; exit code 1 where checkpatch alone complains.",
       {Command::convert, Command::series},
       [](Options& options, const std::string&) -> Status {
         options.verify = true;
         return Done{};
       }},
      {"no-core",
       0,
       nullptr,
       nullptr,
       "leave the core mm patches out",
       "Only the conversions are written.",
       {Command::series},
       [](Options& options, const std::string&) -> Status {
         options.core = false;
         return Done{};
       }},
      {"core-only",
       0,
       nullptr,
       nullptr,
       "leave the conversions out",
       "The tree is not scanned: quick, to try a recipe.",
       {Command::series},
       [](Options& options, const std::string&) -> Status {
         options.conversions = false;
         return Done{};
       }},
      {"recipe",
       0,
       "FOLDER",
       "built in",
       "take the core from this recipe",
       "The form is that of kernel-patches/ in gupkit's sources.",
       {Command::series},
       [](Options& options, const std::string& value) -> Status {
         options.recipe = value;
         return Done{};
       }},
      {"batch",
       0,
       "N",
       "15",
       "patches in one mailing, 0: all",
       "A longer series is cut into folders of their own, the core apart from the conversions.",
       {Command::series},
       [](Options& options, const std::string& value) { return setNumber("batch", value, 0, options.batch); }},
      {"reroll-count",
       'v',
       "N",
       "that of DIR, else 1",
       "version of the series",
       "A higher one than DIR has writes a range-diff and what changed, and leaves out what "
       "TREE has by now.",
       {Command::series},
       [](Options& options, const std::string& value) { return setNumber("reroll-count", value, 1, options.reroll); }},
      {"mbox",
       0,
       nullptr,
       nullptr,
       "write each mailing as a mailbox, too",
       "For b4 am, b4 shazam and git am.",
       {Command::series},
       [](Options& options, const std::string&) -> Status {
         options.mbox = true;
         return Done{};
       }},
      {"status",
       0,
       nullptr,
       nullptr,
       "say which patches of the series in DIR this tree has, and what is left",
       "TREE is a newer one. A patch is in it as a commit with the same changes, or where its text is there by another way; a scan "
       "of the files tells what is still to convert. DIR is not written.",
       {Command::series},
       [](Options& options, const std::string&) -> Status {
         options.status = true;
         return Done{};
       }},
      {"branch",
       0,
       "NAME",
       nullptr,
       "commit the series as a new branch of TREE",
       "TREE has to have git; its work tree and index are left alone.",
       {Command::series},
       [](Options& options, const std::string& value) -> Status {
         options.branch = value;
         return Done{};
       }},
      {"signoff",
       0,
       nullptr,
       nullptr,
       "add your Signed-off-by",
       "It is your word that you may pass the patches on, so it is never added unasked.",
       {Command::series},
       [](Options& options, const std::string&) -> Status {
         options.signoff = true;
         return Done{};
       }},
      {"verbose",
       0,
       nullptr,
       nullptr,
       "repeat what earlier runs had to make up",
       "What make could not do for a configuration is said by the run that prepares it, and by the others on request.",
       {},
       [](Options& options, const std::string&) -> Status {
         options.verbose = true;
         return Done{};
       }},
      {"color",
       0,
       "WHEN",
       "auto",
       "colours: auto, always or never",
       "auto: on a terminal. NO_COLOR and CLICOLOR_FORCE are respected.",
       {},
       [](Options& options, const std::string& value) {
         return setWhen("color", value, options.color);
       }},
      {"progress",
       0,
       "WHEN",
       "auto",
       "progress line: auto, always or never",
       "auto: one line on a terminal, on standard error.",
       {},
       [](Options& options, const std::string& value) {
         return setWhen("progress", value, options.progress);
       }},
      {"with-source",
       0,
       nullptr,
       nullptr,
       "pack the source of the files, and the diff, too",
       "Only say so where you may pass them on.",
       {Command::bundle},
       [](Options& options, const std::string&) -> Status {
         options.with_source = true;
         return Done{};
       }},
      {"limit",
       0,
       "SIZE",
       nullptr,
       "of cache prune: what may be left, e.g. 500M or 2G",
       "",
       {Command::cache},
       setLimit},
      {"man", 0, nullptr, nullptr, "print the manual page: gupkit [COMMAND] --man | man -l -", "", {}, nullptr},
      {"completion", 0, "SHELL", nullptr, "print the completion script of bash, zsh or fish", "", {}, nullptr},
      {"help", 'h', nullptr, nullptr, "-h: this list; --help: with explanations", "", {}, nullptr},
      {"version", 0, nullptr, nullptr, "print the version", "", {}, nullptr},
  };
  return table;
}

bool belongsTo(const OptionSpec& option, Command command) {
  return command == Command::none || option.commands.empty() ||
         std::find(option.commands.begin(), option.commands.end(), command) !=
             option.commands.end();
}

}  // namespace gupkit
