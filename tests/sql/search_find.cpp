// SPDX-License-Identifier: EUPL-1.2
// Order, filters, pages, upkeep, and that nothing shows what its reader may not see.
#include "sql/search_world.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <set>

namespace {

using plaza::persistence::query;
using plaza::tests::search_world;
using titles = std::vector<std::string>;

constinit query<bool(std::string)> const measured{"test.measured",
                                                  "select exists (select from search_frequency where lexeme = $1)"};
constinit query<std::int64_t()> const measured_posts{"test.measured_posts", "select posts from search_size"};
constinit query<std::string(std::int64_t, std::string)> const asked_for{
    "test.asked_for",
    "select coalesce(max(asked), '') from search_find($1, $2, null, null, null, null, null, null, 20)"};
/// Posts that a walk for readers of open groups alone would look at and leave out, or leave out and should look at.
constinit query<std::int64_t()> const wrongly_marked{"test.wrongly_marked", R"(
select count(*) from post_search s join plaza_group g on g.id = s.group_id
where (s.words @@ '''@open''') <> (g.kind = 'open'))"};
constinit query<bool()> const taken_up_some{"test.taken_up_some", "select search_regroup_some(1)"};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(search_find, search_world)

BOOST_AUTO_TEST_CASE(accepted_answers_come_first_with_their_own_extract) {
    ask(open, "Caducidad de inscripciones", "Aviso.", {}, "update");
    ask(open, "Dudas de caducidad", "La caducidad de la inscripción.");
    auto const solved = ask(open, "Baja en el registro", "Sin más.");
    answer(solved, "No es esto.");
    accept(solved, answer(solved, "Se comunica la caducidad de la inscripción al extranjero."));
    auto const found = boost::json::parse(page("caducidad inscripción").items);
    BOOST_TEST_REQUIRE(found.as_array().size() == 3U);
    auto const& first = found.at(0);
    BOOST_TEST(first.at("thread").at("title").as_string() == "Baja en el registro");
    BOOST_TEST(first.at("number").as_int64() == 3);
    BOOST_TEST(first.at("extract").as_string() ==
               "Se comunica la <mark>caducidad</mark> de la <mark>inscripción</mark> al extranjero.");
}

BOOST_AUTO_TEST_CASE(all_words_come_before_some_and_titles_before_bodies) {
    ask(open, "Otro asunto", "Se habla de la piscina cubierta.");
    ask(open, "Piscina cubierta", "Sin más.");
    ask(open, "Horario de la piscina", "Verano.");
    BOOST_TEST(titles({"piscina cubierta", {}, {}, {}, {}}) ==
               (::titles{"Piscina cubierta", "Otro asunto", "Horario de la piscina"}));
}

BOOST_AUTO_TEST_CASE(words_may_be_spread_over_title_tags_and_answer) {
    auto const thread = ask(open, "Ferias y mercados", "Sin más.", {"venta-ambulante"});
    answer(thread, "Hace falta un seguro.");
    ask(open, "Seguro de la piscina", "Sin más.");
    BOOST_TEST(titles("seguro venta ambulante mercado").front() == "Ferias y mercados");
}

BOOST_AUTO_TEST_CASE(filters_narrow) {
    auto const other = group("padron");
    ask(open, "Contrato uno", "Texto.", {"menor"});
    auto const answered = ask(open, "Contrato dos", "Texto.");
    answer(answered, "Respuesta.");
    auto const solved = ask(other, "Contrato tres", "Texto.");
    accept(solved, answer(solved, "Respuesta."));
    ask(other, "Contrato cuatro", "Texto.", {}, "update");
    auto with = [&](plaza::domain::search::question asked) {
        asked.words = "contrato";
        auto found = titles(asked);
        std::sort(found.begin(), found.end());
        return found;
    };
    BOOST_TEST(with({"", "contratacion", {}, {}, {}}) == (::titles{"Contrato dos", "Contrato uno"}));
    BOOST_TEST(with({"", {}, "update", {}, {}}) == ::titles{"Contrato cuatro"});
    BOOST_TEST(with({"", {}, {}, "menor", {}}) == ::titles{"Contrato uno"});
    BOOST_TEST(with({"", {}, {}, {}, "unanswered"}) == ::titles{"Contrato uno"});
    BOOST_TEST(with({"", {}, {}, {}, "answered"}) == ::titles{"Contrato dos"});
    BOOST_TEST(with({"", {}, {}, {}, "solved"}) == ::titles{"Contrato tres"});
    BOOST_TEST(with({"", "padron", "question", {}, "solved"}) == ::titles{"Contrato tres"});
    BOOST_TEST(with({"", "ninguno", {}, {}, {}}).empty());
}

BOOST_AUTO_TEST_CASE(pages_hold_everything_once) {
    std::set<std::string> written;
    auto write = [&](std::string const& title, std::string const& body) {
        written.insert(title);
        auto const thread = ask(open, title, body);
        for (int i = 0; i < 3; ++i) answer(thread, "Contrato y obras.");
        if (written.size() % 3 == 0) accept(thread, 2);
    };
    for (int i = 0; i < 12; ++i) {
        write("Contrato número " + std::to_string(i), "Obras de la plaza.");
        write("Asunto " + std::to_string(i), "Contratos de toda clase.");
        write("Obras " + std::to_string(i), "Sin más.");
    }
    auto all_once = [&](char const* how) {
        auto const found = pages("contrato obras", 5);
        BOOST_TEST(std::set<std::string>(found.begin(), found.end()) == written, how);
        BOOST_TEST(found.size() == written.size(), how);
        BOOST_TEST(pages("contrato obras", 7) == found, how);
    };
    all_once("few match");
    // As if a hundred thousand posts had these words: only the newest are looked at before the rest.
    run("update search_size set posts = 1000000");
    run("insert into search_frequency values ('es/contrat', 0.2), ('es/obra', 0.3)");
    all_once("very many match");
}

BOOST_AUTO_TEST_CASE(only_readers_of_a_group_find_what_stands_in_it) {
    auto const closed = group("cerrado", "private");
    auto const hidden = group("oculto", "hidden");
    auto const member = person();
    join(closed, member);
    join(hidden, member);
    ask(closed, "Reservado", "Texto xilofonista privado", {"xilofono"});
    ask(hidden, "Escondido", "Texto xilofonista oculto");
    BOOST_TEST(titles("xilofonista").empty());
    for (auto const* slug : {"cerrado", "oculto"}) BOOST_TEST(titles({"xilofonista", slug, {}, {}, {}}).empty());
    BOOST_TEST(titles({"xilofonista", {}, {}, "xilofono", {}}).empty());
    BOOST_TEST(titles({"xilofonista", {}, {}, {}, {}}, member).size() == 2U);
    leave(closed, member);
    BOOST_TEST(titles({"xilofonista", {}, {}, {}, {}}, member) == ::titles{"Escondido"});
}

BOOST_AUTO_TEST_CASE(what_is_measured_knows_open_groups_only) {
    auto const closed = group("cerrado", "private");
    for (int i = 0; i < 5; ++i) {
        ask(open, "Contrato " + std::to_string(i), "Abierto.");
        ask(closed, "Xilofonista " + std::to_string(i), "Privado.");
    }
    plaza::domain::search::measure(db);
    BOOST_TEST(db.one(measured, "es/contrat"));
    BOOST_TEST(!db.one(measured, "xilofonista"));
    BOOST_TEST(db.one(measured_posts) == 5);
}

BOOST_AUTO_TEST_CASE(languages_of_groups_one_may_not_read_change_nothing) {
    ask(open, "Informe", "Se pidió informe.");
    auto const member = person();
    auto const closed = group("cerrado", "private");
    join(closed, member);
    auto const before = db.one(asked_for, reader, "informe informar");
    ask(closed, "Report", "A report.", {}, "question", "en");
    BOOST_TEST(db.one(asked_for, reader, "informe informar") == before);
    BOOST_TEST(db.one(asked_for, member, "informe informar") != before);
    BOOST_TEST(titles({"reports", {}, {}, {}, {}}, member).size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_index_knows_which_groups_are_open) {
    auto const changing = group("cambia", "open");
    ask(open, "Abierto", "Texto xilofonista.");
    ask(changing, "Cambiante", "Texto xilofonista.");
    for (auto const* kind : {"open", "private", "hidden", "open"}) {
        run("update plaza_group set kind = '" + std::string(kind) + "' where id = " + std::to_string(changing));
        // What is found changes at once, the index when the job takes up the group's posts.
        BOOST_TEST(titles("xilofonista").size() == (std::string(kind) == "open" ? 2U : 1U), kind);
        while (db.one(taken_up_some)) {
        }
        BOOST_TEST(titles("xilofonista").size() == (std::string(kind) == "open" ? 2U : 1U), kind);
        BOOST_TEST(db.one(wrongly_marked) == 0, kind);
        BOOST_TEST(stale() == 0, kind);
    }
}

BOOST_AUTO_TEST_CASE(search_follows_what_changes) {
    auto const thread = ask(open, "Primero", "Palabra antigua", {"uno"});
    auto const number = answer(thread, "Respuesta antigua");
    auto const here = std::to_string(thread);
    BOOST_TEST(titles("antigua") == ::titles{"Primero"});
    run("update post set body = 'Palabra nueva' where thread_id = " + here + " and number = 1");
    BOOST_TEST(titles("palabra antigua").size() == 1U);  // the answer still says so
    run("update post set body = '', html = '', deleted_at = now() where thread_id = " + here +
        " and number = " + std::to_string(number));
    BOOST_TEST(titles("antigua").empty());
    BOOST_TEST(titles("nueva") == ::titles{"Primero"});
    run("update thread set title = 'Segundo' where id = " + here);
    BOOST_TEST(titles("primero").empty());
    BOOST_TEST(titles("segundo") == ::titles{"Segundo"});
    run("delete from thread_tag where thread_id = " + here);
    BOOST_TEST(titles({"segundo", {}, {}, "uno", {}}).empty());
    run("insert into thread_tag (thread_id, tag_id) select " + here + ", id from tag");
    BOOST_TEST(titles({"segundo", {}, {}, "uno", {}}).size() == 1U);
    auto const hidden = group("oculto", "hidden");
    run("update thread set group_id = " + std::to_string(hidden) + " where id = " + here);
    BOOST_TEST(titles("segundo").empty());
    run("update thread set group_id = " + std::to_string(open) + " where id = " + here);
    accept(thread, answer(thread, "Otra."));
    BOOST_TEST(titles({"segundo", {}, {}, {}, "solved"}).size() == 1U);
    run("delete from accepted_answer where thread_id = " + here);
    BOOST_TEST(titles({"segundo", {}, {}, {}, "solved"}).empty());
    BOOST_TEST(stale() == 0);
    run("delete from thread where id = " + here);
    BOOST_TEST(titles("segundo").empty());
    BOOST_TEST(stale() == 0);
}

BOOST_AUTO_TEST_CASE(a_post_of_any_size_can_be_stored) {
    std::string dense;
    for (int i = 0; i < 20000; ++i) dense += "p" + std::to_string(i * 7919) + " ";
    ask(open, "Larguísimo", dense);
    ask(open, "Sin espacios", std::string(200000, 'a'));
    // The longest words that the parser lets through, with and without room for the name of a language.
    for (auto length : {2040U, 2045U, 2046U, 2047U}) ask(open, "Palabrota", std::string(length, 'b') + " final");
    BOOST_TEST(titles("palabrota final").size() == 4U);
    BOOST_TEST(titles("larguisimo").size() == 1U);
    BOOST_TEST(titles("espacios").size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
