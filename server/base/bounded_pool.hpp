// SPDX-License-Identifier: EUPL-1.2
// Threads of their own for work that would hold up I/O threads and database workers, with a bounded queue before them.
#pragma once
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <cstddef>
#include <exception>
#include <optional>
#include <utility>

namespace plaza::base {

class bounded_pool {
public:
    /// `threads` works at a time; with those that run at most `limit` are taken on.
    bounded_pool(unsigned threads, std::size_t limit) : limit_(limit), pool_(threads) {}
    ~bounded_pool() { pool_.join(); }

    /// What `work` returns, or what it throws. Nothing when too many wait: answer 503.
    template <class F>
    auto run(F work) -> boost::asio::awaitable<std::optional<decltype(work())>> {
        using value = std::optional<decltype(work())>;
        if (waiting_.fetch_add(1) >= limit_) {
            waiting_.fetch_sub(1);
            co_return value{};
        }
        auto initiate = [this](auto handler, F f) {
            boost::asio::post(pool_, [this, h = std::move(handler), f = std::move(f)]() mutable {
                value v;
                std::exception_ptr error;
                try {
                    v = f();
                } catch (...) {
                    error = std::current_exception();
                }
                waiting_.fetch_sub(1);
                auto executor = boost::asio::get_associated_executor(h);
                boost::asio::post(executor, [h = std::move(h), error = std::move(error), v = std::move(v)]() mutable {
                    std::move(h)(std::move(error), std::move(v));
                });
            });
        };
        co_return co_await boost::asio::async_initiate<boost::asio::use_awaitable_t<> const,
                                                       void(std::exception_ptr, value)>(
            std::move(initiate), boost::asio::use_awaitable, std::move(work));
    }

    /// For what nobody waits for and is always done, before this ends.
    template <class F>
    void later(F work) {
        boost::asio::post(pool_, std::move(work));
    }

private:
    std::size_t limit_;
    std::atomic<std::size_t> waiting_{0};
    boost::asio::thread_pool pool_;
};

}  // namespace plaza::base
