// SPDX-License-Identifier: GPL-2.0-only
// From a file to its compile unit.
#include "gupkit/kbuild.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <set>

#include "kbuild/arch.h"
#include "kbuild/database.h"
#include "kbuild/files.h"
#include "kbuild/flags.h"
#include "kbuild/kconfig.h"
#include "kbuild/makefile_text.h"
#include "kbuild/makefiles.h"
#include "kbuild/memory.h"
#include "kbuild/prepare.h"
#include "support/own_folder.h"
#include "support/path.h"

namespace gupkit {

using namespace kbuild;

namespace {

namespace fs = std::filesystem;

/// Order of preference where several architectures can build a file: most drivers
/// that x86 cannot build are written for one of these, and Clang knows them all.
constexpr std::array<const char*, 23> kPreference = {
    "x86",  "arm64", "powerpc", "arm",     "s390",  "mips",   "riscv",      "sparc",  "loongarch", "m68k",    "arc", "csky",
    "sh",   "ia64",  "alpha",   "parisc",  "xtensa", "hexagon", "microblaze", "nios2",  "openrisc",  "h8300", "um"};

std::string parentOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

std::string leafOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

bool has(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Kbuild's name for KBUILD_BASENAME and KBUILD_MODNAME.
std::string asName(std::string text) {
  for (char& c : text) {
    if (c == '-' || c == ',') c = '_';
  }
  return text;
}

std::string withoutExtension(const std::string& path) {
  const size_t dot = path.rfind('.');
  const size_t slash = path.rfind('/');
  return dot == std::string::npos || (slash != std::string::npos && dot < slash) ? path : path.substr(0, dot);
}

std::string normal(const std::string& path) { return fs::path(path).lexically_normal().string(); }

/// How a folder's makefile builds one object.
struct Place {
  bool listed = false;    ///< the makefile names the object
  bool built = false;     ///< in a list that the configuration builds
  bool as_module = false;
  std::string module;     ///< the name before .ko; the object's own where unknown
};

/// Is `object` ("gem/foo.o", relative to the folder) part of this folder's build?
Place placeOf(const FolderMakefile& makefile, const std::string& object) {
  Place place;
  place.module = withoutExtension(object);
  const auto inTop = [&](const std::string& name, Place& found) {
    for (const char* list : {"obj-y", "lib-y", "always-y", "targets", "obj-m", "lib-m", "obj-", "obj-n", "lib-", "lib-n"}) {
      if (!has(makefile.words(list), name)) continue;
      const std::string key = list;
      found.listed = true;
      found.built = key == "obj-y" || key == "lib-y" || key == "obj-m" || key == "lib-m";
      found.as_module = key == "obj-m" || key == "lib-m" || key == "obj-" || key == "obj-n";
      found.module = withoutExtension(name);
      if (found.built) return;
    }
  };
  inTop(object, place);
  if (place.built) return place;
  for (const auto& [variable, words] : makefile.variables) {
    if (variable.rfind("obj-", 0) == 0 || variable.rfind("lib-", 0) == 0 || !has(words, object)) continue;
    std::string whole = variable;
    bool in = true;
    if (whole.size() > 5 && whole.compare(whole.size() - 5, 5, "-objs") == 0) {
      whole.resize(whole.size() - 5);
    } else if (whole.size() > 2 && (whole.compare(whole.size() - 2, 2, "-y") == 0 || whole.compare(whole.size() - 2, 2, "-m") == 0)) {
      whole.resize(whole.size() - 2);
    } else if (whole.size() > 1 && whole.back() == '-') {
      whole.pop_back();
      in = false;
    } else {
      continue;
    }
    Place found;
    inTop(whole + ".o", found);
    if (!found.listed && !place.listed) {
      // A helper list ("common-objs-y") that is added to another.
      place.listed = true;
      continue;
    }
    if (!found.listed) continue;
    found.built = found.built && in;
    place = found;
    if (place.built) return place;
  }
  return place;
}

}  // namespace

struct Kbuild::State {
  TreeInfo tree;
  KbuildOptions options;
  PrepareOptions prepare_options;
  std::optional<OwnFolder> temporary;  // a cache for this run only
  std::vector<std::string> notes;
  mutable std::mutex mutex;

  std::map<std::string, Configuration> configurations;
  std::map<std::string, Error> failed;
  std::optional<Configuration> user;  // the user's own build
  bool user_looked_for = false;
  std::optional<std::map<std::string, Recorded>> database;
  std::optional<Kconfig> kconfig;
  std::optional<ArchMemory> arch_memory;
  bool arch_memory_changed = false;
  std::map<std::string, MakefileMemory> makefile_memory;
  /// By configuration ("x86", "powerpc+ppc64e_defconfig"), then folder.
  std::map<std::string, std::map<std::string, FolderMakefile>> makefiles;
  std::map<std::string, std::set<std::string>> read;
  std::map<std::string, std::string> arch_of_file;
  std::optional<std::string> builtin;
  std::optional<std::map<std::string, std::vector<std::string>>> folders_of_archs;
  double seconds = 0;

  void note(const std::string& phrase) {
    if (std::find(notes.begin(), notes.end(), phrase) == notes.end()) notes.push_back(phrase);
  }

  bool allowed(const std::string& arch) const {
    if (options.archs.empty()) return true;
    return std::any_of(options.archs.begin(), options.archs.end(),
                       [&](const std::string& a) { return srcarchOf(a) == arch; });
  }

