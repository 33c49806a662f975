// SPDX-License-Identifier: EUPL-1.2
// The pool of database workers: what thousands ask at once has a lane of its own.
#include "support/database.hpp"
#include "support/pool_rig.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <memory>
#include <vector>

using namespace plaza::tests;
using namespace std::chrono_literals;
using plaza::persistence::connection;
using plaza::persistence::overloaded;

namespace {

struct lanes_tag {};
struct shared : shared_database<lanes_tag> {};

}  // namespace

BOOST_AUTO_TEST_SUITE(worker_lanes, *boost::unit_test::fixture<shared>())

BOOST_AUTO_TEST_CASE(a_crowd_leaves_a_worker_to_others) {
    std::atomic<int> at_once{0}, most{0};
    std::atomic<bool> open{false};
    rig r(patient(shared::current->as_app(), 3));
    auto const let_go = [&] {
        open = true;
        open.notify_all();
    };
    // Also where the test fails, or the workers would hold its end up.
    std::shared_ptr<void> const at_the_end(nullptr, [&](void*) { let_go(); });
    std::vector<answer<int>> answers;
    for (int i = 0; i < 30; ++i) {
        answers.push_back(r.crowd([&, i](connection&) {
            int const now = ++at_once;
            for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
            }
            open.wait(false);
            --at_once;
            return i;
        }));
    }
    until("the crowd is being served", [&] { return most == 2; });
    for (int i = 0; i < 5; ++i) BOOST_TEST(r.now(asking(i)) == i);
    BOOST_TEST(r.figures().crowd == 28u);
    let_go();
    for (int i = 0; i < 30; ++i) BOOST_TEST(answers[static_cast<std::size_t>(i)].get() == i);
    BOOST_TEST(most == 2);
    BOOST_TEST(r.figures().refused == 0u);
}

BOOST_AUTO_TEST_CASE(a_crowd_waits_longer_than_others_while_work_is_done_and_is_served_in_its_order) {
    auto options = patient(shared::current->as_app());
    options.wait_limit = 1500ms;
    options.answer_within = 1500ms;
    options.crowd_wait_limit = 60s;
    rig r(options);
    r.now(asking(0));
    std::vector<int> order;
    std::vector<answer<int>> answers;
    for (int i = 0; i < 16; ++i) {
        answers.push_back(r.crowd([&, i](connection& db) {
            order.push_back(i);
            db.one(sleep_ms, 120);
            return i;
        }));
    }
    for (int i = 0; i < 16; ++i) BOOST_TEST(answers[static_cast<std::size_t>(i)].get() == i);
    BOOST_TEST(std::is_sorted(order.begin(), order.end()));
    BOOST_TEST(order.size() == 16u);
    BOOST_TEST(r.figures().refused == 0u);
}

BOOST_AUTO_TEST_CASE(a_crowd_has_its_turn_on_a_busy_day_and_is_refused_after_its_own_limits) {
    auto options = patient(shared::current->as_app());
    options.crowd_queue_limit = 2;
    options.crowd_wait_limit = 300ms;
    rig r(options);
    r.now(asking(0));
    auto busy = r.start(sleeping(100));
    std::atomic<bool> served{false};
    auto first = r.crowd([&](connection&) { return served.exchange(true); });
    auto later = r.start([&](connection&) { return served.load(); });
    BOOST_TEST(later.get());
    BOOST_TEST(!first.get());
    BOOST_TEST(busy.get() == 100);
    auto longer = r.start(sleeping(800));
    until("the worker is busy", [&] { return r.figures().waiting == 0; });
    auto second = r.crowd(asking(2)), third = r.crowd(asking(3));
    auto fourth = r.crowd(asking(4));
    BOOST_TEST(r.figures().crowd == 2u);
    BOOST_CHECK_THROW(fourth.get(), overloaded);
    BOOST_CHECK_THROW(second.get(), overloaded);
    BOOST_CHECK_THROW(third.get(), overloaded);
    BOOST_TEST(longer.get() == 800);
    BOOST_TEST(r.figures().refused == 3u);
    BOOST_TEST(r.crowd(asking(5)).get() == 5);
    auto last = r.start(sleeping(200));
    auto left = r.crowd(asking(6));
    until("it waits", [&] { return r.figures().crowd == 1 && r.figures().waiting == 0; });
    r.end_pool();
    BOOST_TEST(last.get() == 200);
    BOOST_CHECK_THROW(left.get(), overloaded);
}

BOOST_AUTO_TEST_CASE(one_worker_serves_the_crowd_and_others_in_turns) {
    rig r(patient(shared::current->as_app()));
    r.now(asking(0));
    auto busy = r.start(sleeping(100));
    std::atomic<int> served{0};
    std::vector<answer<int>> crowd;
    for (int i = 0; i < 20; ++i) crowd.push_back(r.crowd([&](connection&) { return ++served; }));
    auto other = r.start([&](connection&) { return served.load(); });
    BOOST_TEST(other.get() <= 1);
    for (auto& one : crowd) one.get();
    BOOST_TEST(busy.get() == 100);
    BOOST_TEST(served == 20);
}

BOOST_AUTO_TEST_CASE(a_crowd_hears_soon_that_nothing_is_done_at_all) {
    auto options = patient(shared::current->as_app(), 2);
    options.wait_limit = 200ms;
    rig r(options);
    r.now(asking(0));
    auto one = r.crowd(sleeping(1500)), other = r.crowd(sleeping(1500));
    auto waiting = r.crowd(asking(1));
    BOOST_CHECK_THROW(waiting.get(), overloaded);
    BOOST_TEST(one.get() + other.get() == 3000);
}

BOOST_AUTO_TEST_CASE(an_ended_crowd_is_refused_at_once_and_others_are_served) {
    rig r(patient(shared::current->as_app()));
    r.now(asking(0));
    auto busy = r.start(sleeping(300));
    until("the worker is busy", [&] { return r.figures().waiting == 0; });
    auto waiting = r.crowd(asking(1));
    r.end_crowd();
    BOOST_CHECK_THROW(waiting.get(), overloaded);
    BOOST_CHECK_THROW(r.crowd(asking(2)).get(), overloaded);
    BOOST_TEST(busy.get() == 300);
    BOOST_TEST(r.now(asking(3)) == 3);
}

BOOST_AUTO_TEST_SUITE_END()
