// SPDX-License-Identifier: EUPL-1.2
#include "domain/identity/identity_sql.hpp"

namespace plaza::domain::identity::sql {

constinit query<session_row(text, int)> const authenticate{"identity.authenticate", R"(
select s.id, p.id, p.status, p.network_role is not distinct from 'administrator',
       p.network_role is not distinct from 'auditor', p.policy_accepted_at is not null, s.second_factor_pending, p.language, s.last_used_at < now() - interval '1 minute'
from session s join person p on p.id = s.person_id
where s.token_hash = decode($1, 'hex') and s.expires_at > now()
  and s.last_used_at > now() - $2::int * interval '1 second')"};

constinit query<person_row(id)> const person{"identity.person", R"(
select p.status, p.network_role is not distinct from 'administrator', p.network_role is not distinct from 'auditor',
       p.policy_accepted_at is not null, p.language
from person p where p.id = $1)"};

// Of the day the first use alone is noted, and how long it had been.
constinit command<id> const note_use{"identity.note_use", R"(
with used as (update session set last_used_at = now() where id = $1 returning person_id)
insert into person_seen as s (person_id, day) select u.person_id, current_date from used u
on conflict (person_id) do update
set away_from = case when excluded.day - s.day > away_days() then s.day else s.away_from end, day = excluded.day
where s.day < excluded.day)"};

constinit query<credential_row(text)> const credential{"identity.credential", R"(
select p.id, c.password, p.status from credential c join person p on p.id = c.person_id
where c.email = lower($1) and p.status in ('active', 'suspended', 'pending'))"};

constinit query<failures_row(text, int)> const failures{"identity.failures", R"(
select f.failures >> least(31, age.seconds / $2)::int, age.seconds
from signin_failure f, lateral (select greatest(0, extract(epoch from now() - f.last_at))::bigint as seconds) age
where f.subject = decode($1, 'hex'))"};

constinit command<text, int> const note_failure{"identity.note_failure", R"(
insert into signin_failure as f (subject, failures) values (decode($1, 'hex'), 1)
on conflict (subject) do update set last_at = now(),
    failures = (f.failures >> least(31, greatest(0, extract(epoch from now() - f.last_at))::bigint / $2)::int) + 1)"};

constinit command<text> const forget_failures{"identity.forget_failures",
                                              "delete from signin_failure where subject = decode($1, 'hex')"};

constinit command<id, text> const set_password{
    "identity.set_password", "update credential set password = $2, changed_at = now() where person_id = $1"};

constinit query<bool(id, text)> const hold_password{
    "identity.hold_password", "select password = $2 from credential where person_id = $1 for no key update"};

constinit query<id(id, text, text, int, bool)> const insert_session{"identity.insert_session", R"(
insert into session (person_id, token_hash, user_agent, expires_at, second_factor_pending)
values ($1, decode($2, 'hex'), $3, now() + $4::int * interval '1 second', $5) returning id)"};

constinit command<id, text, int> const complete_session{"identity.complete_session", R"(
update session set second_factor_pending = false, token_hash = decode($2, 'hex'), last_used_at = now(),
                   expires_at = now() + $3::int * interval '1 second'
where id = $1 and second_factor_pending)"};

constinit command<id, int, bool> const end_oldest_sessions{"identity.end_oldest_sessions", R"(
delete from session where id in (
    select id from session 
    where person_id = $1 and second_factor_pending = $3 order by last_used_at desc, id desc offset $2))"};

constinit command<id> const delete_session{"identity.delete_session", "delete from session where id = $1"};

constinit query<listed_session_row(id, int)> const sessions{"identity.sessions", R"(
select id, user_agent, rfc3339(created_at), rfc3339(last_used_at) from session
where person_id = $1 and not second_factor_pending and expires_at > now() and last_used_at > now() - $2::int * interval '1 second'
order by last_used_at desc, id desc)"};

constinit command<id, id> const delete_session_of{"identity.delete_session_of",
                                                  "delete from session where person_id = $1 and id = $2"};

constinit command<id, id> const delete_other_sessions{"identity.delete_other_sessions",
                                                      "delete from session where person_id = $1 and id <> $2"};

// The link that confirms an address opens nothing.
constinit command<id> const end_links{
    "identity.end_links", "delete from account_token where person_id = $1 and purpose <> 'address_confirmation'"};

constinit command<id, text> const renew_session{"identity.renew_session",
                                                "update session set token_hash = decode($2, 'hex') where id = $1"};

constinit command<id> const accept_policy{
    "identity.accept_policy",
    "update person set policy_accepted_at = now() where id = $1 and policy_accepted_at is null"};

constinit query<text(id)> const email_of{"identity.email_of", "select email from credential where person_id = $1"};

constinit command<id, text, text> const replace_password{"identity.replace_password", R"(
update credential set password = $3, changed_at = now() where person_id = $1 and password = $2)"};

constinit query<text(id)> const person_ref{"identity.person_ref", R"(
select person_ref(p.id, p.name, coalesce(a.position, ''), d.id, d.name, d.band, p.shown_photo)::text
from person p
left join appointment a on a.person_id = p.id and a.main and a.valid_to is null
left join administration d on d.id = a.administration_id
where p.id = $1)"};

// Unread is counted over what moved in the last month: the bell of a person who was away stays cheap to compute.
constinit query<me_row(id, int, int)> const me{"identity.me", R"(
select json_build_object(
           'person', json_build_object('id', p.id, 'name', p.name, 'email', coalesce(c.email, ''),
                                       'post', coalesce(a.position, ''), 'photo', photo_shown(p.id, p.id)),
           'administration', case when d.id is not null
                                  then json_build_object('id', d.id, 'name', d.name, 'band', d.band) end,
           'posts', appointments_json(p.id, true),
           'roles', case when p.network_role is null then '[]'::json else json_build_array(p.network_role) end,
           'guest', p.guest,
           'contact_of', case when p.guest then '[]' else (
               select coalesce(json_agg(k.administration_id order by k.administration_id), '[]')
               from administration_contact k where k.person_id = p.id) end,
           'second_factor_lost', c.second_factor_reset_at is not null and not exists (
               select from second_factor f where f.person_id = p.id and f.confirmed_at > c.second_factor_reset_at),
           'confirm_address', case when c.asked_at is not null then json_build_object(
               'why', case when c.lapsed_at is not null then 'lapsed' when c.bounced_at is not null then 'bounced' else 'yearly' end,
               'until', case when c.lapsed_at is null
                             then rfc3339(greatest(c.asked_at + $2::int * interval '1 day',
                                                   coalesce(c.reminded_at, now()) + $3::int * interval '1 day')) end) end,
           'language', p.language,
           'first_steps_open', exists (select from first_steps f where f.person_id = p.id and f.ended_at is null),
           'away_since', away_since(p.id),
           'counters', json_build_object('unread_threads', (
               select count(*) from (
                   select 1
                   from membership m
                   join readable_groups($1) v on v.group_id = m.group_id
                   join thread t on t.group_id = m.group_id and t.last_activity_at > now() - interval '30 days'
                   left join thread_read tr on tr.thread_id = t.id and tr.person_id = $1
                   where m.person_id = $1
                     and unread_count(t.next_number, tr.number, t.last_activity_at, greatest(m.since, m.read_until)) > 0
                   limit 100) unread),
               'notifications', (
                   select count(*) from (
                       select from visible_notices($1) n where n.read_at is null limit 100) unread)))::text,
       h.position
from person p
cross join event_head h
left join credential c on c.person_id = p.id
left join appointment a on a.person_id = p.id and a.main and a.valid_to is null
left join administration d on d.id = a.administration_id
where p.id = $1)"};

constinit query<id(text, text, std::optional<text>)> const insert_person{
    "identity.insert_person",
    "insert into person (name, language, network_role, policy_accepted_at) values ($1, $2, $3, now()) returning id"};

constinit command<id, text, text> const insert_credential{
    "identity.insert_credential", "insert into credential (person_id, email, password) values ($1, lower($2), $3)"};

constinit query<bool(text)> const email_known{"identity.email_known",
                                              "select exists (select from credential where email = lower($1))"};

constinit command<int> const delete_dead_sessions{
    "identity.delete_dead_sessions",
    "delete from session where expires_at < now() or last_used_at < now() - $1::int * interval '1 second'"};

// Halved each hour or sooner, nothing is left of them after a day.
constinit command<> const delete_old_failures{"identity.delete_old_failures",
                                              "delete from signin_failure where last_at < now() - interval '1 day'"};

}  // namespace plaza::domain::identity::sql
