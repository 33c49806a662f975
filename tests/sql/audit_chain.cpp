// SPDX-License-Identifier: EUPL-1.2
// The audit chain: written with its act or not at all, and whoever tampers is named by the first bad row.
#include "support/database.hpp"
#include "support/population.hpp"

#include "domain/accountability/audit.hpp"

#include <boost/test/unit_test.hpp>

#include <future>
#include <string>
#include <vector>

using namespace plaza::tests;
namespace audit = plaza::domain::audit;
using plaza::persistence::connection;
using plaza::persistence::transaction;

namespace {

struct audit_tag {};
using shared = shared_database<audit_tag>;

struct fixture {
    connection db{shared::current->as_app()};
    plain_session& sql = shared::current->sql();

    fixture() {
        sql.script(
            "delete from audit_detail; delete from audit; "
            "update audit_head set seq = 0, hash = decode(repeat('00', 32), 'hex')");
    }
    void write(std::int64_t count) {
        transaction tx(db);
        for (std::int64_t i = 1; i <= count; ++i) {
            audit::write(db, actor_of(i % 3), "thing.done", "thing", i,
                         {{"n", std::to_string(i)}, {"name", "Año «ñ»"}});
        }
        tx.commit();
    }
    std::int64_t rows() { return sql.number("select count(*) from audit"); }
    /// 0 when the chain holds.
    std::int64_t first_bad() { return audit::first_break(db).value_or(0); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(audit_chain, fixture, *boost::unit_test::fixture<shared>())

BOOST_AUTO_TEST_CASE(an_untouched_chain_holds) {
    BOOST_TEST(first_bad() == 0);
    write(1);
    BOOST_TEST(first_bad() == 0);
    write(30);
    BOOST_TEST(first_bad() == 0);
    BOOST_TEST(rows() == 31);
    BOOST_TEST(
        sql.text(
            "select array_agg(seq order by seq) = (select array_agg(n::bigint) from generate_series(1, 31) n) from audit") ==
        "t");
    BOOST_TEST(sql.number("select seq from audit_head") == 31);
    // Nobody stands for an act of the system.
    BOOST_TEST(sql.number("select count(*) from audit where actor_id is null") > 0);
    BOOST_TEST(sql.number("select count(*) from audit_detail where details->>'name' = 'Año «ñ»'") == 31);
}

BOOST_AUTO_TEST_CASE(readable_details_can_be_erased_without_breaking_it) {
    write(5);
    sql.script("delete from audit_detail where seq in (2, 5)");
    BOOST_TEST(first_bad() == 0);
}

BOOST_AUTO_TEST_CASE(whoever_tampers_is_named_by_the_first_bad_row) {
    // Of ten rows. What a forger would do who makes each changed row fit by itself is among them.
    std::string const rehash =
        "; update audit set hash = audit_hash(previous, seq, at, actor_id, action, object_kind, object_id, details_digest)"
        " where seq = ";
    struct row {
        char const* what;
        std::string statement;
        std::int64_t bad;
    };
    std::vector<row> const rows = {
        {"actor edited", "update audit set actor_id = 99 where seq = 4", 4},
        {"actor left out", "update audit set actor_id = null where seq = 4", 4},
        {"action edited", "update audit set action = 'other.done' where seq = 1", 1},
        {"object edited", "update audit set object_id = 99 where seq = 10", 10},
        {"kind of object edited", "update audit set object_kind = 'person' where seq = 3", 3},
        {"time edited by a microsecond", "update audit set at = at + interval '1 microsecond' where seq = 6", 6},
        {"digest edited", "update audit set details_digest = sha256('x') where seq = 7", 7},
        {"hash edited", "update audit set hash = sha256('x') where seq = 5", 5},
        {"last hash edited", "update audit set hash = sha256('x') where seq = 10", 10},
        {"details edited", "update audit_detail set details = '{\"n\": \"other\"}' where seq = 8", 8},
        {"salt edited", "update audit_detail set salt = 'x' where seq = 8", 8},
        {"edited and hashed again", "update audit set actor_id = 99 where seq = 4" + rehash + "4", 5},
        {"last one edited and hashed again", "update audit set actor_id = 99 where seq = 10" + rehash + "10", 10},
        {"first deleted", "delete from audit_detail where seq = 1; delete from audit where seq = 1", 1},
        {"one deleted", "delete from audit_detail where seq = 4; delete from audit where seq = 4", 4},
        {"several deleted",
         "delete from audit_detail where seq between 4 and 6; delete from audit where seq between 4 and 6", 4},
        {"tail cut", "delete from audit_detail where seq > 7; delete from audit where seq > 7", 8},
        {"last cut", "delete from audit_detail where seq = 10; delete from audit where seq = 10", 10},
        {"all cut", "delete from audit_detail; delete from audit", 1},
        {"one put at the end",
         "insert into audit select 11, at, actor_id, action, object_kind, object_id, details_digest, hash, "
         "audit_hash(hash, 11, at, actor_id, action, object_kind, object_id, details_digest) from audit where seq = 10",
         11},
        {"one put before the first",
         "insert into audit select 0, at, actor_id, action, object_kind, object_id, details_digest, previous, hash "
         "from audit where seq = 1",
         0},
        {"two exchanged",
         "update audit a set (actor_id, action, object_kind, object_id, details_digest, at) = "
         "(select actor_id, action, object_kind, object_id, details_digest, at from audit b where b.seq = 9 - a.seq) "
         "where seq in (3, 6)",
         3},
        {"two renumbered",
         "delete from audit_detail; update audit set seq = -seq where seq in (3, 6); "
         "update audit set seq = 6 where seq = -3; update audit set seq = 3 where seq = -6",
         3},
        {"one replaced by a copy of another, hashed again",
         "update audit a set (actor_id, action, object_kind, object_id, details_digest, at) = "
         "(select actor_id, action, object_kind, object_id, details_digest, at from audit where seq = 2) where seq = 6" +
             rehash + "6",
         6},
        {"one deleted and the rest moved up",
         "delete from audit_detail; delete from audit where seq = 4; update audit set seq = -seq where seq > 4; "
         "update audit set seq = -seq - 1 where seq < 0",
         4},
        {"head set back", "update audit_head set seq = 9, hash = (select hash from audit where seq = 9)", 10},
        {"hash of the head edited", "update audit_head set hash = sha256('x')", 10},
    };
    for (auto const& row : rows) {
        sql.script(
            "delete from audit_detail; delete from audit; "
            "update audit_head set seq = 0, hash = decode(repeat('00', 32), 'hex')");
        write(10);
        BOOST_TEST_REQUIRE(first_bad() == 0);
        sql.script(row.statement);
        BOOST_TEST_CONTEXT(row.what) {
            auto const found = audit::first_break(db);
            BOOST_TEST_REQUIRE(found.has_value());
            BOOST_TEST(*found == row.bad);
        }
    }
}

BOOST_AUTO_TEST_CASE(neither_the_act_nor_its_record_exists_without_the_other) {
    write(2);
    auto const person = add_person(sql);
    static constexpr plaza::persistence::command<std::int64_t> act{"test.act",
                                                                   "update person set bio = 'acted' where id = $1"};
    {
        transaction tx(db);
        db.run(act, person);
        audit::write(db, actor_of(person), "person.acted", "person", person, {});
    }
    BOOST_TEST(rows() == 2);
    BOOST_TEST(sql.text("select bio from person where id = $1", {person}) == "");
    {
        // The record fails: so does the act.
        transaction tx(db);
        db.run(act, person);
        BOOST_CHECK_THROW(audit::write(db, actor_of(person), "person.acted", "person", person, {{"x", "\xff"}}),
                          plaza::persistence::sql_error);
        BOOST_CHECK_THROW(tx.commit(), plaza::persistence::sql_error);
    }
    BOOST_TEST(rows() == 2);
    BOOST_TEST(sql.text("select bio from person where id = $1", {person}) == "");
    write(1);
    BOOST_TEST(rows() == 3);
    BOOST_TEST(first_bad() == 0);
}

BOOST_AUTO_TEST_CASE(it_holds_however_many_write_and_give_up_at_once) {
    std::vector<std::future<int>> all;
    for (int w = 0; w < 4; ++w) {
        all.push_back(std::async(std::launch::async, [w] {
            connection own(shared::current->as_app());
            int committed = 0;
            for (int i = 0; i < 40; ++i) {
                transaction tx(own);
                audit::write(own, actor_of(w), "thing.done", "thing", i, {});
                if (i % 4 == w) continue;
                tx.commit();
                ++committed;
            }
            return committed;
        }));
    }
    int committed = 0;
    for (auto& a : all) committed += a.get();
    BOOST_TEST(rows() == committed);
    BOOST_TEST(first_bad() == 0);
}

BOOST_AUTO_TEST_CASE(who_has_written_to_it_and_works_on_holds_up_nobody) {
    connection other(shared::current->as_app());
    auto const first = add_person(sql);
    auto const second = add_person(sql);
    static constexpr plaza::persistence::command<std::int64_t> hold{"test.hold",
                                                                    "update person set bio = bio || 'x' where id = $1"};
    transaction slow(db);
    db.run(hold, first);
    audit::write(db, actor_of(first), "thing.done", "thing", 1, {});
    {
        // Would wait for the slow one, and the slow one for it below, if writing took the end of the chain.
        transaction quick(other);
        other.run(hold, second);
        audit::write(other, actor_of(second), "thing.done", "thing", 2, {});
        quick.commit();
    }
    BOOST_TEST(rows() == 1);
    db.run(hold, second);
    audit::write(db, actor_of(first), "thing.done", "thing", 3, {});
    slow.commit();
    // Linked in the order of commits, and within one in the order of the acts; nothing is left waiting.
    BOOST_TEST(sql.text("select string_agg(object_id::text, ' ' order by seq) from audit") == "2 1 3");
    BOOST_TEST(sql.number("select count(*) from audit_waiting") == 0);
    BOOST_TEST(first_bad() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
