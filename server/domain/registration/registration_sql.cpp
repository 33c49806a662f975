// SPDX-License-Identifier: EUPL-1.2
#include "domain/registration/registration_sql.hpp"

namespace plaza::domain::registration::sql {

constinit query<int(text)> const recent{"registration.recent", R"(
select count(*)::int from registration where email = lower($1) and created_at > now() - interval '1 hour')"};

constinit query<id(text, text, text, text, int, maybe)> const insert{"registration.insert", R"(
insert into registration (email, token_hash, language, state, expires_at, inviter_id)
values (lower($1), decode($2, 'hex'), $3, $4, now() + $5::int * interval '1 second', $6) returning id)"};

constinit query<open_row(text)> const open{"registration.open", R"(
select r.id, r.email, r.state, r.name, r.language, r.administration_id, r.person_id, choice.list, choice.count, choice.only,
       coalesce((select p.name from person p where p.id = r.inviter_id), '')
from registration r
cross join lateral (
    select coalesce(json_agg(json_build_object('id', d.id, 'name', d.name, 'band', d.band) order by d.name), '[]')::text as list,
           count(*)::int as count, case when count(*) = 1 then min(d.id) end as only
    from administration d
    where d.valid_to is null
      and case when r.state = 'admitted' then d.id = r.administration_id
               else d.id in (select m.administration_id from mail_domain m where m.domain = split_part(r.email, '@', 2)) end
) choice
where r.token_hash = decode($1, 'hex') and r.expires_at > now()
  and r.state in ('mailed', 'vetting', 'admitted', 'confirming')
for update of r)"};

constinit command<id, text, text, text, text> const apply{"registration.apply", R"(
update registration set state = 'vetting', name = $2, organisation = $3, position = $4, reason = $5,
       expires_at = now() + interval '90 days'
where id = $1)"};

constinit query<bool(text, id)> const serves{"registration.serves", R"(
select exists (select from mail_domain m join administration d on d.id = m.administration_id
               where m.domain = split_part(lower($1), '@', 2) and d.id = $2 and d.valid_to is null))"};

constinit command<id, text, text, text, maybe, maybe> const settle{"registration.settle", R"(
update registration set state = $2, name = $3, position = $4, administration_id = $5, person_id = $6 where id = $1)"};

constinit query<id(text, text, text)> const insert_person{"registration.insert_person", R"(
insert into person (name, language, status, policy_accepted_at) values ($1, $2, $3, now()) returning id)"};

constinit query<bool(text)> const email_known{"registration.email_known",
                                              "select exists (select from credential where email = lower($1))"};

constinit query<bool(text)> const hold_address{
    "registration.hold_address", "select pg_advisory_xact_lock(hashtextextended(lower($1), 20261122)) is null"};

constinit query<id(id, int)> const colleagues{"registration.colleagues", R"(
select distinct a.person_id from appointment a join person p on p.id = a.person_id
where a.administration_id = $1 and a.valid_to is null and a.relation <> 'external' and not p.guest and p.status = 'active'
order by 1 limit $2)"};

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
    "select exists (select from administration where id = $1 and valid_to is null)"};

constinit command<text, id> const know_domain{"registration.know_domain", R"(
insert into mail_domain (domain, administration_id) values (split_part(lower($1), '@', 2), $2) on conflict do nothing)"};

constinit command<id> const activate_person{"registration.activate_person",
                                            "update person set status = 'active' where id = $1 and status = 'pending'"};

constinit command<id> const drop_person{"registration.drop_person",
                                        "delete from person where id = $1 and status = 'pending'"};

constinit query<int(id)> const invitations_this_week{"registration.invitations_this_week", R"(
select count(*)::int from registration where inviter_id = $1 and created_at > now() - interval '7 days')"};

constinit command<id, id> const withdraw{"registration.withdraw", R"(
update registration set state = 'withdrawn'
where inviter_id = $1 and id = $2 and state in ('mailed', 'known') and expires_at > now())"};

constinit command<int> const forget_old{"registration.forget_old", R"(
delete from registration
where greatest(created_at, coalesce(decided_at, created_at)) < now() - $1::int * interval '1 day'
  and state <> 'confirming')"};

constinit query<text(id, bool)> const confirmations{"registration.confirmations", R"(
select coalesce(json_agg(item order by at, id), '[]')::text from (
    select r.id, r.created_at as at,
           json_build_object('id', r.id, 'name', r.name, 'email', r.email, 'position', r.position,
                             'administration', json_build_object('id', d.id, 'name', d.name, 'band', d.band),
                             'asked_at', rfc3339(r.created_at)) as item
    from registration r join administration d on d.id = r.administration_id
    where r.state = 'confirming'
      and ($2 or exists (select from appointment a where a.person_id = $1 and a.administration_id = d.id
                                                     and a.valid_to is null and a.relation <> 'external' and not is_guest($1)))
    order by r.created_at, r.id limit 100) page)"};

constinit query<text()> const applications{"registration.applications", R"(
select coalesce(json_agg(item order by at, id), '[]')::text from (
    select r.id, r.created_at as at,
           json_build_object('id', r.id, 'name', r.name, 'email', r.email, 'organisation', r.organisation,
                             'position', r.position, 'reason', r.reason, 'inviter', coalesce(p.name, ''),
                             'asked_at', rfc3339(r.created_at)) as item
    from registration r left join person p on p.id = r.inviter_id
    where r.state = 'vetting'
    order by r.created_at, r.id limit 100) page)"};

// Of an address that had an account already the invitation is told like one that nobody has answered.
constinit query<text(id)> const invitations{"registration.invitations", R"(
select coalesce(json_agg(item order by at desc, id desc), '[]')::text from (
    select r.id, r.created_at as at,
           json_build_object('id', r.id, 'email', r.email, 'invited_at', rfc3339(r.created_at),
                             'expires_at', rfc3339(r.created_at + interval '14 days'),
                             'state', case when r.state in ('mailed', 'known') and r.expires_at < now() then 'expired'
                                           when r.state in ('mailed', 'known') then 'waiting'
                                           when r.state = 'withdrawn' then 'withdrawn'
                                           when r.state = 'done' then 'joined'
                                           else 'answered' end) as item
    from registration r where r.inviter_id = $1
    order by r.created_at desc, r.id desc limit 100) page)"};

}  // namespace plaza::domain::registration::sql
