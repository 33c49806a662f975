// SPDX-License-Identifier: EUPL-1.2
#include "domain/kit/kit_sql.hpp"

namespace plaza::domain::kit::sql {

constinit query<state_row(rows)> const state{"kit.state", R"(
select i.demo, exists (select from plaza_group g
                       where g.slug not in (select r.slug from json_to_recordset($1::json) r(slug text)))
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
