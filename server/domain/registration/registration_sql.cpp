// SPDX-License-Identifier: EUPL-1.2
#include "domain/registration/registration_sql.hpp"

namespace plaza::domain::registration::sql {

constinit query<int(text)> const recent{"registration.recent", R"(
select count(*)::int from registration where email = lower($1) and created_at > now() - interval '1 hour')"};

constinit query<id(text, text, text, text, int, maybe, maybe)> const insert{"registration.insert", R"(
insert into registration (email, token_hash, language, state, expires_at, inviter_id, group_id)
values (lower($1), decode($2, 'hex'), $3, $4, now() + $5::int * interval '1 second', $6, $7) returning id)"};

constinit query<open_row(text)> const open{"registration.open", R"(
select r.id, r.email, r.state, r.name, r.language, r.administration_id, r.person_id, choice.list, choice.count, choice.only,
       coalesce((select p.name from person p where p.id = r.inviter_id), ''),
       r.position, r.unit, r.relation, r.group_id, coalesce(g.name, ''),
       r.state <> 'guest' or guest_welcome(r.group_id, r.inviter_id),
       choice.count > 0 or exists (select from registration o where o.email = r.email and o.state in ('admitted', 'prepared')
                                                                and o.expires_at > now())
from registration r
left join plaza_group g on g.id = r.group_id
cross join lateral (
    select coalesce(json_agg(json_build_object('id', d.id, 'name', d.name, 'band', d.band) order by d.name), '[]')::text as list,
           count(*)::int as count, case when count(*) = 1 then min(d.id) end as only
    from administration d
    where in_force(d)
      and case when r.state in ('admitted', 'prepared') then d.id = r.administration_id
               else d.id in (select m.administration_id from mail_domain m where m.domain = split_part(r.email, '@', 2)) end
) choice
where r.token_hash = decode($1, 'hex') and r.expires_at > now()
  and r.state in ('mailed', 'vetting', 'admitted', 'prepared', 'guest', 'confirming')
for update of r)"};

constinit command<id, text, text, text, text> const apply{"registration.apply", R"(
update registration set state = 'vetting', name = $2, organisation = $3, position = $4, reason = $5,
       expires_at = now() + interval '90 days'
where id = $1)"};

constinit query<bool(text, id)> const serves{"registration.serves", R"(
select exists (select from mail_domain m join administration d on d.id = m.administration_id
               where m.domain = split_part(lower($1), '@', 2) and d.id = $2 and in_force(d)))"};

constinit command<id, text, text, text, maybe, maybe> const settle{"registration.settle", R"(
update registration set state = $2, name = $3, position = $4, administration_id = $5, person_id = $6 where id = $1)"};

constinit query<link_row(text)> const link_of{
    "registration.link_of", "select email, group_id from registration where token_hash = decode($1, 'hex')"};

constinit query<bool(id)> const hold_group{"registration.hold_group",
                                           "select true from plaza_group where id = $1 for share"};

constinit query<text(id)> const group_name{"registration.group_name", "select name from plaza_group where id = $1"};

constinit command<id, id> const join_as_guest{
    "registration.join_as_guest",
    "insert into membership (group_id, person_id, role, source) values ($1, $2, 'guest', 'hand')"};

constinit query<id(text, text, text)> const insert_person{"registration.insert_person", R"(
insert into person (name, language, status, policy_accepted_at) values ($1, $2, $3, now()) returning id)"};

constinit query<bool(text)> const email_known{"registration.email_known",
                                              "select exists (select from credential where email = lower($1))"};

constinit query<back_row(text, id, text)> const invite_back{"registration.invite_back", R"(
with asked as (
    insert into membership_invitation as i (group_id, person_id, role, message, invited_by, expires_at, registration_id)
    select r.group_id, p.id, 'guest', $3, r.inviter_id, r.expires_at, r.id
    from credential c join person p on p.id = c.person_id join registration r on r.id = $2
    where c.email = lower($1) and p.guest and p.status = 'active'
      and not exists (select from membership m where m.person_id = p.id)
    on conflict (group_id, person_id) do update set message = excluded.message, invited_by = excluded.invited_by, created_at = now(),
        expires_at = excluded.expires_at, registration_id = excluded.registration_id
    where i.registration_id is not null
    returning i.person_id, i.group_id, i.invited_by)
select a.person_id, a.group_id, g.slug, a.invited_by from asked a join plaza_group g on g.id = a.group_id)"};

constinit query<id(id)> const take_back{
    "registration.take_back", "delete from membership_invitation where registration_id = $1 returning person_id"};

// A link nobody was told of, or that ends before it is read, is as good as none.
constinit query<prepared_row(text)> const prepared_standing{"registration.prepared_standing", R"(
select exists (select from credential where email = $1), r.id,
       coalesce(r.expires_at > now() + interval '1 day' and not exists (
           select from mail m where m.id = r.mail_id and m.state not in ('queued', 'accepted')), false)
from (values (1)) one
left join lateral (select * from registration r
                   where r.email = $1 and r.state in ('admitted', 'prepared') and r.expires_at > now()
                   order by r.created_at desc limit 1 for update) r on true)"};

constinit query<id(text, text, int, text, text, text, text, text, id, maybe, maybe)> const insert_prepared{
    "registration.insert_prepared", R"(
insert into registration (state, email, token_hash, expires_at, language, name, position, unit, relation, administration_id,
                          people_import_id, decided_by, decided_at)
values ('prepared', $1, decode($2, 'hex'), now() + $3::int * interval '1 second', $4, $5, $6, $7, $8, $9, $10, $11, now())
returning id)"};

// A link that stays is still that of the file, or of the administrator, that mailed it: no other takes it back.
constinit command<id, maybe_text, int, text, text, text, text, text, id, maybe, maybe> const renew_prepared{
    "registration.renew_prepared", R"(
update registration set token_hash = coalesce(decode($2, 'hex'), token_hash),
       (state, expires_at, decided_at, people_import_id, decided_by) = (
           select * from (values (state, expires_at, decided_at, people_import_id, decided_by)) stays where $2::text is null
           union all select 'prepared', now() + $3::int * interval '1 second', now(), $10, $11 where $2::text is not null),
       language = $4, name = $5, position = $6, unit = $7, relation = $8, administration_id = $9
where id = $1)"};

constinit query<bool(text)> const hold_address{
    "registration.hold_address", "select pg_advisory_xact_lock(hashtextextended(lower($1), 20261122)) is null"};

// In one order, whatever that of the file is.
constinit query<id(text)> const hold_addresses{"registration.hold_addresses", R"(
select count(pg_advisory_xact_lock(key))
from (select distinct hashtextextended(lower(one), 20261122) as key from unnest($1::text[]) one order by 1 offset 0) keys)"};

constinit command<id, id> const note_letter{"registration.note_letter",
                                            "update registration set mail_id = $2 where id = $1"};

// A letter that still waits goes no more.
constinit query<id(id)> const withdraw_prepared{"registration.withdraw_prepared", R"(
with ended as (update registration set state = 'withdrawn'
               where people_import_id = $1 and state = 'prepared' and expires_at > now() returning mail_id),
     unsent as (update mail m set useless_after = now() from ended e where m.id = e.mail_id and m.state = 'queued')
select count(*) from ended)"};

constinit query<std::optional<id>(id)> const inviter_of{"registration.inviter_of",
                                                        "select inviter_id from registration where id = $1"};

constinit query<id(id, int)> const colleagues{"registration.colleagues", R"(
select distinct a.person_id from appointment a join person p on p.id = a.person_id
where a.administration_id = $1 and a.valid_to is null and a.relation <> 'external' and not p.guest and p.status = 'active'
order by 1 limit $2)"};

constinit query<id()> const administrators{
    "registration.administrators",
    "select id from person where network_role = 'administrator' and status = 'active' order by id"};

constinit query<waiting_row(id, id, bool)> const confirming{"registration.confirming", R"(
select r.email, r.name, r.language, r.position, r.administration_id, r.person_id
from registration r
where r.id = $1 and r.state = 'confirming'
  and ($3 or exists (select from appointment a where a.person_id = $2 and a.administration_id = r.administration_id
                                                 and a.valid_to is null and a.relation <> 'external' and not is_guest($2)))
for update)"};

constinit query<waiting_row(id)> const vetting{"registration.vetting", R"(
select email, name, language, position, administration_id, person_id from registration
where id = $1 and state = 'vetting' for update)"};

constinit command<id, text, id> const decide{
    "registration.decide", "update registration set state = $2, decided_by = $3, decided_at = now() where id = $1"};

constinit command<id, text, id, id, int> const admit{"registration.admit", R"(
update registration set state = 'admitted', token_hash = decode($2, 'hex'), administration_id = $3, decided_by = $4,
       decided_at = now(), expires_at = now() + $5::int * interval '1 second'
where id = $1)"};

constinit query<bool(id)> const administration_in_force{
    "registration.administration_in_force",
    "select exists (select from administration where id = $1 and in_force(administration))"};

constinit command<text, id> const know_domain{"registration.know_domain", R"(
insert into mail_domain (domain, administration_id) values (split_part(lower($1), '@', 2), $2) on conflict do nothing)"};

constinit command<id> const activate_person{"registration.activate_person",
                                            "update person set status = 'active' where id = $1 and status = 'pending'"};

constinit command<id> const drop_person{"registration.drop_person",
                                        "delete from person where id = $1 and status = 'pending'"};

constinit query<bool(id)> const is_guest{"registration.is_guest", "select is_guest($1)"};

constinit query<int(id)> const invitations_this_week{"registration.invitations_this_week", R"(
select count(*)::int from registration where inviter_id = $1 and created_at > now() - interval '7 days')"};

constinit query<withdrawn_row(id, id)> const withdraw{"registration.withdraw", R"(
update registration set state = 'withdrawn'
where inviter_id = $1 and id = $2 and state in ('mailed', 'known', 'guest') and expires_at > now()
returning id, group_id, inviter_id)"};

constinit query<withdrawn_row(id)> const withdraw_all{"registration.withdraw_all", R"(
update registration set state = 'withdrawn'
where inviter_id = $1 and state in ('mailed', 'known', 'guest')
  and not exists (select from appointment a where a.person_id = $1 and a.valid_to is null)
returning id, group_id, inviter_id)"};

constinit query<withdrawn_row(id, id)> const withdraw_guest{"registration.withdraw_guest", R"(
update registration set state = 'withdrawn'
where group_id = $1 and id = $2 and state in ('known', 'guest') and expires_at > now()
returning id, group_id, inviter_id)"};

// The day after the pause ends is true wherever it is read. An address that a domain serves now is as any other of it.
constinit query<maybe_text(text, int, text)> const refused_until{"registration.refused_until", R"(
select (select to_char(max(r.decided_at) + ($2::int + 1) * interval '1 day',
                       case when $3 = 'en' then 'FMDD FMMonth YYYY' else 'DD/MM/YYYY' end)
        from registration r
        where r.email = lower($1) and r.state = 'refused' and r.decided_at > now() - $2::int * interval '1 day'
          and not exists (select from mail_domain m join administration d on d.id = m.administration_id
                          where m.domain = split_part(lower($1), '@', 2) and in_force(d))))"};

constinit query<unconfirmed_row(int)> const unconfirmed{"registration.unconfirmed", R"(
select r.email, r.name, r.language, r.person_id
from registration r join person p on p.id = r.person_id and p.status = 'pending'
where r.state = 'confirming' and r.created_at < now() - $1::int * interval '1 day'
order by r.id limit 500 for update of r skip locked)"};

constinit command<int> const forget_old{"registration.forget_old", R"(
delete from registration
where greatest(created_at, coalesce(decided_at, created_at)) < now() - $1::int * interval '1 day'
  and state <> 'confirming')"};

#define PLAZA_MICROSECONDS(time) "(extract(epoch from " time ") * 1000000)::bigint"
#define PLAZA_MOMENT(parameter) "timestamptz 'epoch' + " parameter "::bigint * interval '1 microsecond'"

constinit query<list_row(id, bool, maybe, maybe, int)> const confirmations{"registration.confirmations", R"(
select coalesce(json_agg(item order by n) filter (where n <= $5), '[]')::text, count(*) > $5,
       max()" PLAZA_MICROSECONDS("at") R"() filter (where n = $5), max(id) filter (where n = $5)
from (
    select r.id, r.created_at as at, row_number() over (order by r.created_at, r.id) as n,
           json_build_object('id', r.id, 'name', r.name, 'email', r.email, 'position', r.position,
                             'administration', json_build_object('id', d.id, 'name', d.name, 'band', d.band),
                             'asked_at', rfc3339(r.created_at)) as item
    from registration r join administration d on d.id = r.administration_id
    where r.state = 'confirming'
      and ($2 or exists (select from appointment a where a.person_id = $1 and a.administration_id = d.id
                                                     and a.valid_to is null and a.relation <> 'external' and not is_guest($1)))
      and (r.created_at, r.id) > (coalesce()" PLAZA_MOMENT("$3") R"(, '-infinity'), coalesce($4::bigint, 0))
    order by r.created_at, r.id
    limit $5 + 1) page)"};

constinit query<list_row(maybe, maybe, int, text)> const applications{"registration.applications", R"(
select coalesce(json_agg(item order by n) filter (where n <= $3), '[]')::text, count(*) > $3,
       max()" PLAZA_MICROSECONDS("at") R"() filter (where n = $3), max(id) filter (where n = $3)
from (
    select r.id, r.created_at as at, row_number() over (order by r.created_at, r.id) as n,
           json_build_object('id', r.id, 'name', r.name, 'email', r.email, 'organisation', r.organisation,
                             'position', r.position, 'reason', r.reason, 'inviter', coalesce(p.name, ''),
                             'domain_open', lower(regexp_replace(r.email, '^.*@', '')) = any(string_to_array($4, ' ')),
                             'asked_at', rfc3339(r.created_at)) as item
    from registration r left join person p on p.id = r.inviter_id
    where r.state = 'vetting'
      and (r.created_at, r.id) > (coalesce()" PLAZA_MOMENT("$1") R"(, '-infinity'), coalesce($2::bigint, 0))
    order by r.created_at, r.id
    limit $3 + 1) page)"};

constinit query<list_row(id, maybe, maybe, int)> const guest_invitations{"registration.guest_invitations", R"(
select coalesce(json_agg(item order by n) filter (where n <= $4), '[]')::text, count(*) > $4,
       max()" PLAZA_MICROSECONDS("at") R"() filter (where n = $4), max(id) filter (where n = $4)
from (
    select r.id, r.created_at as at, row_number() over (order by r.created_at desc, r.id desc) as n,
           json_build_object('id', r.id, 'email', r.email, 'inviter', p.name, 'invited_at', rfc3339(r.created_at),
                             'expires_at', rfc3339(r.expires_at)) as item
    from registration r join person p on p.id = r.inviter_id
    where r.group_id = $1 and r.state in ('known', 'guest') and r.expires_at > now()
      and (r.created_at, r.id) < (coalesce()" PLAZA_MOMENT("$2") R"(, 'infinity'), coalesce($3::bigint, 0))
    order by r.created_at desc, r.id desc
    limit $4 + 1) page)"};

// Of an address that had an account already the invitation is told like one that nobody has answered.
constinit query<list_row(id, maybe, maybe, int)> const invitations{"registration.invitations", R"(
select coalesce(json_agg(item order by n) filter (where n <= $4), '[]')::text, count(*) > $4,
       max()" PLAZA_MICROSECONDS("at") R"() filter (where n = $4), max(id) filter (where n = $4)
from (
    select r.id, r.created_at as at, row_number() over (order by r.created_at desc, r.id desc) as n,
           json_build_object('id', r.id, 'email', r.email, 'invited_at', rfc3339(r.created_at),
                             'expires_at', rfc3339(r.created_at + interval '14 days'),
                             'state', case when r.state in ('mailed', 'known', 'guest') and r.expires_at < now() then 'expired'
                                           when r.state in ('mailed', 'known', 'guest') then 'waiting'
                                           when r.state = 'withdrawn' then 'withdrawn'
                                           when r.state = 'done' then 'joined'
                                           else 'answered' end) as item
    from registration r
    where r.inviter_id = $1
      and (r.created_at, r.id) < (coalesce()" PLAZA_MOMENT("$2") R"(, 'infinity'), coalesce($3::bigint, 0))
    order by r.created_at desc, r.id desc
    limit $4 + 1) page)"};

}  // namespace plaza::domain::registration::sql
