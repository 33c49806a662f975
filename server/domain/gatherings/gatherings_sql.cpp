// SPDX-License-Identifier: EUPL-1.2
#include "domain/gatherings/gatherings_sql.hpp"

namespace plaza::domain::gatherings::sql {

#define PLAZA_MOMENT(parameter) "timestamptz 'epoch' + " parameter "::bigint * interval '1 microsecond'"

constinit query<bool(id, int)> const ahead{
    "gatherings.ahead",
    "select " PLAZA_MOMENT("$1") " > now() and " PLAZA_MOMENT("$1") " < now() + $2::int * interval '1 day'"};

constinit command<id, id, id, text, text, std::optional<int>> const insert{
    "gatherings.insert",
    "insert into gathering (thread_id, starts_at, ends_at, place, link, places) values ($1, " PLAZA_MOMENT(
        "$2") ", " PLAZA_MOMENT("$3") ", $4, $5, $6)"};

constinit query<bool(id)> const over{"gatherings.over", "select ends_at <= now() from gathering where thread_id = $1"};

constinit command<id, id> const sign_up{
    "gatherings.sign_up", "insert into gathering_guest (thread_id, person_id) values ($1, $2) on conflict do nothing"};
constinit command<id, id> const sign_off{"gatherings.sign_off",
                                         "delete from gathering_guest where thread_id = $1 and person_id = $2"};

// Those of them who may come: who left the group takes no place.
#define PLAZA_GUESTS(thread)                                                                                     \
    "select w.person_id, w.signed_up_at, w.told, row_number() over (order by w.signed_up_at, w.person_id) as n " \
    "from gathering_guest w join thread t on t.id = w.thread_id "                                                \
    "join membership m on m.group_id = t.group_id and m.person_id = w.person_id "                                \
    "join person p on p.id = w.person_id and p.status = 'active' where w.thread_id = " thread

constinit query<person_row(id)> const come_up{
    "gatherings.come_up",
    "update gathering_guest u set told = true from (" PLAZA_GUESTS("$1") R"() g join gathering e on e.thread_id = $1
where u.thread_id = $1 and u.person_id = g.person_id and not u.told and (e.places is null or g.n <= e.places)
returning u.person_id)"};

constinit query<text(id, id, bool, bool)> const read{"gatherings.read",
                                                     "with guests as materialized (" PLAZA_GUESTS("$2") R"()
select json_build_object(
    'starts_at', rfc3339(e.starts_at), 'ends_at', rfc3339(e.ends_at), 'place', e.place, 'link', e.link, 'places', e.places,
    'over', $3 or e.ends_at <= now(), 'may_sign_up', $4 and not $3 and e.ends_at > now()
        and exists (select from thread t join plaza_group g on g.id = t.group_id where t.id = e.thread_id and g.archived_at is null),
    'coming', (select count(*) from guests g where e.places is null or g.n <= e.places),
    'waiting', (select count(*) from guests g where g.n > e.places),
    'mine', coalesce((select case when e.places is null or g.n <= e.places then 'coming' else 'waiting' end
                      from guests g where g.person_id = $1), 'none'))::text
from gathering e where e.thread_id = $2)"};

constinit query<list_row(id, std::optional<id>, std::optional<id>, int)> const people{"gatherings.people", R"(
select coalesce(json_agg(json_build_object('person', person_today(person_id), 'coming', coming) order by n) filter (where k <= $4), '[]')::text,
       count(*) > $4, max(at) filter (where k = $4), max(person_id) filter (where k = $4)
from (
    select g.person_id, (extract(epoch from g.signed_up_at) * 1000000)::bigint as at, g.n, e.places is null or g.n <= e.places as coming,
           row_number() over (order by g.n) as k
    from ()" PLAZA_GUESTS("$1") R"() g join gathering e on e.thread_id = $1
    where (g.signed_up_at, g.person_id) > (coalesce(timestamptz 'epoch' + $2::bigint * interval '1 microsecond', '-infinity'),
                                           coalesce($3::bigint, 0))
    order by g.n
    limit $4 + 1) page)"};

#define PLAZA_UTC(time) "to_char(" time " at time zone 'UTC', 'YYYYMMDD\"T\"HH24MISS\"Z\"')"

constinit query<calendar_row(id)> const calendar{
    "gatherings.calendar", "select t.title, e.place, e.link, " PLAZA_UTC("e.starts_at") ", " PLAZA_UTC(
                               "e.ends_at") ", " PLAZA_UTC("coalesce(p.edited_at, p.created_at)") R"(
from gathering e join thread t on t.id = e.thread_id join post p on p.thread_id = t.id and p.number = 1
where e.thread_id = $1)"};

}  // namespace plaza::domain::gatherings::sql
