-- SPDX-License-Identifier: EUPL-1.2
-- A network of :posts posts for the feed alone: 400 groups of which the first have far more threads than the last, four
-- posts a thread over three years, and two readers, of 3 and of 300 groups. Run by a superuser: triggers and foreign keys
-- rest, so that a million posts take less than a minute; what they would have counted is written as they would.
\set ON_ERROR_STOP on
\set QUIET on
set client_min_messages = warning;
set synchronous_commit = off;
set session_replication_role = replica;
set jit = off;
select setseed(0.42) \g /dev/null
create schema load;
create function load.id(n bigint) returns bigint language sql immutable
    return n * 7316717653331 % 4503599627370449;

-- Towns of six bands in turns; a third of the threads is from towns like the readers'.
insert into administration (id, dir3, name, province_id, province, region_id, region, population)
select load.id(n), 'L' || 9000000 + n, 'Ayuntamiento ' || n, '42', 'Soria', '07', 'Castilla y León',
       (array[3000, 500, 3000, 12000, 30000, 70000])[1 + n % 6]
from generate_series(0, 599) n;
insert into person (id, name, policy_accepted_at) select load.id(n), 'Persona ' || n, now() from generate_series(1, 5000) n;
insert into appointment (id, person_id, administration_id, position)
select load.id(n), load.id(n), load.id(n % 600), 'Técnica' from generate_series(1, 5000) n;
update appointment set administration_id = load.id(0) where person_id in (load.id(1), load.id(2));
insert into plaza_group (id, slug, name, description, kind, created_at)
select load.id(n), 'tema-' || n, 'Tema ' || n, '', case when n % 5 = 0 then 'private' else 'open' end, now() - interval '3 years'
from generate_series(1, 400) n;

-- Person 1 is of 3 groups, person 2 of 300, the others of five each.
insert into membership (group_id, person_id, since)
select load.id(g), load.id(1), now() - interval '3 years' from generate_series(1, 3) g
union all
select load.id(g), load.id(2), now() - interval '3 years' from generate_series(1, 300) g
union all
select distinct load.id(1 + (p * k * 37) % 400), load.id(p), now() - interval '3 years' from generate_series(3, 5000) p, generate_series(1, 5) k;
insert into session (id, token_hash, person_id, expires_at)
select load.id(n), sha256(convert_to('load-client-' || n, 'UTF8')), load.id(n), now() + interval '7 days' from generate_series(1, 2) n;

insert into tag (id, name) select load.id(n), 'asunto-' || n from generate_series(1, 200) n;
create unlogged table load.thread as
    select n, 1 + floor(400 * power(random(), 2))::int as g, 3 + floor(random() * 4998)::int as p,
           (array['question', 'question', 'question', 'question', 'question', 'question', 'update', 'update', 'article', 'event'])[1 + floor(random() * 10)::int] as kind,
           random() as fate, now() - random() * interval '3 years' as at
    from generate_series(1, :posts / 4) n;
insert into thread (id, group_id, kind, title, author_id, author_position, author_administration_id, created_at, last_activity_at,
                    next_number, answers, replies, solved)
select load.id(n), load.id(g), kind, 'Cómo se tramita el asunto ' || n, load.id(p), 'Técnica', load.id(p % 600), at - interval '1 day', at, 5,
       case when kind = 'question' and fate > 0.2 then 3 else 0 end, case when kind = 'question' then 0 else 3 end, kind = 'question' and fate > 0.5
from load.thread;
-- The commonest tag and norm are of an eighth of all threads; the rarest are of few, however many threads there are.
insert into thread_tag (thread_id, tag_id, last_activity_at)
select load.id(n), load.id(case when n % 8 = 0 then 1 when n <= 80 then 200 else 2 + n % 190 end), at from load.thread;
insert into post (id, thread_id, number, role, author_id, author_position, author_administration_id, body, html, created_at)
select load.id(4 * t.n + k), load.id(t.n), k, case when k = 1 then 'root' when t.kind = 'question' then 'answer' else 'reply' end,
       load.id(t.p), 'Técnica', load.id(t.p % 600), 'Se tramita como los demás.', '<p>Se tramita como los demás.</p>', t.at - interval '1 day' / k
from load.thread t, generate_series(1, 4) k;
insert into post_citation (post_id, norm, article)
select load.id(4 * n + 1), case when n % 8 = 1 then 'boe-a-2017-12902' else 'ley-1-1901' end, '' from load.thread where n % 8 = 1 or n % 8 = 2 and n <= 80;
drop table load.thread;
-- Texts cite nothing: nobody is to look whether they do.
delete from job;
