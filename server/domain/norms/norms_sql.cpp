// SPDX-License-Identifier: EUPL-1.2
#include "domain/norms/norms_sql.hpp"

namespace plaza::domain::norms::sql {

constinit query<id()> const hold{"norms.hold", "select norm_names_held()"};

// Names with digits are forms of kind and number, which need no table.
constinit query<text()> const table{"norms.table", R"(
select json_build_object(
    'norms', (select coalesce(json_agg(json_build_object(
                  'key', lower(id), 'kind', coalesce(kind, ''), 'number', coalesce(lower(number), ''), 'community', community,
                  'month', coalesce(extract(month from dated), 0)::int, 'day', coalesce(extract(day from dated), 0)::int)
                  order by own, id), '[]') from norm),
    'names', (select coalesce(json_agg(json_build_object('name', alias, 'key', lower(norm_id), 'acronym', acronym)
                  order by alias), '[]') from norm_alias where alias !~ '[0-9]'))::text)"};

constinit command<id, text> const keep{"norms.keep", R"(
with wanted as (select norm, article, part from json_to_recordset($2::json) w(norm text, article text, part text)),
gone as (delete from post_citation c where c.post_id = $1 and not exists (
    select from wanted w where (w.norm, w.article, w.part) = (c.norm, c.article, c.part)))
insert into post_citation (post_id, norm, article, part) select $1, norm, article, part from wanted
on conflict do nothing)"};

#define PLAZA_POST_TEXT                                                                     \
    "select p.id, p.body, p.html, case when p.number = 1 then t.title else '' end, "        \
    "coalesce((select string_agg(concat(c.norm, ' ', c.article, ' ', c.part, chr(10)), '' " \
    "order by c.norm collate \"C\", c.article collate \"C\", c.part collate \"C\") "        \
    "from post_citation c where c.post_id = p.id), '') from post p join thread t on t.id = p.thread_id "

constinit query<post_row(id)> const one_post{"norms.one_post",
                                             PLAZA_POST_TEXT "where p.id = $1 and p.deleted_at is null"};

constinit query<post_row(id, int)> const some_posts{
    "norms.some_posts", PLAZA_POST_TEXT "where p.id > $1 and p.deleted_at is null order by p.id limit $2"};

constinit query<text(id)> const hold_title{
    "norms.hold_title",
    "select t.title from post p join thread t on t.id = p.thread_id where p.id = $1 for share of t"};

// Search knows norms by name too.
constinit query<bool(id, text, text)> const write_html{"norms.write_html", R"(
with written as (update post set html = $3 where id = $1 and body = $2 and deleted_at is null returning id),
found as (select search_store(array(select id from written)))
select exists (select from written) from found)"};

constinit query<norm_row(text)> const find{"norms.find", R"(
select k.id, k.serial, k.key, k.title, k.keys::text,
       (select coalesce(json_agg(a.alias order by not a.acronym, a.alias), '[]')
        from norm_alias a where a.norm_id = k.id and a.alias !~ '[0-9]')::text,
       norm_changes(k.id)::text
from norm_known k where $1 = any (k.keys) order by k.own, k.id limit 1)"};

constinit query<bool(text, text)> const known{
    "norms.known", "select exists (select from norm_known where $1 = any (keys) or $2 = any (keys))"};

constinit query<id(text, text, text, text, text)> const add{"norms.add", R"(
insert into norm (id, title, kind, number, community, own, hints, names)
values ($1, $2, nullif($3, ''), nullif($4, ''), $5, true, '', '') returning serial)"};

constinit command<text> const add_first_name{
    "norms.add_first_name",
    "insert into norm_alias (alias, norm_id, acronym, words, own) select $1, $1, false, search_spaced($1), true"};

constinit query<bool(text)> const renew{"norms.renew", "select norm_renew(array[$1]) is not null"};

constinit query<text(text, bool)> const holder{"norms.holder", R"(
select norm_id from norm_alias
where alias = $1 or not acronym and not $2 and search_fold(alias) = search_fold($1) limit 1)"};

constinit query<int()> const own_names{"norms.own_names", "select count(*)::int from norm_alias where own"};

constinit command<text, text, bool> const add_name{
    "norms.add_name",
    "insert into norm_alias (alias, norm_id, acronym, words, own) values ($1, $2, $3, search_spaced($1), true)"};

// The name of an own norm by which it was added stays.
constinit command<text, text> const remove_name{
    "norms.remove_name", "delete from norm_alias where alias = $1 and norm_id = $2 and own and alias <> norm_id"};

// Counts what the viewer may read, and nothing else is known of what the table does not know. Each citation is looked at
// once and by its number alone; names are put to what is left of them.
constinit query<list_row(id, text, maybe_id, maybe_id, int)> const list{"norms.list", R"(
with pairs as materialized (
    select distinct c.norm, p.thread_id from post_citation c join post p on p.id = c.post_id
), cited as materialized (
    select c.norm, c.thread_id
    from pairs c join thread t on t.id = c.thread_id join readable_groups($1) v on v.group_id = t.group_id
), named as materialized (
    select n.norm, coalesce(k.key, n.norm) as key, k.title
    from (select distinct norm from cited) n left join norm_known k on n.norm = any (k.keys)
)
select coalesce(json_agg(json_build_object('slug', key, 'title', title, 'threads', threads) order by n)
                filter (where n <= $5), '[]')::text,
       count(*) > $5, max(threads) filter (where n = $5), max(hash) filter (where n = $5)
from (
    select key, title, threads, hash, row_number() over (order by threads desc, hash) as n
    from (
        select n.key, n.title, count(distinct c.thread_id) as threads, hashtextextended(n.key, 0) as hash
        from cited c join named n on n.norm = c.norm
        group by 1, 2) counted
    where ($2 = '' or strpos(search_fold(concat_ws(' ', title, key,
                      (select string_agg(a.alias, ' ') from norm_alias a where lower(a.norm_id) = key))),
                      search_fold($2)) > 0)
      and ($3::bigint is null or (-threads, hash) > (-$3::bigint, $4::bigint))
    order by threads desc, hash limit $5 + 1) page)"};

constinit query<counts_row(text, id)> const counts{"norms.counts", R"(
with shown as (
    select c.article, t.id
    from post_citation c
    join post p on p.id = c.post_id
    join thread t on t.id = p.thread_id
    join readable_groups($2) v on v.group_id = t.group_id
    where c.norm = any ($1::text[]))
select (select count(distinct id) from shown),
       (select coalesce(json_agg(json_build_object('article', article, 'threads', threads)
                                 order by place nulls last, article), '[]')
        from (select article, substring(article from '^[0-9]{1,6}')::int as place, count(distinct id) as threads
              from shown where article <> '' group by article order by 2 nulls last, 1 limit 1000) a)::text)"};

constinit query<list_row(text, text, id, maybe_id, maybe_id, int)> const threads{"norms.threads", R"(
select coalesce(thread_page(array_agg(id order by n) filter (where n <= $6), $3), '[]'), count(*) > $6,
       max(at) filter (where n = $6), max(id) filter (where n = $6)
from (
    select t.id, (extract(epoch from t.last_activity_at) * 1000000)::bigint as at,
           row_number() over (order by t.last_activity_at desc, t.id desc) as n
    from thread t
    where t.id in (select norm_threads($1::text[], $2, $3))
      and (t.last_activity_at, t.id) <
          (coalesce(timestamptz 'epoch' + $4::bigint * interval '1 microsecond', 'infinity'), coalesce($5::bigint, 0))
    order by t.last_activity_at desc, t.id desc
    limit $6 + 1) page)"};

#define PLAZA_CONSOLE_SHAPE                                                                                       \
    "json_build_object('slug', k.key, 'title', k.title, 'own', k.own, 'names', (select coalesce(json_agg("        \
    "json_build_object('name', a.alias, 'own', a.own) order by not a.acronym, a.alias), '[]') from norm_alias a " \
    "where a.norm_id = k.id and a.alias !~ '[0-9]'), 'changes', norm_changes(k.id))"

constinit query<text(text)> const console_list{
    "norms.console_list", "select coalesce(json_agg(" PLAZA_CONSOLE_SHAPE R"( order by k.title, k.key), '[]')::text
from (
    select n.id, n.key, n.title, n.own from norm_known n
    where $1 = '' or strpos(search_fold(concat_ws(' ', n.title, n.key,
        (select string_agg(a.alias, ' ') from norm_alias a where a.norm_id = n.id))), search_fold($1)) > 0
    order by n.title, n.key limit 1000) k)"};

constinit query<text(text)> const console_shape{
    "norms.console_shape",
    "select (" PLAZA_CONSOLE_SHAPE ")::text from norm_known k where $1 = any (k.keys) order by k.own, k.id limit 1"};

}  // namespace plaza::domain::norms::sql
