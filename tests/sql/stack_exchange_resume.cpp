// SPDX-License-Identifier: EUPL-1.2
// An import that is killed at any moment goes on when it is run again and ends as if it had not been.
#include "domain/imports/stack_exchange.hpp"
#include "support/database.hpp"
#include "support/dump_files.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <sstream>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace imports = plaza::domain::imports;
namespace persistence = plaza::persistence;

BOOST_AUTO_TEST_SUITE(stack_exchange_resume)

namespace {

constexpr persistence::command<> add_administrator{
    "test.add_administrator", "insert into person (name, network_role) values ('Administradora', 'administrator')"};
constexpr persistence::query<std::string()> content{"test.content", R"(
select md5(string_agg(concat_ws('|', t.title, p.number, p.role, p.parent, a.name, p.created_at, p.imported_up, p.body,
    (select string_agg(r.body, ',' order by r.revision) from post_revision r where r.post_id = p.id),
    exists (select from accepted_answer x where x.thread_id = t.id and x.number = p.number)), '#' order by t.title, p.number))
from post p join thread t on t.id = p.thread_id join person a on a.id = p.author_id)"};
constexpr persistence::query<std::int64_t()> posts{"test.posts", "select count(*) from post"};
constexpr persistence::query<std::int64_t()> half_stored{"test.half_stored", R"(
select (select count(*) from thread t where not exists (select from post p where p.thread_id = t.id and p.number = 1))
     + (select count(*) from post p where not exists (select from import_origin o where o.new_id = p.id))
     + (select count(*) from import_origin o where o.kind in ('post', 'comment') and not exists (select from post p where p.id = o.new_id))
     + (select count(*) from recount()))"};

std::string number(int n) { return std::to_string(n); }

/// 4,000 threads, answers and comments of scattered dates, so that numbers depend on the whole.
void write_large(plaza::testing::dump_folder const& dump) {
    std::string users = "<users>\n";
    std::string all = "<posts>\n";
    std::string comments = "<comments>\n";
    std::string history = "<posthistory>\n";
    std::string votes = "<votes>\n";
    for (int i = 1; i <= 4000; ++i) {
        auto const day = [&](int n) {
            return "2020-01-" + std::string(n % 28 < 9 ? "0" : "") + number(n % 28 + 1) + "T10:00:00";
        };
        if (i % 4 == 0)
            users += "<row Id=\"" + number(i) + "\" DisplayName=\"Persona " + number(i) +
                     "\" CreationDate=\"2019-01-01T00:00:00\" />\n";
        all += "<row Id=\"" + number(i) + "\" PostTypeId=\"1\" AcceptedAnswerId=\"" + number(10'000 + i) +
               "\" Title=\"Pregunta " + number(i) + "\" Body=\"&lt;p&gt;Cuerpo&lt;/p&gt;\" OwnerUserId=\"" +
               number(i - i % 4) + "\" CreationDate=\"2019-06-01T00:00:00\" />\n";
        for (int k = 1; k <= 2; ++k) {
            auto const id = number(10'000 * k + i);
            all += "<row Id=\"" + id + "\" PostTypeId=\"2\" ParentId=\"" + number(i) +
                   "\" Body=\"&lt;p&gt;Respuesta&lt;/p&gt;\" OwnerDisplayName=\"Gente " + number(i % 50) +
                   "\" CreationDate=\"" + day(i * 7 + k * 5) + "\" />\n";
            comments += "<row Id=\"" + id + "\" PostId=\"" + id + "\" Text=\"Comentario " + id +
                        "\" UserId=\"4\" CreationDate=\"" + day(i * 3 + k) + "\" />\n";
            votes += "<row Id=\"" + id + "\" PostId=\"" + id +
                     "\" VoteTypeId=\"2\" CreationDate=\"2020-02-01T00:00:00\" />\n";
        }
        history += "<row Id=\"" + number(2 * i) + "\" PostHistoryTypeId=\"2\" PostId=\"" + number(i) +
                   "\" RevisionGUID=\"a" + number(i) +
                   "\" CreationDate=\"2019-06-01T00:00:00\" Text=\"Antes\" />\n<row Id=\"" + number(2 * i + 1) +
                   "\" PostHistoryTypeId=\"5\" PostId=\"" + number(i) + "\" RevisionGUID=\"b" + number(i) +
                   "\" CreationDate=\"2019-07-01T00:00:00\" Text=\"Cuerpo\" />\n";
    }
    dump.write_raw("Users", users + "</users>");
    dump.write_raw("Posts", all + "</posts>");
    dump.write_raw("Comments", comments + "</comments>");
    dump.write_raw("PostHistory", history + "</posthistory>");
    dump.write_raw("Votes", votes + "</votes>");
}

void import(plaza::tests::database const& database, plaza::testing::dump_folder const& dump) {
    persistence::connection own(database.as_command());
    std::ostringstream progress;
    imports::import_stack_exchange(own, {dump.path(), "archivo", false}, progress);
}

/// True when it ended by itself before it was killed.
bool import_and_kill(plaza::tests::database const& database, plaza::testing::dump_folder const& dump,
                     int milliseconds) {
    auto const child = ::fork();
    if (child == 0) {
        try {
            import(database, dump);
            ::_exit(0);
        } catch (...) {
            ::_exit(1);
        }
    }
    for (int waited = 0; waited < milliseconds; waited += 5) {
        int status = 0;
        if (::waitpid(child, &status, WNOHANG) == child) {
            BOOST_TEST(WIFEXITED(status));
            // The lock of a killed one may still be held by its backend for a moment.
            return WEXITSTATUS(status) == 0;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    return false;
}

}  // namespace

BOOST_AUTO_TEST_CASE(killed_at_many_moments) {
    plaza::testing::dump_folder const dump;
    write_large(dump);
    plaza::tests::database const calm;
    plaza::tests::database const stormy;
    std::string expected;
    {
        persistence::connection db(calm.as_command());
        db.run(add_administrator);
        import(calm, dump);
        expected = db.one(content);
        BOOST_TEST(db.one(posts) == 4000 * 5);
        BOOST_TEST(db.one(half_stored) == 0);
    }
    persistence::connection(stormy.as_command()).run(add_administrator);
    int kills = 0;
    std::int64_t in_the_middle = 0;
    // Longer each time, so that it ends on any machine.
    for (int patience = 100; !import_and_kill(stormy, dump, patience) && kills < 200;
         patience += patience / 4, ++kills) {
        persistence::connection db(stormy.as_command());
        BOOST_TEST(db.one(half_stored) == 0);
        auto const stored = db.one(posts);
        if (stored > 0 && stored < 4000 * 5) ++in_the_middle;
    }
    BOOST_TEST(in_the_middle > 0);
    persistence::connection db(stormy.as_command());
    BOOST_TEST(db.one(posts) == 4000 * 5);
    BOOST_TEST(db.one(content) == expected);
    BOOST_TEST(db.one(half_stored) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
