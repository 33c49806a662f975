-- SPDX-License-Identifier: EUPL-1.2
-- A network of :posts posts in the shape of shape.json. psql variables: posts, clients, targets, long_threads, people.
-- Environment: SHAPE and CORPUS, files of JSON (the corpus is {"titles": [], "sentences": []}).
\set ON_ERROR_STOP on
\set QUIET on
\set shape `cat "$SHAPE"`
\set corpus `cat "$CORPUS"`
set client_min_messages = warning;
select setseed(0.42) \g /dev/null
create schema load;
create table load.setting as
    select :posts::int as posts, :clients::int as clients, :targets::int as targets, :long_threads::int as long_threads, :people::int as people;

-- Identifiers that look like those of new_id() and that a load client can compute from a number.
create function load.id(n bigint) returns bigint language sql immutable
    return n * 7316717653331 % 4503599627370449;

-- Drawing from the shape ------------------------------------------------------------------------------------------
-- Quantiles, with straight lines between them.
create table load.quantile as
    select name, u as u0, lead(u) over w as u1, v as v0, lead(v) over w as v1
    from (select s.key as name, q.key::float8 as u, greatest(0, q.value::text::float8) as v
          from json_each(:'shape'::json -> 'quantiles') s, json_each(s.value) q
          where q.key ~ '^[0-9.]+$') points
    window w as (partition by name order by u);
delete from load.quantile where u1 is null;
-- Shares of hours and weekdays, as ranges of the unit interval.
create table load.share as
    select name, value, (sum(weight) over w - weight) / total as u0, sum(weight) over w / total as u1
    from (select s.key as name, q.key::int as value, q.value::text::float8 as weight,
                 sum(q.value::text::float8) over (partition by s.key) as total
          from json_each(:'shape'::json -> 'counts') s, json_each(s.value) q) weights
    window w as (partition by name order by value);

create function load.draw(wanted text, u float8) returns float8 language sql stable
begin atomic
    select v0 + (v1 - v0) * (u - u0) / (u1 - u0) from load.quantile where name = wanted and u >= u0 and u < u1;
end;
create function load.pick(wanted text, u float8) returns int language sql stable
begin atomic
    select value from load.share where name = wanted and u >= u0 and u < u1;
end;
-- One of 1 … n, the first much more often than the last.
create function load.skewed(n int, u float8) returns int language sql immutable
    return least(n, floor(power(n + 1, u))::int);
create function load.one_of(choices text[], u float8) returns text language sql immutable
    return choices[1 + floor(u * cardinality(choices))::int];

create table load.sentence as
    select row_number() over () as n, value as text from json_array_elements_text(:'corpus'::json -> 'sentences');
create table load.title as
    select row_number() over () as n, value as text from json_array_elements_text(:'corpus'::json -> 'titles');
alter table load.sentence add primary key (n);
alter table load.title add primary key (n);

-- Places, people, groups ------------------------------------------------------------------------------------------
insert into administration (id, dir3, name, province_id, province, region_id, region, population)
select load.id(n), 'L' || 9000000 + n, 'Ayuntamiento ' || n, lpad((1 + n % 50)::text, 2, '0'), 'Provincia ' || 1 + n % 50,
       lpad((1 + n % 17)::text, 2, '0'), 'Comunidad ' || 1 + n % 17,
       floor(200 * power(1000, power(random(), 2)))
from generate_series(1, 300) n;

-- As many as the shape has for so many questions and answers; comments are by the same people.
create table load.person as
    select n, n <= writers as writes, greatest(1, load.draw('posts_per_posting_user', random()))::int as weight
    from (select greatest(1000, posts / 12) as writers from load.setting) w,
         generate_series(1, (w.writers / (:'shape'::json ->> 'share_of_users_who_ever_post')::float8)::int) n;
-- Others are in the directory and nowhere else.
create view load.everybody as
    select n from load.person
    union all
    select n from load.setting, generate_series((select max(n) + 1 from load.person), people) n;
