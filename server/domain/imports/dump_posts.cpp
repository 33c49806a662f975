// SPDX-License-Identifier: EUPL-1.2
#include "base/markdown.hpp"
#include "domain/imports/dump_import.hpp"
#include "domain/imports/html_to_markdown.hpp"
#include "persistence/array.hpp"

#include <bit>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace plaza::domain::imports {

using persistence::array_of;

/// A post of whatever role with all that is stored of it.
struct dump_import::ready {
    std::int64_t old_id = 0;
    std::string role;
    std::optional<std::int64_t> thread;  ///< nothing for a question: it makes one
    int number = 1;
    std::optional<int> parent;
    dump_author author;
    std::string title;
    std::vector<std::string> tags;
    std::string body;
    std::string html;
    moment created = 0;
    std::optional<moment> edited;
    int up = 0;
    int down = 0;
    std::string digest;
    std::int64_t post = 0;    ///< given when stored
    std::int64_t person = 0;  ///< the same
};

namespace {

/// Markdown of a body: as it was written last, where that shows the same, or made from its HTML.
std::string body_of(dump_post const& post, sql::place const& place) {
    if (place.newest && renders_to(*place.newest, post.html)) return *place.newest;
    return markdown_body(post);
}

std::string body_of(dump_comment const& comment, sql::place const&) { return comment.body; }

template <class Ready>
void fill(Ready& out, dump_post const& post) {
    bool const question = post.type == post_type::question;
    out.role = question ? "root" : "answer";
    out.title = post.title;
    out.tags = post.tags;
    out.edited = post.edited;
}

template <class Ready>
void fill(Ready& out, dump_comment const&) {
    out.role = "comment";
}

}  // namespace

template <class Row>
std::vector<dump_import::ready> dump_import::prepare(std::string const& file, std::string const& kind,
                                                     std::vector<Row> const& rows, pass which) {
    std::unordered_map<std::int64_t, sql::place> places;
    for (auto& place : db_.rows(sql::places, source_, kind, array_of(rows, &Row::id))) {
        auto const old_id = place.old_id;
        places.emplace(old_id, std::move(place));
    }
    std::vector<ready> out;
    for (auto const& row : rows) {
        auto const found = places.find(row.id);
        if (found == places.end()) continue;  // named when the plan was made
        auto const& place = found->second;
        if (place.stored) {
            if (which == pass::again) continue;
            if (place.digest == row.digest) {
                report_.unchanged();
            } else {
                report_.note(file, row.id, "changed in the dump since it was imported: kept as it was");
            }
            places.erase(found);
            continue;
        }
        ready item;
        item.old_id = row.id;
        fill(item, row);
        bool const question = item.role == "root";
        bool const comment = item.role == "comment";
        if (!place.thread_planned) {
            give_up(file, kind, row.id, "orphan: its question could not be stored");
            continue;
        }
        if (!question && !place.thread && !options_.dry_run) {
            ++deferred_;
            continue;
        }
        if (comment && !place.parent_number && !options_.dry_run) {
            give_up(file, kind, row.id, "orphan: its post could not be stored");
            continue;
        }
        item.body = body_of(row, place);
        if (auto const fault = body_fault(item.body); !fault.empty()) {
            give_up(file, kind, row.id, fault);
            continue;
        }
        item.html = base::to_html_or_verbatim(item.body);
        item.thread = place.thread;
        item.number = place.number.value_or(1);
        item.parent = comment ? place.parent_number : std::optional<int>();
        item.author = row.author;
        item.created = row.created;
        item.up = place.up;
        item.down = place.down;
        item.digest = row.digest;
        out.push_back(std::move(item));
        places.erase(found);  // a second row of the same Id was named already
    }
    return out;
}

void dump_import::give_up(std::string const& file, std::string const& kind, std::int64_t row,
                          std::string const& reason) {
    report_.skip(file, row, reason);
    db_.run(sql::forget, kind, array_of(std::vector{row}));
}

void dump_import::store_posts() {
    std::string const file = "Posts.xml";
    auto const walk = [&](pass which) {
        deferred_ = 0;
        std::vector<dump_post> batch;
        std::size_t bytes = 0;
        auto const flush = [&] {
            // Questions first, so that the answers beside them find their thread.
            for (auto const type : {post_type::question, post_type::answer}) {
                std::vector<dump_post> some;
                std::copy_if(batch.begin(), batch.end(), std::back_inserter(some),
                             [&](dump_post const& p) { return p.type == type; });
                if (some.empty()) continue;
                auto items = prepare(file, "post", some, which);
                store(file, "post", items);
            }
            batch.clear();
            bytes = 0;
        };
        each_row(file, pass::again, which == pass::first ? weights::posts : 0, [&](xml_row const& row) {
            auto post = read_post(row, now_);
            if (!post) return;  // named when the plan was made
            bytes += post->html.size();
            batch.push_back(std::move(*post));
            if (batch.size() >= dump_limits::batch_rows || bytes >= dump_limits::batch_bytes) flush();
        });
        flush();
    };
    walk(pass::first);
    if (deferred_ > 0) walk(pass::again);
}

