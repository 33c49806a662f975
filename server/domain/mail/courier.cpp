// SPDX-License-Identifier: EUPL-1.2
#include "domain/mail/courier.hpp"

#include "base/log.hpp"
#include "domain/leavers/leavers.hpp"
#include "domain/mail/kinds.hpp"
#include "domain/mail/mail.hpp"
#include "domain/mail/mail_sql.hpp"
#include "domain/mail/message.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <optional>

namespace plaza::domain::mail {
namespace {

constexpr int look_every_ms = 500;
/// A letter whose courier was killed is taken by another one after this long.
constexpr int lease_seconds = 60;
constexpr std::chrono::seconds renew_every{15};
/// What a letter under way gets once the server has been asked to end.
constexpr std::chrono::seconds patience{6};
constexpr int again_ms = 500;
/// When the database comes back, couriers first write down what they had sent meanwhile, before anybody takes a letter.
constexpr int after_absence_ms = 10 * again_ms;

std::int64_t letter_in(std::string const& payload) { return boost::json::parse(payload).at("mail").as_int64(); }

std::string host_of(std::string const& site) {
    auto const begin = site.find("//") + 2;
    return site.substr(begin, site.find_first_of(":/", begin) - begin);
}

/// Why it is not sent any more; nothing when it is.
std::optional<std::string> objection(sql::waiting_row const& letter, letter_kind const& kind) {
    if (letter.expired) return "too late: what it says has ended";
    if (letter.standing == "suspended" || letter.standing == "erased" || letter.standing == "merged")
        return "the person may not receive it any more";
    if (kind.to_own_address && !letter.own_address) return "the person has another address now";
    // Of notices, which the database writes; the others were asked when they were written.
    if (!sendable(letter.address)) return "not a mail address";
    return std::nullopt;
}

}  // namespace

int pause_after(int attempts) { return std::min(30 << 2 * std::clamp(attempts - 1, 0, 6), 6 * 3600); }

courier::courier(persistence::connection_options options, courier_settings settings)
    : options_(std::move(options)), settings_(std::move(settings)) {
    options_.application += " mail";
    settings_.smtp.host_name = host_of(settings_.site);
    if (settings_.smtp.url.empty() && !settings_.demo) {
        base::log_warning("mail.no_server", {{"advice", "set smtp-url, mail-from and public-url"}});
        return;
    }
    thread_ = std::thread([this] { run(); });
}

courier::~courier() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
        stop_at_ = clock::now() + patience;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

bool courier::pause(int milliseconds) {
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, std::chrono::milliseconds(milliseconds), [&] { return stopping_; });
    return !stopping_;
}

bool courier::stopping() {
    std::lock_guard lock(mutex_);
    return stopping_ && clock::now() > stop_at_;
}

std::optional<jobs::taken_job> courier::next() {
    auto out = jobs::take(*db_, queue, lease_seconds);
    return out ? std::move(out) : jobs::take(*db_, notices_queue, lease_seconds);
}

void courier::run() {
    bool away = false;
    while (pause(0)) {
        try {
            if (!db_ || db_->lost()) db_ = std::make_unique<persistence::connection>(options_);
            if (away && !pause(after_absence_ms)) return;
            away = false;
            while (auto const job = next()) {
                deliver(*job);
                if (!pause(0)) return;
            }
            pause(look_every_ms);
        } catch (std::exception const& error) {
            if (!away) base::log_warning("mail.held_up", {{"error", error.what()}});
            away = true;
            pause(look_every_ms);
        }
    }
}

void courier::write_down(std::function<void(persistence::connection&)> const& what) {
    bool told = false;
    for (;;) {
        try {
            if (!db_ || db_->lost()) db_ = std::make_unique<persistence::connection>(options_);
            persistence::transaction tx(*db_);
            what(*db_);
            tx.commit();
            return;
        } catch (std::exception const& error) {
            if (!told) base::log_warning("mail.not_written_down", {{"error", error.what()}});
            told = true;
            if (stopping()) return;
            std::this_thread::sleep_for(std::chrono::milliseconds(again_ms));
        }
    }
}

