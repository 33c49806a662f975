// SPDX-License-Identifier: EUPL-1.2
// A small network to search in: groups of each kind, and words to write and ask for.
#pragma once
#include "domain/search/search.hpp"
#include "persistence/connection.hpp"
#include "support/database.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace plaza::tests {

class search_world {
public:
    search_world();

    std::int64_t person(std::string const& language = "es");
    std::int64_t group(std::string const& slug, std::string const& kind = "open");
    void join(std::int64_t group, std::int64_t person);
    void leave(std::int64_t group, std::int64_t person);
    /// A thread with its first post.
    std::int64_t ask(std::int64_t group, std::string const& title, std::string const& body,
                     std::vector<std::string> const& tags = {}, std::string const& kind = "question",
                     std::string const& language = "es");
    /// A statement of the test's own.
    void run(std::string const& statement) { db.script("test", statement); }
    /// The number of the new post.
    int answer(std::int64_t thread, std::string const& body);
    void accept(std::int64_t thread, int number);

    /// Titles of what is found, best first; the question's fields narrow.
    std::vector<std::string> titles(domain::search::question const& asked, std::int64_t viewer = 0, int limit = 20);
    std::vector<std::string> titles(std::string const& words) { return titles({words, {}, {}, {}, {}}); }
    /// All titles, page by page.
    std::vector<std::string> pages(std::string const& words, int limit);
    domain::search::found_page page(std::string const& words, int limit = 20);
    /// Posts of which search knows something else than it would store now.
    std::int64_t stale();

    tests::database own;
    persistence::connection db;
    std::int64_t reader;
    std::int64_t author;
    std::int64_t open;
};

}  // namespace plaza::tests
