// SPDX-License-Identifier: EUPL-1.2
#include "domain/articles/articles_sql.hpp"

namespace plaza::domain::articles::sql {

constinit query<text(id)> const read_template{"articles.read_template", R"(
select json_build_object('headings', coalesce(to_json(article_headings), case language
           when 'ca' then '["Problema","Solució","Base legal","Cost","Resultat","Contacte"]'
           when 'gl' then '["Problema","Solución","Base legal","Custo","Resultado","Contacto"]'
           when 'eu' then '["Arazoa","Konponbidea","Oinarri juridikoa","Kostua","Emaitza","Harremanetarako"]'
           when 'en' then '["Problem","Solution","Legal basis","Cost","Result","Contact"]'
           else '["Problema","Solución","Base legal","Coste","Resultado","Contacto"]' end::json),
       'own', article_headings is not null)::text
from plaza_group where id = $1)"};

constinit command<id, text> const set_template{"articles.set_template", R"(
update plaza_group set article_headings = nullif(array(select json_array_elements_text($2::json)), '{}') where id = $1)"};

constinit query<bool(id, id)> const writes{"articles.writes", R"(
select exists (select from article_author w join thread t on t.id = w.thread_id
               where w.thread_id = $1 and w.person_id = $2 and w.accepted_at is not null and t.kind = 'article'))"};

constinit query<text(id, id)> const authors{"articles.authors", R"(
select coalesce(json_agg(json_build_object('person', json_build_object('id', p.id, 'name', p.name), 'asked', w.accepted_at is null)
                         order by w.created_at, p.id), '[]')::text
from article_author w
join thread t on t.id = w.thread_id
join person p on p.id = w.person_id
where w.thread_id = $1 and (w.accepted_at is not null or t.author_id = $2 or w.person_id = $2))"};

constinit query<bool(id, id)> const belongs{"articles.belongs", R"(
select exists (select from thread t join membership m on m.group_id = t.group_id join person p on p.id = m.person_id
               where t.id = $1 and p.id = $2 and p.status = 'active'))"};

constinit query<int(id)> const how_many{"articles.how_many",
                                        "select count(*)::int from article_author where thread_id = $1"};

constinit query<bool(id, id)> const ask{"articles.ask", R"(
with asked as (insert into article_author (thread_id, person_id) values ($1, $2) on conflict do nothing returning 1)
select exists (select from asked))"};

constinit query<bool(id, id)> const say_yes{"articles.say_yes", R"(
with said as (update article_author set accepted_at = coalesce(accepted_at, now())
              where thread_id = $1 and person_id = $2 returning 1)
select exists (select from said))"};

constinit command<id, id> const remove{"articles.remove",
                                       "delete from article_author where thread_id = $1 and person_id = $2"};

constinit query<answer_row(id)> const accepted{"articles.accepted", R"(
select p.number, p.author_id, p.body, p.deleted_at is not null
from accepted_answer a join post p on p.thread_id = a.thread_id and p.number = a.number where a.thread_id = $1)"};

constinit query<tag_row(id)> const tags{"articles.tags", R"(
select tag.name from thread_tag tt join tag on tag.id = tt.tag_id where tt.thread_id = $1 order by tag.name)"};

constinit query<bool(id, id)> const readers_within{"articles.readers_within", "select readers_within($1, $2)"};

constinit command<id, id, int, id> const keep_source{
    "articles.keep_source",
    "insert into article_source (article_id, question_id, number, author_id) values ($1, $2, $3, $4)"};

constinit command<id, id> const add_writer{
    "articles.add_writer", "insert into article_author (thread_id, person_id, accepted_at) values ($1, $2, now())"};

}  // namespace plaza::domain::articles::sql
