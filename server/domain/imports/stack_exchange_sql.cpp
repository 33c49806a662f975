// SPDX-License-Identifier: EUPL-1.2
#include "domain/imports/stack_exchange_sql.hpp"

namespace plaza::domain::imports::sql {

constinit query<text()> const notice_lost_clients{"imports.notice_lost_clients",
                                                  "select set_config('client_connection_check_interval', '1s', false)"};

constinit query<bool(text)> const lock_source{"imports.lock_source",
                                              "select pg_try_advisory_lock(hashtextextended($1, 7265902))"};

constinit query<bool(text)> const unlock_source{"imports.unlock_source",
                                                "select pg_advisory_unlock(hashtextextended($1, 7265902))"};

constinit query<group_row(text)> const find_group{"imports.find_group",
                                                  "select id, language from plaza_group where slug = $1"};

constinit query<std::optional<id>()> const first_administrator{
    "imports.first_administrator",
    "select (select id from person where network_role = 'administrator' and status = 'active' order by "
    "created_at, id limit 1)"};

constinit query<group_row(text, text, id)> const make_group{"imports.make_group", R"(
with made as (
    insert into plaza_group (slug, name, kind, created_by) values ($1, $2, 'open', $3) returning id, language),
owner as (
    insert into membership (group_id, person_id, role) select id, $3, 'owner' from made returning group_id),
audited as (
    select write_audit($3, 'group.created', 'group', group_id, jsonb_build_object('slug', $1::text)) from owner)
select made.id, made.language from made, audited)"};

constinit query<id(text, id)> const audit_started{"imports.audit_started", R"(
select write_audit(null, 'dump.import_started', 'group', $2, jsonb_build_object('source', $1::text)))"};

constinit query<id(text, id, text)> const audit_imported{"imports.audit_imported", R"(
select write_audit(null, 'dump.imported', 'group', $2, jsonb_build_object('source', $1::text, 'stored', $3::json)))"};

namespace {

constinit command<> const make_plan{"imports.make_plan", R"(
create temporary table import_plan (
    kind text not null,
    old_id bigint not null,
    parent bigint,
    at bigint not null,
    rank smallint not null,
    accepted bigint,
    root bigint,
    number integer,
    new_id bigint,
    primary key (kind, old_id)))"};
constinit command<> const make_votes{"imports.make_votes", R"(
create temporary table import_vote (post bigint primary key, up integer not null, down integer not null))"};
constinit command<> const make_acceptances{
    "imports.make_acceptances",
    "create temporary table import_acceptance (post bigint primary key, at bigint not null)"};
constinit command<> const make_history{"imports.make_history", R"(
create temporary table import_history (
    old_id bigint not null,
    post bigint not null,
    is_body boolean not null,
    revision text not null,
    at bigint not null,
    owner bigint,
    content text not null,
    comment text not null))"};

constinit command<> const plans_of_both_kinds{"imports.plans_of_both_kinds", "set plan_cache_mode = auto"};
constinit command<> const lazy_commits{"imports.lazy_commits", "set synchronous_commit = off"};
constinit command<> const flushed_commits{"imports.flushed_commits", "set synchronous_commit = on"};
constinit command<> const analyze_stored{"imports.analyze_stored",
                                         "analyze person, thread, post, thread_tag, post_revision, import_origin"};
constinit command<> const history_index{"imports.history_index",
                                        "create index on import_history (post, at desc, old_id desc)"};
constinit command<> const analyze_history{"imports.analyze_history", "analyze import_history"};
constinit command<> const analyze_plan{"imports.analyze_plan", "analyze import_plan"};
constinit command<> const plan_index{"imports.plan_index", "create index on import_plan (root)"};

constinit command<> const root_questions{"imports.root_questions",
                                         "update import_plan set root = old_id where rank = 0"};
// Nothing comes before what it belongs to, whatever its date says.
constinit command<> const root_answers{"imports.root_answers", R"(
update import_plan a set root = q.root, at = greatest(a.at, q.at)
from import_plan q where a.rank = 1 and q.kind = 'post' and q.old_id = a.parent and q.rank = 0)"};
constinit command<> const root_comments{"imports.root_comments", R"(
update import_plan c set root = p.root, at = greatest(c.at, p.at)
from import_plan p where c.rank = 2 and p.kind = 'post' and p.old_id = c.parent)"};

constinit command<text> const plan_stored{"imports.plan_stored", R"(
update import_plan i set new_id = o.new_id
from import_origin o where o.source = $1 and o.kind = i.kind and o.old_id = i.old_id::text)"};

constinit command<> const number_by_time{"imports.number_by_time", R"(
update import_plan i set number = n.number
from (select kind, old_id, row_number() over (partition by root order by at, rank, old_id) as number
      from import_plan) n
where n.kind = i.kind and n.old_id = i.old_id)"};

// In a thread where these numbers would not fit what is there already (people answered, or an older dump was
// imported before), what is new comes behind.
constinit command<> const number_behind{"imports.number_behind", R"(
with there as (
    select i.root, min(p.thread_id) as thread_id
    from import_plan i join post p on p.id = i.new_id
    group by i.root),
taken as (
    select i.root from import_plan i join post p on p.id = i.new_id where p.number <> i.number
    union
    select i.root from import_plan i join there t on t.root = i.root
    join post p on p.thread_id = t.thread_id and p.number = i.number
    where i.new_id is null),
behind as (
    select i.kind, i.old_id,
           th.next_number - 1 + row_number() over (partition by i.root order by i.at, i.rank, i.old_id) as number
    from import_plan i
    join taken on taken.root = i.root
    join there t on t.root = i.root
    join thread th on th.id = t.thread_id
    where i.new_id is null)
update import_plan i set number = b.number from behind b where b.kind = i.kind and b.old_id = i.old_id)"};

}  // namespace

void create_plan(persistence::connection& db) {
    db.run(make_plan);
    db.run(make_votes);
    db.run(make_acceptances);
    db.run(make_history);
}

void plan_as_tables_grow(persistence::connection& db) { db.run(plans_of_both_kinds); }

void commit_lazily(persistence::connection& db) { db.run(lazy_commits); }

void commit_flushed(persistence::connection& db) { db.run(flushed_commits); }

void refresh_statistics(persistence::connection& db) { db.run(analyze_stored); }

void index_history(persistence::connection& db) {
    db.run(history_index);
    db.run(analyze_history);
}

void number_plan(persistence::connection& db, text const& source) {
    db.run(plan_stored, source);
    db.run(number_by_time);
    db.run(plan_index);
    db.run(analyze_plan);
    db.run(number_behind);
}

constinit query<id(text, text, text, text, text, text)> const plan_items{"imports.plan_items", R"(
insert into import_plan (kind, old_id, parent, at, rank, accepted)
select $1, i.old_id, i.parent, i.at, i.rank, i.accepted
from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::smallint[], $6::bigint[])
    i(old_id, parent, at, rank, accepted)
on conflict do nothing
returning old_id)"};

