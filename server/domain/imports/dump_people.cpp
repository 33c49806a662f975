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
            [&](dump_person const& person, std::string const& reason) { report_.skip(file, person.id, reason); });
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
    std::vector<dump_person const*> awaited;  // a placeholder holds their posts
    std::unordered_set<std::int64_t> seen;
    std::vector<std::int64_t> twice;
    for (auto const& person : batch) {
        auto const before = known.find(person.id);
        if (!seen.insert(person.id).second) {
            twice.push_back(person.id);
        } else if (before == known.end()) {
            fresh.push_back(&person);
        } else if (before->second.empty()) {
            awaited.push_back(&person);
        }
    }
    if (!options_.dry_run && !(fresh.empty() && awaited.empty())) {
        auto const put = [&](auto const& statement, std::vector<dump_person const*> const& people) {
            if (people.empty()) return;
            auto const each = [](auto member) { return [member](dump_person const* p) { return p->*member; }; };
            db_.run(statement, source_, language_, array_of(people, each(&dump_person::id)),
                    array_of(people, each(&dump_person::name)), array_of(people, each(&dump_person::bio)),
                    array_of(people, each(&dump_person::created)), array_of(people, each(&dump_person::digest)));
        };
        persistence::transaction tx(db_);
        put(sql::store_people, fresh);
        put(sql::complete_people, awaited);
        tx.commit();
    }
    // Reported after the commit: a batch that fails is tried again in parts.
    for (auto const id : twice) report_.skip(file, id, "Id stands twice in the file");
    for (auto const* people : {&fresh, &awaited}) {
        for (auto const* person : *people) {
            report_.stored("people");
            if (person->future) report_.note(file, person->id, "CreationDate in the future: set to now");
        }
    }
    for (auto const& person : batch) {
        auto const before = known.find(person.id);
        if (before == known.end() || before->second.empty()) continue;
        if (before->second == person.digest) {
            report_.unchanged();
        } else {
            report_.note(file, person.id, "changed in the dump since it was imported: kept as it was");
        }
    }
}

dump_import::resolved dump_import::resolve(std::vector<byline> const& bylines) {
    resolved out;
    std::map<std::int64_t, std::string> ids;  // with a name for those who are not there
    std::set<std::string> names;
    for (auto const& [author, row] : bylines) {
        if (!author.id) {
            names.insert(author.name);
        } else if (auto& name = ids[*author.id]; name.empty()) {
            name = author.name;
        }
    }
    auto const shown = [&](std::string const& name) {
        return name.empty() ? std::string(former_user(language_)) : name;
    };

    std::unordered_map<std::int64_t, std::int64_t> people;
    std::unordered_set<std::int64_t> unknown;
    auto const look_up_ids = [&] {
        auto const wanted = array_of(ids, [](auto const& entry) { return entry.first; });
        for (auto const& origin : db_.rows(sql::origins, source_, "person", wanted)) {
            people[origin.old_id] = origin.new_id;
            if (origin.digest.empty()) unknown.insert(origin.old_id);
        }
    };
    look_up_ids();
    std::vector<std::int64_t> missing;
    std::vector<std::string> stand_ins;
    for (auto const& [id, name] : ids) {
        if (people.contains(id)) continue;
        missing.push_back(id);
        stand_ins.push_back(shown(name));
    }
    if (!missing.empty()) {
        db_.run(sql::store_stand_ins, source_, "person", array_of(missing), array_of(stand_ins));
        out.placeholders += static_cast<std::int64_t>(missing.size());
        look_up_ids();
    }

    std::map<std::string, std::int64_t> former;
    auto const look_up_names = [&] {
        for (auto& origin : db_.rows(sql::former_people, source_, array_of(names))) former[origin.name] = origin.new_id;
    };
    look_up_names();
    std::vector<std::string> gone;
    stand_ins.clear();
    for (auto const& name : names) {
        if (former.contains(name)) continue;
        gone.push_back(name);
        stand_ins.push_back(shown(name));
    }
    if (!gone.empty()) {
        db_.run(sql::store_stand_ins, source_, "former", array_of(gone), array_of(stand_ins));
        out.placeholders += static_cast<std::int64_t>(gone.size());
        look_up_names();
    }

    for (auto const& [author, row] : bylines) {
        out.people.push_back(author.id ? people.at(*author.id) : former.at(author.name));
        if (author.id && unknown.contains(*author.id)) {
            out.notes.emplace_back(row, "author unknown: stored under a placeholder");
        } else if (!author.id && author.name.empty()) {
            out.notes.emplace_back(row, "author missing: stored under a placeholder");
        }
    }
    return out;
}

}  // namespace plaza::domain::imports
