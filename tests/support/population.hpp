// SPDX-License-Identifier: EUPL-1.2
// People, groups, threads and posts for tests, put in by plain SQL.
#pragma once
#include "support/database.hpp"

#include "base/actor.hpp"

#include <cstdint>
#include <string>

namespace plaza::tests {

inline std::int64_t add_person(plain_session& sql, std::string const& status = "active") {
    return sql.number(
        "insert into person (name, status, policy_accepted_at) values ('Somebody', $1, now()) returning id", {status});
}

/// The person as the server knows them once they have signed in.
inline base::actor actor_of(std::int64_t person) {
    base::actor actor;
    actor.person = person;
    actor.stands = base::standing::complete;
    return actor;
}

inline std::int64_t add_group(plain_session& sql, std::string const& kind = "open", bool archived = false) {
    return sql.number(
        "insert into plaza_group (slug, name, kind, archived_at) values ('g-' || new_id(), 'Group', $1, "
        "case when $2::boolean then now() end) returning id",
        {kind, archived});
}

inline std::string slug_of(plain_session& sql, std::int64_t group) {
    return sql.text("select slug from plaza_group where id = $1", {group});
}

inline void add_member(plain_session& sql, std::int64_t group, std::int64_t person,
                       std::string const& role = "member") {
    sql.run("insert into membership (group_id, person_id, role) values ($1, $2, $3)", {group, person, role});
}

/// The next number of the thread is taken under its lock, as the server does.
inline std::int64_t add_post(plain_session& sql, std::int64_t thread, std::int64_t author, std::string const& role,
                             std::optional<int> parent = {}) {
    return sql.number(
        "with t as (select id, next_number from thread where id = $1 for update) "
        "insert into post (thread_id, number, parent, role, author_id, body, html) "
        "select t.id, t.next_number, $4::int, $3, $2::bigint, 'x', '<p>x</p>' from t returning id",
        {thread, author, role, parent});
}

inline std::int64_t add_thread(plain_session& sql, std::int64_t group, std::int64_t author,
                               std::string const& kind = "question") {
    auto const thread = sql.number(
        "insert into thread (group_id, kind, title, author_id) values ($1, $2, 'Title', $3) "
        "returning id",
        {group, kind, author});
    add_post(sql, thread, author, "root");
    return thread;
}

}  // namespace plaza::tests
