// SPDX-License-Identifier: EUPL-1.2
#include "domain/mail/message.hpp"

#include "base/text.hpp"
#include "domain/mail/mail.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <ctime>
#include <stdexcept>

namespace plaza::domain::mail {
namespace {

/// Of one encoded word in UTF-8: 60 characters of base64 and 12 around them stay below the 75 of RFC 2047.
constexpr std::size_t bytes_per_word = 45;
/// A subject shorter than this needs no folding.
constexpr std::size_t longest_plain = 60;
constexpr std::size_t longest_line = 76;

std::string base64(std::string_view bytes) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        auto const here = std::min<std::size_t>(3, bytes.size() - i);
        for (std::size_t k = 0; k < 3; ++k)
            group = group << 8 | (k < here ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        for (std::size_t k = 0; k < 4; ++k) out += k <= here ? letters[group >> (18 - 6 * k) & 63] : '=';
    }
    return out;
}

void refuse_control(std::string_view text) {
    auto const control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    if (std::any_of(text.begin(), text.end(), control)) throw std::invalid_argument("control characters in a header");
}

bool plain_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

std::string display_name(std::string_view name) {
    refuse_control(name);
    if (!plain_ascii(name) || name.size() > longest_plain) return header_text(name);
    std::string out = "\"";
    for (char c : name) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

std::string date(std::int64_t seconds) {
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const time = static_cast<std::time_t>(seconds);
    std::tm t{};
    ::gmtime_r(&time, &t);
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000", days[static_cast<std::size_t>(t.tm_wday)], t.tm_mday,
                       months[static_cast<std::size_t>(t.tm_mon)], t.tm_year + 1900, t.tm_hour, t.tm_min, t.tm_sec);
}

std::string part(std::string_view boundary, std::string_view type, std::string_view content) {
    return fmt::format(
        "--{}\r\nContent-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n",
        boundary, type, quoted_printable(content));
}

}  // namespace

std::string header_text(std::string_view text) {
    refuse_control(text);
    if (plain_ascii(text) && text.size() <= longest_plain && text.find("=?") == text.npos) return std::string(text);
    std::string out, word;
    auto const close = [&] {
        if (!out.empty()) out += "\r\n ";
        out += "=?utf-8?B?" + base64(word) + "?=";
        word.clear();
    };
    for (std::size_t at = 0; at < text.size();) {
        auto const from = at;
        base::next_code_point(text, at);
        if (word.size() + (at - from) > bytes_per_word) close();
        word += text.substr(from, at - from);
    }
    close();
    return out;
}

std::string quoted_printable(std::string_view text) {
    std::string out;
    std::size_t column = 0;
    auto const put = [&](std::string_view token) {
        if (column + token.size() > longest_line - 1) {
            out += "=\r\n";
            column = 0;
        }
        if (column == 0 && token == ".") token = "=2E";
        out += token;
        column += token.size();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        auto const byte = static_cast<unsigned char>(c);
        if (c == '\n') {
            out += "\r\n";
            column = 0;
        } else if (c == '=' || byte < 0x20 || byte > 0x7E ||
                   (c == ' ' && (i + 1 == text.size() || text[i + 1] == '\n'))) {
            put(fmt::format("={:02X}", byte));
        } else {
            put(text.substr(i, 1));
        }
    }
    return out;
}

std::string message(envelope const& e, rendered const& letter) {
    if (!sendable(e.from) || !sendable(e.to) || !sendable(e.message_id)) throw std::invalid_argument("no mail address");
    // What follows a Message-ID of random characters stands in no text; underscores and equals keep it out of quoted-printable.
    auto const boundary = "=_" + e.message_id.substr(0, e.message_id.find('@'));
    std::string out;
    out += "From: " + display_name(e.from_name) + " <" + e.from + ">\r\n";
    out += "To: <" + e.to + ">\r\n";
    out += "Subject: " + header_text(letter.subject) + "\r\n";
    out += "Date: " + date(e.written) + "\r\n";
    out += "Message-ID: <" + e.message_id + ">\r\n";
    if (!e.thread.empty()) {
        // Programs put together what names the same one, also when that never came.
        auto const first = "<" + e.thread + e.message_id.substr(e.message_id.find('@')) + ">\r\n";
        out += "In-Reply-To: " + first + "References: " + first;
    }
    if (!e.stop.empty()) {
        refuse_control(e.stop);
        out += "List-Unsubscribe: <" + e.stop + ">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
    }
    out += "MIME-Version: 1.0\r\n";
    // Nobody's absence notice answers it (RFC 3834; the second for Exchange).
    out += "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\n";
    out += "Content-Type: multipart/alternative; boundary=\"" + boundary + "\"\r\n\r\n";
    out += part(boundary, "text/plain", letter.text);
    out += part(boundary, "text/html", letter.html);
    out += "--" + boundary + "--\r\n";
    return out;
}

}  // namespace plaza::domain::mail
