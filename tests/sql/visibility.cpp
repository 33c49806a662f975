// SPDX-License-Identifier: EUPL-1.2
// THE visibility rule against one written again here, in random worlds and through every door that uses it.
#include "support/database.hpp"
#include "support/population.hpp"

#include "domain/groups/groups.hpp"
#include "domain/threads/threads.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <random>
#include <string>
#include <vector>

using namespace plaza::tests;
namespace groups = plaza::domain::groups;
namespace threads = plaza::domain::threads;
using groups::need;
using plaza::persistence::connection;

namespace {

struct visibility_tag {};
using shared = shared_database<visibility_tag>;

constexpr char const* kinds[] = {"open", "private", "hidden"};
constexpr char const* roles[] = {"member", "member", "host", "moderator", "owner"};

struct group {
    std::int64_t id;
    std::string slug, kind;
    bool archived;
    std::int64_t thread, post;
    std::map<std::int64_t, std::string> roles;
    std::map<std::int64_t, bool> requested;
    std::map<std::int64_t, bool> invited;
};

struct world {
    std::vector<std::int64_t> people;
    std::int64_t guest = 0, former_guest = 0;  ///< of the last group
    std::vector<group> groups;

    /// A few of everything: members of all roles, requests, invitations, strangers, guests, archived groups, suspended
    /// people.
    world(plain_session& sql, unsigned seed) {
        std::mt19937 random(seed);
        auto const pick = [&](int low, int high) { return std::uniform_int_distribution<>(low, high)(random); };
        for (int i = 0; i < 6; ++i) people.push_back(add_person(sql, i == 5 ? "suspended" : "active"));
        for (int i = 0; i < 9; ++i) {
            group g;
            g.kind = kinds[i % 3];
            g.archived = pick(0, 3) == 0;
            g.id = add_group(sql, g.kind, g.archived);
            g.slug = slug_of(sql, g.id);
            for (auto person : people) {
                if (pick(0, 1)) {
                    g.roles[person] = roles[pick(0, 4)];
                    add_member(sql, g.id, person, g.roles[person]);
                } else if (pick(0, 2) == 0) {
                    g.requested[person] = true;
                    sql.run("insert into membership_request values ($1, $2)", {g.id, person});
                } else if (pick(0, 2) < 2) {
                    bool const waits = pick(0, 2) < 2;
                    g.invited[person] = waits;
                    sql.run(
                        "insert into membership_invitation (group_id, person_id, role, invited_by, expires_at) "
                        "values ($1, $2, 'member', $2, now() + $3::int * interval '1 day')",
                        {g.id, person, waits ? 1 : -1});
                }
            }
            g.thread = add_thread(sql, g.id, people[0]);
            g.post = sql.number("select id from post where thread_id = $1", {g.thread});
            groups.push_back(std::move(g));
        }
        for (auto* one : {&guest, &former_guest}) {
            *one = add_person(sql);
            people.push_back(*one);
            add_member(sql, groups.back().id, *one, "guest");
        }
        groups.back().roles[guest] = "guest";
        sql.run("delete from membership where person_id = $1", {former_guest});
        people.push_back(4711);  // nobody
    }
};

bool outsider(world const& w, std::int64_t person) { return person == w.guest || person == w.former_guest; }
bool knows(world const& w, group const& g, std::int64_t person) {
    return (g.kind != "hidden" && !outsider(w, person)) || g.roles.contains(person) ||
           (g.invited.contains(person) && g.invited.at(person));
}
bool reads(world const& w, group const& g, std::int64_t person) {
    return (g.kind == "open" && !outsider(w, person)) || g.roles.contains(person);
}

std::string outcome(bool ok, plaza::base::problem const& p) {
    return ok ? "ok" : std::to_string(p.status) + " " + p.type;
}

template <class Result>
std::string outcome(Result const& r) {
    return outcome(r.has_value(), r.has_value() ? plaza::base::problem() : r.error());
}

std::string expected(world const& w, group const& g, std::int64_t person, need n) {
    if (n == need::know) return knows(w, g, person) ? "ok" : "404 not_found";
    if (!reads(w, g, person)) return "404 not_found";
    if (n == need::read) return "ok";
    if (!g.roles.contains(person)) return "403 not_a_member";
    return g.archived ? "403 group_archived" : "ok";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(visibility, *boost::unit_test::fixture<shared>())

BOOST_AUTO_TEST_CASE(the_rule_of_the_database_is_the_rule) {
    auto& sql = shared::current->sql();
    for (unsigned seed = 1; seed <= 8; ++seed) {
        sql.script("truncate plaza_group cascade");
        world const w(sql, seed);
        for (auto person : w.people) {
            std::map<std::int64_t, std::string> visible, readable;
            for (auto const& row :
                 sql.rows("select group_id, coalesce(role, '-') || may_read from visible_groups($1)", {person})) {
                BOOST_TEST(visible.emplace(std::stoll(*row[0]), *row[1]).second);
            }
            for (auto const& row :
                 sql.rows("select group_id, coalesce(role, '-') from readable_groups($1)", {person})) {
                BOOST_TEST(readable.emplace(std::stoll(*row[0]), *row[1]).second);
            }
            std::size_t known = 0, read = 0;
            for (auto const& g : w.groups) {
                auto const role = g.roles.contains(person) ? g.roles.at(person) : "-";
                BOOST_TEST_CONTEXT("seed " << seed << ", " << g.kind << " group as " << role) {
                    BOOST_TEST(visible.contains(g.id) == knows(w, g, person));
                    BOOST_TEST(readable.contains(g.id) == reads(w, g, person));
                    if (knows(w, g, person))
                        BOOST_TEST(visible[g.id] == role + (reads(w, g, person) ? "true" : "false"));
                    if (reads(w, g, person)) BOOST_TEST(readable[g.id] == role);
                }
                known += knows(w, g, person);
                read += reads(w, g, person);
            }
            BOOST_TEST(visible.size() == known);
            BOOST_TEST(readable.size() == read);
        }
    }
}

BOOST_AUTO_TEST_CASE(every_door_keeps_the_rule) {
    auto& sql = shared::current->sql();
    connection db(shared::current->as_app());
    for (unsigned seed = 101; seed <= 104; ++seed) {
        world const w(sql, seed);
        for (auto person : w.people) {
            auto const actor = actor_of(person);
            for (auto const& g : w.groups) {
                for (auto n : {need::know, need::read, need::write}) {
                    auto const right = expected(w, g, person, n);
                    BOOST_TEST_CONTEXT(g.kind << (g.archived ? " archived" : "") << " group, need "
                                              << static_cast<int>(n)) {
                        BOOST_TEST(outcome(groups::access_group(db, actor, g.slug, n)) == right);
                        if (n == need::know) continue;
                        BOOST_TEST(outcome(threads::access_thread(db, actor, g.thread, n)) == right);
                        BOOST_TEST(outcome(threads::access_post(db, actor, g.post, n)) == right);
                    }
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(what_does_not_exist_is_answered_like_what_may_not_be_known) {
    auto& sql = shared::current->sql();
    connection db(shared::current->as_app());
    auto const stranger = actor_of(add_person(sql));
    for (auto n : {need::know, need::read, need::write}) {
        BOOST_TEST(outcome(groups::access_group(db, stranger, "no-such-group", n)) == "404 not_found");
        BOOST_TEST(outcome(threads::access_thread(db, stranger, 4711, n)) == "404 not_found");
        BOOST_TEST(outcome(threads::access_post(db, stranger, 4711, n)) == "404 not_found");
    }
}

BOOST_AUTO_TEST_CASE(a_deleted_post_is_not_found_by_anybody) {
    auto& sql = shared::current->sql();
    connection db(shared::current->as_app());
    auto const author = add_person(sql);
    auto const g = add_group(sql);
    add_member(sql, g, author);
    auto const post = add_post(sql, add_thread(sql, g, author), author, "answer");
    BOOST_TEST(outcome(threads::access_post(db, actor_of(author), post, need::read)) == "ok");
    sql.run("update post set body = '', html = '', deleted_at = now() where id = $1", {post});
    for (auto n : {need::read, need::write}) {
        BOOST_TEST(outcome(threads::access_post(db, actor_of(author), post, n)) == "404 not_found");
    }
}

BOOST_AUTO_TEST_SUITE_END()
