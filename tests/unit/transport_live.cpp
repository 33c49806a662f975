// SPDX-License-Identifier: EUPL-1.2
// Live connections over a real socket, frame by frame.
#include "support/loopback_server.hpp"
#include "transport/limits.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

using namespace plaza::tests;
using namespace std::chrono_literals;
using namespace std::string_literals;
namespace limits = plaza::transport::limits;
using plaza::transport::close_reason;

namespace {

constexpr unsigned continuation = 0, text = 1, binary = 2, close_frame = 8, ping = 9, pong = 10, gone = 0xff;

struct fixture {
    loopback_server server;

    /// A client that is connected and has read the greeting.
    raw_client connected() const {
        raw_client client(server.port());
        BOOST_TEST(status_of(client.upgrade()) == 101);
        BOOST_TEST(client.read_frame().payload == "hello");
        return client;
    }
    bool alive() const {
        auto client = connected();
        client.send_frame(text, "still there");
        return client.read_frame().payload == "echo still there";
    }
};

/// The frames of a flood until the connection ends; the last is the close frame, if there was one.
raw_client::frame last_frame(raw_client& client) {
    raw_client::frame last, next;
    while ((next = client.read_frame()).opcode != gone) last = next;
    return last;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(transport_live, fixture)

BOOST_AUTO_TEST_CASE(an_upgrade_speaks_our_protocol_without_compression) {
    raw_client client(server.port());
    auto const answer = client.upgrade("Sec-WebSocket-Extensions: permessage-deflate\r\n");
    BOOST_TEST(status_of(answer) == 101);
    BOOST_TEST(header_of(answer, "sec-websocket-protocol") == "plaza.v1");
    BOOST_TEST(header_of(answer, "sec-websocket-accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    BOOST_TEST(header_of(answer, "sec-websocket-extensions").empty());
    BOOST_TEST(client.read_frame().payload == "hello");
    client.send_frame(text, "a");
    client.send_frame(text, "b", false);
    client.send_frame(ping, "p");
    client.send_frame(continuation, "c");
    BOOST_TEST(client.read_frame().payload == "echo a");
    auto const answered = client.read_frame();
    BOOST_TEST(answered.opcode == pong);
    BOOST_TEST(answered.payload == "p");
    BOOST_TEST(client.read_frame().payload == "echo bc");
}

BOOST_AUTO_TEST_CASE(whoever_may_not_is_told_before_the_upgrade) {
    struct row {
        char const* origin;
        char const* query;
        char const* fields;
        int status;
    };
    for (auto const& r : {row{"", "", "", 403}, row{"http://evil.example", "", "", 403}, row{"null", "", "", 403},
                          row{"https://localhost", "", "", 403}, row{"same", "?as=nobody", "", 401},
                          row{"same", "?as=suspended", "", 403}, row{"same", "?as=bug", "", 500}}) {
        raw_client client(server.port());
        auto const answer = client.upgrade(r.fields, r.origin, r.query);
        BOOST_TEST(status_of(answer) == r.status, r.origin << r.query);
        BOOST_TEST(header_of(answer, "content-type") == "application/problem+json");
    }
    BOOST_TEST(server.app.sinks().empty());
    BOOST_TEST(server.failures().size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_is_no_handshake_is_not_upgraded) {
    auto const head =
        "GET /api/v1/live HTTP/1.1\r\nHost: " + server.host() + "\r\nOrigin: http://" + server.host() + "\r\n";
    auto const key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"s;
    auto const full = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" + key;
    struct row {
        std::string fields;
        int status;
    };
    for (auto const& r :
         {row{"", 426}, row{"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\n" + key, 426},
          row{"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n", 426},
          row{"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" + key, 426}, row{full, 400},
          row{full + "Sec-WebSocket-Protocol: other\r\n", 400},
          row{full + "Sec-WebSocket-Protocol: plaza.v1\r\nContent-Length: 1\r\n", 400}}) {
        raw_client client(server.port());
        client.send(head + r.fields + "\r\n");
        BOOST_TEST(status_of(client.read_answer()) == r.status, r.fields);
    }
}

BOOST_AUTO_TEST_CASE(a_frame_that_claims_2_to_the_58_bytes_ends_its_connection_only) {
    for (std::string const& head : {"\x81"s, "\xc1"s, "\x82"s}) {
        for (std::string const& size :
             {"\x04\0\0\0\0\0\0\0"s, "\x7f\xff\xff\xff\xff\xff\xff\xff"s, "\xff\xff\xff\xff\xff\xff\xff\xff"s}) {
            auto client = connected();
            client.send(head + "\xff" + size + "\x11\x22\x33\x44" + std::string(100, 'x'));
            BOOST_TEST(client.closed());
        }
    }
    BOOST_TEST(alive());
    BOOST_TEST(server.failures().empty());
}

BOOST_AUTO_TEST_CASE(messages_have_a_size) {
    auto fits = connected();
    fits.send_frame(text, std::string(limits::live_message_bytes, 'x'));
    BOOST_TEST(fits.read_frame().payload.size() == limits::live_message_bytes + 5);
    auto large = connected();
    large.send_frame(text, std::string(limits::live_message_bytes + 1, 'x'));
    BOOST_TEST(last_frame(large).close_code() == 1009U);
    auto pieces = connected();
    for (int i = 0; i < 60; ++i) pieces.send_frame(i == 0 ? text : continuation, std::string(100, 'x'), false);
    BOOST_TEST(last_frame(pieces).close_code() == 1009U);
}

BOOST_AUTO_TEST_CASE(only_text_is_taken) {
    auto client = connected();
    client.send_frame(binary, "x");
    BOOST_TEST(client.read_frame().close_code() == 1008U);
    auto broken = connected();
    broken.send_frame(text, "\xff\xfe");
    BOOST_TEST(broken.read_frame().close_code() == 1007U);
}

BOOST_AUTO_TEST_CASE(a_client_that_talks_too_much_is_closed) {
    for (unsigned const kind : {text, ping}) {
        auto client = connected();
        for (int i = 0; i < 200; ++i) client.send_frame(kind, "x");
        BOOST_TEST(last_frame(client).close_code() == 1008U);
    }
    BOOST_TEST(alive());
}

BOOST_AUTO_TEST_CASE(a_receiver_that_stops_reading_is_dropped_and_holds_nobody_up) {
    auto slow = connected();
    auto quick = connected();
    BOOST_REQUIRE(soon([this] { return server.app.sinks().size() == 2; }));
    auto const sinks = server.app.sinks();
    auto const text_64k = std::make_shared<std::string const>(64 * 1024, 'x');
    // Far more than the kernel's buffers take; the queue of the one who does not read must end.
    auto const began = std::chrono::steady_clock::now();
    for (int i = 0; i < 400; ++i) {
        for (auto const& sink : sinks) sink->send(text_64k);
        BOOST_REQUIRE(quick.read_frame().payload.size() == text_64k->size());
    }
    BOOST_TEST((std::chrono::steady_clock::now() - began < 10s));
    auto const end = last_frame(slow);
    BOOST_TEST((end.close_code() == 1013U || end.opcode == text));
    BOOST_TEST(soon([this] { return server.app.live_ended == 1; }));
    quick.send_frame(text, "on");
    BOOST_TEST(quick.read_frame().payload == "echo on");
}

BOOST_AUTO_TEST_CASE(messages_arrive_in_the_order_in_which_they_were_sent) {
    auto client = connected();
    BOOST_REQUIRE(soon([this] { return server.app.sinks().size() == 1; }));
    auto const sink = server.app.sinks().front();
    std::thread sender([&sink] {
        for (int i = 0; i < 500; ++i) sink->send(std::make_shared<std::string const>(std::to_string(i)));
    });
    for (int i = 0; i < 500; ++i) BOOST_TEST(client.read_frame().payload == std::to_string(i));
    sender.join();
}

BOOST_AUTO_TEST_CASE(a_close_of_the_application_says_why_and_drops_what_waits) {
    for (auto const why : {close_reason::policy, close_reason::going_away, close_reason::restart}) {
        std::shared_ptr<plaza::transport::live_sink> sink;
        {
            auto client = connected();
            sink = server.app.sinks().back();
            sink->close(why);
            sink->send(std::make_shared<std::string const>("too late"));
            sink->close(close_reason::too_slow);
            BOOST_TEST(client.read_frame().close_code() == static_cast<unsigned>(why));
            client.send_frame(close_frame, "\x03\xe8");
            BOOST_TEST(client.closed());
        }
        auto const opened = server.app.sinks().size();
        BOOST_TEST(soon([&] { return server.app.live_ended == static_cast<int>(opened); }));
        sink->send(std::make_shared<std::string const>("after the end"));
    }
}

BOOST_AUTO_TEST_CASE(a_session_may_close_or_throw_while_it_listens) {
    auto leaves = connected();
    leaves.send_frame(text, "leave");
    BOOST_TEST(leaves.read_frame().close_code() == 1008U);
    auto throws = connected();
    throws.send_frame(text, "throw");
    BOOST_TEST(throws.read_frame().close_code() == 1012U);
    BOOST_TEST(server.failures().size() == 1U);
    BOOST_TEST(alive());
}

BOOST_AUTO_TEST_CASE(connections_that_are_cut_end_their_sessions) {
    for (int i = 0; i < 20; ++i) connected();
    BOOST_TEST(soon([this] { return server.app.live_ended == 20; }));
    BOOST_TEST(soon([this] { return server.get().count().live == 0; }));
}

BOOST_AUTO_TEST_CASE(a_session_that_is_busy_learns_that_its_connection_is_gone) {
    {
        auto busy = connected();
        busy.send_frame(text, "wait");
        // The server finds out by writing: nothing is read while the session is busy.
        auto const sink = server.app.sinks().front();
        std::this_thread::sleep_for(50ms);
        for (int i = 0; i < 400 && sink->waiting() < 256 * 1024; ++i) {
            sink->send(std::make_shared<std::string const>(64 * 1024, 'x'));
            std::this_thread::sleep_for(1ms);
        }
        BOOST_TEST(!sink->ended());
    }
    BOOST_TEST(soon([this] { return server.app.live_ended == 1; }));
    BOOST_TEST(soon([this] { return server.get().count().live == 0; }));
}

BOOST_AUTO_TEST_CASE(pongs_come_between_messages_and_never_within_one) {
    constexpr int pings = 20, messages = 80;  // many times what the buffers of both sockets take
    server.take_little_at_a_time();
    raw_client client(server.port(), 15s, 4096);
    BOOST_TEST_REQUIRE(status_of(client.upgrade()) == 101);
    BOOST_TEST_REQUIRE(client.read_frame().payload == "hello");
    BOOST_TEST_REQUIRE(soon([this] { return server.app.sinks().size() == 1; }));
    auto const sink = server.app.sinks().front();
    std::vector<std::shared_ptr<std::string const>> texts;
    for (int i = 0; i < messages; ++i)
        texts.push_back(std::make_shared<std::string const>(static_cast<std::size_t>(10'000 + i), 'x'));
    sink->send_all(texts);
    std::this_thread::sleep_for(50ms);
    BOOST_TEST_REQUIRE(sink->waiting() > 500'000U);  // it stands in the middle of a write when the pings come
    for (int i = 0; i < pings; ++i) client.send_frame(ping, std::to_string(i));
    int answered = 0, arrived = 0, between = 0;
    while (answered < pings || arrived < messages) {
        auto const frame = client.read_frame();
        BOOST_TEST_REQUIRE((frame.opcode == text || frame.opcode == pong));
        if (frame.opcode == pong) {
            BOOST_TEST(frame.payload == std::to_string(answered++));
            if (arrived < messages) ++between;
        } else {
            BOOST_TEST_REQUIRE(arrived < messages);
            BOOST_TEST_REQUIRE(frame.payload == *texts[static_cast<std::size_t>(arrived)]);
            ++arrived;
        }
    }
    BOOST_TEST(between > 0);
}

BOOST_AUTO_TEST_CASE(a_stop_tells_live_clients_to_come_back) {
    std::vector<raw_client> clients;
    for (int i = 0; i < 3; ++i) clients.push_back(connected());
    // Assertions belong to the main thread: Boost.Test keeps its place without a lock.
    std::chrono::milliseconds took{};
    std::thread stopper([&] { took = server.stop(5s); });
    for (auto& client : clients) {
        BOOST_TEST(client.read_frame().close_code() == 1012U);
        client.send_frame(close_frame, "\x03\xf4");
        BOOST_TEST(client.closed());
    }
    clients.clear();
    stopper.join();
    BOOST_TEST(took.count() < 3000);
    BOOST_TEST(server.app.live_ended == 3);
}

BOOST_AUTO_TEST_CASE(a_stop_does_not_wait_for_clients_that_do_not_answer) {
    auto client = connected();
    BOOST_TEST(server.stop(300ms).count() < 5000);
    BOOST_TEST(client.read_frame().close_code() == 1012U);
    BOOST_TEST(soon([this] { return server.app.live_ended == 1; }));
}

BOOST_AUTO_TEST_SUITE_END()
