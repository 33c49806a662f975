// SPDX-License-Identifier: EUPL-1.2
// Arrays as PostgreSQL reads them in a text parameter: `unnest($1::bigint[])` takes many rows in one
// statement.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::persistence {

namespace detail {
inline void append_element(std::string& out, std::int64_t value) { out += std::to_string(value); }
inline void append_element(std::string& out, int value) { out += std::to_string(value); }
inline void append_element(std::string& out, bool value) { out += value ? 't' : 'f'; }
inline void append_element(std::string& out, std::string_view value) {
    out += '"';
    for (std::size_t from = 0; from < value.size();) {
        auto const at = value.find_first_of("\"\\", from);
        out.append(value.substr(from, at - from));
        if (at == std::string_view::npos) break;
        out += '\\';
        out += value[at];
        from = at + 1;
    }
    out += '"';
}
template <class T>
void append_element(std::string& out, std::optional<T> const& value) {
    if (value) {
        append_element(out, *value);
    } else {
        out += "NULL";
    }
}
}  // namespace detail

/// The literal of an array of numbers, texts or bools, or of optionals of them.
template <class Range>
std::string array_of(Range const& values) {
    std::string out = "{";
    for (auto const& value : values) {
        if (out.size() > 1) out += ',';
        detail::append_element(out, value);
    }
    return out += '}';
}

/// The literal of one member of many rows.
template <class Range, class Member>
std::string array_of(Range const& rows, Member member) {
    std::string out = "{";
    for (auto const& row : rows) {
        if (out.size() > 1) out += ',';
        detail::append_element(out, std::invoke(member, row));
    }
    return out += '}';
}

}  // namespace plaza::persistence
