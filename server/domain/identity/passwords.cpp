// SPDX-License-Identifier: EUPL-1.2
#include "domain/identity/passwords.hpp"

#include "base/crypto.hpp"
#include "base/text.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <new>

namespace plaza::domain::identity {
namespace {

/// The commonest passwords of 12 and more characters; what they contain is refused whatever surrounds it not.
constexpr std::array common{
    "123456789012",    "1234567890123", "12345678901234", "123456789123",     "123123123123",     "111111111111",
    "000000000000",    "qwertyuiop12",  "qwertyuiop123",  "qwertyuiopas",     "qwertyuiopasdfgh", "1q2w3e4r5t6y",
    "1qaz2wsx3edc",    "1qazxsw23edc",  "password1234",   "password12345",    "passwordpassword", "contrasena12",
    "contrasena123",   "contraseña123", "contrasenya123", "ayuntamiento",     "ayuntamiento1",    "ayuntamiento12",
    "ayuntamiento123", "administrador", "administrador1", "administrador123", "administrator",    "iloveyou1234",
    "abcdefghijkl",    "abcdefghijklm", "abcd1234abcd",   "abc123abc123",     "asdfghjklñqw",     "asdfghjkl123",
    "zxcvbnm12345",    "barcelona1234", "realmadrid123",  "espana123456",     "letmein12345",     "bienvenido12",
    "bienvenido123",   "welcome12345",  "changeme1234",   "cambiame1234",     "secretaria12",     "secretaria123"};

bool one_character_repeated(std::string_view text) {
    if (text.empty()) return false;
    std::size_t at = 0;
    auto const first = base::next_code_point(text, at);
    while (at < text.size()) {
        if (base::next_code_point(text, at) != first) return false;
    }
    return true;
}

}  // namespace

std::optional<std::string> password_fault(std::string_view password) {
    if (password.size() > longest_password) return "too_long";
    if (base::count_code_points(password) < shortest_password) return "too_short";
    auto const folded = base::lower(password);
    if (one_character_repeated(folded) || std::find(common.begin(), common.end(), folded) != common.end()) {
        return "common";
    }
    return std::nullopt;
}

std::string hash_password(std::string const& password, password_cost const& cost) {
    std::array<char, crypto_pwhash_argon2id_STRBYTES> out{};
    if (crypto_pwhash_argon2id_str(out.data(), password.data(), password.size(), cost.passes, cost.memory_bytes) != 0) {
        throw std::bad_alloc();
    }
    return out.data();
}

password_pool::password_pool(unsigned threads, std::size_t waiting_limit, password_cost cost)
    : cost_(cost), decoy_(hash_password(base::random_token(24), cost)), pool_(threads, waiting_limit) {}

boost::asio::awaitable<std::optional<password_check>> password_pool::check(std::string password,
                                                                           std::optional<std::string> stored) {
    auto work = [this, password = std::move(password), stored = std::move(stored)] {
        auto const& hash = stored ? *stored : decoy_;
        bool const right = crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
        password_check out;
        out.right = right && stored.has_value();
        out.outdated = crypto_pwhash_str_needs_rehash(hash.c_str(), cost_.passes, cost_.memory_bytes) != 0;
        return out;
    };
    return pool_.run(std::move(work));
}

boost::asio::awaitable<std::optional<std::string>> password_pool::hash(std::string password) {
    auto work = [this, password = std::move(password)] { return hash_password(password, cost_); };
    return pool_.run(std::move(work));
}

}  // namespace plaza::domain::identity
