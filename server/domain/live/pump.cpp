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
constexpr std::chrono::milliseconds reconnect_pause{200};

}  // namespace

pump::pump(persistence::connection_options options, hub& h)
    : options_(std::move(options)), hub_(h), wake_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    if (wake_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
    options_.application += " pump";
    thread_ = std::thread([this] { run(); });
}

pump::~pump() {
    stopping_ = true;
    poke();
    thread_.join();
    ::close(wake_);
}

void pump::poke() noexcept {
    std::uint64_t one = 1;
    [[maybe_unused]] auto const written = ::write(wake_, &one, sizeof one);  // full means that it will wake anyway
}

void pump::run() {
    bool away = false;
    bool started = false;
    while (!stopping_) {
        try {
            persistence::connection db(options_);
            db.run(sql::listen);
            if (!started) {
                hub_.start_at(db.one(sql::head));
                started = true;
            }
            while (!stopping_) {
                std::uint64_t pokes = 0;
                [[maybe_unused]] auto const read = ::read(wake_, &pokes, sizeof pokes);
                db.one(sql::publish);
                pass_on(db);
                if (away) {
                    away = false;
                    base::log_info("live.database_back");
                    hub_.notice("on_time");
                }
                db.wait_for_notification(look_every_ms, wake_);
            }
        } catch (std::exception const& error) {
            if (stopping_) return;
            if (!away) {
                away = true;
                base::log_warning("live.database_away", {{"error", error.what()}});
                if (started) hub_.notice("delayed");
            }
            std::this_thread::sleep_for(reconnect_pause);
        }
    }
}

void pump::pass_on(persistence::connection& db) {
    for (;;) {
        auto rows = db.rows(sql::after, hub_.position(), batch);
        std::vector<stream_event> events;
        events.reserve(rows.size());
        for (auto& r : rows) {
            events.push_back({r.position, std::move(r.kind), r.group, std::move(r.slug).value_or(""), r.thread,
                              r.person, std::move(r.data)});
        }
        hub_.dispatch(events);
        if (rows.size() < static_cast<std::size_t>(batch)) return;
    }
}

}  // namespace plaza::domain::live