  bool hasArch(const std::string& arch) const { return exists(tree.root + "/arch/" + arch + "/Kconfig"); }

  /// All architectures of the tree that may be used, most likely ones first.
  std::vector<std::string> candidates() const {
    std::vector<std::string> all;
    if (user) all.push_back(user->arch.name);
    for (const char* arch : kPreference) {
      if (allowed(arch) && hasArch(arch) && !has(all, arch)) all.push_back(arch);
    }
    std::error_code ec;
    std::vector<std::string> others;
    for (const auto& entry : fs::directory_iterator(tree.root + "/arch", ec)) {
      const std::string arch = entry.path().filename().string();
      if (allowed(arch) && hasArch(arch) && !has(all, arch)) others.push_back(arch);
    }
    std::sort(others.begin(), others.end());
    all.insert(all.end(), others.begin(), others.end());
    return all;
  }

  std::string defaultArch() {
    findUserBuild();
    const std::vector<std::string> all = candidates();
    return all.empty() ? "x86" : all.front();
  }

  void findUserBuild() {
    if (user_looked_for) return;
    user_looked_for = true;
    std::vector<std::string> places;
    if (!options.objects.empty()) places.push_back(normal(fs::absolute(options.objects).string()));
    places.push_back(tree.root);
    for (const std::string& place : places) {
      Result<Configuration> configuration = readUserBuild(prepare_options, place);
      if (!configuration) {
        if (place != tree.root) note(configuration.error().str());
        continue;
      }
      if (!allowed(configuration->arch.name)) continue;
      user = *configuration;
      if (options.verbose)
        for (const std::string& phrase : user->notes) note(phrase);
      break;
    }
    for (const std::string& place : places) {
      const std::string path = place + "/compile_commands.json";
      if (!exists(path)) continue;
      const std::string& root = options.module.empty() ? tree.root : options.module;
      Result<std::map<std::string, Recorded>> entries = readDatabase(path, root);
      if (!entries) {
        note(entries.error().str());
        continue;
      }
      database = std::move(*entries);
      break;
    }
    if (!options.module.empty() && exists(options.module + "/compile_commands.json")) {
      if (auto entries = readDatabase(options.module + "/compile_commands.json", options.module)) {
        database = std::move(*entries);
      } else {
        note(entries.error().str());
      }
    }
  }

  /// `name` is an architecture, or one with a defconfig of its own after a '+'.
  Result<const Configuration*> configurationFor(const std::string& name) {
    findUserBuild();
    if (user && user->arch.name == name) return &*user;
    if (const auto at = configurations.find(name); at != configurations.end()) return &at->second;
    if (const auto at = failed.find(name); at != failed.end()) return at->second;
    const size_t plus = name.find('+');
    const std::string arch = name.substr(0, plus);
    PrepareOptions own = prepare_options;
    if (plus != std::string::npos) own.config = name.substr(plus + 1);
    Result<Configuration> made = preparePrivate(own, archNamed(arch));
    if (!made) {
      failed.emplace(name, made.error());
      return made.error();
    }
    if (made->fresh) seconds += made->seconds;
    if (made->fresh || options.verbose)
      for (const std::string& phrase : made->notes) note(name + ": " + phrase);
    return &configurations.emplace(name, std::move(*made)).first->second;
  }

  MakeContext contextOf(const Configuration& configuration) const {
    MakeContext context;
    context.tree = configuration.source;
    context.objects = configuration.objects;
    context.arch = configuration.arch.name;
    context.make_arch = configuration.arch.make_arch;
    context.module = options.module;
    context.compiler = "clang" + options.llvm_suffix;
    context.is_64bit = configuration.arch.is_64bit;
    return context;
  }

  /// The folders whose makefiles say something about `file`: its own and all above.
  std::vector<std::string> foldersOf(const std::string& file) const {
    std::vector<std::string> folders;
    const std::string& module = options.module;
    for (std::string folder = parentOf(file);; folder = parentOf(folder)) {
      if (!module.empty()) {
        folders.push_back(folder.empty() ? module : module + "/" + folder);
      } else if (!folder.empty()) {
        folders.push_back(folder);
      }
      if (folder.empty()) break;
    }
    return folders;
  }

  MakefileMemory& memoryOf(const std::string& name, const Configuration& configuration) {
    const auto at = makefile_memory.find(name);
    if (at != makefile_memory.end()) return at->second;
    const std::string path = configuration.store + "/makefiles" + (readsText() ? "-as-text" : "") +
                             (options.module.empty() ? "" : "-" + contentHash(options.module)) + ".json";
    const std::vector<std::string> base = {configuration.objects + "/include/config/auto.conf",
                                           tree.root + "/scripts/Makefile.build"};
    return makefile_memory.emplace(name, MakefileMemory(path, base)).first->second;
  }

  /// The makefiles in question must not run anything.
  bool readsText() const { return !options.exec || (!options.module.empty() && !options.exec_module); }

