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

constexpr std::size_t body_limit = 20;
constexpr int waiting = -1;

struct decoded {
    int status;  ///< 0 done, -1 waiting, otherwise the refusal
    std::string body;
    std::size_t used;
};

decoded decode(std::string_view bytes, std::size_t piece) {
    framing::chunked_decoder decoder(body_limit);
    decoded out{waiting, {}, 0};
    while (out.used < bytes.size() && !decoder.done() && !decoder.refused())
        out.used += decoder.feed(bytes.substr(out.used, piece), out.body);
    if (decoder.refused())
        out.status = static_cast<int>(decoder.refused()->status);
    else if (decoder.done())
        out.status = 0;
    return out;
}

struct row {
    std::string bytes;
    int status;
    std::string body;
};

std::vector<row> const rows = {
    {"0\r\n\r\n", 0, ""},
    {"5\r\nhello\r\n0\r\n\r\n", 0, "hello"},
    {"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", 0, "hello world"},
    {"A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n", 0, "01234567890123456789"},
    {"000005\r\nhello\r\n0000\r\n\r\n", 0, "hello"},
    {"5;name=value\r\nhello\r\n0;last\r\n\r\n", 0, "hello"},
    {"0\r\nTrailer: x\r\nOther: y\r\n\r\n", 0, ""},
    {"2\r\n\r\n\r\n0\r\n\r\n", 0, "\r\n"},
    {"5\r\nhel", waiting, "hel"},
    {"5\r\nhello\r\n0\r\n", waiting, "hello"},
    // Too large, said at the announcement and not after the data.
    {"15\r\n", 413, ""},
    {"14\r\n01234567890123456789\r\n1\r\n", 413, "01234567890123456789"},
    {"FFFFFFFFFFFFFFFF\r\n", 413, ""},
    {"100000000000000000005\r\n", 413, ""},
    {"00000000\r\n", 413, ""},
    // What one reader takes for a size and another does not.
    {"\r\n", 400, ""},
    {" 5\r\nhello\r\n", 400, ""},
    {"5 \r\nhello\r\n", 400, ""},
    {"0x5\r\nhello\r\n", 400, ""},
    {"-5\r\n", 400, ""},
    {"+5\r\n", 400, ""},
    {"g\r\n", 400, ""},
    {";ext\r\n", 400, ""},
    {"5\nhello\r\n", 400, ""},
    {"5\rhello\r\n", 400, ""},
    {"5;a\nb\r\nhello\r\n", 400, ""},
    {"5;a\rb\r\n", 400, ""},
    {"5;\0\r\n"s, 400, ""},
    {"5\r\nhelloX\r\n", 400, "hello"},
    {"5\r\nhello\n0\r\n\r\n", 400, "hello"},
    {"5\r\nhello\r0\r\n\r\n", 400, "hello"},
    {"5\r\nhell\r\n0\r\n\r\n", 400, "hell\r"},
    {"0\r\nTrailer: x\n\r\n", 400, ""},
    {"0\r\n folded\r\n\r\n", 400, ""},
    {"0\r\nT: \0\r\n\r\n"s, 400, ""},
    {"0\r\n\n", 400, ""},
    {"0\r\n\rX", 400, ""},
    // Extensions and trailers are bounded over the whole message.
    {"1;" + std::string(limits::chunk_extension_bytes - 1, 'x') + "\r\na\r\n0\r\n\r\n", 0, "a"},
    {"1;" + std::string(limits::chunk_extension_bytes, 'x') + "\r\na\r\n0\r\n\r\n", 400, ""},
    {"1;" + std::string(600, 'x') + "\r\na\r\n1;" + std::string(600, 'x') + "\r\nb\r\n0\r\n\r\n", 400, "a"},
    {"0\r\nT:" + std::string(limits::trailer_bytes - 2, 'x') + "\r\n\r\n", 0, ""},
    {"0\r\nT:" + std::string(limits::trailer_bytes - 1, 'x') + "\r\n\r\n", 400, ""},
    {"0\r\nT:" + std::string(600, 'x') + "\r\nU:" + std::string(600, 'x') + "\r\n\r\n", 400, ""},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(transport_chunked)

BOOST_AUTO_TEST_CASE(every_body_is_judged_the_same_however_it_arrives) {
    for (auto const& r : rows) {
        for (std::size_t const piece : {std::size_t{1}, std::size_t{3}, std::size_t{65536}}) {
            auto const got = decode(r.bytes, piece);
            auto const which = r.bytes.substr(0, 40) + " in pieces of " + std::to_string(piece);
            BOOST_TEST(got.status == r.status, which << ": " << got.status << " not " << r.status);
            BOOST_TEST(got.body == r.body, which);
        }
    }
}

BOOST_AUTO_TEST_CASE(what_follows_the_last_chunk_is_left_for_the_next_request) {
    std::string const message = "5\r\nhello\r\n0\r\nT: x\r\n\r\n";
    for (std::size_t const piece : {std::size_t{1}, std::size_t{4}, std::size_t{65536}}) {
        auto const got = decode(message + "GET / HTTP/1.1\r\n", piece);
        BOOST_TEST(got.status == 0);
        BOOST_TEST(got.used == message.size());
    }
}

BOOST_AUTO_TEST_SUITE_END()
