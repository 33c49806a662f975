// SPDX-License-Identifier: EUPL-1.2
#include "base/crypto.hpp"

#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <stdexcept>

namespace plaza::base {
namespace {

constexpr int url_safe = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

std::string to_base64(unsigned char const* data, std::size_t size) {
    std::string out(sodium_base64_encoded_len(size, url_safe), '\0');
    sodium_bin2base64(out.data(), out.size(), data, size, url_safe);
    out.resize(std::strlen(out.c_str()));
    return out;
}

/// Longer than any cursor; what is longer is not looked at.
constexpr std::size_t longest_text = 512;

/// A digest of the purpose, then the numbers.
std::vector<unsigned char> bytes_of(std::string_view purpose, std::vector<std::int64_t> const& values) {
    std::vector<unsigned char> out(8 + values.size() * sizeof(std::int64_t));
    auto const digest = std::hash<std::string_view>()(purpose);
    std::memcpy(out.data(), &digest, 8);
    if (!values.empty()) std::memcpy(out.data() + 8, values.data(), out.size() - 8);
    return out;
}

unsigned char const* bytes(std::string_view text) { return reinterpret_cast<unsigned char const*>(text.data()); }

std::array<unsigned char, crypto_secretbox_KEYBYTES> box_key(std::string_view key) {
    std::array<unsigned char, crypto_secretbox_KEYBYTES> out{};
    if (key.size() < out.size()) throw std::invalid_argument("key too short");
    crypto_generichash(out.data(), out.size(), bytes(key), key.size(), nullptr, 0);
    return out;
}

}  // namespace

void start_crypto() {
    if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
}

std::string random_token(std::size_t size) {
    std::vector<unsigned char> raw(size);
    randombytes_buf(raw.data(), raw.size());
    return to_base64(raw.data(), raw.size());
}

std::string random_bytes(std::size_t size) {
    std::string out(size, '\0');
    randombytes_buf(out.data(), out.size());
    return out;
}

std::string seal(std::string_view key, std::string_view plain) {
    auto const k = box_key(key);
    std::vector<unsigned char> out(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + plain.size());
    randombytes_buf(out.data(), crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(out.data() + crypto_secretbox_NONCEBYTES, bytes(plain), plain.size(), out.data(), k.data());
    return to_base64(out.data(), out.size());
}

std::optional<std::string> unseal(std::string_view key, std::string_view sealed) {
    auto const k = box_key(key);
    constexpr std::size_t around = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    std::vector<unsigned char> raw(sealed.size());
    std::size_t length = 0;
    if (sodium_base642bin(raw.data(), raw.size(), sealed.data(), sealed.size(), nullptr, &length, nullptr, url_safe) !=
            0 ||
        length < around) {
        return std::nullopt;
    }
    std::vector<unsigned char> plain(length - around + 1);
    if (crypto_secretbox_open_easy(plain.data(), raw.data() + crypto_secretbox_NONCEBYTES,
                                   length - crypto_secretbox_NONCEBYTES, raw.data(), k.data()) != 0) {
        return std::nullopt;
    }
    return std::string(plain.begin(), plain.end() - 1);
}

std::string sha256_hex(std::string_view text) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), bytes(text), text.size());
    std::array<char, crypto_hash_sha256_BYTES * 2 + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
    return hex.data();
}

std::string content_tag(std::string_view content) {
    std::array<unsigned char, 16> hash{};
    crypto_generichash(hash.data(), hash.size(), bytes(content), content.size(), nullptr, 0);
    return "\"" + to_base64(hash.data(), hash.size()) + "\"";
}

bool names_tag(std::string_view given, std::string_view tag) {
    return given == "*" || given.find(tag) != std::string_view::npos;
}

cursor_codec::cursor_codec(std::string_view key) {
    if (key.size() < key_.size()) throw std::invalid_argument("cursor key too short");
    crypto_generichash(key_.data(), key_.size(), bytes(key), key.size(), nullptr, 0);
}

std::string cursor_codec::encode(std::string_view purpose, std::vector<std::int64_t> const& values) const {
    // The nonce is a keyed digest of purpose and content: repeats only for what is equal anyway.
    nonce n;
    auto const plain = bytes_of(purpose, values);
    crypto_generichash(n.data(), n.size(), plain.data(), plain.size(), key_.data(), key_.size());
    return seal(n, plain);
}

std::string cursor_codec::encode_fresh(std::string_view purpose, std::vector<std::int64_t> const& values) const {
    nonce n;
    randombytes_buf(n.data(), n.size());
    return seal(n, bytes_of(purpose, values));
}

std::string cursor_codec::seal(nonce const& n, std::vector<unsigned char> const& plain) const {
    std::vector<unsigned char> out(n.size() + crypto_secretbox_MACBYTES + plain.size());
    std::copy(n.begin(), n.end(), out.begin());
    crypto_secretbox_easy(out.data() + n.size(), plain.data(), plain.size(), n.data(), key_.data());
    return to_base64(out.data(), out.size());
}

std::optional<std::vector<std::int64_t>> cursor_codec::decode(std::string_view purpose, std::string_view text,
                                                              std::size_t count) const {
    std::vector<std::int64_t> values(count);
    auto const expected = bytes_of(purpose, values).size();
    std::vector<unsigned char> raw(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + expected);
    std::size_t length = 0;
    if (text.size() > longest_text ||
        sodium_base642bin(raw.data(), raw.size(), text.data(), text.size(), nullptr, &length, nullptr, url_safe) != 0 ||
        length != raw.size()) {
        return std::nullopt;
    }
    std::vector<unsigned char> plain(expected);
    if (crypto_secretbox_open_easy(plain.data(), raw.data() + crypto_secretbox_NONCEBYTES,
                                   raw.size() - crypto_secretbox_NONCEBYTES, raw.data(), key_.data()) != 0) {
        return std::nullopt;
    }
    auto const numbers = count * sizeof(std::int64_t);
    if (count != 0) std::memcpy(values.data(), plain.data() + plain.size() - numbers, numbers);
    if (bytes_of(purpose, values) != plain) return std::nullopt;  // made for another purpose
    return values;
}

}  // namespace plaza::base