  void readFolders(const std::string& name, const Configuration& configuration, const std::vector<std::string>& files) {
    std::vector<std::string> wanted;
    auto& done = read[name];
    MakefileMemory& memory = memoryOf(name, configuration);
    for (const std::string& file : files) {
      for (std::string& folder : foldersOf(file)) {
        if (!done.insert(folder).second || makefileOf(configuration.source, folder).empty()) continue;
        if (auto remembered = memory.find(folder)) {
          makefiles[name][folder] = std::move(*remembered);
        } else {
          wanted.push_back(std::move(folder));
        }
      }
    }
    if (wanted.empty()) return;
    std::vector<std::string> unread;
    if (readsText()) {
      const MakeContext context = contextOf(configuration);
      for (const std::string& folder : wanted) {
        std::vector<std::string> left_out;
        FolderMakefile read = readMakefileText(context, folder, left_out);
        for (const std::string& phrase : left_out)
          note("makefile of " + folder + ": " + phrase + (options.exec ? " without --exec" : ""));
        memory.put(folder, read);
        makefiles[name][folder] = std::move(read);
      }
      if (!configuration.store.empty()) memory.save();
      return;
    }
    auto got = readMakefiles(contextOf(configuration), wanted, unread);
    if (!got) {
      note(got.error().str());
      return;
    }
    for (const std::string& phrase : unread) note("makefile of " + phrase);
    auto& into = makefiles[name];
    for (auto& [folder, makefile] : *got) {
      memory.put(folder, makefile);
      into[folder] = std::move(makefile);
    }
    if (!configuration.store.empty()) memory.save();
  }

  const FolderMakefile* makefileIn(const std::string& arch, const std::string& folder) const {
    const auto of_arch = makefiles.find(arch);
    if (of_arch == makefiles.end()) return nullptr;
    const auto at = of_arch->second.find(folder);
    return at == of_arch->second.end() ? nullptr : &at->second;
  }

  struct Owner {
    std::string folder;  ///< whose makefile builds the file; empty if none is known
    Place place;
    bool reached = true;  ///< the folders above lead here
  };

  /// The folder whose makefile names the file: not always the file's own.
  Owner ownerOf(const std::string& arch, const std::string& file) const {
    Owner owner;
    const std::string object = withoutExtension(file) + ".o";
    std::string nearest;
    for (const std::string& folder : foldersOf(file)) {
      const FolderMakefile* makefile = makefileIn(arch, folder);
      if (!makefile) continue;
      if (nearest.empty()) nearest = folder;
      std::string inside = folder;
      if (!options.module.empty()) inside = folder == options.module ? "" : folder.substr(options.module.size() + 1);
      const std::string relative = inside.empty() ? object : object.substr(inside.size() + 1);
      const Place place = placeOf(*makefile, relative);
      if (!place.listed) continue;
      if (owner.folder.empty() || (place.built && !owner.place.built)) {
        owner.folder = folder;
        owner.place = place;
      }
      if (place.built) break;
    }
    if (owner.folder.empty()) {
      owner.folder = nearest;
      owner.place.module = withoutExtension(leafOf(file));
      return owner;
    }
    if (options.module.empty()) {
      for (std::string folder = owner.folder; !parentOf(folder).empty(); folder = parentOf(folder)) {
        const FolderMakefile* above = makefileIn(arch, parentOf(folder));
        if (!above) continue;
        const std::string entry = leafOf(folder);
        bool leads = false, named = false;
        for (const auto& [variable, words] : above->variables) {
          if (!has(words, entry + "/") && !(variable.rfind("subdir-", 0) == 0 && has(words, entry))) continue;
          named = true;
          leads = leads || variable == "obj-y" || variable == "obj-m" || variable == "lib-y" || variable == "subdir-y" ||
                  variable == "subdir-m" || variable.find("-y") != std::string::npos;
        }
        if (named && !leads) owner.reached = false;
      }
    }
    return owner;
  }

  /// CONFIG_ symbols that a build of the file needs, read from the makefiles' text.
  std::set<std::string> guardsOf(const std::string& file) const {
    std::set<std::string> guards;
    std::set<std::string> names = {leafOf(withoutExtension(file)) + ".o"};
    for (std::string folder = parentOf(file); !folder.empty(); folder = parentOf(folder)) {
      const std::string path = makefileOf(tree.root, folder);
      if (!path.empty()) {
        const std::string text = slurp(path).value_or("");
        // Twice: a composite's own line may stand before its parts'.
        for (int round = 0; round < 2; ++round) guardsIn(text, names, guards);
      }
      names = {leafOf(folder) + "/"};
    }
    return guards;
  }

  static void guardsIn(const std::string& text, std::set<std::string>& names, std::set<std::string>& guards) {
    std::string line;
    for (size_t at = 0; at < text.size();) {
      size_t end = text.find('\n', at);
      if (end == std::string::npos) end = text.size();
      line += text.substr(at, end - at);
      at = end + 1;
      if (!line.empty() && line.back() == '\\') {
        line.back() = ' ';
        continue;
      }
      const size_t equals = line.find('=');
      if (equals != std::string::npos) {
        std::string left = line.substr(0, equals);
        while (!left.empty() && (left.back() == ' ' || left.back() == '\t' || left.back() == '+' || left.back() == ':')) {
          left.pop_back();
        }
        const std::vector<std::string> words = shellWords(line.substr(equals + 1));
        const bool names_it = std::any_of(words.begin(), words.end(), [&](const std::string& w) {
          return names.count(w) || names.count(leafOf(w)) != 0;
        });
        if (names_it) {
          const size_t config = left.find("$(CONFIG_");
          if (config != std::string::npos) {
            guards.insert(left.substr(config + 9, left.find(')', config) - config - 9));
          }
          // "$(foo-objs)" stands for what it lists.
          if (config == std::string::npos) names.insert("$(" + left + ")");
          const size_t dash = left.rfind('-', config == std::string::npos ? std::string::npos : config);
          const std::string whole = left.substr(0, dash);
          if (whole != "obj" && whole != "lib" && !whole.empty() && whole.find('$') == std::string::npos) {
            names.insert(whole + ".o");
          }
        }
      }
      line.clear();
    }
  }

