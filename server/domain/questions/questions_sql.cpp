// SPDX-License-Identifier: EUPL-1.2
#include "domain/questions/questions_sql.hpp"

namespace plaza::domain::questions::sql {

constinit query<id(id, int)> const answerer{
    "questions.answerer",
    "select author_id from post where thread_id = $1 and number = $2 and role = 'answer' and deleted_at is null"};
constinit command<id, int, id> const accept{"questions.accept", R"(
insert into accepted_answer (thread_id, number, accepted_by) values ($1, $2, $3)
on conflict (thread_id) do update set number = excluded.number, accepted_by = excluded.accepted_by, accepted_at = now()
where accepted_answer.number <> excluded.number)"};
constinit query<bool(id, id)> const withdraw{"questions.withdraw", R"(
delete from accepted_answer where thread_id = $1
returning accepted_at < now() - interval '10 minutes' or accepted_by is distinct from $2)"};
constinit command<id> const wait_again{"questions.wait_again", R"(
insert into question_reopened (thread_id) values ($1) on conflict (thread_id) do update set at = excluded.at)"};
constinit command<id, int> const withdraw_number{"questions.withdraw_number",
                                                 "delete from accepted_answer where thread_id = $1 and number = $2"};
constinit command<id, id> const mark{
    "questions.mark", "insert into useful_mark (post_id, person_id) values ($1, $2) on conflict do nothing"};
constinit command<id, id> const unmark{"questions.unmark",
                                       "delete from useful_mark where post_id = $1 and person_id = $2"};
// The latest first: nobody is first or last for anything else.
constinit query<useful_row(id, std::optional<id>, std::optional<id>, int)> const who_found_useful{
    "questions.who_found_useful", R"(
select coalesce(json_agg(person_today(person_id) order by n) filter (where n <= $4), '[]')::text, count(*) > $4,
       max(at) filter (where n = $4), max(person_id) filter (where n = $4)
from (
    select u.person_id, (extract(epoch from u.created_at) * 1000000)::bigint as at,
           row_number() over (order by u.created_at desc, u.person_id desc) as n
    from useful_mark u
    where u.post_id = $1
      and (u.created_at, u.person_id) < (coalesce(timestamptz 'epoch' + $2::bigint * interval '1 microsecond', 'infinity'),
                                         coalesce($3::bigint, 0))
    order by u.created_at desc, u.person_id desc
    limit $4 + 1) page)"};

constinit query<std::string(id)> const useful_data{
    "questions.useful_data",
    "select json_build_object('number', number, 'useful', useful + imported_up)::text from post where id = $1"};

}  // namespace plaza::domain::questions::sql
