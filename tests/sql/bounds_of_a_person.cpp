// SPDX-License-Identifier: EUPL-1.2
// What one person, or one network address, may take of what all share.
#include "support/database.hpp"
#include "support/population.hpp"

#include "base/crypto.hpp"
#include "domain/groups/groups.hpp"
#include "domain/housekeeping/housekeeping.hpp"
#include "domain/identity/identity.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace plaza::tests;
namespace groups = plaza::domain::groups;
namespace identity = plaza::domain::identity;
using plaza::persistence::connection;

namespace {

struct bounds_tag {};
using shared = shared_database<bounds_tag>;

struct fixture {
    plain_session& sql = shared::current->sql();
    connection db{shared::current->as_app()};
    std::int64_t person = add_person(sql);

    fixture() {
        plaza::base::start_crypto();
        sql.script("delete from signin_failure");
    }
    void fail(std::string const& email, std::string const& address, int times) {
        for (int i = 0; i < times; ++i) identity::note_failure(db, {email, address});
    }
    int wait(std::string const& email, std::string const& address) {
        return identity::look_up(db, {email, address}).wait;
    }
    void pass(std::string const& time) {
        sql.script("update signin_failure set last_at = last_at - interval '" + time + "'");
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(bounds_of_a_person, fixture, *boost::unit_test::fixture<shared>())

BOOST_AUTO_TEST_CASE(an_office_that_mistypes_all_morning_is_not_kept_out) {
    for (int i = 0; i < 100; ++i) fail("p" + std::to_string(i) + "@villar.example", "192.0.2.1", 1);
    auto const held_up = wait("tecnica@villar.example", "192.0.2.1");
    BOOST_TEST(held_up > 0);
    BOOST_TEST(held_up <= 30);
    BOOST_TEST(wait("tecnica@villar.example", "192.0.2.2") == 0);
    // One more typo after a quarter of an hour costs nothing: by then half are forgiven.
    pass("15 minutes");
    fail("otra@villar.example", "192.0.2.1", 1);
    BOOST_TEST(wait("tecnica@villar.example", "192.0.2.1") == 0);
}

BOOST_AUTO_TEST_CASE(one_account_tried_from_one_network_waits_long) {
    fail("objetivo@villar.example", "2001:db8:1:2::1", 8);
    fail("objetivo@villar.example", "2001:db8:1:2:ffff::2", 12);
    BOOST_TEST(wait("objetivo@villar.example", "2001:db8:1:2::3") > 600);
    BOOST_TEST(wait("objetivo@villar.example", "2001:db8:1:3::1") == 0);
    pass("1 day");
    BOOST_TEST(wait("objetivo@villar.example", "2001:db8:1:2::3") == 0);
}

BOOST_AUTO_TEST_CASE(old_failures_are_cleared_away) {
    fail("vieja@villar.example", "192.0.2.9", 1);
    pass("25 hours");
    fail("nueva@villar.example", "192.0.2.10", 1);
    plaza::domain::housekeeping::forget_signin_failures(db);
    BOOST_TEST(sql.number("select count(*) from signin_failure") == 3);
}

BOOST_AUTO_TEST_CASE(the_session_used_longest_ago_makes_room) {
    auto const first = identity::start_session(db, {"x@villar.example", "192.0.2.1"}, person, "");
    sql.script("update session set last_used_at = now() - interval '1 hour'");
    for (int i = 1; i < identity::most_sessions; ++i) {
        identity::start_session(db, {"x@villar.example", "192.0.2.1"}, person, "");
    }
    BOOST_TEST(identity::authenticate(db, first.token).person == person);
    sql.script("update session set last_used_at = now() - interval '1 hour' where token_hash = decode('" +
               plaza::base::sha256_hex(first.token) + "', 'hex')");
    auto const last = identity::start_session(db, {"x@villar.example", "192.0.2.1"}, person, "");
    BOOST_TEST(identity::authenticate(db, first.token).person == 0);
    BOOST_TEST(identity::authenticate(db, last.token).person == person);
    BOOST_TEST(sql.number("select count(*) from session where person_id = $1", {person}) == identity::most_sessions);
}

BOOST_AUTO_TEST_CASE(so_many_groups_a_day) {
    auto const make = [&](int i) {
        return groups::create(db, actor_of(person), {"hecho-" + std::to_string(i), "Grupo", "open", ""});
    };
    for (int i = 0; i < groups::most_groups_a_day; ++i) BOOST_TEST(make(i).has_value());
    auto const refused = make(groups::most_groups_a_day);
    BOOST_REQUIRE(!refused.has_value());
    BOOST_TEST(refused.error().status == 429U);
    BOOST_TEST(*refused.error().retry_after > 0);
    sql.run("update plaza_group set created_at = now() - interval '25 hours' where created_by = $1", {person});
    BOOST_TEST(make(groups::most_groups_a_day).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
