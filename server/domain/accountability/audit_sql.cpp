// SPDX-License-Identifier: EUPL-1.2
#include "domain/accountability/audit_sql.hpp"

namespace plaza::domain::audit::sql {

constinit query<id(std::optional<id>, std::string, std::string, id, std::string)> const append{
    "audit.append", "select write_audit($1, $2, $3, $4, $5::jsonb)"};
constinit query<std::optional<id>()> const verify{"audit.verify", "select verify_audit()"};

constinit query<list_row(id, std::string, std::optional<id>, std::optional<id>, std::optional<id>, int)> const list{
    "audit.list", R"(
select coalesce(json_agg(json_build_object(
           'seq', page.seq, 'at', rfc3339(page.at), 'action', page.action,
           'actor', case when w.id is not null then json_build_object('id', w.id, 'name', w.name) end,
           'object_kind', page.object_kind, 'object', nullif(page.object_id, 0),
           'object_name', case page.object_kind
                              when 'person' then (select p.name from person p where p.id = page.object_id)
                              when 'group' then (select g.name from plaza_group g where g.id = page.object_id)
                              when 'administration' then (select t.name from administration t where t.id = page.object_id)
                              when 'norm' then (select n.title from norm n where n.serial = page.object_id)
                              when 'appointment' then (select p.name from appointment h join person p on p.id = h.person_id
                                                       where h.id = page.object_id)
                              when 'registration' then (select coalesce(p.name, nullif(r.name, ''))
                                                        from registration r left join person p on p.id = r.person_id
                                                        where r.id = page.object_id) end,
           'details', coalesce(d.details, '{}'),
           'names', (select coalesce(json_object_agg(said.key, said.name), '{}')
                     from (select e.key,
                                  -- Whether it is a number is asked where it is read as one: conditions have no order.
                                  case when e.key = 'people' and e.value ~ '^[0-9]{1,18}(, [0-9]{1,18})*$'
                                       -- A rule may take in thousands: some of them are named, and all are counted.
                                       then (select string_agg(p.name, ', ' order by fold(p.name)) from person p
                                             where p.id in (select unnest(string_to_array(e.value, ', ')::bigint[]) limit 20))
                                       when e.value !~ '^[0-9]{1,18}$' then null
                                       when e.key = 'administration' or e.key = 'successor' and page.object_kind = 'administration'
                                       then (select t.name from administration t where t.id = e.value::bigint)
                                       when e.key in ('person', 'to', 'gone', 'inviter', 'actor', 'object', 'successor')
                                       then (select p.name from person p where p.id = e.value::bigint) end as name
                           from jsonb_each_text(d.details) e) said
                     where said.name is not null)) order by n) filter (where n <= $6), '[]')::text,
       count(*) > $6, max(page.seq) filter (where n = $6)
from (
    select a.*, row_number() over (order by a.seq desc) as n
    from audit a
    where ($2 = '' or starts_with(a.action, $2))
      and ($3::bigint is null or a.actor_id = $3) and ($4::bigint is null or a.object_id = $4)
      and ($5::bigint is null or a.seq < $5)
      and case a.object_kind
              when 'group' then a.object_id in (select v.group_id from visible_groups($1) v)
              when 'thread' then exists (select from thread t join readable_groups($1) v on v.group_id = t.group_id
                                         where t.id = a.object_id)
              when 'post' then exists (select from post p join thread t on t.id = p.thread_id
                                       join readable_groups($1) v on v.group_id = t.group_id where p.id = a.object_id)
              else true end
    order by a.seq desc
    limit $6 + 1) page
left join person w on w.id = page.actor_id
left join audit_detail d on d.seq = page.seq)"};

}  // namespace plaza::domain::audit::sql
