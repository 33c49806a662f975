// SPDX-License-Identifier: EUPL-1.2
// Rules by which people belong to a group for what they are: administration, level, band, province, relation, skill.
// The database applies them whenever a post or a skill changes (schema/replaceable/36_membership_rules.sql); here they
// are written down, and applied to everybody. Only owners write them: by a rule one could let oneself in.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "domain/groups/groups.hpp"
#include "persistence/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::admissions {

/// Rules of one group: more would say that a rule is not what is wanted.
inline constexpr int most_rules = 20;
/// Longest skill, level, band or province in characters.
inline constexpr std::size_t longest_word = 100;

/// What is left out does not matter; the rest holds of one and the same current post, but for the skill.
struct rule {
    std::optional<std::int64_t> administration;
    std::optional<std::string> level, band, province, relation, skill;
};

struct added {
    std::int64_t id;
    int coming;  ///< people whom the rules of the group mean and who are not in it yet
};

/// Writes a rule and has it applied. A rule that reaches beyond an administration in which the actor has a current post
/// brings people in who never heard of the group: it takes an official group, or an administrator or host of the network
/// as its owner. 403 `group_archived`, `rule_beyond_house`, 409 `too_many_rules`, 422 `$` `required` for a rule that says nothing, `administration` `unknown`, `skill` `self_declared` for a rule by skill alone in a group
/// that is not open. The group was opened with `need::own`.
base::result<added> add(persistence::connection& db, base::actor const& actor, groups::visible_group const& group,
                        rule wanted);

/// Takes a rule away, and with it the memberships that no other rule makes. 404. The group was opened with `need::own`.
base::result<void> drop(persistence::connection& db, base::actor const& actor, groups::visible_group const& group,
                        std::int64_t id);

/// Applies the rules of the group that the payload names, some people at a time.
void apply(persistence::connection& db, std::string const& payload);

/// Has all rules applied: days pass on which posts begin and end.
void apply_all(persistence::connection& db);

}  // namespace plaza::domain::admissions
