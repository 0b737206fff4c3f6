// SPDX-License-Identifier: GPL-2.0-only
// git makes the patches (diff, diffstat, encodings, file names); what it does not know is
// added here: recipients, notes, the cover, the plan, the mailbox.
#include "series/render.h"

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <map>

#include "series/mail.h"
#include "series/recipients.h"
#include "support/atomic_file.h"
#include "support/hash.h"
#include "support/io.h"
#include "support/text.h"

namespace gupkit::series {
namespace {

namespace fs = std::filesystem;

/// Lists take no header of more than 1 KiB.
constexpr size_t kHeaderBytes = 1000;

constexpr const char* kEncoding = "MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n";

std::string two(size_t n, size_t total) {
  std::string text = std::to_string(n);
  const size_t width = std::max<size_t>(1, std::to_string(total).size());
  return std::string(width > text.size() ? width - text.size() : 0, '0') + text;
}

std::string mailDate(int64_t seconds) {
  static const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const time_t t = time_t(seconds);
  struct tm tm;
  gmtime_r(&t, &tm);
  char text[64];
  snprintf(text, sizeof text, "%s, %d %s %d %02d:%02d:%02d +0000", days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon], tm.tm_year + 1900,
           tm.tm_hour, tm.tm_min, tm.tm_sec);
  return text;
}

std::string nameOf(const std::string& person) { return std::string(trim(person.substr(0, person.find('<')))); }

/// Whether a mail has a body with letters of UTF-8 beyond ASCII, and does not say so.
bool undeclared(const std::string& mail) {
  const size_t body = mail.find("\n\n");
  if (body == std::string::npos || mail.substr(0, body).find("\nContent-Type:") != std::string::npos) return false;
  bool beyond = false;
  for (size_t at = body; at < mail.size();) {
    const auto lead = static_cast<unsigned char>(mail[at++]);
    if (lead < 0x80) continue;
    int more = lead >= 0xc2 && lead < 0xe0 ? 1 : lead >= 0xe0 && lead < 0xf0 ? 2 : lead >= 0xf0 && lead < 0xf5 ? 3 : -1;
    if (more < 0) return false;  // another encoding, and which one nobody knows
    for (; more > 0; --more, ++at)
      if (at >= mail.size() || (static_cast<unsigned char>(mail[at]) & 0xc0) != 0x80) return false;
    beyond = true;
  }
  return beyond;
}

class Renderer {
 public:
  Renderer(RenderInput& in, const OldSeries& old, const PrivateGit& git, std::string scratch)
      : in_(in), old_(old), git_(git), scratch_(std::move(scratch)) {}

  Result<Rendered> render() {
    out_.batches = cutBatches(in_.patches, in_.batch);
    if (const Status status = keepTexts(old_, git_, in_.patches, out_.kept); !status) return status.error();
    if (const Status status = git_.commit("series", in_.patches, in_.stamp); !status) return status.error();
    auto listed = git_.run({"rev-list", "--reverse", "series-base..series"});
    if (!listed) return listed.error();
    commits_ = split(trim(*listed), '\n');
    if (commits_.size() != in_.patches.size())
      return Error{"series", "git made " + std::to_string(commits_.size()) + " commits of " + std::to_string(in_.patches.size()) + " patches",
                   "report this with the command that you ran"};
    state_.version = in_.version;
    if (const Status status = writePatches(); !status) return status.error();
    if (const Status status = compare(); !status) return status.error();
    for (size_t b = 0; b < out_.batches.size(); ++b)
      if (const Status status = writeCover(b); !status) return status.error();
    if (in_.mbox)
      for (size_t b = 0; b < out_.batches.size(); ++b) writeMbox(b);
    writePlan();
    if (const Status status = writeBundle(); !status) return status.error();
    keepOthers();
    for (const auto& [file, text] : out_.files)
      if (std::find(others_.begin(), others_.end(), file) == others_.end()) state_.written[file] = hashOf(text).hex();
    out_.files[kStateFile] = saveState(state_);
    return std::move(out_);
  }

