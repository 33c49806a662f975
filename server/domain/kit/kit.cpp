// SPDX-License-Identifier: EUPL-1.2
#include "domain/kit/kit.hpp"

#include "domain/accountability/audit.hpp"
#include "domain/identity/identity.hpp"
#include "domain/kit/kit_sql.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <vector>

namespace plaza::domain::kit {
namespace {

using boost::json::array;
using boost::json::object;

std::string contents(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + file.string());
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t\r\n");
    if (first == text.npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

std::vector<std::string> parts(std::string_view line, char mark) {
    std::vector<std::string> out;
    for (;;) {
        auto const end = line.find(mark);
        out.push_back(trimmed(line.substr(0, end)));
        if (end == line.npos) return out;
        line.remove_prefix(end + 1);
    }
}

/// Lines `name | es | ca | gl | eu | en`, other names separated by commas; # begins a remark.
array read_synonyms(std::filesystem::path const& file) {
    constexpr std::array languages{"es", "ca", "gl", "eu", "en"};
    array out;
    int number = 0;
    for (auto const& line : parts(contents(file), '\n')) {
        ++number;
        if (line.empty() || line.front() == '#') continue;
        auto const columns = parts(line, '|');
        if (columns.size() != languages.size() + 1) {
            throw std::runtime_error(file.string() + ", line " + std::to_string(number) + ": six columns are needed");
        }
        for (std::size_t i = 0; i < languages.size(); ++i) {
            for (auto& name : parts(columns[i + 1], ',')) {
                if (!name.empty())
                    out.push_back(object{{"tag", columns[0]}, {"language", languages[i]}, {"name", name}});
            }
        }
    }
    return out;
}

/// Files `KIND-NAME.md` whose first line is their title.
array read_texts(std::filesystem::path const& folder) {
    std::vector<std::filesystem::path> files;
    for (auto const& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".md") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    array out;
    for (auto const& file : files) {
        auto const text = contents(file);
        auto const end = text.find('\n');
        auto const name = file.stem().string();
        if (!text.starts_with("# ") || end == text.npos) throw std::runtime_error(file.string() + " has no title");
        out.push_back(object{{"name", name},
                             {"kind", name.substr(0, name.find('-'))},
                             {"title", trimmed(text.substr(2, end - 2))},
                             {"body", trimmed(text.substr(end))}});
    }
    return out;
}

base::result<std::int64_t> owner_of_groups(persistence::connection& db, first_administrator const& wanted,
                                           bool administered) {
    if (auto const known = db.row(sql::administrator, wanted.email)) return *known;
    if (administered || !wanted.name) return base::conflict("no_administrator");
    return identity::add_person(db, wanted.email, *wanted.name, wanted.password(), "administrator", false);
}

}  // namespace

base::result<filled> fill(persistence::connection& db, std::filesystem::path const& folder,
                          first_administrator const& wanted) {
    auto const groups = boost::json::serialize(boost::json::parse(contents(folder / "groups.json")));
    auto const synonyms = boost::json::serialize(read_synonyms(folder / "tags.txt"));
    auto const texts = boost::json::serialize(read_texts(folder / "texts"));
    persistence::transaction tx(db);
    auto const state = db.one(sql::state, groups);
    if (state.demo) return base::conflict("demo_loaded");
    if (state.foreign) return base::conflict("not_empty");
    auto const owner = owner_of_groups(db, wanted, state.administered);
    if (!owner) return owner.error();
    filled out{};
    out.groups = db.run(sql::groups, groups, *owner);
    out.tags = db.run(sql::tags, synonyms);
    out.synonyms = db.run(sql::synonyms, synonyms);
    out.texts = db.run(sql::texts, texts);
    if (out.groups + out.tags + out.synonyms + out.texts > 0) {
        audit::write(db, {}, "kit.filled", "installation", 0, {{"groups", std::to_string(out.groups)}});
    }
    tx.commit();
    return out;
}

base::result<void> change(persistence::connection& db, base::actor const& actor, std::string const& name,
                          new_text wanted) {
    if (!db.one(sql::known, name)) return base::not_found();
    if (db.run(sql::change, name, wanted.title, wanted.body, wanted.version, actor.person) == 0) {
        return base::conflict("conflict");
    }
    audit::write(db, actor, "text.changed", "installation", 0, {{"text", name}});
    return {};
}

}  // namespace plaza::domain::kit
