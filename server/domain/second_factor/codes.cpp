// SPDX-License-Identifier: EUPL-1.2
#include "domain/second_factor/codes.hpp"

#include "base/crypto.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <liboath/oath.h>
#include <qrencode.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <new>
#include <stdexcept>

namespace plaza::domain::second_factor {
namespace {

constexpr std::size_t secret_bytes = 20;
constexpr std::size_t recovery_bytes = 10;
constexpr unsigned step_seconds = 30;
/// Steps before and after now whose codes are taken too.
constexpr std::size_t window = 1;
/// Modules of white round a QR code, which readers need (ISO/IEC 18004).
constexpr int margin = 4;

using held = std::unique_ptr<char, decltype(&std::free)>;

std::string to_base32(std::string const& raw) {
    char* out = nullptr;
    std::size_t length = 0;
    if (oath_base32_encode(raw.data(), raw.size(), &out, &length) != OATH_OK) throw std::bad_alloc();
    held const text(out, &std::free);
    return {out, length};
}

std::string from_base32(std::string const& text) {
    char* out = nullptr;
    std::size_t length = 0;
    if (oath_base32_decode(text.data(), text.size(), &out, &length) != OATH_OK) throw std::runtime_error("no base 32");
    held const raw(out, &std::free);
    return {out, length};
}

std::string encoded(std::string const& text) { return boost::urls::encode(text, boost::urls::unreserved_chars); }

}  // namespace

std::string new_secret() { return to_base32(base::random_bytes(secret_bytes)); }

std::optional<std::int64_t> step_of(std::string const& secret, std::string const& code, std::int64_t now) {
    auto const raw = from_base32(secret);
    std::uint64_t step = 0;
    auto const found =
        oath_totp_validate3(raw.data(), raw.size(), now, step_seconds, 0, window, nullptr, &step, code.c_str());
    if (found < 0) return std::nullopt;
    return static_cast<std::int64_t>(step);
}

std::string address_of(std::string const& secret, std::string const& issuer, std::string const& account) {
    auto const name = encoded(issuer);
    return "otpauth://totp/" + name + ":" + encoded(account) + "?secret=" + secret + "&issuer=" + name;
}

std::string new_recovery_code() {
    auto const plain = to_base32(base::random_bytes(recovery_bytes));
    std::string out;
    for (std::size_t i = 0; i < plain.size(); ++i) {
        if (i != 0 && i % 4 == 0) out += '-';
        out += static_cast<char>(plain[i] >= 'A' ? plain[i] - 'A' + 'a' : plain[i]);
    }
    return out;
}

std::optional<std::string> plain_recovery_code(std::string_view typed) {
    std::string out;
    for (char c : typed) {
        if (c == '-' || c == ' ') continue;
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (!(c >= 'a' && c <= 'z') && !(c >= '2' && c <= '7')) return std::nullopt;
        out += c;
    }
    if (out.size() != recovery_bytes * 8 / 5) return std::nullopt;
    return out;
}

picture picture_of(std::string const& text) {
    std::unique_ptr<QRcode, decltype(&QRcode_free)> const code(
        QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1), &QRcode_free);
    if (!code) throw std::runtime_error("no QR code for this text");
    picture out;
    out.size = code->width + 2 * margin;
    auto const dark = [&](int x, int y) { return x < code->width && (code->data[y * code->width + x] & 1) != 0; };
    for (int y = 0; y < code->width; ++y) {
        for (int x = 0; x < code->width; ++x) {
            if (!dark(x, y)) continue;
            int end = x;
            while (dark(end, y)) ++end;
            auto const run = std::to_string(end - x);
            out.path +=
                "M" + std::to_string(x + margin) + " " + std::to_string(y + margin) + "h" + run + "v1h-" + run + "z";
            x = end;
        }
    }
    return out;
}

}  // namespace plaza::domain::second_factor
