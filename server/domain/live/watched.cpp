// SPDX-License-Identifier: EUPL-1.2
#include "domain/live/watched.hpp"

#include "domain/call.hpp"
#include "persistence/array.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace plaza::domain::live {

base::result<std::vector<std::int64_t>> watched_in(transport::request const& request) {
    std::vector<std::int64_t> out;
    auto left = request.query_value("watch");
    while (!left.empty()) {
        auto const end = std::min(left.find(','), left.size());
        auto const id = id_in(left.substr(0, end));
        if (!id) return base::invalid("watch", "out_of_range");
        if (std::find(out.begin(), out.end(), *id) == out.end()) out.push_back(*id);
        if (out.size() > most_watches) return base::invalid("watch", "out_of_range");
        left.remove_prefix(std::min(end + 1, left.size()));
    }
    return out;
}

/// The head of the stream is read before access is asked for: what ends it after that comes as an event.
watched look_at_watched(persistence::connection& db, std::int64_t person, std::vector<std::int64_t> const& threads,
                        std::optional<std::int64_t> since, std::int64_t up_to, int limit, std::int64_t bytes) {
    watched out;
    auto const head = db.one(sql::head);
    std::vector<std::int64_t> readable;
    for (auto const thread : threads) {
        if (auto const row = db.row(sql::may_watch, person, thread)) {
            out.stands.push_back({thread, row->group, row->open, head});
            readable.push_back(thread);
        } else {
            out.refused.push_back(thread);
        }
    }
    if (!since || *since > up_to) return out;
    auto rows = db.rows(sql::missed_watching, person, *since, up_to, limit, bytes, persistence::array_of(readable));
    // Asked last, as for what was missed of one's groups alone.
    out.resumed = *since >= db.one(sql::oldest) - 1;
    if (out.resumed) out.missed = to_events(std::move(rows));
    return out;
}

std::optional<std::int64_t> refused_in(std::string const& text) {
    constexpr std::string_view before = "{\"type\":\"refused\",\"thread\":";
    if (!text.starts_with(before)) return std::nullopt;
    std::int64_t thread = 0;
    std::from_chars(text.data() + before.size(), text.data() + text.size(), thread);
    return thread;
}

std::vector<stream_event> to_events(std::vector<sql::event_row> rows) {
    std::vector<stream_event> out;
    out.reserve(rows.size());
    for (auto& r : rows) {
        out.push_back({r.position, std::move(r.kind), r.group, std::move(r.slug).value_or(""), r.thread, r.person,
                       std::move(r.data)});
    }
    return out;
}

}  // namespace plaza::domain::live