  /// Architectures that could build a file which the default one leaves out.
  std::vector<std::string> archsThatBuild(const std::string& file) {
    const std::set<std::string> guards = guardsOf(file);
    std::string key;
    for (const std::string& guard : guards) key += guard + " ";
    for (const std::string& arch : candidates()) key += "," + arch;
    if (!arch_memory) arch_memory.emplace(archMemoryPath());
    if (auto remembered = arch_memory->find(key)) return *remembered;
    readKconfig();
    std::vector<std::string> archs;
    for (const std::string& arch : candidates()) {
      const bool possible = std::all_of(guards.begin(), guards.end(),
                                        [&](const std::string& guard) { return kconfig->possible(guard, arch); });
      if (possible) archs.push_back(arch);
    }
    arch_memory->put(key, archs);
    arch_memory_changed = true;
    return archs;
  }

  std::string archMemoryPath() const {
    return prepare_options.cache + "/kbuild/archs-" + contentHash(tree.root + "\n" + tree.version) + ".json";
  }

  void readKconfig() {
    if (!kconfig) kconfig = Kconfig::read(tree.root);
  }

  void saveArchMemory() {
    if (!arch_memory_changed || !kconfig) return;
    arch_memory->save(kconfig->files());
    arch_memory_changed = false;
  }

  /// Defconfigs of the architecture that set what the file needs and its usual
  /// configuration does not, best first.
  std::vector<std::string> presetsFor(const std::string& arch, const std::string& file) {
    return presetsFor(arch, guardsOf(file));
  }

  std::vector<std::string> presetsFor(const std::string& arch, const std::set<std::string>& guards) {
    const Result<const Configuration*> usual = configurationFor(arch);
    if (!usual) return {};
    const std::string conf = "\n" + slurp((*usual)->objects + "/include/config/auto.conf").value_or("");
    readKconfig();
    std::set<std::string> wanted;
    for (const std::string& guard : guards) {
      for (const std::string& symbol : kconfig->needs(guard, arch)) {
        if (conf.find("\nCONFIG_" + symbol + "=") == std::string::npos) wanted.insert(symbol);
      }
    }
    if (wanted.empty()) return {};
    const std::string folder = tree.root + "/arch/" + arch + "/configs";
    std::vector<std::pair<int, std::string>> ranked;
    std::error_code ec;
    for (auto it = fs::recursive_directory_iterator(folder, ec); !ec && it != fs::recursive_directory_iterator(); it.increment(ec)) {
      const std::string path = it->path().string();
      if (path.size() < 9 || path.compare(path.size() - 9, 9, "defconfig") != 0) continue;
      const std::string text = "\n" + slurp(path).value_or("");
      int score = 0;
      for (const std::string& symbol : wanted) {
        if (text.find("\nCONFIG_" + symbol + "=") != std::string::npos) ++score;
      }
      if (score > 0) ranked.emplace_back(-score, path.substr(folder.size() + 1));
    }
    std::sort(ranked.begin(), ranked.end());
    std::vector<std::string> presets;
    // Each costs a configuration: the two most likely ones.
    for (size_t i = 0; i < ranked.size() && i < 2; ++i) presets.push_back(ranked[i].second);
    return presets;
  }

  /// Architectures whose own makefile leads to a folder outside arch/ that the file stands in ("drivers-y +=
  /// drivers/s390/"): the folders above say nothing of it.
  std::vector<std::string> archsThatLeadTo(const std::string& file) {
    if (!folders_of_archs) {
      folders_of_archs.emplace();
      for (const std::string& arch : candidates()) {
        for (std::string& word : shellWords(slurp(tree.root + "/arch/" + arch + "/Makefile").value_or(""))) {
          if (word.empty() || word.back() != '/' || word.find('$') != std::string::npos) continue;
          word.pop_back();
          if (archOfPath(word + "/").empty() && !parentOf(word).empty()) (*folders_of_archs)[word].push_back(arch);
        }
      }
    }
    for (std::string folder = parentOf(file); !folder.empty(); folder = parentOf(folder))
      if (const auto at = folders_of_archs->find(folder); at != folders_of_archs->end()) return at->second;
    return {};
  }

  std::string archFor(const std::string& file) {
    if (const auto at = arch_of_file.find(file); at != arch_of_file.end()) return at->second;
    return arch_of_file[file] = chooseArch(file);
  }

  std::string chooseArch(const std::string& file) {
    const std::string fallback = defaultArch();
    if (!options.module.empty()) return fallback;
    const std::string own = archOfPath(file);
    if (!own.empty()) return own;
    if (const std::vector<std::string> leads = archsThatLeadTo(file); !leads.empty())
      return has(leads, fallback) ? fallback : leads.front();
    if (file.size() < 2 || file.compare(file.size() - 2, 2, ".c") != 0) return fallback;
    const Result<const Configuration*> configuration = configurationFor(fallback);
    if (!configuration) return fallback;
    readFolders(fallback, **configuration, {file});
    const Owner owner = ownerOf(fallback, file);
    if (owner.place.built && owner.reached) return fallback;
    const std::vector<std::string> archs = archsThatBuild(file);
    if (archs.empty() || has(archs, fallback)) return fallback;
    return archs.front();
  }

