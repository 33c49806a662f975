// SPDX-License-Identifier: EUPL-1.2
// What HTTP's grammar needs of ASCII, without locales.
#pragma once
#include <cstddef>
#include <string_view>

namespace plaza::transport::ascii {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
constexpr bool digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

/// The value of a hexadecimal digit, or -1.
constexpr int hex(char c) {
    if (digit(c)) return c - '0';
    if (lower(c) >= 'a' && lower(c) <= 'f') return lower(c) - 'a' + 10;
    return -1;
}

/// A character of a token (RFC 9110, 5.6.2): methods and field names consist of them.
constexpr bool token(char c) {
    return digit(c) || letter(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

constexpr bool equal(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (lower(a[i]) != lower(b[i])) return false;
    return true;
}

/// Without spaces and tabs at both ends.
constexpr std::string_view trim(std::string_view s) {
    while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
    while (!s.empty() && (s.back() == ' ' || s.back() == '\t')) s.remove_suffix(1);
    return s;
}

/// Calls `f` with each element of a comma-separated list, trimmed, empty ones left out.
template <class F>
constexpr void each_element(std::string_view list, F&& f) {
    while (!list.empty()) {
        auto const comma = list.find(',');
        if (auto const element = trim(list.substr(0, comma)); !element.empty()) f(element);
        list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
    }
}

}  // namespace plaza::transport::ascii