 private:
  std::string inBatch(const Batch& batch, const std::string& file) const { return batch.folder.empty() ? file : batch.folder + "/" + file; }
  std::string mark() const { return in_.version > 1 ? "PATCH v" + std::to_string(in_.version) : "PATCH"; }

  Status writePatches() {
    for (const Batch& batch : out_.batches) {
      const std::string folder = scratch_ + "/mails-" + std::to_string(batch.begin);
      const std::string from = batch.begin ? commits_[batch.begin - 1] : "series-base";
      std::vector<std::string> arguments = {"--numbered", "--signature=" + in_.signature};
      if (in_.version > 1) arguments.push_back("--reroll-count=" + std::to_string(in_.version));
      if (auto done = git_.formatPatch(from + ".." + commits_[batch.end - 1], folder, arguments); !done) return done;
      std::vector<std::string> names;
      std::error_code error;
      for (const auto& entry : fs::directory_iterator(folder, error)) names.push_back(entry.path().filename().string());
      std::sort(names.begin(), names.end());
      if (names.size() != batch.end - batch.begin) return Error{"git format-patch", "wrote " + std::to_string(names.size()) + " files", ""};
      for (size_t i = 0; i < names.size(); ++i) {
        auto mail = readFile(folder + "/" + names[i]);
        if (!mail) return mail.error();
        const SeriesPatch& patch = in_.patches[batch.begin + i];
        size_t left_out = 0;
        std::string headers = addressHeader("To", patch.to, kHeaderBytes, left_out) + addressHeader("Cc", patch.cc, kHeaderBytes, left_out);
        const std::string file = inBatch(batch, names[i]);
        if (left_out) in_.notes.push_back(file + ": " + std::to_string(left_out) + " recipients left out, the header would be too long");
        std::string text = withHeadersAndNotes(*mail, headers, patch.notes);
        // git declares the encoding of messages, not that of code.
        if (undeclared(text)) text = withHeadersAndNotes(text, kEncoding, "");
        PatchMail parsed;
        if (!parsePatchMail(text, parsed)) return Error{file, "has no diff", "report this with the command that you ran"};
        out_.files[file] = text;
        out_.patch_files.push_back(file);
        // What is compared the next time is what a parser sees in the file now.
        const PatchState* was = nullptr;
        for (const PatchState& p : old_.state.patches)
          if (p.key == patch.key) was = &p;
        PatchState state{patch.key, file, generated_[patch.key].subject, generated_[patch.key].body, generated_[patch.key].notes,
                         generated_[patch.key].trailers, hashOf(parsed.diff).hex()};
        if (was && was->diff != state.diff) changed_.push_back(patch.key);
        state_.patches.push_back(std::move(state));
      }
    }
    return Done{};
  }

  /// Range-diff against the version before.
  Status compare() {
    state_.changelog = old_.state.changelog;
    if (!old_.state.version || in_.version <= old_.state.version) return Done{};
    state_.changelog.insert(state_.changelog.begin(),
                            changesText(in_.version, old_, in_.patches, changed_, baseText()));
    const auto bundle = old_.files.find(kBundleFile);
    if (bundle == old_.files.end()) return Done{};
    const std::string file = scratch_ + "/old.bundle";
    if (auto status = writeFileAtomically(file, bundle->second, {.sync = false}); !status) return status;
    auto fetched = git_.run({"fetch", "--quiet", file, "refs/heads/series:refs/heads/old", "refs/heads/series-base:refs/heads/old-base"});
    if (!fetched) {
      in_.notes.push_back("no range-diff: " + fetched.error().fault);
      return Done{};
    }
    auto difference = git_.run({"range-diff", "--no-color", "old-base..old", "series-base..series"});
    if (!difference) return difference.error();
    range_diff_ = "Range-diff against v" + std::to_string(old_.state.version) + ":\n" + *difference;
    out_.files["range-diff-v" + std::to_string(old_.state.version) + "..v" + std::to_string(in_.version) + ".txt"] = range_diff_;
    return Done{};
  }

