// SPDX-License-Identifier: EUPL-1.2
#include "domain/merging/merging.hpp"

#include "domain/accountability/audit.hpp"
#include "domain/mail/mail.hpp"
#include "domain/merging/merging_sql.hpp"
#include "domain/people/people_sql.hpp"
#include "jobs/queue.hpp"

#include <boost/json/parse.hpp>

namespace plaza::domain::merging {
namespace {

constexpr char const* job = "people.merge";
/// Rows of each table that are moved in one transaction: others get their turn between.
constexpr int rows_at_once = 500;
/// How long one turn of the job waits for who writes, and seconds until the next turn: other jobs wait behind it.
constexpr int wait_for_writers_ms = 1'500;
constexpr int wait_again_s = 2;

struct two {
    sql::standing_row gone;
    sql::standing_row kept;
};

base::result<two> both(persistence::connection& db, base::actor const& actor, std::int64_t gone, std::int64_t kept) {
    if (gone == kept) return base::invalid("into", "same_person");
    auto found = db.rows(sql::standing, gone, kept);
    if (found.size() != 2) return base::not_found();
    if (found[0].person != gone) std::swap(found[0], found[1]);
    two out{std::move(found[0]), std::move(found[1])};
    // Groups that are closed to administrators come along.
    if (actor.person == gone || actor.person == kept) return base::forbidden("own_account");
    if (out.kept.status != "active" || (out.gone.status != "active" && out.gone.status != "imported"))
        return base::conflict("not_an_account");
    if (out.gone.office || out.kept.office) return base::conflict("holds_office");
    if (out.kept.guest && !out.gone.guest) return base::conflict("guest_kept");
    return out;
}

void tell(persistence::connection& db, sql::standing_row const& who, std::optional<std::int64_t> person) {
    if (who.email.empty()) return;
    mail::letter letter;
    letter.kind = "accounts_merged";
    letter.person = person;
    letter.address = who.email;
    letter.language = who.language;
    letter.facts = {{"name", who.name}, {"link", "/"}};
    mail::enqueue(db, std::move(letter));
}

std::string key_of(std::int64_t id) { return std::string(job) + ' ' + std::to_string(id); }

/// In one transaction, asked anew: what was allowed when it was begun may not be any more.
void begin_moving(persistence::connection& db, std::int64_t id, sql::merger_row const& row) {
    base::actor actor;
    actor.person = row.by;
    auto const people = row.allowed ? both(db, actor, row.gone, row.kept) : base::forbidden("administrator_gone");
    if (!people) {
        db.run(sql::note_state, id, "refused", people.error().type);
        return;
    }
    db.one(sql::merge, row.kept, row.gone);
    db.run(people::sql::asked_anew, row.kept);
    audit::write(db, actor, "person.merged", "person", row.kept,
                 {{"gone", std::to_string(row.gone)}, {"reason", row.reason}});
    tell(db, people->kept, row.kept);
    tell(db, people->gone, std::nullopt);
    db.run(sql::note_state, id, "moving", std::nullopt);
}

/// What was being written for the account when it ended has been written now; the same once more takes it along.
void finish(persistence::connection& db, std::int64_t id, sql::merger_row const& row) {
    if (!db.one(sql::writers_ended, wait_for_writers_ms)) {
        db.one(sql::go_on_later, std::string(job), key_of(id), std::to_string(id), wait_again_s);
        return;
    }
    db.rows(sql::standing, row.gone, row.kept);  // held
    db.one(sql::merge, row.kept, row.gone);
    if (db.one(sql::move_rest, row.kept, row.gone, rows_at_once)) {
        jobs::enqueue(db, job, std::to_string(id));
        return;
    }
    db.run(sql::note_state, id, "done", std::nullopt);
}

}  // namespace

base::result<std::string> preview(persistence::connection& db, base::actor const& actor, std::int64_t gone,
                                  std::int64_t kept) {
    auto const people = both(db, actor, gone, kept);
    if (!people) return people.error();
    return db.one(sql::preview, actor.person, gone, kept);
}

base::result<std::int64_t> start(persistence::connection& db, base::actor const& actor, std::int64_t gone,
                                 std::int64_t kept, std::string const& reason) {
    // Both are held, so that two who begin know of each other.
    auto const people = both(db, actor, gone, kept);
    for (auto const& other : db.rows(sql::open_mergers_of, gone, kept)) {
        if (other.gone == gone && other.kept == kept) return other.merger;
        if (people) return base::conflict("merger_under_way");
    }
    if (!people) return people.error();
    auto const id = db.one(sql::insert_merger, gone, kept, actor.person, reason);
    jobs::enqueue(db, job, std::to_string(id), key_of(id));
    return id;
}

void go_on(persistence::connection& db, std::string const& payload) {
    auto const id = boost::json::parse(payload).as_int64();
    auto const row = db.row(sql::hold_merger, id);
    if (!row) return;
    if (row->state == "begun") {
        begin_moving(db, id, *row);
    } else if (!db.one(sql::move_rest, row->kept, row->gone, rows_at_once)) {
        finish(db, id, *row);
        return;
    }
    jobs::enqueue(db, job, payload);
}

base::result<void> give_up(persistence::connection& db, base::actor const& actor, std::int64_t id) {
    auto const row = db.row(sql::hold_merger, id);
    if (!row) return db.row(sql::shape, id) ? base::conflict("merger_moving") : base::not_found();
    if (row->state != "begun") return base::conflict("merger_moving");
    db.run(sql::note_state, id, "refused", "given_up");
    audit::write(db, actor, "person.merger_given_up", "person", row->kept, {{"gone", std::to_string(row->gone)}});
    return {};
}

void forget_old(persistence::connection& db) {
    db.run(sql::forget_mergers, merger_days_kept);
    // A server of an older version, during an upgrade, gives up jobs that it does not know.
    for (auto const id : db.rows(sql::mergers_without_job, std::string(job))) {
        jobs::enqueue(db, job, std::to_string(id), key_of(id));
    }
}

}  // namespace plaza::domain::merging
