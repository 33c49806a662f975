// SPDX-License-Identifier: EUPL-1.2
#include "domain/threads/threads_sql.hpp"

namespace plaza::domain::threads::sql {

#define PLAZA_FIND_THREAD                                                                                                                                    \
    "select t.id, t.group_id, g.slug, t.kind, t.author_id, t.next_number, v.role, g.archived_at is not null as archived, t.closed_by is not null as closed " \
    "from thread t join plaza_group g on g.id = t.group_id "                                                                                                 \
    "join readable_groups($1) v on v.group_id = t.group_id where t.id = $2"

constinit query<access_row(id, id)> const find{"threads.find", PLAZA_FIND_THREAD};
constinit query<access_row(id, id)> const find_locked{"threads.find_locked",
                                                      PLAZA_FIND_THREAD " for update of t for key share of g"};

constinit query<id(id)> const hold{"threads.hold", "select id from thread where id = $1 for key share"};
constinit query<id(id)> const hold_group{
    "threads.hold_group",
    "select g.id from thread t join plaza_group g on g.id = t.group_id where t.id = $1 for key share of g"};

constinit query<post_access_row(id, id)> const find_post{"threads.find_post", R"(
select p.id, p.number, p.role, p.author_id, p.deleted_at is not null, p.body, p.thread_id
from post p join thread t on t.id = p.thread_id join readable_groups($1) v on v.group_id = t.group_id
where p.id = $2)"};

constinit query<place_row(id, id, int)> const moved{"threads.moved", R"(
select p.thread_id, p.number
from post_redirect r join post p on p.id = r.post_id join thread t on t.id = p.thread_id
join readable_groups($1) v on v.group_id = t.group_id
where r.from_thread = $2 and r.number = $3)"};

constinit query<text(id, id)> const shape{"threads.shape", "select shape from thread_shapes(array[$2::bigint], $1)"};

constinit query<text(id, id)> const post_shape{"threads.post_shape", R"(
select post_shape(r, exists (select from useful_mark u where u.post_id = r.id and u.person_id = $1))
from post_row r join thread t on t.id = r.thread_id join readable_groups($1) v on v.group_id = t.group_id
where r.id = $2)"};

constinit query<text(id, id)> const own_post_shape{
    "threads.own_post_shape", "select post_shape(r, false) from post_row r where r.id = $2 and r.author_id = $1"};

constinit query<list_row(id, id, text, text, std::optional<id>, std::optional<id>, int)> const list_in_group{
    "threads.list_in_group", R"(
select thread_page(array_agg(id order by n) filter (where n <= $7), $2), count(*) > $7,
       max(at) filter (where n = $7), max(id) filter (where n = $7)
from (
    select t.id, (extract(epoch from t.last_activity_at) * 1000000)::bigint as at,
           row_number() over (order by t.last_activity_at desc, t.id desc) as n
    from thread t
    where t.group_id = $1 and ($3 = '' or t.kind = $3) and ($4 = '' or t.state = $4)
      and (t.last_activity_at, t.id) <
          (coalesce(timestamptz 'epoch' + $5::bigint * interval '1 microsecond', 'infinity'), coalesce($6::bigint, 0))
    order by t.last_activity_at desc, t.id desc
    limit $7 + 1) page)"};

constinit query<near_row(id, id, text, text, std::optional<id>, std::optional<id>, std::optional<id>, int)> const
    list_like_me{"threads.list_like_me", R"(
select coalesce(thread_page(array_agg(id order by n) filter (where n <= $8), $2), '[]'), count(*) > $8,
       max(near) filter (where n = $8), max(at) filter (where n = $8), max(id) filter (where n = $8)
from (
    select k.id, k.near, k.at, row_number() over (order by k.near desc, k.at desc, k.id desc) as n
    from (
        select t.id, (extract(epoch from t.last_activity_at) * 1000000)::bigint as at,
               comparable(mine.home, d)::bigint as near
        from (select home_of($2) as home offset 0) mine
        cross join thread t
        join administration d on d.id = t.author_administration_id and comparable(mine.home, d) > 0
        where t.group_id = $1 and ($3 = '' or t.kind = $3) and ($4 = '' or t.state = $4)) k
    where $5::bigint is null or (k.near, k.at, k.id) < ($5::bigint, $6::bigint, $7::bigint)
    order by k.near desc, k.at desc, k.id desc
    limit $8 + 1) page)"};

// The thread with what its page shows besides, without its posts; the caller appends them.
#define PLAZA_THREAD_FOR_PAGE                                                                                      \
    "(select concat(left(s.shape, -1), ',\"read_up_to\":', coalesce((select tr.number from thread_read tr "        \
    "where tr.thread_id = $2 and tr.person_id = $1), 0), ',\"acts\":', thread_acts($2, $1), "                      \
    "',\"bookmarked\":', json_bool(exists (select from bookmark b where b.person_id = $1 and b.thread_id = $2)), " \
    "',\"shows\":', json_bool(exists (select from thread_share h where h.thread_id = $2)), '}') "                  \
    "from thread_shapes(array[$2::bigint], $1) s)"

// Which posts stand on the page is known from their keys and sizes alone; only those are then shaped.
#define PLAZA_POSTS_OF_PAGE                                                                              \
    "concat('[', string_agg(post_shape(r, exists (select from useful_mark u where u.post_id = r.id and " \
    "u.person_id = $1)), ',' order by n) filter (where shown), ']'), count(*) > count(*) filter (where shown)"

#define PLAZA_SIZE "octet_length(p.body) + octet_length(p.html)"

// As many as asked for, as far as they fit, but one always.
#define PLAZA_SHOWN(limit, bytes_left) "n <= " limit " and (n = 1 or bytes <= " bytes_left ") as shown"

#define PLAZA_OF_LAST(key) "(array_agg(page." key " order by n desc) filter (where shown))[1]"

#define PLAZA_READABLE_THREAD \
    "exists (select from thread t join readable_groups($1) v on v.group_id = t.group_id where t.id = $2)"

#define PLAZA_AFTER_NUMBER \
    "from (select id, number, n, " PLAZA_SHOWN("$4", "$5") " from ("                                              \
    "select p.id, p.number, row_number() over w as n, sum(" PLAZA_SIZE ") over w as bytes from post p "          \
    "where p.thread_id = $2 and p.number > $3 and " PLAZA_READABLE_THREAD                                         \
    " window w as (order by p.number rows unbounded preceding) order by p.number limit $4 + 1) k) page "         \
    "join post_row r on r.id = page.id"

constinit query<page_row(id, id, int, int, id)> const page_by_number{
    "threads.page_by_number", "select " PLAZA_THREAD_FOR_PAGE ", " PLAZA_POSTS_OF_PAGE
                              ", null::int, null::int, null::int, " PLAZA_OF_LAST("number") " " PLAZA_AFTER_NUMBER};

// Best: the root, then the accepted answer, then by useful marks, then by time. Comments stand under their post.
constinit query<page_row(id, id, std::optional<int>, int, int, int, int, id)> const page_best{
    "threads.page_best",
    "select " PLAZA_THREAD_FOR_PAGE ", " PLAZA_POSTS_OF_PAGE
    ", " PLAZA_OF_LAST("first") ", " PLAZA_OF_LAST("weight") ", " PLAZA_OF_LAST("top") ", " PLAZA_OF_LAST(
        "number") " from (select f.*, " PLAZA_SHOWN("$7", "$8") R"( from (
    select k.*, row_number() over w as n, sum(k.size) over w as bytes
    from (
        select p.id, p.number, t.number as top,
               case when t.number = 1 then 2 when a.number is not null then 1 else 0 end as first,
               case when t.number = 1 then 0 else t.useful + t.imported_up end as weight,
               )" PLAZA_SIZE R"( as size
        from post p
        join post t on t.thread_id = p.thread_id
                   and t.number = case when p.role = 'comment' then p.parent else p.number end
        left join accepted_answer a on a.thread_id = p.thread_id and a.number = t.number
        where p.thread_id = $2 and )" PLAZA_READABLE_THREAD R"() k
    where $3::int is null
       or (-k.first, -k.weight, k.top, k.number) > (-$3::int, -$4::int, $5::int, $6::int)
    window w as (order by k.first desc, k.weight desc, k.top, k.number rows unbounded preceding)
    order by k.first desc, k.weight desc, k.top, k.number
    limit $7 + 1) f) page
