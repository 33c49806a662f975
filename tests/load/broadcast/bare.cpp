// SPDX-License-Identifier: EUPL-1.2
// A bare Beast broadcast: what hands the same bytes to as many WebSockets costs when there is nothing else. Each line of
// the body of a POST goes to everybody as one message.
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

#include <algorithm>
#include <deque>
#include <iostream>
#include <memory>
#include <set>
#include <string>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

using text = std::shared_ptr<std::string const>;

class reader : public std::enable_shared_from_this<reader> {
public:
    reader(tcp::socket socket, std::set<std::shared_ptr<reader>>& all) : socket_(std::move(socket)), all_(all) {}

    void start(http::request<http::string_body> const& handshake) {
        websocket::permessage_deflate off;
        off.server_enable = false;
        socket_.set_option(off);
        socket_.auto_fragment(false);
        socket_.text(true);
        socket_.async_accept(handshake, [me = shared_from_this()](error_code error) {
            if (error) return;
            me->all_.insert(me);
            me->read();
        });
    }

    void send(text const& message) {
        waiting_.push_back(message);
        if (waiting_.size() == 1) write();
    }

private:
    void read() {
        socket_.async_read(input_, [me = shared_from_this()](error_code error, std::size_t) {
            if (error) {
                me->all_.erase(me);
                return;
            }
            me->input_.clear();
            me->read();
        });
    }

    void write() {
        socket_.async_write(asio::buffer(*waiting_.front()), [me = shared_from_this()](error_code error, std::size_t) {
            if (error) return;
            me->waiting_.pop_front();
            if (!me->waiting_.empty()) me->write();
        });
    }

    websocket::stream<tcp::socket> socket_;
    std::set<std::shared_ptr<reader>>& all_;
    beast::flat_buffer input_;
    std::deque<text> waiting_;
};

class caller : public std::enable_shared_from_this<caller> {
public:
    caller(tcp::socket socket, std::set<std::shared_ptr<reader>>& all) : socket_(std::move(socket)), all_(all) {}

    void next() {
        request_ = {};
        http::async_read(socket_, input_, request_, [me = shared_from_this()](error_code error, std::size_t) {
            if (!error) me->answer();
        });
    }

private:
    void answer() {
        if (websocket::is_upgrade(request_)) {
            std::make_shared<reader>(std::move(socket_), all_)->start(request_);
            return;
        }
        std::string const& body = request_.body();
        for (std::size_t at = 0; at < body.size();) {
            auto const end = std::min(body.find('\n', at), body.size());
            auto const message = std::make_shared<std::string const>(body.substr(at, end - at));
            for (auto const& one : all_) one->send(message);
            at = end + 1;
        }
        answer_ = {http::status::created, request_.version()};
        answer_.prepare_payload();
        http::async_write(socket_, answer_, [me = shared_from_this()](error_code error, std::size_t) {
            if (!error) me->next();
        });
    }

    tcp::socket socket_;
    std::set<std::shared_ptr<reader>>& all_;
    beast::flat_buffer input_;
    http::request<http::string_body> request_;
    http::response<http::string_body> answer_;
};

void accept(tcp::acceptor& acceptor, std::set<std::shared_ptr<reader>>& all) {
    acceptor.async_accept([&](error_code error, tcp::socket socket) {
        if (error) return;
        socket.set_option(tcp::no_delay(true));
        std::make_shared<caller>(std::move(socket), all)->next();
        accept(acceptor, all);
    });
}

}  // namespace

int main() {
    asio::io_context io(1);
    std::set<std::shared_ptr<reader>> all;
    tcp::acceptor acceptor(io, {asio::ip::make_address("127.0.0.1"), 0});
    accept(acceptor, all);
    asio::signal_set ending(io, SIGTERM, SIGINT);
    ending.async_wait([&](error_code, int) { io.stop(); });
    std::cout << "{\"listening\":\"127.0.0.1:" << acceptor.local_endpoint().port() << "\"}" << std::endl;
    io.run();
    std::_Exit(0);
}
