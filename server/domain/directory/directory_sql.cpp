// SPDX-License-Identifier: EUPL-1.2
#include "domain/directory/directory_sql.hpp"

namespace plaza::domain::directory::sql {

constinit query<list_row(id, text, text, text, text, std::optional<id>, bool, std::optional<id>, std::optional<id>,
                         int)> const find{"directory.find", R"(
select directory_items(array_agg(page.person_id order by n) filter (where n <= $10)), count(*) > $10,
       max(page.tier::bigint) filter (where n = $10), max(page.person_id) filter (where n = $10)
from directory_page(directory_query($2, $3, $4, $5, $6::bigint), directory_beginning($2), $1, $7,
                    $8::bigint::integer, $9::bigint, $10 + 1) with ordinality page (tier, person_id, n))"};

constinit query<text(text, int)> const suggest{"directory.suggest", R"(
select json_build_object(
    'people', (
        select coalesce(json_agg(person_ref(p.id, p.name, coalesce(a.position, ''), d.id, d.name, d.band, p.shown_photo) order by f.n), '[]')
        from directory_page(directory_query($1, '', '', '', null), directory_beginning($1), null, false, null, null, $2) with ordinality f(tier, id, n)
        join person p on p.id = f.id
        left join appointment a on a.person_id = p.id and a.main and a.valid_to is null
        left join administration d on d.id = a.administration_id
        where cardinality(directory_lexemes($1)) > 0),
    'administrations', (
        select coalesce(json_agg(json_build_object('id', f.id, 'name', f.name, 'band', f.band) order by f.begins desc, f.sort, f.id), '[]')
        from (select d.id, d.name, d.band, d.sort, starts_with(d.sort, fold($1)) as begins
              from administration d
              where d.words @@ administration_query($1) and in_force(d)
              order by begins desc, d.sort, d.id limit $2) f))::text)"};

constinit query<bool(id)> const is_guest{"directory.is_guest", "select is_guest($1)"};

constinit query<bool(id)> const has_band{"directory.has_band", "select (home_of($1)).band is not null"};

}  // namespace plaza::domain::directory::sql
