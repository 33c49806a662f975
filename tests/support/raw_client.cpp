// SPDX-License-Identifier: EUPL-1.2
#include "support/loopback_server.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cctype>
#include <cstdlib>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace plaza::tests {
namespace {

bool equal_without_case(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](unsigned char x, unsigned char y) {
               return std::tolower(x) == std::tolower(y);
           });
}

}  // namespace

raw_client::raw_client(std::uint16_t port, std::chrono::milliseconds patience, int buffer)
    : port_(port), socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (socket_ < 0) throw std::runtime_error("no socket");
    timeval time{patience.count() / 1000, (patience.count() % 1000) * 1000};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
    setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);
    if (buffer > 0) setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
    int const on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error("no connection");
}

raw_client::raw_client(raw_client&& other) noexcept
    : port_(other.port_), socket_(std::exchange(other.socket_, -1)), received_(std::move(other.received_)) {}

raw_client::~raw_client() {
    if (socket_ >= 0) ::close(socket_);
}

bool raw_client::send(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void raw_client::shutdown_send() { ::shutdown(socket_, SHUT_WR); }

bool raw_client::fill() {
    std::array<char, 16384> piece;
    auto const got = ::recv(socket_, piece.data(), piece.size(), 0);
    if (got <= 0) return false;
    received_.append(piece.data(), static_cast<std::size_t>(got));
    return true;
}

std::string raw_client::read_all() {
    while (fill()) {
    }
    return std::exchange(received_, {});
}

std::string raw_client::read(std::size_t size) {
    while (received_.size() < size && fill()) {
    }
    auto const have = std::min(size, received_.size());
    auto out = received_.substr(0, have);
    received_.erase(0, have);
    return out;
}

std::string raw_client::read_answer(bool head_only) {
    while (received_.find("\r\n\r\n") == std::string::npos)
        if (!fill()) return std::exchange(received_, {});
    auto const head = received_.find("\r\n\r\n") + 4;
    auto const length =
        head_only ? 0 : std::strtoul(header_of(received_.substr(0, head), "content-length").c_str(), nullptr, 10);
    return read(head + length);
}

bool raw_client::closed() {
    std::array<char, 4096> piece;
    for (;;) {
        auto const got = ::recv(socket_, piece.data(), piece.size(), 0);
        if (got == 0) return true;
        if (got < 0) return errno == ECONNRESET;
    }
}

std::string raw_client::upgrade(std::string_view extra, std::string_view origin, std::string_view query) {
    auto const host = "127.0.0.1:" + std::to_string(port_);
    std::string request = "GET /api/v1/live";
    request.append(query).append(" HTTP/1.1\r\nHost: ").append(host);
    request +=
        "\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: plaza.v1\r\n";
    if (!origin.empty()) request.append("Origin: ").append(origin == "same" ? "http://" + host : origin).append("\r\n");
    request.append(extra).append("\r\n");
    send(request);
    return read_answer();
}

void raw_client::send_frame(unsigned opcode, std::string_view payload, bool final) {
    std::string out(1, static_cast<char>((final ? 0x80U : 0U) | opcode));
    auto const push = [&out](std::size_t value) { out += static_cast<char>(value & 0xffU); };
    if (payload.size() < 126) {
        push(0x80U | payload.size());
    } else {
        push(0x80U | 126U);
        push(payload.size() >> 8U);
        push(payload.size());
    }
    std::string_view const mask = "\x11\x22\x33\x44";
    out += mask;
    for (std::size_t i = 0; i < payload.size(); ++i) out += static_cast<char>(payload[i] ^ mask[i % 4]);
    send(out);
}

unsigned raw_client::frame::close_code() const {
    if (opcode != 8 || payload.size() < 2) return 0;
    return static_cast<unsigned>(static_cast<unsigned char>(payload[0])) << 8U |
           static_cast<unsigned>(static_cast<unsigned char>(payload[1]));
}

raw_client::frame raw_client::read_frame() {
    auto const number = [](std::string const& bytes) {
        std::size_t value = 0;
        for (char c : bytes) value = value << 8U | static_cast<unsigned char>(c);
        return value;
    };
    auto const start = read(2);
    if (start.size() < 2) return {0xff, {}};
    auto size = static_cast<std::size_t>(static_cast<unsigned char>(start[1]) & 0x7fU);
    if (size == 126)
        size = number(read(2));
    else if (size == 127)
        size = number(read(8));
    return {static_cast<unsigned>(static_cast<unsigned char>(start[0])) & 0x0fU, read(size)};
}

int status_of(std::string_view answer) {
    if (answer.substr(0, 9) != "HTTP/1.1 ") return 0;
    return std::atoi(std::string(answer.substr(9, 3)).c_str());
}

std::string header_of(std::string_view answer, std::string_view name) {
    auto rest = answer.substr(0, answer.find("\r\n\r\n"));
    while (!rest.empty()) {
        auto const end = std::min(rest.find("\r\n"), rest.size());
        auto const line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 2, rest.size()));
        auto const colon = line.find(": ");
        if (colon != std::string_view::npos && equal_without_case(line.substr(0, colon), name))
            return std::string(line.substr(colon + 2));
    }
    return {};
}

std::string body_of(std::string_view answer) {
    auto const end = answer.find("\r\n\r\n");
    return end == std::string_view::npos ? std::string() : std::string(answer.substr(end + 4));
}

}  // namespace plaza::tests
