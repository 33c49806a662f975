// SPDX-License-Identifier: EUPL-1.2
#include "domain/mail/mail_sql.hpp"

namespace plaza::domain::mail::sql {

constinit query<id(std::optional<id>, text, text, text, text, text, std::optional<int>)> const insert{"mail.insert", R"(
insert into mail (person_id, address, kind, language, facts, message_id, useless_after)
values ($1, $2, $3, $4, $5::jsonb, $6, now() + $7::int * interval '1 second') returning id)"};

constinit command<id, text> const refuse_at_once{
    "mail.refuse_at_once", "update mail set state = 'refused', reply = $2, settled_at = now() where id = $1"};

constinit command<id> const queue_again{"mail.queue_again", R"(
update mail set state = 'queued', settled_at = null, attempts = 0
where id = $1 and state in ('refused', 'given_up'))"};

constinit command<int> const forget_old{"mail.forget_old",
                                        "delete from mail where settled_at < now() - $1::int * interval '1 day'"};

}  // namespace plaza::domain::mail::sql