alter table person disable trigger directory_person;
alter table appointment disable trigger directory_appointment;
insert into person (id, name, policy_accepted_at, created_at)
select load.id(n),
       load.one_of('{Ana,Luis,Marta,Jordi,Uxía,Iker,Pilar,Nabil,Rosa,Tomás,Elena,Andoni,Carme,Hugo,Inés,Paula}', random()) || ' ' ||
       load.one_of('{Ferrer,Otero,Vidal,Molina,Serra,Garay,Prieto,Lago,Campos,Rubio,Soler,Nieto,Arana,Gil,Mora}', random()) || ' ' ||
       load.one_of('{Bravo,Costa,Díez,Etxeberria,Font,Gallego,Haro,Ibarra,Luna,Marín,Novo,Ortiz,Pons,Rey,Sanz}', random()),
       now(), now() - interval '3 years'
from load.everybody;
insert into appointment (id, person_id, administration_id, position)
select load.id(n), load.id(n), load.id(load.skewed(300, random())),
       load.one_of('{Secretaria-interventora,Técnico de contratación,Arquitecta municipal,Administrativo,Tesorera,Trabajadora social,Jefa de negociado,Informático,Archivera,Agente de empleo}', random())
from load.everybody;
select directory_store(array_agg(load.id(n))) from load.everybody \g /dev/null
alter table person enable trigger directory_person;
alter table appointment enable trigger directory_appointment;

-- What they are looked up by: names and posts as far as they are typed, places, and both. The first has all of it.
create table load.question as
    select n,
           case when n % 4 > 0 then left(load.one_of('{ana fer,luis otero,marta,jordi mol,uxia,iker ga,pilar costa,nabil,rosa luna,tomas,tesor,archiv,arquitecta,secretaria int,elena gil rey,paula so}', random()), 2 + (3 + random() * 9)::int) else '' end as words,
           case when n % 4 < 2 then lpad((1 + floor(random() * 50))::text, 2, '0') else '' end as province,
           case when n % 8 in (0, 1, 4) then load.one_of('{lt1000,1000-4999,5000-19999,20000-49999}', random()) else '' end as band
    from generate_series(1, 400) n;
alter table load.question add primary key (n);

insert into plaza_group (id, slug, name, description, kind, created_at)
select load.id(n), 'tema-' || n, 'Tema ' || n, 'Conversaciones sobre el tema ' || n,
       case when n <= 32 then 'open' when n <= 38 then 'private' else 'hidden' end, now() - interval '3 years'
from generate_series(1, 40) n;

-- Threads and posts, first as drawn -------------------------------------------------------------------------------
-- The first threads are those that load clients read (20 answers, open groups), then those that they answer (group 1).
create table load.thread as
    select n, n <= s.long_threads as long, n <= s.long_threads + s.targets as question_only,
           case when n <= s.long_threads then 1 + n % 32
                when n <= s.long_threads + s.targets then 1
                else load.skewed(40, random()) end as group_n,
           random() as kind, random() as fate, random() as title_u, random() as tail_u,
           load.draw('title_chars', random())::int as title_chars,
           case when n <= s.long_threads then 20
                when random() < (:'shape'::json ->> 'questions_unanswered_share')::float8 then 0
                else greatest(1, round(load.draw('answers_per_question', random())))::int end as answers,
           date_trunc('week', now() - make_interval(weeks => 1 + floor(power(random(), 1.2) * 142)::int))
               + make_interval(days => load.pick('posts_by_weekday_mon0', random()),
                               hours => load.pick('posts_by_hour_utc', random()), secs => random() * 3600) as at
    from load.setting s, generate_series(1, s.posts / 5) n;

create table load.post as
    select t.n as thread_n, k as place, 0 as under,
           case when k = 0 then t.at
                else least(now() - interval '1 hour', t.at + make_interval(mins =>
                    greatest(1, load.draw('minutes_to_first_answer', random()) * (0.5 + k / 2.0))::int)) end as at,
           case when t.long then 0 else round(load.draw('comments_per_post', random()))::int end as comments
    from load.thread t, generate_series(0, t.answers) k;
insert into load.post
select p.thread_n, 1000 + 40 * p.place + k, p.place,
       least(now() - interval '1 minute', p.at + make_interval(mins =>
           greatest(1, load.draw('minutes_to_first_answer', random()) / 3)::int)), 0
