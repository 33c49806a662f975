// SPDX-License-Identifier: EUPL-1.2
#include "base/text.hpp"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <stdexcept>

namespace plaza::base {
namespace {

constexpr std::uint32_t replacement = 0xFFFD;

/// C0 and C1 controls and DEL; newline and tab are judged by who asks.
bool is_control(std::uint32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

/// Embeddings, overrides and isolates turn the text after them round; the others hide inside a name.
bool is_deceptive_in_a_line(std::uint32_t c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200B || c == 0x200E || c == 0x200F ||
           c == 0x061C || c == 0x2060 || c == 0xFEFF;
}

bool is_space(std::uint32_t c) {
    return c == ' ' || c == '\t' || c == '\n' || c == 0xA0 || (c > 0x7F && u_isUWhiteSpace(static_cast<UChar32>(c)));
}

bool is_line_separator(std::uint32_t c) { return c == 0x2028 || c == 0x2029; }

bool is_visible(std::uint32_t c) {
    if (c < 0x80) return !is_space(c);
    auto const point = static_cast<UChar32>(c);
    return !is_space(c) && !u_hasBinaryProperty(point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) && c != 0x2800;
}

bool is_ascii(std::string_view s) {
    return std::all_of(s.begin(), s.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Made here by whichever thread needs it first, once: ICU orders its threads where ThreadSanitizer does not see it.
icu::Normalizer2 const& nfc() {
    static icu::Normalizer2 const& made = []() -> icu::Normalizer2 const& {
        UErrorCode status = U_ZERO_ERROR;
        auto const* found = icu::Normalizer2::getNFCInstance(status);
        if (U_FAILURE(status)) throw std::runtime_error("ICU has no data for NFC");
        return *found;
    }();
    return made;
}

std::string to_nfc(std::string text) {
    if (is_ascii(text)) return text;
    UErrorCode status = U_ZERO_ERROR;
    auto const piece = icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size()));
    if (nfc().isNormalizedUTF8(piece, status) && U_SUCCESS(status)) return text;
    std::string normal;
    normal.reserve(text.size());
    icu::StringByteSink<std::string> sink(&normal);
    nfc().normalizeUTF8(0, piece, sink, nullptr, status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU could not normalise");
    return normal;
}

/// Blank lines before and white space behind go; in a single line also the white space before.
void trim(std::string& text, bool multi_line) {
    std::size_t start = 0;
    std::size_t end = 0;
    bool begun = false;
    for (std::size_t at = 0; at < text.size();) {
        auto const before = at;
        auto const c = next_code_point(text, at);
        if (!is_space(c) && !is_line_separator(c)) {
            if (!begun && !multi_line) start = before;
            begun = true;
            end = at;
        } else if (!begun && c == '\n') {
            start = at;
        }
    }
    text.erase(end);
    text.erase(0, std::min(start, end));
}

enum class strictness { refuse, repair };

/// Copies what may stand in a text; gives the code of the first thing that may not.
std::string_view sift(std::string_view input, bool multi_line, strictness mode, std::string& out) {
    out.reserve(input.size());
    for (std::size_t at = 0; at < input.size();) {
        auto const before = at;
        auto c = next_code_point(input, at);
        if (c == bad_code_point) {
            if (mode == strictness::refuse) return "invalid_utf8";
            append_code_point(out, replacement);
            continue;
        }
        if (c == '\r' && (multi_line || mode == strictness::repair)) {
            if (at < input.size() && input[at] == '\n') continue;
            c = '\n';
        }
        if (c == '\n' || c == '\t') {
            if (!multi_line && mode == strictness::refuse) return "invalid_character";
            out += multi_line ? static_cast<char>(c) : ' ';
            continue;
        }
        if (is_control(c)) {
            if (mode == strictness::refuse) return "invalid_character";
            continue;
        }
        if (c == 0xFEFF && before == 0) continue;
        if (!multi_line && is_deceptive_in_a_line(c)) continue;
        if (!multi_line && is_line_separator(c)) {
            out += ' ';
            continue;
        }
        out.append(input.substr(before, at - before));
    }
    return {};
}

bool anything_visible(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (is_visible(next_code_point(text, at))) return true;
    }
    return false;
}

problem wrong(std::string_view code) { return {422, std::string(code), {}, {}}; }

}  // namespace

std::uint32_t next_code_point(std::string_view input, std::size_t& position) {
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(input[i]); };
    auto const first = byte(position++);
    if (first < 0x80) return first;
    if (first < 0xC2 || first > 0xF4) return bad_code_point;
    std::size_t const more = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    if (input.size() - position < more) return bad_code_point;
    std::uint32_t value = first & (0x3Fu >> more);
    for (std::size_t i = 0; i < more; ++i) {
        auto const next = byte(position + i);
        if ((next & 0xC0) != 0x80) return bad_code_point;
        value = (value << 6) | (next & 0x3Fu);
    }
    bool const overlong = (more == 2 && value < 0x800) || (more == 3 && value < 0x10000);
    bool const surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (overlong || surrogate || value > 0x10FFFF) return bad_code_point;
    position += more;
    return value;
}

void append_code_point(std::string& out, std::uint32_t c) {
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = replacement;
    auto const put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | (c >> 6));
        put(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    } else {
        put(0xF0 | (c >> 18));
        put(0x80 | ((c >> 12) & 0x3F));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    }
}

