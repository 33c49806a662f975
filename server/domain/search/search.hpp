// SPDX-License-Identifier: EUPL-1.2
// Finding threads by words. What matches and in what order is decided in the database (schema/replaceable/6*.sql);
// here a page is asked for and each found post gets its extract.
#pragma once
#include "domain/call.hpp"
#include "domain/norms/norms.hpp"

#include <cstdint>
#include <string>

namespace plaza::domain::search {

struct question {
    std::string words;
    std::string group;  ///< slug; this and the following narrow where not empty
    std::string kind;
    std::string tag;
    std::string state;
    std::string band{};  ///< of the town that the thread comes from
    norms::asked_norm norm{};
    bool like_me = false;  ///< towns of the reader's band
};

struct found_page {
    std::string items;               ///< JSON array of search items
    std::vector<std::int64_t> next;  ///< keys of the last item when more follow
};

/// One item per thread the viewer may read; of a solved thread the accepted answer is shown.
found_page find(persistence::connection& db, std::int64_t viewer, question const& asked, page const& wanted);

/// Takes up anew some posts of a group whose kind changed, and goes on in another job while there are more.
void regroup(persistence::connection& db, std::string const& payload);

/// Job: takes up posts of a thread that changed whole, or came to it, some at a time.
void renew(persistence::connection& db, std::string const& payload);

/// Measures how common words are, so that rare ones lead. Started by the clock and after bulk loads.
void measure(persistence::connection& db);

}  // namespace plaza::domain::search
