// SPDX-License-Identifier: EUPL-1.2
#include "domain/drafts/drafts_sql.hpp"

namespace plaza::domain::drafts::sql {

constinit command<id> const hold{"drafts.hold", "select 1 from person where id = $1 for no key update"};

constinit query<standing_row(id, text, text)> const standing{"drafts.standing", R"(
select version, fields = $3::jsonb from draft where person_id = $1 and place = $2 and not ended)"};

constinit query<int(id)> const count{"drafts.count",
                                     "select count(*)::int from draft where person_id = $1 and not ended"};

// The time makes versions that are not used twice, also when a draft ends and another begins in its place.
constinit query<id(id, text, text, text)> const save{"drafts.save", R"(
insert into draft as d (person_id, place, fields, page) values ($1, $2, $3::jsonb, $4)
on conflict (person_id, place) do update
    set fields = excluded.fields, page = excluded.page, saved_at = now(),
        ended = false, version = greatest(d.version + 1, excluded.version)
returning version)"};

constinit query<list_row(id, int)> const list{"drafts.list", R"(
select coalesce((
           select json_agg(json_build_object('place', place, 'version', version, 'saved_at', rfc3339(saved_at),
                                             'publication', draft_publication_json(person_id, place))
                           order by saved_at desc, place)
           from draft where person_id = $1 and not ended), '[]')::text,
       coalesce((
           select json_agg(json_build_object('place', place, 'version', version) order by saved_at desc, place)
           from (select place, version, saved_at from draft where person_id = $1 and ended order by saved_at desc limit $2) e),
           '[]')::text)"};

constinit query<text(id, text)> const read{"drafts.read", R"(
select json_build_object('place', place, 'fields', fields, 'page', page, 'version', version, 'saved_at', rfc3339(saved_at),
                         'publication', draft_publication_json(person_id, place))::text
from draft where person_id = $1 and place = $2 and not ended)"};

constinit command<id, text, id> const remove{"drafts.remove", R"(
with gone as (
    update draft set ended = true, fields = '{}', page = '', saved_at = now()
    where person_id = $1 and place = $2 and version <= $3 and not ended
    returning person_id, place)
delete from draft_publication p using gone where (p.person_id, p.place) = (gone.person_id, gone.place))"};

// Those that wait for their time do so however long ago they were written.
constinit command<int> const forget_old{"drafts.forget_old", R"(
delete from draft d
where d.saved_at < now() - make_interval(days => $1)
  and not exists (select from draft_publication p
                  where p.person_id = d.person_id and p.place = d.place and p.refused is null))"};

}  // namespace plaza::domain::drafts::sql
