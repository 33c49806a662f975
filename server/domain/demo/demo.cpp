// SPDX-License-Identifier: EUPL-1.2
#include "domain/demo/demo.hpp"

#include "base/markdown.hpp"
#include "domain/accountability/audit.hpp"
#include "domain/demo/demo_files.hpp"
#include "domain/demo/demo_sql.hpp"
#include "domain/identity/identity.hpp"
#include "domain/identity/passwords.hpp"
#include "domain/norms/norms.hpp"
#include "domain/search/search.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <map>
#include <stdexcept>

namespace plaza::domain::demo {
namespace {

using boost::json::array;
using boost::json::object;
using identifiers = std::map<std::string, std::int64_t, std::less<>>;

/// Gives each name an identifier, in order.
template <class Range, class Name>
identifiers name_all(persistence::connection& db, Range const& items, Name name) {
    auto const fresh = db.rows(sql::new_ids, static_cast<int>(items.size()));
    identifiers out;
    std::size_t at = 0;
    for (auto const& item : items) {
        if (!out.emplace(name(item), fresh.at(at++)).second) throw std::runtime_error("twice: " + name(item));
    }
    return out;
}

std::int64_t known(identifiers const& names, std::string const& name) {
    auto const found = names.find(name);
    if (found == names.end()) throw std::runtime_error("nobody and nothing is called " + name);
    return found->second;
}

std::string html_of(thread const& t, post const& p) {
    auto html = base::to_html(p.body);
    if (!html) throw std::runtime_error("a text of \"" + t.title + "\" cannot be shown: " + html.error().type);
    return std::move(*html);
}

boost::json::value or_null(std::string const& text) {
    return text.empty() ? boost::json::value() : boost::json::value(text);
}

identifiers store_administrations(persistence::connection& db, network const& n) {
    auto ids = name_all(db, n.administrations, [](auto const& a) { return a.dir3; });
    array rows, domains;
    for (auto const& a : n.administrations) {
        auto const id = known(ids, a.dir3);
        rows.push_back(object{{"id", id},
                              {"dir3", a.dir3},
                              {"ine", or_null(a.ine)},
                              {"name", a.name},
                              {"level", a.level},
                              {"province_id", or_null(a.province_id)},
                              {"province", or_null(a.province)},
                              {"region_id", or_null(a.region_id)},
                              {"region", or_null(a.region)},
                              {"population", a.population}});
        for (auto const& domain : a.domains) domains.push_back(object{{"domain", domain}, {"administration", id}});
    }
    db.run(sql::administrations, boost::json::serialize(rows));
    db.run(sql::domains, boost::json::serialize(domains));
    return ids;
}

identifiers store_people(persistence::connection& db, network const& n, identifiers const& administrations) {
    auto ids = name_all(db, n.people, [](auto const& p) { return p.handle; });
    array people, credentials, appointments, skills;
    for (auto const& p : n.people) {
        auto const id = known(ids, p.handle);
        people.push_back(object{
            {"id", id},
            {"name", p.name},
            {"bio", p.bio},
            {"language", p.language},
            {"role", p.network_role == "administrator" ? boost::json::value(p.network_role) : boost::json::value()}});
        credentials.push_back(object{{"id", id}, {"email", p.email}});
        for (auto const& a : p.appointments) {
            appointments.push_back(object{{"person", id},
                                          {"administration", known(administrations, a.administration)},
                                          {"position", a.position},
                                          {"unit", a.unit},
                                          {"relation", a.relation},
                                          {"main", &a == &p.appointments.front()}});
        }
        for (auto const& skill : p.skills) skills.push_back(object{{"person", id}, {"skill", skill}});
    }
    db.run(sql::people, boost::json::serialize(people));
    // One hash for all: the password is public, and 120 hashes would take a quarter of a minute.
    db.run(sql::credentials, boost::json::serialize(credentials),
           identity::hash_password(std::string(identity::demo_password), identity::password_cost{}));
    db.run(sql::appointments, boost::json::serialize(appointments));
    db.run(sql::skills, boost::json::serialize(skills));
    return ids;
}

identifiers store_groups(persistence::connection& db, network const& n, identifiers const& people) {
    auto ids = name_all(db, n.groups, [](auto const& g) { return g.slug; });
    array groups, members;
    for (auto const& g : n.groups) {
        auto const id = known(ids, g.slug);
        groups.push_back(object{{"id", id},
                                {"slug", g.slug},
                                {"name", g.name},
                                {"kind", g.kind},
                                {"description", g.description},
                                {"rules", g.rules},
                                {"owner", known(people, g.members.front().handle)}});
        for (auto const& m : g.members) {
            members.push_back(object{{"group", id}, {"person", known(people, m.handle)}, {"role", m.role}});
        }
    }
    db.run(sql::groups, boost::json::serialize(groups));
    db.run(sql::members, boost::json::serialize(members));
    return ids;
}

std::size_t store_threads(persistence::connection& db, network const& n, identifiers const& groups,
                          identifiers const& people) {
    std::size_t count = 0;
    for (auto const& t : n.threads) count += t.posts.size() + 1;
    auto const fresh = db.rows(sql::new_ids, static_cast<int>(count));
    auto next = fresh.begin();
    array threads, tags, thread_tags, posts, useful, accepted;
    for (auto const& t : n.threads) {
        auto const id = *next++;
        auto const& root = t.posts.front();
        threads.push_back(object{{"id", id},
                                 {"group", known(groups, t.group)},
                                 {"kind", t.kind},
                                 {"title", t.title},
                                 {"language", t.language},
                                 {"author", known(people, root.author)},
                                 {"days", root.at.days},
                                 {"time", root.at.time}});
        for (auto const& tag : t.tags) {
            tags.push_back(boost::json::value(tag));
            thread_tags.push_back(object{{"thread", id}, {"name", tag}});
        }
        int number = 0;
        for (auto const& p : t.posts) {
            auto const post_id = *next++;
            ++number;
            posts.push_back(object{{"id", post_id},
                                   {"thread", id},
                                   {"number", number},
                                   {"parent", p.parent == 0 ? boost::json::value() : boost::json::value(p.parent)},
                                   {"role", p.role},
                                   {"author", known(people, p.author)},
                                   {"body", p.body},
                                   {"html", html_of(t, p)},
                                   {"days", p.at.days},
                                   {"time", p.at.time}});
            int mark = 0;
            for (auto const& handle : p.useful) {
                useful.push_back(object{{"post", post_id}, {"person", known(people, handle)}, {"n", ++mark}});
            }
            if (p.accepted) accepted.push_back(object{{"thread", id}, {"number", number}});
        }
    }
    db.run(sql::tags, boost::json::serialize(tags));
    db.run(sql::threads, boost::json::serialize(threads));
    db.run(sql::thread_tags, boost::json::serialize(thread_tags));
    db.run(sql::posts, boost::json::serialize(posts));
    db.run(sql::useful, boost::json::serialize(useful));
    db.run(sql::accepted, boost::json::serialize(accepted));
    return posts.size();
}

}  // namespace

base::result<loaded> load(persistence::connection& db, std::filesystem::path const& folder) {
    auto const n = read(folder);
    persistence::transaction tx(db);
    auto const state = db.one(sql::state);
    if (state.demo) return base::conflict("demo_loaded");
    if (state.people) return base::conflict("not_empty");
    auto const administrations = store_administrations(db, n);
    auto const people = store_people(db, n, administrations);
    auto const groups = store_groups(db, n, people);
    auto const posts = store_threads(db, n, groups, people);
    db.run(sql::reading);
    db.run(sql::silence);
    db.run(sql::mark_installation);
    audit::write(db, {}, "demo.loaded", "installation", 0, {{"threads", std::to_string(n.threads.size())}});
    search::measure(db);
    norms::recognise_all(db);
    tx.commit();
    return loaded{n.administrations.size(), n.people.size(), n.groups.size(), n.threads.size(), posts};
}

}  // namespace plaza::domain::demo
