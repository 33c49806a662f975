// SPDX-License-Identifier: EUPL-1.2
#include "domain/groups/groups_sql.hpp"

namespace plaza::domain::groups::sql {

#define PLAZA_FIND_GROUP                                                                                            \
    "select g.id, g.kind, v.role, v.may_read, g.archived_at is not null "                                           \
    "from plaza_group g join visible_groups($1) v on v.group_id = g.id where g.slug = $2"

constinit query<access_row(id, text)> const find{"groups.find", PLAZA_FIND_GROUP};
constinit query<access_row(id, text)> const find_shared{"groups.find_shared",
                                                        PLAZA_FIND_GROUP " for key share of g"};
constinit query<access_row(id, text)> const find_locked{"groups.find_locked", PLAZA_FIND_GROUP " for update of g"};

constinit query<id(id)> const created_lately{"groups.created_lately", R"(
select count(*) from plaza_group where created_by = $1 and created_at > now() - interval '24 hours')"};

constinit query<text(id, text)> const shape{"groups.shape", R"(
select group_json(g, (select count(*) from membership m where m.group_id = g.id),
                  coalesce(v.role, case when r.person_id is not null then 'requested' else 'none' end))::text
from plaza_group g
join visible_groups($1) v on v.group_id = g.id
left join membership_request r on r.group_id = g.id and r.person_id = $1
where g.slug = $2)"};

constinit query<list_row(id, text, bool, std::optional<id>, int)> const list{"groups.list", R"(
select coalesce(json_agg(shape order by n) filter (where n <= $5), '[]')::text, count(*) > $5,
       max(id) filter (where n = $5), null::bigint
from (
    select g.id, row_number() over (order by g.name, g.id) as n,
           group_json(g, (select count(*) from membership m where m.group_id = g.id),
                      coalesce(v.role, case when r.person_id is not null then 'requested' else 'none' end)) as shape
    from plaza_group g
    join visible_groups($1) v on v.group_id = g.id
    left join membership_request r on r.group_id = g.id and r.person_id = $1
    where ($2 = '' or strpos(fold(g.name), fold($2)) > 0) and (not $3::boolean or v.role is not null)
      and ($4::bigint is null or (g.name, g.id) > (select a.name, a.id from plaza_group a where a.id = $4))
    order by g.name, g.id
    limit $5 + 1) page)"};

constinit query<list_row(id, std::optional<id>, std::optional<id>, int)> const members{"groups.members", R"(
select coalesce(json_agg(json_build_object('person',
           person_ref(p.id, p.name, coalesce(a.position, ''), d.id, d.name, d.band), 'role', page.role,
           'joined_at', rfc3339(page.since)) order by n) filter (where n <= $4), '[]')::text,
       count(*) > $4, max(page.person_id) filter (where n = $4),
       max((extract(epoch from page.since) * 1000000)::bigint) filter (where n = $4)
from (
    select m.*, row_number() over (order by m.since desc, m.person_id desc) as n
    from membership m
    where m.group_id = $1
      and (m.since, m.person_id) < (coalesce(timestamptz 'epoch' + $2::bigint * interval '1 microsecond', 'infinity'),
                                    coalesce($3::bigint, 0))
    order by m.since desc, m.person_id desc
    limit $4 + 1) page
join person p on p.id = page.person_id
left join appointment a on a.person_id = p.id and a.main and a.valid_to is null
left join administration d on d.id = a.administration_id)"};

constinit query<id(text, text, text, text, id)> const insert{"groups.insert", R"(
insert into plaza_group (slug, name, kind, description, created_by) values ($1, $2, $3, $4, $5)
on conflict (slug) do nothing returning id)"};

constinit command<id, id, text, text> const insert_membership{
    "groups.insert_membership",
    "insert into membership (group_id, person_id, role, source) values ($1, $2, $3, $4) on conflict do nothing"};
constinit command<id, id> const insert_request{
    "groups.insert_request",
    "insert into membership_request (group_id, person_id) values ($1, $2) on conflict do nothing"};
constinit command<id, id> const delete_request{
    "groups.delete_request", "delete from membership_request where group_id = $1 and person_id = $2"};
constinit command<id, id> const delete_membership{
    "groups.delete_membership", "delete from membership where group_id = $1 and person_id = $2"};
constinit query<bool(id, id)> const other_owner{
    "groups.other_owner",
    "select exists (select from membership where group_id = $1 and person_id <> $2 and role = 'owner')"};

}  // namespace plaza::domain::groups::sql