void dump_import::store_comments() {
    std::string const file = "Comments.xml";
    std::vector<dump_comment> batch;
    auto const flush = [&] {
        if (batch.empty()) return;
        auto items = prepare(file, "comment", batch, pass::first);
        store(file, "comment", items);
        batch.clear();
    };
    each_row(file, pass::again, weights::comments, [&](xml_row const& row) {
        auto comment = read_comment(row, now_);
        if (!comment) return;
        batch.push_back(std::move(*comment));
        if (batch.size() >= dump_limits::batch_rows) flush();
    });
    flush();
}

void dump_import::store(std::string const& file, std::string const& kind, std::span<ready> batch) {
    if (options_.dry_run) {
        count_stored(batch);
        return;
    }
    in_parts(
        batch, [&](std::span<ready> part) { store_once(file, kind, part); },
        [&](ready const& item, std::string const& reason) { give_up(file, kind, item.old_id, reason); });
}

void dump_import::store_once(std::string const& file, std::string const& kind, std::span<ready> batch) {
    persistence::transaction tx(db_);
    give_way(kind, batch);
    std::vector<byline> bylines;
    for (auto const& item : batch) bylines.push_back({item.author, item.old_id});
    auto const authors = resolve(bylines);
    auto const count = static_cast<int>(batch.size());
    auto const posts = db_.rows(sql::new_ids, count);
    for (std::size_t i = 0; i < batch.size(); ++i) {
        batch[i].post = posts[i];
        batch[i].person = authors.people[i];
    }
    std::vector<ready const*> questions;
    for (auto const& item : batch) {
        if (item.role == "root") questions.push_back(&item);
    }
    if (!questions.empty()) {
        auto const threads = db_.rows(sql::new_ids, static_cast<int>(questions.size()));
        std::vector<std::int64_t> tagged;
        std::vector<std::string> tags;
        std::size_t next = 0;
        for (auto& item : batch) {
            if (item.role != "root") continue;
            item.thread = threads[next++];
            for (auto const& tag : item.tags) {
                tagged.push_back(*item.thread);
                tags.push_back(tag);
            }
        }
        db_.run(sql::store_threads, group_, language_, array_of(threads),
                array_of(questions, [](ready const* q) { return q->title; }),
                array_of(questions, [](ready const* q) { return q->person; }),
                array_of(questions, [](ready const* q) { return q->created; }));
        db_.run(sql::store_tags, array_of(tags));
        db_.run(sql::store_thread_tags, array_of(tagged), array_of(tags));
    }
    auto const ids = array_of(batch, &ready::post);
    auto const old_ids = array_of(batch, &ready::old_id);
    db_.run(sql::store_posts, ids, array_of(batch, &ready::thread), array_of(batch, &ready::number),
            array_of(batch, &ready::parent), array_of(batch, &ready::role), array_of(batch, &ready::person),
            array_of(batch, &ready::body), array_of(batch, &ready::html), array_of(batch, &ready::up),
            array_of(batch, &ready::down), array_of(batch, &ready::created), array_of(batch, &ready::edited));
    auto const revisions = kind == "post" ? db_.one(sql::store_revisions, old_ids, ids) : 0;
    db_.run(sql::store_origins, source_, kind, old_ids, ids, array_of(batch, &ready::digest));
    db_.run(sql::mark_stored, kind, old_ids, ids);
    tx.commit();
    // Foreign keys are checked by plans that are kept: tables that were empty when they were made would be
    // searched whole until somebody analyses them.
    if (std::has_single_bit(++batches_)) sql::refresh_statistics(db_);
    count_stored(batch);
    report_.stored("revisions", revisions);
    report_.stored("placeholders", authors.placeholders);
    for (auto const& [row, note] : authors.notes) report_.note(file, row, note);
}

/// People go on writing in threads that are there already; what they took since the plan was made is theirs.
void dump_import::give_way(std::string const& kind, std::span<ready> batch) {
    std::vector<ready*> joining;
    std::set<std::int64_t> threads;
    for (auto& item : batch) {
        if (item.role == "root") continue;
        joining.push_back(&item);
        threads.insert(*item.thread);
    }
    if (joining.empty()) return;
    auto const old_ids = array_of(joining, [](ready const* item) { return item->old_id; });
    db_.rows(sql::lock_threads, array_of(threads));
    if (db_.run(sql::number_anew, kind, old_ids, array_of(joining, [](ready const* item) { return item->thread; })) ==
        0) {
        return;
    }
    std::unordered_map<std::int64_t, int> numbers;
    for (auto const& row : db_.rows(sql::numbers, kind, old_ids)) numbers.emplace(row.old_id, row.number);
    for (auto* item : joining) item->number = numbers.at(item->old_id);
}

void dump_import::count_stored(std::span<ready const> batch) {
    for (auto const& item : batch) {
        report_.stored(item.role == "root" ? "questions" : item.role == "answer" ? "answers" : "comments");
        new_votes_ += item.up + item.down;
    }
}

}  // namespace plaza::domain::imports
