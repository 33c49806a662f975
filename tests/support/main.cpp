// SPDX-License-Identifier: EUPL-1.2
// Entry point of every Boost.Test executable.
#define BOOST_TEST_MODULE plaza
#include <boost/test/unit_test.hpp>
