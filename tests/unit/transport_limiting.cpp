// SPDX-License-Identifier: EUPL-1.2
// What bounds senders and receivers: token buckets and send queues.
#include "transport/live_outbox.hpp"
#include "transport/rate_limiter.hpp"
#include "transport/send_queue.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

using namespace plaza::transport;
using namespace std::chrono_literals;

namespace {

struct hand_clock {
    token_bucket::time_point now{1h};
    rate_limiter::clock read() {
        return [this] { return now; };
    }
};

send_queue::message message(std::string text) { return std::make_shared<std::string const>(std::move(text)); }

struct counting_owner final : outbox_owner {
    int woken = 0;
    void wake() override { ++woken; }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(transport_limiting)

BOOST_AUTO_TEST_CASE(a_bucket_gives_its_burst_and_then_its_rate) {
    hand_clock clock;
    rate_limiter limiter({3, 0.5}, 10, clock.read());
    for (int i = 0; i < 3; ++i) BOOST_TEST(limiter.take("a").allowed);
    auto const refused = limiter.take("a");
    BOOST_TEST(!refused.allowed);
    BOOST_TEST(refused.retry_after == 2);
    BOOST_TEST(limiter.take("b").allowed);
    clock.now += 1900ms;
    BOOST_TEST(!limiter.take("a").allowed);
    BOOST_TEST(limiter.take("a").retry_after == 1);
    clock.now += 100ms;
    BOOST_TEST(limiter.take("a").allowed);
    BOOST_TEST(!limiter.take("a").allowed);
    clock.now += 1h;
    for (int i = 0; i < 3; ++i) BOOST_TEST(limiter.take("a").allowed);
    BOOST_TEST(!limiter.take("a").allowed);
}

BOOST_AUTO_TEST_CASE(waiting_as_long_as_told_is_enough) {
    hand_clock clock;
    rate_limiter limiter({5, 0.3}, 10, clock.read());
    BOOST_TEST(limiter.take("a", 5).allowed);
    for (int i = 0; i < 20; ++i) {
        auto const refused = limiter.take("a", 2);
        BOOST_REQUIRE(!refused.allowed);
        clock.now += std::chrono::seconds(refused.retry_after);
        BOOST_TEST(limiter.take("a", 2).allowed);
    }
}

BOOST_AUTO_TEST_CASE(costs_above_the_burst_and_rates_of_nothing_never_pass) {
    hand_clock clock;
    rate_limiter limiter({2, 1}, 10, clock.read());
    BOOST_TEST(!limiter.take("a", 3).allowed);
    BOOST_TEST(limiter.take("a", 2).allowed);
    rate_limiter nothing({0, 0}, 10, clock.read());
    BOOST_TEST(!nothing.take("a").allowed);
    BOOST_TEST(nothing.take("a").retry_after == 3600);
}

BOOST_AUTO_TEST_CASE(a_clock_that_steps_back_gives_and_takes_nothing) {
    hand_clock clock;
    rate_limiter limiter({2, 1}, 10, clock.read());
    BOOST_TEST(limiter.take("a").allowed);
    clock.now -= 30min;
    BOOST_TEST(limiter.take("a").allowed);
    BOOST_TEST(!limiter.take("a").allowed);
    clock.now += 30min;
    BOOST_TEST(!limiter.take("a").allowed);
}

BOOST_AUTO_TEST_CASE(keys_are_bounded_and_the_busy_ones_stay) {
    hand_clock clock;
    rate_limiter limiter({1, 0.001}, 100, clock.read());
    BOOST_TEST(limiter.take("attacker").allowed);
    for (int i = 0; i < 10'000; ++i) {
        limiter.take("key " + std::to_string(i));
        if (i % 50 == 0) BOOST_TEST(!limiter.take("attacker").allowed);
    }
    BOOST_TEST(limiter.size() <= 100U);
}

BOOST_AUTO_TEST_CASE(full_buckets_are_forgotten) {
    hand_clock clock;
    rate_limiter limiter({1, 1}, 1000, clock.read());
    for (int i = 0; i < 500; ++i) limiter.take("key " + std::to_string(i));
    BOOST_TEST(limiter.size() == 500U);
    clock.now += 10s;
    for (int i = 0; i < 300; ++i) limiter.take("new " + std::to_string(i));
    BOOST_TEST(limiter.size() <= 301U);
}

BOOST_AUTO_TEST_CASE(a_limiter_is_exact_between_threads) {
    hand_clock clock;
    rate_limiter limiter({1000, 0.0001}, 10, clock.read());
    std::atomic<int> allowed = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 500; ++i)
                if (limiter.take("a").allowed) ++allowed;
        });
    for (auto& thread : threads) thread.join();
    BOOST_TEST(allowed == 1000);
}

