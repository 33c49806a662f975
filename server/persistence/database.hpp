// SPDX-License-Identifier: EUPL-1.2
// The pool of database workers: threads that each own one connection. I/O threads hand them units of work and
// never block.
#pragma once
#include "persistence/connection.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace plaza::persistence {

/// Who waits for whom: `crowd` is for what thousands ask at once and each can wait for. Only some of the workers do it at
/// a time, in the order it came, so that requests find the others free.
enum class lane { usual, crowd };

struct database_options {
    connection_options connection;
    unsigned workers = 8;
    unsigned crowd_workers = 2;                 ///< of these, so many at most for the crowd
    std::size_t queue_limit = 512;              ///< units of work waiting for a worker
    std::chrono::milliseconds wait_limit{500};  ///< longest wait for a worker
    std::chrono::milliseconds answer_within{
        900};  ///< longest wait for the answer; waiting for a worker is included, but for the crowd
    std::size_t crowd_queue_limit = 20'000;  ///< units of work of the crowd waiting for a worker
    std::chrono::milliseconds crowd_wait_limit{
        8'000};  ///< longest wait of the crowd for a worker, while work is being done at all
    /// Longest wait for a commit that was begun in time. PostgreSQL itself sets it no limit (`statement_timeout` has ended
    /// by then): it lasts as long as the disk, a replica or the end of the audit.
    std::chrono::milliseconds commit_within{8'000};
};

/// What the pool has been doing, for metrics.
struct database_figures {
    std::uint64_t done = 0;
    std::uint64_t refused = 0;
    std::uint64_t unknown = 0;  ///< commits of which nobody said how they went
    std::uint64_t connects = 0;
    std::uint64_t waited_us = 0;
    std::size_t waiting = 0;
    std::size_t crowd = 0;  ///< waiting in that lane
};

class database {
public:
    explicit database(database_options options);
    ~database();
    /// Ends the workers after the work that already began; what waits is refused. Before whatever work uses is destroyed.
    void end();
    /// What waits of the crowd is refused, now and from now on.
    void end_crowd();
    database(database const&) = delete;
    database& operator=(database const&) = delete;

    /// Runs f(connection&) on a worker and resumes with its value on the caller's executor. f owns all it uses: when
    /// the answer comes too late the caller has gone on with `overloaded`, and f still runs, but begins no commit any more: what was
    /// refused is not done. A commit that was begun is waited for, and told as `commit_unknown` where that takes too long.
    /// Throws `overloaded`, `commit_unknown`, `connection_lost`, `sql_error`, or what f throws. `within`: where an answer may take longer.
    template <class F, class R = std::invoke_result_t<F&, connection&>>
    boost::asio::awaitable<R> run(F f, std::chrono::milliseconds within = {}, lane in = lane::usual) {
        auto initiate = [this, within, in](auto handler, F given) {
            using handler_type = decltype(handler);
            struct job final : unit {
                job(handler_type h, F w) : handler(std::move(h)), task(std::move(w)) {}
                void execute(connection& c) override {
                    R value = task(c);
                    if (claim()) deliver({}, std::move(value));
                }
                void fail(std::exception_ptr error) override { deliver(std::move(error), R{}); }
                void deliver(std::exception_ptr error, R value) {
                    auto executor = boost::asio::get_associated_executor(handler);
                    boost::asio::post(executor, [h = std::move(handler), error = std::move(error),
                                                 value = std::move(value)]() mutable {
                        std::move(h)(std::move(error), std::move(value));
                    });
                }
                handler_type handler;
                F task;
            };
            auto made = std::make_shared<job>(std::move(handler), std::move(given));
            made->answer_within = std::max(within, options_.answer_within);
            made->in = in;
            submit(std::move(made));
        };
        return boost::asio::async_initiate<boost::asio::use_awaitable_t<> const, void(std::exception_ptr, R)>(
            std::move(initiate), boost::asio::use_awaitable, std::move(f));
    }

    database_figures figures() const;

private:
    using clock = std::chrono::steady_clock;
    struct unit {
        virtual ~unit() = default;
        virtual void execute(connection&) = 0;
        virtual void fail(std::exception_ptr) = 0;
        /// True for the first of worker and watchdog: only that one answers.
        bool claim() { return caller.answer(); }
        patience caller;
        clock::time_point entered{};
        std::chrono::milliseconds answer_within{};
        lane in = lane::usual;
    };
    using queue = std::deque<std::shared_ptr<unit>>;

    void submit(std::shared_ptr<unit> u);
    void work(std::size_t index);
    /// The queue whose first is to be done next, or null. With the mutex.
    queue* due();
    /// Takes out those at the front that have waited for longer than that. With the mutex.
    void take_late(queue& from, std::chrono::milliseconds limit, std::vector<std::shared_ptr<unit>>& late);
    void watch();
    static void fail(unit& u, std::exception_ptr error) {
        if (u.claim()) u.fail(std::move(error));
    }

    database_options options_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::condition_variable wake_watchdog_;
    queue waiting_, crowd_;
    unsigned crowd_running_ = 0;
    std::vector<std::shared_ptr<unit>> running_;
    database_figures figures_;
    clock::time_point finished_{};  ///< when a worker last came to the end of something
    bool crowd_had_turn_ = false;   ///< what was taken last was of the crowd
    bool crowd_ended_ = false;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace plaza::persistence
