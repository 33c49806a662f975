// SPDX-License-Identifier: EUPL-1.2
// Rules of signing in that need no database.
#include "domain/identity/identity.hpp"
#include "base/text.hpp"
#include "domain/identity/passwords.hpp"

#include <boost/test/unit_test.hpp>
#include <sodium.h>

#include <algorithm>
#include <string>
#include <vector>

namespace identity = plaza::domain::identity;
using identity::signin_delay;
using plaza::base::standing;

BOOST_AUTO_TEST_SUITE(sign_in)

BOOST_AUTO_TEST_CASE(waits_double_after_the_free_failures_up_to_the_longest) {
    struct row {
        char const* what;
        int failures;
        std::int64_t ago;
        int expected;
    };
    // Five are free, the longest wait is 900 s.
    std::vector<row> const rows = {
        {"no failure", 0, 0, 0},
        {"all the free ones", 4, 0, 0},
        {"the first that costs", 5, 0, 1},
        {"the second", 6, 0, 2},
        {"the third", 7, 0, 4},
        {"the tenth", 14, 0, 512},
        {"the longest", 15, 0, 900},
        {"far beyond", 1000, 0, 900},
        {"so many that doubling would overflow", 2'000'000'000, 0, 900},
        {"a wait that passes", 7, 3, 1},
        {"a wait that has passed", 7, 4, 0},
        {"long ago", 15, 3600, 0},
        {"a clock that stepped back", 7, -10, 14},
    };
    for (auto const& row : rows) {
        BOOST_TEST_CONTEXT(row.what) { BOOST_TEST(signin_delay(row.failures, row.ago, 5, 900) == row.expected); }
    }
}

BOOST_AUTO_TEST_CASE(waits_never_shrink_with_more_failures_nor_grow_with_time) {
    for (int failures = 0; failures < 80; ++failures) {
        BOOST_TEST(signin_delay(failures + 1, 0, 5, 900) >= signin_delay(failures, 0, 5, 900));
        for (std::int64_t ago : {0, 1, 2, 30, 899, 900}) {
            BOOST_TEST(signin_delay(failures, ago + 1, 5, 900) <= signin_delay(failures, ago, 5, 900));
            BOOST_TEST(signin_delay(failures, ago, 5, 30) <= 30);
        }
    }
}

BOOST_AUTO_TEST_CASE(new_passwords_are_long_enough_and_not_common) {
    struct row {
        char const* what;
        std::string password;
        std::string fault;  // empty: it will do
    };
    std::vector<row> const rows = {
        {"a phrase", "tres tristes tigres", ""},
        {"twelve characters", "k3#vQz8!pL2x", ""},
        {"twelve letters beyond ASCII", "ñandúçàèòïüß", ""},
        {"only lower case, any composition", "gorriosdelpadron", ""},
        {"128 characters", std::string(64, 'x') + std::string(64, 'y'), ""},
        {"1,024 bytes", std::string(1023, 'x') + "y", ""},
        {"eleven characters", "k3#vQz8!pL2", "too_short"},
        {"eleven letters in 22 bytes", "ññññññññññç", "too_short"},
        {"nothing", "", "too_short"},
        {"1,025 bytes", std::string(1024, 'x') + "y", "too_long"},
        {"a common one", "contraseña123", "common"},
        {"a common one in capitals", "AyunTamiento123", "common"},
        {"digits in a row", "123456789012", "common"},
        {"one character", std::string(14, 'z'), "common"},
        {"one character in both cases", "zZzZzZzZzZzZ", "common"},
        {"one letter of two bytes", "ññññññññññññ", "common"},
    };
    for (auto const& row : rows) {
        BOOST_TEST_CONTEXT(row.what) { BOOST_TEST(identity::password_fault(row.password).value_or("") == row.fault); }
    }
}

BOOST_AUTO_TEST_CASE(hashes_are_salted_argon2id_of_the_given_cost) {
    identity::password_cost const cheap{std::size_t{19} * 1024 * 1024, 2};
    auto const a = identity::hash_password("tres tristes tigres", cheap);
    auto const b = identity::hash_password("tres tristes tigres", cheap);
    BOOST_TEST(a != b);
    BOOST_TEST(a.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    BOOST_TEST(crypto_pwhash_str_verify(a.c_str(), "tres tristes tigres", 19) == 0);
    BOOST_TEST(crypto_pwhash_str_verify(a.c_str(), "tres tristes tigrez", 19) != 0);
    identity::password_cost const usual;
    BOOST_TEST(usual.memory_bytes >= std::size_t{64} * 1024 * 1024);
    BOOST_TEST(usual.passes >= 2u);
}

BOOST_AUTO_TEST_CASE(each_standing_that_is_not_complete_is_refused_in_its_own_way) {
    struct row {
        standing stands;
        unsigned status;
        std::string type;
    };
    std::vector<row> const rows = {
        {standing::anonymous, 401, "not_signed_in"},
        {standing::second_factor_pending, 428, "second_factor_pending"},
        {standing::confirmation_pending, 428, "confirmation_pending"},
        {standing::policy_pending, 428, "policy_pending"},
        {standing::suspended, 403, "suspended"},
    };
    for (auto const& row : rows) {
        plaza::base::actor actor;
        actor.stands = row.stands;
        auto const refusal = identity::incomplete(actor);
        BOOST_TEST_CONTEXT(row.type) {
            BOOST_TEST_REQUIRE(refusal.has_value());
            BOOST_TEST(refusal->status == row.status);
            BOOST_TEST(refusal->type == row.type);
        }
    }
    plaza::base::actor complete;
    complete.stands = standing::complete;
    BOOST_TEST(!identity::incomplete(complete).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
