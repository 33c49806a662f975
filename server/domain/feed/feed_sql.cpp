// SPDX-License-Identifier: EUPL-1.2
#include "domain/feed/feed_sql.hpp"

namespace plaza::domain::feed::sql {

// How it walks: schema/replaceable/81_feed.sql.
constinit query<list_row(id, text, text, text, text, text, text, bool, std::optional<id>, std::optional<id>, int)> const
    page{"feed.page", R"(
select items, more, last_at, last_id
from feed_page($1, $2, $3, $4, $5, $6, $7, $8::boolean,
               coalesce(timestamptz 'epoch' + $9::bigint * interval '1 microsecond', 'infinity'), coalesce($10::bigint, 0), $11))"};

// schema/replaceable/83_for_you.sql.
constinit query<list_row(id, std::optional<id>, std::optional<id>, int)> const for_you{"feed.for_you", R"(
select items, more, last_at, last_id
from feed_for_you($1, coalesce(timestamptz 'epoch' + $2::bigint * interval '1 microsecond', 'infinity'), coalesce($3::bigint, 0), $4))"};

constinit query<text(id)> const away{"feed.away", "select feed_away($1)"};
constinit command<id> const put_away{
    "feed.put_away", "update person_seen set away_from = null, day = current_date where person_id = $1"};

// A question that nobody answered, of somebody else, not too old, not one that the reader wants to hear nothing of.
#define PLAZA_ANSWERABLE                                                            \
    "t.kind = 'question' and t.answers = 0 and not t.solved and t.author_id <> $1 " \
    "and t.created_at > now() - $2::int * interval '1 day' "                        \
    "and not exists (select from thread_level l where l.thread_id = t.id and l.person_id = $1 and l.level = 'muted')"

// Few of each subject and group are looked at, the newest: the cost grows with those, not with the questions there are.
constinit query<std::string(id, int, int)> const answerable{"feed.answerable", R"(
with subjects as materialized (
    select tag_id as id, name from subjects_of($1)
), town as materialized (
    select a.id, a.band, a.province_id from appointment p join administration a on a.id = p.administration_id
    where p.person_id = $1 and p.main and p.valid_to is null
), offered as materialized (
    select group_id, role from offered_groups($1)
), nearest as (
    select o.group_id, true as mine from offered o where o.role is not null
    union all
    -- For who is in none yet, so that nobody begins before an empty page.
    (select o.group_id, false from offered o join plaza_group g on g.id = o.group_id
     where not exists (select from offered m where m.role is not null) order by g.official desc, g.id limit 40)
), found as materialized (
    select q.id, q.last_activity_at, 1 as rank, 'subject' as why, s.name as subject
    from subjects s
    cross join lateral (
        select t.id, t.last_activity_at
        from thread_tag tt join thread t on t.id = tt.thread_id join offered o on o.group_id = t.group_id
        where tt.tag_id = s.id and tt.last_activity_at > now() - $2::int * interval '1 day' and )" PLAZA_ANSWERABLE R"(
        order by tt.last_activity_at desc, tt.thread_id desc limit 20) q
    union all
    select q.id, q.last_activity_at, case when town.id is not null then 2 when o.mine then 3 else 4 end,
           case when town.id = d.id then 'own' when town.id is not null then 'town' when o.mine then 'group' else 'open' end, null
    from nearest o
    cross join lateral (
        select t.id, t.last_activity_at, t.author_administration_id from thread t
        where t.group_id = o.group_id and t.last_activity_at > now() - $2::int * interval '1 day' and )" PLAZA_ANSWERABLE
                                                                               R"(
        order by t.last_activity_at desc, t.id desc limit 20) q
    left join administration d on d.id = q.author_administration_id
    left join town on town.id = d.id or (town.band = d.band and town.province_id = d.province_id)
), best as (
    select distinct on (f.id) f.* from found f order by f.id, f.rank, f.subject
), chosen as (
    select b.*, row_number() over (order by b.rank, b.last_activity_at desc, b.id desc) as n
    from best b order by n limit $3)
select concat('{"items":[', string_agg(concat('{"why":', to_json(c.why), ',"subject":',
                                              coalesce(to_json(c.subject)::text, 'null'), ',"thread":', s.shape, '}'), ',' order by c.n), ']}')
from chosen c join thread_shapes(array(select id from chosen), $1) s on s.id = c.id)"};

}  // namespace plaza::domain::feed::sql
