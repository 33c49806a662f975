// SPDX-License-Identifier: EUPL-1.2
#include "domain/imports/domains_csv.hpp"

#include "base/crypto.hpp"
#include "domain/accountability/audit.hpp"
#include "domain/administrations/codes.hpp"
#include "domain/administrations/keeping.hpp"
#include "domain/imports/csv_reader.hpp"
#include "domain/imports/csv_text.hpp"
#include "domain/imports/domains_sql.hpp"
#include "jobs/queue.hpp"
#include "persistence/array.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

namespace plaza::domain::imports {
namespace {

struct pair_row {
    std::int64_t line;
    std::string dir3;
    std::string domain;
};

std::string trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t");
    if (first == text.npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

struct columns {
    std::optional<std::size_t> dir3, domain;

    explicit columns(csv_reader const& reader)
        : dir3(reader.column("dir3")),
          domain(reader.column("domain") ? reader.column("domain") : reader.column("dominio")) {}
    char const* missing() const { return !dir3 ? "dir3" : !domain ? "domain" : nullptr; }
};

constexpr char const* job = "domains.import";

std::string key_of(std::int64_t id) { return std::string(job) + ' ' + std::to_string(id); }

/// Which domains at which administrations, some hundreds in an entry.
void write_down(persistence::connection& db, base::actor const& actor, std::vector<std::string> const& pairs) {
    constexpr std::size_t in_one = 500;
    for (std::size_t from = 0; from < pairs.size(); from += in_one) {
        std::string added;
        for (std::size_t i = from; i < std::min(from + in_one, pairs.size()); ++i) {
            added += (added.empty() ? "" : ", ") + pairs[i];
        }
        audit::write(db, actor, "administrations.domains_imported", "installation", 0,
                     {{"created", std::to_string(pairs.size())}, {"added", added}});
    }
}

}  // namespace

base::result<boost::json::object> import_domains(persistence::connection& db, base::actor const& actor,
                                                 std::istream& in, bool dry_run) {
    csv_reader reader(in);
    columns const at(reader);
    if (auto const* missing = at.missing()) return base::invalid(missing, "column_missing");
    auto const &dir3_at = at.dir3, &domain_at = at.domain;
    boost::json::array errors;
    auto const fault = [&](std::int64_t line, std::string_view field, std::string_view reason) {
        errors.push_back(boost::json::object{{"line", line}, {"field", field}, {"reason", reason}});
    };
    std::vector<pair_row> rows;
    std::set<std::pair<std::string, std::string>> seen;
    std::int64_t read = 0;
    while (auto const record = reader.next()) {
        if (++read > static_cast<std::int64_t>(most_domain_lines)) {
            fault(record->line, "", "too_many_lines");
            break;
        }
        if (!record->fault.empty()) {
            fault(record->line, "", record->fault);
            continue;
        }
        auto dir3 = administrations::dir3_code(trimmed(record->fields[*dir3_at]));
        auto domain = administrations::mail_domain(trimmed(record->fields[*domain_at]));
        if (!dir3) {
            fault(record->line, "dir3", "not_a_code");
        } else if (!domain) {
            fault(record->line, "domain", "not_a_domain");
        } else if (administrations::open_to_anybody(*domain)) {
            fault(record->line, "domain", "open_to_anybody");
        } else if (seen.emplace(*dir3, *domain).second) {
            rows.push_back({record->line, std::move(*dir3), std::move(*domain)});
        }
    }
    auto const found = db.rows(sql::domains_standing, persistence::array_of(rows, &pair_row::dir3),
                               persistence::array_of(rows, &pair_row::domain));
    std::vector<std::int64_t> where;
    std::vector<std::string> domains;
    std::map<std::int64_t, int> held;
    std::vector<std::string> pairs;
    std::int64_t unchanged = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!found[i].administration) {
            fault(rows[i].line, "dir3", "unknown_administration");
        } else if (found[i].there) {
            ++unchanged;
        } else if (!found[i].in_force) {
            fault(rows[i].line, "dir3", "unknown_administration");
        } else if (held.emplace(*found[i].administration, found[i].domains).first->second >=
                   administrations::most_domains) {
            fault(rows[i].line, "domain", "too_many_domains");
        } else {
            ++held[*found[i].administration];
            where.push_back(*found[i].administration);
            domains.push_back(rows[i].domain);
            pairs.push_back(rows[i].dir3 + ' ' + rows[i].domain);
        }
    }
    if (!dry_run && !domains.empty()) {
        db.run(sql::insert_domains, persistence::array_of(where), persistence::array_of(domains));
        write_down(db, actor, pairs);
    }
    return boost::json::object{
        {"read", read}, {"created", domains.size()}, {"unchanged", unchanged}, {"errors", std::move(errors)}};
}

base::result<std::int64_t> start_domain_import(persistence::connection& db, base::actor const& actor, std::string csv,
                                               bool dry_run) {
    std::istringstream in(csv);
    csv_reader const reader(in);
    if (columns(reader).missing()) return base::invalid("csv", "column_missing");
    auto const id = db.one(sql::insert_domain_import, actor.person, dry_run, csv, base::sha256_hex(csv));
    jobs::enqueue(db, job, std::to_string(id), key_of(id));
    return id;
}

void do_domain_import(persistence::connection& db, std::string const& payload) {
    auto const id = boost::json::parse(payload).as_int64();
    auto const row = db.row(sql::domain_import, id);
    if (!row) return;
    base::actor actor;
    actor.person = row->by;
    boost::json::array refused;
    refused.push_back(boost::json::object{{"line", 1}, {"field", ""}, {"reason", "administrator_gone"}});
    boost::json::object report{{"read", 0}, {"created", 0}, {"unchanged", 0}, {"errors", std::move(refused)}};
    std::istringstream in(row->csv);
    if (row->allowed) report = import_domains(db, actor, in, row->dry_run).value();
    db.run(sql::note_domain_import, id, boost::json::serialize(report));
}

void forget_domain_imports(persistence::connection& db) {
    db.run(sql::forget_domain_imports, domain_import_days_kept);
    for (auto const id : db.rows(sql::domain_imports_without_job, std::string(job))) {
        jobs::enqueue(db, job, std::to_string(id), key_of(id));
    }
}

std::string export_domains(persistence::connection& db) {
    std::string out = "dir3,domain,name\r\n";
    for (auto const& row : db.rows(sql::all_domains)) {
        out += csv_field(row.dir3) + ',' + csv_field(row.domain) + ',' + csv_field(row.name) + "\r\n";
    }
    return out;
}

}  // namespace plaza::domain::imports