bool courier::still_wanted(jobs::taken_job const& job) {
    if (stopping()) return false;
    if (clock::now() - asked_ < renew_every) return true;
    asked_ = clock::now();
    try {
        if (!db_ || db_->lost()) db_ = std::make_unique<persistence::connection>(options_);
        if (!jobs::keep(*db_, job, lease_seconds)) return false;
        kept_ = clock::now();
        return true;
    } catch (std::exception const&) {
        // The database may be away for us alone: another courier takes the letter when our lease has run out.
        return clock::now() - kept_ < std::chrono::seconds(lease_seconds) - renew_every;
    }
}

notice_verdict courier::ask(std::int64_t letter, std::string const& kind) {
    persistence::transaction tx(*db_);
    auto out = ask_notice(*db_, settings_.codec.value(), letter, kind);
    tx.commit();
    return out;
}

smtp_outcome courier::converse(jobs::taken_job const& job, sql::waiting_row const& letter,
                               std::optional<notice_content> const& notice,
                               std::unique_ptr<smtp_conversation>& conversation) {
    if (settings_.smtp.url.empty()) return {fate::accepted, "kept_in_outbox"};
    try {
        envelope cover{settings_.from, settings_.installation, letter.address,
                       letter.message_id + settings_.from.substr(settings_.from.rfind('@')), letter.written};
        if (notice) {
            cover.thread = notice->thread;
            cover.stop = settings_.site + notice->post_to;
        }
        auto const content =
            message(cover, notice ? render(notice->kind, letter.language, notice->facts, settings_.installation,
                                           settings_.site, notice->stop)
                                  : render(letter.kind, letter.language, boost::json::parse(letter.facts).as_object(),
                                           settings_.installation, settings_.site));
        asked_ = kept_ = clock::now();
        conversation = std::make_unique<smtp_conversation>(settings_.smtp, [this, &job] { return still_wanted(job); });
        return conversation->send(settings_.from, letter.address, content);
    } catch (std::exception const& error) {
        return {fate::failed, error.what()};
    }
}

void courier::deliver(jobs::taken_job const& job) {
    auto const id = letter_in(job.payload);
    auto const letter = db_->row(sql::waiting, id);
    auto const* kind = letter ? find_kind(letter->kind) : nullptr;
    if (!letter) {
        write_down([&](auto& db) { jobs::finish(db, job.id); });
        return;
    }
    if (!kind) {
        // Written by a newer server during an upgrade: it is that one's to send, or ours after ours.
        write_down([&](auto& db) { jobs::postpone(db, job, pause_after(1), "unknown kind of letter"); });
        return;
    }
    bool bounced = false;
    auto const settle = [&](std::string const& state, std::string const& words, bool forget) {
        write_down([&](auto& db) {
            db.run(sql::settle, id, state, words, job.attempts, forget && kind->secret && !settings_.demo);
            if (bounced) leavers::note_bounce(db, id);
            jobs::finish(db, job.id);
        });
    };
    if (auto const why = objection(*letter, *kind)) return settle("withdrawn", *why, true);
    // Whoever took it before never said how it went: it may have ended the process each time.
    if (job.attempts > most_attempts) return settle("given_up", "given up after too many tries", false);

    std::optional<notice_content> notice;
    if (kind->of_notice) {
        auto verdict = ask(id, letter->kind);
        if (!verdict.content) return settle("withdrawn", "there is nothing to tell any more", true);
        if (verdict.wait > 0) return write_down([&](auto& db) { jobs::put_off(db, job, verdict.wait); });
        notice = std::move(verdict.content);
    }

    std::unique_ptr<smtp_conversation> conversation;  // says QUIT when all is written down
    auto const outcome = converse(job, *letter, notice, conversation);
    bounced = outcome.recipient;

    if (outcome.how == fate::accepted) return settle("accepted", outcome.words, true);
    auto const id_text = std::to_string(id);
    auto const fate_text = outcome.how == fate::refused    ? "refused"
                           : job.attempts >= most_attempts ? "given_up"
                                                           : "queued";
    base::log_warning("mail.not_sent", {{"mail", id_text}, {"kind", letter->kind}, {"state", fate_text}});
    if (outcome.how == fate::refused) return settle("refused", outcome.words, false);
    if (job.attempts >= most_attempts) return settle("given_up", outcome.words, false);
    write_down([&](auto& db) {
        db.run(sql::note_attempt, id, outcome.words, job.attempts);
        // A stop that came in between is nobody's fault: the letter goes on at the next start.
        jobs::postpone(db, job, stopping() ? 0 : pause_after(job.attempts), outcome.words);
    });
}

}  // namespace plaza::domain::mail
