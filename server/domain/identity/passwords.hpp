// SPDX-License-Identifier: EUPL-1.2
// Passwords: argon2id in PHC strings (RFC 9106), hashed in a small pool of their own so that neither I/O threads nor
// database workers wait for them.
#pragma once
#include "base/bounded_pool.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace plaza::domain::identity {

/// Cost of one hash: 64 MiB and 2 passes, about 135 ms of one core on a small server. Never below 19 MiB and 2.
struct password_cost {
    std::size_t memory_bytes = std::size_t{64} * 1024 * 1024;
    unsigned long long passes = 2;
};

inline constexpr std::size_t shortest_password = 12;   ///< characters
inline constexpr std::size_t longest_password = 1024;  ///< bytes, capped before hashing, never cut

/// Code of what is wrong with a new password: `too_short`, `too_long`, `common`; nothing when it will do.
std::optional<std::string> password_fault(std::string_view password);

/// A new PHC string. Blocks for the time of one hash; throws `std::bad_alloc` when memory is short.
std::string hash_password(std::string const& password, password_cost const& cost);

struct password_check {
    bool right = false;
    bool outdated = false;  ///< made with another cost: hash again now that the password is known
};

class password_pool {
public:
    /// `threads` hashes at a time, at most `waiting_limit` waiting.
    password_pool(unsigned threads, std::size_t waiting_limit, password_cost cost);

    /// Compares; without a stored hash it takes the same time and says no. Nothing when too many wait: answer 503.
    boost::asio::awaitable<std::optional<password_check>> check(std::string password,
                                                                std::optional<std::string> stored);
    /// Hashes a password. Nothing when too many wait.
    boost::asio::awaitable<std::optional<std::string>> hash(std::string password);

private:
    password_cost cost_;
    std::string decoy_;  ///< hash of a random password, compared when the account is unknown
    base::bounded_pool pool_;
};

}  // namespace plaza::domain::identity
