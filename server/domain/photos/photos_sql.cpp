// SPDX-License-Identifier: EUPL-1.2
#include "domain/photos/photos_sql.hpp"

namespace plaza::domain::photos::sql {

constinit query<photo_row(id, id, text)> const shown{"photos.shown", R"(
select version, encode(case when $3 = 'small' then small else large end, 'hex')
from person_photo where person_id = $2 and version = photo_shown($2, $1))"};

constinit command<id, text, text, text, id> const store{"photos.store", R"(
insert into person_photo (person_id, version, small, large)
select p.id, $2, decode($3, 'hex'), decode($4, 'hex') from person p join session s on s.person_id = p.id
where p.id = $1 and p.status = 'active' and s.id = $5
on conflict (person_id) do update
    set version = excluded.version, small = excluded.small, large = excluded.large, at = now())"};

constinit command<id> const drop{"photos.drop", "delete from person_photo where person_id = $1"};

}  // namespace plaza::domain::photos::sql
