// SPDX-License-Identifier: EUPL-1.2
// Files that lines of an import name, in a folder of this machine. They come in as what people send does.
#pragma once
#include "base/pictures.hpp"
#include "base/result.hpp"
#include "domain/files/intake.hpp"
#include "domain/files/store.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace plaza::domain::imports {

/// Of one line.
inline constexpr std::size_t most_attachments = 20;

class attachments {
public:
    /// `scanned`: nothing looks for malware here. Throws `std::runtime_error` when the folder cannot be read.
    attachments(std::filesystem::path const& folder, files::store& into, base::picture_tools tools, bool scanned);

    bool has(std::string const& name) const { return there_.contains(name); }
    /// What would become of it: 422 `file`.
    base::result<void> look_at(std::string const& name) const;
    /// Its bytes, kept. In the order of the names, all or none.
    base::result<std::vector<files::new_file>> keep(std::vector<std::string> const& names);
    /// They are not used after all.
    void drop(std::vector<files::new_file> const& kept) const;

private:
    std::map<std::string, std::filesystem::path> there_;  ///< by name, however its accents are written on the disk
    files::store& store_;
    base::picture_tools tools_;
    bool scanned_;
};

/// Names between semicolons or bars; commas may stand in them.
std::vector<std::string> attachment_names(std::string_view text);

/// As it stands under a text.
std::string attachment_link(std::string_view name, std::int64_t file);

}  // namespace plaza::domain::imports