  std::string builtinFolder() {
    if (!builtin) builtin = builtinHeaders(options.llvm_suffix);
    return *builtin;
  }

  Result<CompileUnit> unitIn(const std::string& name, const std::string& file) {
    const Result<const Configuration*> found = configurationFor(name);
    if (!found) return found.error();
    const Configuration& configuration = **found;
    readFolders(name, configuration, {file});
    const Owner owner = ownerOf(name, file);

    CompileUnit unit;
    unit.file = file;
    unit.arch = configuration.arch.name;
    unit.configuration = name;
    unit.directory = configuration.objects;
    unit.stand_in_target = configuration.arch.stand_in;
    unit.left_out = !owner.place.built || !owner.reached;
    unit.source = configuration.flags_from_make ? FlagSource::dry_run : FlagSource::synthesized;
    unit.flags = configuration.flags;

    const std::string& root = configuration.source;
    const std::string& objects = configuration.objects;
    std::vector<std::string> own;
    const auto add = [&](const std::vector<std::string>& words) {
      for (size_t i = 0; i < words.size(); ++i) {
        // "-I drivers/x" meant the tree before 5.3 and means the O= folder since.
        if (words[i].rfind("-I", 0) == 0) {
          std::string path = words[i].substr(2);
          if (path.empty() && i + 1 < words.size()) path = words[++i];
          if (path.empty()) continue;
          if (path[0] == '/') {
            own.push_back("-I" + normal(path));
          } else {
            own.push_back("-I" + normal(root + "/" + path));
            own.push_back("-I" + normal(objects + "/" + path));
          }
        } else if ((words[i] == "-include" || words[i] == "-isystem") && i + 1 < words.size()) {
          own.push_back(words[i]);
          std::string path = words[++i];
          if (path[0] != '/') path = root + "/" + path;
          own.push_back(path);
        } else {
          own.push_back(words[i]);
        }
      }
    };
    std::vector<std::string> removed;
    const std::string object = withoutExtension(file) + ".o";
    if (!owner.folder.empty()) {
      std::vector<std::string> chain;
      for (const std::string& folder : foldersOf(file)) {
        if (owner.folder.rfind(folder, 0) == 0) chain.push_back(folder);
      }
      std::reverse(chain.begin(), chain.end());
      for (const std::string& folder : chain) {
        const FolderMakefile* makefile = makefileIn(name, folder);
        if (!makefile) continue;
        add(makefile->words("subdir-ccflags-y"));
        const auto& gone = makefile->words("subdir-ccflags-remove-y");
        removed.insert(removed.end(), gone.begin(), gone.end());
      }
      if (const FolderMakefile* makefile = makefileIn(name, owner.folder)) {
        for (const char* variable : {"LINUXINCLUDE", "NOSTDINC_FLAGS", "CPPFLAGS", "KBUILD_CPPFLAGS", "KBUILD_CFLAGS", "EXTRA_CFLAGS", "ccflags-y"}) {
          add(makefile->words(variable));
        }
        std::string inside = owner.folder;
        if (!options.module.empty()) inside = owner.folder == options.module ? "" : owner.folder.substr(options.module.size() + 1);
        const std::string relative = inside.empty() ? object : object.substr(inside.size() + 1);
        std::set<std::string> names = {relative, leafOf(object)};
        for (const std::string& target : names) {
          add(makefile->words("CFLAGS_" + target));
          const auto& gone = makefile->words("CFLAGS_REMOVE_" + target);
          removed.insert(removed.end(), gone.begin(), gone.end());
        }
        const auto& gone = makefile->words("ccflags-remove-y");
        removed.insert(removed.end(), gone.begin(), gone.end());
      }
    }
    own = parsingFlags(own, objects);
    unit.flags.insert(unit.flags.end(), own.begin(), own.end());
    if (!removed.empty()) {
      unit.flags.erase(std::remove_if(unit.flags.begin(), unit.flags.end(),
                                      [&](const std::string& flag) { return has(removed, flag); }),
                       unit.flags.end());
    }
    // Kbuild adds the file's folder in both trees when it builds in an O= folder.
    const std::string& base = options.module.empty() ? root : options.module;
    const std::string folder = parentOf(file);
    if (!owner.folder.empty() && owner.folder != folder && options.module.empty()) {
      unit.flags.push_back("-I" + normal(base + "/" + owner.folder));
      if (objects != root) unit.flags.push_back("-I" + normal(objects + "/" + owner.folder));
    }
    unit.flags.push_back("-I" + normal(folder.empty() ? base : base + "/" + folder));
    if (options.module.empty() && objects != root) unit.flags.push_back("-I" + normal(objects + "/" + folder));

    static const std::set<std::string> core = {"arch", "block", "init", "ipc", "kernel", "mm", "security", "virt", "lib", "io_uring", "usr"};
    const bool listed = owner.place.listed;
    const bool as_module = !options.module.empty() ||
                           (listed ? owner.place.as_module : !core.count(file.substr(0, file.find('/'))));
    if (as_module) {
      unit.flags.push_back("-DMODULE");
    }
    if (unit.left_out && options.module.empty()) defineGuards(unit, file, configuration, as_module);
    const std::string base_name = asName(withoutExtension(leafOf(file)));
    const std::string module_name = asName(leafOf(owner.place.module));
    unit.flags.push_back("-DKBUILD_BASENAME=\"" + base_name + "\"");
    unit.flags.push_back("-DKBUILD_MODNAME=\"" + module_name + "\"");
    unit.flags.push_back("-DKBUILD_MODFILE=\"" + (owner.folder.empty() ? parentOf(file) : owner.folder) + "/" + leafOf(owner.place.module) + "\"");
    unit.flags.push_back("-D__KBUILD_MODNAME=kmod_" + module_name);
    finish(unit, configuration);
    return unit;
  }

