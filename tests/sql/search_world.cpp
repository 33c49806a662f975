// SPDX-License-Identifier: EUPL-1.2
#include "sql/search_world.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace plaza::tests {
namespace {

using persistence::command;
using persistence::query;
using id = std::int64_t;

constinit query<id(std::string)> const add_person{
    "test.person", "insert into person (name, language) values ('Alguien', $1) returning id"};
constinit query<id(std::string, std::string)> const add_group{
    "test.group", "insert into plaza_group (slug, name, kind) values ($1, $1, $2) returning id"};
constinit command<id, id> const add_member{"test.member",
                                           "insert into membership (group_id, person_id) values ($1, $2)"};
constinit command<id, id> const drop_member{"test.leave",
                                            "delete from membership where group_id = $1 and person_id = $2"};
constinit query<id(id, std::string, std::string, std::string, id)> const add_thread{
    "test.thread",
    "insert into thread (group_id, title, kind, language, author_id) values ($1, $2, $3, $4, $5) returning id"};
constinit command<id, std::string> const add_tags{"test.tags", R"(
with wanted as (select value as name from json_array_elements_text($2::json)),
     made as (insert into tag (name) select name from wanted on conflict (name) do update set name = excluded.name returning id)
insert into thread_tag (thread_id, tag_id) select $1, id from made)"};
constinit query<int(id, std::string, id, std::string)> const add_post{"test.post", R"(
insert into post (thread_id, number, role, author_id, body, html)
select id, next_number, $2, $3, $4, '' from thread where id = $1 returning number)"};
constinit command<id, int> const add_acceptance{"test.accept",
                                                "insert into accepted_answer (thread_id, number) values ($1, $2)"};
constinit query<id()> const count_stale{"test.stale", R"(
select count(*) from post_search s full join search_source f on f.post_id = s.post_id
where (s.thread_id, s.group_id, s.number, s.kind, s.state, s.words)
      is distinct from (f.thread_id, f.group_id, f.number, f.kind, f.state, f.words))"};

}  // namespace

search_world::search_world() : db(own.as_command()), reader(person()), author(person()), open(group("contratacion")) {}

id search_world::person(std::string const& language) { return db.one(add_person, language); }
id search_world::group(std::string const& slug, std::string const& kind) { return db.one(add_group, slug, kind); }
void search_world::join(id group, id person) { db.run(add_member, group, person); }
void search_world::leave(id group, id person) { db.run(drop_member, group, person); }

id search_world::ask(id group, std::string const& title, std::string const& body, std::vector<std::string> const& tags,
                     std::string const& kind, std::string const& language) {
    auto const thread = db.one(add_thread, group, title, kind, language, author);
    if (!tags.empty()) {
        db.run(add_tags, thread, boost::json::serialize(boost::json::array(tags.begin(), tags.end())));
    }
    db.one(add_post, thread, "root", author, body);
    return thread;
}

int search_world::answer(id thread, std::string const& body) {
    return db.one(add_post, thread, "answer", author, body);
}
void search_world::accept(id thread, int number) { db.run(add_acceptance, thread, number); }

namespace {

std::vector<std::string> titles_in(std::string const& items) {
    std::vector<std::string> out;
    auto const parsed = boost::json::parse(items);
    for (auto const& item : parsed.as_array()) out.emplace_back(item.at("thread").at("title").as_string());
    return out;
}

}  // namespace

std::vector<std::string> search_world::titles(domain::search::question const& asked, id viewer, int limit) {
    return titles_in(domain::search::find(db, viewer == 0 ? reader : viewer, asked, {limit, {}}).items);
}

domain::search::found_page search_world::page(std::string const& words, int limit) {
    return domain::search::find(db, reader, {words, {}, {}, {}, {}}, {limit, {}});
}

std::vector<std::string> search_world::pages(std::string const& words, int limit) {
    std::vector<std::string> out;
    domain::page wanted{limit, {}};
    do {
        auto const found = domain::search::find(db, reader, {words, {}, {}, {}, {}}, wanted);
        for (auto& title : titles_in(found.items)) out.push_back(std::move(title));
        wanted.after = found.next;
    } while (!wanted.after.empty());
    return out;
}

id search_world::stale() { return db.one(count_stale); }

}  // namespace plaza::tests
