// SPDX-License-Identifier: EUPL-1.2
#include "domain/gatherings/gatherings_sql.hpp"

namespace plaza::domain::gatherings::sql {

#define PLAZA_MOMENT(parameter) "timestamptz 'epoch' + " parameter "::bigint * interval '1 microsecond'"

constinit query<bool(id, int)> const ahead{
    "gatherings.ahead",
    "select " PLAZA_MOMENT("$1") " > now() and " PLAZA_MOMENT("$1") " < now() + $2::int * interval '1 day'"};

constinit facts const insert{
    "gatherings.insert",
    "insert into gathering (thread_id, starts_at, ends_at, place, link, places, sign_up_until) values ($1, " PLAZA_MOMENT(
        "$2") ", " PLAZA_MOMENT("$3") ", $4, $5, $6, " PLAZA_MOMENT("$7") ")"};

constinit facts const change{"gatherings.change",
                             "update gathering set starts_at = " PLAZA_MOMENT("$2") ", ends_at = " PLAZA_MOMENT(
                                 "$3") ", place = $4, link = $5, places = $6, sign_up_until = " PLAZA_MOMENT("$7") R"(,
    version = version + 1, changed_at = now() where thread_id = $1)"};

constinit query<change_row(id, id, id, text, text, std::optional<int>, std::optional<id>)> const differs{
    "gatherings.differs", R"(
select coalesce(json_agg(json_build_object(
           'what', f.what,
           -- A link may let in whoever has it: which it was and is stands with the event alone.
           'before', case when f.what <> 'link' then f.was end, 'after', case when f.what <> 'link' then f.then_is end) order by f.n), '[]')::text,
       count(*) = 0, coalesce(bool_or(f.n <= 4), false)
from gathering e
cross join lateral (values
    (1, 'starts_at', rfc3339(e.starts_at), rfc3339()" PLAZA_MOMENT("$2") R"()),
    (2, 'ends_at', rfc3339(e.ends_at), rfc3339()" PLAZA_MOMENT("$3") R"()),
    (3, 'place', nullif(e.place, ''), nullif($4::text, '')),
    (4, 'link', nullif(e.link, ''), nullif($5::text, '')),
    (5, 'places', e.places::text, $6::int::text),
    (6, 'sign_up_until', rfc3339(e.sign_up_until), rfc3339()" PLAZA_MOMENT("$7") R"())) f(n, what, was, then_is)
where e.thread_id = $1 and f.was is distinct from f.then_is)"};

constinit command<id, text> const cancel{"gatherings.cancel", R"(
update gathering set cancelled_at = now(), cancelled_reason = $2, version = version + 1, changed_at = now()
where thread_id = $1)"};
constinit command<id> const restore{"gatherings.restore", R"(
update gathering set cancelled_at = null, cancelled_reason = '', version = version + 1, changed_at = now()
where thread_id = $1)"};

constinit query<bool(id, id)> const signed_up{
    "gatherings.signed_up", "select exists (select from gathering_guest where thread_id = $1 and person_id = $2)"};
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

constinit query<standing_row(id)> const stands{"gatherings.stands", "with guests as (" PLAZA_GUESTS("$1") R"()
select e.version::bigint, e.ends_at <= now(), e.cancelled_at is not null, coalesce(e.sign_up_until <= now(), false),
       (select count(*) from guests g where e.places is null or g.n <= e.places)::int
from gathering e where e.thread_id = $1)"};

constinit query<person_row(id, int)> const come_up{
    "gatherings.come_up",
    "update gathering_guest u set told = true from (select g.person_id from (" PLAZA_GUESTS("$1") R"() g
join gathering e on e.thread_id = $1
where not g.told and (e.places is null or g.n <= e.places) order by g.n limit $2) up
where u.thread_id = $1 and u.person_id = up.person_id
returning u.person_id)"};

constinit command<id> const places_freed{"gatherings.places_freed", "select gathering_places_freed(array[$1::bigint])"};

constinit query<person_row(id, id, int)> const guests{"gatherings.guests",
                                                      "select g.person_id from (" PLAZA_GUESTS("$1") R"() g
join thread t on t.id = $1 and t.author_id <> g.person_id
where g.person_id > $2 order by g.person_id limit $3)"};

constinit query<text(id, id, bool, bool, bool)> const read{"gatherings.read",
                                                           "with guests as materialized (" PLAZA_GUESTS("$2") R"()
select json_build_object(
    'version', e.version, 'starts_at', rfc3339(e.starts_at), 'ends_at', rfc3339(e.ends_at), 'place', e.place, 'link', e.link,
    'places', e.places, 'sign_up_until', rfc3339(e.sign_up_until),
    'cancelled', case when e.cancelled_at is not null then json_build_object('at', rfc3339(e.cancelled_at), 'reason', e.cancelled_reason) end,
    'over', $3 or e.ends_at <= now(),
    'sign_up_over', coalesce(e.sign_up_until <= now(), false),
    'may_sign_up', $4 and g.archived_at is null and not $3 and e.ends_at > now() and e.cancelled_at is null and coalesce(e.sign_up_until > now(), true),
    'may_sign_off', $4 and g.archived_at is null and not $3 and e.ends_at > now() and e.cancelled_at is null,
    'may_change', $5 and g.archived_at is null and e.ends_at > now(),
    'coming', (select count(*) from guests g where e.places is null or g.n <= e.places),
    'waiting', (select count(*) from guests g where g.n > e.places),
    'mine', coalesce((select case when e.places is null or g.n <= e.places then 'coming' else 'waiting' end
                      from guests g where g.person_id = $1), 'none'))::text
from gathering e join thread t on t.id = e.thread_id join plaza_group g on g.id = t.group_id where e.thread_id = $2)"};

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
    "gatherings.calendar", "select t.title, p.body, e.place, e.link, " PLAZA_UTC("e.starts_at") ", " PLAZA_UTC(
                               "e.ends_at") ", " PLAZA_UTC("greatest(p.edited_at, p.created_at, e.changed_at)") R"(,
       (e.version - 1 + p.version - 1)::bigint, e.cancelled_at is not null
from gathering e join thread t on t.id = e.thread_id join post p on p.thread_id = t.id and p.number = 1
where e.thread_id = $1)"};

}  // namespace plaza::domain::gatherings::sql