  /// A file is written for a configuration that builds it: headers declare for
  /// others what this file defines. Its own symbols are set for it alone.
  void defineGuards(CompileUnit& unit, const std::string& file, const Configuration& configuration, bool as_module) const {
    const std::string conf = "\n" + slurp(configuration.objects + "/include/config/auto.conf").value_or("");
    const std::string path = makefileOf(tree.root, parentOf(file));
    if (path.empty()) return;
    std::set<std::string> names = {leafOf(withoutExtension(file)) + ".o"};
    const std::set<std::string> top = names;
    std::set<std::string> guards;
    guardsIn(slurp(path).value_or(""), names, guards);
    for (const std::string& guard : guards) {
      if (conf.find("\nCONFIG_" + guard + "=") != std::string::npos) continue;
      // A composite's part is guarded by a yes or no, a module by its own name.
      const bool tristate = as_module && names == top;
      unit.flags.push_back("-DCONFIG_" + guard + (tristate ? "_MODULE=1" : "=1"));
    }
  }

  /// What every unit needs, wherever its flags came from.
  void finish(CompileUnit& unit, const Configuration& configuration) {
    // Before 4.4, and in builds by GCC, KBUILD_STR() is on the command line or not at all.
    const bool has_str = std::any_of(unit.flags.begin(), unit.flags.end(),
                                     [](const std::string& flag) { return flag.rfind("-DKBUILD_STR", 0) == 0; });
    if (!has_str) unit.flags.push_back("-DKBUILD_STR(s)=#s");
    // GCC's own headers do not suit Clang; Clang's stand for them.
    std::vector<std::string> flags;
    const std::string own = builtinFolder();
    bool has_nostdinc = false;
    for (size_t i = 0; i < unit.flags.size(); ++i) {
      if (unit.flags[i] == "-isystem" && i + 1 < unit.flags.size()) {
        ++i;
        if (unit.flags[i].find("/gcc") != std::string::npos || unit.flags[i].find("/clang/") != std::string::npos) continue;
        flags.push_back("-isystem");
      }
      if (unit.flags[i] == "-nostdinc") has_nostdinc = true;
      flags.push_back(unit.flags[i]);
    }
    if (has_nostdinc && !own.empty()) {
      flags.push_back("-isystem");
      flags.push_back(own);
    }
    // The tree's own paths, where links stood in for it.
    if (configuration.source != tree.root) {
      for (std::string& flag : flags) {
        const size_t at = flag.find(configuration.source + "/");
        if (at != std::string::npos) flag.replace(at, configuration.source.size(), tree.root);
      }
    }
    // What a newer Clang makes an error by default was accepted when an old kernel
    // was written.
    for (const char* flag : {"-Wno-error=implicit-function-declaration", "-Wno-error=implicit-int",
                             "-Wno-error=int-conversion", "-Wno-error=incompatible-function-pointer-types",
                             "-Wno-error=incompatible-pointer-types", "-Wno-error=return-type"}) {
      flags.push_back(flag);
    }
    unit.flags = std::move(flags);
  }

  /// The build of the user has the file, so nothing has to be asked for it.
  bool isRecorded(const std::string& file) {
    findUserBuild();
    if (database) {
      if (const auto at = database->find(file); at != database->end() && exists(at->second.directory)) return true;
    }
    const std::string objects = recordedObjects();
    return !objects.empty() && readCmdFile(objects, file).has_value();
  }

  /// Kbuild::forcesIncludes().
  bool forcesIncludes(const std::string& file) {
    findUserBuild();
    if (database) {
      if (const auto at = database->find(file); at != database->end()) return kbuild::forcesIncludes(at->second.arguments);
    }
    const std::string objects = recordedObjects();
    if (!objects.empty())
      if (const auto recorded = readCmdFile(objects, file)) return kbuild::forcesIncludes(recorded->arguments);
    const bool module = !options.module.empty();
    for (std::string folder = file; !folder.empty();) {
      folder = folderOf(folder);
      if (folder.empty() && !module) break;
      auto [known, added] = forcing.try_emplace(folder, false);
      if (added) {
        const std::string place = (module ? options.module : tree.root) + "/" + (folder.empty() ? "" : folder + "/");
        for (const char* name : {"Makefile", "Kbuild"})
          if (auto text = slurp(place + name)) known->second |= kbuild::forcesIncludes(std::string_view(*text));
      }
      if (known->second) return true;
    }
    return false;
  }
  std::map<std::string, bool> forcing;  ///< folder -> whether a makefile in it has such a flag

