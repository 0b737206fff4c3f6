// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <algorithm>
#include <mutex>
#include <optional>

#include "candidates/file_list.h"
#include "candidates/matcher.h"
#include "candidates/memo.h"
#include "candidates/tree_index.h"
#include "gupkit/candidates.h"
#include "support/interrupt.h"
#include "support/io.h"
#include "support/parallel.h"

namespace gupkit {
namespace {

/// No hand-written source comes near; Hyperscan counts in 32 bits.
constexpr uint64_t largest_file = uint64_t(1) << 30;
/// A buffer that grew over this is given back after the file.
constexpr size_t largest_kept_buffer = size_t(4) << 20;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

/// Reads a whole file into a buffer that is used again and again.
class FileReader {
 public:
  /// Empty error text: `text` is the content, valid until the next read.
  std::string read(int root, const ListedFile& file, std::string_view& text) {
    error = 0;
    if (file.size > largest_file) return "is larger than 1 GiB";
    const Descriptor fd(
        openat(root, file.path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (fd.get() < 0) return fault("cannot be opened");
    if (capacity_ < file.size + 1 ||
        (capacity_ > largest_kept_buffer && file.size < largest_kept_buffer))
      reserve(std::max<size_t>(file.size + 1, 1 << 18));
    size_t have = 0;
    for (;;) {
      if (have == capacity_) {
        if (capacity_ > largest_file) return "is larger than 1 GiB";
        grow();
      }
      const ssize_t got = ::read(fd.get(), buffer_.get() + have, capacity_ - have);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return fault("cannot be read");
      have += size_t(got);
      // As long as the listing says: one call is enough.
      if (got == 0 || (have == file.size && have < capacity_)) break;
    }
    text = {buffer_.get(), have};
    return "";
  }

  int error = 0;  ///< errno of the last fault; 0: the file is too large

 private:
  std::string fault(const char* what) {
    error = errno;
    return std::string(what) + ": " + strerror(error);
  }
  void reserve(size_t size) {
    buffer_.reset(new char[size]);
    capacity_ = size;
  }
  void grow() {
    std::unique_ptr<char[]> larger(new char[capacity_ * 2]);
    memcpy(larger.get(), buffer_.get(), capacity_);
    buffer_ = std::move(larger);
    capacity_ *= 2;
  }

  std::unique_ptr<char[]> buffer_;
  size_t capacity_ = 0;
};

}  // namespace

struct TreeText::Impl {
  Impl(FileList files, const TreeTextOptions& options)
      : list(std::move(files)), memo(options.memo, list.files) {
    for (const ListedFile& file : list.files) paths.push_back(file.path);
  }

  FileList list;
  std::vector<std::string> paths;
  Memo memo;
  unsigned jobs = 1;
  bool index_early = false;
  size_t files_read = 0;
  std::vector<uint32_t> unreadable;  ///< sorted; not tried again

  std::optional<TreeIndex> index;
  bool searched = false;  ///< the whole tree, once
  int exhausted = 0;      ///< errno where no file can be opened any more
  bool passing = false;

