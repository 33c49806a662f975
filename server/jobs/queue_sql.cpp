// SPDX-License-Identifier: EUPL-1.2
#include "jobs/queue_sql.hpp"

namespace plaza::jobs::sql {

constinit command<std::string, std::string, std::optional<std::string>, std::string> const enqueue{"jobs.enqueue",
                                                                                                   R"(
insert into job (kind, payload, unique_key, queue) values ($1, $2::jsonb, $3, $4) on conflict (unique_key) do nothing)"};

constinit query<taken_job(int, std::string)> const claim{"jobs.claim", R"(
update job set locked_until = now() + $1::int * interval '1 second', attempts = attempts + 1
where id = (select id from job
            where queue = $2 and failed_at is null and run_at <= now() and (locked_until is null or locked_until < now())
            order by run_at, id for update skip locked limit 1)
returning id, kind, payload::text, attempts)"};

// The number of attempts says who has it: a worker that was thought dead has lost it to another.
constinit command<std::int64_t, int> const finish{"jobs.finish", "delete from job where id = $1 and attempts = $2"};

constinit command<std::int64_t, int, int> const keep{
    "jobs.keep", "update job set locked_until = now() + $3::int * interval '1 second' where id = $1 and attempts = $2"};

constinit command<std::int64_t> const remove{"jobs.remove", "delete from job where id = $1"};

constinit command<std::int64_t, int, int, std::string, bool> const fail{"jobs.fail", R"(
update job set locked_until = null, run_at = now() + $3::int * interval '1 second', last_error = $4,
               failed_at = case when $5::boolean then now() end,
               unique_key = case when $5::boolean then null else unique_key end
where id = $1 and attempts = $2)"};

constinit command<std::int64_t, int, int> const put_off{"jobs.put_off", R"(
update job set locked_until = null, run_at = now() + $3::int * interval '1 second', attempts = attempts - 1
where id = $1 and attempts = $2)"};

constinit query<std::string(std::string, int)> const due{"jobs.due", R"(
insert into schedule_run (name, last_run_at) values ($1, now())
on conflict (name) do update set last_run_at = now()
where schedule_run.last_run_at <= now() - $2::int * interval '1 second' or schedule_run.last_run_at > now()
returning name)"};

}  // namespace plaza::jobs::sql
