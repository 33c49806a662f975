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

// Whoever works for an administration from outside does not speak for it.
constinit query<id(id, std::optional<id>)> const works_for{"questions.works_for", R"(
select a.administration_id from appointment a
where a.person_id = $1 and a.valid_to is null and a.relation <> 'external' and ($2::bigint is null or a.id = $2)
  and not is_guest($1)
order by a.main desc, a.id limit 1)"};
constinit command<id, id, id> const say_same{"questions.say_same", R"(
insert into same_problem (thread_id, person_id, administration_id, followed) values ($1, $2, $3, false) on conflict do nothing)"};
constinit command<id, id> const followed_by_it{
    "questions.followed_by_it", "update same_problem set followed = true where thread_id = $1 and person_id = $2"};
constinit query<bool(id, id)> const take_back_same{
    "questions.take_back_same", "delete from same_problem where thread_id = $1 and person_id = $2 returning followed"};
constinit query<std::string(id)> const same_data{"questions.same_data", R"(
select json_build_object('same_problem', count(distinct administration_id))::text from same_problem where thread_id = $1)"};
// In the order in which they came.
constinit query<same_row(id, std::optional<id>, std::optional<id>, int)> const who_has_same{"questions.who_has_same",
                                                                                            R"(
select coalesce(json_agg(administration_ref(a) order by n) filter (where n <= $4), '[]')::text, count(*) > $4,
       max(at) filter (where n = $4), max(a.id) filter (where n = $4)
from (
    select k.*, row_number() over (order by k.at, k.administration_id) as n
    from (select s.administration_id, (extract(epoch from min(s.at)) * 1000000)::bigint as at
          from same_problem s where s.thread_id = $1 group by s.administration_id) k
    where $2::bigint is null or (k.at, k.administration_id) > ($2::bigint, $3::bigint)
    order by k.at, k.administration_id
    limit $4 + 1) page
join administration a on a.id = page.administration_id)"};

constinit query<std::string(id)> const useful_data{
    "questions.useful_data",
    "select json_build_object('number', number, 'useful', useful + imported_up)::text from post where id = $1"};

}  // namespace plaza::domain::questions::sql
