// SPDX-License-Identifier: EUPL-1.2
#include "domain/installation/installation_sql.hpp"

namespace plaza::domain::installation::sql {

constinit query<facts_row()> const facts{"installation.facts", R"(
select i.name, i.demo, encode(s.value, 'hex') from installation i, installation_secret s where s.name = 'cursor')"};

}  // namespace plaza::domain::installation::sql