from load.post p, generate_series(1, p.comments) k;

-- Numbered by time, and no more than wanted.
create table load.numbered as
    select row_number() over (order by thread_n, number) as n, *
    from (select thread_n, place, under, at,
                 row_number() over (partition by thread_n order by place > 0, at, place) as number
          from load.post) p;
delete from load.numbered where n > (select posts from load.setting);
delete from load.thread t where not exists (select from load.numbered p where p.thread_n = t.n);
alter table load.numbered add primary key (n);
create unique index on load.numbered (thread_n, place);

-- Who wrote what: everybody as often as the shape says.
create table load.slot as
    select row_number() over () as slot, p.n as person_n from load.person p, generate_series(1, p.weight) where p.writes;
alter table load.slot add primary key (slot);
create table load.author as
    select p.n, s.person_n
    from (select n, 1 + floor(random() * (select max(slot) from load.slot))::bigint as slot from load.numbered) p
    join load.slot s using (slot);
alter table load.author add primary key (n);

-- Memberships: some groups of their own each, and every group that they write in.
insert into membership (group_id, person_id, role, since)
select load.id(g), load.id(p), case when row_number() over (partition by g order by p) = 1 then 'owner' else 'member' end,
       now() - random() * interval '2 years'
from (select distinct g, p from (
          select load.skewed(40, random()) as g, n as p
          from load.person, generate_series(1, 1 + floor(-5 * ln(1 - random()))::int)
          union all
          select 1, n from generate_series(1, (select clients from load.setting)) n
          union all
          select t.group_n, a.person_n from load.author a join load.numbered p using (n) join load.thread t on t.n = p.thread_n
      ) wishes) m;

-- Bodies: sentences until the length that was drawn.
create table load.body as
    select pieces.n, string_agg(s.text, case when k % 3 = 0 then E'\n\n' else ' ' end order by k) as body
    from (select p.n, k, 1 + floor(random() * (select max(n) from load.sentence))::bigint as sentence
          from (select n, load.draw(case when place >= 1000 then 'comment_chars' else 'body_html_chars' end, random()) as chars
                from load.numbered) p,
               generate_series(1, greatest(1, (p.chars / (select avg(length(text)) + 1 from load.sentence))::int)) k) pieces
    join load.sentence s on s.n = pieces.sentence
    group by pieces.n;
alter table load.body add primary key (n);

create table load.mark as
    select distinct p.n, 1 + floor(random() * (select max(n) from load.person))::bigint as person_n
    from (select n, round(load.draw('votes_per_post', random()))::int as votes from load.numbered where place < 1000) p,
         generate_series(1, p.votes);
create table load.useful as select n, count(*) as useful from load.mark group by n;
alter table load.useful add primary key (n);

-- Into the tables of Plaza ----------------------------------------------------------------------------------------
-- Counters are written as they will be; recount() is asked at the end.
alter table post disable trigger post_counts;
alter table post disable trigger posts_added;
alter table useful_mark disable trigger useful_counts;
alter table accepted_answer disable trigger accepted_state;

create table load.shaped as
    select t.n, t.group_n, t.at, t.title_u, t.tail_u, t.title_chars, c.last_at, c.posts, c.others, a.number as accepted,
           case when t.question_only or t.kind < 0.9 then 'question' when t.kind < 0.97 then 'update' else 'article' end as kind
    from load.thread t
    cross join lateral (select max(at) as last_at, count(*) as posts, count(*) filter (where place >= 1000) as others
                        from load.numbered p where p.thread_n = t.n) c
    left join lateral (select number from load.numbered p
                       where p.thread_n = t.n and p.place between 1 and 999
                         and t.fate < (:'shape'::json ->> 'questions_with_accepted_share')::float8
                       order by p.place limit 1) a on t.question_only or t.kind < 0.9;
alter table load.shaped add primary key (n);

insert into thread (id, group_id, kind, title, author_id, author_position, author_administration_id, created_at,
                    last_activity_at, next_number, answers, replies, solved)