  /// Calls work(worker, file, text) for the files `among`, on all threads. A file that cannot be read becomes a gap.
  template <class Work>
  Status readAll(const std::vector<uint32_t>& among, Work work) {
    const Descriptor root(::open(list.root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (root.get() < 0)
      return Error{list.root, strerror(errno), "the tree must stay in place during the run"};
    std::vector<FileReader> readers(jobs);
    std::mutex mutex;
    std::vector<uint32_t> failed;
    shareOut(jobs, among.size(), 32, [&](unsigned worker, size_t begin, size_t end) {
      if (interrupted()) return;
      for (size_t i = begin; i < end; ++i) {
        std::string_view text;
        const std::string fault = readers[worker].read(root.get(), list.files[among[i]], text);
        if (fault.empty()) {
          work(worker, among[i], text);
          continue;
        }
        const std::lock_guard lock(mutex);
        const int error = readers[worker].error;
        if (isExhausted(error)) exhausted = error;
        passing |= error && error != EACCES && error != EPERM && error != ELOOP;
        list.gaps.push_back({list.files[among[i]].path, fault});
        failed.push_back(among[i]);
      }
    });
    if (interrupted()) return Error{"search", "interrupted", ""};
    if (exhausted) return ioError(list.root, exhausted);
    files_read += among.size() - failed.size();
    if (!failed.empty()) {
      unreadable.insert(unreadable.end(), failed.begin(), failed.end());
      std::sort(unreadable.begin(), unreadable.end());
      std::sort(list.gaps.begin(), list.gaps.end(),
                [](const Gap& a, const Gap& b) { return a.file < b.file; });
      // A file that opens again in the next run must be read then.
      for (uint32_t file : failed) list.files[file].stamp = 0;
    }
    return Done{};
  }

  /// Per name, the ascending file indexes among `among` that hold it. `collectors`: what else to do with
  /// each text, one a thread.
  Result<std::vector<std::vector<uint32_t>>> scan(const std::vector<SearchName>& names,
                                                  const std::vector<uint32_t>& among,
                                                  std::vector<TreeIndex::Collector>* collectors = nullptr) {
    std::vector<std::vector<uint32_t>> found(names.size());
    auto matcher = Matcher::compile(names);
    if (!matcher) return matcher.error();
    struct Worker {
      Matcher::Scratch scratch;
      std::vector<std::pair<uint32_t, uint32_t>> hits;  ///< name, file
    };
    std::vector<Worker> workers;
    for (unsigned i = 0; i < jobs; ++i) {
      auto scratch = matcher->scratch();
      if (!scratch) return scratch.error();
      workers.push_back({std::move(*scratch), {}});
    }
    auto status = readAll(among, [&](unsigned worker, uint32_t file, std::string_view text) {
      for (uint32_t name : matcher->match(text, workers[worker].scratch))
        workers[worker].hits.push_back({name, file});
      if (collectors) (*collectors)[worker].collect(file, text);
    });
    if (!status) return status.error();
    for (const Worker& worker : workers)
      for (const auto& [name, file] : worker.hits) found[name].push_back(file);
    for (auto& files : found) std::sort(files.begin(), files.end());
    return found;
  }

  Status buildIndex() {
    if (index) return Done{};
    std::vector<TreeIndex::Collector> collectors(jobs);
    auto status = readAll(readable(allFiles()), [&](unsigned worker, uint32_t file, std::string_view text) {
      collectors[worker].collect(file, text);
    });
    if (!status) return status;
    index.emplace(std::move(collectors));
    return Done{};
  }

  std::vector<uint32_t> readable(const std::vector<uint32_t>& among) const {
    std::vector<uint32_t> out;
    std::set_difference(among.begin(), among.end(), unreadable.begin(), unreadable.end(),
                        std::back_inserter(out));
    return out;
  }

  std::vector<uint32_t> allFiles() const {
    std::vector<uint32_t> all(list.files.size());
    for (uint32_t i = 0; i < all.size(); ++i) all[i] = i;
    return all;
  }

  /// Searches the whole tree. The first time every file is read; from the second on an index pays.
  /// A reader who is known to come back gets it from the first reading.
  Status searchAll(std::vector<SearchName> names) {
    std::vector<uint32_t> among = allFiles();
    const bool first = !searched;
    if (!first || index) {
      if (auto status = buildIndex(); !status) return status;
      auto found = index->filesWith(names);
      std::vector<SearchName> forms;  // a word needs no closer look
      among.clear();
      for (size_t i = 0; i < names.size(); ++i) {
        if (names[i].form == NameForm::word) {
          memo.add(names[i]).files = std::move(found[i]);
          continue;
        }
        forms.push_back(names[i]);
        among.insert(among.end(), found[i].begin(), found[i].end());
      }
      std::sort(among.begin(), among.end());
      among.erase(std::unique(among.begin(), among.end()), among.end());
      names = std::move(forms);
    }
    searched = true;
    if (names.empty()) return Done{};
    std::vector<TreeIndex::Collector> collectors(first && index_early && !index ? jobs : 0);
    auto found = scan(names, readable(among), collectors.empty() ? nullptr : &collectors);
    if (!found) return found.error();
    if (!collectors.empty()) index.emplace(std::move(collectors));
    for (size_t i = 0; i < names.size(); ++i) memo.add(names[i]).files = std::move((*found)[i]);
    return Done{};
  }

  /// Brings the memo up to date for all of the names.
  Status learn(const std::vector<SearchName>& names) {
    std::vector<SearchName> unknown, stale;
    for (const SearchName& name : names) {
      const Memo::Answer* answer = memo.find(name);
      if (!answer)
        unknown.push_back(name);
      else if (answer->stale)
        stale.push_back(name);
    }
    for (auto* list : {&unknown, &stale}) {
      std::sort(list->begin(), list->end());
      list->erase(std::unique(list->begin(), list->end()), list->end());
    }
    if (!unknown.empty()) {
      if (auto status = searchAll(unknown); !status) return status;
    }
    if (!stale.empty()) {
      auto found = scan(stale, readable(memo.changed()));
      if (!found) return found.error();
      for (size_t i = 0; i < stale.size(); ++i) {
        Memo::Answer& answer = *memo.find(stale[i]);
        answer.files.insert(answer.files.end(), (*found)[i].begin(), (*found)[i].end());
        std::sort(answer.files.begin(), answer.files.end());
        answer.stale = false;
      }
    }
    return Done{};
  }
};

TreeText::TreeText(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TreeText::TreeText(TreeText&&) noexcept = default;
TreeText& TreeText::operator=(TreeText&&) noexcept = default;
TreeText::~TreeText() = default;

Result<TreeText> TreeText::open(const std::string& root, TreeTextOptions options) {
  const unsigned jobs = options.jobs ? options.jobs : defaultJobs();
  auto list = listFiles(root, options, jobs);
  if (!list) return list.error();
  auto impl = std::make_unique<Impl>(std::move(*list), options);
  impl->jobs = jobs;
  impl->index_early = options.index;
  return TreeText(std::move(impl));
}

const std::string& TreeText::root() const { return impl_->list.root; }
const std::vector<std::string>& TreeText::files() const { return impl_->paths; }
const std::vector<Gap>& TreeText::gaps() const { return impl_->list.gaps; }
const std::vector<TreeLink>& TreeText::links() const { return impl_->list.links; }
size_t TreeText::skippedFolders() const { return impl_->list.skipped_folders; }
bool TreeText::passing() const { return impl_->passing; }
size_t TreeText::filesRead() const { return impl_->files_read; }
std::string TreeText::memo() const { return impl_->memo.save(impl_->list.files); }

Result<std::vector<FileHits>> TreeText::search(const std::vector<SearchName>& names) {
  if (const Status status = impl_->learn(names); !status) return status.error();
  std::map<uint32_t, std::vector<uint32_t>> by_file;
  for (uint32_t i = 0; i < names.size(); ++i) {
    Memo::Answer& answer = *impl_->memo.find(names[i]);
    answer.used = true;
    for (uint32_t file : answer.files) by_file[file].push_back(i);
  }
  std::vector<FileHits> hits;
  hits.reserve(by_file.size());
  for (auto& [file, found] : by_file) hits.push_back({impl_->paths[file], std::move(found)});
  return hits;
}

Result<std::map<std::string, std::vector<std::string>>> TreeText::functionDefinitions(
    const std::vector<std::string>& names) {
  std::vector<SearchName> wanted;
  for (const std::string& name : names) wanted.push_back({NameForm::definition, name});
  auto hits = search(wanted);
  if (!hits) return hits.error();
  std::map<std::string, std::vector<std::string>> files;
  for (const std::string& name : names) files[name];
  for (const FileHits& hit : *hits)
    for (uint32_t name : hit.names) files[names[name]].push_back(hit.file);
  return files;
}

Result<std::vector<IncludeLine>> TreeText::includesOf(const std::string& base) {
  if (const Status status = impl_->buildIndex(); !status) return status.error();
  std::vector<IncludeLine> out;
  for (const auto& line : impl_->index->includesOf(base))
    out.push_back({impl_->paths[line.file], *line.spelling, line.quoted});
  return out;
}

bool TreeText::has(const std::string& file) const {
  return std::binary_search(impl_->paths.begin(), impl_->paths.end(), file);
}

}  // namespace gupkit
