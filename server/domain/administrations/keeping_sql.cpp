// SPDX-License-Identifier: EUPL-1.2
#include "domain/administrations/keeping_sql.hpp"

namespace plaza::domain::administrations::sql {

using persistence::command;
using persistence::query;
using text = std::string;
using id = std::int64_t;

constinit query<console_row(text, text, text, text, bool, maybe_id, int)> const console_list{
    "administrations.console_list", R"(
select coalesce(json_agg(json_build_object(
           'id', a.id, 'name', a.name, 'level', a.level, 'dir3', a.dir3, 'province', a.province, 'population', a.population,
           'band', a.band, 'valid_to', a.valid_to,
           'domains', (select coalesce(json_agg(m.domain order by m.domain), '[]')
                       from (select domain from mail_domain where administration_id = a.id order by domain limit 5) m))
           order by n) filter (where n <= $7), '[]')::text,
       count(*) > $7, max(a.id) filter (where n = $7)
from (
    select a.id, row_number() over (order by a.sort, a.id) as n
    from administration a
    where ($1 = '' or a.words @@ administration_query($1) or a.dir3 = upper($1) or a.ine = $1
           or a.id in (select m.administration_id from mail_domain m where starts_with(m.domain, lower($1))))
      and ($2 = '' or a.province_id = $2) and ($3 = '' or a.level = $3) and ($4 = '' or a.band = $4)
      and in_force(a) <> $5
      and ($6::bigint is null or (a.sort, a.id) > (select b.sort, b.id from administration b where b.id = $6))
    order by a.sort, a.id
    limit $7 + 1) page
join administration a on a.id = page.id)"};

constinit query<text(id)> const console_shape{
    "administrations.console_shape",
    "select console_administration_json(a)::text from administration a where a.id = $1"};

constinit query<bool()> const lock_tree{"administrations.lock_tree", "select pg_advisory_xact_lock(20261123) is null"};

constinit query<standing_row(id)> const standing{"administrations.standing", R"(
select version, province_id, province, region_id, region from administration where id = $1 for no key update)"};

constinit query<bool(id)> const exists{"administrations.exists",
                                       "select exists (select from administration where id = $1)"};

constinit query<bool(id, id)> const above{"administrations.above", R"(
with recursive up as (
    select id, parent_id as next from administration where id = $1
    union select a.id, a.parent_id from up join administration a on a.id = up.next)
select exists (select from up where id = $2))"};

constinit query<bool(id, id)> const succeeds{"administrations.succeeds", R"(
with recursive up as (
    select id, successor_id as next from administration where id = $1
    union select a.id, a.successor_id from up join administration a on a.id = up.next)
select exists (select from up where id = $2))"};

constinit query<bool(text, maybe_id)> const dir3_taken{
    "administrations.dir3_taken",
    "select exists (select from administration where dir3 = $1 and id is distinct from $2::bigint)"};

constinit query<int(id)> const count_domains{"administrations.count_domains",
                                             "select count(*)::int from mail_domain where administration_id = $1"};

constinit command<id, text> const add_domain{
    "administrations.add_domain",
    "insert into mail_domain (administration_id, domain) values ($1, $2) on conflict do nothing"};
constinit command<id, text> const remove_domain{"administrations.remove_domain",
                                                "delete from mail_domain where administration_id = $1 and domain = $2"};

namespace {

constinit query<id(text, text, text, text, maybe_text, maybe_text, maybe_text, maybe_text, maybe_text, maybe_id,
                   maybe_id, maybe_id, maybe_text, maybe_text)> const insert_one{"administrations.insert", R"(
insert into administration (dir3, name, level, website, ine, province_id, province, region_id, region, population, parent_id,
                            successor_id, valid_from, valid_to)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::bigint::integer, $11, $12, $13::text::date, $14::text::date)
returning id)"};

constinit command<id, text, text, text, text, maybe_text, maybe_text, maybe_text, maybe_text, maybe_text, maybe_id,
                  maybe_id, maybe_id, maybe_text, maybe_text> const update_one{"administrations.update", R"(
update administration
set dir3 = $2, name = $3, level = $4, website = $5, ine = $6, province_id = $7, province = $8, region_id = $9, region = $10,
    population = $11::bigint::integer, parent_id = $12, successor_id = $13, valid_from = $14::text::date,
    valid_to = $15::text::date
where id = $1)"};

}  // namespace

std::int64_t insert(persistence::connection& db, description const& w, places const& names) {
    return db.one(insert_one, w.dir3, w.name, w.level, w.website, w.ine, w.province_id, names.province, names.region_id,
                  names.region, w.population, w.parent, w.successor, w.valid_from, w.valid_to);
}

void update(persistence::connection& db, std::int64_t self, description const& w, places const& names) {
    db.run(update_one, self, w.dir3, w.name, w.level, w.website, w.ine, w.province_id, names.province, names.region_id,
           names.region, w.population, w.parent, w.successor, w.valid_from, w.valid_to);
}

}  // namespace plaza::domain::administrations::sql
