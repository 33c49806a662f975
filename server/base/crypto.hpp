// SPDX-License-Identifier: EUPL-1.2
// Random tokens, digests and opaque cursors, all from libsodium.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::base {

/// Must succeed once before anything else of this file is used. Throws `std::runtime_error`.
void start_crypto();

/// Random bytes as URL-safe text without padding; 32 bytes give a token of 256 bits.
std::string random_token(std::size_t bytes);

/// Random bytes as they are.
std::string random_bytes(std::size_t bytes);

/// Encrypts and authenticates under a key of at least 32 bytes, with a random nonce; URL-safe text.
std::string seal(std::string_view key, std::string_view plain);
/// Nothing when it was not sealed under this key.
std::optional<std::string> unseal(std::string_view key, std::string_view sealed);

/// SHA-256 (FIPS 180-4) in lower-case hexadecimal, for `decode($1, 'hex')`.
std::string sha256_hex(std::string_view text);

/// A short digest of content for ETags; not for secrets.
std::string content_tag(std::string_view content);
/// Whether the value of If-Match or If-None-Match is `*` or names this tag; a weak one too, since compression weakens.
bool names_tag(std::string_view given, std::string_view tag);

/// Turns whole numbers into opaque, authenticated text and back. The same numbers under the same purpose give the
/// same text, so that answers keep their ETag.
class cursor_codec {
public:
    /// `key` has at least 32 bytes, the same in all processes of an installation.
    explicit cursor_codec(std::string_view key);
    std::string encode(std::string_view purpose, std::vector<std::int64_t> const& values) const;
    /// The same with a random nonce: two texts of the same numbers differ, so that nobody learns from equal or
    /// different cursors whether something happened that they may not know of.
    std::string encode_fresh(std::string_view purpose, std::vector<std::int64_t> const& values) const;
    /// Nothing when the text was not made by `encode` under this key and purpose with that many values.
    std::optional<std::vector<std::int64_t>> decode(std::string_view purpose, std::string_view text,
                                                    std::size_t count) const;

private:
    using nonce = std::array<unsigned char, 24>;
    std::string seal(nonce const& n, std::vector<unsigned char> const& plain) const;

    std::array<unsigned char, 32> key_{};
};

}  // namespace plaza::base
