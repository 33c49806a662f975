// SPDX-License-Identifier: EUPL-1.2
// A database of its own for a test: a copy of the migrated template that tests/run makes, dropped at the end.
#pragma once
#include "persistence/connection.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <unistd.h>

namespace plaza::testing {

inline std::string surroundings(char const* name) {
    char const* value = std::getenv(name);
    if (!value)
        throw std::runtime_error(std::string(name) + " is not set: tests of this folder run by tests/run");
    return value;
}

class test_database {
public:
    test_database() : name_("test_" + std::to_string(::getpid()) + "_" + std::to_string(++made())) {
        persistence::connection maintenance(options(surroundings("PLAZA_TEST_OWNER_URL")));
        maintenance.script("create",
                           "create database " + name_ + " template " + surroundings("PLAZA_TEST_TEMPLATE"));
    }
    ~test_database() {
        try {
            persistence::connection maintenance(options(surroundings("PLAZA_TEST_OWNER_URL")));
            maintenance.script("drop", "drop database " + name_ + " with (force)");
        } catch (std::exception const&) {
            // The cluster of the run is thrown away with all that is in it.
        }
    }
    test_database(test_database const&) = delete;
    test_database& operator=(test_database const&) = delete;

    /// As the owner of the database, without limits of time.
    persistence::connection_options connect() const {
        auto url = surroundings("PLAZA_TEST_OWNER_URL");
        // The name of the database is the path of the URL.
        auto const from = url.find('/', url.find("://") + 3);
        auto const end = std::min(url.find('?'), url.size());
        url.replace(from, end - from, "/" + name_);
        return options(url);
    }

private:
    static persistence::connection_options options(std::string const& url) {
        persistence::connection_options o;
        o.conninfo = url;
        o.application = "plaza tests";
        o.statement_timeout_ms = 0;
        o.lock_timeout_ms = 0;
        o.idle_in_transaction_timeout_ms = 0;
        return o;
    }
    static int& made() {
        static int count = 0;
        return count;
    }
    std::string name_;
};

}  // namespace plaza::testing