join post_row r on r.id = page.id)"};

constinit query<posts_row(id, id, int, int, id)> const posts_after{
    "threads.posts_after", "select " PLAZA_POSTS_OF_PAGE ", " PLAZA_OF_LAST("number") " " PLAZA_AFTER_NUMBER};

constinit query<parent_row(id, int)> const find_parent{
    "threads.find_parent",
    "select role, parent, author_id from post where thread_id = $1 and number = $2 and deleted_at is null"};

constinit query<bool(id, id)> const holds{
    "threads.holds", "select exists (select from appointment where person_id = $1 and id = $2 and valid_to is null)"};

// The author line is frozen as it is now: the post they write as and its administration.
#define PLAZA_WRITES_AS(chosen)                                             \
    "left join appointment a on a.person_id = p.id and a.valid_to is null " \
    "and case when " chosen "::bigint is null then a.main else a.id = " chosen " end "

constinit query<id(id, text, text, id, std::optional<id>)> const insert_thread{"threads.insert_thread", R"(
insert into thread (group_id, kind, title, author_id, author_position, author_administration_id, language)
select $1, $2, $3, p.id, coalesce(a.position, ''), a.administration_id, g.language
from person p
join plaza_group g on g.id = $1
)" PLAZA_WRITES_AS("$5") R"(where p.id = $4
returning id)"};

