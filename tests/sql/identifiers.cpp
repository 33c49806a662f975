// SPDX-License-Identifier: EUPL-1.2
// Public identifiers: never twice, small enough for every reader of JSON, and telling nothing of how many there are.
#include "support/database.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

using namespace plaza::tests;

namespace {

struct identifiers_tag {};
using shared = shared_database<identifiers_tag>;

std::vector<std::int64_t> make(plain_session& sql, int count) {
    std::vector<std::int64_t> out;
    for (auto const& row : sql.rows("select new_id() from generate_series(1, $1::int)", {count})) {
        out.push_back(std::stoll(*row[0]));
    }
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(identifiers, *boost::unit_test::fixture<shared>())

BOOST_AUTO_TEST_CASE(two_hundred_thousand_are_different_positive_and_below_two_to_the_53) {
    auto ids = make(shared::current->sql(), 200'000);
    BOOST_TEST(*std::min_element(ids.begin(), ids.end()) > 0);
    BOOST_TEST(*std::max_element(ids.begin(), ids.end()) < std::int64_t{1} << 53);
    std::sort(ids.begin(), ids.end());
    BOOST_TEST((std::adjacent_find(ids.begin(), ids.end()) == ids.end()));
}

BOOST_AUTO_TEST_CASE(order_and_distance_tell_nothing) {
    auto const ids = make(shared::current->sql(), 4'000);
    int rises = 0, odd = 0;
    std::set<std::int64_t> distances;
    double sum = 0;
    for (std::size_t i = 1; i < ids.size(); ++i) {
        rises += ids[i] > ids[i - 1];
        odd += ids[i] % 2 != 0;
        distances.insert(ids[i] - ids[i - 1]);
        sum += static_cast<double>(ids[i]);
    }
    auto const n = static_cast<double>(ids.size() - 1);
    // Like throws of a coin; the bounds are five standard deviations wide.
    BOOST_TEST(std::abs(odd - n / 2) < 5 * std::sqrt(n) / 2);
    BOOST_TEST(std::abs(rises - n / 2) < 5 * std::sqrt(n / 12));
    BOOST_TEST(distances.size() == ids.size() - 1);
    // Spread over the whole range from the first one on, not growing from its beginning.
    BOOST_TEST(std::abs(sum / n - std::pow(2.0, 51)) < 5 * std::pow(2.0, 52) / std::sqrt(12 * n));
}

BOOST_AUTO_TEST_CASE(another_installation_makes_others) {
    database other;
    // Copies of one template share its key: a new installation makes its own.
    other.sql().script("update id_key set key = hashtextextended(gen_random_uuid()::text, 0)");
    database third;
    auto const a = make(third.sql(), 100);
    auto const b = make(other.sql(), 100);
    std::vector<std::int64_t> both;
    auto sorted_a = a, sorted_b = b;
    std::sort(sorted_a.begin(), sorted_a.end());
    std::sort(sorted_b.begin(), sorted_b.end());
    std::set_intersection(sorted_a.begin(), sorted_a.end(), sorted_b.begin(), sorted_b.end(), std::back_inserter(both));
    BOOST_TEST(both.empty());
}

BOOST_AUTO_TEST_CASE(every_table_with_a_public_identifier_takes_it_from_there) {
    auto const wrong = shared::current->sql().rows(
        "select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'id' "
        "left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum "
        "where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.atttypid = 'bigint'::regtype "
        "and a.attidentity = '' and coalesce(pg_get_expr(d.adbin, d.adrelid), '') <> 'new_id()'");
    for (auto const& row : wrong) BOOST_ERROR(*row[0]);
    BOOST_TEST(shared::current->sql().number(
                   "select count(*) from information_schema.columns where column_default = 'new_id()'") >= 8);
}

BOOST_AUTO_TEST_SUITE_END()