select load.id(t.n), load.id(t.group_n), t.kind,
       rtrim(left(a.text || ' · ' || b.text, t.title_chars)),
       ap.person_id, ap.position, ap.administration_id, t.at, t.last_at, t.posts + 1,
       case when t.kind = 'question' then t.posts - 1 - t.others else 0 end,
       case when t.kind = 'question' then t.others else t.posts - 1 end, t.accepted is not null
from load.shaped t
join load.title a on a.n = 1 + floor(t.title_u * (select max(n) from load.title))
join load.sentence b on b.n = 1 + floor(t.tail_u * (select max(n) from load.sentence))
join load.numbered p on p.thread_n = t.n and p.place = 0
join load.author w on w.n = p.n
join appointment ap on ap.id = load.id(w.person_n);

insert into tag (id, name) select load.id(n), 'asunto-' || n from generate_series(1, 150) n;
insert into thread_tag (thread_id, tag_id)
select distinct load.id(n), load.id(load.skewed(150, random())) from load.thread, generate_series(1, 1 + (n % 3)::int);

insert into post (id, thread_id, number, parent, role, author_id, author_position, author_administration_id, body, html,
                  useful, created_at)
select load.id(p.n), load.id(p.thread_n), p.number, parent.number,
       case when p.place = 0 then 'root' when p.place >= 1000 then 'comment'
            when t.kind = 'question' then 'answer' else 'reply' end,
       ap.person_id, ap.position, ap.administration_id, b.body,
       '<p>' || replace(replace(replace(replace(b.body, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), E'\n\n', E'</p>\n<p>') || E'</p>\n',
       coalesce(u.useful, 0), p.at
from load.numbered p
join load.shaped t on t.n = p.thread_n
join load.author w on w.n = p.n
join appointment ap on ap.id = load.id(w.person_n)
join load.body b on b.n = p.n
left join load.numbered parent on parent.thread_n = p.thread_n and parent.place = p.under and p.place >= 1000
left join load.useful u on u.n = p.n
order by p.n;

insert into useful_mark (post_id, person_id) select load.id(n), load.id(person_n) from load.mark;
insert into accepted_answer (thread_id, number) select load.id(n), accepted from load.shaped where accepted is not null;

alter table post enable trigger post_counts;
alter table post enable trigger posts_added;
alter table useful_mark enable trigger useful_counts;
alter table accepted_answer enable trigger accepted_state;

-- Load clients: a session for HTTP, whose token they can spell, and one for pgbench, whose hash it can count to.
insert into session (id, token_hash, person_id, expires_at)
select load.id(n), sha256(convert_to('load-client-' || n, 'UTF8')), load.id(n), now() + interval '7 days'
from generate_series(1, (select clients from load.setting)) n
union all
select load.id(100000 + n), decode((100000000000000000 + n)::text, 'hex'), load.id(n), now() + interval '7 days'
from generate_series(1, (select clients from load.setting)) n;
-- They have read most of what is recent and some of what is old.
insert into thread_read (person_id, thread_id, number)
select m.person_id, t.id, 1 + floor(random() * (t.next_number - 1))
from membership m
join generate_series(1, (select clients from load.setting)) n on m.person_id = load.id(n)
join thread t on t.group_id = m.group_id
where random() < case when t.last_activity_at > now() - interval '60 days' then 0.6 else 0.04 end;

-- What people look for: two or three words of a title.
create table load.phrase as
    select n, string_agg(word, ' ' order by place) as text
    from (select n, word, place, row_number() over (partition by n order by random()) as k
          from (select n, text from load.title where n <= 200) t,
               regexp_split_to_table(t.text, '[^[:alpha:]]+') with ordinality w(word, place)
          where length(word) >= 5) words
    where k <= 2 + n % 2
    group by n;
create table load.phrases as select row_number() over (order by n) as n, text from load.phrase;
alter table load.phrases add primary key (n);
grant usage on schema load to plaza_app;
grant select on load.phrases, load.question to plaza_app;

-- What the clock would do within the hour.
select search_measure() \g /dev/null

-- No subscriber was there while this was written.
delete from event;

do $$
declare
    wrong record;
begin
    for wrong in select counter, count(*) as n from recount() group by counter loop
        raise exception '% differs % times', wrong.counter, wrong.n;
    end loop;
end
$$;