constinit query<id(id, int, std::optional<int>, text, id, text, text, std::optional<id>, std::optional<text>)> const
    insert_post{"threads.insert_post", R"(
insert into post (thread_id, number, parent, role, author_id, author_position, author_administration_id, body, html, weight)
select $1, $2, $3, $4, p.id, coalesce(a.position, ''), a.administration_id, $6, $7, $9
from person p
)" PLAZA_WRITES_AS("$8") R"(where p.id = $5
returning id)"};

constinit command<text> const make_tags{"threads.make_tags", R"(
insert into tag (name) select distinct tag_called(value) from json_array_elements_text($1::json) order by 1
on conflict (name) do nothing)"};

constinit command<id, text> const attach_tags{"threads.attach_tags", R"(
insert into thread_tag (thread_id, tag_id)
select $1, tag.id from tag where tag.name in (select tag_called(value) from json_array_elements_text($2::json))
on conflict do nothing)"};

constinit command<id, text> const detach_tags{"threads.detach_tags", R"(
delete from thread_tag x using tag
where x.thread_id = $1 and tag.id = x.tag_id
  and tag.name not in (select tag_called(value) from json_array_elements_text($2::json)))"};

constinit query<text(id, id, int)> const mark_read{"threads.mark_read", R"(
insert into thread_read (person_id, thread_id, number)
select $1, t.id, least($3, t.next_number - 1) from thread t where t.id = $2
on conflict (person_id, thread_id) do update set number = excluded.number, read_at = now()
where thread_read.number < excluded.number
returning json_build_object('number', number, 'unread', (
    select unread_count(t.next_number, thread_read.number, t.last_activity_at, null) from thread t where t.id = $2))::text)"};

constinit command<id, text, id, text, text> const act{
    "threads.act",
    "insert into thread_act (thread_id, kind, actor_id, reason, changes) values ($1, $2, $3, $4, $5::jsonb)"};
constinit command<id> const bury_post{
    "threads.bury_post",
    "update post set body = '', html = '', deleted_at = now() where id = $1 and deleted_at is null"};
constinit command<id> const drop_revisions{"threads.drop_revisions", "delete from post_revision where post_id = $1"};

}  // namespace plaza::domain::threads::sql
