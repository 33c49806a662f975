// SPDX-License-Identifier: EUPL-1.2
#include "domain/live/events_sql.hpp"

namespace plaza::domain::live::sql {

constinit command<text, id> const of_thread{"events.of_thread", R"(
insert into event (kind, group_id, thread_id, data)
select $1, r.group_id, r.id, thread_json(r)::text from thread_row r where r.id = $2)"};

constinit command<text, id, int> const of_post{"events.of_post", R"(
with told as materialized (select r.id, r.thread_id, post_json(r)::text as whole from post_row r where r.id = $2)
insert into event (kind, group_id, thread_id, post_id, data)
select $1, t.group_id, t.id, told.id,
       case when octet_length(whole) <= $3 then whole else (whole::jsonb - 'body' - 'html')::text end
from told join thread t on t.id = told.thread_id)"};

constinit command<id> const forget_post{"events.forget_post", "delete from event where post_id = $1"};

constinit command<text, id, text> const in_thread{"events.in_thread", R"(
insert into event (kind, group_id, thread_id, data) select $1, t.group_id, t.id, $3 from thread t where t.id = $2)"};

constinit command<text, id, std::optional<id>, std::optional<id>, text, std::optional<int>> const to_person{
    "events.to_person", R"(
insert into event (kind, person_id, group_id, thread_id, data, post_id)
values ($1, $2, $3, $4::bigint, $5, (select p.id from post p where p.thread_id = $4::bigint and p.number = $6::int)))"};

}  // namespace plaza::domain::live::sql
