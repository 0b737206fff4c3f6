// SPDX-License-Identifier: GPL-2.0-only
// gupkit_prefilter_bench TREE JOBS ROUNDS NAME...: the prefilter alone, for bench.py.
// Prints the files found, one a line; the time of each round goes to stderr.
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "gupkit/candidates.h"

int main(int argc, char** argv) {
  if (argc < 5) {
    fprintf(stderr, "usage: gupkit_prefilter_bench TREE JOBS ROUNDS NAME...\n");
    return 2;
  }
  const int rounds = std::max(1, atoi(argv[3]));
  std::vector<gupkit::SearchName> names;
  for (int i = 4; i < argc; ++i) names.push_back({gupkit::NameForm::word, argv[i]});
  for (int round = 0; round < rounds; ++round) {
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    auto seconds = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
    gupkit::TreeTextOptions options;
    options.jobs = unsigned(atoi(argv[2]));
    auto tree = gupkit::TreeText::open(argv[1], options);
    if (!tree) {
      fprintf(stderr, "%s\n", tree.error().str().c_str());
      return 2;
    }
    const double listed = seconds();
    auto hits = tree->search(names);
    if (!hits) {
      fprintf(stderr, "%s\n", hits.error().str().c_str());
      return 2;
    }
    fprintf(stderr, "listed %.3f s, all %.3f s, %zu files, %zu found, %zu gaps\n", listed,
            seconds(), tree->files().size(), hits->size(), tree->gaps().size());
    if (round + 1 < rounds) continue;
    for (const auto& hit : *hits) printf("%s\n", hit.file.c_str());
  }
}
