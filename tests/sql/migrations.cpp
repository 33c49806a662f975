// SPDX-License-Identifier: EUPL-1.2
// Migrations: each once, whole or not at all, one migrator at a time.
#include "support/database.hpp"

#include "persistence/migrate.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace fs = std::filesystem;
namespace persistence = plaza::persistence;
using namespace plaza::tests;
using persistence::connection;

namespace {

fs::path const real = fs::path(PLAZA_SOURCE_DIR) / "schema";

/// A schema folder made for one test.
class folder {
public:
    folder() {
        static int count = 0;
        path_ =
            fs::temp_directory_path() / ("plaza-schema-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
        fs::create_directories(path_ / "migrations");
        fs::create_directories(path_ / "replaceable");
        put("roles.sql", "");
    }
    ~folder() { fs::remove_all(path_); }
    void put(std::string const& name, std::string const& sql) { std::ofstream(path_ / name) << sql; }
    fs::path const& path() const { return path_; }

private:
    fs::path path_;
};

struct fixture {
    database fresh{database::content::empty};
    folder schema;
    std::vector<std::string> said;

    int migrate(fs::path const& from) {
        connection owner(fresh.as_owner());
        return persistence::migrate(owner, from, [this](std::string const& text) { said.push_back(text); });
    }
    int migrate() { return migrate(schema.path()); }
    bool has(char const* table) { return fresh.sql().truth("select to_regclass($1) is not null", {table}); }
    int version() {
        connection c(fresh.as_owner());
        return persistence::schema_version(c);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(migrations, fixture)

BOOST_AUTO_TEST_CASE(the_schema_is_made_and_made_again_without_change) {
    BOOST_TEST(version() == 0);
    auto const newest = persistence::newest_version(real);
    BOOST_TEST(newest >= 1);
    BOOST_TEST(migrate(real) == newest);
    BOOST_TEST(version() == newest);
    BOOST_TEST(std::ssize(said) == newest);
    auto const picture = [&] {
        return fresh.sql().text(
            "select md5(string_agg(x, '|' order by x)) from ("
            "select 'c' || attrelid::regclass || attname || format_type(atttypid, atttypmod) || attnotnull || attnum as x "
            "from pg_attribute a join pg_class c on c.oid = attrelid and relnamespace = 'public'::regnamespace "
            "union all select 'f' || pg_get_functiondef(oid) from pg_proc where pronamespace = 'public'::regnamespace and prokind = 'f' "
            "union all select 'a' || oid::regclass || coalesce(relacl::text, '') from pg_class where relnamespace = 'public'::regnamespace "
            "union all select 'k' || conrelid::regclass || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace "
            "union all select 't' || pg_get_triggerdef(oid) from pg_trigger where not tgisinternal) y");
    };
    auto const before = picture();
    said.clear();
    BOOST_TEST(migrate(real) == newest);
    BOOST_TEST(said.empty());
    BOOST_TEST(picture() == before);
}

BOOST_AUTO_TEST_CASE(each_is_applied_once_in_order_of_numbers) {
    schema.put("migrations/0002_second.sql", "insert into trace values (2)");
    schema.put("migrations/0001_first.sql", "create table trace (n int); insert into trace values (1)");
    schema.put("migrations/notes.txt", "nonsense");
    schema.put("migrations/later.sql", "nonsense");
    BOOST_TEST(migrate() == 2);
    schema.put("migrations/0010_tenth.sql", "insert into trace values (10)");
    BOOST_TEST(migrate() == 10);
    BOOST_TEST(migrate() == 10);
    BOOST_TEST(fresh.sql().text("select string_agg(n::text, ',') from trace") == "1,2,10");
    BOOST_TEST(said == (std::vector<std::string>{"migrating 0001_first.sql", "migrating 0002_second.sql",
                                                 "migrating 0010_tenth.sql"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_index_is_built_beside_writers) {
    std::string const beside = "-- Beside writers.\ncreate unique index concurrently one_each on trace (n)";
    auto const built = [&] {
        return fresh.sql().text(
            "select coalesce(string_agg(c.relname || ' ' || i.indisvalid, ',' order by c.relname), '') "
            "from pg_index i join pg_class c on c.oid = i.indexrelid where c.relname = 'one_each'");
    };
    schema.put("migrations/0001_first.sql", "create table trace (n int); insert into trace values (1), (1)");
    schema.put("migrations/0002_second.sql", beside);
    connection owner(fresh.as_owner());
    BOOST_CHECK_THROW(persistence::migrate(owner, schema.path(), [](std::string const&) {}), persistence::sql_error);
    BOOST_TEST(version() == 1);
    BOOST_TEST(built() == "one_each false");
    // What was left of it is no hindrance.
    fresh.sql().script("delete from trace");
    BOOST_TEST(migrate() == 2);
    BOOST_TEST(built() == "one_each true");
    // Built, and killed before it was written down.
    fresh.sql().script("delete from schema_migration where version = 2");
    BOOST_TEST(migrate() == 2);
    BOOST_TEST(built() == "one_each true");
}

BOOST_AUTO_TEST_CASE(an_index_that_is_built_waits_for_nobody_who_waits_for_it) {
    schema.put("migrations/0001_first.sql", "create table trace (n int)");
    migrate();
    schema.put("migrations/0002_second.sql", "-- Beside writers.\ncreate index concurrently by_n on trace (n)");
    // Whoever wrote before is waited for; a second migrator meanwhile holds nothing that the first waits for.
    plain_session writer(fresh.url());
    writer.script("begin; insert into trace values (1)");
    std::atomic<int> reached{0};
    std::vector<std::thread> migrators;
    for (int i = 0; i < 2; ++i)
        migrators.emplace_back([&] {
            connection owner(fresh.as_owner());
            reached += persistence::migrate(owner, schema.path(), [](std::string const&) {});
        });
    until("it waits for the writer", [&] {
        return fresh.sql().truth(
            "select exists (select from pg_stat_progress_create_index where lockers_total > 0 and phase like 'waiting%')");
    });
    writer.script("insert into trace values (2); commit");
    for (auto& t : migrators) t.join();
    BOOST_TEST(reached == 4);
}

BOOST_AUTO_TEST_CASE(an_index_is_built_while_a_program_of_before_waits_for_its_turn) {
    schema.put("migrations/0001_first.sql", "create table trace (n int)");
    migrate();
    schema.put("migrations/0002_second.sql", "-- Beside writers.\ncreate index concurrently by_n on trace (n)");
    plain_session writer(fresh.url()), before(fresh.url());
    writer.script("begin; insert into trace values (1)");
    std::atomic<int> reached{0};
    std::thread migrator([&] {
        try {
            reached = migrate();
        } catch (std::exception const& error) {
            BOOST_TEST_MESSAGE(error.what());
            reached = -1;
        }
    });
    until("it waits for the writer", [&] {
        return fresh.sql().truth(
            "select exists (select from pg_stat_progress_create_index where lockers_total > 0 and phase like 'waiting%')");
    });
    // It held its snapshot as long as it waited.
    std::thread older([&] { before.script("select pg_advisory_lock(7265901); select pg_advisory_unlock(7265901)"); });
    until("the older one waits", [&] {
        return fresh.sql().truth("select exists (select from pg_locks where locktype = 'advisory' and not granted)");
    });
    // It has looked for a deadlock once, and there was none yet: the index will be the one that finds it.
    std::this_thread::sleep_for(std::chrono::milliseconds(1'500));
    writer.script("commit");
    migrator.join();
    older.join();
    BOOST_TEST(reached == 2);
}

BOOST_AUTO_TEST_CASE(a_file_changed_after_it_was_applied_is_refused) {
    schema.put("migrations/0001_first.sql", "create table a (n int)");
    migrate();
    schema.put("migrations/0001_first.sql", "create table a (n int) ");
    schema.put("migrations/0002_second.sql", "create table b (n int)");
    BOOST_CHECK_THROW(migrate(), std::runtime_error);
    BOOST_TEST(!has("b"));
    schema.put("migrations/0001_first.sql", "create table a (n int)");
    BOOST_TEST(migrate() == 2);
}

BOOST_AUTO_TEST_CASE(one_that_fails_half_way_leaves_nothing_and_can_be_run_again) {
    schema.put("migrations/0001_first.sql", "create table a (n int)");
    schema.put("migrations/0002_second.sql", "create table b (n int); insert into a values (1); select 1 / 0");
    connection owner(fresh.as_owner());
    auto const run = [&] { return persistence::migrate(owner, schema.path(), [](auto const&) {}); };
    try {
        run();
        BOOST_ERROR("migrated");
    } catch (persistence::sql_error const& error) {
        BOOST_TEST(error.state() == "22012");
        BOOST_TEST(std::string(error.what()).find("0002_second.sql") != std::string::npos);
    }
    BOOST_TEST(has("a"));
    BOOST_TEST(!has("b"));
    BOOST_TEST(fresh.sql().number("select count(*) from a") == 0);
    BOOST_TEST(version() == 1);
    schema.put("migrations/0002_second.sql", "create table b (n int)");
    // Another migrator is not kept out by the one that failed and is still connected.
    BOOST_TEST(migrate() == 2);
    BOOST_TEST(run() == 2);
}

BOOST_AUTO_TEST_CASE(replaceables_are_replaced_each_time_together) {
    schema.put("migrations/0001_first.sql", "create table a (n int)");
    schema.put("replaceable/10_one.sql", "create or replace function one() returns int language sql as 'select 1'");
    schema.put("replaceable/20_two.sql",
               "create or replace function two() returns int language sql as 'select one() + 1'");
    migrate();
    BOOST_TEST(fresh.sql().number("select two()") == 2);
    schema.put("replaceable/10_one.sql", "create or replace function one() returns int language sql as 'select 10'");
    schema.put("replaceable/20_two.sql", "nonsense");
    BOOST_CHECK_THROW(migrate(), persistence::sql_error);
    BOOST_TEST(fresh.sql().number("select two()") == 2);
    schema.put("replaceable/20_two.sql",
               "create or replace function two() returns int language sql as 'select one() + 2'");
    migrate();
    BOOST_TEST(fresh.sql().number("select two()") == 12);
}

BOOST_AUTO_TEST_CASE(who_writes_does_not_wait_until_everybody_else_is_done) {
    schema.put("migrations/0001_first.sql", "create table a (n int)");
    schema.put("replaceable/10_count.sql",
               "create or replace function counted() returns trigger language plpgsql as 'begin return null; end';"
               "create or replace trigger counted after insert on a for each statement execute function counted()");
    migrate();
    auto& slow = fresh.sql();  // an import, for example
    slow.script("begin; insert into a values (1)");
    std::atomic<int> told = 0;
    std::thread migrator([&] {
        connection owner(fresh.as_owner());
        persistence::migrate(owner, schema.path(), [&](auto const&) { ++told; });
    });
    connection writer(fresh.as_owner());
    writer.script("patience", "set lock_timeout = '30s'");
    for (int i = 0; told == 0 && i < 1000; ++i) {
        writer.script("write", "insert into a values (2)");
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    slow.script("commit");
    migrator.join();
    BOOST_TEST(told == 1);  // that it waits
    BOOST_TEST(version() == 1);
    BOOST_TEST(fresh.sql().number("select count(*) from a where n = 2") > 0);
}

BOOST_AUTO_TEST_CASE(two_of_the_same_number_are_refused) {
    schema.put("migrations/0001_first.sql", "create table a (n int)");
    schema.put("migrations/0001_other.sql", "create table b (n int)");
    BOOST_CHECK_THROW(migrate(), std::runtime_error);
    BOOST_TEST(!has("a"));
}

BOOST_AUTO_TEST_CASE(two_migrators_at_once_wait_for_each_other) {
    schema.put("migrations/0001_first.sql", "create table a (n int); select pg_sleep(0.3)");
    schema.put("migrations/0002_second.sql", "insert into a values (1)");
    std::vector<std::string> faults(3);
    std::vector<std::thread> migrators;
    for (auto& fault : faults) {
        migrators.emplace_back([&] {
            try {
                connection owner(fresh.as_owner());
                if (persistence::migrate(owner, schema.path(), [](auto const&) {}) != 2) fault = "wrong version";
            } catch (std::exception const& error) {
                fault = error.what();
            }
        });
    }
    for (auto& m : migrators) m.join();
    for (auto const& fault : faults) BOOST_TEST(fault == "");
    BOOST_TEST(fresh.sql().number("select count(*) from a") == 1);
}

BOOST_AUTO_TEST_CASE(databases_of_one_cluster_can_be_migrated_at_once) {
    // Roles belong to the cluster: whoever comes second finds them made.
    std::vector<std::unique_ptr<database>> all;
    for (int i = 0; i < 3; ++i) all.push_back(std::make_unique<database>(database::content::empty));
    for (int round = 0; round < 3; ++round) {
        std::vector<std::string> faults(all.size());
        std::vector<std::thread> migrators;
        for (std::size_t i = 0; i < all.size(); ++i) {
            migrators.emplace_back([&, i] {
                try {
                    connection owner(all[i]->as_owner());
                    persistence::migrate(owner, real, [](auto const&) {});
                } catch (std::exception const& error) {
                    faults[i] = error.what();
                }
            });
        }
        for (auto& m : migrators) m.join();
        for (auto const& fault : faults) BOOST_TEST(fault == "");
    }
}

BOOST_AUTO_TEST_SUITE_END()
