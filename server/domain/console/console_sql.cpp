// SPDX-License-Identifier: EUPL-1.2
#include "domain/console/console_sql.hpp"

namespace plaza::domain::console::sql {

constinit query<list_row(text, text, text, std::optional<id>, int)> const list{"console.list", R"(
select coalesce(json_agg(console_person_json(p) order by n) filter (where n <= $5), '[]')::text, count(*) > $5,
       max(p.id) filter (where n = $5)
from (
    select p.id, row_number() over (order by s.sort, p.id) as n
    from person p
    cross join lateral (select left(fold(p.name), 200) collate "C" as sort) s
    left join credential c on c.person_id = p.id
    where ($1 = '' or strpos(fold(p.name), fold($1)) > 0 or strpos(c.email, lower($1)) > 0)
      and (case when $2 = '' then p.status in ('active', 'suspended') else p.status = $2 end)
      and ($3 = '' or p.network_role = $3)
      and ($4::bigint is null or (s.sort, p.id) > (select left(fold(a.name), 200) collate "C", a.id from person a where a.id = $4))
    order by s.sort, p.id
    limit $5 + 1) page
join person p on p.id = page.id)"};

constinit query<text(id)> const shape{"console.shape",
                                      "select console_person_json(p)::text from person p where p.id = $1"};
constinit query<standing_row(id)> const standing{
    "console.standing", "select status, network_role from person where id = $1 for no key update"};
constinit query<bool()> const lock_administrators{"console.lock_administrators", "select lock_administrators()"};
constinit query<bool(id)> const last_administrator{"console.last_administrator", R"(
select exists (select from person where id = $1 and network_role = 'administrator' and status = 'active')
   and not exists (select from person where id <> $1 and network_role = 'administrator' and status = 'active'))"};
constinit command<id, text, id> const suspend{"console.suspend", R"(
insert into suspension (person_id, reason, by_id) values ($1, $2, $3)
on conflict (person_id) do update set reason = excluded.reason, by_id = excluded.by_id, at = now())"};
constinit command<id> const lift{"console.lift", "delete from suspension where person_id = $1"};
constinit command<id, text> const set_status{"console.set_status",
                                             "update person set status = $2 where id = $1 and status <> $2"};
constinit command<id, std::optional<text>> const set_role{"console.set_role",
                                                          "update person set network_role = $2 where id = $1"};
constinit command<id> const end_sessions{"console.end_sessions", "delete from session where person_id = $1"};
constinit command<id> const note_reset{"console.note_reset",
                                       "update credential set second_factor_reset_at = now() where person_id = $1"};

}  // namespace plaza::domain::console::sql
