// SPDX-License-Identifier: EUPL-1.2
#include "domain/models/models_sql.hpp"

namespace plaza::domain::models::sql {

// What others wrote for fewer readers.
constinit query<bool(id, id, id)> const may_carry{"models.may_carry", R"(
select t.group_id = $2 or t.author_id = $3
    or exists (select from article_author a where a.thread_id = t.id and a.person_id = $3 and a.accepted_at is not null)
    or readers_within($2, t.group_id)
from thread t where t.id = $1)"};

constinit query<bool(id)> const known{"models.known", "select exists (select from administration where id = $1)"};

constinit command<id, text, id, text, maybe_text, maybe_id> const insert{"models.insert", R"(
insert into model_document (thread_id, type, administration_id, state, state_since, derived_from)
values ($1, $2, $3, $4, $5::date, $6))"};

constinit command<id, text, id, text, maybe_text, maybe_id> const write{"models.write", R"(
update model_document set type = $2, administration_id = $3, state = $4, state_since = $5::date, derived_from = $6, version = version + 1
where thread_id = $1)"};

constinit query<bool(id, text, id, text, maybe_text, maybe_id)> const same{"models.same", R"(
select exists (select from model_document m where m.thread_id = $1 and m.type = $2 and m.administration_id = $3 and m.state = $4
               and m.state_since is not distinct from $5::date and m.derived_from is not distinct from $6::bigint))"};

constinit query<stands_row(id, id)> const stands{"models.stands", R"(
select m.version, m.state, m.derived_from, m.derived_from is null or exists (
           select from thread t join readable_groups($2) v on v.group_id = t.group_id where t.id = m.derived_from)
from model_document m where m.thread_id = $1)"};

constinit query<bool(id, id)> const leads_back{"models.leads_back", R"(
select $1::bigint = $2::bigint or exists (select from model_document m where m.thread_id = $2 and m.derived_from = $1))"};

constinit query<text(id)> const state{"models.state", "select state from model_document where thread_id = $1"};

constinit query<id(id, id, int)> const rely{"models.rely", R"(
select o.person_id from model_adoption o where o.thread_id = $1 and o.person_id > $2
union
select t.author_id from model_document d join thread t on t.id = d.thread_id where d.derived_from = $1 and t.author_id > $2
order by 1 limit $3)"};

constinit query<text(id)> const first_text{
    "models.first_text", "select body from post where thread_id = $1 and number = 1 and deleted_at is null"};

constinit query<id(id)> const owner{"models.owner",
                                    "select administration_id from model_document where thread_id = $1"};

constinit query<bool(id, id)> const speaks_for{"models.speaks_for",
                                               "select exists (select from speaks_for($1) s where s = $2)"};

constinit query<bool(id, id, id)> const may_take_back{"models.may_take_back", R"(
select exists (select from speaks_for($3) s where s = $2)
    or exists (select from model_adoption m where m.thread_id = $1 and m.administration_id = $2 and m.person_id = $3))"};

constinit command<id, id, id> const adopt{"models.adopt", R"(
insert into model_adoption (thread_id, administration_id, person_id) values ($1, $2, $3) on conflict do nothing)"};

constinit command<id, id> const take_back{"models.take_back",
                                          "delete from model_adoption where thread_id = $1 and administration_id = $2"};

constinit query<maybe_text(id, id, bool)> const read{"models.read", "select model_details($1, $2, $3)"};

constinit query<adoptions_row(id, id, bool, maybe_id, maybe_id, int)> const adoptions{"models.adoptions", R"(
select coalesce(json_agg(json_build_object(
           'administration', administration_ref(a), 'person', json_build_object('id', p.id, 'name', p.name), 'at', rfc3339(page.at),
           'may_take_back', $3 and (page.person_id = $2 or exists (select from speaks_for($2) s where s = a.id))) order by n)
           filter (where n <= $6), '[]')::text,
       count(*) > $6, max(micros) filter (where n = $6), max(a.id) filter (where n = $6)
from (
    select m.*, (extract(epoch from m.at) * 1000000)::bigint as micros, row_number() over (order by m.at, m.administration_id) as n
    from model_adoption m
    where m.thread_id = $1
      and (m.at, m.administration_id) > (coalesce(timestamptz 'epoch' + $4::bigint * interval '1 microsecond', '-infinity'),
                                         coalesce($5::bigint, 0))
    order by m.at, m.administration_id
    limit $6 + 1) page
join administration a on a.id = page.administration_id
join person p on p.id = page.person_id)"};

// Without those whose text its author took away.
constinit query<list_row(id, text, text, maybe_id, text, text, text, maybe_id, text, text, maybe_id, maybe_id, maybe_id,
                         int)> const list{"models.list", R"(
select coalesce(thread_page(array_agg(id order by n) filter (where n <= $14), $1), '[]'), count(*) > $14,
       max(times) filter (where n = $14), max(at) filter (where n = $14), max(id) filter (where n = $14)
from (
    select k.*, row_number() over (order by k.times desc, k.at desc, k.id desc) as n
    from (
        select t.id, (extract(epoch from m.created_at) * 1000000)::bigint as at,
               case when $10 = 'adopted' then (select count(*) from model_adoption o where o.thread_id = t.id) else 0 end as times
        from model_document m
        join thread t on t.id = m.thread_id
        join readable_groups($1) v on v.group_id = t.group_id
        join administration a on a.id = m.administration_id
        where ($2 = '' or m.type = $2) and ($3 = '' or m.state = $3)
          and ($4::bigint is null or m.administration_id = $4) and ($5 = '' or a.band = $5) and ($6 = '' or a.province_id = $6)
          and ($7 = '' or exists (select from thread_tag tt join tag g on g.id = tt.tag_id
                                  where tt.thread_id = t.id and g.name = tag_called($7)))
          and ($8::bigint is null or t.group_id = $8)
          and ($9 = '' or strpos(search_fold(concat_ws(' ', t.title, a.name)), search_fold($9)) > 0)
          and exists (select from post p where p.thread_id = t.id and p.number = 1 and p.deleted_at is null)) k
    where $11::bigint is null or (k.times, k.at, k.id) < ($11::bigint, $12::bigint, $13::bigint)
    order by k.times desc, k.at desc, k.id desc
    limit $14 + 1) page)"};

}  // namespace plaza::domain::models::sql
