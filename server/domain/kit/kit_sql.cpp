// SPDX-License-Identifier: EUPL-1.2
#include "domain/kit/kit_sql.hpp"

namespace plaza::domain::kit::sql {

constinit query<std::string(std::string, bool)> const list{"kit.list", R"(
select coalesce(json_agg(json_build_object('name', k.name, 'kind', k.kind, 'title', k.title, 'body', k.body, 'version', k.version,
                                           'changed_at', rfc3339(k.changed_at))
                         order by array_position('{policy,welcome,prompt,template}', k.kind), k.title, k.name), '[]')::text
from kit_text k
where ($1 = '' or k.kind = $1) and ($2 or k.kind <> 'policy' or k.version > 1))"};
constinit command<std::string, std::string, std::string, int, std::int64_t> const change{"kit.change", R"(
update kit_text set title = $2, body = $3, version = version + 1, changed_at = now(), changed_by = $5
where name = $1 and version = $4)"};
constinit query<bool(std::string)> const known{"kit.known", "select exists (select from kit_text where name = $1)"};

constinit query<state_row(rows)> const state{"kit.state", R"(
select i.demo, exists (select from plaza_group g
                       where g.slug not in (select r.slug from json_to_recordset($1::json) r(slug text))),
       exists (select from person p where p.network_role = 'administrator' and p.status = 'active')
from installation i for update)"};

constinit query<std::int64_t(std::string)> const administrator{"kit.administrator", R"(
select p.id from person p join credential c on c.person_id = p.id
where c.email = lower($1) and p.network_role = 'administrator' and p.status = 'active')"};

constinit command<rows, std::int64_t> const groups{"kit.groups", R"(
with made as (
    insert into plaza_group (slug, name, description, rules, welcome, practice, official, created_by)
    select r.slug, r.name, r.description, r.rules, r.welcome, coalesce(r.practice, false), true, $2
    from json_to_recordset($1::json) r(slug text, name text, description text, rules text, welcome text, practice boolean)
    on conflict (slug) do nothing
    returning id)
insert into membership (group_id, person_id, role, source) select id, $2, 'owner', 'hand' from made)"};

constinit command<rows> const tags{"kit.tags", R"(
insert into tag (name) select distinct r.tag from json_to_recordset($1::json) r(tag text) order by 1
on conflict (name) do nothing)"};

constinit command<rows> const synonyms{"kit.synonyms", R"(
insert into tag_synonym (tag_id, language, name)
select t.id, r.language, r.name
from json_to_recordset($1::json) r(tag text, language text, name text) join tag t on t.name = r.tag
on conflict do nothing)"};

constinit command<rows> const texts{"kit.texts", R"(
insert into kit_text (name, kind, title, body)
select r.name, r.kind, r.title, r.body from json_to_recordset($1::json) r(name text, kind text, title text, body text)
on conflict (name) do nothing)"};

}  // namespace plaza::domain::kit::sql