  std::string baseText() const {
    return "Linux " + in_.stamp.version + (in_.stamp.base_commit.empty() ? "" : " (" + in_.stamp.base_commit.substr(0, 12) + ")");
  }

  Status writeCover(size_t b) {
    const Batch& batch = out_.batches[b];
    const size_t total = batch.end - batch.begin;
    const std::string name = (in_.version > 1 ? "v" + std::to_string(in_.version) + "-" : "") + "0000-cover-letter.patch";
    CoverInput cover{in_.patches, out_.batches, in_.scan, in_.api, baseText(), in_.tool, in_.command, in_.converted, in_.proof, in_.reasons};
    CoverState state{inBatch(batch, name), coverSubject(cover, b), coverText(cover, b), ""};
    for (const std::string& block : state_.changelog) state.text += "\n\n" + block;
    std::string subject = state.subject, text = state.text;
    if (b < old_.state.covers.size()) {
      const CoverState& was = old_.state.covers[b];
      const auto file = old_.files.find(was.file);
      if (file != old_.files.end()) {
        std::string old_subject, old_text;
        takeCover(file->second, was.tail, old_subject, old_text);
        if (old_subject != was.subject) subject = old_subject;
        if (old_text != was.text) {
          auto merged = mergeText(git_, was.text, old_text, text);
          if (!merged) return merged.error();
          text = std::move(*merged);
        }
        if (subject != state.subject || old_text != was.text) out_.kept.push_back(was.file + ": kept its text");
      }
    }
    size_t left_out = 0;
    std::string mail = "From " + std::string(40, '0') + " Mon Sep 17 00:00:00 2001\nFrom: " + in_.stamp.person + "\nDate: " +
                       mailDate(in_.stamp.seconds + int64_t(batch.begin)) + "\n";
    mail += fold("Subject: [" + mark() + " " + two(0, total) + "/" + std::to_string(total) + "] " + subject, 76, " ") + "\n";
    const Recipients recipients = coverRecipients(in_.patches, batch.begin, batch.end);
    mail += addressHeader("To", recipients.people, kHeaderBytes, left_out) + addressHeader("Cc", recipients.lists, kHeaderBytes, left_out);
    mail += kEncoding;
    if (left_out) in_.notes.push_back(inBatch(batch, name) + ": " + std::to_string(left_out) + " recipients left out, the header would be too long");
    const std::string log = shortlog(batch);
    state.tail = log.substr(0, log.find('\n'));
    // No `---` line, as git has it: what follows one would be a patch to git am.
    mail += "\n" + text + "\n\n" + log + "\n";
    const std::string from = batch.begin ? commits_[batch.begin - 1] : "series-base";
    auto stat = git_.run({"diff", "--no-renames", "--stat=72", "--summary", from, commits_[batch.end - 1]});
    if (!stat) return stat.error();
    mail += *stat + "\n";
    if (!range_diff_.empty()) mail += range_diff_ + "\n";
    if (!in_.stamp.base_commit.empty()) {
      mail += "base-commit: " + in_.stamp.base_commit + "\n";
      for (size_t i = 0; i < batch.begin; ++i) {
        auto id = patchId(i);
        if (!id) return id.error();
        mail += "prerequisite-patch-id: " + *id + "\n";
      }
    }
    mail += "-- \n" + in_.signature + "\n\n";
    out_.files[inBatch(batch, name)] = mail;
    state_.covers.push_back(std::move(state));
    return Done{};
  }

