// SPDX-License-Identifier: EUPL-1.2
#include "domain/imports/people_sql.hpp"

namespace plaza::domain::imports::sql {

using persistence::command;
using persistence::query;
using text = std::string;
using id = std::int64_t;

constinit query<std::optional<id>(text)> const administration_in_force{
    "imports.administration_in_force", "select (select a.id from administration a where a.dir3 = $1 and in_force(a))"};

constinit query<id(id, bool, text)> const insert_people_import{
    "imports.insert_people_import", "insert into people_import (by_id, dry_run, csv) values ($1, $2, $3) returning id"};

constinit query<people_import_row(id)> const people_import{"imports.people_import", R"(
select i.by_id, i.dry_run, i.csv, i.done_line, i.report, coalesce(p.network_role = 'administrator' and p.status = 'active', false)
from people_import i join person p on p.id = i.by_id where i.id = $1 and i.finished_at is null for update of i)"};

constinit query<standing_import_row(id)> const hold_people_import{"imports.hold_people_import", R"(
select done_line, report, finished_at is not null from people_import where id = $1 for update)"};

constinit query<id(text)> const people_imports_without_job{"imports.people_imports_without_job", R"(
select i.id from people_import i
where i.finished_at is null
  and not exists (select from job j where j.kind = $1 and j.payload = to_jsonb(i.id) and j.failed_at is null)
order by i.id)"};

constinit command<id, id, text, bool> const note_people_import{"imports.note_people_import", R"(
update people_import set done_line = $2, report = $3, csv = case when $4 then '' else csv end,
                         finished_at = case when $4 then coalesce(finished_at, now()) end
where id = $1)"};

// One in which nothing was mailed yet can be taken back as long as it goes on.
#define PLAZA_PEOPLE_IMPORT                                                                                                \
    "json_build_object('id', i.id, 'dry_run', i.dry_run, 'finished', i.finished_at is not null, 'report', i.report::json," \
    "'by', p.name, 'began_at', rfc3339(i.created_at),"                                                                     \
    "'can_be_taken_back', not i.dry_run and (i.finished_at is null or exists ("                                            \
    " select from registration r"                                                                                          \
    " where r.people_import_id = i.id and r.state = 'prepared' and r.expires_at > now())))"

constinit query<text(id)> const people_import_shape{"imports.people_import_shape",
                                                    "select (" PLAZA_PEOPLE_IMPORT R"()::text
from people_import i join person p on p.id = i.by_id where i.id = $1)"};

constinit query<text(int)> const last_people_imports{"imports.last_people_imports", R"(
select json_build_object('items', coalesce(json_agg(shape order by created_at desc, id desc), '[]'))::text
from (select i.id, i.created_at, )" PLAZA_PEOPLE_IMPORT R"( as shape
      from people_import i join person p on p.id = i.by_id
      order by i.created_at desc, i.id desc limit $1) last)"};

constinit command<int> const forget_people_imports{
    "imports.forget_people_imports", "delete from people_import where created_at < now() - $1::int * interval '1 day'"};

}  // namespace plaza::domain::imports::sql
