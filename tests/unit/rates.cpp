// SPDX-License-Identifier: EUPL-1.2
// How often a person or an address may call, by class.
#include "rates.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using plaza::cost;
using plaza::rate_settings;
using plaza::rates;

namespace {

constexpr cost all[] = {cost::fixed, cost::read, cost::search, cost::write, cost::sign_in, cost::live};

/// Calls that pass before the first refusal, at most `most`.
template <class Call>
int passed(Call call, int most = 1000) {
    for (int i = 0; i < most; ++i) {
        if (call()) return i;
    }
    return most;
}

/// So small that the seconds of a test refill nothing worth counting.
rate_settings small() {
    rate_settings s;
    s.read = 8;
    s.search = 12;
    s.write = 16;
    s.sign_in = 20;
    s.live = 24;
    s.anonymous = 28;
    return s;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rate_limits)

BOOST_AUTO_TEST_CASE(a_person_may_call_a_quarter_of_a_minutes_allowance_at_once) {
    struct row {
        cost c;
        int burst;
    };
    for (auto const& row : {row{cost::read, 2}, row{cost::search, 3}, row{cost::write, 4}, row{cost::live, 6}}) {
        rates r(small());
        BOOST_TEST_CONTEXT(plaza::name_of(row.c)) {
            BOOST_TEST(passed([&] { return r.of_person(row.c, 1); }) == row.burst);
            auto const refusal = r.of_person(row.c, 1);
            BOOST_TEST_REQUIRE(refusal.has_value());
            BOOST_TEST(refusal->status == 429u);
            BOOST_TEST(refusal->type == "too_many_requests");
            BOOST_TEST_REQUIRE(refusal->retry_after.has_value());
            BOOST_TEST(*refusal->retry_after >= 1);
            BOOST_TEST(*refusal->retry_after <= 60 / (4 * row.burst) + 1);
        }
    }
}

BOOST_AUTO_TEST_CASE(people_do_not_share_an_allowance) {
    rates r(small());
    BOOST_TEST(passed([&] { return r.of_person(cost::read, 1); }) == 2);
    BOOST_TEST(passed([&] { return r.of_person(cost::read, 2); }) == 2);
}

BOOST_AUTO_TEST_CASE(classes_do_not_share_an_allowance) {
    rates r(small());
    BOOST_TEST(passed([&] { return r.of_person(cost::read, 1); }) == 2);
    BOOST_TEST(passed([&] { return r.of_person(cost::write, 1); }) == 4);
    BOOST_TEST(passed([&] { return r.of_person(cost::search, 1); }) == 3);
}

BOOST_AUTO_TEST_CASE(an_address_is_limited_before_anybody_is_known) {
    for (auto c : all) {
        rates r(small());
        int const burst = c == cost::sign_in ? 5 : 7;
        BOOST_TEST_CONTEXT(plaza::name_of(c)) {
            BOOST_TEST(passed([&] { return r.of_address(c, "10.0.0.1"); }) == burst);
            BOOST_TEST(passed([&] { return r.of_address(c, "10.0.0.2"); }) == burst);
        }
    }
}

BOOST_AUTO_TEST_CASE(whatever_class_is_called_counts_for_the_address) {
    rates r(small());
    int calls = 0;
    BOOST_TEST(passed([&] { return r.of_address(calls++ % 2 == 0 ? cost::read : cost::write, "10.0.0.1"); }) == 7);
}

BOOST_AUTO_TEST_CASE(signing_in_leaves_other_calls_of_the_address_alone) {
    rates r(small());
    BOOST_TEST(passed([&] { return r.of_address(cost::sign_in, "10.0.0.1"); }) == 5);
    BOOST_TEST(passed([&] { return r.of_address(cost::read, "10.0.0.1"); }) == 7);
}

BOOST_AUTO_TEST_CASE(thirty_sign_ins_a_minute_pass_by_default) {
    rates r(rate_settings{});
    BOOST_TEST(passed([&] { return r.of_address(cost::sign_in, "10.0.0.1"); }, 30) == 30);
}

BOOST_AUTO_TEST_CASE(what_costs_nothing_of_a_person_is_free) {
    rates r(small());
    BOOST_TEST(passed([&] { return r.of_person(cost::fixed, 1); }) == 1000);
    BOOST_TEST(passed([&] { return r.of_person(cost::sign_in, 1); }) == 1000);
}

BOOST_AUTO_TEST_CASE(the_smallest_allowance_still_lets_one_call_pass) {
    rate_settings s;
    s.write = 0.5;
    rates r(s);
    BOOST_TEST(passed([&] { return r.of_person(cost::write, 1); }) == 1);
}

BOOST_AUTO_TEST_SUITE_END()
