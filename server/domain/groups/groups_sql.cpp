// SPDX-License-Identifier: EUPL-1.2
#include "domain/groups/groups_sql.hpp"

namespace plaza::domain::groups::sql {

#define PLAZA_FIND_GROUP                                                  \
    "select g.id, g.kind, v.role, v.may_read, g.archived_at is not null " \
    "from plaza_group g join visible_groups($1) v on v.group_id = g.id where g.slug = $2"

constinit query<access_row(id, text)> const find{"groups.find", PLAZA_FIND_GROUP};
constinit query<access_row(id, text)> const find_shared{"groups.find_shared", PLAZA_FIND_GROUP " for key share of g"};
constinit query<access_row(id, text)> const find_locked{"groups.find_locked", PLAZA_FIND_GROUP " for update of g"};

constinit query<id(id)> const created_lately{"groups.created_lately", R"(
select count(*) from plaza_group where created_by = $1 and created_at > now() - interval '24 hours')"};

#define PLAZA_GROUP_SHAPE                                                                                              \
    "group_shape(g, (select count(*) from membership m where m.group_id = g.id), "                                     \
    "coalesce(v.role, case when i.person_id is not null then 'invited' when r.person_id is not null then 'requested' " \
    "else 'none' end), (select m.level from membership m where m.group_id = g.id and m.person_id = $1))"

#define PLAZA_GROUPS_SEEN                                                       \
    "from plaza_group g join visible_groups($1) v on v.group_id = g.id "        \
    "left join membership_request r on r.group_id = g.id and r.person_id = $1 " \
    "left join membership_invitation i on i.group_id = g.id and i.person_id = $1 and i.expires_at > now() "

constinit query<text(id, text)> const shape{
    "groups.shape", "select " PLAZA_GROUP_SHAPE "::text " PLAZA_GROUPS_SEEN "where g.slug = $2"};

constinit query<list_row(id, text, text, std::optional<id>, int)> const list{
    "groups.list",
    "select coalesce(json_agg(shape order by n) filter (where n <= $5), '[]')::text, count(*) > $5, "
    "max(id) filter (where n = $5), null::bigint from ("
    "select g.id, row_number() over (order by g.name, g.id) as n, " PLAZA_GROUP_SHAPE " as shape " PLAZA_GROUPS_SEEN
    R"(where ($2 = '' or strpos(fold(g.name), fold($2)) > 0)
      and ($3 = '' or $3 = 'mine' and v.role is not null or $3 = 'invited' and v.role is null and i.person_id is not null)
      and ($4::bigint is null or (g.name, g.id) > (select a.name, a.id from plaza_group a where a.id = $4))
    order by g.name, g.id
    limit $5 + 1) page)"};

