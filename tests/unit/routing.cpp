// SPDX-License-Identifier: EUPL-1.2
// Whom a question is asked of, and what comes next.
#include "domain/routing/decision.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

using namespace plaza::domain::routing;

namespace {

evidence on_tag(std::string name, int times, int accepted = 0) {
    return {"tag", std::move(name), times, accepted, 0, 0, static_cast<double>(times)};
}
evidence in_group(int times, double month) { return {"group", "", times, 0, month, month, month}; }
evidence skilled(std::string name) { return {"skill", std::move(name), 1, 0, 0, 0, 1}; }

candidate somebody(std::int64_t person, std::vector<evidence> known) {
    candidate one;
    one.person = person;
    one.known = std::move(known);
    return one;
}
std::vector<std::int64_t> people(std::vector<chosen> const& found) {
    std::vector<std::int64_t> ids;
    for (auto const& one : found) ids.push_back(one.person);
    return ids;
}
using ids = std::vector<std::int64_t>;

constexpr std::int64_t day = 86'400'000'000;

}  // namespace

BOOST_AUTO_TEST_SUITE(routing)

BOOST_AUTO_TEST_CASE(those_first_for_whom_most_speaks_and_no_more_than_places) {
    std::vector<candidate> all;
    for (std::int64_t p = 1; p <= 8; ++p) all.push_back(somebody(p, {on_tag("padrón", static_cast<int>(p))}));
    BOOST_TEST(people(choose(all, most_asked)) == (ids{8, 7, 6, 5, 4}), boost::test_tools::per_element());
    BOOST_TEST(choose({}, most_asked).empty());
}

BOOST_AUTO_TEST_CASE(a_busy_kind_of_evidence_drowns_no_other) {
    std::vector<candidate> all{somebody(1, {in_group(900, 500)}), somebody(2, {in_group(900, 500)}),
                               somebody(3, {on_tag("padrón", 1)})};
    BOOST_TEST(people(choose(all, 1)) == ids{3}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(nobody_beyond_their_week_nor_away_nor_who_declined) {
    auto full = somebody(1, {on_tag("padrón", 9)});
    full.asked_lately = full.weekly;
    auto away = somebody(2, {on_tag("padrón", 8)});
    away.away = true;
    auto declined = somebody(3, {on_tag("padrón", 7)});
    declined.declined = true;
    auto never = somebody(4, {on_tag("padrón", 6)});
    never.weekly = 0;
    auto last = somebody(5, {on_tag("padrón", 1)});
    last.asked_lately = last.weekly - 1;
    BOOST_TEST(people(choose({full, away, declined, never, last}, 5)) == ids{5}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_comparable_town_decides_between_equals_and_alone_chooses_nobody) {
    auto one = somebody(1, {on_tag("padrón", 3)}), other = somebody(2, {on_tag("padrón", 3)}),
         neighbour = somebody(3, {});
    other.town = 3;
    neighbour.town = 3;
    auto const found = choose({one, other, neighbour}, 5);
    BOOST_TEST(people(found) == (ids{2, 1}), boost::test_tools::per_element());
    BOOST_TEST((found[0].why == std::vector<reason>{{"tag", "padrón", 3}, {"town", "", 3}}));
}

BOOST_AUTO_TEST_CASE(answers_that_solved_something_count_more) {
    auto const found = choose({somebody(1, {on_tag("padrón", 4)}), somebody(2, {on_tag("padrón", 4, 4)})}, 1);
    BOOST_TEST(people(found) == ids{2}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(two_reasons_are_said_and_being_busy_only_where_nothing_else_is) {
    auto const found =
        choose({somebody(1, {in_group(40, 40), on_tag("padrón", 1), skilled("padrón"), on_tag("censo", 2)}),
                somebody(2, {in_group(50, 50)}), somebody(3, {on_tag("padrón", 30), skilled("padrón")})},
               5);
    for (auto const& one : found) {
        BOOST_TEST(one.why.size() >= 1u);
        BOOST_TEST(one.why.size() <= 2u);
        if (one.person == 2) BOOST_TEST((one.why == std::vector<reason>{{"group", "", 50}}));
        if (one.person != 2) BOOST_TEST(one.why[0].source != "group");
        if (one.person == 1) BOOST_TEST((one.why == std::vector<reason>{{"skill", "padrón", 1}, {"tag", "censo", 2}}));
    }
    BOOST_TEST(found.size() == 3u);
}

BOOST_AUTO_TEST_CASE(hosts_are_asked_in_time_and_those_of_the_network_after_them) {
    standing q{true, 3 * day, 7 * day, false, false};
    BOOST_TEST((next(q, day).now == step::nothing));
    BOOST_TEST((next(q, day).look_again == 3 * day));
    BOOST_TEST((next(q, 3 * day).now == step::hosts));
    BOOST_TEST((next(q, 3 * day).look_again == 7 * day));
    // One step at a time, also for who was away for long.
    BOOST_TEST((next(q, 9 * day).now == step::hosts));
    q.hosts_asked = true;
    BOOST_TEST((next(q, 5 * day).now == step::nothing));
    BOOST_TEST((next(q, 5 * day).look_again == 7 * day));
    BOOST_TEST((next(q, 9 * day).now == step::network));
    q.network_asked = true;
    BOOST_TEST((next(q, 20 * day).now == step::nothing));
    BOOST_TEST((next(q, 20 * day).look_again == std::nullopt));
}

BOOST_AUTO_TEST_CASE(of_what_is_answered_nothing_is_done) {
    standing q{false, 3 * day, 7 * day, false, false};
    BOOST_TEST((next(q, 9 * day).now == step::nothing));
    BOOST_TEST((next(q, 9 * day).look_again == std::nullopt));
}

BOOST_AUTO_TEST_CASE(a_group_that_gives_itself_longer_than_the_network_is_not_passed_over) {
    standing q{true, 10 * day, 7 * day, false, false};
    BOOST_TEST((next(q, 8 * day).now == step::network));
    q.network_asked = true;
    BOOST_TEST((next(q, 8 * day).look_again == 10 * day));
    BOOST_TEST((next(q, 10 * day).now == step::hosts));
}

BOOST_AUTO_TEST_SUITE_END()
