// SPDX-License-Identifier: EUPL-1.2
#include "domain/merging/merging_sql.hpp"

namespace plaza::domain::merging::sql {

constinit query<standing_row(id, id)> const standing{"merging.standing", R"(
select p.id, p.status, p.network_role is not null, p.guest, p.name,
       coalesce((select c.email from credential c where c.person_id = p.id), ''), p.language
from person p where p.id in ($1, $2) order by p.id for no key update)"};

constinit query<text(id, id, id)> const preview{"merging.preview", R"(
select json_build_object(
    'gone', (select console_person_json(p) from person p where p.id = $2),
    'kept', (select console_person_json(p) from person p where p.id = $3),
    'threads', (select count(*) from thread t join readable_groups($1) v on v.group_id = t.group_id where t.author_id = $2),
    'posts', (select count(*) from post p join thread t on t.id = p.thread_id
              join readable_groups($1) v on v.group_id = t.group_id
              where p.author_id = $2 and p.deleted_at is null and p.role <> 'root'),
    'groups', (select count(*) from membership m join readable_groups($1) v on v.group_id = m.group_id where m.person_id = $2),
    'appointments', (select count(*) from appointment a where a.person_id = $2 and a.valid_to is null))::text)"};

constinit query<bool(id, id)> const merge{"merging.merge", "select merge_people($1, $2)"};

}  // namespace plaza::domain::merging::sql
