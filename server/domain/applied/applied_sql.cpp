// SPDX-License-Identifier: EUPL-1.2
#include "domain/applied/applied_sql.hpp"

namespace plaza::domain::applied::sql {

constinit query<stands_row(id, id)> const stands{
    "applied.stands", "select person_id, file_id from applied_result where post_id = $1 and administration_id = $2"};
constinit command<id, id, id, text, maybe_id> const insert{
    "applied.insert",
    "insert into applied_result (post_id, administration_id, person_id, result, file_id) values ($1, $2, $3, $4, $5)"};
constinit command<id, id, text, maybe_id> const write{"applied.write", R"(
update applied_result set result = $3, file_id = $4, changed_at = now()
where post_id = $1 and administration_id = $2 and (result, coalesce(file_id, 0)) <> ($3, coalesce($4::bigint, 0)))"};
constinit command<id, id> const remove{"applied.remove",
                                       "delete from applied_result where post_id = $1 and administration_id = $2"};
constinit command<id, id, id> const hang{"applied.hang", R"(
update file set post_id = $1, attached_at = now(), shown = false where id = $2 and owner_id = $3 and post_id is null)"};
constinit command<id> const drop_file{"applied.drop_file", "delete from file where id = $1 and not shown"};
constinit query<text(id)> const data{"applied.data", R"(
select json_build_object('number', p.number, 'applied', (select count(*) from applied_result r where r.post_id = p.id))::text
from post p where p.id = $1)"};

constinit query<list_row(id, id, maybe_id, maybe_id, int)> const list{"applied.list", R"(
select coalesce(json_agg(json_build_object(
           'administration', administration_ref(a), 'person', json_build_object('id', p.id, 'name', p.name), 'result', page.result,
           'file', case when f.id is not null and f.state <> 'refused' then file_with_state(f) end,
           'at', rfc3339(page.at), 'changed_at', rfc3339(page.changed_at), 'mine', page.person_id = $2) order by n)
           filter (where n <= $5), '[]')::text,
       count(*) > $5, max(micros) filter (where n = $5), max(a.id) filter (where n = $5)
from (
    select r.*, (extract(epoch from r.at) * 1000000)::bigint as micros, row_number() over (order by r.at, r.administration_id) as n
    from applied_result r
    where r.post_id = $1
      and (r.at, r.administration_id) > (coalesce(timestamptz 'epoch' + $3::bigint * interval '1 microsecond', '-infinity'),
                                         coalesce($4::bigint, 0))
    order by r.at, r.administration_id
    limit $5 + 1) page
join administration a on a.id = page.administration_id
join person p on p.id = page.person_id
left join file f on f.id = page.file_id)"};

}  // namespace plaza::domain::applied::sql
