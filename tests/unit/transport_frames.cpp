// SPDX-License-Identifier: EUPL-1.2
// Heads of frames, and writes that do not fall into each other.
#include "transport/frame.hpp"
#include "transport/whole_writes.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/test/unit_test.hpp>

#include <functional>
#include <string>
#include <vector>

using namespace plaza::transport;
namespace asio = boost::asio;
using boost::system::error_code;

namespace {

std::string hex(frame_head const& head) {
    std::string out;
    for (std::size_t i = 0; i < head.size; ++i) {
        constexpr char const* digits = "0123456789abcdef";
        out += {digits[head.bytes[i] >> 4], digits[head.bytes[i] & 15]};
    }
    return out;
}

/// Takes few bytes at a time, and each only when it is told to.
class reluctant {
public:
    using executor_type = asio::any_io_executor;

    struct taking {
        std::string& taken;
        std::vector<std::function<void(error_code)>>& asked;
    };
    reluctant(asio::io_context& io, taking at) : io_(io), at_(at) {}
    executor_type get_executor() { return io_.get_executor(); }

    template <class Buffers, class Handler>
    void async_write_some(Buffers const& buffers, Handler handler) {
        std::string given(asio::buffer_size(buffers), ' ');
        asio::buffer_copy(asio::buffer(given), buffers);
        auto const kept = std::make_shared<Handler>(std::move(handler));
        at_.asked.push_back([this, kept, some = given.substr(0, 2)](error_code error) {
            if (!error) at_.taken += some;
            asio::post(io_, [kept, error, n = error ? 0 : some.size()] { (*kept)(error, n); });
        });
    }

private:
    asio::io_context& io_;
    taking at_;
};

struct fixture {
    asio::io_context io;
    std::string taken, done;
    std::vector<std::function<void(error_code)>> asked;
    whole_writes<reluctant> stream{reluctant(io, {taken, asked})};

    /// `text` has to outlive the write.
    void write(std::string const& text) {
        stream.async_write_some(asio::buffer(text), [this, &text](error_code error, std::size_t n) {
            done += text.substr(0, 1) + (error ? "!" : std::to_string(n)) + " ";
        });
    }
    void go_on(error_code error = {}) {
        BOOST_TEST_REQUIRE(asked.size() == 1U);  // never two at a time
        auto const one = std::move(asked.front());
        asked.clear();
        one(error);
        io.restart();
        io.run();
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(transport_frames, fixture)

BOOST_AUTO_TEST_CASE(a_head_says_how_long_the_text_is) {
    struct row {
        std::size_t payload;
        char const* head;
    };
    for (auto const& r :
         {row{0, "8100"}, row{1, "8101"}, row{125, "817d"}, row{126, "817e007e"}, row{127, "817e007f"},
          row{65535, "817effff"}, row{65536, "817f0000000000010000"}, row{0x123456789a, "817f000000123456789a"}})
        BOOST_TEST(hex(text_frame(r.payload)) == r.head);
}

BOOST_AUTO_TEST_CASE(a_write_ends_before_the_next_begins) {
    std::string const first = "aaaaa", second = "bbb", third = "c";
    write(first);
    write(second);
    write(third);
    while (!asked.empty()) go_on();
    BOOST_TEST(taken == "aaaaabbbc");
    BOOST_TEST(done == "a5 b3 c1 ");
    write(third);
    go_on();
    BOOST_TEST(taken == "aaaaabbbcc");
}

BOOST_AUTO_TEST_CASE(after_a_failure_those_that_wait_are_told_too) {
    std::string const first = "aaaaa", second = "bbb";
    write(first);
    write(second);
    go_on();
    go_on(asio::error::operation_aborted);
    BOOST_TEST(done == "a! ");
    go_on(asio::error::bad_descriptor);
    BOOST_TEST(done == "a! b! ");
    BOOST_TEST(asked.empty());
}

BOOST_AUTO_TEST_SUITE_END()
