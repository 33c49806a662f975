// SPDX-License-Identifier: EUPL-1.2
#include "domain/imports/domains_sql.hpp"

namespace plaza::domain::imports::sql {

using persistence::command;
using persistence::query;
using text = std::string;

constinit query<domain_standing(text, text)> const domains_standing{"imports.domains_standing", R"(
select a.id, m.domain is not null, coalesce(in_force(a), false),
       (select count(*)::int from mail_domain h where h.administration_id = a.id)
from unnest($1::text[], $2::text[]) with ordinality i(dir3, domain, n)
left join administration a on a.dir3 = i.dir3
left join mail_domain m on m.administration_id = a.id and m.domain = i.domain
order by i.n)"};

constinit command<text, text> const insert_domains{"imports.insert_domains", R"(
insert into mail_domain (administration_id, domain)
select * from unnest($1::bigint[], $2::text[]) on conflict do nothing)"};

constinit query<exported_domain()> const all_domains{"imports.all_domains", R"(
select a.dir3, m.domain, a.name from mail_domain m join administration a on a.id = m.administration_id
order by a.dir3 collate "C", m.domain collate "C")"};

constinit query<std::int64_t(std::int64_t, bool, text, text)> const insert_domain_import{"imports.insert_domain_import",
                                                                                         R"(
insert into domain_import (by_id, dry_run, csv, digest) values ($1, $2, $3, decode($4, 'hex'))
on conflict (by_id, dry_run, digest) where finished_at is null do update set csv = excluded.csv returning id)"};

constinit query<domain_import_row(std::int64_t)> const domain_import{"imports.domain_import", R"(
select i.by_id, i.dry_run, i.csv, p.network_role is not distinct from 'administrator' and p.status = 'active'
from domain_import i join person p on p.id = i.by_id where i.id = $1 and i.finished_at is null for update of i)"};

constinit command<std::int64_t, text> const note_domain_import{
    "imports.note_domain_import", "update domain_import set report = $2, csv = '', finished_at = now() where id = $1"};

#define PLAZA_DOMAIN_IMPORT                                                                                                \
    "json_build_object('id', i.id, 'dry_run', i.dry_run, 'finished', i.finished_at is not null, 'report', i.report::json," \
    "'by', p.name, 'began_at', rfc3339(i.created_at), 'failing', i.finished_at is null and not exists ("                   \
    " select from job j where j.kind = 'domains.import' and j.payload = to_jsonb(i.id) and j.failed_at is null"            \
    " and j.last_error is null))"

constinit query<text(std::int64_t)> const domain_import_shape{"imports.domain_import_shape",
                                                              "select (" PLAZA_DOMAIN_IMPORT R"()::text
from domain_import i join person p on p.id = i.by_id where i.id = $1)"};

constinit query<text(int)> const last_domain_imports{"imports.last_domain_imports", R"(
select json_build_object('items', coalesce(json_agg(shape order by created_at desc, id desc), '[]'))::text
from (select i.id, i.created_at, )" PLAZA_DOMAIN_IMPORT R"( as shape
      from domain_import i join person p on p.id = i.by_id order by i.created_at desc, i.id desc limit $1) last)"};

constinit command<int> const forget_domain_imports{
    "imports.forget_domain_imports",
    "delete from domain_import where finished_at < now() - $1::int * interval '1 day'"};

constinit query<std::int64_t(text)> const domain_imports_without_job{"imports.domain_imports_without_job", R"(
select i.id from domain_import i
where i.finished_at is null
  and not exists (select from job j where j.kind = $1 and j.payload = to_jsonb(i.id) and j.failed_at is null)
order by i.id)"};

}  // namespace plaza::domain::imports::sql
