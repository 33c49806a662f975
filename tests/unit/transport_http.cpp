// SPDX-License-Identifier: EUPL-1.2
// HTTP over a real socket, byte by byte.
#include "support/loopback_server.hpp"
#include "transport/limits.hpp"
#include "transport/response_head.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>

using namespace plaza::tests;
using namespace std::chrono_literals;
namespace limits = plaza::transport::limits;

namespace {

struct fixture {
    loopback_server server;
    std::string head(std::string const& line, std::string const& fields = "") const {
        return line + " HTTP/1.1\r\nHost: " + server.host() + "\r\n" + fields + "\r\n";
    }
    std::string ask(std::string const& bytes) const {
        raw_client client(server.port());
        client.send(bytes);
        return client.read_answer();
    }
};

constexpr auto by_program = "Authorization: Bearer x\r\n";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(transport_http, fixture)

BOOST_AUTO_TEST_CASE(a_request_is_answered_with_every_header_that_all_answers_carry) {
    for (auto const* const line : {"GET /api/echo", "GET /nowhere", "GET /api/throw", "GET /%00", "POST /api/echo"}) {
        auto const answer = ask(head(line));
        BOOST_TEST(header_of(answer, "content-security-policy") == plaza::transport::content_security_policy, line);
        BOOST_TEST(header_of(answer, "x-content-type-options") == "nosniff", line);
        BOOST_TEST(header_of(answer, "referrer-policy") == "same-origin", line);
        BOOST_TEST(header_of(answer, "cross-origin-opener-policy") == "same-origin", line);
        BOOST_TEST(header_of(answer, "cross-origin-resource-policy") == "same-origin", line);
        BOOST_TEST(!header_of(answer, "permissions-policy").empty(), line);
        BOOST_TEST(header_of(answer, "cache-control") == "no-store", line);
        BOOST_TEST(header_of(answer, "date").ends_with(" GMT"), line);
        BOOST_TEST(header_of(answer, "strict-transport-security").empty(), line);
        BOOST_TEST(header_of(answer, "server").empty(), line);
    }
    BOOST_TEST(body_of(ask(head("GET /api/echo?q=a+b%20c"))) == "/api/echo|a b c|127.0.0.1|plain|0|");
}

BOOST_AUTO_TEST_CASE(the_policy_names_no_unsafe_source) {
    auto const policy = plaza::transport::content_security_policy;
    BOOST_TEST((policy.find("unsafe") == std::string_view::npos));
    BOOST_TEST((policy.find("default-src 'none'") != std::string_view::npos));
    BOOST_TEST((policy.find("frame-ancestors 'none'") != std::string_view::npos));
    BOOST_TEST((policy.find("require-trusted-types-for 'script'") != std::string_view::npos));
}

BOOST_AUTO_TEST_CASE(one_connection_serves_many_requests_in_order_however_they_are_cut) {
    std::string requests;
    for (int i = 0; i < 30; ++i) {
        auto const slow = i % 10 == 0 ? "/api/slow?q=" : "/api/echo?q=";
        auto const body = std::string(static_cast<std::size_t>(i), 'b');
        if (i % 3 == 0) requests += head("GET " + std::string(slow) + std::to_string(i));
        if (i % 3 == 1)
            requests += head("POST " + std::string(slow) + std::to_string(i),
                             by_program + ("Content-Length: " + std::to_string(i)) + "\r\n") +
                        body;
        if (i % 3 == 2)
            requests += head("PUT " + std::string(slow) + std::to_string(i),
                             std::string(by_program) + "Transfer-Encoding: chunked\r\n") +
                        "1\r\nx\r\n0\r\nT: x\r\n\r\n";
    }
    for (std::size_t const piece : {std::size_t{13}, std::size_t{1000}, requests.size()}) {
        raw_client client(server.port());
        for (std::size_t at = 0; at < requests.size(); at += piece)
            client.send(std::string_view(requests).substr(at, piece));
        for (int i = 0; i < 30; ++i) {
            auto const answer = client.read_answer();
            auto const expected = "|" + std::to_string(i) + "|127.0.0.1|plain|" +
                                  std::to_string(i % 3 == 0   ? 0
                                                 : i % 3 == 1 ? i
                                                              : 1) +
                                  "|";
            BOOST_TEST((body_of(answer).find(expected) != std::string::npos), body_of(answer)
                                                                                  << " without " << expected);
        }
    }
    BOOST_TEST(server.app.handled == 90);
}

BOOST_AUTO_TEST_CASE(head_is_get_without_the_body_and_the_connection_goes_on) {
    raw_client client(server.port());
    client.send(head("HEAD /api/echo?q=x") + head("GET /api/empty") + head("GET /api/echo?q=y"));
    auto const answer = client.read_answer(true);
    BOOST_TEST(status_of(answer) == 200);
    BOOST_TEST(header_of(answer, "content-length") ==
               std::to_string(std::string("/api/echo|x|127.0.0.1|plain|0|").size()));
    auto const empty = client.read_answer();
    BOOST_TEST(status_of(empty) == 204);
    BOOST_TEST(header_of(empty, "content-length").empty());
    BOOST_TEST(body_of(client.read_answer()) == "/api/echo|y|127.0.0.1|plain|0|");
}

BOOST_AUTO_TEST_CASE(what_is_too_large_is_refused_before_it_is_read) {
    auto const too_large = ask(head("POST /api/echo", std::string(by_program) + "Content-Length: 1001\r\n"));
    BOOST_TEST(status_of(too_large) == 413);
    BOOST_TEST(header_of(too_large, "connection") == "close");
    BOOST_TEST(status_of(ask(head("GET /api/echo", "Content-Length: 1\r\n") + "x")) == 413);
    BOOST_TEST(status_of(ask(head("POST /api/echo", std::string(by_program) + "Transfer-Encoding: chunked\r\n") +
                             "3e9\r\n")) == 413);
    BOOST_TEST(status_of(ask("GET /" + std::string(5000, 'a'))) == 414);
    BOOST_TEST(status_of(ask(head("GET /", "A: " + std::string(5000, 'a') + "\r\n"))) == 431);
    BOOST_TEST(status_of(ask(std::string("GET / HTTP/1.1\r\n") + std::string(3000, 'a') + "\r\n" +
                             std::string(3000, 'a') + "\r\n" + std::string(3000, 'a'))) == 431);
    BOOST_TEST(server.app.handled == 0);
}

BOOST_AUTO_TEST_CASE(a_refusal_arrives_though_the_client_is_still_sending) {
    raw_client client(server.port());
    client.send(head("POST /api/echo", std::string(by_program) + "Content-Length: 200000\r\n"));
    std::this_thread::sleep_for(50ms);
    client.send(std::string(200000, 'x'));
    BOOST_TEST(status_of(client.read_answer()) == 413);
    BOOST_TEST(client.closed());
}

BOOST_AUTO_TEST_CASE(bad_framing_is_answered_and_what_follows_is_not_a_request) {
    raw_client client(server.port());
    client.send(head("POST /api/echo", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n" +
                head("GET /api/echo?q=smuggled"));
    auto const all = client.read_all();
    BOOST_TEST(status_of(all) == 400);
    BOOST_TEST((all.find("smuggled") == std::string::npos));
    BOOST_TEST(server.app.handled == 0);
}

BOOST_AUTO_TEST_CASE(expect_continue_is_answered_before_the_body) {
    raw_client client(server.port());
    client.send(head("POST /api/echo", std::string(by_program) + "Content-Length: 5\r\nExpect: 100-continue\r\n"));
    BOOST_TEST(client.read(25) == "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("hello");
    BOOST_TEST(body_of(client.read_answer()).ends_with("|5|hello"));
    BOOST_TEST(status_of(ask(head("POST /api/echo", std::string(by_program) +
                                                        "Content-Length: 5000\r\nExpect: 100-continue\r\n"))) == 413);
}

BOOST_AUTO_TEST_CASE(a_large_body_goes_both_ways) {
    raw_client client(server.port());
    auto const size = std::to_string(3 * 1024 * 1024);
    client.send(head("POST /api/large", std::string(by_program) + "Content-Length: " + size + "\r\n"));
    client.send(std::string(3 * 1024 * 1024, 'x'));
    BOOST_TEST((body_of(client.read_answer()).find("|" + size + "|xxx") != std::string::npos));
    client.send(head("GET /api/large"));
    BOOST_TEST(body_of(client.read_answer()).size() == 1024U * 1024U);
}

BOOST_AUTO_TEST_CASE(an_exception_becomes_a_500_with_its_incident_and_nothing_else) {
    raw_client client(server.port());
    client.send(head("GET /api/throw", "Accept-Language: en\r\n") + head("GET /api/echo"));
    auto const answer = client.read_answer();
    BOOST_TEST(status_of(answer) == 500);
    BOOST_TEST(header_of(answer, "content-type") == "application/problem+json");
    BOOST_TEST((body_of(answer).find("\"instance\"") != std::string::npos));
    BOOST_TEST((body_of(answer).find("thrown") == std::string::npos));
    BOOST_TEST(status_of(client.read_answer()) == 200);
    BOOST_TEST(server.failures().size() == 1U);
    BOOST_TEST(server.failures().front() == "thrown by the application");
}

BOOST_AUTO_TEST_CASE(a_header_with_a_line_break_is_never_written) {
    auto const answer = ask(head("GET /api/split"));
    BOOST_TEST(status_of(answer) == 500);
    BOOST_TEST((answer.find("Injected") == std::string::npos));
}

BOOST_AUTO_TEST_CASE(hosts_that_are_not_ours_are_refused) {
    for (std::string const host : {"evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil:80"})
        BOOST_TEST(status_of(ask("GET /api/echo HTTP/1.1\r\nHost: " + host + "\r\n\r\n")) == 421, host);
    BOOST_TEST(status_of(ask("GET /api/echo HTTP/1.1\r\nHost: LOCALHOST:" + std::to_string(server.port()) +
                             "\r\n\r\n")) == 200);
    BOOST_TEST(status_of(ask("GET http://evil/ HTTP/1.1\r\nHost: " + server.host() + "\r\n\r\n")) == 400);
}

BOOST_AUTO_TEST_CASE(requests_of_other_sites_change_nothing) {
    BOOST_TEST(status_of(ask(head("POST /api/echo"))) == 403);
    BOOST_TEST(status_of(ask(head("POST /api/echo", "X-Plaza: 1\r\nOrigin: http://evil\r\n"))) == 403);
    BOOST_TEST(server.app.handled == 0);
    BOOST_TEST(status_of(ask(head("POST /api/echo", "X-Plaza: 1\r\nOrigin: http://" + server.host() + "\r\n"))) == 200);
}

BOOST_AUTO_TEST_CASE(answers_are_compressed_where_that_is_safe) {
    auto const page = ask(head("GET /api/page", "Accept-Encoding: gzip, br\r\n"));
    BOOST_TEST(header_of(page, "content-encoding") == "br");
    BOOST_TEST(header_of(page, "vary") == "Accept-Encoding");
    BOOST_TEST(header_of(page, "etag") == "W/\"page\"");
    BOOST_TEST(body_of(page).size() < 200U);
    BOOST_TEST(header_of(ask(head("GET /api/page", "Accept-Encoding: gzip, br;q=0\r\n")), "content-encoding") ==
               "gzip");
    BOOST_TEST(header_of(ask(head("GET /api/page")), "content-encoding").empty());
    BOOST_TEST(header_of(ask(head("GET /api/cookie", "Accept-Encoding: br\r\n")), "content-encoding").empty());
    BOOST_TEST(header_of(ask(head("GET /api/echo", "Accept-Encoding: br\r\n")), "content-encoding").empty());
}

BOOST_AUTO_TEST_CASE(a_client_that_goes_away_in_the_middle_harms_nobody) {
    for (int i = 0; i < 50; ++i) {
        raw_client client(server.port());
        auto const bytes = head("POST /api/slow", std::string(by_program) + "Content-Length: 5\r\n") + "hello" +
                           head("GET /api/large");
        client.send(std::string_view(bytes).substr(0, bytes.size() * static_cast<std::size_t>(i) / 50));
    }
    BOOST_TEST(status_of(ask(head("GET /api/echo"))) == 200);
    BOOST_TEST(server.failures().empty());
}

BOOST_AUTO_TEST_CASE(a_stop_lets_accepted_requests_finish_and_closes_idle_connections) {
    raw_client idle(server.port());
    idle.send(head("GET /api/echo"));
    idle.read_answer();
    raw_client busy(server.port());
    busy.send(head("GET /api/slow"));
    std::this_thread::sleep_for(100ms);
    auto const took = server.stop(5s);
    BOOST_TEST(took.count() < 2500);
    auto const answer = busy.read_answer();
    BOOST_TEST(status_of(answer) == 200);
    BOOST_TEST(header_of(answer, "connection") == "close");
    BOOST_TEST(idle.closed());
}

BOOST_AUTO_TEST_CASE(a_stop_ends_though_a_request_does_not) {
    raw_client half(server.port());
    half.send("GET /api/echo HTTP/1.1\r\n");
    std::this_thread::sleep_for(50ms);
    BOOST_TEST(server.stop(200ms).count() < 5000);
    BOOST_TEST(half.closed());
}

BOOST_AUTO_TEST_SUITE_END()
