// SPDX-License-Identifier: EUPL-1.2
// First the dump is read without its texts, so that every post's thread, number and parent are known before
// anything is stored, in whatever order the files are.
#include "base/markdown.hpp"
#include "domain/imports/dump_import.hpp"
#include "persistence/array.hpp"

#include <map>
#include <unordered_map>
#include <unordered_set>

namespace plaza::domain::imports {

using persistence::array_of;

namespace {

/// A body that cannot be stored takes no number. Only those that may be too short or too long are converted
/// twice.
std::string early_body_fault(dump_post const& post) {
    constexpr std::size_t certainly_short = 64;
    constexpr std::size_t certainly_fits = base::markdown_limits::input / 2;
    if (post.html.size() > certainly_short && post.html.size() < certainly_fits) return {};
    return body_fault(markdown_body(post));
}

}  // namespace

void dump_import::plan_posts() {
    std::vector<planned> items;
    std::string const file = "Posts.xml";
    each_row(file, pass::first, 1, [&](xml_row const& row) {
        auto const post = read_post(row, now_);
        if (!post) return leave_out(file, row, post.error());
        if (auto const fault = early_body_fault(*post); !fault.empty()) return report_.skip(file, post->id, fault);
        items.push_back(
            {post->id, post->parent, post->created, post->type == post_type::question ? 0 : 1, post->accepted});
        if (items.size() >= dump_limits::batch_rows) plan(file, "post", items);
    });
    plan(file, "post", items);
}

void dump_import::plan_comments() {
    std::vector<planned> items;
    std::string const file = "Comments.xml";
    each_row(file, pass::first, 1, [&](xml_row const& row) {
        auto const comment = read_comment(row, now_);
        if (!comment) return leave_out(file, row, comment.error());
        items.push_back({comment->id, comment->post, comment->created, 2, {}});
        if (items.size() >= dump_limits::batch_rows) plan(file, "comment", items);
    });
    plan(file, "comment", items);
}

void dump_import::plan(std::string const& file, std::string const& kind, std::vector<planned>& items) {
    if (items.empty()) return;
    auto const taken =
        db_.rows(sql::plan_items, kind, array_of(items, &planned::old_id), array_of(items, &planned::parent),
                 array_of(items, &planned::at), array_of(items, &planned::rank), array_of(items, &planned::accepted));
    if (taken.size() < items.size()) {
        std::unordered_set<std::int64_t> fresh(taken.begin(), taken.end());
        for (auto const& item : items) {
            if (fresh.erase(item.old_id) == 0) report_.skip(file, item.old_id, "Id stands twice in the file");
        }
    }
    items.clear();
}

void dump_import::settle_plan() {
    progress_.begin("order");
    sql::root_plan(db_);
    for (auto const& lost : db_.rows(sql::drop_rootless)) {
        bool const comment = lost.kind == "comment";
        report_.skip(comment ? "Comments.xml" : "Posts.xml", lost.old_id,
                     comment ? "orphan: its post is not here" : "orphan: its question is not here");
    }
    sql::number_plan(db_, source_);
}

void dump_import::count_votes() {
    constexpr std::size_t most_counts = 50'000;
    struct count {
        int up = 0;
        int down = 0;
    };
    std::unordered_map<std::int64_t, count> counts;
    std::vector<std::int64_t> accepted;
    std::vector<moment> accepted_at;
    auto const flush = [&] {
        std::vector<std::int64_t> posts;
        std::vector<int> up;
        std::vector<int> down;
        for (auto const& [post, n] : counts) {
            posts.push_back(post);
            up.push_back(n.up);
            down.push_back(n.down);
        }
        if (!posts.empty()) db_.run(sql::plan_votes, array_of(posts), array_of(up), array_of(down));
        if (!accepted.empty()) db_.run(sql::plan_acceptances, array_of(accepted), array_of(accepted_at));
        counts.clear();
        accepted.clear();
        accepted_at.clear();
    };
    std::string const file = "Votes.xml";
    each_row(file, pass::first, 1, [&](xml_row const& row) {
        auto const vote = read_vote(row);
        if (!vote) return leave_out(file, row, vote.error());
        switch (vote->type) {
            case 1:
                accepted.push_back(vote->post);
                accepted_at.push_back(std::min(vote->created, now_));
                break;
            case 2: ++counts[vote->post].up; break;
            case 3: ++counts[vote->post].down; break;
            default: report_.skip_kind(file, std::string(counted_only) + "vote type " + std::to_string(vote->type));
        }
        if (counts.size() + accepted.size() >= most_counts) flush();
    });
    flush();
}

void dump_import::gather_history() {
    std::vector<dump_history> batch;
    std::size_t bytes = 0;
    auto const flush = [&] {
        // Of posts that are stored already the history is, too.
        auto const wanted = db_.rows(sql::posts_to_store, array_of(batch, &dump_history::post));
        std::unordered_set<std::int64_t> const posts(wanted.begin(), wanted.end());
        std::erase_if(batch, [&](dump_history const& h) { return !posts.contains(h.post); });
        if (batch.empty()) return;
        db_.run(sql::plan_history, source_, array_of(batch, &dump_history::id), array_of(batch, &dump_history::post),
                array_of(batch, [](auto const& h) { return h.part == history_part::body; }),
                array_of(batch, &dump_history::revision), array_of(batch, &dump_history::created),
                array_of(batch, [](auto const& h) { return h.author.id; }), array_of(batch, &dump_history::text),
                array_of(batch, &dump_history::comment));
        batch.clear();
        bytes = 0;
    };
    std::string const file = "PostHistory.xml";
    each_row(file, pass::first, weights::history, [&](xml_row const& row) {
        auto history = read_history(row, now_);
        if (!history) return leave_out(file, row, history.error());
        bytes += history->text.size();
        batch.push_back(std::move(*history));
        if (batch.size() < dump_limits::batch_rows && bytes < dump_limits::batch_bytes) return;
        flush();
        bytes = 0;
    });
    flush();
    sql::index_history(db_);
}

}  // namespace plaza::domain::imports
