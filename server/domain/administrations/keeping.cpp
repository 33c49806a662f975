// SPDX-License-Identifier: EUPL-1.2
#include "domain/administrations/keeping.hpp"

#include "domain/accountability/audit.hpp"
#include "domain/administrations/codes.hpp"
#include "domain/administrations/keeping_sql.hpp"

namespace plaza::domain::administrations {
namespace {

/// The names of its places. Those that stand stay while the code does: official names are told in several ways.
sql::places places_of(description const& wanted, sql::standing_row const& before) {
    sql::places out;
    if (wanted.province_id) {
        auto const known = find_province(*wanted.province_id);
        out.province =
            before.province_id == wanted.province_id && before.province ? *before.province : std::string(known->name);
        out.region_id = std::string(known->region_id);
    } else {
        out.region_id = wanted.region_id;
    }
    if (out.region_id) {
        out.region = before.region_id == out.region_id && before.region
                         ? *before.region
                         : std::string(find_region(*out.region_id)->name);
    }
    return out;
}

/// Waits for others who change the tree, so that two changes make no circle together.
std::optional<base::problem> refuse(persistence::connection& db, std::optional<std::int64_t> self,
                                    description const& wanted) {
    db.one(sql::lock_tree);
    if (db.one(sql::dir3_taken, wanted.dir3, self)) return base::conflict("code_taken");
    if (wanted.parent) {
        if (!db.one(sql::exists, *wanted.parent)) return base::invalid("parent", "unknown_administration");
        if (self && db.one(sql::above, *wanted.parent, *self)) return base::invalid("parent", "circle");
    }
    if (wanted.successor) {
        if (!db.one(sql::exists, *wanted.successor)) return base::invalid("successor", "unknown_administration");
        if (self && db.one(sql::succeeds, *wanted.successor, *self)) return base::invalid("successor", "circle");
    }
    return {};
}

}  // namespace

base::result<std::int64_t> create(persistence::connection& db, base::actor const& actor, description wanted) {
    if (auto p = refuse(db, {}, wanted)) return *p;
    std::int64_t id = 0;
    try {
        id = sql::insert(db, wanted, places_of(wanted, {}));
    } catch (persistence::sql_error const& error) {
        // An import, which does not wait for the tree, has stored it meanwhile.
        if (!error.unique_violation()) throw;
        return base::conflict("code_taken");
    }
    audit::write(db, actor, "administration.created", "administration", id,
                 {{"dir3", wanted.dir3}, {"name", wanted.name}});
    return id;
}

base::result<void> change(persistence::connection& db, base::actor const& actor, std::int64_t administration,
                          int version, description wanted) {
    auto const refused = refuse(db, administration, wanted);
    auto const before = db.row(sql::standing, administration);
    if (!before) return base::not_found();
    if (before->version != version) return base::conflict("conflict");
    if (refused) return *refused;
    sql::update(db, administration, wanted, places_of(wanted, *before));
    audit::write(db, actor, "administration.changed", "administration", administration,
                 {{"name", wanted.name},
                  {"valid_to", wanted.valid_to.value_or("")},
                  {"successor", wanted.successor ? std::to_string(*wanted.successor) : ""}});
    return {};
}

base::result<void> add_domain(persistence::connection& db, base::actor const& actor, std::int64_t administration,
                              std::string const& domain) {
    auto const clean = mail_domain(domain);
    if (!clean) return base::invalid("domain", "not_a_domain");
    if (open_to_anybody(*clean)) return base::invalid("domain", "open_to_anybody");
    if (!db.row(sql::standing, administration)) return base::not_found();
    auto const before = db.one(sql::count_domains, administration);
    // Of one that is there already nothing is counted.
    if (db.run(sql::add_domain, administration, *clean) == 0) return {};
    if (before >= most_domains) return base::conflict("too_many_domains");
    audit::write(db, actor, "administration.domain_added", "administration", administration, {{"domain", *clean}});
    return {};
}

base::result<void> remove_domain(persistence::connection& db, base::actor const& actor, std::int64_t administration,
                                 std::string const& domain) {
    if (!db.row(sql::standing, administration)) return base::not_found();
    auto const clean = mail_domain(domain);
    if (clean && db.run(sql::remove_domain, administration, *clean) > 0) {
        audit::write(db, actor, "administration.domain_removed", "administration", administration,
                     {{"domain", *clean}});
    }
    return {};
}

}  // namespace plaza::domain::administrations
