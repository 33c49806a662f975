// SPDX-License-Identifier: EUPL-1.2
#include "domain/validity/validity_sql.hpp"

namespace plaza::domain::validity::sql {

#define PLAZA_NAMED(person) \
    "(select json_build_object('id', n.id, 'name', n.name) from person n where n.id = " person ")"

constinit query<details_row(id, id, int)> const details{"validity.details",
                                                        R"(
select (select coalesce(json_agg(json_build_object('holds', c.holds, 'reason', c.reason, 'at', rfc3339(c.at),
                                                   'by', )" PLAZA_NAMED("c.person_id") R"() order by c.at desc, c.id desc), '[]')
        from (select * from thread_check where thread_id = t.id order by at desc, id desc limit $3) c)::text,
       (select coalesce(json_agg(json_build_object('norm', lower(c.norm_id), 'title', m.title, 'on', c.changed_on, 'sentence', c.sentence)), '[]')
        from norm_change c join norm m on m.id = c.norm_id where c.id = y.norm_change_id)::text,
       (select coalesce(json_agg(l.link order by o.superseded_at desc), '[]')
        from thread_validity o cross join lateral (select thread_link_json(o.thread_id, $1) as link) l
        where o.superseded_by = t.id and l.link is not null)::text,
       coalesce(thread_link_json(y.superseded_by, $1), 'null')::text,
       )" PLAZA_NAMED("y.asked_by") R"(::text,
       case when y.review_on is null then 'null' else json_build_object('on', y.review_on, 'by', )" PLAZA_NAMED(
                                                            "y.review_by") R"()::text end,
       coalesce((select thread_link_json(s.question_id, $1) from article_source s where s.article_id = t.id)::text, 'null'),
       (select coalesce(json_agg(l.link order by s.article_id), '[]')
        from article_source s cross join lateral (select thread_link_json(s.article_id, $1) as link) l
        where s.question_id = t.id and l.link is not null)::text
from thread t
join readable_groups($1) v on v.group_id = t.group_id
left join thread_validity y on y.thread_id = t.id
where t.id = $2)"};

constinit query<list_row(id, maybe_id, maybe_id, maybe_id, int)> const to_review{"validity.to_review", R"(
with waiting as materialized (
    select r.*, (extract(epoch from r.since) * 1000000)::bigint as at, row_number() over (order by r.since, r.thread_id) as n
    from threads_to_review($1, $2::bigint) r
    where (r.since, r.thread_id) > (coalesce(timestamptz 'epoch' + $3::bigint * interval '1 microsecond', '-infinity'), coalesce($4::bigint, 0))
    order by r.since, r.thread_id limit $5 + 1)
select concat('[', string_agg(concat('{"why":"', w.why, '","since":"', rfc3339(w.since), '","thread":', s.shape, '}'), ',' order by w.n), ']'),
       (select count(*) > $5 from waiting),
       (select at from waiting where n = $5), (select thread_id from waiting where n = $5)
from (select * from waiting where n <= $5) w
join thread_shapes(array(select thread_id from waiting where n <= $5 order by n), $1) s on s.id = w.thread_id)"};

constinit command<id, id, bool, text> const add_check{
    "validity.add_check", "insert into thread_check (thread_id, person_id, holds, reason) values ($1, $2, $3, $4)"};

constinit command<id, id, bool> const settle{"validity.settle", R"(
insert into thread_validity (thread_id, checked_at, checked_by, holds) values ($1, now(), $2, $3)
on conflict (thread_id) do update set checked_at = now(), checked_by = excluded.checked_by, holds = excluded.holds,
    asked_at = null, asked_by = null, norm_change_id = null,
    review_by = case when thread_validity.review_on > current_date then thread_validity.review_by end,
    review_on = case when thread_validity.review_on > current_date then thread_validity.review_on end)"};

constinit query<bool(id, id)> const ask{"validity.ask", R"(
with asked as (
    insert into thread_validity as y (thread_id, asked_at, asked_by) values ($1, now(), $2)
    on conflict (thread_id) do update set asked_at = excluded.asked_at, asked_by = excluded.asked_by where y.asked_at is null
    returning 1)
select exists (select from asked))"};

constinit query<id(id)> const wrote{"validity.wrote", R"(
select author_id from thread where id = $1
union
select person_id from article_author where thread_id = $1 and accepted_at is not null
union
select p.author_id from accepted_answer a join post p on p.thread_id = a.thread_id and p.number = a.number where a.thread_id = $1
order by 1)"};

// One at a time: two at once would each find no way back, and lead round together.
constinit command<> const hold_places{"validity.hold_places",
                                      "select pg_advisory_xact_lock(hashtextextended('plaza superseded threads', 0))"};
constinit query<place_row(id, id, int)> const place{"validity.place", R"(
with recursive way as (
    select $2::bigint as id, 1 as n
    union all
    select y.superseded_by, n + 1 from way join thread_validity y on y.thread_id = way.id
    where y.superseded_by is not null and n < $3)
select o.group_id = t.group_id or g.kind = 'open', exists (select from way where id = $1)
from thread t, thread o join plaza_group g on g.id = o.group_id
where t.id = $1 and o.id = $2)"};