  std::string recordedObjects() const { return !options.module.empty() ? options.module : user ? user->objects : std::string(); }

  std::optional<Result<CompileUnit>> recordedUnit(const std::string& file) {
    findUserBuild();
    const auto take = [&](const Recorded& recorded, FlagSource source) -> std::optional<Result<CompileUnit>> {
      if (!exists(recorded.directory)) return std::nullopt;
      const auto arguments = withResponseFiles(recorded.arguments, recorded.directory);
      if (!arguments) return Result<CompileUnit>(arguments.error());
      CompileUnit unit;
      unit.file = file;
      unit.directory = recorded.directory;
      unit.source = source;
      unit.flags = parsingFlags(*arguments, recorded.directory);
      Configuration configuration;
      configuration.source = tree.root;
      if (user) configuration = *user;
      unit.arch = user ? user->arch.name : defaultArch();
      for (const std::string& flag : unit.flags) {
        // "-I./arch/x86/include": the command's own word for its architecture.
        const size_t at = flag.find("/arch/");
        const size_t end = flag.find("/include", at == std::string::npos ? 0 : at);
        if (flag.rfind("-I", 0) == 0 && at != std::string::npos && end != std::string::npos) {
          const std::string arch = flag.substr(at + 6, end - at - 6);
          if (arch.find('/') == std::string::npos) {
            unit.arch = arch;
            break;
          }
        }
      }
      unit.configuration = unit.arch;
      const Arch arch = archNamed(unit.arch);
      unit.stand_in_target = arch.stand_in;
      const bool has_target = std::any_of(unit.flags.begin(), unit.flags.end(), [](const std::string& flag) {
        return flag.rfind("--target", 0) == 0 || flag == "-target";
      });
      if (!has_target) {
        unit.flags.insert(unit.flags.begin(), "--target=" + arch.target);
        unit.flags.insert(unit.flags.end(), arch.extra.begin(), arch.extra.end());
      }
      finish(unit, configuration);
      return Result<CompileUnit>(std::move(unit));
    };
    if (database) {
      if (const auto at = database->find(file); at != database->end()) {
        if (auto unit = take(at->second, FlagSource::compile_commands)) return unit;
      }
    }
    const std::string objects = recordedObjects();
    if (objects.empty()) return std::nullopt;
    if (const auto recorded = readCmdFile(objects, file)) return take(*recorded, FlagSource::cmd_file);
    return std::nullopt;
  }

