// SPDX-License-Identifier: EUPL-1.2
// Which thread is most like a question: what each part of the formula is for.
#include "domain/similar/ranking.hpp"

#include <boost/test/unit_test.hpp>

using plaza::domain::similar::candidate;
using plaza::domain::similar::rank;
using plaza::domain::similar::term;
using plaza::domain::similar::weight_of;

namespace {

std::vector<term> const asked{{{"licencia"}, {"licenci"}, 2}, {{"finca"}, {"finc"}, 5}};

candidate thread(std::int64_t id, std::string title, std::string text, unsigned titled) {
    candidate c;
    c.thread = id;
    c.title = std::move(title);
    c.text = std::move(text);
    c.titled = titled;
    return c;
}

std::vector<std::int64_t> order(std::vector<candidate> const& candidates) {
    std::vector<std::int64_t> out;
    for (auto const& one : rank(asked, candidates)) out.push_back(one.thread);
    return out;
}

}  // namespace

#define EXPECT_ORDER(candidates, ...)                                  \
    do {                                                               \
        auto const found = order(candidates);                          \
        std::vector<std::int64_t> const wanted{__VA_ARGS__};           \
        BOOST_TEST(found == wanted, boost::test_tools::per_element()); \
    } while (false)

BOOST_AUTO_TEST_SUITE(similar_ranking)

BOOST_AUTO_TEST_CASE(a_word_of_few_texts_weighs_more) {
    BOOST_TEST(weight_of(1, 1000) > weight_of(10, 1000));
    BOOST_TEST(weight_of(10, 1000) > weight_of(900, 1000));
    BOOST_TEST(weight_of(2000, 1000) > 0);  // counted anew since the whole was
    EXPECT_ORDER((std::vector{thread(1, "Licencia de obra", "", 1), thread(2, "Finca vecina", "", 2)}), 2, 1);
}

BOOST_AUTO_TEST_CASE(a_title_says_more_than_a_text) {
    EXPECT_ORDER((std::vector{thread(1, "Otra cosa", "una finca", 0), thread(2, "Una finca", "otra cosa", 2)}), 2, 1);
}

BOOST_AUTO_TEST_CASE(what_stands_twice_in_a_text_counts_more_but_not_twice) {
    std::string const rest = " pozo camino linde";
    EXPECT_ORDER((std::vector{thread(1, "Uno", "finca" + rest, 0), thread(2, "Dos", "Fincas y FINCA" + rest, 0)}), 2,
                 1);
    auto const found = rank(asked, {thread(1, "Uno", "finca" + rest, 0), thread(2, "Dos", "Fincas y FINCA" + rest, 0)});
    BOOST_TEST(found[0].score < 2 * found[1].score);
}

BOOST_AUTO_TEST_CASE(a_short_title_is_all_about_it) {
    EXPECT_ORDER((std::vector{thread(1, "Finca junto al camino vecinal asfaltado durante obras anteriores", "", 2),
                              thread(2, "Finca", "", 2)}),
                 2, 1);
}

BOOST_AUTO_TEST_CASE(titles_of_duplicates_are_titles_of_it) {
    auto told = thread(1, "Cercar un terreno", "", 0);
    told.known = 3;
    EXPECT_ORDER((std::vector{told, thread(2, "Licencia", "", 1)}), 1, 2);
    BOOST_TEST(rank(asked, {told})[0].share == 1);
    BOOST_TEST(rank(asked, {thread(2, "Licencia", "", 1)})[0].share == 2.0 / 7);
}

BOOST_AUTO_TEST_CASE(where_others_were_led_comes_first) {
    auto const plain = thread(9, "Finca", "", 2);
    auto told = thread(1, "Finca", "", 2);
    told.duplicates = 2;
    EXPECT_ORDER((std::vector{plain, told}), 1, 9);
    told.duplicates = 0;
    told.related = 1;
    EXPECT_ORDER((std::vector{plain, told}), 1, 9);
    told.related = 0;
    EXPECT_ORDER((std::vector{plain, told}), 9, 1);  // of equals the newer
}

BOOST_AUTO_TEST_CASE(what_does_not_hold_any_more_comes_last) {
    auto old = thread(9, "Finca", "", 2);
    old.outdated = true;
    EXPECT_ORDER((std::vector{old, thread(1, "Finca", "", 2)}), 1, 9);
}

BOOST_AUTO_TEST_CASE(words_are_known_in_any_form_and_ñ_is_no_n) {
    std::vector<term> const year{{{"año"}, {"año"}, 1}};
    BOOST_TEST(rank(year, {thread(1, "x", "Los AÑOS de antes", 0)}).size() == 1);
    BOOST_TEST(rank(year, {thread(1, "x", "el ano y la añoranza", 0)}).empty());  // a short stem has plurals only
    std::vector<term> const works{{{"contratacion"}, {"contrat"}, 1}};
    BOOST_TEST(rank(works, {thread(1, "x", "La Contratación", 0)}).size() == 1);
    BOOST_TEST(rank(works, {thread(1, "x", "los contratos", 0)}).size() == 1);
    BOOST_TEST(rank(works, {thread(1, "x", "contra", 0)}).empty());
}

BOOST_AUTO_TEST_CASE(nothing_asked_finds_nothing) {
    BOOST_TEST(rank({}, {thread(1, "Finca", "finca", 1)}).empty());
    BOOST_TEST(rank(asked, {}).empty());
    BOOST_TEST(rank(asked, {thread(1, "Otra cosa", "", 0)}).empty());
}

BOOST_AUTO_TEST_SUITE_END()