constinit command<id, id> const supersede{"validity.supersede", R"(
insert into thread_validity as y (thread_id, superseded_by, superseded_at) values ($1, $2, now())
on conflict (thread_id) do update set superseded_by = excluded.superseded_by, superseded_at = excluded.superseded_at
where y.superseded_by is distinct from excluded.superseded_by)"};

constinit command<id> const reinstate{
    "validity.reinstate",
    "update thread_validity set superseded_by = null, superseded_at = null where thread_id = $1 and superseded_by is not null"};

constinit query<id(text, text, text, id, text)> const add_change{"validity.add_change", R"(
insert into norm_change (norm_id, changed_on, sentence, by_id, articles)
values ($1, $2::date, $3, $4, array(select distinct a from json_array_elements_text($5::json) a order by a)) returning id)"};

// Where the articles that changed are named, a text about others is none of it; one about the norm as a whole may be.
#define PLAZA_CONCERNS "(c.articles = '{}' or x.article = '' or x.article = any (c.articles))"

// Locked against the job that marks threads with it.
constinit query<id(text, id)> const touched_change{
    "validity.touched_change",
    "select id from norm_change where norm_id = $1 and id = $2 and taken_back_at is null for update"};
constinit query<id(id)> const hold_change{
    "validity.hold_change", "select id from norm_change where id = $1 and taken_back_at is null for share"};
constinit command<id> const take_back{"validity.take_back",
                                      "update norm_change set taken_back_at = now() where id = $1"};
constinit command<id> const remove_change{"validity.remove_change", "delete from norm_change where id = $1"};
constinit query<id(id, id, int)> const threads_of_change{
    "validity.threads_of_change",
    "select thread_id from thread_validity where norm_change_id = $1 and thread_id > $2 order by thread_id limit $3"};
constinit command<id, id> const mark_by_another{"validity.mark_by_another", R"(
update thread_validity y set norm_change_id = (
    select c.id
    from thread t
    left join accepted_answer a on a.thread_id = t.id
    join post p on p.thread_id = t.id
    join post_citation x on x.post_id = p.id
    join norm_known k on x.norm = any (k.keys)
    join norm_change c on c.norm_id = k.id and c.taken_back_at is null and )" PLAZA_CONCERNS R"(
    where t.id = y.thread_id
      and coalesce(y.checked_at, greatest(t.created_at, a.accepted_at)) < least(c.created_at, c.changed_on + interval '1 day')
    order by c.changed_on desc, c.id desc limit 1)
where y.norm_change_id = $1 and y.thread_id = $2)"};

// What was written or checked on the day itself may not have known of it.
constinit query<id(id, id, int)> const cite_changed{
    "validity.cite_changed", R"(
select t.id
    from norm_change c
    join norm_known k on k.id = c.norm_id
    join post_citation x on x.norm = any (k.keys)
    join post p on p.id = x.post_id
    join thread t on t.id = p.thread_id
    left join accepted_answer a on a.thread_id = t.id
    left join thread_validity y on y.thread_id = t.id
    where c.id = $1 and )" PLAZA_CONCERNS
                             R"( and t.id > $2 and t.kind in ('question', 'article', 'update', 'announcement')
      and coalesce(y.checked_at, greatest(t.created_at, a.accepted_at)) < least(c.created_at, c.changed_on + interval '1 day')
    group by t.id order by t.id limit $3)"};

constinit query<bool(id, id)> const belongs{"validity.belongs", R"(
select exists (select from thread t join membership m on m.group_id = t.group_id
               where t.id = $1 and m.person_id = $2 and m.role <> 'guest'))"};

constinit query<bool(text)> const ahead{"validity.ahead",
                                        "select $1::date between current_date and current_date + 36525"};

constinit command<id, text, id> const set_review{"validity.set_review", R"(
insert into thread_validity (thread_id, review_on, review_by) values ($1, $2::date, $3)
on conflict (thread_id) do update set review_on = excluded.review_on, review_by = excluded.review_by, review_told = false)"};

constinit command<id> const drop_review{
    "validity.drop_review", "update thread_validity set review_on = null, review_by = null where thread_id = $1"};

constinit query<id(int)> const due{"validity.due", R"(
select y.thread_id from thread_validity y
where y.review_on <= current_date and not y.review_told and thread_reviewer(y.thread_id) is not null order by y.thread_id limit $1)"};

// Another process may have told of it while this one waited for the thread.
constinit query<id(id)> const take_due{"validity.take_due", R"(
update thread_validity y set review_told = true, review_by = thread_reviewer(y.thread_id)
where y.thread_id = $1 and y.review_on <= current_date and not y.review_told and thread_reviewer(y.thread_id) is not null
returning review_by)"};

constinit query<bool(id, id)> const mark{"validity.mark", R"(
with marked as (
    insert into thread_validity as y (thread_id, norm_change_id) values ($1, $2)
    on conflict (thread_id) do update set norm_change_id = excluded.norm_change_id
    where (y.norm_change_id is null
        or (select changed_on from norm_change where id = y.norm_change_id) <= (select changed_on from norm_change where id = excluded.norm_change_id))
      and (y.checked_at is null
        or y.checked_at < (select least(c.created_at, c.changed_on + interval '1 day') from norm_change c where c.id = excluded.norm_change_id))
    returning 1)
select exists (select from marked))"};

}  // namespace plaza::domain::validity::sql