  Result<CompileUnit> unit(const std::string& file) {
    const std::string& root = options.module.empty() ? tree.root : options.module;
    if (!exists(root + "/" + file)) return Error{file, "no such file in " + root, "give a path relative to it"};
    if (auto recorded = recordedUnit(file)) return std::move(*recorded);
    const std::string arch = archFor(file);
    if (!allowed(arch)) {
      return Error{file, "belongs to " + arch + ", which --arch leaves out", "add it to --arch"};
    }
    return unitIn(arch, file);
  }
};

Kbuild::Kbuild(TreeInfo tree, std::string cache, KbuildOptions options) : state_(std::make_unique<State>()) {
  State& s = *state_;
  s.tree = std::move(tree);
  s.options = std::move(options);
  if (!s.options.module.empty()) {
    std::error_code ec;
    const fs::path module = fs::canonical(s.options.module, ec);
    if (!ec) s.options.module = module.string();
  }
  std::error_code ec;
  cache = normal(fs::absolute(cache, ec).string());
  while (cache.size() > 1 && cache.back() == '/') cache.pop_back();
  fs::create_directories(cache + "/kbuild", ec);
  // A file of our own tells whether the cache takes any; permission bits do not (root, full disks).
  const std::string probe = cache + "/kbuild/.probe." + std::to_string(::getpid());
  if (const Status wrote = writeWhole(probe, "gupkit\n"); wrote) {
    fs::remove(probe, ec);
  } else {
    if (auto folder = OwnFolder::make("gupkit-cache")) {
      s.note(wrote.error().str() + " (this run works in a temporary folder)");
      cache = folder->path();
      s.temporary.emplace(std::move(*folder));
    }
  }
  s.prepare_options.tree = s.tree.root;
  s.prepare_options.cache = cache;
  s.prepare_options.llvm_suffix = s.options.llvm_suffix;
  s.prepare_options.config = s.options.config;
  s.prepare_options.jobs = s.options.jobs;
  s.prepare_options.progress = s.options.progress;
  s.prepare_options.exec = s.options.exec;
}

Kbuild::~Kbuild() = default;

Status checkArchs(const TreeInfo& tree, const std::vector<std::string>& archs) {
  for (const std::string& arch : archs) {
    const bool there = exists(tree.root + "/arch") ? exists(tree.root + "/arch/" + srcarchOf(arch)) : isArch(srcarchOf(arch));
    if (!there) return Error{"--arch " + arch, "is no architecture of " + tree.root, "name folders of its arch/, such as x86,arm64"};
  }
  return Done{};
}

Result<PreparedConfig> Kbuild::prepare(const std::string& arch) {
  const std::lock_guard<std::mutex> hold(state_->mutex);
  const std::string srcarch = srcarchOf(arch);
  const Result<const Configuration*> configuration = state_->configurationFor(srcarch);
  if (!configuration) return configuration.error();
  const Configuration& c = **configuration;
  return PreparedConfig{c.arch.name, c.objects, c.seconds, c.fresh, c.notes};
}

std::vector<Result<CompileUnit>> Kbuild::unitsFor(const std::vector<std::string>& files) {
  const std::lock_guard<std::mutex> hold(state_->mutex);
  State& s = *state_;
  s.findUserBuild();
  // The makefiles of all folders at once: one make process an architecture.
  std::map<std::string, std::vector<std::string>> by_arch;
  std::vector<std::string> generic, unrecorded;
  for (const std::string& file : files) {
    if (s.isRecorded(file)) continue;
    unrecorded.push_back(file);
    if (archOfPath(file).empty()) generic.push_back(file);
  }
  if (!generic.empty()) {
    const std::string fallback = s.defaultArch();
    if (const auto configuration = s.configurationFor(fallback)) s.readFolders(fallback, **configuration, generic);
  }
  for (const std::string& file : unrecorded) by_arch[s.archFor(file)].push_back(file);
  for (const auto& [arch, of_arch] : by_arch) {
    if (!s.allowed(arch)) continue;
    if (const auto configuration = s.configurationFor(arch)) s.readFolders(arch, **configuration, of_arch);
  }
  std::vector<Result<CompileUnit>> units;
  units.reserve(files.size());
  for (const std::string& file : files) units.push_back(s.unit(file));
  s.saveArchMemory();
  return units;
}

Result<CompileUnit> Kbuild::unitFor(const std::string& file) {
  const std::lock_guard<std::mutex> hold(state_->mutex);
  return state_->unit(file);
}

Result<CompileUnit> Kbuild::alternativeFor(const std::string& file, const std::vector<std::string>& tried) {
  const std::lock_guard<std::mutex> hold(state_->mutex);
  State& s = *state_;
  // The user's build says how it compiles the file: other configurations would not tell about that build.
  if (!s.options.module.empty() || s.isRecorded(file)) return Error{file, "no other configuration could build it", ""};
  const std::string usual = s.archFor(file);
  if (has(tried, usual)) {
    for (const std::string& preset : s.presetsFor(usual, file)) {
      const std::string name = usual + "+" + preset;
      if (!has(tried, name)) return s.unitIn(name, file);
    }
  }
  if (archOfPath(file).empty()) {
    for (const std::string& arch : s.archsThatBuild(file)) {
      if (!has(tried, arch) && !archNamed(arch).stand_in) return s.unitIn(arch, file);
    }
  }
  return Error{file, "no other configuration could build it", ""};
}

Result<CompileUnit> Kbuild::configurationWith(const std::string& file, const std::vector<std::string>& symbols,
                                              const std::vector<std::string>& tried) {
  const std::lock_guard<std::mutex> hold(state_->mutex);
  State& s = *state_;
  const Error none{file, "no configuration could set " + (symbols.empty() ? std::string("that") : symbols[0]), ""};
  if (!s.options.module.empty() || s.isRecorded(file)) return none;
  s.readKconfig();
  std::set<std::string> guards = s.guardsOf(file);
  for (const std::string& symbol : symbols) {
    guards.insert(symbol.substr(sizeof "CONFIG_" - 1));
    if (!s.kconfig->defines(symbol.substr(sizeof "CONFIG_" - 1))) return none;
  }
  const std::string own = archOfPath(file);
  bool tried_one = false;
  for (const std::string& arch : s.candidates()) {
    // Each costs a configuration: the most likely one.
    if (tried_one) break;
    if (!own.empty() && arch != own) continue;
    if (!std::all_of(guards.begin(), guards.end(), [&](const std::string& g) { return s.kconfig->possible(g, arch); })) continue;
    tried_one = true;
    for (const std::string& preset : s.presetsFor(arch, guards)) {
      const std::string name = arch + "+" + preset;
      if (has(tried, name)) continue;
      auto unit = s.unitIn(name, file);
      if (!unit) continue;
      const std::string conf = "\n" + slurp(unit->directory + "/include/config/auto.conf").value_or("");
      bool fits = true;
      for (const std::string& symbol : symbols) {
        fits &= conf.find("\n" + symbol + "=m") == std::string::npos;
        if (conf.find("\n" + symbol + "=") == std::string::npos) unit->defined.push_back(symbol);
      }
      if (!fits) continue;
      unit->second = true;
      for (const std::string& symbol : unit->defined) unit->flags.push_back("-D" + symbol + "=1");
      return unit;
    }
  }
  return none;
}

Result<CompileUnit> Kbuild::unitIn(const std::string& file, const std::string& configuration) {
  const std::lock_guard<std::mutex> hold(state_->mutex);
  return state_->unitIn(configuration, file);
}

bool Kbuild::forcesIncludes(const std::string& file) {
  const std::lock_guard<std::mutex> hold(state_->mutex);
  return state_->forcesIncludes(file);
}

std::string Kbuild::archFor(const std::string& file) {
  const std::lock_guard<std::mutex> hold(state_->mutex);
  return state_->archFor(file);
}

double Kbuild::prepareSeconds() const {
  const std::lock_guard<std::mutex> hold(state_->mutex);
  return state_->seconds;
}

std::vector<std::string> Kbuild::notes() const {
  const std::lock_guard<std::mutex> hold(state_->mutex);
  return state_->notes;
}

}  // namespace gupkit
