// SPDX-License-Identifier: EUPL-1.2
#include "domain/polls/polls_sql.hpp"

namespace plaza::domain::polls::sql {

#define PLAZA_MOMENT(parameter) "timestamptz 'epoch' + " parameter "::bigint * interval '1 microsecond'"

constinit query<bool(id, int)> const ahead{"polls.ahead", "select " PLAZA_MOMENT("$1") " > now() and " PLAZA_MOMENT(
                                                              "$1") " < now() + $2::int * interval '1 day'"};

constinit command<id, bool, std::optional<id>> const insert{
    "polls.insert", "insert into poll (thread_id, multiple, closes_at) values ($1, $2, " PLAZA_MOMENT("$3") ")"};

constinit command<id, int, text> const insert_option{
    "polls.insert_option", "insert into poll_option (thread_id, place, text) values ($1, $2, $3)"};

// Whoever waited for the thread while it was ended comes too late.
constinit query<poll_row(id)> const find{"polls.find", R"(
select p.multiple, coalesce(p.closes_at <= clock_timestamp(), false),
       (select count(*)::int from poll_option o where o.thread_id = p.thread_id), p.version::bigint,
       (extract(epoch from date_trunc('milliseconds', p.closes_at)) * 1000000)::bigint
from poll p where p.thread_id = $1)"};
constinit query<option_row(id)> const options{
    "polls.options", "select o.text from poll_option o where o.thread_id = $1 order by o.place"};
constinit query<bool(id)> const anybody_voted{"polls.anybody_voted",
                                              "select exists (select from poll_vote v where v.thread_id = $1)"};

constinit query<text(id, id)> const other_end{"polls.other_end", R"(
select json_build_object('what', 'closes_at', 'before', rfc3339(p.closes_at), 'after', rfc3339()" PLAZA_MOMENT(
                                                                     "$2") R"())::text
from poll p where p.thread_id = $1)"};
constinit command<id, std::optional<id>> const change{
    "polls.change", "update poll set closes_at = " PLAZA_MOMENT("$2") ", version = version + 1 where thread_id = $1"};
constinit command<id> const close{
    "polls.close", "update poll set closes_at = clock_timestamp(), version = version + 1 where thread_id = $1"};

constinit command<id, id> const take_back{"polls.take_back",
                                          "delete from poll_vote where thread_id = $1 and person_id = $2"};
constinit command<id, int, id> const vote{
    "polls.vote", "insert into poll_vote (thread_id, place, person_id) values ($1, $2, $3) on conflict do nothing"};

// One job waits for all votes of some seconds.
constinit command<id, int> const tell_soon{"polls.tell_soon", "select enqueue_soon('polls.tell_votes', $1, $2)"};

// How many chose what is for who has voted, once so many have, and for all once it is over. Of fewer it tells who chose what: they counted
// with that on the day that was said, not when somebody ends it, closes its thread or archives its group after the first vote.
constinit query<text(id, id, bool, bool, int, bool)> const read{"polls.read", R"(
with poll_now as materialized (
    select p.thread_id, p.version, p.multiple, p.closes_at, $3 or coalesce(p.closes_at <= clock_timestamp(), false) as over,
           array(select v.place from poll_vote v where v.thread_id = p.thread_id and v.person_id = $1 order by 1) as mine
    from poll p where p.thread_id = $2
), counted as materialized (select n.*, (select count(distinct v.person_id) from poll_vote v where v.thread_id = n.thread_id) as voters from poll_now n),
said as materialized (select c.*, c.closes_at is not null and (g.archived_at is null or g.archived_at > c.closes_at)
           and not exists (select from thread_act a where a.thread_id = c.thread_id and (a.kind = 'poll_closed'
               or a.kind = 'closed' and a.at < c.closes_at
               or a.kind = 'poll_changed' and a.changes @> '[{"what": "closes_at", "before": null}]')) as few_shown,
       not c.over and g.archived_at is null as open
    from counted c join thread t on t.id = c.thread_id join plaza_group g on g.id = t.group_id),
shown as materialized (select d.*, d.few_shown and d.closes_at <= clock_timestamp()
           or (d.over or d.mine <> '{}') and d.voters >= $5 as results from said d)
select json_build_object(
    'version', s.version, 'multiple', s.multiple, 'closes_at', rfc3339(s.closes_at), 'closed', s.over, 'may_vote', $4 and s.open,
    'may_change', $6 and s.open, 'may_add', $6 and s.open and s.voters = 0,
    'my_votes', to_json(s.mine),
    'fewest_shown', $5::int, 'few_shown', s.few_shown,
    'voters', case when s.results then s.voters end,
    'options', (
        select json_agg(json_build_object('place', o.place, 'text', o.text, 'votes', case when s.results then (
                   select count(*) from poll_vote v where v.thread_id = o.thread_id and v.place = o.place) end) order by o.place)
        from poll_option o where o.thread_id = s.thread_id))::text
from shown s)"};

}  // namespace plaza::domain::polls::sql
