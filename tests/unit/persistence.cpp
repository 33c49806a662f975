// SPDX-License-Identifier: EUPL-1.2
// What of persistence needs no database: classes of failures, and that only literals are queries.
#include "persistence/connection.hpp"
#include "persistence/errors.hpp"
#include "persistence/query.hpp"

#include <boost/test/unit_test.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using plaza::persistence::sql_error;

BOOST_AUTO_TEST_SUITE(persistence)

BOOST_AUTO_TEST_CASE(failures_are_classed_by_their_state) {
    struct row {
        char const* state;
        char const* what;
        bool retryable, temporary, disk_full, unique, foreign;
    };
    std::vector<row> const rows = {
        {"40001", "serialization failure", true, true, false, false, false},
        {"40P01", "deadlock", true, true, false, false, false},
        {"57014", "statement timeout", false, true, false, false, false},
        {"55P03", "lock timeout", false, true, false, false, false},
        {"53100", "disk full", false, true, true, false, false},
        {"53200", "out of memory", false, true, false, false, false},
        {"53300", "too many connections", false, true, false, false, false},
        {"25006", "read-only transaction", false, true, false, false, false},
        {"57P01", "shutting down", false, true, false, false, false},
        {"57P03", "starting up", false, true, false, false, false},
        {"23505", "unique violation", false, false, false, true, false},
        {"23503", "foreign key violation", false, false, false, false, true},
        {"23514", "check violation", false, false, false, false, false},
        {"42501", "no right", false, false, false, false, false},
        {"42601", "syntax", false, false, false, false, false},
        {"22021", "not in the encoding", false, false, false, false, false},
        {"25P02", "aborted transaction", false, false, false, false, false},
    };
    for (auto const& row : rows) {
        sql_error const error(row.state, "", "some.query");
        BOOST_TEST_CONTEXT(row.state << " " << row.what) {
            BOOST_TEST(error.retryable() == row.retryable);
            BOOST_TEST(error.temporary() == row.temporary);
            BOOST_TEST(error.disk_full() == row.disk_full);
            BOOST_TEST(error.unique_violation() == row.unique);
            BOOST_TEST(error.foreign_key_violation() == row.foreign);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_failure_names_state_query_and_constraint_only) {
    BOOST_TEST(std::string(sql_error("23505", "person_pkey", "people.insert").what()) ==
               "sql 23505 in people.insert on person_pkey");
    BOOST_TEST(std::string(sql_error("57014", "", "people.insert").what()) == "sql 57014 in people.insert");
    BOOST_TEST(std::string(plaza::persistence::connection_lost("people.insert").what()) ==
               "connection lost in people.insert");
}

namespace {

/// Whether a function with this body compiles.
bool compiles(std::string const& body) {
    auto const path = std::filesystem::temp_directory_path() / ("plaza-literal-" + std::to_string(::getpid()) + ".cpp");
    std::ofstream(path) << "#include \"persistence/query.hpp\"\n"
                           "#include <string>\n"
                           "using namespace plaza::persistence;\n"
                           "void f(std::string s, char const* p) {\n"
                        << body << "\n(void)s; (void)p; }\n";
    std::string const command = std::string(PLAZA_CXX) + " -std=c++20 -fsyntax-only -I" PLAZA_SOURCE_DIR "/server " +
                                path.string() + " >/dev/null 2>&1";
    int const status = std::system(command.c_str());
    std::filesystem::remove(path);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_was_committed_is_given_up_by_nobody) {
    plaza::persistence::patience caller;
    BOOST_TEST(caller.begin_commit());
    BOOST_TEST(!caller.give_up());
    caller.end_commit(false);
    BOOST_TEST(caller.begin_commit());
    caller.end_commit(true);
    BOOST_TEST(!caller.give_up());
    BOOST_TEST(caller.begin_commit());
    caller.end_commit(true);
    BOOST_TEST(caller.answer());
    BOOST_TEST(!caller.begin_commit());

    plaza::persistence::patience late;
    BOOST_TEST(late.begin_commit());
    late.end_commit(false);
    BOOST_TEST(late.give_up());
    BOOST_TEST(!late.begin_commit());
}

BOOST_AUTO_TEST_CASE(sql_made_at_run_time_does_not_compile) {
    BOOST_TEST(compiles(R"(query<int(int)> q{"a", "select $1"};)"));
    BOOST_TEST(compiles(R"(static constexpr char text[] = "select 1"; query<int()> q{"a", text};)"));
    BOOST_TEST(!compiles(R"(query<int()> q{"a", p};)"));
    BOOST_TEST(!compiles(R"(query<int()> q{"a", s.c_str()};)"));
    BOOST_TEST(!compiles(R"(query<int()> q{"a", ("select " + s).c_str()};)"));
    BOOST_TEST(!compiles(R"(query<int()> q{"a", s};)"));
}

BOOST_AUTO_TEST_SUITE_END()
