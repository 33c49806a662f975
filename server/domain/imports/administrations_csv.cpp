// SPDX-License-Identifier: EUPL-1.2
#include "domain/imports/administrations_csv.hpp"

#include "base/text.hpp"
#include "domain/administrations/codes.hpp"
#include "domain/imports/administrations_sql.hpp"
#include "domain/imports/csv_reader.hpp"
#include "persistence/array.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <charconv>
#include <map>
#include <tuple>
#include <unordered_map>

namespace plaza::domain::imports {
namespace {

/// A field that cannot be used: its column and why.
struct unusable {
    std::string reason;
};

/// The fields of one record by column; throws `unusable`.
class fields {
public:
    fields(csv_reader const& reader, csv_reader::record const& record) : reader_(reader), record_(record) {}

    /// Cleaned text of a column that is there; empty when the cell is.
    std::optional<std::string> text(std::string_view column, std::size_t max) const {
        auto const at = reader_.column(column);
        if (!at) return {};
        auto cleaned = base::clean_text(record_.fields[*at], {.min = 0, .max = max});
        if (!cleaned) throw unusable{std::string(column) + ": " + cleaned.error().type};
        return std::move(*cleaned);
    }

    std::optional<std::optional<std::string>> nullable(std::string_view column, std::size_t max) const {
        auto value = text(column, max);
        if (!value) return {};
        if (value->empty()) return std::optional<std::string>();
        return std::optional<std::string>(std::move(*value));
    }

    /// Codes of the statistics institute have a fixed number of digits; spreadsheets drop the leading zeros.
    std::optional<std::optional<std::string>> code(std::string_view column, std::size_t digits) const {
        auto value = nullable(column, 20);
        if (!value || !*value) return value;
        auto& code = **value;
        auto padded = administrations::padded_code(code, digits);
        if (!padded) throw unusable{std::string(column) + ": not a code of digits"};
        code = std::move(*padded);
        return value;
    }

