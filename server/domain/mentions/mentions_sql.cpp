// SPDX-License-Identifier: EUPL-1.2
#include "domain/mentions/mentions_sql.hpp"

namespace plaza::domain::mentions::sql {

// Whose name begins so, then the others whom the words mean. Guests are known to their group and not to the directory.
#define PLAZA_MEMBERS_CALLED                                                                                          \
    "select c.id, 0 as far, row_number() over (order by starts_with(c.sort, directory_beginning($2::text)) desc, "    \
    "c.sort, c.id) as n from (select d.person_id as id, d.sort "                                                      \
    "from membership m join directory d on d.person_id = m.person_id "                                                \
    "where m.group_id = $1::bigint and d.words @@ directory_query($2::text, '', '', '', null) union all "             \
    "select p.id, left(fold(p.name), 200) collate \"C\" from membership m "                                           \
    "join person p on p.id = m.person_id and p.status = 'active' where m.group_id = $1::bigint and m.role = 'guest' " \
    "and array_to_tsvector(directory_lexemes(p.name)) @@ directory_query($2::text, '', '', '', null)) c order by n limit $3::int"

#define PLAZA_AS_PEOPLE(found)                                                                           \
    "select coalesce(json_agg(person_ref(p.id, p.name, coalesce(a.position, ''), d.id, d.name, d.band, " \
    "p.shown_photo) order by f.far, f.n), '[]')::text from (" found                                      \
    ") f join person p on p.id = f.id "                                                                  \
    "left join appointment a on a.person_id = p.id and a.main and a.valid_to is null "                   \
    "left join administration d on d.id = a.administration_id"

constinit query<text(id, text, int)> const members{"mentions.members", PLAZA_AS_PEOPLE(PLAZA_MEMBERS_CALLED)};

constinit query<text(id, text, int)> const anybody{
    "mentions.anybody",
    "with inside as (" PLAZA_MEMBERS_CALLED ") " PLAZA_AS_PEOPLE(
        "select id, far, n from (select id, far, n from inside union all "
        "select w.id, 1, w.n from directory_page(directory_query($2::text, '', '', '', null), directory_beginning($2::text), null, "
        "false, null, null, 2 * $3::int) with ordinality w(tier, id, n) "
        "where cardinality(directory_lexemes($2::text)) > 0 "
        "and not exists (select from inside i where i.id = w.id)) either_way order by far, n limit $3::int")};

}  // namespace plaza::domain::mentions::sql
