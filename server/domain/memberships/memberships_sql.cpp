// SPDX-License-Identifier: EUPL-1.2
#include "domain/memberships/memberships_sql.hpp"

namespace plaza::domain::memberships::sql {

#define PLAZA_PERSON_SHOWN "person_ref(p.id, p.name, coalesce(a.position, ''), d.id, d.name, d.band, p.shown_photo)"
#define PLAZA_POST_OF(person)                           \
    " left join appointment a on a.person_id = " person \
    " and a.main and a.valid_to is null "               \
    "left join administration d on d.id = a.administration_id "
#define PLAZA_MICROSECONDS(time) "(extract(epoch from " time ") * 1000000)::bigint"
#define PLAZA_AFTER(alias)                                                                                           \
    "where " alias ".group_id = $1 and (" alias ".created_at, " alias                                                \
    ".person_id) > "                                                                                                 \
    "(coalesce(timestamptz 'epoch' + $2::bigint * interval '1 microsecond', '-infinity'), coalesce($3::bigint, 0)) " \
    "order by " alias ".created_at, " alias ".person_id limit $4 + 1"
#define PLAZA_LIST_OF(shape)                                            \
    "select coalesce(json_agg(" shape                                   \
    " order by n) filter (where n <= $4), '[]')::text, count(*) > $4, " \
    "max(" PLAZA_MICROSECONDS("page.created_at") ") filter (where n = $4), max(page.person_id) filter (where n = $4) "

constinit query<text(id, id)> const mine{"memberships.mine", R"(
select json_build_object('my_membership', coalesce(m.role, case when i.person_id is not null then 'invited'
                                                                when r.person_id is not null then 'requested' else 'none' end),
           'level', m.level, 'since', rfc3339(m.since), 'by_rule', coalesce(m.source <> 'hand', false),
           'request', case when r.person_id is not null then
               json_build_object('message', r.message, 'created_at', rfc3339(r.created_at)) end,
           'refusal', case when f.person_id is not null then
               json_build_object('reason', f.reason, 'refused_at', rfc3339(f.refused_at)) end,
           'invitation', case when i.person_id is not null then
               json_build_object('role', i.role, 'message', i.message, 'by', )" PLAZA_PERSON_SHOWN R"(,
                                 'expires_at', rfc3339(i.expires_at)) end)::text
from plaza_group g
left join membership m on m.group_id = g.id and m.person_id = $1
left join membership_request r on r.group_id = g.id and r.person_id = $1
left join membership_refusal f on f.group_id = g.id and f.person_id = $1
left join membership_invitation i on i.group_id = g.id and i.person_id = $1 and i.expires_at > now()
left join person p on p.id = i.invited_by)" PLAZA_POST_OF("p.id") "where g.id = $2"};

constinit query<list_row(id, std::optional<id>, std::optional<id>, int)> const requests{
    "memberships.requests",
    PLAZA_LIST_OF(
        "json_build_object('person', " PLAZA_PERSON_SHOWN ", 'relation', a.relation, 'message', page.message, "
        "'created_at', rfc3339(page.created_at))") "from (select r.*, row_number() over (order by r.created_at, r.person_id) as n from membership_request r " PLAZA_AFTER("r") ") page join person p on p.id = page.person_id" PLAZA_POST_OF("p.id")};

constinit query<list_row(id, std::optional<id>, std::optional<id>, int)> const invitations{
    "memberships.invitations",
    PLAZA_LIST_OF(
        "json_build_object('person', " PLAZA_PERSON_SHOWN ", 'role', page.role, 'message', page.message, "
        "'by', json_build_object('id', page.invited_by, 'name', b.name), 'created_at', rfc3339(page.created_at), "
        "'expires_at', rfc3339(page.expires_at))") "from (select i.*, row_number() over (order by i.created_at, i.person_id) as n from (select group_id, person_id, role, message, invited_by, created_at, expires_at from membership_invitation where registration_id is null) i " PLAZA_AFTER("i") ") page join person p on p.id = page.person_id join person b on b.id = page.invited_by" PLAZA_POST_OF("p.id")};

constinit command<id, id> const take_request{"memberships.take_request",
                                             "delete from membership_request where group_id = $1 and person_id = $2"};
constinit command<id, id> const admit{
    "memberships.admit",
    "insert into membership (group_id, person_id, role, source) values ($1, $2, 'member', 'hand') on conflict do nothing"};
constinit command<id, id> const forget_before{"memberships.forget_before", R"(
with refusals as (delete from membership_refusal where group_id = $1 and person_id = $2)
delete from membership_left where group_id = $1 and person_id = $2)"};
constinit command<id, id, text, id> const refuse{"memberships.refuse", R"(
insert into membership_refusal (group_id, person_id, reason, refused_by) values ($1, $2, $3, $4)
on conflict (group_id, person_id) do update set reason = excluded.reason, refused_by = excluded.refused_by,
    refused_at = now())"};
constinit query<member_row(id, id)> const member{"memberships.member", R"(
select m.role, p.status = 'active' from membership m join person p on p.id = m.person_id
where m.group_id = $1 and m.person_id = $2)"};
constinit command<id, id, text> const set_role{
    "memberships.set_role", "update membership set role = $3, source = 'hand' where group_id = $1 and person_id = $2"};
constinit command<id, id> const remove{"memberships.remove",
                                       "delete from membership where group_id = $1 and person_id = $2"};
constinit command<id, id> const remember_removal{"memberships.remember_removal", R"(
insert into membership_left (group_id, person_id, how) values ($1, $2, 'removed')
on conflict (group_id, person_id) do update set how = 'removed', at = now())"};
constinit query<invited_row(id, id)> const to_invite{"memberships.to_invite", R"(
select exists (select from membership m where m.group_id = $1 and m.person_id = p.id),
       exists (select from appointment a where a.person_id = p.id and a.relation <> 'external'
                                           and (a.valid_to is null or a.valid_to > current_date)),
       p.guest
from person p where p.id = $2 and p.status = 'active')"};
constinit query<id(id)> const invited_lately{"memberships.invited_lately", R"(
select count(*) from audit
where actor_id = $1 and action = 'membership.invited' and at > now() - interval '24 hours')"};
constinit command<id, id, text, text, id, int> const invite{"memberships.invite", R"(
insert into membership_invitation (group_id, person_id, role, message, invited_by, expires_at)
values ($1, $2, $3, $4, $5, now() + $6::int * interval '1 day')
on conflict (group_id, person_id) do update set role = excluded.role, message = excluded.message,
    invited_by = excluded.invited_by, created_at = now(), expires_at = excluded.expires_at, registration_id = null)"};
constinit command<id, id> const withdraw{"memberships.withdraw",
                                         "delete from membership_invitation where group_id = $1 and person_id = $2 "
                                         "and registration_id is null"};
constinit query<forgotten_row(int)> const forget_expired{"memberships.forget_expired", R"(
with invitations as (delete from membership_invitation where expires_at < now() returning group_id, person_id, registration_id),
     requests as (delete from membership_request where created_at < now() - $1::int * interval '1 day'
                  returning group_id, person_id)
select group_id, person_id, true,
       exists (select from membership_invitation i
               where i.group_id = r.group_id and i.person_id = r.person_id and i.expires_at > now()),
       false
from requests r
union all
select i.group_id, i.person_id, false,
       exists (select from membership_request r where r.group_id = i.group_id and r.person_id = i.person_id),
       i.registration_id is not null
from invitations i
order by 1, 2)"};
constinit command<id, id, text> const set_level{
    "memberships.set_level",
    "update membership set level = $3, level_chosen = true where group_id = $1 and person_id = $2"};

constinit query<text(id, id, id)> const thread_level{"memberships.thread_level", R"(
select json_build_object('level', (select level from thread_level where thread_id = $1 and person_id = $2),
                         'group_level', (select level from membership where group_id = $3 and person_id = $2))::text)"};
constinit command<id, id, text> const set_thread_level{"memberships.set_thread_level", R"(
insert into thread_level (thread_id, person_id, level) values ($1, $2, $3)
on conflict (person_id, thread_id) do update set level = excluded.level)"};
constinit command<id, id> const forget_thread_level{"memberships.forget_thread_level",
                                                    "delete from thread_level where thread_id = $1 and person_id = $2"};

}  // namespace plaza::domain::memberships::sql
