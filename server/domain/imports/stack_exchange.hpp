// SPDX-License-Identifier: EUPL-1.2
// `plaza import stackexchange DIR --group SLUG`: takes a Stack Exchange dump into a group. It may be run
// again, after a crash or with a newer dump: what is there already stays as it is. Nobody is told by mail or
// live.
#pragma once
#include "persistence/connection.hpp"

#include <boost/json/object.hpp>

#include <chrono>
#include <filesystem>
#include <ostream>
#include <string>
#include <string_view>

namespace plaza::domain::imports {

struct stack_exchange_options {
    std::filesystem::path folder;
    std::string group;     ///< slug; an open group is made when there is none
    bool dry_run = false;  ///< reads, converts and reports, stores nothing
    /// For another import of the same source to end: PostgreSQL notices within seconds that one was killed.
    std::chrono::milliseconds patience{20'000};
};

/// Whether a group may have this slug.
bool is_group_slug(std::string_view slug);

/// Gives the report. Throws `std::runtime_error` with what to do when it cannot begin, `connection_lost` when
/// the database goes away: what was stored until then is whole, and running it again goes on from there.
boost::json::object import_stack_exchange(persistence::connection& db, stack_exchange_options const& options,
                                          std::ostream& progress);

}  // namespace plaza::domain::imports
