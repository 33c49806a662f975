// SPDX-License-Identifier: EUPL-1.2
#include "domain/administrations/administrations_sql.hpp"

namespace plaza::domain::administrations::sql {

constinit query<list_row(text, text, text, std::optional<id>, int)> const list{"administrations.list", R"(
select coalesce(json_agg(json_build_object('id', id, 'name', name, 'level', level, 'dir3', dir3, 'province', province,
                                           'region', region, 'population', population, 'band', band) order by n)
                filter (where n <= $5), '[]')::text,
       count(*) > $5, max(id) filter (where n = $5)
from (
    select a.*, row_number() over (order by a.name, a.id) as n
    from administration a
    where ($1 = '' or strpos(fold(a.name), fold($1)) > 0) and ($2 = '' or a.province_id = $2)
      and ($3 = '' or a.band = $3) and (a.valid_to is null or a.valid_to >= current_date)
      and ($4::bigint is null or (a.name, a.id) > (select b.name, b.id from administration b where b.id = $4))
    order by a.name, a.id
    limit $5 + 1) page)"};

}  // namespace plaza::domain::administrations::sql