  /// git patch-id reads its standard input.
  Result<std::string> patchId(size_t i) {
    const std::string file = scratch_ + "/patch";
    if (auto status = writeFileAtomically(file, out_.files[out_.patch_files[i]], {.sync = false}); !status) return status.error();
    auto text = git_.run({"-c", "alias.pid=!git patch-id --stable <" + file, "pid"});
    if (!text) return text.error();
    return text->substr(0, text->find(' '));
  }

  /// `tail`: the first line of the shortlog, which ends the text.
  static void takeCover(const std::string& mail, const std::string& tail, std::string& subject, std::string& text) {
    const size_t body = mail.find("\n\n");
    if (body == std::string::npos) return;
    bool inside = false;
    for (const std::string& line : split(mail.substr(0, body), '\n')) {
      if (line.starts_with("Subject:")) {
        subject = std::string(trim(line.substr(8)));
        inside = true;
      } else if (inside && !line.empty() && (line[0] == ' ' || line[0] == '\t')) {
        subject.append(" ").append(trim(line));
      } else {
        inside = false;
      }
    }
    if (const size_t close = subject.find("] "); subject.starts_with("[") && close != std::string::npos) subject.erase(0, close + 2);
    const size_t end = mail.rfind("\n" + tail + "\n");
    text = mail.substr(body + 2, end == std::string::npos || end < body ? std::string::npos : end - body - 2);
    while (!text.empty() && text.back() == '\n') text.pop_back();
  }

  std::string shortlog(const Batch& batch) const {
    std::string out = nameOf(in_.stamp.person) + " (" + std::to_string(batch.end - batch.begin) + "):\n";
    for (size_t i = batch.begin; i < batch.end; ++i) out += fold(in_.patches[i].subject, 74, "    ") + "\n";
    std::string indented;
    for (const std::string& line : split(trim(out), '\n')) {
      if (!indented.empty() && !line.starts_with("    ")) indented += "  ";
      indented += line + "\n";
    }
    return indented;
  }

  /// One mailbox a batch, threaded below its cover, for b4 and git am alike.
  void writeMbox(size_t b) {
    const Batch& batch = out_.batches[b];
    Hasher hash;
    for (size_t i = batch.begin; i < batch.end; ++i) hash.add(out_.files[out_.patch_files[i]]);
    const std::string& cover = state_.covers[b].file;
    hash.add(out_.files[cover]);
    const std::string thread = hash.digest().hex();
    auto id = [&](size_t n) { return "<" + thread + "." + std::to_string(n) + "@gupkit.invalid>"; };
    const std::string box_file = batch.folder.empty() ? "series.mbox" : batch.folder + ".mbox";
    boxes_.push_back("b4 am -m " + box_file + " " + thread + ".0@gupkit.invalid");
    std::string box;
    auto put = [&](const std::string& mail, size_t n) {
      const std::string headers = "Message-ID: " + id(n) + "\n" + (n ? "In-Reply-To: " + id(0) + "\nReferences: " + id(0) + "\n" : "");
      std::string text = withHeadersAndNotes(mail, headers, "");
      // b4 0.12 stops at a header that goes over two lines.
      for (const char* header : {"\nFrom: ", "\nSubject: "})
        if (const size_t at = text.find(header); at != std::string::npos)
          for (size_t nl = text.find('\n', at + 1); nl + 1 < text.size() && text[nl + 1] == ' '; nl = text.find('\n', nl)) text.erase(nl, 1);
      // mboxrd: a line of the body that looks like a separator.
      std::string escaped = text.substr(0, text.find('\n') + 1);
      for (const std::string& line : split(text.substr(escaped.size()), '\n')) {
        const size_t from = line.find_first_not_of('>');
        escaped += (from != std::string::npos && line.compare(from, 5, "From ") == 0 ? ">" : "") + line + "\n";
      }
      while (escaped.ends_with("\n\n")) escaped.pop_back();
      box += escaped + "\n";
    };
    put(out_.files[cover], 0);
    for (size_t i = batch.begin; i < batch.end; ++i) put(out_.files[out_.patch_files[i]], i - batch.begin + 1);
    out_.files[box_file] = box;
  }

