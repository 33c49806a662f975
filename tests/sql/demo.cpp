// SPDX-License-Identifier: EUPL-1.2
// The demo network of this checkout: it loads once, whole, and holds together.
#include "domain/demo/demo.hpp"
#include "domain/demo/demo_files.hpp"
#include "domain/search/search.hpp"
#include "persistence/connection.hpp"
#include "support/database.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <sodium.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <stdexcept>

namespace {

namespace demo = plaza::domain::demo;
using plaza::persistence::connection;
using plaza::persistence::query;
using id = std::int64_t;

std::filesystem::path const folder = std::filesystem::path(PLAZA_SOURCE_DIR) / "schema" / "demo";

struct loaded_demo {
    plaza::tests::database own;
    connection db{own.as_command()};
    double seconds = 0;
    demo::loaded counts = [this] {
        auto const from = std::chrono::steady_clock::now();
        auto done = demo::load(db, folder);
        seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
        if (!done) throw std::runtime_error(done.error().type);
        return *done;
    }();
};
std::unique_ptr<loaded_demo> network;
struct shared_demo {
    void setup() { network = std::make_unique<loaded_demo>(); }
    void teardown() { network.reset(); }
};

constinit query<id()> const miscounted{"test.recount", "select count(*) from recount()"};
constinit query<id()> const events{"test.events", "select count(*) from event where kind not like 'access.%'"};
constinit query<std::string(std::string)> const memberships{"test.memberships", R"(
select coalesce(string_agg(g.slug || ':' || m.role, ' ' order by g.slug), '')
from credential c left join membership m on m.person_id = c.person_id left join plaza_group g on g.id = m.group_id
where c.email = $1)"};
struct account_row {
    id person;
    std::string password;
    bool accepted;
    bool administrator;
    std::string bio;
};
constinit query<account_row(std::string)> const account{"test.account", R"(
select p.id, c.password, p.policy_accepted_at is not null, coalesce(p.network_role = 'administrator', false), p.bio
from person p join credential c on c.person_id = p.id where c.email = $1)"};
constinit query<id()> const bad_people{"test.bad_people", R"(
select count(*) from person p
where policy_accepted_at is null
   or not exists (select from credential c where c.person_id = p.id)
   or (select count(*) from appointment a where a.person_id = p.id and a.main and a.valid_to is null) <> 1)"};
constinit query<id()> const out_of_order{"test.out_of_order", R"(
select count(*) from post p join thread t on t.id = p.thread_id
where p.created_at > now() or p.created_at < now() - interval '58 days' or p.created_at < t.created_at
   or p.created_at > t.last_activity_at
   or exists (select from post before where before.thread_id = p.thread_id and before.number = p.number - 1
                                        and before.created_at >= p.created_at)
   or not exists (select from membership m where m.group_id = t.group_id and m.person_id = p.author_id))"};
constinit query<id(id)> const unread{"test.unread", R"(
select count(*) from thread t join membership m on m.group_id = t.group_id and m.person_id = $1
left join thread_read r on r.thread_id = t.id and r.person_id = $1
where unread_count(t.next_number, r.number, t.last_activity_at, m.since) > 0)"};
constinit query<id()> const states{"test.states", "select count(distinct state) from thread where kind = 'question'"};
constinit query<bool()> const is_demo{"test.is_demo", "select demo from installation"};
constinit query<std::optional<id>()> const audit_break{"test.audit", "select verify_audit()"};
constinit query<id()> const audit_rows{"test.audit_rows", "select count(*) from audit where action = 'demo.loaded'"};
constinit query<std::string(std::string)> const local_time{"test.local_time", R"(
select to_char(t.created_at at time zone 'Europe/Madrid', 'HH24:MI') from thread t where t.title = $1)"};

}  // namespace

BOOST_AUTO_TEST_SUITE(demo_network, *boost::unit_test::fixture<shared_demo>())

BOOST_AUTO_TEST_CASE(is_there_whole_and_soon) {
    auto const& n = network->counts;
    BOOST_TEST(n.administrations == 61U);
    BOOST_TEST(n.people >= 115U);
    BOOST_TEST(n.groups == 14U);
    BOOST_TEST(n.threads >= 140U);
    BOOST_TEST(n.posts > 3 * n.threads);
    BOOST_TEST_MESSAGE("loaded in " << network->seconds << " s");
    BOOST_TEST(network->seconds < 60);
    BOOST_TEST(network->db.one(is_demo));
}

BOOST_AUTO_TEST_CASE(counters_people_and_times_hold_together) {
    auto& db = network->db;
    BOOST_TEST(db.one(miscounted) == 0);
    BOOST_TEST(db.one(bad_people) == 0);
    BOOST_TEST(db.one(out_of_order) == 0);
    BOOST_TEST(db.one(states) == 3);
    BOOST_TEST(db.one(events) == 0);
    BOOST_TEST(!db.one(audit_break).has_value());
    BOOST_TEST(db.one(audit_rows) == 1);
}

