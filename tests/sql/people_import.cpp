// SPDX-License-Identifier: EUPL-1.2
// A file of people that is brought in while some of them register.
#include "support/database.hpp"
#include "support/population.hpp"

#include "base/crypto.hpp"
#include "domain/registration/registration.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <future>
#include <string>
#include <vector>

using namespace plaza::tests;
namespace registration = plaza::domain::registration;
using plaza::persistence::connection;
using plaza::persistence::transaction;

namespace {

struct import_tag {};
using shared = shared_database<import_tag>;

struct fixture {
    plain_session& sql = shared::current->sql();
    connection db{shared::current->as_app()};
    std::int64_t administration =
        sql.number("insert into administration (name, dir3) values ('Villar', 'L' || new_id()) returning id");

    fixture() { plaza::base::start_crypto(); }
    registration::prepared somebody(std::string const& email) const {
        registration::prepared out;
        out.email = email;
        out.name = "Ana";
        out.language = "es";
        out.relation = "adviser";
        out.administration = administration;
        return out;
    }
    registration::preparation bring(std::string const& email) {
        transaction tx(db);
        registration::hold_addresses(db, {email});
        auto const done = registration::prepare(db, {}, somebody(email), false);
        tx.commit();
        return done;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(people_import, fixture, *boost::unit_test::fixture<shared>())

BOOST_AUTO_TEST_CASE(who_registers_while_their_line_is_brought_in_anew_waits_and_comes_in) {
    std::string const email = "ana@villar.example";
    bring(email);
    std::string const token = "a-token-of-at-least-twenty";
    sql.run("update registration set token_hash = decode($1, 'hex') where email = $2",
            {plaza::base::sha256_hex(token), email});
    transaction tx(db);
    registration::hold_addresses(db, {"otra@villar.example", email});
    auto entering = std::async(std::launch::async, [&] {
        connection own(shared::current->as_app());
        transaction own_tx(own);
        registration::newcomer who;
        who.name = "Ana";
        who.position = "Interventora";
        who.language = "es";
        who.password_hash = "x";
        auto const session = registration::enter(own, token, who);
        if (session) own_tx.commit();
        return session.has_value();
    });
    until("the newcomer waits", [&] { return waiting_for_locks(sql) == 1; });
    // The newcomer would hold the row, and each would wait for the other.
    BOOST_TEST((registration::prepare(db, {}, somebody(email), false) == registration::preparation::waiting));
    tx.commit();
    BOOST_TEST(entering.get());
    BOOST_TEST(sql.text("select relation from appointment where administration_id = $1", {administration}) ==
               "adviser");
}

BOOST_AUTO_TEST_CASE(two_files_with_the_same_people_take_them_in_one_order) {
    auto const first = sql.text(
        "select e from unnest('{uno@a.example,dos@a.example,tres@a.example}'::text[]) e "
        "order by hashtextextended(e, 20261122) limit 1");
    transaction tx(db);
    registration::hold_addresses(db, {first});
    auto other = std::async(std::launch::async, [&] {
        connection own(shared::current->as_app());
        transaction own_tx(own);
        std::vector<std::string> all{"uno@a.example", "dos@a.example", "tres@a.example", "uno@a.example"};
        std::stable_partition(all.begin(), all.end(), [&](auto const& one) { return one != first; });
        registration::hold_addresses(own, all);
        own_tx.commit();
    });
    until("the other file waits", [&] { return waiting_for_locks(sql) == 1; });
    // Where it holds none yet that the first could still need.
    BOOST_TEST(sql.number("select count(*) from pg_locks where locktype = 'advisory' and granted and pid in "
                          "(select pid from pg_locks where locktype = 'advisory' and not granted)") == 0);
    tx.commit();
    other.get();
}

BOOST_AUTO_TEST_SUITE_END()