constinit command<text, text, text> const plan_votes{"imports.plan_votes", R"(
insert into import_vote (post, up, down)
select i.post, i.up, i.down from unnest($1::bigint[], $2::integer[], $3::integer[]) i(post, up, down)
on conflict (post) do update set up = import_vote.up + excluded.up, down = import_vote.down + excluded.down)"};

constinit command<text, text> const plan_acceptances{"imports.plan_acceptances", R"(
insert into import_acceptance (post, at)
select i.post, max(i.at) from unnest($1::bigint[], $2::bigint[]) i(post, at) group by i.post
on conflict (post) do update set at = greatest(import_acceptance.at, excluded.at))"};

constinit query<id(text)> const posts_to_store{"imports.posts_to_store", R"(
select p.old_id from import_plan p where p.kind = 'post' and p.new_id is null and p.old_id = any($1::bigint[]))"};

constinit command<text, text, text, text, text, text, text, text, text> const plan_history{"imports.plan_history", R"(
insert into import_history (old_id, post, is_body, revision, at, owner, content, comment)
select i.old_id, i.post, i.is_body, i.revision, i.at, o.new_id, i.content, i.comment
from unnest($2::bigint[], $3::bigint[], $4::boolean[], $5::text[], $6::bigint[], $7::bigint[], $8::text[], $9::text[])
    i(old_id, post, is_body, revision, at, owner, content, comment)
left join import_origin o on o.source = $1 and o.kind = 'person' and o.old_id = i.owner::text)"};

constinit query<orphan()> const drop_rootless{"imports.drop_rootless",
                                              "delete from import_plan where root is null returning kind, old_id"};

constinit command<text, text> const forget{"imports.forget",
                                           "delete from import_plan where kind = $1 and old_id = any($2::bigint[])"};

void root_plan(persistence::connection& db) {
    db.run(analyze_plan);  // nobody else does it for temporary tables
    db.run(root_questions);
    db.run(root_answers);
    db.run(root_comments);
}

}  // namespace plaza::domain::imports::sql
