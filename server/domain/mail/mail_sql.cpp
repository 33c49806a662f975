// SPDX-License-Identifier: EUPL-1.2
#include "domain/mail/mail_sql.hpp"

namespace plaza::domain::mail::sql {

constinit query<id(std::optional<id>, text, text, text, text, text, std::optional<int>)> const insert{"mail.insert", R"(
insert into mail (person_id, address, kind, language, facts, message_id, useless_after)
values ($1, $2, $3, $4, $5::jsonb, $6, now() + $7::int * interval '1 second') returning id)"};

constinit command<id, text> const refuse_at_once{
    "mail.refuse_at_once", "update mail set state = 'refused', reply = $2, settled_at = now() where id = $1"};

constinit query<waiting_row(id)> const waiting{"mail.waiting", R"(
select m.address, m.kind, m.language, m.facts::text, m.message_id, extract(epoch from m.created_at)::bigint,
       coalesce(p.status, ''), m.person_id is null or coalesce(c.email = lower(m.address), false),
       coalesce(m.useless_after < now(), false) or exists (
           select from registration r
           where r.mail_id = m.id
             and (r.state = 'withdrawn' or r.group_id is not null and not guest_welcome(r.group_id, r.inviter_id)))
from mail m left join person p on p.id = m.person_id left join credential c on c.person_id = m.person_id
where m.id = $1 and m.state = 'queued')"};

constinit command<id, text, text, int, bool> const settle{"mail.settle", R"(
update mail set state = $2, reply = $3, attempts = $4, tried_at = now(), settled_at = now(),
                facts = case when $5::boolean then '{}' else facts end
where id = $1 and state = 'queued')"};

constinit command<id, text, int> const note_attempt{
    "mail.note_attempt",
    "update mail set reply = $2, attempts = $3, tried_at = now() where id = $1 and state = 'queued'"};

constinit query<list_row(text, std::optional<id>, std::optional<id>, int)> const list{"mail.list", R"(
select coalesce(json_agg(json_build_object(
           'id', page.id, 'kind', page.kind, 'address', page.address, 'language', page.language, 'state', page.state,
           'attempts', page.attempts, 'reply', page.reply, 'created_at', rfc3339(page.created_at),
           'tried_at', rfc3339(page.tried_at), 'can_send_again',
           page.state in ('refused', 'given_up') and page.facts <> '{}') order by n) filter (where n <= $4), '[]')::text,
       count(*) > $4,
       max((extract(epoch from page.created_at) * 1000000)::bigint) filter (where n = $4), max(page.id) filter (where n = $4)
from (
    select m.id, m.kind, m.address, m.language, m.state, m.attempts, m.reply, m.created_at, m.tried_at, m.facts,
           row_number() over (order by m.created_at desc, m.id desc) as n
    from mail m
    where ($1 = '' or m.state = $1)
      -- Where somebody is spoken to is for nobody else to know, neither that they are.
      and not exists (select from notice_letter l where l.mail_id = m.id)
      and (m.created_at, m.id) <
          (coalesce(timestamptz 'epoch' + $2::bigint * interval '1 microsecond', 'infinity'), coalesce($3::bigint, 0))
    order by m.created_at desc, m.id desc
    limit $4 + 1) page)"};

constinit query<bool(id)> const exists{"mail.exists",
                                       "select exists (select from mail m where m.id = $1 and not exists "
                                       "(select from notice_letter l where l.mail_id = m.id))"};

constinit query<outbox_row(int)> const outbox{"mail.outbox", R"(
select m.id, m.address, m.kind, m.language, m.facts::text, rfc3339(m.created_at),
       case when m.state = 'queued' then (
           select rfc3339(j.run_at) from job j where j.unique_key = 'mail:' || m.id and j.failed_at is null and j.run_at > now()) end
from mail m order by m.created_at desc, m.id desc limit $1)"};

constinit query<notice_row(id)> const notice_facts{
    "mail.notice_facts", "select f.person_id, f.thread_id, f.class_place, f.facts from notice_letter_facts($1) f"};

constinit query<int(id)> const seal{"mail.seal", "select seal_notice_letter($1)"};

constinit query<bool(id, id, int, bool)> const stop{"mail.stop",
                                                    "select stop_mail($1, $2, $3::int, $4::boolean) is null"};

constinit query<bool()> const forget_late{"mail.forget_late", "select forget_late_notice_letters() is null"};

constinit command<id> const queue_again{"mail.queue_again", R"(
update mail set state = 'queued', settled_at = null, attempts = 0
where id = $1 and state in ('refused', 'given_up') and facts <> '{}')"};

// A link that ended, or that nobody can use any more since its letter never went, is not kept.
constinit command<text, int> const forget_secrets{"mail.forget_secrets", R"(
update mail set facts = '{}'
where kind = any ($1::text[]) and state <> 'queued' and facts <> '{}'
  and coalesce(useless_after, settled_at + $2::int * interval '1 day') < now())"};

constinit query<id()> const without_job{"mail.without_job", R"(
select m.id from mail m
where m.state = 'queued'
  and not exists (select from job j where j.unique_key = 'mail:' || m.id and j.failed_at is null))"};

constinit command<int> const forget_old{"mail.forget_old",
                                        "delete from mail where settled_at < now() - $1::int * interval '1 day'"};

}  // namespace plaza::domain::mail::sql
