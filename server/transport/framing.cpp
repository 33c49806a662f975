// SPDX-License-Identifier: EUPL-1.2
#include "transport/framing.hpp"

#include "transport/ascii.hpp"
#include "transport/limits.hpp"

#include <algorithm>
#include <array>

namespace plaza::transport::framing {
namespace {

constexpr refusal bad(std::string_view why) { return {400, why}; }

/// Table look-up instead of comparisons: every byte of every header passes here.
constexpr auto token_table = [] {
    std::array<bool, 256> table{};
    for (int c = 0; c < 128; ++c) table[static_cast<std::size_t>(c)] = ascii::token(static_cast<char>(c));
    return table;
}();

bool is_token(std::string_view s) {
    return !s.empty() &&
           std::all_of(s.begin(), s.end(), [](char c) { return token_table[static_cast<unsigned char>(c)]; });
}

/// Visible characters, spaces, tabs and bytes above ASCII; no other control character.
bool is_field_value(std::string_view s) {
    return std::all_of(s.begin(), s.end(), [](char c) {
        auto const u = static_cast<unsigned char>(c);
        return (u >= 0x20 && u != 0x7f) || c == '\t';
    });
}

bool is_host(std::string_view s) {
    return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) {
        return ascii::letter(c) || ascii::digit(c) || c == '.' || c == '-' || c == ':' || c == '[' || c == ']' ||
               c == '_';
    });
}

/// Fields of which a second one could be read by somebody else instead of the first.
enum class single : unsigned {
    host,
    content_length,
    transfer_encoding,
    authorization,
    cookie,
    origin,
    fetch_site,
    content_type,
    expect,
    idempotency_key,
    forwarded_proto,
    none
};

single single_field(std::string_view name) {
    constexpr std::array<std::string_view, 11> names = {
        "host",         "content-length", "transfer-encoding", "authorization",    "cookie", "origin", "sec-fetch-site",
        "content-type", "expect",         "idempotency-key",   "x-forwarded-proto"};
    for (std::size_t i = 0; i < names.size(); ++i)
        if (ascii::equal(name, names[i])) return static_cast<single>(i);
    return single::none;
}

std::optional<std::uint64_t> parse_length(std::string_view s) {
    // 15 digits are a petabyte: enough, and they cannot overflow.
    if (s.empty() || s.size() > 15 || !std::all_of(s.begin(), s.end(), ascii::digit)) return std::nullopt;
    std::uint64_t value = 0;
    for (char c : s) value = value * 10 + static_cast<std::uint64_t>(c - '0');
    return value;
}

std::optional<refusal> parse_request_line(std::string_view line, head& out) {
    auto const first = line.find(' ');
    auto const last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) return bad("request line");
    out.method = line.substr(0, first);
    out.target = line.substr(first + 1, last - first - 1);
    auto const version = line.substr(last + 1);
    if (!is_token(out.method) || out.method.size() > 32) return bad("method");
    auto const visible = [](char c) { return c > 0x20 && c < 0x7f; };
    if (out.target.empty() || !std::all_of(out.target.begin(), out.target.end(), visible)) return bad("target");
    if (version.size() != 8 || version.substr(0, 5) != "HTTP/" || !ascii::digit(version[5]) || version[6] != '.' ||
        !ascii::digit(version[7]))
        return bad("version");
    if (version[5] != '1' || version[7] > '1') return refusal{505, "version"};
    out.minor = version[7] - '0';
    out.keep_alive = out.minor == 1;
    return std::nullopt;
}

std::optional<refusal> parse_field(std::string_view line, head& out) {
    if (line.front() == ' ' || line.front() == '\t') return bad("folded header");
    auto const colon = line.find(':');
    if (colon == std::string_view::npos) return bad("header without colon");
    auto const name = line.substr(0, colon);
    auto const value = ascii::trim(line.substr(colon + 1));
    if (!is_token(name)) return bad("header name");
    if (!is_field_value(value)) return bad("header value");
    if (out.fields.size() == limits::header_fields) return refusal{431, "too many headers"};
    out.fields.emplace_back(name, value);
    return std::nullopt;
}

std::optional<refusal> apply_field(std::string_view name, std::string_view value, unsigned& seen, head& out) {
    auto const kind = single_field(name);
    if (kind != single::none) {
        auto const bit = 1U << static_cast<unsigned>(kind);
        if (seen & bit) return bad("repeated header");
        seen |= bit;
    }
    if (kind == single::host) {
        if (!is_host(value)) return bad("host");
        out.host = value;
    } else if (kind == single::content_length) {
        out.content_length = parse_length(value);
        if (!out.content_length) return bad("content-length");
    } else if (kind == single::transfer_encoding) {
        if (!ascii::equal(value, "chunked")) return bad("transfer-encoding");
        out.chunked = true;
    } else if (kind == single::expect) {
        if (!ascii::equal(value, "100-continue")) return refusal{417, "expect"};
        out.expects_continue = true;
    } else if (ascii::equal(name, "connection")) {
        ascii::each_element(value, [&out](std::string_view option) {
            if (ascii::equal(option, "close")) out.keep_alive = false;
        });
    }
    return std::nullopt;
}

}  // namespace

