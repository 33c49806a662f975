// SPDX-License-Identifier: EUPL-1.2
// Extracts: what is marked, which part is shown, and that nothing but marks comes out.
#include "domain/search/extract.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using plaza::domain::search::marker;

BOOST_AUTO_TEST_SUITE(search_extract)

BOOST_AUTO_TEST_CASE(marks_forms_and_stems_whatever_their_accents) {
    marker const m("contratacion es/contrat año es/año", "");
    BOOST_TEST(m.extract("La Contratación, los contratos y el AÑO; no el ano.") ==
               "La <mark>Contratación</mark>, los <mark>contratos</mark> y el <mark>AÑO</mark>; no el ano.");
}

BOOST_AUTO_TEST_CASE(a_short_stem_marks_plurals_only) {
    marker const m("sal es/sal", "");
    BOOST_TEST(m.extract("sal, sales, salario") == "<mark>sal</mark>, <mark>sales</mark>, salario");
}

BOOST_AUTO_TEST_CASE(a_norm_is_marked_by_its_other_names_as_one) {
    marker const m("§BOE-A-2017-12902", " lcsp \n ley 9 2017 \n");
    BOOST_TEST(m.extract("Según la Ley 9/2017 (LCSP), no la ley 9.") ==
               "Según la <mark>Ley 9/2017</mark> (<mark>LCSP</mark>), no la ley 9.");
}

BOOST_AUTO_TEST_CASE(what_people_write_stays_text) {
    marker const m("xilofono es/xilofon", "");
    BOOST_TEST(m.extract("<mark>xilófono</mark> & <script>\"'") ==
               "&lt;mark&gt;<mark>xilófono</mark>&lt;/mark&gt; &amp; &lt;script&gt;&quot;&#39;");
}

BOOST_AUTO_TEST_CASE(shows_the_part_with_most_marks) {
    std::string text = "padrón al principio. ";
    for (int i = 0; i < 100; ++i) text += "relleno ";
    text += "aquí padrón y censo juntos. ";
    for (int i = 0; i < 100; ++i) text += "relleno ";
    auto const extract = marker("padron censo", "").extract(text);
    BOOST_TEST(extract.find("<mark>padrón</mark> y <mark>censo</mark>") != extract.npos);
    BOOST_TEST(extract.starts_with("… "));
    BOOST_TEST(extract.ends_with(" …"));
    BOOST_TEST(extract.size() < 400U);
}

BOOST_AUTO_TEST_CASE(without_marks_shows_the_beginning_in_one_line) {
    BOOST_TEST(marker("otra", "").extract("Uno\n\ndos   tres") == "Uno dos tres");
    BOOST_TEST(marker("", "").extract("") == "");
    BOOST_TEST(marker("x", "").extract("… — !") == "… — !");
}

BOOST_AUTO_TEST_SUITE_END()