// Towns alike are those of the same population band, as in the list of threads.
constinit query<list_row(id, std::optional<id>, std::optional<id>, int, std::optional<id>)> const members{
    "groups.members", R"(
select coalesce(json_agg(json_build_object('person',
           person_ref(p.id, p.name, coalesce(a.position, ''), d.id, d.name, d.band, p.shown_photo), 'role', page.role,
           'joined_at', rfc3339(page.since), 'by_rule', page.source <> 'hand') order by n) filter (where n <= $4), '[]')::text,
       count(*) > $4, max(page.person_id) filter (where n = $4),
       max((extract(epoch from page.since) * 1000000)::bigint) filter (where n = $4)
from (
    select m.*, row_number() over (order by m.since desc, m.person_id desc) as n
    from membership m
    where m.group_id = $1
      and (m.since, m.person_id) < (coalesce(timestamptz 'epoch' + $2::bigint * interval '1 microsecond', 'infinity'),
                                    coalesce($3::bigint, 0))
      and ($5::bigint is null or exists (
          select from appointment o join administration d on d.id = o.administration_id
          where o.person_id = m.person_id and o.main and o.valid_to is null and comparable((select home_of($5)), d) > 0))
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
constinit command<id, id, text> const insert_request{
    "groups.insert_request",
    "insert into membership_request (group_id, person_id, message) values ($1, $2, $3) on conflict do nothing"};
constinit query<person_row(id)> const moderators{
    "groups.moderators",
    "select person_id from membership where group_id = $1 and role in ('moderator', 'owner') order by person_id"};
constinit command<id, id> const delete_request{"groups.delete_request",
                                               "delete from membership_request where group_id = $1 and person_id = $2"};
constinit command<id, id> const forget_refusal{"groups.forget_refusal",
                                               "delete from membership_refusal where group_id = $1 and person_id = $2"};
constinit command<id, id> const delete_membership{"groups.delete_membership",
                                                  "delete from membership where group_id = $1 and person_id = $2"};
constinit command<id, id, text> const remember_leaving{"groups.remember_leaving", R"(
insert into membership_left (group_id, person_id, how) values ($1, $2, $3)
on conflict (group_id, person_id) do update set how = excluded.how, at = now())"};
constinit command<id, id> const forget_leaving{"groups.forget_leaving",
                                               "delete from membership_left where group_id = $1 and person_id = $2"};
constinit command<id> const forget_wishes{"groups.forget_wishes", R"(
with invitations as (delete from membership_invitation where person_id = $1)
delete from membership_request where person_id = $1)"};
constinit query<bool(id, id)> const other_owner{
    "groups.other_owner",
    "select exists (select from membership m join person p on p.id = m.person_id and p.status = 'active' "
    "where m.group_id = $1 and m.person_id <> $2 and m.role = 'owner')"};
constinit command<id, id> const make_owner{"groups.make_owner", R"(
update membership m set role = 'owner', source = 'hand' from person p
where m.group_id = $1 and m.person_id = $2 and m.role <> 'guest' and p.id = m.person_id and p.status = 'active')"};
constinit query<text(id, id)> const take_invitation{"groups.take_invitation", R"(
with taken as (delete from membership_invitation where group_id = $1 and person_id = $2 and expires_at > now()
               returning role, registration_id),
     answered as (update registration r set state = 'done', person_id = $2 from taken t where r.id = t.registration_id)
select role from taken)"};
constinit command<id, id> const delete_invitation{
    "groups.delete_invitation", "delete from membership_invitation where group_id = $1 and person_id = $2"};
constinit query<id(id)> const lock_person{"groups.lock_person",
                                          "select id from person where id = $1 for no key update"};
constinit query<bool(id)> const moderators_start{"groups.moderators_start",
                                                 "select who_starts = 'moderators' from plaza_group where id = $1"};
constinit query<bool(id, id, text)> const guest_elsewhere{"groups.guest_elsewhere", R"(
select case when $3 = 'guest' then exists (select from membership m where m.group_id <> $1 and m.person_id = p.id)
            else p.guest end
from person p where p.id = $2)"};
// Of several current posts any will do.
constinit query<bool(id, id)> const relation_admitted{"groups.relation_admitted", R"(
select coalesce(
    (select bool_or(a.relation = any (g.join_relations)) from appointment a
     where a.person_id = $2 and (a.valid_to is null or a.valid_to > current_date)
       and (a.valid_from is null or a.valid_from <= current_date)),
    'external' = any (g.join_relations))
from plaza_group g where g.id = $1)"};

constinit query<bool()> const members_create{"groups.members_create", "select members_create_groups from installation"};
constinit command<bool> const let_members_create{
    "groups.let_members_create",
    "update installation set members_create_groups = $1::boolean where members_create_groups <> $1::boolean"};
constinit query<bool(id)> const may_create{"groups.may_create", R"(
select not p.guest and (i.members_create_groups or coalesce(p.network_role in ('administrator', 'network_host'), false))
from person p, installation i where p.id = $1)"};
constinit command<id, int, text, text, text, text, text, text, text, text, std::optional<text>> const settle{
    "groups.settle", R"(
update plaza_group set name = $3, kind = $4, description = $5, rules = $6, welcome = $7, language = $8, who_starts = $9,
                       join_relations = $10::text[], mail_content = coalesce($11, mail_content), version = version + 1
where id = $1 and version = $2)"};
constinit command<id, text> const move{"groups.move", "update plaza_group set slug = $2 where id = $1"};
constinit query<bool(id)> const rule_by_skill{"groups.rule_by_skill", R"(
select exists (select from membership_rule r where r.group_id = $1 and r.skill is not null
               and num_nonnulls(r.administration_id, r.level, r.band, r.province_id, r.relation) = 0))"};
constinit command<id, bool> const mark_official{
    "groups.mark_official", "update plaza_group set official = $2::boolean where id = $1 and official <> $2::boolean"};
constinit command<int> const mark_idle{"groups.mark_idle", R"(
update plaza_group g set idle_since = w.idle_since
from (select l.id, case when l.last < now() - $1::int * interval '1 day' then l.last end as idle_since
      from (select o.id, greatest(o.created_at, (select max(t.last_activity_at) from thread t where t.group_id = o.id)) as last
            from plaza_group o where o.archived_at is null) l) w
where w.id = g.id and g.idle_since is distinct from w.idle_since)"};
constinit command<id, bool> const archive{
    "groups.archive", "update plaza_group set archived_at = case when $2::boolean then now() end where id = $1"};

}  // namespace plaza::domain::groups::sql
