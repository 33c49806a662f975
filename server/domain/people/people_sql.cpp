// SPDX-License-Identifier: EUPL-1.2
#include "domain/people/people_sql.hpp"

namespace plaza::domain::people::sql {

#define PLAZA_KNOWN_PERSON "p.status in ('active', 'suspended', 'erased', 'imported') and knows_person($1, p.id)"

constinit query<text(id, id)> const profile{
    "people.profile", "select profile_json(p, $1)::text from person p where p.id = $2 and " PLAZA_KNOWN_PERSON};

constinit query<id(id)> const standing_for{
    "people.standing_for", "select coalesce((select merged_into from person where id = $1), $1::bigint)"};

constinit query<bool(id, id)> const known{
    "people.known", "select exists (select from person p where p.id = $2 and " PLAZA_KNOWN_PERSON ")"};

// The administrations of the address are those where one may add a post without asking anybody.
constinit query<text(id)> const own_profile{"people.own_profile", R"(
select json_build_object(
    'name', p.name, 'about', p.bio, 'ask_me', p.ask_me, 'phone', p.office_phone, 'hours', p.office_hours,
    'skills', skills_json(p.id), 'languages', languages_json(p.id),
    'photo', photo_shown(p.id, p.id), 'photo_for', audience_of(p.id, 'photo'),
    'about_for', audience_of(p.id, 'about'), 'ask_me_for', audience_of(p.id, 'ask_me'),
    'skills_for', audience_of(p.id, 'skills'), 'languages_for', audience_of(p.id, 'languages'),
    'phone_for', audience_of(p.id, 'phone'), 'hours_for', audience_of(p.id, 'hours'),
    'history_for', audience_of(p.id, 'history'),
    'posts', appointments_json(p.id, true), 'history', appointments_json(p.id, false),
    'administrations', (
        select coalesce(json_agg(administration_ref(d) order by d.name, d.id), '[]')
        from administration d
        where in_force(d) and d.id in (
            select a.administration_id from appointment a where a.person_id = p.id and a.valid_to is null
            union
            select m.administration_id from mail_domain m join credential c on c.person_id = p.id
            where m.domain = split_part(c.email, '@', 2) and c.lapsed_at is null
              and not exists (select from mail_domain o join administration f on f.id = o.administration_id and in_force(f)
                              where o.domain = m.domain and o.administration_id <> m.administration_id)
              and not exists (select from appointment e where e.person_id = p.id and e.administration_id = m.administration_id
                                and (c.asked_at is not null or e.ended_how is distinct from 'unconfirmed')))))::text
from person p where p.id = $1)"};

// The newest of what the reader may see; each with the thread it stands in.
constinit query<list_row(id, id, std::optional<id>, std::optional<id>, int)> const contributions{"people.contributions",
                                                                                                 R"(
select coalesce('[' || string_agg(concat('{"thread":', s.shape, ',"number":', page.number, ',"role":"', page.role,
           '","useful":', page.useful, ',"created_at":"', rfc3339(page.created_at), '"}'), ',' order by page.n)
           filter (where page.n <= $5) || ']', '[]'),
       count(*) > $5, max(page.at) filter (where page.n = $5), max(page.id) filter (where page.n = $5)
from (
    select p.id, p.thread_id, p.number, p.role, p.useful + p.imported_up as useful, p.created_at,
           (extract(epoch from p.created_at) * 1000000)::bigint as at,
           row_number() over (order by p.created_at desc, p.id desc) as n
    from post p
    join thread t on t.id = p.thread_id
    join readable_groups($1) v on v.group_id = t.group_id
    where p.author_id = $2 and p.deleted_at is null and p.role <> 'comment'
      and (p.created_at, p.id) <
          (coalesce(timestamptz 'epoch' + $3::bigint * interval '1 microsecond', 'infinity'), coalesce($4::bigint, 0))
    order by p.created_at desc, p.id desc
    limit $5 + 1) page
cross join lateral (select shape from thread_shapes(array[page.thread_id], $1)) s)"};

constinit query<text(id)> const name_locked{"people.name_locked",
                                            "select name from person where id = $1 for no key update"};

constinit command<id, text, text, text, text, text> const save{
    "people.save",
    "update person set name = $2, bio = $3, ask_me = $4, office_phone = $5, office_hours = $6 where id = $1"};

constinit command<id, text> const drop_skills{
    "people.drop_skills", "delete from person_skill where person_id = $1 and skill <> all($2::text[])"};
constinit command<id, text> const add_skills{
    "people.add_skills",
    "insert into person_skill (person_id, skill) select $1, unnest($2::text[]) on conflict do nothing"};
constinit command<id, text> const drop_languages{
    "people.drop_languages", "delete from person_language where person_id = $1 and language <> all($2::text[])"};
constinit command<id, text> const add_languages{
    "people.add_languages",
    "insert into person_language (person_id, language) select $1, unnest($2::text[]) on conflict do nothing"};

constinit command<id, text, text> const set_audiences{"people.set_audiences", R"(
insert into profile_audience (person_id, field, audience) select $1, * from unnest($2::text[], $3::text[])
on conflict (person_id, field) do update set audience = excluded.audience)"};

constinit query<int(id)> const current_posts{
    "people.current_posts", "select count(*)::int from appointment where person_id = $1 and valid_to is null"};

constinit query<bool(id)> const administration_in_force{
    "people.administration_in_force",
    "select exists (select from administration where id = $1 and (valid_to is null or valid_to >= current_date))"};

constinit query<bool(id, id, text)> const belongs{"people.belongs", R"(
select exists (select from appointment a
               where a.person_id = $1 and a.administration_id = $2 and a.valid_to is null and a.relation = $3)
    or $3 = 'employee' and exists (select from credential c join mail_domain m on m.domain = split_part(c.email, '@', 2)
               where c.person_id = $1 and m.administration_id = $2 and c.lapsed_at is null
                 and not exists (select from mail_domain o join administration f on f.id = o.administration_id and in_force(f)
                                  where o.domain = m.domain and o.administration_id <> $2)
                 -- A post that was ended there is given back by who ended it, one that ended unconfirmed by confirming.
                 and not exists (select from appointment e where e.person_id = $1 and e.administration_id = $2
                                  and (c.asked_at is not null or e.ended_how is distinct from 'unconfirmed'))))"};

constinit query<appointment_row(id, id)> const appointment{"people.appointment", R"(
select administration_id, main, valid_to is not null, ended_how is not null, relation from appointment where person_id = $1 and id = $2)"};

constinit query<id(id, id, text, text, text, bool, std::optional<text>)> const insert_appointment{
    "people.insert_appointment", R"(
insert into appointment (person_id, administration_id, position, unit, relation, main, valid_from)
values ($1, $2, $3, $4, $5, $6, $7::text::date) returning id)"};

constinit command<id> const asked_anew{"people.asked_anew", R"(
update credential set asked_at = now(), reminded_at = null, bounced_at = null, lapsed_at = null
where person_id = $1 and lapsed_at is not null
  and exists (select from appointment a where a.person_id = $1 and a.valid_to is null))"};

constinit command<id, text, text, text, bool, std::optional<text>, std::optional<text>, bool> const change_appointment{
    "people.change_appointment", R"(
update appointment set position = $2, unit = $3, relation = $4, main = $5 and $7::text is null,
                       valid_from = $6::text::date, valid_to = $7::text::date,
                       ended_how = case when $8::boolean then 'contact' else ended_how end
where id = $1)"};

constinit command<id, id> const no_other_main{
    "people.no_other_main", "update appointment set main = false where person_id = $1 and id <> $2 and main"};

constinit command<id> const some_main{"people.some_main", R"(
update appointment set main = true where id = (
    select a.id from appointment a
    where a.person_id = $1 and a.valid_to is null
      and not exists (select from appointment m where m.person_id = $1 and m.main and m.valid_to is null)
    order by a.valid_from nulls last, a.id limit 1))"};

}  // namespace plaza::domain::people::sql
