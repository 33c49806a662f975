// SPDX-License-Identifier: EUPL-1.2
// SQL of the console of administrations.
#pragma once
#include "domain/administrations/keeping.hpp"
#include "persistence/query.hpp"

namespace plaza::domain::administrations::sql {

using maybe_id = std::optional<std::int64_t>;
using maybe_text = std::optional<std::string>;

struct console_row {
    std::string items;
    bool more;
    maybe_id last_id;
};
struct standing_row {
    int version;
    maybe_text province_id, province, region_id, region;
};

/// Words, province, level, band, whether only those that ended, after, limit.
extern persistence::query<console_row(std::string, std::string, std::string, std::string, bool, maybe_id, int)> const
    console_list;
extern persistence::query<std::string(std::int64_t)> const console_shape;
extern persistence::query<bool()> const lock_tree;  ///< until the transaction ends
extern persistence::query<standing_row(std::int64_t)> const standing;
extern persistence::query<bool(std::int64_t)> const exists;
/// Whether following parents, or successors, from the first leads to the second.
extern persistence::query<bool(std::int64_t, std::int64_t)> const above;
extern persistence::query<bool(std::int64_t, std::int64_t)> const succeeds;
extern persistence::query<bool(std::string, maybe_id)> const dir3_taken;  ///< by another than this one
extern persistence::query<int(std::int64_t)> const count_domains;
/// Administration, domain.
extern persistence::command<std::int64_t, std::string> const add_domain;
extern persistence::command<std::int64_t, std::string> const remove_domain;

struct places {
    maybe_text province, region_id, region;
};
std::int64_t insert(persistence::connection& db, description const& wanted, places const& names);
void update(persistence::connection& db, std::int64_t id, description const& wanted, places const& names);

}  // namespace plaza::domain::administrations::sql
