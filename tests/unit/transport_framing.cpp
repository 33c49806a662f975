// SPDX-License-Identifier: EUPL-1.2
#include "transport/framing.hpp"
#include "transport/limits.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace framing = plaza::transport::framing;
namespace limits = plaza::transport::limits;
using namespace std::string_literals;

namespace {

/// What a server does with the bytes when they arrive in pieces of the given size: 0 for accepted, -1 for
/// waiting.
int outcome(std::string_view bytes, std::size_t piece, framing::head* out = nullptr) {
    framing::head_scanner scanner;
    std::optional<framing::refusal> refused;
    for (std::size_t end = std::min(piece, bytes.size());; end = std::min(end + piece, bytes.size())) {
        auto const size = scanner.scan(bytes.substr(0, end), refused);
        if (refused) return static_cast<int>(refused->status);
        if (size > 0) {
            framing::head head;
            refused = framing::parse(bytes.substr(0, size), head);
            if (out) *out = head;
            return refused ? static_cast<int>(refused->status) : 0;
        }
        if (end == bytes.size()) return -1;
    }
}

struct row {
    std::string bytes;
    int status;
};

std::string get(std::string const& fields) { return "GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n"; }
std::string post(std::string const& fields) { return "POST /x HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n"; }
std::string line(std::string const& request_line) { return request_line + "\r\nHost: a\r\n\r\n"; }

std::vector<row> const rows = {
    // Plain requests.
    {get(""), 0},
    {get("Accept: */*\r\nEmpty:\r\nTabbed:\t x\t\r\n"), 0},
    {post("Content-Length: 5\r\n"), 0},
    {post("content-length:0\r\n"), 0},
    {post("Transfer-Encoding: chunked\r\n"), 0},
    {post("transfer-encoding: CHUNKED\r\n"), 0},
    {post("Content-Length: 1\r\nExpect: 100-continue\r\n"), 0},
    {line("GET http://a/ HTTP/1.1"), 0},
    {line("GET / HTTP/1.0"), 0},
    {line("BREW /pot HTTP/1.1"), 0},
    {get("Name: caf\xc3\xa9\r\n"), 0},
    // Two ways to say where the body ends.
    {post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400},
    {post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), 400},
    {post("Transfer-Encoding: chunked\r\nContent-Length: 0\r\n"), 400},
    {post("Content-Length: 5\r\nContent-Length: 5\r\n"), 400},
    {post("Content-Length: 5\r\nContent-Length: 6\r\n"), 400},
    {post("Content-Length: 5,5\r\n"), 400},
    {post("Content-Length: 5, 6\r\n"), 400},
    // Lengths that are no lengths.
    {post("Content-Length:\r\n"), 400},
    {post("Content-Length: +5\r\n"), 400},
    {post("Content-Length: -1\r\n"), 400},
    {post("Content-Length: 0x5\r\n"), 400},
    {post("Content-Length: 5 5\r\n"), 400},
    {post("Content-Length: 99999999999999999999999\r\n"), 400},
    {post("Content-Length: \xd9\xa5\r\n"), 400},
    // Transfer codings that one reader takes for chunked and another does not.
    {post("Transfer-Encoding: xchunked\r\n"), 400},
    {post("Transfer-Encoding: chunked, identity\r\n"), 400},
    {post("Transfer-Encoding: identity, chunked\r\n"), 400},
    {post("Transfer-Encoding: gzip, chunked\r\n"), 400},
    {post("Transfer-Encoding: chunked;q=1\r\n"), 400},
    {post("Transfer-Encoding: \"chunked\"\r\n"), 400},
    {post("Transfer-Encoding:\r\n"), 400},
    {post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400},
    {post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"), 400},
    {post("Transfer-Encoding : chunked\r\n"), 400},
    {post("Transfer-Encoding\t: chunked\r\n"), 400},
    {post("Transfer-Encoding: \x0b"
          "chunked\r\n"),
     400},
    {"POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
    // Host.
    {"GET / HTTP/1.1\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a\r\nhOST: b\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400},
    // Lines.
    {get("Folded: a\r\n b\r\n"), 400},
    {get("Folded: a\r\n\tb\r\n"), 400},
    {"GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400},
    {"GET / HTTP/1.1\nHost: a\n\n", 400},
    {"GET / HTTP/1.1\r\nHost: a\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a\r\n\n", 400},
    {get("Bare: a\rb\r\n"), 400},
    {get("Bare: a\r\r\n"), 400},
    {"\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"\n", 400},
    // Characters.
    {get("Nul: a\0b\r\n"s), 400},
    {get("Nul\0: b\r\n"s), 400},
    {"GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n"s, 400},
    {get("Bell: \x07\r\n"), 400},
    {get("Delete: \x7f\r\n"), 400},
    {get("no colon\r\n"), 400},
    {get(": no name\r\n"), 400},
    {get("Spaced name: x\r\n"), 400},
    {get("Name(: x\r\n"), 400},
    {get("Na\xc3\xa9: x\r\n"), 400},
    // Request lines.
    {line("GET /"), 400},
    {line("GET  / HTTP/1.1"), 400},
    {line("GET / HTTP/1.1 "), 400},
    {line("GET /a b HTTP/1.1"), 400},
    {line("GET /a\tb HTTP/1.1"), 400},
    {line("GET /\xc3\xa9 HTTP/1.1"), 400},
    {line("GET\t/ HTTP/1.1"), 400},
    {line(" GET / HTTP/1.1"), 400},
    {line("G@T / HTTP/1.1"), 400},
    {line("GET / http/1.1"), 400},
    {line("GET / HTTP/1.10"), 400},
    {line("GET / HTTP/11"), 400},
    {line("GET / HTTP/1.2"), 505},
    {line("GET / HTTP/2.0"), 505},
    {line("PRI * HTTP/2.0"), 505},
    // Repeated fields of which somebody else could believe the other one.
    {get("Cookie: a=1\r\nCookie: a=2\r\n"), 400},
    {get("Authorization: Bearer a\r\nAuthorization: Bearer b\r\n"), 400},
    {post("Origin: http://a\r\nOrigin: http://b\r\n"), 400},
    {get("X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 2.2.2.2\r\n"), 0},
    {post("Expect: 200-ok\r\n"), 417},
    // Sizes.
    {line("GET /" + std::string(limits::header_line_bytes, 'a') + " HTTP/1.1"), 414},
    {"GET /" + std::string(limits::header_line_bytes + 10, 'a'), 414},
    {get("Long: " + std::string(limits::header_line_bytes, 'a') + "\r\n"), 431},
    {get("Long: " + std::string(limits::header_line_bytes - 6, 'a') + "\r\n"), 0},
    {get("A: " + std::string(4000, 'a') + "\r\nB: " + std::string(4000, 'a') + "\r\nC: " + std::string(400, 'a') +
         "\r\n"),
     431},
    // Nothing wrong yet.
    {"GET / HTT", -1},
    {"GET / HTTP/1.1\r\nHost: a\r\n\r", -1},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(transport_framing)

BOOST_AUTO_TEST_CASE(every_head_is_judged_the_same_however_it_arrives) {
    for (auto const& r : rows)
        for (std::size_t const piece : {std::size_t{1}, std::size_t{7}, std::size_t{1460}, std::size_t{65536}})
            BOOST_TEST(outcome(r.bytes, piece) == r.status, r.bytes.substr(0, 80)
                                                                << " in pieces of " << piece << ": "
                                                                << outcome(r.bytes, piece) << " not " << r.status);
}

BOOST_AUTO_TEST_CASE(too_many_fields_are_refused) {
    std::string fields;
    for (std::size_t i = 0; i + 1 < limits::header_fields; ++i) fields += "a:b\r\n";
    BOOST_TEST(outcome(get(fields), 1460) == 0);
    BOOST_TEST(outcome(get(fields + "a:b\r\n"), 1460) == 431);
}

BOOST_AUTO_TEST_CASE(a_head_is_read_into_its_parts) {
    framing::head head;
    BOOST_TEST(outcome("POST /a?b=c HTTP/1.1\r\nHost: x:80\r\nContent-Length: 12\r\nExpect: 100-Continue\r\n"
                       "Connection: Upgrade, CLOSE\r\n\r\nbody",
                       9, &head) == 0);
    BOOST_TEST(head.method == "POST");
    BOOST_TEST(head.target == "/a?b=c");
    BOOST_TEST(head.host == "x:80");
    BOOST_TEST(head.content_length.value() == 12U);
    BOOST_TEST(head.fields.size() == 4U);
    BOOST_TEST(head.expects_continue);
    BOOST_TEST(!head.keep_alive);
    BOOST_TEST(head.has_body());
    BOOST_TEST(outcome(line("GET / HTTP/1.0"), 5, &head) == 0);
    BOOST_TEST(!head.keep_alive);
    BOOST_TEST(!head.has_body());
}

BOOST_AUTO_TEST_SUITE_END()
