// SPDX-License-Identifier: EUPL-1.2
// Groups and who belongs to them. `access_group` is the one door: whoever holds a `visible_group` has passed the
// visibility rule.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "persistence/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::groups {

/// What the caller wants to do with what it asks for.
enum class need {
    know,   ///< name, description, rules, number of members
    read,   ///< threads and members
    write,  ///< start and change things: membership, and a group that is not archived
};

/// A group that the actor may deal with as needed. Only `access_group` makes one.
class visible_group {
public:
    std::int64_t id() const { return id_; }
    std::string const& slug() const { return slug_; }
    std::string const& kind() const { return kind_; }
    std::optional<std::string> const& role() const { return role_; }
    bool archived() const { return archived_; }

private:
    friend base::result<visible_group> access_group(persistence::connection&, base::actor const&, std::string const&,
                                                    need);
    std::int64_t id_ = 0;
    std::string slug_;
    std::string kind_;
    std::optional<std::string> role_;
    bool archived_ = false;
};

/// 404 for what the actor may not know of; 403 `not_a_member` or `group_archived` for writing. With `need::write`
/// the group is locked against losing members or changing kind until the transaction ends, so that events follow
/// the order of commits.
base::result<visible_group> access_group(persistence::connection& db, base::actor const& actor,
                                         std::string const& slug, need needed);

/// Refusals of writing that do not depend on the object: 403 `not_a_member`, `group_archived`, or nothing.
std::optional<base::problem> may_write(std::optional<std::string> const& role, bool archived);

/// Groups one person may make in 24 hours: enough to set a network up, too few to bury it.
inline constexpr int most_groups_a_day = 50;

struct new_group {
    std::string slug;
    std::string name;
    std::string kind;
    std::string description;
};

/// Makes a group owned by the actor and returns its slug; a hidden one gets a random ending, so that trying names
/// tells nobody of it. 409 `slug_taken`, 429 beyond `most_groups_a_day`.
base::result<std::string> create(persistence::connection& db, base::actor const& actor, new_group wanted);

/// Joins an open group or asks to join a private one: "member" or "requested".
base::result<std::string> join(persistence::connection& db, base::actor const& actor, std::string const& slug);

/// Leaves, or withdraws the request. 409 `last_owner`.
base::result<void> leave(persistence::connection& db, base::actor const& actor, std::string const& slug);

}  // namespace plaza::domain::groups
