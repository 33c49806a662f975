// SPDX-License-Identifier: EUPL-1.2
#include "domain/live/events.hpp"

#include "domain/live/events_sql.hpp"

namespace plaza::domain::live {

void of_thread(persistence::connection& db, std::string_view kind, std::int64_t thread) {
    db.run(sql::of_thread, std::string(kind), thread);
}

void of_post(persistence::connection& db, std::string_view kind, std::int64_t post) {
    db.run(sql::of_post, std::string(kind), post, largest_post_event);
}

void in_thread(persistence::connection& db, std::string_view kind, std::int64_t thread, std::string data) {
    db.run(sql::in_thread, std::string(kind), thread, std::move(data));
}

void to_person(persistence::connection& db, std::string_view kind, std::int64_t person,
               std::optional<std::int64_t> group, std::optional<std::int64_t> thread, std::string data,
               std::optional<int> post) {
    db.run(sql::to_person, std::string(kind), person, group, thread, std::move(data), post);
}

void forget_post(persistence::connection& db, std::int64_t post) { db.run(sql::forget_post, post); }

}  // namespace plaza::domain::live
