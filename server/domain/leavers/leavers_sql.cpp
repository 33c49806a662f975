// SPDX-License-Identifier: EUPL-1.2
#include "domain/leavers/leavers_sql.hpp"

namespace plaza::domain::leavers::sql {

// Only posts end, so nobody else is asked.
#define PLAZA_HOLDS_POST "exists (select from appointment a where a.person_id = c.person_id and a.valid_to is null)"

// A post never ends without a letter that was taken, or one that the address itself refused.
#define PLAZA_WAS_TOLD                                                                         \
    "(c.bounced_at is not null or exists (select from mail m where m.person_id = c.person_id " \
    "and m.kind = 'address_reminder' and m.state = 'accepted' and m.created_at >= c.reminded_at))"
#define PLAZA_LAPSES                                                                                       \
    "c.asked_at < now() - $1::int * interval '1 day' and c.lapsed_at is null "                             \
    "and c.reminded_at < now() - $2::int * interval '1 day' and p.status = 'active' and " PLAZA_HOLDS_POST \
    " and " PLAZA_WAS_TOLD

constinit query<reader_row(int, int, int)> const ask{"leavers.ask", R"(
update credential u set asked_at = now(), reminded_at = null
from (select c.person_id, p.name, p.language
      from credential c join person p on p.id = c.person_id and p.status = 'active'
      where c.asked_at is null and c.confirmed_at < now() - $1::int * interval '1 month' and )" PLAZA_HOLDS_POST R"(
      order by c.confirmed_at, c.person_id limit $3
      for update of c skip locked) due
where u.person_id = due.person_id
returning u.person_id, due.name, u.email, due.language, $2::int)"};

constinit query<reader_row(int, int, int)> const remind{"leavers.remind", R"(
update credential u set reminded_at = now()
from (select c.person_id, p.name, p.language
      from credential c join person p on p.id = c.person_id and p.status = 'active'
      where c.asked_at < now() - ($1::int - $2::int) * interval '1 day' and c.lapsed_at is null and )" PLAZA_HOLDS_POST
                                                                          R"(
        -- Who could not be told is told again.
        and (c.reminded_at is null or c.reminded_at < now() - $2::int * interval '1 day' and not )" PLAZA_WAS_TOLD R"()
      order by c.asked_at, c.person_id limit $3
      for update of c skip locked) due
where u.person_id = due.person_id
returning u.person_id, due.name, u.email, due.language, $2::int)"};

constinit query<id(int, int)> const lapsing{"leavers.lapsing", R"(
select c.person_id from credential c join person p on p.id = c.person_id
where )" PLAZA_LAPSES R"(
order by c.asked_at, c.person_id)"};

constinit query<reader_row(int, int, id)> const lapse{"leavers.lapse", R"(
update credential c set lapsed_at = now()
from person p
where c.person_id = $3 and p.id = c.person_id and )" PLAZA_LAPSES R"(
returning c.person_id, p.name, c.email, p.language, 0)"};

constinit query<ended_row(id)> const end_posts{"leavers.end_posts", R"(
update appointment set valid_to = current_date, main = false, ended_how = 'unconfirmed'
where person_id = $1 and valid_to is null
returning id, administration_id)"};

constinit query<id(id)> const bounce{"leavers.bounce", R"(
update credential c set bounced_at = now(), asked_at = coalesce(c.asked_at, now())
from mail m join person p on p.id = m.person_id and p.status = 'active'
where m.id = $1 and c.person_id = m.person_id and c.email = lower(m.address) and c.bounced_at is null
  and c.lapsed_at is null and )" PLAZA_HOLDS_POST R"(
returning c.person_id)"};

constinit query<due_row(id, int, int, int)> const due{"leavers.due", R"(
select p.id, p.name, c.email, p.language,
       greatest(ceil(extract(epoch from greatest(c.asked_at + $2::int * interval '1 day',
                                                 coalesce(c.reminded_at, now()) + $4::int * interval '1 day')
                                        - now()) / 86400), 1)::int,
       coalesce(to_char(c.lapsed_at at time zone 'Europe/Madrid',
                        case p.language when 'en' then 'YYYY-MM-DD' else 'DD/MM/YYYY' end), '')
from credential c join person p on p.id = c.person_id
where c.person_id = $1 and c.asked_at is not null
  and not exists (select from account_token t where t.person_id = $1 and t.purpose = 'address_confirmation'
                  and t.created_at > now() - $3::int * interval '1 second'))"};

constinit query<bool(id)> const hold{"leavers.hold", "select true from credential where person_id = $1 for update"};

constinit query<id(text)> const use{"leavers.use", R"(
delete from account_token t using person p, credential c
where t.token_hash = decode($1, 'hex') and t.purpose = 'address_confirmation' and t.expires_at > now()
  and p.id = t.person_id and p.status = 'active' and c.person_id = p.id and c.email = t.address
returning t.person_id)"};

constinit command<id> const confirm{"leavers.confirm", R"(
update credential set confirmed_at = now(), asked_at = null, reminded_at = null, bounced_at = null, lapsed_at = null
where person_id = $1)"};

}  // namespace plaza::domain::leavers::sql
