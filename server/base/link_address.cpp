// SPDX-License-Identifier: EUPL-1.2
#include "base/link_address.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace plaza::base {
namespace {

bool begins_with(std::string_view text, std::string_view lower) {
    return text.size() > lower.size() && std::equal(lower.begin(), lower.end(), text.begin(), [](char a, char b) {
               return a == ((b >= 'A' && b <= 'Z') ? static_cast<char>(b + 32) : b);
           });
}

/// Takes what it begins with off an address.
bool drop(std::string_view& address, std::string_view beginning) {
    if (!address.starts_with(beginning)) return false;
    address.remove_prefix(beginning.size());
    return true;
}

bool drop_number(std::string_view& address) {
    auto const end = std::min(address.find_first_not_of("0123456789"), address.size());
    address.remove_prefix(end);
    return end > 0;
}

/// The name of a tag as browsers write it in a path: small letters, digits and marks, others percent-encoded. It begins with a
/// letter or digit, so that no part of a path can be meant by it.
bool tag_name(std::string_view name) {
    constexpr std::size_t longest = 50 * 12;
    if (name.empty() || name.size() > longest) return false;
    auto const hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'); };
    for (std::size_t at = 0; at < name.size(); ++at) {
        char const c = name[at];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) continue;
        bool const first = at == 0;
        if (c == '%' && name.size() - at > 2 && hex(name[at + 1]) && hex(name[at + 2])) {
            auto const code = name.substr(at + 1, 2);
            if (code[0] >= '8' || (!first && (code == "23" || code == "2B"))) {
                at += 2;
                continue;
            }
            return false;
        }
        if (first || (c != '-' && c != '.' && c != '+')) return false;
    }
    return true;
}

/// Written out rather than any path: a path may also do something, or lie on another host.
bool own_place(std::string_view address) {
    if (drop(address, "/personas/")) return drop_number(address) && address.empty();
    if (drop(address, "/etiquetas/")) return tag_name(address);
    if (!drop(address, "/threads/") || !drop_number(address)) return false;
    return address.empty() || (drop(address, "#p") && drop_number(address) && address.empty());
}

}  // namespace

std::optional<std::int64_t> file_in_link(std::string_view address) {
    std::int64_t file = 0;
    if (!drop(address, "/files/") || address.starts_with('0') || address.starts_with('-')) return std::nullopt;
    auto const* const end = address.data() + address.size();
    auto const parsed = std::from_chars(address.data(), end, file);
    if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
    return file;
}

std::optional<std::string> safe_link(std::string_view address) {
    if (own_place(address)) return std::string(address);
    if (auto const file = file_in_link(address)) return "/api/v1/files/" + std::to_string(*file);
    constexpr std::array<std::string_view, 3> schemes = {"https://", "http://", "mailto:"};
    // An allowed scheme has to begin the address exactly: browsers skip white space and controls, we do not.
    if (std::none_of(schemes.begin(), schemes.end(), [&](auto s) { return begins_with(address, s); })) return {};
    constexpr std::string_view allowed = "-_.~:/?#@!$&'()*+,;=%";
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string out;
    out.reserve(address.size());
    for (char const c : address) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (plain || allowed.find(c) != std::string_view::npos) {
            out += c;
        } else {
            auto const byte = static_cast<unsigned char>(c);
            out += '%';
            out += hex[byte >> 4];
            out += hex[byte & 15];
        }
    }
    return out;
}

}  // namespace plaza::base
