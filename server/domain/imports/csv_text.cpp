// SPDX-License-Identifier: EUPL-1.2
#include "domain/imports/csv_text.hpp"

#include "base/text.hpp"

#include <array>
#include <cstdint>

namespace plaza::domain::imports {
namespace {

/// 0x80 to 0x9F of Windows-1252, the rest is as in Unicode; zero where it has nothing.
constexpr std::array<std::uint16_t, 32> upper_controls = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

}  // namespace

std::string as_utf8(std::string bytes) {
    if (base::valid_utf8(bytes)) return bytes;
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 8);
    for (char const c : bytes) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 && byte <= 0x9F) {
            auto const mapped = upper_controls[byte - 0x80U];
            base::append_code_point(out, mapped == 0 ? 0xFFFDU : mapped);
        } else {
            base::append_code_point(out, byte);
        }
    }
    return out;
}

std::string csv_field(std::string_view text) {
    std::string out;
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) out += '\'';
    out += text;
    if (out.find_first_of(",;\"\r\n\t") == out.npos) return out;
    std::string quoted = "\"";
    for (char const c : out) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted += '"';
}

}  // namespace plaza::domain::imports
