// SPDX-License-Identifier: EUPL-1.2
#include "domain/admissions/admissions_sql.hpp"

namespace plaza::domain::admissions::sql {

constinit query<text(id)> const list{"admissions.list", R"(
select coalesce(json_agg(json_build_object('id', r.id,
           'administration', case when d.id is not null
                                  then json_build_object('id', d.id, 'name', d.name, 'band', d.band) end,
           'level', r.level, 'band', r.band, 'province', r.province_id, 'relation', r.relation, 'skill', r.skill,
           'members', (select count(*) from membership m where m.group_id = r.group_id and m.source = 'rule:' || r.id))
       order by r.created_at, r.id), '[]')::text
from membership_rule r left join administration d on d.id = r.administration_id
where r.group_id = $1)"};
constinit query<bool(id)> const administration_known{"admissions.administration_known",
                                                     "select exists (select from administration where id = $1)"};
constinit query<bool(id, id, std::optional<id>)> const may_reach{"admissions.may_reach", R"(
select exists (select from plaza_group where id = $1 and official)
    or exists (select from person where id = $2 and network_role in ('administrator', 'network_host'))
    or exists (select from appointment a
               where a.person_id = $2 and a.administration_id = $3 and a.relation <> 'external'
                 and a.valid_to is null and (a.valid_from is null or a.valid_from <= current_date)))"};
constinit query<int(id)> const count{"admissions.count",
                                     "select count(*)::int from membership_rule where group_id = $1"};
constinit query<id(id, std::optional<id>, maybe_text, maybe_text, maybe_text, maybe_text, maybe_text, id)> const insert{
    "admissions.insert", R"(
insert into membership_rule (group_id, administration_id, level, band, province_id, relation, skill, created_by)
values ($1, $2, $3, $4, $5, $6, $7, $8) returning id)"};
constinit command<id, id> const drop{"admissions.drop", "delete from membership_rule where group_id = $1 and id = $2"};
constinit query<int(id, int)> const apply{"admissions.apply", "select apply_membership_rules(null, $1, $2)"};
constinit query<int(id)> const coming{"admissions.coming", R"(
select count(*)::int from membership_by_rule b
where b.group_id = $1
  and not exists (select from membership m where m.group_id = b.group_id and m.person_id = b.person_id)
  and not exists (select from membership_left l where l.group_id = b.group_id and l.person_id = b.person_id))"};
constinit query<group_row()> const groups_with_rules{"admissions.groups_with_rules", R"(
select group_id from membership_rule union select group_id from membership where source <> 'hand' order by 1)"};

}  // namespace plaza::domain::admissions::sql