std::size_t head_scanner::scan(std::string_view bytes, std::optional<refusal>& refused) {
    auto const too_long = [this] {
        return line_begin_ == 0 ? refusal{414, "request line"} : refusal{431, "header line"};
    };
    for (;;) {
        auto const newline = bytes.find('\n', std::max(line_begin_, searched_));
        if (newline == std::string_view::npos) break;
        if (newline == line_begin_ || bytes[newline - 1] != '\r') {
            refused = bad("bare line feed");
            return 0;
        }
        auto const length = newline - 1 - line_begin_;
        if (length > limits::header_line_bytes) {
            refused = too_long();
            return 0;
        }
        if (newline + 1 > limits::header_bytes) {
            refused = refusal{431, "header"};
            return 0;
        }
        if (length == 0) {
            if (line_begin_ == 0) {
                refused = bad("empty request line");
                return 0;
            }
            return newline + 1;
        }
        line_begin_ = newline + 1;
    }
    searched_ = bytes.size();
    if (bytes.size() - line_begin_ > limits::header_line_bytes + 1)
        refused = too_long();
    else if (bytes.size() >= limits::header_bytes)
        refused = refusal{431, "header"};
    return 0;
}

std::optional<refusal> parse(std::string_view bytes, head& out) {
    out.fields.clear();
    out.host = {};
    out.content_length.reset();
    out.chunked = out.expects_continue = false;

    std::size_t begin = 0;
    for (bool first = true;; first = false) {
        auto const end = bytes.find('\r', begin);
        if (end == std::string_view::npos || end + 1 >= bytes.size() || bytes[end + 1] != '\n')
            return bad("bare carriage return");
        auto const line = bytes.substr(begin, end - begin);
        begin = end + 2;
        if (line.empty()) break;
        if (auto refused = first ? parse_request_line(line, out) : parse_field(line, out)) return refused;
    }
    if (begin != bytes.size()) return bad("bytes after the head");

    unsigned seen = 0;
    for (auto const& [name, value] : out.fields)
        if (auto refused = apply_field(name, value, seen, out)) return refused;
    if (out.host.empty()) return bad("missing host");
    if (out.chunked && out.content_length) return bad("content-length with transfer-encoding");
    if (out.chunked && out.minor == 0) return bad("transfer-encoding in HTTP/1.0");
    // HTTP/1.0 clients do not know 100; they send the body anyway.
    if (out.minor == 0) out.expects_continue = false;
    return std::nullopt;
}

std::size_t chunked_decoder::feed(std::string_view bytes, std::string& body) {
    std::size_t used = 0;
    while (used < bytes.size() && !done() && !refused_) {
        if (stage_ == stage::data) {
            auto const part = std::min(chunk_, bytes.size() - used);
            body.append(bytes.substr(used, part));
            used += part;
            chunk_ -= part;
            if (chunk_ == 0) stage_ = stage::data_cr;
        } else {
            take(bytes[used++]);
        }
    }
    return used;
}

void chunked_decoder::take(char c) {
    switch (stage_) {
        case stage::size: return take_size(c);
        case stage::extension:
            if (c == '\r')
                stage_ = stage::size_lf;
            else if ((c < 0x20 && c != '\t') || c == 0x7f)
                refuse(400, "chunk extension");
            else if (++extensions_ > limits::chunk_extension_bytes)
                refuse(400, "chunk extensions too long");
            return;
        case stage::size_lf: return c == '\n' ? finish_size_line() : refuse(400, "chunk size line");
        case stage::data_cr:
            if (c != '\r') return refuse(400, "chunk longer than its size");
            stage_ = stage::data_lf;
            return;
        case stage::data_lf:
            if (c != '\n') return refuse(400, "chunk longer than its size");
            stage_ = stage::size;
            return;
        case stage::trailer:
        case stage::trailer_lf: return take_trailer(c);
        case stage::data:
        case stage::done: return;
    }
}

void chunked_decoder::take_size(char c) {
    if (auto const value = ascii::hex(c); value >= 0) {
        // Seven digits are 256 MiB, above every body limit; they cannot overflow.
        if (++digits_ > 7) return refuse(413, "chunk size");
        chunk_ = chunk_ * 16 + static_cast<std::size_t>(value);
    } else if (digits_ > 0 && c == ';') {
        stage_ = stage::extension;
        ++extensions_;
    } else if (digits_ > 0 && c == '\r') {
        stage_ = stage::size_lf;
    } else {
        refuse(400, "chunk size");
    }
}

void chunked_decoder::finish_size_line() {
    digits_ = 0;
    if (chunk_ == 0) {
        stage_ = stage::trailer;
        return;
    }
    if (chunk_ > body_limit_ - received_) return refuse(413, "body");
    received_ += chunk_;
    stage_ = stage::data;
}

void chunked_decoder::take_trailer(char c) {
    if (stage_ == stage::trailer_lf) {
        if (c != '\n') return refuse(400, "trailer");
        stage_ = trailer_line_ == 0 ? stage::done : stage::trailer;
        trailer_line_ = 0;
        return;
    }
    if (c == '\r') {
        stage_ = stage::trailer_lf;
        return;
    }
    if ((c < 0x20 && c != '\t') || c == 0x7f) return refuse(400, "trailer");
    if (trailer_line_ == 0 && !ascii::token(c)) return refuse(400, "trailer");
    ++trailer_line_;
    if (++trailers_ > limits::trailer_bytes) refuse(400, "trailers too long");
}

}  // namespace plaza::transport::framing
