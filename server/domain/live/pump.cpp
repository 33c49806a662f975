// SPDX-License-Identifier: EUPL-1.2
#include "domain/live/pump.hpp"

#include "base/log.hpp"
#include "domain/live/stream_sql.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <chrono>
#include <system_error>

namespace plaza::domain::live {
namespace {

/// Without any wake-up the table is looked at this often: covers a process that died between commit and publishing.
constexpr int look_every_ms = 500;
constexpr int batch = 500;
constexpr std::int64_t batch_bytes = 4 * 1024 * 1024;
constexpr std::chrono::milliseconds reconnect_pause{200};

/// A database that does not answer for so long counts as away, though it does not say so.
constexpr std::int64_t silent_ms = 2000;
constexpr std::chrono::milliseconds watch_every{250};

std::int64_t now_ms() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

}  // namespace

std::int64_t head_of_stream(persistence::connection& db) { return db.one(sql::head); }

pump::pump(persistence::connection_options options, hub& h)
    : options_(std::move(options)), hub_(h), wake_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    if (wake_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
    options_.application += " pump";
    thread_ = std::thread([this] { run(); });
    watcher_ = std::thread([this] { watch(); });
}

pump::~pump() {
    {
        std::lock_guard lock(watch_mutex_);
        stopping_ = true;
    }
    watch_wake_.notify_all();
    poke();
    thread_.join();
    watcher_.join();
    ::close(wake_);
}

void pump::poke() noexcept {
    std::uint64_t one = 1;
    [[maybe_unused]] auto const written = ::write(wake_, &one, sizeof one);  // full means that it will wake anyway
}

void pump::say_away() {
    if (away_.exchange(true)) return;
    base::log_warning("live.database_away");
    hub_.notice("delayed");
}

void pump::say_back() {
    if (!away_.exchange(false)) return;
    base::log_info("live.database_back");
    hub_.notice("on_time");
}

/// A frozen database holds the pump inside its query: somebody else has to tell.
void pump::watch() {
    std::unique_lock lock(watch_mutex_);
    while (!stopping_) {
        watch_wake_.wait_for(lock, watch_every);
        auto const since = asked_at_.load();
        if (since != 0 && now_ms() - since > silent_ms) say_away();
    }
}

void pump::run() {
    while (!stopping_) {
        try {
            asked_at_ = now_ms();
            persistence::connection db(options_);
            db.run(sql::listen);
            while (!stopping_) {
                std::uint64_t pokes = 0;
                [[maybe_unused]] auto const read = ::read(wake_, &pokes, sizeof pokes);
                asked_at_ = now_ms();
                db.one(sql::publish);
                pass_on(db);
                asked_at_ = 0;
                say_back();
                db.wait_for_notification(look_every_ms, wake_);
            }
        } catch (std::exception const& error) {
            if (stopping_) return;
            base::log_debug("live.pump", {{"error", error.what()}});
            asked_at_ = 0;
            say_away();
            std::this_thread::sleep_for(reconnect_pause);
        }
    }
}

void pump::pass_on(persistence::connection& db) {
    for (;;) {
        auto rows = db.rows(sql::after, hub_.position(), batch, batch_bytes);
        bool const more = !rows.empty() && rows.back().more;
        std::vector<stream_event> events;
        events.reserve(rows.size());
        for (auto& r : rows) {
            events.push_back({r.position, std::move(r.kind), r.group, std::move(r.slug).value_or(""), r.thread,
                              r.person, std::move(r.data)});
        }
        hub_.dispatch(events);
        if (!more) return;
    }
}

}  // namespace plaza::domain::live
