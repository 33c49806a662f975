// SPDX-License-Identifier: EUPL-1.2
#include "domain/imports/domains_sql.hpp"

namespace plaza::domain::imports::sql {

using persistence::command;
using persistence::query;
using text = std::string;

constinit query<domain_standing(text, text)> const domains_standing{"imports.domains_standing", R"(
select a.id, m.domain is not null, coalesce(in_force(a), false),
       (select count(*)::int from mail_domain h where h.administration_id = a.id)
from unnest($1::text[], $2::text[]) with ordinality i(dir3, domain, n)
left join administration a on a.dir3 = i.dir3
left join mail_domain m on m.administration_id = a.id and m.domain = i.domain
order by i.n)"};

constinit command<text, text> const insert_domains{"imports.insert_domains", R"(
insert into mail_domain (administration_id, domain)
select * from unnest($1::bigint[], $2::text[]) on conflict do nothing)"};

constinit query<exported_domain()> const all_domains{"imports.all_domains", R"(
select a.dir3, m.domain, a.name from mail_domain m join administration a on a.id = m.administration_id
order by a.dir3 collate "C", m.domain collate "C")"};

}  // namespace plaza::domain::imports::sql
