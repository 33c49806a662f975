// SPDX-License-Identifier: EUPL-1.2
#include "domain/recovery/recovery_sql.hpp"

namespace plaza::domain::recovery::sql {

constinit query<reader_row(text)> const account{"recovery.account", R"(
select p.id, p.name, c.email, p.language from credential c join person p on p.id = c.person_id
where c.email = lower($1) and p.status = 'active')"};

constinit query<reader_row(id)> const reader{"recovery.reader", R"(
select p.id, p.name, c.email, p.language from credential c join person p on p.id = c.person_id where p.id = $1)"};

constinit command<text, id, text, text, int> const keep{"recovery.keep", R"(
insert into account_token (token_hash, person_id, purpose, address, expires_at)
values (decode($1, 'hex'), $2, $3, lower($4), now() + $5::int * interval '1 second')
on conflict (person_id, purpose) do update set token_hash = excluded.token_hash, address = excluded.address,
    created_at = now(), expires_at = excluded.expires_at)"};

constinit query<bool(text, text)> const holds{"recovery.holds", R"(
select exists (select from account_token t join person p on p.id = t.person_id join credential c on c.person_id = p.id
               where t.token_hash = decode($1, 'hex') and t.purpose = $2 and t.expires_at > now() and p.status = 'active'
                 and (t.purpose <> 'password_reset' or c.email = t.address)))"};

constinit query<token_row(text, text)> const use{"recovery.use", R"(
delete from account_token t using person p, credential c
where t.token_hash = decode($1, 'hex') and t.purpose = $2 and t.expires_at > now()
  and p.id = t.person_id and p.status = 'active' and c.person_id = p.id
  and (t.purpose <> 'password_reset' or c.email = t.address)
returning t.person_id, t.address)"};

constinit query<text(id)> const credential_changed{"recovery.credential_changed",
                                                   "select changed_at::text from credential where person_id = $1"};

constinit command<id, id> const end_sessions{"recovery.end_sessions",
                                             "delete from session where person_id = $1 and id <> $2"};

constinit query<bool(text)> const known_domain{"recovery.known_domain",
                                               "select exists (select from mail_domain where domain = lower($1))"};

constinit query<bool(text, id)> const taken{"recovery.taken", R"(
select exists (select from credential c join person p on p.id = c.person_id
               where c.email = lower($1) and p.merged_into is distinct from $2::bigint))"};

constinit command<text, id> const release{"recovery.release", R"(
delete from credential c using person p where c.email = lower($1) and p.id = c.person_id and p.merged_into = $2::bigint)"};

constinit command<id, text> const set_email{
    "recovery.set_email", "update credential set email = $2, changed_at = now() where person_id = $1"};

constinit command<> const forget_ended{"recovery.forget_ended", "delete from account_token where expires_at < now()"};

}  // namespace plaza::domain::recovery::sql
