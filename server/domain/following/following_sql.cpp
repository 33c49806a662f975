// SPDX-License-Identifier: EUPL-1.2
#include "domain/following/following_sql.hpp"

namespace plaza::domain::following::sql {

constinit query<bool(id, id)> const knows_person{"following.knows_person", R"(
select exists (select from person p where p.id = $2 and p.status in ('active', 'suspended', 'imported')
                                      and knows_person($1, p.id)))"};

constinit query<id(id, text)> const known_tag{
    "following.known_tag", "select t.id from tag t where t.name = tag_called($2) and knows_tag($1, t.id)"};

constinit command<id> const lock{"following.lock", "select 1 from person where id = $1 for no key update"};

// What may not be seen any more cannot be taken out either, so it takes nobody's place.
#define PLAZA_FOLLOW(table, column, seen)                                                                           \
    "with added as (insert into " table " (person_id, " column ") select $1, $2 where (select count(*) from " table \
    " f " seen                                                                                                      \
    ") < $3 on conflict do nothing returning 1) select exists (select from added) or exists (select from " table    \
    " where person_id = $1 and " column " = $2)"

constinit query<bool(id, id, int)> const follow_person{
    "following.follow_person",
    PLAZA_FOLLOW("person_follow", "followed_id", "where f.person_id = $1 and knows_person($1, f.followed_id)")};
constinit query<bool(id, id, int)> const follow_tag{
    "following.follow_tag", PLAZA_FOLLOW("tag_follow", "tag_id", "where f.person_id = $1 and knows_tag($1, f.tag_id)")};
constinit query<bool(id, id, int)> const follow_thread{
    "following.follow_thread",
    PLAZA_FOLLOW("thread_follow", "thread_id",
                 "join thread t on t.id = f.thread_id join readable_groups($1) v on v.group_id = t.group_id "
                 "where f.person_id = $1")};

constinit command<id, id> const unfollow_person{"following.unfollow_person",
                                                "delete from person_follow where person_id = $1 and followed_id = $2"};
constinit command<id, id> const unfollow_tag{"following.unfollow_tag",
                                             "delete from tag_follow where person_id = $1 and tag_id = $2"};
constinit command<id, id> const unfollow_thread{"following.unfollow_thread",
                                                "delete from thread_follow where person_id = $1 and thread_id = $2"};

constinit query<bool(id, id)> const follows_person{
    "following.follows_person", "select exists (select from person_follow where person_id = $1 and followed_id = $2)"};
constinit query<bool(id, id)> const follows_tag{
    "following.follows_tag", "select exists (select from tag_follow where person_id = $1 and tag_id = $2)"};
constinit query<bool(id, id)> const follows_thread{
    "following.follows_thread", "select exists (select from thread_follow where person_id = $1 and thread_id = $2)"};

// What is followed, the newest first; of what one may not see any more, nothing.
#define PLAZA_FOLLOWED(item, key, rest)                                                                                   \
    "select coalesce(json_agg(json_build_object('since', rfc3339(page.since), " item                                      \
    ") order by n) filter (where n <= $4), '[]')::text, count(*) > $4, "                                                  \
    "max((extract(epoch from page.since) * 1000000)::bigint) filter (where n = $4), max(page.key) filter (where n = $4) " \
    "from (select f.since, " key " as key, row_number() over (order by f.since desc, " key " desc) as n " rest            \
    " and (f.since, " key                                                                                                 \
    ") < (coalesce(timestamptz 'epoch' + $2::bigint * interval '1 microsecond', 'infinity'), "                            \
    "coalesce($3::bigint, 0)) order by f.since desc, " key " desc limit $4 + 1) page "

constinit query<list_row(id, std::optional<id>, std::optional<id>, int)> const people{
    "following.people",
    PLAZA_FOLLOWED("'person', person_ref(p.id, p.name, coalesce(a.position, ''), d.id, d.name, d.band, p.shown_photo)",
                   "f.followed_id",
                   "from person_follow f join person p on p.id = f.followed_id where f.person_id = $1 "
                   "and p.status in ('active', 'suspended', 'imported') and knows_person($1, p.id)")
        R"(join person p on p.id = page.key
left join appointment a on a.person_id = p.id and a.main and a.valid_to is null
left join administration d on d.id = a.administration_id)"};

constinit query<list_row(id, std::optional<id>, std::optional<id>, int)> const tags{
    "following.tags",
    PLAZA_FOLLOWED(
        "'tag', t.name", "f.tag_id",
        "from tag_follow f where f.person_id = $1 and knows_tag($1, f.tag_id)") "join tag t on t.id = page.key"};

constinit query<list_row(id, std::optional<id>, std::optional<id>, int)> const threads{
    "following.threads",
    PLAZA_FOLLOWED(
        "'thread', s.shape::json", "f.thread_id",
        "from thread_follow f join thread t on t.id = f.thread_id "
        "join readable_groups($1) v on v.group_id = t.group_id where f.person_id = $1") "cross join lateral (select shape from thread_shapes(array[page.key], $1)) s"};

#define PLAZA_READERS                                                                                       \
    "select f.person_id from thread t join person_follow f on f.followed_id = t.author_id where t.id = $1 " \
    "union select f.person_id from thread_tag tt join tag_follow f on f.tag_id = tt.tag_id where tt.thread_id = $1"

constinit query<bool(id)> const has_readers{"following.has_readers", "select exists (" PLAZA_READERS ")"};

constinit query<shown_row(id, id, int)> const readers_after{"following.readers_after", R"(
select c.person_id, r.group_id, case when v.group_id is null then '' else thread_json(r)::text end
from ()" PLAZA_READERS R"( order by 1) c
join thread_row r on r.id = $1
join person p on p.id = c.person_id and p.status = 'active'
left join lateral (select * from readable_groups(c.person_id) g where g.group_id = r.group_id and g.role is null) v on true
where c.person_id > $2 and c.person_id <> r.author_id
order by c.person_id
limit $3)"};

}  // namespace plaza::domain::following::sql
