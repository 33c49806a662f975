// SPDX-License-Identifier: EUPL-1.2
#include "domain/search/search.hpp"

#include "base/markdown.hpp"
#include "domain/search/extract.hpp"
#include "domain/search/search_sql.hpp"
#include "jobs/queue.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace plaza::domain::search {
namespace {

std::optional<std::string> narrowed(std::string const& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

found_page find(persistence::connection& db, std::int64_t viewer, question const& asked, page const& wanted) {
    std::optional<std::int64_t> score, id;
    if (!wanted.after.empty()) {
        score = wanted.after[0];
        id = wanted.after[1];
    }
    auto const rows = db.rows(sql::find, viewer, asked.words, narrowed(asked.group), narrowed(asked.kind),
                              narrowed(asked.tag), narrowed(asked.state), narrowed(asked.band),
                              narrowed(asked.norm.norm), asked.norm.article, asked.like_me, score, id, wanted.limit);
    found_page out{"[", {}};
    if (!rows.empty()) {
        marker const marks(rows.front().asked, rows.front().names);
        for (auto const& row : rows) {
            if (out.items.size() > 1) out.items += ',';
            out.items += "{\"thread\":" + row.thread + ",\"number\":" + std::to_string(row.number) + ",\"extract\":";
            out.items += boost::json::serialize(boost::json::string(marks.extract(base::plain_text(row.body))));
            out.items += ",\"weight\":" + (row.weight ? "\"" + *row.weight + "\"" : std::string("null"));
            out.items += '}';
        }
        auto const& last = rows.back();
        if (last.more) out.next = {last.score, last.thread_id};
    }
    out.items += ']';
    return out;
}

void regroup(persistence::connection& db, std::string const& payload) {
    /// So many hold the locks of their posts for less than a second.
    constexpr int batch = 500;
    if (!db.one(sql::regroup_some, batch)) return;
    // The job that runs has its key until it ends.
    bool const odd = payload.find("odd") != std::string::npos;
    jobs::enqueue(db, "search.regroup", odd ? "{}" : R"({"odd": true})", odd ? "search.regroup" : "search.regroup:odd");
}

void renew(persistence::connection& db, std::string const& payload) {
    /// So many hold their thread for some tenths of a second.
    constexpr int batch = 100;
    auto const wanted = boost::json::parse(payload).as_object();
    auto const thread = wanted.at("thread").as_int64();
    auto const last = db.one(sql::renew_some, thread, static_cast<int>(wanted.at("behind").as_int64()), batch);
    if (!last) return;
    boost::json::value const rest{{"thread", thread}, {"behind", *last}};
    jobs::enqueue(db, "search.renew", boost::json::serialize(rest));
}

void measure(persistence::connection& db) { db.one(sql::measure); }

}  // namespace plaza::domain::search
