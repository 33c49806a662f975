// SPDX-License-Identifier: EUPL-1.2
#include "domain/demo/demo_sql.hpp"

namespace plaza::domain::demo::sql {

// A moment of the files: so many days before today in Madrid, at that local time.
#define PLAZA_MOMENT                                                                                     \
    "((date_trunc('day', now() at time zone 'Europe/Madrid') - make_interval(days => r.days) + r.time) " \
    "at time zone 'Europe/Madrid')"
// The network is as old as its oldest threads.
#define PLAZA_BEGINNING "now() - interval '60 days'"

constinit query<state_row()> const state{"demo.state",
                                         "select demo, exists (select from person) from installation for update"};

constinit query<std::int64_t(int)> const new_ids{"demo.new_ids", "select new_id() from generate_series(1, $1)"};

constinit command<rows> const administrations{"demo.administrations", R"(
insert into administration (id, dir3, ine, name, level, province_id, province, region_id, region, population)
select * from json_to_recordset($1::json) r(id bigint, dir3 text, ine text, name text, level text, province_id text,
                                            province text, region_id text, region text, population integer))"};

constinit command<rows> const domains{"demo.domains", R"(
insert into mail_domain (domain, administration_id)
select * from json_to_recordset($1::json) r(domain text, administration bigint))"};

constinit command<rows> const people{
    "demo.people",
    "insert into person (id, name, bio, language, network_role, policy_accepted_at, created_at) "
    "select r.id, r.name, r.bio, r.language, r.role, " PLAZA_BEGINNING ", " PLAZA_BEGINNING
    " from json_to_recordset($1::json) r(id bigint, name text, bio text, language text, role text)"};

constinit command<rows, std::string> const credentials{"demo.credentials", R"(
insert into credential (person_id, email, password)
select r.id, r.email, $2 from json_to_recordset($1::json) r(id bigint, email text))"};

constinit command<rows> const appointments{"demo.appointments", R"(
insert into appointment (person_id, administration_id, position, unit, relation, main)
select * from json_to_recordset($1::json) r(person bigint, administration bigint, position text, unit text,
                                            relation text, main boolean))"};

constinit command<rows> const skills{"demo.skills", R"(
insert into person_skill (person_id, skill) select * from json_to_recordset($1::json) r(person bigint, skill text))"};

constinit command<rows> const groups{
    "demo.groups",
    "insert into plaza_group (id, slug, name, kind, description, rules, created_by, created_at) "
    "select r.id, r.slug, r.name, r.kind, r.description, r.rules, r.owner, " PLAZA_BEGINNING
    " from json_to_recordset($1::json) r(id bigint, slug text, name text, kind text, description text, rules text, "
    "owner bigint)"};

constinit command<rows> const members{
    "demo.members",
    "insert into membership (group_id, person_id, role, since) select r.group, r.person, r.role, " PLAZA_BEGINNING
    " from json_to_recordset($1::json) r(\"group\" bigint, person bigint, role text)"};

constinit command<rows> const tags{
    "demo.tags", "insert into tag (name) select value from json_array_elements_text($1::json) on conflict do nothing"};

#define PLAZA_AUTHOR_LINE "join appointment a on a.person_id = r.author and a.main and a.valid_to is null"

constinit command<rows> const threads{
    "demo.threads",
    "insert into thread (id, group_id, kind, title, language, author_id, author_position, author_administration_id, "
    "created_at, last_activity_at) "
    "select r.id, r.group, r.kind, r.title, r.language, r.author, a.position, a.administration_id, " PLAZA_MOMENT
    ", " PLAZA_MOMENT
    " from json_to_recordset($1::json) r(id bigint, \"group\" bigint, kind text, title text, language text, "
    "author bigint, days integer, time time) " PLAZA_AUTHOR_LINE};

constinit command<rows> const thread_tags{"demo.thread_tags", R"(
insert into thread_tag (thread_id, tag_id)
select r.thread, tag.id from json_to_recordset($1::json) r(thread bigint, name text) join tag using (name))"};

constinit command<rows> const posts{
    "demo.posts",
    "insert into post (id, thread_id, number, parent, role, author_id, author_position, author_administration_id, "
    "body, html, created_at) "
    "select r.id, r.thread, r.number, r.parent, r.role, r.author, a.position, a.administration_id, r.body, r.html, " PLAZA_MOMENT
    " from json_to_recordset($1::json) r(id bigint, thread bigint, number integer, parent integer, role text, "
    "author bigint, body text, html text, days integer, time time) " PLAZA_AUTHOR_LINE};

// Somebody found it useful some hours later.
constinit command<rows> const useful{"demo.useful", R"(
insert into useful_mark (post_id, person_id, created_at)
select r.post, r.person, least(now(), p.created_at + r.n * interval '3 hours')
from json_to_recordset($1::json) r(post bigint, person bigint, n integer) join post p on p.id = r.post)"};

constinit command<rows> const accepted{"demo.accepted", R"(
insert into accepted_answer (thread_id, number, accepted_by, accepted_at)
select r.thread, r.number, t.author_id, least(now(), p.created_at + interval '5 hours')
from json_to_recordset($1::json) r(thread bigint, number integer)
join thread t on t.id = r.thread join post p on p.thread_id = r.thread and p.number = r.number)"};

// Everybody has read what is older than five days, and what they took part in up to their last word.
constinit command<> const reading{"demo.reading", R"(
insert into thread_read (person_id, thread_id, number, read_at)
select person_id, thread_id, max(number), max(at)
from (
    select m.person_id, t.id as thread_id, t.next_number - 1 as number, t.last_activity_at + interval '4 hours' as at
    from thread t join membership m on m.group_id = t.group_id
    where t.last_activity_at < now() - interval '5 days'
    union all
    select p.author_id, p.thread_id, p.number, p.created_at from post p
) seen
group by person_id, thread_id)"};

// Memberships tell of themselves by trigger; nobody is there yet to be told.
constinit command<> const silence{"demo.silence",
                                  "delete from event where position is null and kind = 'membership.changed'"};

constinit command<> const mark_installation{"demo.mark_installation", "update installation set demo = true"};

}  // namespace plaza::domain::demo::sql
