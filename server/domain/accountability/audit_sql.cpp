// SPDX-License-Identifier: EUPL-1.2
#include "domain/accountability/audit_sql.hpp"

namespace plaza::domain::audit::sql {

constinit query<id(std::optional<id>, std::string, std::string, id, std::string)> const append{
    "audit.append", "select write_audit($1, $2, $3, $4, $5::jsonb)"};
constinit query<std::optional<id>()> const verify{"audit.verify", "select verify_audit()"};

}  // namespace plaza::domain::audit::sql
