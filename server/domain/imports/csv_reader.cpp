// SPDX-License-Identifier: EUPL-1.2
#include "domain/imports/csv_reader.hpp"

#include <algorithm>

namespace plaza::domain::imports {
namespace {

constexpr int end_of_input = std::char_traits<char>::eof();

std::string trimmed_lower(std::string_view text) {
    auto const first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    std::string name(text.substr(first, text.find_last_not_of(" \t") - first + 1));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return name;
}

}  // namespace

csv_reader::csv_reader(std::istream& in) : in_(in) {
    for (char const byte : {'\xEF', '\xBB', '\xBF'}) {
        if (in_.peek() != std::char_traits<char>::to_int_type(byte)) break;
        in_.get();
    }
    std::string line;
    auto const start = in_.tellg();
    std::getline(in_, line);
    in_.clear();
    in_.seekg(start);
    for (char const candidate : {';', '\t'}) {
        if (line.find(',') == std::string::npos && line.find(candidate) != std::string::npos) separator_ = candidate;
    }
    for (auto const& name : read_record().fields) header_.push_back(trimmed_lower(name));
}

std::optional<std::size_t> csv_reader::column(std::string_view name) const {
    auto const at = std::find(header_.begin(), header_.end(), name);
    if (at == header_.end()) return {};
    return static_cast<std::size_t>(at - header_.begin());
}

std::optional<csv_reader::record> csv_reader::next() {
    while (in_.peek() != end_of_input) {
        auto found = read_record();
        if (found.fields.size() == 1 && found.fields[0].empty() && found.fault.empty()) continue;
        if (found.fault.empty() && found.fields.size() != header_.size()) found.fault = "wrong_number_of_fields";
        return found;
    }
    return {};
}

csv_reader::record csv_reader::read_record() {
    record out;
    out.line = line_;
    std::string field;
    bool quoted = false;
    bool closed = false;
    auto const end_field = [&] {
        if (out.fields.size() < csv_limits::columns) out.fields.push_back(std::move(field));
        field.clear();
        closed = false;
    };
    while (true) {
        auto const read = in_.get();
        if (read == end_of_input) {
            if (quoted) out.fault = "stray_quote";
            break;
        }
        auto const c = std::char_traits<char>::to_char_type(read);
        if (c == '\n') ++line_;
        if (quoted) {
            if (c == '"' && in_.peek() == '"') {
                in_.get();
                field += '"';
            } else if (c == '"') {
                quoted = false;
                closed = true;
            } else if (c != '\r' || in_.peek() != '\n') {
                field += c;
            }
        } else if (c == '"' && field.empty() && !closed) {
            quoted = true;
        } else if (c == separator_) {
            end_field();
        } else if (c == '\n' || (c == '\r' && in_.peek() == '\n')) {
            if (c == '\n') break;
        } else {
            if (c == '"' || closed) out.fault = "stray_quote";
            field += c;
        }
        if (field.size() > csv_limits::field) {
            out.fault = "field_too_long";
            // What follows an unclosed quote is read as lines again.
            quoted = false;
            field.clear();
        }
    }
    end_field();
    return out;
}

}  // namespace plaza::domain::imports
