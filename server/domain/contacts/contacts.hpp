// SPDX-License-Identifier: EUPL-1.2
// Contacts of an administration: people who work there, named by administrators of the network, who say that somebody
// does not work there any more. What hangs from a post ends in the transaction that ends it.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "persistence/connection.hpp"

#include <cstdint>
#include <string>

namespace plaza::domain::contacts {

/// Longest reason in characters: a sentence or two, which the person reads.
inline constexpr std::size_t longest_reason = 500;
/// Contacts of one administration: a handful, who know each other.
inline constexpr int most_contacts = 10;

/// Names somebody who holds a post there; a second time nothing changes. 404 for an unknown administration or person, 409
/// `not_a_colleague` for who holds no post there, 409 `too_many_contacts`.
base::result<void> name(persistence::connection& db, base::actor const& actor, std::int64_t administration,
                        std::int64_t person);

/// Takes it back; who was none stays none. 404 for an unknown administration.
base::result<void> dismiss(persistence::connection& db, base::actor const& actor, std::int64_t administration,
                           std::int64_t person);

/// Ends a current post of somebody else, for contacts of its administration and administrators of the network, and tells
/// the person. 404, 403 `own_account`, 403 `not_a_contact`, 409 `post_ended`.
base::result<void> end_post(persistence::connection& db, base::actor const& actor, std::int64_t person,
                            std::int64_t post, std::string const& reason);

}  // namespace plaza::domain::contacts