bool valid_utf8(std::string_view input) {
    for (std::size_t at = 0; at < input.size();) {
        if (next_code_point(input, at) == bad_code_point) return false;
    }
    return true;
}

std::uint32_t bare_letter(std::uint32_t code_point) {
    auto const letter = u_tolower(static_cast<UChar32>(code_point));
    if (letter < 0x80) return static_cast<std::uint32_t>(letter);
    icu::UnicodeString parts;
    if (!nfc().getDecomposition(letter, parts) || !u_isalpha(parts.char32At(0))) {
        return static_cast<std::uint32_t>(letter);
    }
    return static_cast<std::uint32_t>(parts.char32At(0));
}

std::string normalise(std::string_view valid) { return to_nfc(std::string(valid)); }

std::size_t count_code_points(std::string_view valid) {
    return static_cast<std::size_t>(std::count_if(
        valid.begin(), valid.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

result<std::string> clean_text(std::string_view input, text_limits limits) {
    std::string text;
    if (auto const code = sift(input, limits.multi_line, strictness::refuse, text); !code.empty()) {
        return wrong(code);
    }
    text = to_nfc(std::move(text));
    if (!limits.whole) trim(text, limits.multi_line);
    if (!anything_visible(text)) text.clear();
    if (text.empty()) {
        if (limits.min > 0) return wrong("required");
        return text;
    }
    auto const length = count_code_points(text);
    if (length < limits.min) return wrong("too_short");
    if (length > limits.max) return wrong("too_long");
    return text;
}

std::string scrub_text(std::string_view input, bool multi_line) {
    std::string text;
    sift(input, multi_line, strictness::repair, text);
    text = to_nfc(std::move(text));
    trim(text, multi_line);
    if (!anything_visible(text)) text.clear();
    return text;
}

std::string plain_extract(std::string_view valid, std::size_t max) {
    constexpr std::string_view ellipsis = "…";
    if (max == 0) return {};
    std::string out;
    std::size_t length = 0;
    std::size_t cut = 0;       // bytes of `out` that leave room for the ellipsis
    std::size_t word_cut = 0;  // the same, at the end of a word
    bool gap = false;
    for (std::size_t at = 0; at < valid.size();) {
        auto const before = at;
        auto const c = next_code_point(valid, at);
        if (is_space(c) || is_line_separator(c)) {
            gap = !out.empty();
            continue;
        }
        if (gap) {
            if (length < max) word_cut = out.size();
            out += ' ';
            ++length;
            gap = false;
        }
        if (length < max) cut = out.size();
        out.append(valid.substr(before, at - before));
        if (++length > max) {
            // A word longer than half of the room is cut inside rather than dropped.
            out.resize(word_cut * 2 >= cut ? word_cut : cut);
            while (!out.empty() && out.back() == ' ') out.pop_back();
            out += ellipsis;
            return out;
        }
    }
    return out;
}

void append_html(std::string& out, std::string_view text) {
    for (std::size_t from = 0; from < text.size();) {
        auto const at = text.find_first_of(std::string_view("&<>\"'\0", 6), from);
        out.append(text.substr(from, at - from));
        if (at == std::string_view::npos) return;
        switch (text[at]) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            default: out += "&#39;"; break;
        }
        from = at + 1;
    }
}

bool valid_slug(std::string_view text) {
    auto const letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    return text.size() >= 2 && text.size() <= 63 && letter(text[0]) &&
           std::all_of(text.begin(), text.end(), [&](char c) { return letter(c) || c == '-'; });
}

std::string lower(std::string_view valid) {
    UErrorCode status = U_ZERO_ERROR;
    std::string out;
    icu::StringByteSink<std::string> sink(&out);
    icu::CaseMap::utf8ToLower("", 0, icu::StringPiece(valid.data(), static_cast<std::int32_t>(valid.size())), sink,
                              nullptr, status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU could not lower the case");
    return out;
}

bool letter_or_digit(std::uint32_t code_point) { return u_isalnum(static_cast<UChar32>(code_point)); }

}  // namespace plaza::base
