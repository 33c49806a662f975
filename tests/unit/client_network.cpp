// SPDX-License-Identifier: EUPL-1.2
// Whom an address stands for.
#include "base/client_network.hpp"

#include <boost/test/unit_test.hpp>

using plaza::base::client_network;

BOOST_AUTO_TEST_SUITE(client_networks)

BOOST_AUTO_TEST_CASE(an_address_of_version_4_stands_for_itself) {
    BOOST_TEST(client_network("192.0.2.7") == "192.0.2.7");
    BOOST_TEST(client_network("::ffff:192.0.2.7") == "192.0.2.7");
}

BOOST_AUTO_TEST_CASE(addresses_of_one_subscriber_are_one) {
    BOOST_TEST(client_network("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64");
    BOOST_TEST(client_network("2001:db8:1:2::1") == client_network("2001:DB8:1:2:ffff::"));
    BOOST_TEST(client_network("2001:db8:1:2::1") != client_network("2001:db8:1:3::1"));
}

BOOST_AUTO_TEST_CASE(what_is_no_address_stays) {
    for (auto const* text : {"", "localhost", "192.0.2", "2001:db8::1::2", "2001:db8::1%eth0"}) {
        BOOST_TEST(client_network(text) == text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
