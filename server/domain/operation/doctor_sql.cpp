// SPDX-License-Identifier: EUPL-1.2
#include "domain/operation/doctor_sql.hpp"

namespace plaza::domain::operation::sql {

constinit query<std::string()> const server_version{"doctor.server_version",
                                                    "select current_setting('server_version')"};
constinit query<bool()> const may_define{
    "doctor.may_define",
    "select has_schema_privilege('plaza_app', 'public', 'create') or exists (select from pg_class c "
    "join pg_roles r on r.oid = c.relowner where r.rolname = 'plaza_app')"};
constinit query<drift_row()> const drifts{
    "doctor.drifts", "select counter, object, stored, counted from recount() order by counter, object"};
constinit command<std::string, std::int64_t> const set_right{"doctor.set_right", "select recount_set_right($1, $2)"};
// Letters are tried again for hours by themselves.
constinit query<job_row()> const jobs_in_trouble{"doctor.jobs_in_trouble", R"(
select kind, count(*) filter (where failed_at is not null), count(*) filter (where failed_at is null)
from job where failed_at is not null or (last_error is not null and queue = 'common') group by kind order by kind)"};
constinit command<> const begin_jobs_anew{"doctor.begin_jobs_anew", R"(
update job set failed_at = null, last_error = null, attempts = 0, locked_until = null, run_at = now() where failed_at is not null)"};
constinit query<bool()> const writable{"doctor.writable", "select not pg_is_in_recovery()"};

}  // namespace plaza::domain::operation::sql