  void writePlan() {
    std::string plan = "Version " + std::to_string(in_.version) + " of the series, for " + baseText() + ", dialect " + name(in_.api) + ".\n";
    plan += "Made with " + in_.tool + ", `" + in_.command + "`.\n\n";
    plan += "Order of application; a later part needs the earlier ones.\n\n";
    for (size_t b = 0; b < out_.batches.size(); ++b) {
      const Batch& batch = out_.batches[b];
      if (!batch.folder.empty()) plan += batch.folder + "/  (" + batch.title + ")\n";
      for (size_t i = batch.begin; i < batch.end; ++i)
        plan += "  " + fs::path(out_.patch_files[i]).filename().string().substr(0, in_.version > 1 ? 7 : 4) + "  " + in_.patches[i].subject + "\n";
      plan += "\n";
    }
    plan += "To apply in a git tree:\n";
    for (const Batch& batch : out_.batches) plan += "  git am --empty=drop " + (batch.folder.empty() ? std::string("") : batch.folder + "/") + "*.patch\n";
    if (!boxes_.empty()) plan += "or, as mailing lists are used (`b4 shazam` applies at once):\n";
    for (const std::string& box : boxes_) plan += "  " + box + "\n";
    plan += "\nBefore sending: settle what `grep -rn EDITME` finds here, and add your Signed-off-by (the same command with --signoff;\n"
            "it keeps what you edited). To send, a part at a time; each file names its recipients, and gupkit sends nothing:\n";
    for (const Batch& batch : out_.batches) plan += "  git send-email " + (batch.folder.empty() ? std::string("") : batch.folder + "/") + "*.patch\n";
    plan += "or make a branch (--branch NAME, or git am), and enrol it with `b4 prep -e`.\n";
    if (!in_.notes.empty()) {
      plan += "\nNotes:\n";
      for (const std::string& note : in_.notes) plan += "- " + note + "\n";
    }
    out_.files["plan.txt"] = plan;
  }

  /// The commits with the touched files, so that the next version can be compared.
  Status writeBundle() {
    const std::string file = scratch_ + "/series.bundle";
    auto made = git_.run({"-c", "pack.threads=1", "-c", "core.compression=6", "bundle", "create", "--quiet", file, "refs/heads/series",
                          "refs/heads/series-base"});
    if (!made) return made.error();
    auto text = readFile(file);
    if (!text) return text.error();
    out_.files[kBundleFile] = std::move(*text);
    return Done{};
  }

  /// What a person put beside the series stays; files of the old version go.
  void keepOthers() {
    for (const auto& [file, text] : old_.files)
      if (!old_.state.written.count(file) && file != kStateFile && !out_.files.count(file)) {
        out_.files[file] = text;
        others_.push_back(file);
      }
  }

 public:
  /// Texts as the program wrote them, before a person's changes came in.
  void remember(const std::vector<SeriesPatch>& patches) {
    for (const SeriesPatch& p : patches) generated_[p.key] = p;
  }

 private:
  RenderInput& in_;
  const OldSeries& old_;
  const PrivateGit& git_;
  std::string scratch_;
  Rendered out_;
  SeriesState state_;
  std::vector<std::string> commits_, changed_, others_, boxes_;
  std::string range_diff_;
  std::map<std::string, SeriesPatch> generated_;
};

}  // namespace

Result<Rendered> renderSeries(RenderInput input, const OldSeries& old, const std::string& scratch) {
  auto git = PrivateGit::make(scratch + "/repository");
  if (!git) return git.error();
  adoptKeys(old, input.patches);
  Renderer renderer(input, old, *git, scratch);
  renderer.remember(input.patches);
  return renderer.render();
}

}  // namespace gupkit::series
