// SPDX-License-Identifier: EUPL-1.2
// Many WebSocket readers in one process that do as little as can be done with what they get, and the writer among them,
// so that both are seen by one clock. `readers PORT COUNT`; then a line of standard input each: "write FILE N" sends the
// HTTP request in FILE and waits until every reader has N events more; "texts" gives the last N events of the
// first reader; "end" counts. Each answers a line of JSON.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using steady = std::chrono::steady_clock;
constexpr std::size_t opening_at_once = 64;
constexpr std::chrono::seconds longest_wait{20};
constexpr std::string_view event_begins = R"({"type":"event")";

struct reader {
    int socket = -1;
    bool open = false;  ///< the handshake and, from Plaza, the hello have come
    std::string rest;   ///< a frame that has come in part
    std::vector<std::uint64_t> heard;
};

[[noreturn]] void fail(std::string const& what) {
    std::cerr << "readers: " << what << ": " << std::strerror(errno) << std::endl;
    std::exit(1);
}

class crowd {
public:
    crowd(int port, std::size_t count) : port_(port), readers_(count), poll_(::epoll_create1(EPOLL_CLOEXEC)) {
        writer_ = connected();
        watch(writer_, count);
        for (std::size_t next = 0; open_ < count;) {
            while (next < count && next - open_ < opening_at_once) begin(next++);
            turn(1000);
        }
        // What was told while they connected reached those who were there.
        while (turn(500)) continue;
        for (auto& one : readers_) one.heard.clear();
        texts_.clear();
    }

    double write(std::string const& request, std::size_t events) {
        target_ += events;
        complete_ = 0;
        for (auto& one : readers_) complete_ += one.heard.size() >= target_ ? 1 : 0;
        answered_ = {};
        answer_.clear();
        if (::send(writer_, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size()))
            fail("write");
        auto const end = steady::now() + longest_wait;
        while ((complete_ < readers_.size() || answered_ == steady::time_point{}) && steady::now() < end) turn(100);
        if (answered_ == steady::time_point{}) fail("no answer to the writer");
        return std::max(0.0, std::chrono::duration<double, std::milli>(last_ - answered_).count());
    }

    std::vector<std::string> texts(std::size_t last) const {
        return {texts_.end() - static_cast<std::ptrdiff_t>(std::min(last, texts_.size())), texts_.end()};
    }

