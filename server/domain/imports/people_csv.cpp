// SPDX-License-Identifier: EUPL-1.2
#include "domain/imports/people_csv.hpp"

#include "base/text.hpp"
#include "domain/accountability/audit.hpp"
#include "domain/administrations/codes.hpp"
#include "domain/imports/csv_reader.hpp"
#include "domain/imports/people_sql.hpp"
#include "domain/mail/mail.hpp"
#include "domain/registration/registration.hpp"
#include "jobs/queue.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <map>
#include <sstream>
#include <unordered_map>

namespace plaza::domain::imports {
namespace {

constexpr auto job = "people.import";

struct fault {
    std::string_view field;
    std::string reason;
};

/// The columns by either name.
struct columns {
    std::optional<std::size_t> name, email, dir3, position, unit, relation, language;

    explicit columns(csv_reader const& reader) {
        auto const either = [&](char const* one, char const* other) {
            auto const at = reader.column(one);
            return at ? at : reader.column(other);
        };
        name = either("name", "nombre");
        email = either("email", "correo");
        dir3 = reader.column("dir3");
        position = either("position", "puesto");
        unit = either("unit", "unidad");
        relation = either("relation", "relacion");
        language = either("language", "idioma");
    }
    char const* missing() const { return !name ? "name" : !email ? "email" : !dir3 ? "dir3" : nullptr; }
};

std::string cell(csv_reader::record const& record, std::optional<std::size_t> at, std::string_view field,
                 base::text_limits limits) {
    auto text = base::clean_text(at ? std::string_view(record.fields[*at]) : std::string_view(), limits);
    if (!text) throw fault{field, text.error().type};
    return std::move(*text);
}

std::string one_of(std::map<std::string, std::string, std::less<>> const& words, std::string const& text,
                   std::string_view field, std::string fallback) {
    if (text.empty()) return fallback;
    auto const found = words.find(base::lower(text));
    if (found == words.end()) throw fault{field, "unknown_value"};
    return found->second;
}

registration::prepared read_person(csv_reader::record const& record, columns const& at, std::string& dir3) {
    static std::map<std::string, std::string, std::less<>> const relations = {
        {"employee", "employee"}, {"empleado", "employee"}, {"empleada", "employee"}, {"elected", "elected"},
        {"electo", "elected"},    {"electa", "elected"},    {"adviser", "adviser"},   {"asesor", "adviser"},
        {"asesora", "adviser"},   {"external", "external"}, {"externo", "external"},  {"externa", "external"}};
    static std::map<std::string, std::string, std::less<>> const languages = {
        {"es", "es"}, {"ca", "ca"}, {"gl", "gl"}, {"eu", "eu"}, {"en", "en"}};
    registration::prepared who;
    who.name = cell(record, at.name, "name", {1, 120, false});
    who.email = base::lower(cell(record, at.email, "email", {1, 254, false}));
    if (!mail::sendable(who.email)) throw fault{"email", "not_an_address"};
    auto const code = administrations::dir3_code(cell(record, at.dir3, "dir3", {1, 20, false}));
    if (!code) throw fault{"dir3", "not_a_code"};
    dir3 = *code;
    who.position = cell(record, at.position, "position", {0, 120, false});
    who.unit = cell(record, at.unit, "unit", {0, 120, false});
    who.relation = one_of(relations, cell(record, at.relation, "relation", {0, 40, false}), "relation", "employee");
    who.language = one_of(languages, cell(record, at.language, "language", {0, 10, false}), "language", "es");
    return who;
}

void count(boost::json::object& report, char const* what) { report[what] = report[what].as_int64() + 1; }

void note_fault(boost::json::object& report, std::int64_t line, fault const& why) {
    report["errors"].as_array().push_back(
        boost::json::object{{"line", line}, {"field", why.field}, {"reason", why.reason}});
}

/// A line that is right in itself, with the number under which its fate is told.
struct ready_line {
    std::int64_t line;
    registration::prepared who;
};

std::vector<std::string> addresses_of(std::vector<ready_line> const& lines) {
    std::vector<std::string> out;
    for (auto const& one : lines) out.push_back(one.who.email);
    return out;
}

char const* word_of(registration::preparation outcome) {
    switch (outcome) {
        case registration::preparation::known: return "known";
        case registration::preparation::waiting: return "waiting";
        case registration::preparation::mailed: break;
    }
    return "invited";
}

/// All addresses first: who registers one meanwhile waits for it alone.
void take(persistence::connection& db, base::actor const& actor, std::vector<ready_line> const& lines, bool dry_run,
          boost::json::object& report) {
    if (!dry_run) registration::hold_addresses(db, addresses_of(lines));
    for (auto const& [line, who] : lines) {
        auto const outcome = registration::prepare(db, actor, who, dry_run);
        count(report, word_of(outcome));
        // Who only tries learns how many have an account, not which.
        if (!dry_run && outcome == registration::preparation::known) report["known_lines"].as_array().push_back(line);
    }
}

base::actor as(std::int64_t person) {
    base::actor out;
    out.person = person;
    return out;
}

}  // namespace

base::result<void> check_people_header(std::string const& csv) {
    std::istringstream in(csv);
    csv_reader const reader(in);
    if (auto const* missing = columns(reader).missing()) return base::invalid(missing, "column_missing");
    return {};
}

std::optional<std::int64_t> import_people(persistence::connection& db, base::actor const& actor, std::string const& csv,
                                          people_step const& step, boost::json::object& report) {
    for (char const* name : {"read", "invited", "waiting", "known"}) {
        if (!report.contains(name)) report[name] = std::int64_t{0};
    }
    for (char const* name : {"known_lines", "errors"}) {
        if (!report.contains(name)) report[name] = boost::json::array();
    }
    std::istringstream in(csv);
    csv_reader reader(in);
    columns const at(reader);
    std::unordered_map<std::string, std::int64_t> seen;
    std::unordered_map<std::string, std::optional<std::int64_t>> administrations;
    auto const administration = [&](std::string const& dir3) {
        auto found = administrations.find(dir3);
        if (found == administrations.end()) {
            found = administrations.emplace(dir3, db.one(sql::administration_in_force, dir3)).first;
        }
        if (!found->second) throw fault{"dir3", "unknown_administration"};
        return *found->second;
    };
    std::vector<ready_line> ready;
    int done = 0;
    std::optional<std::int64_t> reached;
    std::int64_t last = step.done_line;
    std::size_t lines = 0;
    while (auto const record = reader.next()) {
        // What was done before is read again for the addresses alone: each stands once in a file.
        bool const fresh = record->line > step.done_line;
        if (fresh && done == people_at_once) {
            reached = last;
            break;
        }
        if (fresh) {
            ++done;
            last = record->line;
            count(report, "read");
        }
        try {
            if (++lines > most_people_lines) throw fault{"", "too_many_lines"};
            if (!record->fault.empty()) throw fault{"", std::string(record->fault)};
            std::string dir3;
            auto who = read_person(*record, at, dir3);
            if (!seen.emplace(who.email, record->line).second) throw fault{"email", "repeated"};
            if (!fresh) continue;
            who.administration = administration(dir3);
            who.import = step.import;
            ready.push_back({record->line, std::move(who)});
        } catch (fault const& why) {
            if (fresh) note_fault(report, record->line, why);
            if (why.reason == "too_many_lines") break;
        }
    }
    take(db, actor, ready, step.dry_run, report);
    return reached;
}

base::result<std::int64_t> start_people_import(persistence::connection& db, base::actor const& actor, std::string csv,
                                               bool dry_run) {
    if (auto fine = check_people_header(csv); !fine) return base::invalid("csv", "column_missing");
    auto const id = db.one(sql::insert_people_import, actor.person, dry_run, csv);
    audit::write(db, actor, dry_run ? "people.import_tried" : "people.imported", "installation", 0,
                 {{"import", std::to_string(id)}});
    jobs::enqueue(db, job, std::to_string(id));
    return id;
}

void continue_people_import(persistence::connection& db, std::string const& payload) {
    auto const id = boost::json::parse(payload).as_int64();
    auto const row = db.row(sql::people_import, id);
    if (!row) return;
    auto report = boost::json::parse(row->report).as_object();
    people_step const step{row->done_line, row->dry_run, id};
    std::optional<std::int64_t> reached;
    if (row->allowed) {
        reached = import_people(db, as(row->by), row->csv, step, report);
    } else {
        if (!report.contains("errors")) report["errors"] = boost::json::array();
        note_fault(report, row->done_line + 1, {"", "administrator_gone"});
        audit::write(db, {}, "people.import_stopped", "installation", 0, {{"import", std::to_string(id)}});
    }
    db.run(sql::note_people_import, id, reached.value_or(row->done_line), boost::json::serialize(report), !reached);
    if (reached) jobs::enqueue(db, job, std::to_string(id));
}

base::result<void> take_back_people_import(persistence::connection& db, base::actor const& actor, std::int64_t id) {
    auto const row = db.row(sql::hold_people_import, id);
    if (!row) return base::not_found();
    auto report = boost::json::parse(row->report).as_object();
    auto const ended = registration::withdraw_prepared(db, id);
    auto const before = report.contains("withdrawn") ? report["withdrawn"].as_int64() : 0;
    if (ended == 0 && row->finished && report.contains("withdrawn")) return {};
    report["withdrawn"] = before + ended;
    db.run(sql::note_people_import, id, row->done_line, boost::json::serialize(report), true);
    audit::write(db, actor, "people.import_withdrawn", "installation", 0,
                 {{"import", std::to_string(id)}, {"links", std::to_string(ended)}});
    return {};
}

void forget_people_imports(persistence::connection& db) {
    db.run(sql::forget_people_imports, import_days_kept);
    // A server of an older version, during an upgrade, gives up jobs that it does not know.
    for (auto const id : db.rows(sql::people_imports_without_job, std::string(job))) {
        jobs::enqueue(db, job, std::to_string(id), "people.import " + std::to_string(id));
    }
}

}  // namespace plaza::domain::imports
