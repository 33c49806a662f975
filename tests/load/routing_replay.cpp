// SPDX-License-Identifier: EUPL-1.2
// Reads identifiers of questions from standard input, a line each, and prints for each whom it is asked of, as JSON. What the job
// of the server does is done, and rolled back, so that no question counts for another. Started by tests/load/matching.
#include "domain/routing/routing.hpp"
#include "persistence/connection.hpp"
#include "persistence/query.hpp"

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>

namespace {

using plaza::persistence::command;
using plaza::persistence::query;

constinit command<std::int64_t> const begin{"replay.begin", "insert into question_routing (thread_id) values ($1)"};
constinit query<std::string(std::int64_t)> const asked{
    "replay.asked",
    "select coalesce(json_agg(person_id::text order by asked_at), '[]')::text from question_ask where thread_id = $1"};

}  // namespace

int main() {
    try {
        char const* const url = std::getenv("PLAZA_DATABASE_URL");
        if (!url) throw std::runtime_error("PLAZA_DATABASE_URL is not set");
        plaza::persistence::connection_options options;
        options.conninfo = url;
        options.statement_timeout_ms = 60'000;
        plaza::persistence::connection db(options);
        for (std::string line; std::getline(std::cin, line);) {
            plaza::persistence::transaction taken_back(db);
            auto const thread = std::stoll(line);
            db.run(begin, thread);
            plaza::domain::routing::ask(db, "{\"thread\":" + line + "}");
            std::cout << db.one(asked, thread) << std::endl;
        }
        return 0;
    } catch (std::exception const& fault) {
        std::cerr << fault.what() << '\n';
        return 1;
    }
}
