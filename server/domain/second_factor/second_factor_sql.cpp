// SPDX-License-Identifier: EUPL-1.2
#include "domain/second_factor/second_factor_sql.hpp"

namespace plaza::domain::second_factor::sql {

constinit query<text()> const key{"second_factor.key",
                                  "select encode(value, 'hex') from installation_secret where name = 'second_factor'"};

constinit query<id(id)> const hold_credential{
    "second_factor.hold_credential", "select person_id from credential where person_id = $1 for no key update"};

constinit query<state_row(id)> const state{"second_factor.state", R"(
select rfc3339(f.confirmed_at),
       (select count(*)::int from recovery_code c where c.person_id = f.person_id and c.used_at is null)
from second_factor f where f.person_id = $1 and f.confirmed_at is not null)"};

constinit query<secret_row(id)> const secret{"second_factor.secret", R"(
select secret, last_step, confirmed_at is not null from second_factor where person_id = $1 for update)"};

constinit query<bool(id, text)> const begin{"second_factor.begin", R"(
insert into second_factor as f (person_id, secret) values ($1, $2)
on conflict (person_id) do update set secret = excluded.secret, last_step = 0, begun_at = now()
where f.confirmed_at is null
returning true)"};

constinit command<id, id> const note_step{"second_factor.note_step",
                                          "update second_factor set last_step = $2 where person_id = $1"};

constinit command<id> const confirm{"second_factor.confirm",
                                    "update second_factor set confirmed_at = now() where person_id = $1"};

constinit command<id> const remove{"second_factor.remove", "delete from second_factor where person_id = $1"};

constinit command<id, text> const use_recovery_code{"second_factor.use_recovery_code", R"(
update recovery_code set used_at = now()
where person_id = $1 and code_hash = decode($2, 'hex') and used_at is null)"};

constinit command<id> const forget_recovery_codes{"second_factor.forget_recovery_codes",
                                                  "delete from recovery_code where person_id = $1"};

constinit command<id, text> const add_recovery_code{
    "second_factor.add_recovery_code",
    "insert into recovery_code (person_id, code_hash) values ($1, decode($2, 'hex'))"};

}  // namespace plaza::domain::second_factor::sql
