// SPDX-License-Identifier: EUPL-1.2
// A session that is being begun, and a change of password or second step that ends those begun before it.
#include "support/database.hpp"
#include "support/population.hpp"

#include "base/crypto.hpp"
#include "domain/identity/account.hpp"
#include "domain/identity/identity.hpp"
#include "domain/second_factor/second_factor.hpp"

#include <boost/test/unit_test.hpp>
#include <liboath/oath.h>

#include <cstdlib>
#include <ctime>
#include <future>
#include <string>

using namespace plaza::tests;
namespace identity = plaza::domain::identity;
namespace second_factor = plaza::domain::second_factor;
using plaza::persistence::connection;
using plaza::persistence::transaction;

namespace {

struct signing_in_tag {};
using shared = shared_database<signing_in_tag>;

struct fixture {
    plain_session& sql = shared::current->sql();
    connection db{shared::current->as_app()};
    std::int64_t person = add_person(sql);
    identity::signin_attempt attempt{"p" + std::to_string(person) + "@villar.example", "192.0.2.1"};
    plaza::base::actor actor = actor_of(person);

    fixture() {
        plaza::base::start_crypto();
        sql.run("insert into credential (person_id, email, password) values ($1, $2, 'before')",
                {person, attempt.email});
        actor.session = begin_session(db);
    }
    std::int64_t begin_session(connection& c) {
        return identity::authenticate(c, identity::start_session(c, attempt, person, "").token).session;
    }
    std::int64_t sessions() { return sql.number("select count(*) from session where person_id = $1", {person}); }
};

std::string code_of(std::string const& secret) {
    char* raw = nullptr;
    std::size_t length = 0;
    BOOST_REQUIRE(oath_base32_decode(secret.data(), secret.size(), &raw, &length) == OATH_OK);
    char code[7] = {};
    BOOST_REQUIRE(oath_totp_generate(raw, length, std::time(nullptr), 30, 0, 6, code) == OATH_OK);
    std::free(raw);
    return code;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(signing_in_races, fixture, *boost::unit_test::fixture<shared>())

BOOST_AUTO_TEST_CASE(who_compared_the_old_password_finds_it_changed) {
    transaction changing(db);
    BOOST_REQUIRE(identity::change_password(db, actor, "before", "after").has_value());
    auto signing_in = std::async(std::launch::async, [&] {
        connection c(shared::current->as_app());
        transaction tx(c);
        return identity::hold_password(c, person, "before");
    });
    until("the sign-in waits", [&] { return waiting_for_locks(sql) == 1; });
    changing.commit();
    BOOST_TEST(!signing_in.get());
    BOOST_TEST(identity::hold_password(db, person, "after"));
}

BOOST_AUTO_TEST_CASE(the_old_password_with_a_new_cost_does_not_come_back) {
    BOOST_REQUIRE(identity::change_password(db, actor, "before", "after").has_value());
    identity::rehash(db, person, "before", "before, dearer");
    BOOST_TEST(sql.text("select password from credential where person_id = $1", {person}) == "after");
}

BOOST_AUTO_TEST_CASE(a_session_begun_without_second_step_ends_when_it_is_turned_on) {
    auto const secret = second_factor::begin(db, actor, "Plaza").value().secret;
    transaction signing_in(db);
    BOOST_REQUIRE(identity::hold_password(db, person, "before"));
    BOOST_REQUIRE(!second_factor::state_of(db, person).on);
    begin_session(db);
    auto turning_on = std::async(std::launch::async, [&] {
        connection c(shared::current->as_app());
        transaction tx(c);
        auto const done = second_factor::confirm(c, actor, "192.0.2.1", code_of(secret)).has_value();
        tx.commit();
        return done;
    });
    until("it waits for the sign-in", [&] { return waiting_for_locks(sql) == 1; });
    signing_in.commit();
    BOOST_TEST(turning_on.get());
    BOOST_TEST(sessions() == 1);
}

BOOST_AUTO_TEST_CASE(a_code_counts_as_devices_show_it) {
    auto const secret = second_factor::begin(db, actor, "Plaza").value().secret;
    auto const code = code_of(secret);
    BOOST_TEST(second_factor::confirm(db, actor, "192.0.2.1", code.substr(0, 3) + " " + code.substr(3)).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
