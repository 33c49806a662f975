// SPDX-License-Identifier: EUPL-1.2
#include "domain/pins/pins_sql.hpp"

namespace plaza::domain::pins::sql {

constinit query<bool(id)> const pinned{"pins.pinned", "select exists (select from thread_pin where thread_id = $1)"};

constinit command<id, id, id, int> const pin{"pins.pin", R"(
insert into thread_pin (group_id, thread_id, pinned_by, place)
select $1, $2, $3, free.place
from generate_series(1, $4::int) free(place)
where not exists (select from thread_pin t where t.group_id = $1 and t.place = free.place)
order by free.place
limit 1
on conflict do nothing)"};

constinit command<id> const unpin{"pins.unpin", "delete from thread_pin where thread_id = $1"};

constinit query<std::string(id, id)> const list{"pins.list", R"(
select coalesce(thread_page((select array_agg(p.thread_id order by p.pinned_at desc, p.place)
                             from thread_pin p where p.group_id = $1), $2), '[]'))"};

}  // namespace plaza::domain::pins::sql