    std::optional<std::optional<std::string>> date(std::string_view column) const {
        auto value = nullable(column, 20);
        if (value && *value && !administrations::valid_date(**value))
            throw unusable{std::string(column) + ": not a date (YYYY-MM-DD)"};
        return value;
    }

private:
    csv_reader const& reader_;
    csv_reader::record const& record_;
};

std::string dir3_code(std::string const& text, std::string_view column) {
    auto code = administrations::dir3_code(text);
    if (!code) throw unusable{std::string(column) + ": not a DIR3 code"};
    return std::move(*code);
}

std::vector<std::string> domain_list(std::string const& text) {
    std::vector<std::string> domains;
    for (std::size_t from = 0; from <= text.size();) {
        auto const end = std::min(text.find(';', from), text.size());
        auto part = text.substr(from, end - from);
        from = end + 1;
        auto const first = part.find_first_not_of(' ');
        if (first == std::string::npos) continue;
        auto domain = administrations::mail_domain(part.substr(first, part.find_last_not_of(' ') - first + 1));
        if (!domain) throw unusable{"domains: not a mail domain"};
        domains.push_back(std::move(*domain));
    }
    std::sort(domains.begin(), domains.end());
    domains.erase(std::unique(domains.begin(), domains.end()), domains.end());
    return domains;
}

std::string population_column(std::vector<std::string> const& header) {
    std::string latest;
    for (auto const& name : header) {
        if (name.starts_with("poblacion") && name > latest) latest = name;
    }
    return latest;
}

administration_row read_row(fields const& in, std::string const& population) {
    administration_row row;
    row.dir3 = dir3_code(in.text("dir3", 20).value_or(""), "dir3");
    row.name = in.text("municipio", 200);
    if (row.name && row.name->empty()) throw unusable{"municipio: required"};
    row.ine = in.code("municipio_id", 5);
    row.province_id = in.code("provincia_id", 2);
    row.province = in.nullable("provincia", 100);
    row.region_id = in.code("autonomia_id", 2);
    row.region = in.nullable("autonomia", 100);
    row.level = in.text("level", 40);
    if (row.level && row.level->empty()) row.level = "municipality";
    if (row.level && std::ranges::find(administrations::levels(), *row.level) == administrations::levels().end()) {
        throw unusable{"level: unknown"};
    }
    row.valid_from = in.date("valid_from");
    row.valid_to = in.date("valid_to");
    if (row.valid_from && *row.valid_from && row.valid_to && *row.valid_to && **row.valid_to < **row.valid_from) {
        throw unusable{"valid_to: before valid_from"};
    }
    if (auto const inhabitants = in.nullable(population, 20)) {
        row.population.emplace();
        if (*inhabitants) {
            std::int64_t number = 0;
            auto const& text = **inhabitants;
            if (!administrations::all_digits(text) || text.size() > 9)
                throw unusable{population + ": not a whole number"};
            std::from_chars(text.data(), text.data() + text.size(), number);
            row.population = number;
        }
    }
    if (auto const successor = in.nullable("successor", 20)) {
        row.successor.emplace();
        if (*successor) row.successor = std::optional(dir3_code(**successor, "successor"));
        if (*row.successor == row.dir3) throw unusable{"successor: itself"};
    }
    if (auto const domains = in.text("domains", 4000)) row.domains = domain_list(*domains);
    return row;
}

}  // namespace

base::result<administrations_file> read_administrations(std::istream& in) {
    csv_reader reader(in);
    if (!reader.column("dir3")) return base::invalid("dir3", "column_missing");
    auto const population = population_column(reader.header());
    administrations_file file;
    std::unordered_map<std::string, std::int64_t> seen;
    while (auto const record = reader.next()) {
        ++file.read;
        if (!record->fault.empty()) {
            file.faults.push_back({record->line, std::string(record->fault)});
            continue;
        }
        try {
            auto row = read_row(fields(reader, *record), population);
            row.line = record->line;
            auto const [first, fresh] = seen.emplace(row.dir3, row.line);
            if (!fresh) throw unusable{"dir3: already in line " + std::to_string(first->second)};
            file.rows.push_back(std::move(row));
        } catch (unusable const& why) {
            file.faults.push_back({record->line, why.reason});
        }
    }
    return file;
}

namespace {

using stored = sql::stored_administration;

/// The stored row with what the file says put over it.
stored merged(stored into, administration_row const& row) {
    auto const put = [](auto& member, auto const& value) {
        if (value) member = *value;
    };
    into.dir3 = row.dir3;
    put(into.name, row.name);
    put(into.level, row.level);
    put(into.ine, row.ine);
    put(into.province_id, row.province_id);
    put(into.province, row.province);
    put(into.region_id, row.region_id);
    put(into.region, row.region);
    put(into.population, row.population);
    put(into.valid_from, row.valid_from);
    put(into.valid_to, row.valid_to);
    put(into.successor, row.successor);
    if (row.domains) {
        into.domains.clear();
        for (auto const& domain : *row.domains) into.domains += (into.domains.empty() ? "" : ";") + domain;
    }
    return into;
}

auto tied(stored const& s) {
    return std::tie(s.dir3, s.name, s.level, s.ine, s.province_id, s.province, s.region_id, s.region, s.population,
                    s.valid_from, s.valid_to, s.successor, s.domains);
}

}  // namespace

boost::json::object import_administrations(persistence::connection& db, administrations_file file) {
    persistence::transaction tx(db);
    std::map<std::string, stored, std::less<>> known;
    for (auto& row :
         db.rows(sql::administrations_by_dir3, persistence::array_of(file.rows, &administration_row::dir3))) {
        auto key = row.dir3;
        known.emplace(std::move(key), std::move(row));
    }
    std::vector<std::string> successors;
    for (auto const& row : file.rows) {
        if (row.successor && *row.successor) successors.push_back(**row.successor);
    }
    std::map<std::string, bool, std::less<>> exists;
    for (auto& dir3 : db.rows(sql::existing_dir3, persistence::array_of(successors))) exists[dir3] = true;
    for (auto const& row : file.rows) exists[row.dir3] = true;

    std::vector<stored> created;
    std::vector<stored> updated;
    std::int64_t unchanged = 0;
    for (auto const& row : file.rows) {
        auto const before = known.find(row.dir3);
        if (row.successor && *row.successor && !exists.contains(**row.successor)) {
            file.faults.push_back({row.line, "successor: unknown"});
        } else if (before == known.end() && !row.name) {
            file.faults.push_back({row.line, "municipio: required for a new administration"});
        } else if (before == known.end()) {
            created.push_back(merged({}, row));
        } else if (auto after = merged(before->second, row); tied(after) == tied(before->second)) {
            ++unchanged;
        } else if (after.valid_from && after.valid_to && *after.valid_to < *after.valid_from) {
            file.faults.push_back({row.line, "valid_to: before valid_from"});
        } else {
            updated.push_back(std::move(after));
        }
    }
    sql::store_administrations(db, created);
    sql::store_administrations(db, updated);
    sql::store_successors_and_domains(db, created);
    sql::store_successors_and_domains(db, updated);
    if (!created.empty() || !updated.empty()) {
        db.one(sql::audit_administrations, static_cast<std::int64_t>(created.size()),
               static_cast<std::int64_t>(updated.size()));
    }
    tx.commit();

    std::sort(file.faults.begin(), file.faults.end(), [](auto const& a, auto const& b) { return a.line < b.line; });
    boost::json::array errors;
    for (auto const& fault : file.faults) errors.push_back({{"line", fault.line}, {"reason", fault.reason}});
    return {{"read", file.read},
            {"created", created.size()},
            {"updated", updated.size()},
            {"unchanged", unchanged},
            {"errors", std::move(errors)}};
}

}  // namespace plaza::domain::imports
