// SPDX-License-Identifier: EUPL-1.2
#include "domain/sharing/sharing_sql.hpp"

namespace plaza::domain::sharing::sql {

constinit command<id, id> const insert{"sharing.insert",
                                       "insert into thread_share (thread_id, source_id) values ($1, $2)"};

constinit query<bool(id)> const shows{"sharing.shows", "select exists (select from thread_share where thread_id = $1)"};

constinit query<text(id, id, int)> const card{"sharing.card", R"(
select json_build_object('id', t.id, 'title', t.title, 'kind', t.kind, 'language', t.language,
                         'group', json_build_object('slug', g.slug, 'name', g.name),
                         'extract', plain_beginning(p.html, $3))::text
from thread_share s
join thread t on t.id = s.source_id
join readable_groups($1) v on v.group_id = t.group_id
join plaza_group g on g.id = t.group_id
join post p on p.thread_id = t.id and p.number = 1
where s.thread_id = $2)"};

}  // namespace plaza::domain::sharing::sql