    /// What was not heard by everybody, and what somebody heard more than once.
    std::pair<std::size_t, std::size_t> count() {
        // What is on its way still counts: something else may have told of the thread just now.
        while (turn(1000)) continue;
        std::set<std::uint64_t> all;
        for (auto const& one : readers_) all.insert(one.heard.begin(), one.heard.end());
        std::size_t lost = 0, doubled = 0;
        for (auto const& one : readers_) {
            std::set<std::uint64_t> const distinct(one.heard.begin(), one.heard.end());
            lost += std::max(all.size(), target_) - distinct.size();
            doubled += one.heard.size() - distinct.size();
        }
        return {lost, doubled};
    }

private:
    int connected() const {
        int const out = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(static_cast<std::uint16_t>(port_));
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (out < 0 || ::connect(out, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) fail("connect");
        int const one = 1;
        ::setsockopt(out, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        return out;
    }

    void watch(int socket, std::size_t as) const {
        epoll_event what{};
        what.events = EPOLLIN;
        what.data.u64 = as;
        if (::epoll_ctl(poll_, EPOLL_CTL_ADD, socket, &what) != 0) fail("epoll");
    }

    void begin(std::size_t n) {
        auto const host = "127.0.0.1:" + std::to_string(port_);
        std::string const request =
            "GET /api/v1/live HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://" + host +
            "\r\nCookie: __Host-plaza=load-reader-" + std::to_string(n + 1) +
            "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: plaza.v1\r\n\r\n";
        readers_[n].socket = connected();
        watch(readers_[n].socket, n);
        if (::send(readers_[n].socket, request.data(), request.size(), MSG_NOSIGNAL) < 0) fail("handshake");
    }

    bool turn(int wait_ms) {
        epoll_event ready[512];
        int const n = ::epoll_wait(poll_, ready, 512, wait_ms);
        for (int i = 0; i < n; ++i) {
            ssize_t const got =
                ::recv(ready[i].data.u64 == readers_.size() ? writer_ : readers_[ready[i].data.u64].socket, buffer_,
                       sizeof buffer_, MSG_DONTWAIT);
            if (got < 0) continue;
            std::string_view const bytes(buffer_, static_cast<std::size_t>(got));
            if (bytes.empty())
                fail(ready[i].data.u64 == readers_.size() ? "the writer was cut off" : "a reader was cut off");
            if (ready[i].data.u64 == readers_.size()) {
                hear_answer(bytes);
            } else {
                hear(readers_[ready[i].data.u64], bytes);
            }
        }
        return n > 0;
    }

    void hear_answer(std::string_view bytes) {
        if (answered_ != steady::time_point{}) return;
        answer_ += bytes;
        if (answer_.find("\r\n") == std::string::npos) return;
        if (!answer_.starts_with("HTTP/1.1 201")) fail("the writer was answered " + answer_.substr(0, 300));
        answered_ = steady::now();
    }

    void hear(reader& who, std::string_view bytes) {
        who.rest += bytes;
        std::string_view left = who.rest;
        if (!who.open && left.starts_with("HTTP/")) {
            auto const head = left.find("\r\n\r\n");
            if (head == std::string_view::npos) return;
            if (!left.starts_with("HTTP/1.1 101")) fail("a reader was answered " + std::string(left.substr(0, 300)));
            // Plaza says hello; the bare broadcast has only the handshake.
            if (left.find("plaza.v1") == std::string_view::npos) opened(who);
            left.remove_prefix(head + 4);
        }
        for (std::string_view message; frame(left, message);) {
            if (message.empty()) {  // a ping, of which Plaza's say nothing
                static constexpr char pong[] = "\x8a\x80\0\0\0";
                ::send(who.socket, pong, 6, MSG_NOSIGNAL | MSG_DONTWAIT);
                continue;
            }
            if (!who.open) opened(who);
            if (!message.starts_with(event_begins)) continue;
            if (&who == readers_.data()) texts_.emplace_back(message);
            who.heard.push_back(std::hash<std::string_view>{}(message));
            if (who.heard.size() == target_) {
                ++complete_;
                last_ = steady::now();
            }
        }
        who.rest.erase(0, who.rest.size() - left.size());
    }

    void opened(reader& who) {
        who.open = true;
        ++open_;
    }

    /// Takes one frame of a server off the front, when it is whole.
    static bool frame(std::string_view& left, std::string_view& message) {
        if (left.size() < 2) return false;
        auto const byte = [&](std::size_t at) {
            return static_cast<std::uint64_t>(static_cast<unsigned char>(left[at]));
        };
        std::size_t head = 2;
        std::uint64_t size = byte(1) & 0x7fU;
        std::size_t const more = size == 126 ? 2 : size == 127 ? 8 : 0;
        if (left.size() < head + more) return false;
        if (more > 0) size = 0;
        for (std::size_t i = 0; i < more; ++i) size = size << 8U | byte(head + i);
        head += more;
        if (left.size() - head < size) return false;
        message = left.substr(head, size);
        left.remove_prefix(head + size);
        return true;
    }

    int port_;
    std::vector<reader> readers_;
    int poll_;
    int writer_ = -1;
    std::size_t open_ = 0, complete_ = 0, target_ = 0;
    std::string answer_;
    std::vector<std::string> texts_;
    steady::time_point answered_, last_;
    char buffer_[64 * 1024] = {};
};

std::string content(std::string const& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return std::move(out).str();
}

}  // namespace

int main(int count, char** words) {
    if (count != 3) return 2;
    crowd all(std::atoi(words[1]), std::strtoul(words[2], nullptr, 10));
    std::cout << "{\"open\":true}" << std::endl;
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream in(line);
        std::string command, file;
        std::size_t events = 0;
        in >> command;
        if (command == "write" && in >> file >> events) {
            auto const ms = all.write(content(file), events);
            std::cout << "{\"ms\":" << ms << "}" << std::endl;
        } else if (command == "texts" && in >> events) {
            std::cout << '[';
            for (auto const& text : all.texts(events))
                std::cout << (text == all.texts(events).front() ? "" : ",") << text;
            std::cout << ']' << std::endl;
        } else if (command == "end") {
            auto const [lost, doubled] = all.count();
            std::cout << "{\"lost\":" << lost << ",\"doubled\":" << doubled << "}" << std::endl;
            std::_Exit(0);
        }
    }
}
