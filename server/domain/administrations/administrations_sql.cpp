// SPDX-License-Identifier: EUPL-1.2
#include "domain/administrations/administrations_sql.hpp"

namespace plaza::domain::administrations::sql {

constinit query<list_row(text, text, text, text, text, std::optional<id>, int)> const list{"administrations.list", R"(
select coalesce(json_agg(json_build_object('id', id, 'name', name, 'level', level, 'dir3', dir3, 'province', province,
                                           'region', region, 'population', population, 'band', band) order by n)
                filter (where n <= $7), '[]')::text,
       count(*) > $7, max(id) filter (where n = $7)
from (
    select a.*, row_number() over (order by a.sort, a.id) as n
    from administration a
    where ($1 = '' or a.words @@ administration_query($1)) and ($2 = '' or a.province_id = $2)
      and ($3 = '' or a.band = $3) and ($4 = '' or a.level = $4) and ($5 = '' or a.region_id = $5) and in_force(a)
      and ($6::bigint is null or (a.sort, a.id) > (select b.sort, b.id from administration b where b.id = $6))
    order by a.sort, a.id
    limit $7 + 1) page)"};

// Above a town stand the council of its province and its region; a question counts where it was asked, and only for who
// may read it.
constinit query<text(id, bool, id)> const one{"administrations.one", R"(
select json_build_object(
    'id', a.id, 'name', a.name, 'level', a.level, 'dir3', a.dir3, 'ine', a.ine, 'province', a.province,
    'province_id', a.province_id, 'region', a.region, 'region_id', a.region_id, 'population', a.population, 'band', a.band,
    'website', a.website, 'valid_from', a.valid_from, 'valid_to', a.valid_to, 'ended', not in_force(a),
    'successor', (select administration_ref(s) from administration s where s.id = a.successor_id),
    'predecessors', (select coalesce(json_agg(administration_ref(b) order by b.sort, b.id), '[]')
                     from administration b where b.successor_id = a.id),
    'parents', (select coalesce(json_agg(administration_ref(u) order by u.id is distinct from a.parent_id, u.level = 'region', u.sort, u.id), '[]')
                from administration u
                where u.id = a.parent_id or u.id <> a.id and in_force(u)
                  -- Nothing says on which island of a province a town lies.
                  and ((u.level = 'province' or u.level = 'island' and not exists (
                            select from administration o where o.level = 'island' and o.province_id = u.province_id and o.id <> u.id))
                           and u.province_id = a.province_id
                           and a.level in ('municipality', 'minor-entity', 'county', 'association')
                       or u.level = 'region' and u.region_id = a.region_id and a.level not in ('region', 'state'))),
    'domains', case when $2::boolean then (select coalesce(json_agg(m.domain order by m.domain), '[]')
                                           from mail_domain m where m.administration_id = a.id) end,
    'people', (select count(distinct h.person_id) from appointment h join person p on p.id = h.person_id
               where h.administration_id = a.id and h.valid_to is null and p.status = 'active' and not p.guest),
    'asked', q.asked, 'solved', q.solved)::text
from administration a
cross join lateral (
    select count(*) as asked, count(*) filter (where t.solved) as solved
    from thread t join readable_groups($1) v on v.group_id = t.group_id join plaza_group g on g.id = t.group_id
    where t.author_administration_id = a.id and t.kind = 'question' and not g.practice) q
where a.id = $3)"};

constinit query<bool(id)> const known{"administrations.known",
                                      "select exists (select from administration where id = $1)"};

constinit query<questions_row(id, id, std::optional<id>, std::optional<id>, int)> const questions{
    "administrations.questions", R"(
select thread_page(array_agg(id order by n) filter (where n <= $5), $1), count(*) > $5,
       max(at) filter (where n = $5), max(id) filter (where n = $5)
from (
    select t.id, (extract(epoch from t.last_activity_at) * 1000000)::bigint as at,
           row_number() over (order by t.last_activity_at desc, t.id desc) as n
    from thread t join readable_groups($1) v on v.group_id = t.group_id join plaza_group g on g.id = t.group_id
    where t.author_administration_id = $2 and t.kind = 'question' and not g.practice
      and (t.last_activity_at, t.id) <
          (coalesce(timestamptz 'epoch' + $3::bigint * interval '1 microsecond', 'infinity'), coalesce($4::bigint, 0))
    order by t.last_activity_at desc, t.id desc
    limit $5 + 1) page)"};

}  // namespace plaza::domain::administrations::sql
