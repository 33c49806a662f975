// SPDX-License-Identifier: EUPL-1.2
#include "domain/imports/attachments.hpp"

#include "base/text.hpp"
#include "domain/files/kinds.hpp"

#include <stdexcept>

namespace plaza::domain::imports {
namespace {

constexpr base::text_limits name_text{1, files::longest_name, false};

}  // namespace

attachments::attachments(std::filesystem::path const& folder, files::store& into, base::picture_tools tools,
                         bool scanned)
    : store_(into), tools_(std::move(tools)), scanned_(scanned) {
    std::error_code failed;
    for (std::filesystem::directory_iterator item(folder, failed), end; !failed && item != end;
         item.increment(failed)) {
        // What points elsewhere is not in this folder.
        if (item->symlink_status().type() != std::filesystem::file_type::regular) continue;
        if (auto name = base::clean_text(item->path().filename().string(), name_text)) {
            there_.emplace(std::move(*name), item->path());
        }
    }
    if (failed) throw std::runtime_error("cannot read " + folder.string());
}

base::result<void> attachments::look_at(std::string const& name) const {
    auto const seen = files::bring(store_, tools_, there_.at(name), name, true);
    if (!seen) return seen.error();
    return {};
}

base::result<std::vector<files::new_file>> attachments::keep(std::vector<std::string> const& names) {
    std::vector<files::new_file> kept;
    for (auto const& name : names) {
        auto one = files::bring(store_, tools_, there_.at(name), name, false);
        if (!one) {
            drop(kept);
            return one.error();
        }
        one->scanned = scanned_;
        kept.push_back(std::move(*one));
    }
    return kept;
}

void attachments::drop(std::vector<files::new_file> const& kept) const {
    for (auto const& one : kept) store_.remove(one.stored);
}

std::vector<std::string> attachment_names(std::string_view text) {
    std::vector<std::string> names;
    for (std::size_t begin = 0; begin <= text.size();) {
        auto const end = std::min(text.find_first_of(";|", begin), text.size());
        auto const piece = text.substr(begin, end - begin);
        if (piece.find_first_not_of(" \t\n\r") != piece.npos) names.emplace_back(piece);
        begin = end + 1;
    }
    return names;
}

std::string attachment_link(std::string_view name, std::int64_t file) {
    std::string out = "[";
    for (char const ch : name) {
        if (std::string_view("\\`*_[]<>&!").find(ch) != std::string_view::npos) out += '\\';
        out += ch;
    }
    return out + "](/files/" + std::to_string(file) + ")";
}

}  // namespace plaza::domain::imports
