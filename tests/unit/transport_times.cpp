// SPDX-License-Identifier: EUPL-1.2
// Peers that are slow or silent, crowds, and descriptors that run out; with short times so that the tests are
// not.
#include "support/loopback_server.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <thread>
#include <vector>

using namespace plaza::tests;
using namespace std::chrono_literals;
using plaza::transport::server_options;

namespace {

server_options impatient() {
    server_options options;
    options.times.header = 400ms;
    options.times.body = 400ms;
    options.times.idle = 1s;
    options.times.write = 400ms;
    options.times.linger = 300ms;
    options.times.live_ping = 400ms;
    options.times.live_silent = 1200ms;
    options.times.live_write = 400ms;
    options.times.live_close = 400ms;
    return options;
}

struct fixture {
    loopback_server server{impatient()};
    std::string head(std::string const& line, std::string const& fields = "") const {
        return line + " HTTP/1.1\r\nHost: " + server.host() + "\r\n" + fields + "\r\n";
    }
    bool answers() const {
        raw_client client(server.port());
        client.send(head("GET /api/echo"));
        return status_of(client.read_answer()) == 200;
    }
};

/// How long the peer takes to close.
std::chrono::milliseconds time_to_close(raw_client& client) {
    auto const began = std::chrono::steady_clock::now();
    BOOST_TEST(client.closed());
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(transport_times, fixture)

BOOST_AUTO_TEST_CASE(a_header_that_does_not_end_is_answered_408) {
    raw_client client(server.port());
    client.send("GET /api/echo HTTP/1.1\r\n");
    auto const answer = client.read_all();
    BOOST_TEST(status_of(answer) == 408);
    BOOST_TEST((answer.find("request_timeout") != std::string::npos));
}

BOOST_AUTO_TEST_CASE(a_header_that_drips_is_not_given_more_time) {
    raw_client client(server.port());
    auto const began = std::chrono::steady_clock::now();
    client.send("GET /api/echo HTTP/1.1\r\n");
    while (client.send("A: b\r\n") && std::chrono::steady_clock::now() - began < 10s) std::this_thread::sleep_for(50ms);
    BOOST_TEST((std::chrono::steady_clock::now() - began < 5s));
}

BOOST_AUTO_TEST_CASE(a_body_that_does_not_come_is_answered_408) {
    for (auto const* const fields : {"Content-Length: 10\r\n", "Transfer-Encoding: chunked\r\n"}) {
        raw_client client(server.port());
        client.send(head("POST /api/echo", std::string("Authorization: x\r\n") + fields) + "5\r\nh");
        BOOST_TEST(status_of(client.read_all()) == 408, fields);
    }
    BOOST_TEST(server.app.handled == 0);
}

BOOST_AUTO_TEST_CASE(silent_connections_are_closed_without_a_word) {
    raw_client fresh(server.port());
    BOOST_TEST(time_to_close(fresh).count() < 10000);
    raw_client used(server.port());
    used.send(head("GET /api/echo"));
    used.read_answer();
    auto const idle = time_to_close(used).count();
    BOOST_TEST(idle > 700);
    BOOST_TEST(idle < 10000);
}

BOOST_AUTO_TEST_CASE(a_client_that_does_not_read_its_answers_is_dropped) {
    raw_client client(server.port());
    std::string many;
    for (int i = 0; i < 30; ++i) many += head("GET /api/large");
    client.send(many);
    std::this_thread::sleep_for(2500ms);
    // What the kernel's buffers held still arrives; the rest does not.
    BOOST_TEST(client.read_all().size() < 25U * 1024U * 1024U);
    BOOST_TEST(answers());
}

BOOST_AUTO_TEST_CASE(an_application_may_take_longer_than_any_peer) {
    raw_client client(server.port());
    client.send(head("GET /api/slow") + head("GET /api/slow"));
    BOOST_TEST(status_of(client.read_answer()) == 200);
    BOOST_TEST(status_of(client.read_answer()) == 200);
}

BOOST_AUTO_TEST_CASE(silent_live_peers_are_pinged_and_then_dropped) {
    raw_client client(server.port());
    BOOST_TEST(status_of(client.upgrade()) == 101);
    BOOST_TEST(client.read_frame().payload == "hello");
    for (int i = 0; i < 4; ++i) {
        BOOST_TEST(client.read_frame().opcode == 9U);
        client.send_frame(10, "");
    }
    BOOST_TEST(client.read_frame().opcode == 9U);
    BOOST_TEST(time_to_close(client).count() < 10000);
    BOOST_TEST(soon([this] { return server.app.live_ended == 1; }));
}

BOOST_AUTO_TEST_CASE(a_full_server_lets_the_longest_waiting_connection_go) {
    auto options = impatient();
    options.connections = 3;
    options.times.header = options.times.idle = 20s;
    loopback_server small(options);
    auto const echo = "GET /api/echo HTTP/1.1\r\nHost: " + small.host() + "\r\n\r\n";
    std::vector<raw_client> crowd;
    for (int i = 0; i < 12; ++i) {
        crowd.emplace_back(small.port());
        crowd.back().send("GET /");
        std::this_thread::sleep_for(20ms);
    }
    raw_client late(small.port());
    late.send(echo);
    BOOST_TEST(status_of(late.read_answer()) == 200);
    BOOST_TEST(crowd.front().closed());
    BOOST_TEST(small.get().count().connections <= 4U);
}

BOOST_AUTO_TEST_CASE(descriptors_that_run_out_come_back) {
    rlimit before{};
    BOOST_REQUIRE(getrlimit(RLIMIT_NOFILE, &before) == 0);
    auto low = before;
    low.rlim_cur = 80;
    BOOST_REQUIRE(setrlimit(RLIMIT_NOFILE, &low) == 0);
    {
        std::vector<raw_client> crowd;
        try {
            for (int i = 0; i < 200; ++i) crowd.emplace_back(server.port());
        } catch (std::runtime_error const&) {  // no descriptor is left on our side either
        }
        BOOST_TEST(crowd.size() > 5U);
        std::this_thread::sleep_for(300ms);
    }
    setrlimit(RLIMIT_NOFILE, &before);
    std::this_thread::sleep_for(500ms);
    BOOST_TEST(answers());
}

BOOST_AUTO_TEST_SUITE_END()
