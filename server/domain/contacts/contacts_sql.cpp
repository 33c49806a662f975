// SPDX-License-Identifier: EUPL-1.2
#include "domain/contacts/contacts_sql.hpp"

namespace plaza::domain::contacts::sql {

// Shown to who works there and to administrators of the network; to others there are none.
constinit query<text(id, id, bool)> const list{"contacts.list", R"(
select json_build_object(
    'items', coalesce((
        select json_agg(person_ref(p.id, p.name, a.position, d.id, d.name, d.band, p.shown_photo) order by p.name, p.id)
        from administration_contact k
        join person p on p.id = k.person_id and p.status = 'active'
        join administration d on d.id = k.administration_id
        cross join lateral (select h.position from appointment h
                            where h.person_id = p.id and h.administration_id = d.id and h.valid_to is null
                            order by h.main desc, h.id limit 1) a
        where k.administration_id = $2
          and ($3::boolean or not is_guest($1) and exists (
              select from appointment mine
              where mine.person_id = $1 and mine.administration_id = $2 and mine.valid_to is null))), '[]'))::text)"};

constinit query<bool(id, id)> const colleague{"contacts.colleague", R"(
select exists (select from appointment a join person p on p.id = a.person_id
               where a.administration_id = $1 and a.person_id = $2 and a.valid_to is null
                 and p.status = 'active' and not p.guest))"};

constinit query<int(id)> const count{"contacts.count", R"(
select (select count(*)::int from administration_contact k join person p on p.id = k.person_id and p.status = 'active'
        where k.administration_id = d.id)
from administration d where d.id = $1 for no key update)"};

constinit command<id, id, id> const name{"contacts.name", R"(
insert into administration_contact (administration_id, person_id, named_by) values ($1, $2, $3) on conflict do nothing)"};

constinit command<id, id> const dismiss{
    "contacts.dismiss", "delete from administration_contact where administration_id = $1 and person_id = $2"};

constinit query<bool(id, id)> const contact{"contacts.contact", R"(
select true from administration_contact k
where k.administration_id = $1 and k.person_id = $2 and not is_guest($2)
  and exists (select from appointment a where a.person_id = $2 and a.administration_id = $1 and a.valid_to is null)
for share of k)"};

constinit query<post_row(id, id)> const post{"contacts.post", R"(
select a.administration_id, d.name, a.position, a.valid_to is not null
from appointment a join administration d on d.id = a.administration_id
where a.person_id = $1 and a.id = $2)"};

constinit command<id, text> const end_post{
    "contacts.end_post",
    "update appointment set valid_to = current_date, main = false, ended_how = $2 where id = $1 and valid_to is null"};

constinit query<reader_row(id)> const reader{"contacts.reader", R"(
select p.name, coalesce(c.email, ''), p.language
from person p left join credential c on c.person_id = p.id where p.id = $1)"};

}  // namespace plaza::domain::contacts::sql
