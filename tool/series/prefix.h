// SPDX-License-Identifier: GPL-2.0-only
// The part of a subject before the text: "misc: bcm-vk", "x86/sgx", "KVM: s390".
#pragma once

#include <string>
#include <vector>

namespace gupkit::series {

/// The prefix that most of a file's own commits carry, newest first; "" where they do
/// not agree (less than a third).
std::string prefixOfSubjects(const std::vector<std::string>& subjects);

/// By the folder alone, as its maintainers write it.
std::string prefixOfPath(const std::string& file);

/// One for several files: the same for all, or what their common folder suggests.
std::string commonPrefix(const std::vector<std::string>& files, const std::vector<std::string>& prefixes);

}  // namespace gupkit::series
