// SPDX-License-Identifier: EUPL-1.2
// What people say of themselves at work, and the posts that they hold. Who sees which field is decided by
// `profile_shows` (schema/replaceable/70_people.sql).
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "persistence/connection.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::domain::people {

/// Fields whose readers the person chooses, in the order of `profile::audiences`.
inline constexpr std::array<std::string_view, 8> chosen_fields{"photo",     "about", "ask_me", "skills",
                                                               "languages", "phone", "hours",  "history"};
/// More says nothing any more about what somebody knows.
inline constexpr std::size_t most_skills = 20;
inline constexpr std::size_t most_languages = 15;
/// Current posts of one person: a secretary is shared by a handful of villages.
inline constexpr int most_posts = 12;

struct profile {
    std::string name;
    std::string about;
    std::string ask_me;
    std::string phone;
    std::string hours;
    std::vector<std::string> skills;
    std::vector<std::string> languages;
    std::array<std::optional<std::string>, chosen_fields.size()> audiences;  ///< none: as it stands
};

/// Replaces all that the actor's profile says. A new name goes to the audit. 409 `conflict` when `if_match` is not empty
/// and does not name the state that stands, in which another device may have hidden a field.
base::result<void> save(persistence::connection& db, base::actor const& actor, profile wanted,
                        std::string_view if_match);

struct post_held {
    std::int64_t administration = 0;  ///< of a new one
    std::string position;
    std::string unit;
    std::string relation;  ///< employee, elected, adviser, external
    bool main = false;
    std::optional<std::string> since;  ///< dates as YYYY-MM-DD
    std::optional<std::string> until;
};

/// Adds a current post of a person and returns its id; the first is the main one. Everybody adds their own where they
/// belong already or their address says so (else 403 `post_needs_confirmation`), an administrator of the network any.
/// 404 for an unknown person, 403 `not_your_profile`, 422 `administration` `unknown`, 409 `too_many_posts`.
base::result<std::int64_t> add_post(persistence::connection& db, base::actor const& actor, std::int64_t person,
                                    post_held wanted);

/// Changes a post, or ends it with `until`; an ended one keeps an end (422 `until` `required`). When the main one ends,
/// another current one becomes it. 404, 403 `not_your_profile`.
base::result<void> change_post(persistence::connection& db, base::actor const& actor, std::int64_t person,
                               std::int64_t post, post_held wanted);

}  // namespace plaza::domain::people
