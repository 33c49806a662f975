// SPDX-License-Identifier: EUPL-1.2
#include "domain/imports/dump_import.hpp"
#include "persistence/array.hpp"

#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace plaza::domain::imports {
namespace {

using persistence::array_of;

std::string_view former_user(std::string_view language) {
    if (language == "en") return "Former user";
    if (language == "ca") return "Antic usuari";
    if (language == "gl") return "Antigo usuario";
    if (language == "eu") return "Erabiltzaile ohia";
    return "Antiguo usuario";
}

}  // namespace

void dump_import::store_people() {
    std::vector<dump_person> batch;
    std::string const file = "Users.xml";
    auto const flush = [&] {
        in_parts(
            std::span<dump_person const>(batch), [&](auto part) { store_people(part); },
            [&](dump_person const& person, std::string const& reason) {
                report_.skip(file, person.id, reason);
            });
        batch.clear();
    };
    each_row(file, pass::first, 1, [&](xml_row const& row) {
        auto person = read_person(row, now_);
        if (!person) return leave_out(file, row, person.error());
        batch.push_back(std::move(*person));
        if (batch.size() >= dump_limits::batch_rows) flush();
    });
    flush();
}

void dump_import::store_people(std::span<dump_person const> batch) {
    std::string const file = "Users.xml";
    std::unordered_map<std::int64_t, std::string> known;
    for (auto& origin : db_.rows(sql::origins, source_, "person", array_of(batch, &dump_person::id))) {
        known.emplace(origin.old_id, std::move(origin.digest));
    }
    std::vector<dump_person const*> fresh;
    std::unordered_set<std::int64_t> seen;
    std::vector<std::int64_t> twice;
    for (auto const& person : batch) {
        if (!seen.insert(person.id).second) {
            twice.push_back(person.id);
        } else if (!known.contains(person.id)) {
            fresh.push_back(&person);
        }
    }
    if (!fresh.empty() && !options_.dry_run) {
        auto const each = [](auto member) { return [member](dump_person const* p) { return p->*member; }; };
        persistence::transaction tx(db_);
        db_.run(sql::store_people, source_, language_, array_of(fresh, each(&dump_person::id)),
                array_of(fresh, each(&dump_person::name)), array_of(fresh, each(&dump_person::bio)),
                array_of(fresh, each(&dump_person::created)), array_of(fresh, each(&dump_person::digest)));
        tx.commit();
    }
    // Reported after the commit: a batch that fails is tried again in parts.
    for (auto const id : twice) report_.skip(file, id, "Id stands twice in the file");
    for (auto const* person : fresh) {
        report_.stored("people");
        if (person->future) report_.note(file, person->id, "CreationDate in the future: set to now");
    }
    for (auto const& person : batch) {
        auto const before = known.find(person.id);
        if (before == known.end()) continue;
        if (before->second == person.digest) {
            report_.unchanged();
        } else {
            report_.note(file, person.id, "changed in the dump since it was imported: kept as it was");
        }
    }
}

dump_import::resolved dump_import::resolve(std::vector<byline> const& bylines) {
    std::set<std::int64_t> ids;
    for (auto const& line : bylines) {
        if (line.author.id) ids.insert(*line.author.id);
    }
    std::unordered_map<std::int64_t, std::int64_t> people;
    for (auto const& origin : db_.rows(sql::origins, source_, "person", array_of(ids)))
        people[origin.old_id] = origin.new_id;

    auto const is_known = [&](dump_author const& author) { return author.id && people.contains(*author.id); };
    std::set<std::string> names;
    for (auto const& line : bylines) {
        if (!is_known(line.author)) names.insert(line.author.name);
    }
    resolved out;
    std::map<std::string, std::int64_t> former;
    auto const look_up = [&] {
        for (auto& origin : db_.rows(sql::former_people, source_, array_of(names)))
            former[origin.name] = origin.new_id;
    };
    look_up();
    std::vector<std::string> missing;
    std::vector<std::string> shown;
    for (auto const& name : names) {
        if (former.contains(name)) continue;
        missing.push_back(name);
        shown.emplace_back(name.empty() ? former_user(language_) : name);
    }
    if (!missing.empty()) {
        db_.run(sql::store_former_people, source_, array_of(missing), array_of(shown));
        out.placeholders = static_cast<std::int64_t>(missing.size());
        look_up();
    }
    for (auto const& line : bylines) {
        bool const known = is_known(line.author);
        out.people.push_back(known ? people.at(*line.author.id) : former.at(line.author.name));
        if (!known && line.author.name.empty()) {
            out.notes.emplace_back(line.row, line.author.id ? "author unknown: stored under a placeholder"
                                                            : "author missing: stored under a placeholder");
        }
    }
    return out;
}

}  // namespace plaza::domain::imports
