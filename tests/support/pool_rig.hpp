// SPDX-License-Identifier: EUPL-1.2
// A pool of database workers with an io_context of its own, and answers that drive it.
#pragma once
#include "persistence/database.hpp"
#include "persistence/query.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <cstdint>
#include <future>
#include <optional>
#include <utility>

namespace plaza::tests {

inline constexpr persistence::query<std::int64_t(std::int64_t)> echo{"test.echo", "select $1::bigint"};
inline constexpr persistence::query<std::int64_t(std::int64_t)> sleep_ms{
    "test.sleep_ms", "select $1::bigint from pg_sleep($1::bigint / 1000.0)"};

/// Limits that no test meets by chance.
inline persistence::database_options patient(persistence::connection_options connection, unsigned workers = 1) {
    persistence::database_options o;
    o.connection = std::move(connection);
    o.workers = workers;
    o.wait_limit = std::chrono::seconds(60);
    o.answer_within = std::chrono::seconds(60);
    return o;
}

inline auto sleeping(std::int64_t ms) {
    return [ms](persistence::connection& db) { return db.one(sleep_ms, ms); };
}
inline auto asking(std::int64_t n) {
    return [n](persistence::connection& db) { return db.one(echo, n); };
}

/// An answer that is still to come. Whoever asks for it drives the context meanwhile, so that a failure is never held
/// by two threads: libstdc++ counts its holders where ThreadSanitizer does not see it.
template <class R>
class answer {
public:
    answer(boost::asio::io_context& io, std::future<R> value) : io_(&io), value_(std::move(value)) {}
    R get() {
        while (value_.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
            io_->run_one_for(std::chrono::milliseconds(5));
        return value_.get();
    }

private:
    boost::asio::io_context* io_;
    std::future<R> value_;
};

/// Work on a pool.
class rig {
public:
    explicit rig(plaza::persistence::database_options options) : pool_(std::in_place, std::move(options)) {}
    ~rig() {
        pool_.reset();
        guard_.reset();
        io_.run();
    }
    template <class F>
    auto start(F f) {
        answer a(io_, boost::asio::co_spawn(io_, pool_->run(std::move(f)), boost::asio::use_future));
        io_.poll();
        return a;
    }
    template <class F>
    auto crowd(F f) {
        answer a(io_, boost::asio::co_spawn(io_, pool_->run(std::move(f), {}, plaza::persistence::lane::crowd),
                                            boost::asio::use_future));
        io_.poll();
        return a;
    }
    template <class F>
    auto now(F f) {
        return start(std::move(f)).get();
    }
    plaza::persistence::database_figures figures() const { return pool_->figures(); }
    void end_pool() { pool_.reset(); }
    void end_crowd() { pool_->end_crowd(); }

private:
    boost::asio::io_context io_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_{io_.get_executor()};
    std::optional<plaza::persistence::database> pool_;
};

}  // namespace plaza::tests
