// SPDX-License-Identifier: EUPL-1.2
// A dump comes in whole, once, and is not disturbed by what is wrong in it.
#include "domain/imports/stack_exchange.hpp"
#include "support/database.hpp"
#include "support/dump_files.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <sstream>
#include <string>

namespace imports = plaza::domain::imports;
namespace persistence = plaza::persistence;
namespace json = boost::json;

BOOST_AUTO_TEST_SUITE(stack_exchange_import)

namespace {

constexpr persistence::command<> add_administrator{
    "test.add_administrator", "insert into person (name, network_role) values ('Administradora', 'administrator')"};
// All posts by thread and number: role, parent, author, date, votes, body.
constexpr persistence::query<std::string()> all_posts{"test.all_posts", R"(
select coalesce(string_agg(concat_ws(' ', t.title, p.number, p.role, p.parent, a.name,
    to_char(p.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24'), p.imported_up || '/' || p.imported_down, p.body), E'\n'
    order by t.created_at, p.number), '')
from post p join thread t on t.id = p.thread_id join person a on a.id = p.author_id)"};
constexpr persistence::query<std::string()> all_threads{"test.all_threads", R"(
select coalesce(string_agg(concat_ws(' ', t.title, t.state, t.answers, t.replies, t.next_number,
    to_char(t.last_activity_at at time zone 'UTC', 'YYYY-MM-DD'),
    (select string_agg(g.name, ',' order by g.name) from thread_tag tt join tag g on g.id = tt.tag_id where tt.thread_id = t.id)),
    E'\n' order by t.created_at), '') from thread t)"};
constexpr persistence::query<std::string()> all_revisions{"test.all_revisions", R"(
select coalesce(string_agg(concat_ws('|', r.revision, r.title, r.body, a.name, r.comment), E'\n' order by r.created_at, r.revision), '')
from post_revision r left join person a on a.id = r.author_id)"};
constexpr persistence::query<std::int64_t()> wrong_counters{"test.wrong_counters", "select count(*) from recount()"};
constexpr persistence::query<std::int64_t()> told{
    "test.told",
    "select (select count(*) from event where kind <> 'membership.changed') + (select count(*) from job where kind <> 'norms.recognise')"};
constexpr persistence::query<std::string()> links{"test.links", R"(
select coalesce(string_agg(f.title || ' ' || l.kind || ' ' || t.title, ','), '')
from thread_link l join thread f on f.id = l.from_thread_id join thread t on t.id = l.to_thread_id)"};
constexpr persistence::query<std::string()> same{"test.same", R"(
select coalesce(string_agg(t.title || ' = ' || o.title || ' ' || (t.closed_by = t.author_id and d.said_by = t.author_id)::text, ','), '')
from question_duplicate d join thread t on t.id = d.thread_id join thread o on o.id = d.of_thread_id)"};
constexpr persistence::query<std::string()> group_facts{"test.group_facts", R"(
select g.slug || ' ' || g.kind || ' ' || p.name || ' ' || m.role
from plaza_group g join membership m on m.group_id = g.id join person p on p.id = m.person_id)"};
constexpr persistence::query<std::int64_t()> sign_ins{
    "test.sign_ins",
    "select (select count(*) from credential) + (select count(*) from person where status = 'imported' and "
    "network_role is not null)"};
constexpr persistence::query<std::string()> acceptance{
    "test.acceptance",
    "select number || ' ' || p.name || ' ' || (accepted_at at time zone 'UTC')::date from accepted_answer a "
    "join person p on p.id = a.accepted_by"};
constexpr persistence::command<> answer_here{"test.answer_here", R"(
insert into post (thread_id, number, role, author_id, body, html)
select t.id, t.next_number, 'answer', p.id, 'Desde aquí', '<p>Desde aquí</p>'
from thread t, person p where t.title = '¿Cómo se hace?' and p.name = 'Administradora')"};

struct world {
    plaza::tests::database database;
    persistence::connection db{database.as_command()};
    plaza::testing::dump_folder dump;

    world() { db.run(add_administrator); }

    json::object import(bool dry_run = false) {
        // A connection of its own: plan tables end with it.
        persistence::connection own(database.as_command());
        std::ostringstream progress;
        auto report = imports::import_stack_exchange(own, {dump.path(), "archivo-historico", dry_run}, progress);
        BOOST_TEST(progress.str().find("rows/s") != std::string::npos);
        return report;
    }
    static std::string part(json::object const& report, char const* name) { return json::serialize(report.at(name)); }
    /// True when the row is named with a reason that begins so.
    static bool names(json::object const& report, char const* list, std::string const& file, int row,
                      std::string const& reason) {
        for (auto const& entry : report.at(list).as_array()) {
            if (entry.at("file").as_string() == file && entry.at("row").is_int64() &&
                entry.at("row").as_int64() == row &&
                std::string_view(entry.at("reason").as_string()).starts_with(reason)) {
                return true;
            }
        }
        return false;
    }
};

std::string const whole_posts =
    "¿Cómo se hace? 1 root Ana 2020-02-01T10 0/0 Hola _a todos_\n"
    "¿Cómo se hace? 2 comment 1 Borrado 2020-02-01T11 0/0 Gracias\n"
    "¿Cómo se hace? 3 answer Borrado 2020-02-02T10 0/1 Así no\n"
    "¿Cómo se hace? 4 comment 3 Ana 2020-02-02T11 0/0 ¿Por qué?\n"
    "¿Cómo se hace? 5 answer Luis 2020-02-03T10 2/0 Así **sí**\n"
    "¿Cómo se hace? 6 comment 5 Ana 2020-02-04T11 0/0 Perfecto\n"
    "Otra 1 root Luis 2020-03-01T10 0/0 x";

}  // namespace

BOOST_FIXTURE_TEST_CASE(a_whole_dump_is_stored, world) {
    write_whole_dump(dump);
    auto const report = import();
    BOOST_TEST(
        part(report, "read") ==
        R"({"Badges.xml":2,"Comments.xml":3,"PostHistory.xml":6,"PostLinks.xml":3,"Posts.xml":5,"Tags.xml":1,"Users.xml":3,"Votes.xml":6})");
    auto const& stored = report.at("stored").as_object();
    for (auto const& [what, n] : std::initializer_list<std::pair<char const*, int>>{{"people", 3},
                                                                                    {"questions", 2},
                                                                                    {"answers", 2},
                                                                                    {"comments", 3},
                                                                                    {"votes", 3},
                                                                                    {"links", 1},
                                                                                    {"duplicates", 1},
                                                                                    {"accepted", 1},
                                                                                    {"revisions", 2},
                                                                                    {"placeholders", 1}}) {
        BOOST_TEST(stored.at(what).to_number<int>() == n, what);
    }
    BOOST_TEST(db.one(all_posts) == whole_posts);
    BOOST_TEST(db.one(all_threads) ==
               "¿Cómo se hace? solved 2 3 7 2020-02-04 altas,padron\nOtra unanswered 0 0 2 2020-03-01 padron");
    BOOST_TEST(db.one(all_revisions) == "1|¿Como?|Hola|Ana|\n2|¿Cómo se hace?|Hola|Luis|tilde");
    BOOST_TEST(db.one(acceptance) == "5 Ana 2020-02-04");
    BOOST_TEST(db.one(links) == "Otra duplicate ¿Cómo se hace?");
    BOOST_TEST(db.one(same) == "Otra = ¿Cómo se hace? true");
    BOOST_TEST(db.one(group_facts) == "archivo-historico open Administradora owner");
    BOOST_TEST(db.one(wrong_counters) == 0);
    BOOST_TEST(db.one(told) == 0);
    BOOST_TEST(db.one(sign_ins) == 0);
    BOOST_TEST(names(report, "skipped", "PostLinks.xml", 2, "links a thread to itself"));
    BOOST_TEST(names(report, "skipped", "PostLinks.xml", 3, "orphan"));
    auto const skipped = part(report, "skipped");
    for (auto const* kind : {"badges\",\"count\":2", "post type 4\",\"count\":1", "vote type 5\",\"count\":1",
                             "history type 10\",\"count\":1", "vote on a post that is not here\",\"count\":1"}) {
        BOOST_TEST(skipped.find(kind) != std::string::npos, kind);
    }
}

BOOST_FIXTURE_TEST_CASE(a_second_time_changes_nothing, world) {
    write_whole_dump(dump);
    import();
    auto const report = import();
    BOOST_TEST(part(report, "stored") ==
               R"({"people":0,"questions":0,"answers":0,"comments":0,"votes":0,"accepted":0})");
    BOOST_TEST(report.at("unchanged").as_int64() == 3 + 2 + 2 + 3 + 3 + 1);
    BOOST_TEST(db.one(all_posts) == whole_posts);
    BOOST_TEST(db.one(wrong_counters) == 0);
}

BOOST_FIXTURE_TEST_CASE(a_dry_run_tells_the_same_and_stores_nothing, world) {
    write_whole_dump(dump);
    auto const dry = import(true);
    BOOST_TEST(db.one(all_posts) == "");
    auto const wet = import();
    for (auto const* what : {"people", "questions", "answers", "comments", "votes", "links"}) {
        BOOST_TEST(dry.at("stored").at(what) == wet.at("stored").at(what), what);
    }
    BOOST_TEST(dry.at("skipped") == wet.at("skipped"));
}

BOOST_FIXTURE_TEST_CASE(files_may_be_missing_and_in_any_order, world) {
    dump.write("Posts", {R"(Id="2" PostTypeId="2" ParentId="10" CreationDate="2020-02-02T10:00:00" Body="antes")",
                         R"(Id="10" PostTypeId="1" CreationDate="2020-02-03T10:00:00" Title="Después" Body="")"});
    auto const report = import();
    // The answer is older than its question and stands before it; the title stands in for the body.
    BOOST_TEST(db.one(all_posts) ==
               "Después 1 root Antiguo usuario 2020-02-03T10 0/0 Después\n"
               "Después 2 answer Antiguo usuario 2020-02-02T10 0/0 antes");
    BOOST_TEST(names(report, "notes", "Posts.xml", 10, "author missing"));
    BOOST_TEST(db.one(wrong_counters) == 0);
}

BOOST_FIXTURE_TEST_CASE(questions_in_a_later_batch_get_their_answers, world) {
    std::string rows;
    for (int i = 1; i <= 2500; ++i) {
        rows += "<row Id=\"" + std::to_string(i) + "\" PostTypeId=\"2\" ParentId=\"" + std::to_string(10'000 + i) +
                "\" CreationDate=\"2020-02-02T10:00:00\" Body=\"a\" />\n";
    }
    for (int i = 1; i <= 2500; ++i) {
        rows += "<row Id=\"" + std::to_string(10'000 + i) +
                "\" PostTypeId=\"1\" Title=\"q\" CreationDate=\"2020-02-02T10:00:00\" Body=\"b\" />\n";
    }
    dump.write_raw("Posts", "<posts>\n" + rows + "</posts>");
    auto const report = import();
    BOOST_TEST(report.at("stored").at("answers").to_number<int>() == 2500);
    BOOST_TEST(report.at("skipped").as_array().empty());
    BOOST_TEST(db.one(wrong_counters) == 0);
}

BOOST_FIXTURE_TEST_CASE(what_is_wrong_is_named_and_keeps_nothing_else_out, world) {
    auto const body = [](std::size_t size) { return "Body=\"" + std::string(size, 'x') + "\""; };
    auto const at = std::string(" CreationDate=\"2020-02-02T10:00:00\" ");
    dump.write_raw("Posts",
                   "<posts>\n"
                   "<row Id=\"1\" PostTypeId=\"1\" Title=\"Buena\"" +
                       at + body(3) +
                       " OwnerUserId=\"77\" />\n"
                       "<row Id=\"2\" PostTypeId=\"2\" ParentId=\"1\" Body=\"a & b\"" +
                       at +
                       "/>\n"
                       "<row Id=\"3\" PostTypeId=\"2\" ParentId=\"99\"" +
                       at + body(3) +
                       " />\n"
                       "<row Id=\"4\" PostTypeId=\"1\" Title=\"Futura\" CreationDate=\"2999-01-01T00:00:00\" " +
                       body(3) +
                       " />\n"
                       "<row Id=\"5\" PostTypeId=\"2\" ParentId=\"4\"" +
                       at + body(3) +
                       " />\n"
                       "<row Id=\"6\" PostTypeId=\"1\" Title=\"Larga\"" +
                       at + body(100'000) +
                       " />\n"
                       "<row Id=\"7\" PostTypeId=\"2\" ParentId=\"6\"" +
                       at + body(3) +
                       " />\n"
                       "<row Id=\"8\" PostTypeId=\"2\" ParentId=\"1\"" +
                       at + body(0) +
                       " />\n"
                       "<row Id=\"1\" PostTypeId=\"1\" Title=\"Buena\"" +
                       at + body(3) +
                       " OwnerUserId=\"77\" />\n"
                       "<row Id=\"9\" PostTypeId=\"2\" ParentId=\"1\"" +
                       at + body(30'000) +
                       " />\n"
                       "<row Id=\"10\" PostTypeId=\"2\" ParentId=\"9\"" +
                       at + body(3) +
                       " />\n"
                       "<row Id=\"11\" PostTypeId=\"1\" AcceptedAnswerId=\"9\" Title=\"Ajena\"" +
                       at + body(3) +
                       " />\n"
                       "<row Id=\"12\" PostTypeId=\"2\" Par");
    dump.write("Comments",
               {R"(Id="1" PostId="5" Text="huérfano" CreationDate="2020-02-02T11:00:00")",
                R"(Id="2" PostId="9" Text="vale" CreationDate="2019-02-02T11:00:00" UserId="78")",
                "Id=\"3\" PostId=\"9\" CreationDate=\"2020-02-02T11:00:00\" Text=\"" + std::string(100'000, 'y') + "\"",
                R"(Id="4" PostId="6" Text="de la larga" CreationDate="2020-02-02T11:00:00")"});
    dump.write("Votes", {R"(Id="1" PostId="9" VoteTypeId="1" CreationDate="2020-02-04T00:00:00")",
                         R"(Id="2" PostId="9" VoteTypeId="x")"});
    auto const report = import();
    struct named {
        char const* list;
        char const* file;
        int row;
        char const* reason;
    };
    for (auto const& n : std::initializer_list<named>{
             {"notes", "Posts.xml", 1, "author unknown"},
             {"skipped", "Posts.xml", 2, "broken XML"},
             {"skipped", "Posts.xml", 3, "orphan: its question is not here"},
             {"skipped", "Posts.xml", 4, "CreationDate in the future"},
             {"skipped", "Posts.xml", 5, "orphan: its question is not here"},
             {"skipped", "Posts.xml", 6, "Body too long: 100000 characters"},
             {"skipped", "Posts.xml", 7, "orphan: its question is not here"},
             {"skipped", "Posts.xml", 8, "Body missing"},
             {"skipped", "Posts.xml", 1, "Id stands twice"},
             {"skipped", "Posts.xml", 10, "orphan"},
             {"skipped", "Posts.xml", 11, "AcceptedAnswerId is no answer to this question"},
             {"skipped", "Posts.xml", 12, "broken XML"},
             {"skipped", "Comments.xml", 1, "orphan"},
             {"skipped", "Comments.xml", 3, "Text too long: 100000 characters"},
             {"skipped", "Comments.xml", 4, "orphan"},
             {"skipped", "Votes.xml", 2, "VoteTypeId missing or not a number"},
         }) {
        BOOST_TEST(names(report, n.list, n.file, n.row, n.reason), n.file << " " << n.row << " " << n.reason);
    }
    BOOST_TEST(part(report, "skipped").find("its root is not closed") != std::string::npos);
    BOOST_TEST(part(report, "skipped").find("vote of acceptance for what is not accepted: post 9") ==
               std::string::npos);
    auto const posts = db.one(all_posts);
    BOOST_TEST(posts.find("Buena 1 root") != std::string::npos);
    BOOST_TEST(posts.find("Larga") == std::string::npos);
    BOOST_TEST(posts.find("huérfano") == std::string::npos);
    // Never before what it belongs to, whatever its date says.
    BOOST_TEST(posts.find("Buena 3 comment 2 Antiguo usuario 2019-02-02T11 0/0 vale") != std::string::npos);
    BOOST_TEST(db.one(wrong_counters) == 0);
    // Again: nothing new, nothing lost.
    BOOST_TEST(part(import(), "stored") ==
               R"({"people":0,"questions":0,"answers":0,"comments":0,"votes":0,"accepted":0})");
    BOOST_TEST(db.one(all_posts) == posts);
}

BOOST_FIXTURE_TEST_CASE(a_newer_dump_adds_behind_what_was_written_here, world) {
    write_whole_dump(dump);
    import();
    db.run(answer_here);
    dump.write("Comments",
               {R"(Id="1" PostId="11" Text="¿Por qué?" CreationDate="2020-02-02T11:00:00.000" UserId="1")",
                R"(Id="2" PostId="10" Text="Gracias" CreationDate="2020-02-01T11:00:00.000" UserDisplayName="Borrado")",
                R"(Id="3" PostId="12" Text="Cambiado" CreationDate="2020-02-04T11:00:00.000" UserId="1")",
                R"(Id="4" PostId="11" Text="Nuevo" CreationDate="2020-02-02T12:00:00.000" UserId="2")"});
    dump.write("Votes", {R"(Id="2" PostId="12" VoteTypeId="2" CreationDate="2020-02-04T00:00:00.000")",
                         R"(Id="3" PostId="12" VoteTypeId="2" CreationDate="2020-02-04T00:00:00.000")",
                         R"(Id="4" PostId="11" VoteTypeId="3" CreationDate="2020-02-04T00:00:00.000")",
                         R"(Id="7" PostId="12" VoteTypeId="2" CreationDate="2020-02-07T00:00:00.000")"});
    auto const report = import();
    BOOST_TEST(report.at("stored").at("comments").to_number<int>() == 1);
    BOOST_TEST(report.at("stored").at("votes").to_number<int>() == 1);
    BOOST_TEST(names(report, "notes", "Comments.xml", 3, "changed in the dump"));
    auto const posts = db.one(all_posts);
    BOOST_TEST(posts.find("¿Cómo se hace? 7 answer Administradora") != std::string::npos);
    BOOST_TEST(posts.find("¿Cómo se hace? 8 comment 3 Luis 2020-02-02T12 0/0 Nuevo") != std::string::npos);
    BOOST_TEST(posts.find("5 answer Luis 2020-02-03T10 3/0") != std::string::npos);
    BOOST_TEST(posts.find("Cambiado") == std::string::npos);
    BOOST_TEST(db.one(wrong_counters) == 0);
}

BOOST_FIXTURE_TEST_CASE(it_says_why_it_cannot_begin, world) {
    std::ostringstream progress;
    auto const attempt = [&](std::filesystem::path const& folder, std::string const& group) -> std::string {
        try {
            persistence::connection own(database.as_command());
            imports::import_stack_exchange(own, {folder, group, false}, progress);
            return "";
        } catch (std::runtime_error const& error) {
            return error.what();
        }
    };
    BOOST_TEST(attempt(dump.path(), "archivo").find("none of the files") != std::string::npos);
    BOOST_TEST(attempt(dump.path() / "nothing", "archivo").find("is no folder") != std::string::npos);
    write_whole_dump(dump);
    BOOST_TEST(attempt(dump.path(), "Archivo Histórico").find("no slug") != std::string::npos);
    // A network keeps its last administrator; one that never had any has none to keep.
    persistence::connection(database.as_owner())
        .script("no administrator",
                "alter table person disable trigger keep_an_administrator_update; "
                "update person set network_role = null");
    BOOST_TEST(attempt(dump.path(), "archivo").find("add an administrator first") != std::string::npos);
    BOOST_TEST(db.one(all_posts) == "");
}

BOOST_AUTO_TEST_SUITE_END()
