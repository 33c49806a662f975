// SPDX-License-Identifier: EUPL-1.2
// What really stands in a ZIP archive: everything is unpacked once, within limits, and thrown away. What an archive says
// of its own sizes is not believed.
#pragma once
#include "base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::base {

namespace zip_limits {
inline constexpr std::size_t entries = 2'000;                            ///< of an archive with those inside it
inline constexpr std::size_t unpacked = std::size_t{300} * 1024 * 1024;  ///< bytes of all of them
inline constexpr std::size_t inner_archive =
    std::size_t{64} * 1024 * 1024;    ///< bytes of an archive inside, held in memory
inline constexpr unsigned depth = 2;  ///< a document in a document; deeper ones are nests that nobody packs by hand
}  // namespace zip_limits

struct zip_entry {
    std::string name;
    std::string begins_with;  ///< its first bytes, some dozens of them
    bool inner = false;       ///< stands in an archive that stands in the archive
};

/// The entries of the archive, each before those that stand in it. The type of the problem says why not: `unreadable`, `archive_locked` (a password),
/// `archive_too_large` (or with too many entries), `archive_nested` (too deep, or an archive that cannot be looked into).
result<std::vector<zip_entry>> survey_zip(std::string_view file);

}  // namespace plaza::base
