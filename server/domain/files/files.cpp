// SPDX-License-Identifier: EUPL-1.2
#include "domain/files/files.hpp"

#include "base/log.hpp"
#include "domain/accountability/audit.hpp"
#include "domain/files/files_sql.hpp"
#include "domain/files/kinds.hpp"
#include "domain/files/scanner.hpp"
#include "domain/live/events.hpp"
#include "domain/norms/norms.hpp"
#include "domain/notifications/notifications.hpp"
#include "domain/people/people_sql.hpp"
#include "domain/threads/threads.hpp"
#include "jobs/queue.hpp"
#include "persistence/array.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace plaza::domain::files {
namespace {

/// Files taken off the disk by one job.
constexpr int doomed_at_once = 500;
/// What has no row after this long never gets one: uploads are taken up within seconds.
constexpr std::chrono::hours orphan_age{1};

std::string array_of(std::vector<std::int64_t> const& ids) { return persistence::array_of(ids); }

bool among(std::vector<std::int64_t> const& ids, std::int64_t id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

/// As pages show it: its small form.
base::own_file as_shown(sql::named_row const& row) {
    auto const longer = std::max(row.width, row.height);
    if (longer <= small_side) return {row.ready, row.width, row.height};
    auto const scaled = [&](int side) { return std::max(1, (side * small_side + longer / 2) / longer); };
    return {row.ready, scaled(row.width), scaled(row.height)};
}

/// What the file's absence or coming changes for readers of the text that names it.
void show_anew(persistence::connection& db, std::optional<std::int64_t> post) {
    if (!post) return;
    norms::render(db, *post);
    live::of_post(db, "post.edited", *post);
}

void have_scanned(persistence::connection& db, std::int64_t id) {
    jobs::enqueue(db, scan_job, boost::json::serialize(boost::json::object{{"file", id}}), {}, scan_queue);
}

}  // namespace

base::file_finder named_files::finder() const {
    if (own_.empty()) return {};
    return [own = own_](std::int64_t id) -> std::optional<base::own_file> {
        auto const found = own.find(id);
        return found == own.end() ? std::nullopt : std::optional(found->second);
    };
}

base::result<named_files> claim(persistence::connection& db, base::actor const& actor, std::int64_t group,
                                std::string_view body, std::optional<std::int64_t> post, std::string_view before) {
    named_files out;
    auto const had = base::files_named(before, most_in_text);
    out.had_ = !had.empty();
    out.all_ = base::files_named(body, most_in_text + 1);
    if (out.all_.size() > most_in_text) return base::invalid("body", "too_many_files");
    if (out.all_.empty()) return out;
    auto const all = array_of(out.all_);
    // Of two texts that name the same file at once, it hangs from the one that comes first.
    db.rows(sql::hold_loose, actor.person, all);
    auto const rows = db.rows(sql::named, actor.person, all, post);
    for (auto const& row : rows) {
        if (!row.own) continue;
        out.own_.emplace(row.file, as_shown(row));
        if (row.loose) out.loose_.push_back(row.file);
    }
    for (auto const id : out.all_) {
        bool const seen = std::any_of(rows.begin(), rows.end(), [&](auto const& row) { return row.file == id; });
        if (seen || among(had, id)) continue;
        if (!post || !db.one(sql::in_history, *post, std::to_string(id))) return base::invalid("body", "unknown_file");
    }
    if (!out.loose_.empty() && db.one(sql::bytes_with, group, array_of(out.loose_)) > group_bytes)
        return base::forbidden("files_of_group_full");
    return out;
}

void attach(persistence::connection& db, std::int64_t post, named_files const& named) {
    if (!named.loose_.empty()) db.run(sql::attach, post, array_of(named.loose_));
    if (named.had_ || !named.own_.empty()) db.run(sql::show, post, array_of(named.all_));
}

named_files in_preview(persistence::connection& db, base::actor const& actor, std::string_view body) {
    named_files out;
    out.all_ = base::files_named(body, most_in_text);
    if (out.all_.empty()) return out;
    for (auto const& row : db.rows(sql::named_in_preview, actor.person, array_of(out.all_)))
        out.own_.emplace(row.file, as_shown(row));
    return out;
}

named_files of_post(persistence::connection& db, std::int64_t post, std::string_view body) {
    named_files out;
    out.all_ = base::files_named(body, most_in_text);
    if (out.all_.empty()) return out;
    for (auto const& row : db.rows(sql::named_of_post, post, array_of(out.all_)))
        out.own_.emplace(row.file, as_shown(row));
    return out;
}

base::result<void> room_for(persistence::connection& db, base::actor const& actor, std::int64_t bytes) {
    auto const used = db.one(sql::used, actor.person);
    if (used.loose >= most_loose) return base::forbidden("too_many_loose_files");
    if (used.bytes + bytes > person_bytes) return base::forbidden("files_of_person_full");
    return {};
}

base::result<added> add(persistence::connection& db, base::actor const& actor, new_file wanted) {
    // The person first, as by whoever suspends or erases them; and of two files at once one is counted after the other.
    db.row(people::sql::name_locked, actor.person);
    if (auto const fits = room_for(db, actor, wanted.size); !fits) return fits.error();
    auto const id = db.row(sql::add, actor.person, actor.session, wanted.name, wanted.kind, wanted.size, wanted.width,
                           wanted.height, wanted.stored, wanted.scanned ? "ready" : "checking");
    if (!id) return base::unauthenticated();
    if (!wanted.scanned) have_scanned(db, *id);
    return added{*id, db.one(sql::shape, *id)};
}

std::int64_t add_brought(persistence::connection& db, std::int64_t owner, new_file const& brought) {
    auto const id = db.one(sql::add_brought, owner, brought.name, brought.kind, brought.size, brought.width,
                           brought.height, brought.stored, brought.scanned ? "ready" : "checking");
    if (!brought.scanned) have_scanned(db, id);
    return id;
}

base::result<void> remove(persistence::connection& db, base::actor const& actor, std::int64_t id) {
    auto const found = db.row(sql::place, actor.person, id);
    if (!found || (found->owner != actor.person && !found->readable)) return base::not_found();
    if (found->post) {
        auto const post = threads::access_post(db, actor, *found->post, groups::need::write);
        if (!post) return post.error();
    }
    if (found->owner != actor.person) return base::forbidden("not_the_author");
    if (found->post) db.row(sql::hold_post, *found->post);
    db.run(sql::drop, id);
    show_anew(db, found->post);
    return {};
}

void settle(persistence::connection& db, std::int64_t id, std::optional<std::string> const& found) {
    // Thread and post first, as by whoever edits. Where it was hung up or moved meanwhile, it is looked for again.
    std::optional<sql::hung_row> at;
    for (;;) {
        at = db.row(sql::where_hung, id);
        if (!at) return;
        if (at->post) {
            threads::hold(db, *at->thread);
            auto const thread = db.row(sql::hold_post, *at->post);
            if (thread && thread != at->thread) continue;
        }
        if (db.row(sql::settle, id, found ? "refused" : "ready", at->post)) break;
    }
    if (found) {
        auto const whom = db.one(sql::of_whom, id);
        audit::write(db, {}, "file.refused", "file", id, {{"found", *found}});
        notifications::tell(
            db, {whom.owner, "file_refused", std::nullopt, whom.thread, std::nullopt, {{"file", whom.name}}});
    }
    show_anew(db, at->post);
}

void forget_loose(persistence::connection& db) { db.run(sql::forget_loose, loose_hours); }

void drop_doomed(persistence::connection& db, store const& from) {
    if (!from.usable()) return;
    auto const names = db.rows(sql::doomed, doomed_at_once);
    if (names.empty()) return;
    // First the bytes: if this ends in between, they are looked for once more.
    for (auto const& name : names) from.remove(name);
    db.run(sql::forget_doomed, persistence::array_of(names));
}

void sweep(persistence::connection& db, store const& from) {
    auto const removed =
        from.sweep(orphan_age, [&](auto const& names) { return db.rows(sql::known, persistence::array_of(names)); });
    if (removed > 0) base::log_info("files.swept", {{"removed", std::to_string(removed)}});
}

}  // namespace plaza::domain::files
