// SPDX-License-Identifier: EUPL-1.2
// Between a WebSocket and its stream: each write is done to its end before another begins. Beast writes pongs and closing
// frames whenever it has to; with this below it, messages may be written beside it without falling into the middle of one.
#pragma once
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/teardown.hpp>

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace plaza::transport {

/// Used on one strand only, like the stream itself.
template <class Next>
class whole_writes {
public:
    using executor_type = typename Next::executor_type;
    using next_layer_type = Next;
    using error_code = boost::system::error_code;

    explicit whole_writes(Next next) : next_(std::move(next)) {}

    executor_type get_executor() { return next_.get_executor(); }
    Next& next_layer() { return next_; }
    Next const& next_layer() const { return next_; }

    template <class Buffers, class Token>
    auto async_read_some(Buffers const& buffers, Token&& token) {
        return next_.async_read_some(buffers, std::forward<Token>(token));
    }

    /// All of the buffers, once the writes that came before are done.
    template <class Buffers, class Token>
    auto async_write_some(Buffers const& buffers, Token&& token) {
        return boost::asio::async_initiate<Token, void(error_code, std::size_t)>(
            [this](auto handler, Buffers given) {
                auto begin = [this, given = std::move(given), handler = std::move(handler)]() mutable {
                    auto const executor = boost::asio::get_associated_executor(handler, get_executor());
                    boost::asio::async_write(
                        next_, given,
                        boost::asio::bind_executor(
                            executor, [this, handler = std::move(handler)](error_code error, std::size_t n) mutable {
                                writing_ = false;
                                if (!waiting_.empty()) next();
                                std::move(handler)(error, n);
                            }));
                };
                if (!writing_) {
                    writing_ = true;
                    begin();
                    return;
                }
                waiting_.push_back(std::make_unique<waiting_of<decltype(begin)>>(std::move(begin)));
            },
            token, buffers);
    }

private:
    struct waiting {
        virtual ~waiting() = default;
        virtual void begin() = 0;
    };
    template <class Begin>
    struct waiting_of final : waiting {
        explicit waiting_of(Begin given) : begin_(std::move(given)) {}
        void begin() override { begin_(); }
        Begin begin_;
    };

    void next() {
        auto one = std::move(waiting_.front());
        waiting_.erase(waiting_.begin());
        writing_ = true;
        one->begin();
    }

    Next next_;
    bool writing_ = false;
    std::vector<std::unique_ptr<waiting>> waiting_;  // two at most: one of Beast's, one of ours
};

template <class Next>
void teardown(boost::beast::role_type role, whole_writes<Next>& stream, boost::system::error_code& error) {
    using boost::beast::websocket::teardown;
    teardown(role, stream.next_layer(), error);
}

template <class Next, class Handler>
void async_teardown(boost::beast::role_type role, whole_writes<Next>& stream, Handler&& handler) {
    using boost::beast::websocket::async_teardown;
    async_teardown(role, stream.next_layer(), std::forward<Handler>(handler));
}

}  // namespace plaza::transport
