// SPDX-License-Identifier: EUPL-1.2
#include "domain/imports/administrations_sql.hpp"

#include "persistence/array.hpp"

namespace plaza::domain::imports::sql {

using persistence::array_of;
using persistence::command;
using persistence::query;

constinit query<stored_administration(std::string)> const administrations_by_dir3{"imports.administrations_by_dir3", R"(
select a.dir3, a.name, a.level, a.ine, a.province_id, a.province, a.region_id, a.region, a.population::bigint,
       a.valid_from::text, a.valid_to::text, s.dir3,
       coalesce((select string_agg(d.domain, ';' order by d.domain collate "C") from mail_domain d
                 where d.administration_id = a.id), '')
from administration a
left join administration s on s.id = a.successor_id
where a.dir3 = any($1::text[])
for update of a)"};

constinit query<std::string(std::string)> const existing_dir3{
    "imports.existing_dir3", "select dir3 from administration where dir3 = any($1::text[])"};

constinit query<std::int64_t(std::int64_t, std::int64_t)> const audit_administrations{
    "imports.audit_administrations",
    "select write_audit(null, 'administrations.imported', 'administration', null, "
    "jsonb_build_object('created', $1::bigint, 'updated', $2::bigint))"};

namespace {

using text = std::string;

constinit command<text, text, text, text, text, text, text, text, text, text, text> const upsert{
    "imports.store_administrations", R"(
insert into administration (dir3, name, level, ine, province_id, province, region_id, region, population, valid_from,
                            valid_to)
select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                     $9::integer[], $10::date[], $11::date[])
on conflict (dir3) do update set
    name = excluded.name, level = excluded.level, ine = excluded.ine, province_id = excluded.province_id,
    province = excluded.province, region_id = excluded.region_id, region = excluded.region,
    population = excluded.population, valid_from = excluded.valid_from, valid_to = excluded.valid_to)"};

constinit command<text, text> const set_successors{"imports.set_successors", R"(
update administration a set successor_id = s.id
from unnest($1::text[], $2::text[]) i(dir3, successor)
left join administration s on s.dir3 = i.successor
where a.dir3 = i.dir3 and a.successor_id is distinct from s.id)"};

constinit command<text, text> const drop_domains{"imports.drop_domains", R"(
delete from mail_domain d
using unnest($1::text[], $2::text[]) i(dir3, domains)
join administration a on a.dir3 = i.dir3
where d.administration_id = a.id and d.domain <> all(string_to_array(i.domains, ';')))"};

constinit command<text, text> const add_domains{"imports.add_domains", R"(
insert into mail_domain (domain, administration_id)
select unnest(string_to_array(i.domains, ';')), a.id
from unnest($1::text[], $2::text[]) i(dir3, domains)
join administration a on a.dir3 = i.dir3
on conflict do nothing)"};

}  // namespace

void store_administrations(persistence::connection& db, std::vector<stored_administration> const& rows) {
    using row = stored_administration;
    db.run(upsert, array_of(rows, &row::dir3), array_of(rows, &row::name), array_of(rows, &row::level),
           array_of(rows, &row::ine), array_of(rows, &row::province_id), array_of(rows, &row::province),
           array_of(rows, &row::region_id), array_of(rows, &row::region), array_of(rows, &row::population),
           array_of(rows, &row::valid_from), array_of(rows, &row::valid_to));
}

void store_successors_and_domains(persistence::connection& db, std::vector<stored_administration> const& rows) {
    using row = stored_administration;
    auto const dir3 = array_of(rows, &row::dir3);
    db.run(set_successors, dir3, array_of(rows, &row::successor));
    auto const domains = array_of(rows, &row::domains);
    db.run(drop_domains, dir3, domains);
    db.run(add_domains, dir3, domains);
}

}  // namespace plaza::domain::imports::sql