/// What is to be written next, in one text.
std::string joined(std::vector<send_queue::message> const& texts) {
    std::string out;
    for (auto const& text : texts) out += *text;
    return out;
}

BOOST_AUTO_TEST_CASE(a_queue_gives_what_waits_in_order_and_nothing_while_that_is_written) {
    send_queue queue(3, 100);
    BOOST_TEST(joined(queue.next()) == "");
    queue.push(message("a"));
    BOOST_TEST(joined(queue.next()) == "a");
    queue.push(message("b"));
    queue.push(message("c"));
    BOOST_TEST(joined(queue.next()) == "");
    queue.written();
    BOOST_TEST(joined(queue.next()) == "bc");
    queue.written();
    BOOST_TEST(joined(queue.next()) == "");
    BOOST_TEST(queue.bytes() == 0U);
}

BOOST_AUTO_TEST_CASE(one_write_takes_so_many_messages_and_bytes_but_one_message_at_least) {
    send_queue many;
    for (std::size_t i = 0; i < limits::live_write_messages + 1; ++i) many.push(message("x"));
    BOOST_TEST(many.next().size() == limits::live_write_messages);
    many.written();
    BOOST_TEST(many.next().size() == 1U);

    send_queue large;
    auto const half = limits::live_write_bytes / 2;
    for (auto const size : {half, half, half, limits::live_write_bytes + 1, std::size_t{1}})
        large.push(message(std::string(size, 'x')));
    for (auto const together : {2U, 1U, 1U, 1U}) {
        BOOST_TEST(large.next().size() == together);
        large.written();
    }
    BOOST_TEST(large.bytes() == 0U);
}

BOOST_AUTO_TEST_CASE(a_queue_ends_when_it_holds_too_many_or_too_much) {
    send_queue many(3, 100);
    for (int i = 0; i < 3; ++i) many.push(message("x"));
    BOOST_TEST(!many.ended().has_value());
    many.push(message("x"));
    BOOST_TEST((many.ended() == close_reason::too_slow));
    BOOST_TEST(many.size() == 0U);
    BOOST_TEST(many.next().empty());

    send_queue much(100, 10);
    much.push(message(std::string(10, 'x')));
    BOOST_TEST(!much.ended().has_value());
    much.push(message("x"));
    BOOST_TEST((much.ended() == close_reason::too_slow));

    send_queue one(100, 10);
    one.push(message(std::string(1000, 'x')));  // alone it may be larger than the bound
    BOOST_TEST(!one.ended().has_value());
    one.push(message("x"));
    BOOST_TEST((one.ended() == close_reason::too_slow));

    send_queue moving(1, 10);
    for (int i = 0; i < 100; ++i) {
        moving.push(message(std::string(10, 'x')));
        BOOST_TEST(moving.next().size() == 1U);
        moving.written();
    }
    BOOST_TEST(!moving.ended().has_value());
}

BOOST_AUTO_TEST_CASE(the_first_reason_stands_and_nothing_follows_it) {
    send_queue queue;
    queue.push(message("a"));
    queue.end(close_reason::policy);
    queue.end(close_reason::restart);
    queue.push(message("b"));
    BOOST_TEST((queue.ended() == close_reason::policy));
    BOOST_TEST(queue.next().empty());
    BOOST_TEST(queue.bytes() == 0U);
}

BOOST_AUTO_TEST_CASE(receivers_share_one_string) {
    auto const text = message("shared");
    send_queue first, second;
    first.push(text);
    second.push(text);
    BOOST_TEST(first.next().front().get() == text.get());
    BOOST_TEST(second.next().front().get() == text.get());
    first.push(nullptr);
    BOOST_TEST(first.size() == 0U);
}

BOOST_AUTO_TEST_CASE(an_outbox_wakes_once_until_it_is_looked_at) {
    auto const owner = std::make_shared<counting_owner>();
    live_outbox outbox(owner);
    for (int i = 0; i < 5; ++i) outbox.send(message("x"));
    BOOST_TEST(owner->woken == 1);
    BOOST_TEST(joined(outbox.next().texts) == "xxxxx");
    outbox.send(message("x"));
    BOOST_TEST(owner->woken == 1);  // the end of the write looks again
    outbox.close(close_reason::policy);
    BOOST_TEST(owner->woken == 2);  // the end is heard though a write is stuck
    outbox.written();
    BOOST_TEST((outbox.next().ended == close_reason::policy));
    outbox.detach();
    outbox.send(message("x"));
    outbox.close(close_reason::restart);
    BOOST_TEST(owner->woken == 2);
}

BOOST_AUTO_TEST_SUITE_END()