BOOST_AUTO_TEST_CASE(the_four_accounts_are_as_promised) {
    auto& db = network->db;
    BOOST_TEST(db.one(memberships, "tecnica@demo.example") == "contratacion:member urbanismo:member");
    BOOST_TEST(db.one(memberships, "anfitrion@demo.example").find("contratacion:host") == 0U);
    BOOST_TEST(db.one(memberships, "anfitrion@demo.example").find("urbanismo:host") != std::string::npos);
    BOOST_TEST(db.one(memberships, "moderadora@demo.example").find("contratacion:moderator") == 0U);
    BOOST_TEST(db.one(memberships, "moderadora@demo.example").find("urbanismo:moderator") != std::string::npos);
    BOOST_TEST(db.one(memberships, "admin@demo.example") == "");
    for (std::string const name : {"tecnica", "anfitrion", "moderadora", "admin"}) {
        auto const row = db.one(account, name + "@demo.example");
        BOOST_TEST(row.accepted, name);
        BOOST_TEST(row.administrator == (name == "admin"), name);
        BOOST_TEST(row.bio.starts_with("Persona inventada"), name);
        std::string const password = "plaza-demo-2026";
        BOOST_TEST(crypto_pwhash_str_verify(row.password.c_str(), password.c_str(), password.size()) == 0, name);
        if (name != "admin") BOOST_TEST(db.one(unread, row.person) > 0, name);
    }
}

BOOST_AUTO_TEST_CASE(times_are_those_of_madrid) {
    auto const files = demo::read(folder);
    for (std::size_t i = 0; i < files.threads.size(); i += 20) {
        auto const& t = files.threads[i];
        BOOST_TEST(network->db.one(local_time, t.title) == t.posts.front().at.time, t.title);
    }
}

BOOST_AUTO_TEST_CASE(questions_of_the_demo_are_found) {
    auto& db = network->db;
    auto const person = db.one(account, "tecnica@demo.example").person;
    for (auto const* words : {"contrato menor", "padron", "licencias de obras", "LCSP", "subvencion"}) {
        auto const found = plaza::domain::search::find(db, person, {words, {}, {}, {}, {}}, {20, {}});
        auto const items = boost::json::parse(found.items);
        BOOST_TEST_REQUIRE(!items.as_array().empty(), words);
        auto const marked = std::count_if(items.as_array().begin(), items.as_array().end(), [](auto const& item) {
            return item.at("extract").as_string().find("<mark>") != std::string::npos;
        });
        BOOST_TEST(marked * 2 > static_cast<std::ptrdiff_t>(items.as_array().size()), words);
    }
}

BOOST_AUTO_TEST_CASE(a_second_time_is_refused) {
    auto const again = demo::load(network->db, folder);
    BOOST_TEST_REQUIRE(again.has_error());
    BOOST_TEST(again.error().type == "demo_loaded");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(demo_files)

BOOST_AUTO_TEST_CASE(a_thread_file_is_read) {
    auto const t =
        demo::read_thread("t.md",
                          "---\nkind: question\ntitle: Un título: con dos puntos\nauthor: ana\nwhen: 12d 09:41\n"
                          "tags: uno, dos-tres\nstate: solved\nlanguage: es\n---\n\nCuerpo.\n\n- lista\n\n"
                          "=== answer by eva at 11d 10:00 accepted useful: ana pau\nRespuesta.\n"
                          "=== comment on 2 by ana at 10d 08:05\n\nGracias.\n",
                          "grupo");
    BOOST_TEST(t.title == "Un título: con dos puntos");
    BOOST_TEST(t.tags == (std::vector<std::string>{"uno", "dos-tres"}));
    BOOST_TEST_REQUIRE(t.posts.size() == 3U);
    BOOST_TEST(t.posts[0].body == "Cuerpo.\n\n- lista");
    BOOST_TEST(t.posts[0].at.days == 12);
    BOOST_TEST(t.posts[1].accepted);
    BOOST_TEST(t.posts[1].useful == (std::vector<std::string>{"ana", "pau"}));
    BOOST_TEST(t.posts[2].parent == 2);
    BOOST_TEST(t.posts[2].at.time == "08:05");
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_named_by_line) {
    auto message = [](std::string const& text) {
        try {
            demo::read_thread("t.md", text, "g");
        } catch (std::runtime_error const& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    std::string const head = "---\nkind: question\n---\n";
    BOOST_TEST(message("kind: x\n") == "t.md:1: no header");
    BOOST_TEST(message("---\ncolour: red\n---\nx\n") == "t.md:2: unknown field colour");
    BOOST_TEST(message(head + "x\n=== answer eva at 1d 10:00\ny\n") == "t.md:5: expected `by`");
    BOOST_TEST(message(head + "x\n=== answer by eva at 1d 10:00 maybe\ny\n") == "t.md:5: cannot read maybe");
    BOOST_TEST(message(head + "x\n=== answer by eva at 1 10:00\ny\n") == "t.md:5: not a time");
    BOOST_TEST(message(head).find("the text is empty") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(people_already_there_are_left_alone) {
    plaza::tests::database own;
    connection db(own.as_command());
    db.script("test", "insert into person (name) values ('Alguien')");
    auto const refused = demo::load(db, folder);
    BOOST_TEST_REQUIRE(refused.has_error());
    BOOST_TEST(refused.error().type == "not_empty");
}

BOOST_AUTO_TEST_SUITE_END()
