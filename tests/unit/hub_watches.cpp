// SPDX-License-Identifier: EUPL-1.2
// Watching threads outside one's groups: allowed by a question, ended by the stream.
#include "support/hub_probe.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace plaza::tests;
using plaza::domain::live::hub;
using plaza::domain::live::stream_event;
using words = std::vector<std::string>;
using outcome = hub::watch_outcome;

BOOST_FIXTURE_TEST_SUITE(watches, hub_fixture)

BOOST_AUTO_TEST_CASE(a_watch_brings_the_threads_events_until_it_is_dropped) {
    auto const id = enter();
    BOOST_TEST((the_hub.add_watch(id, on(2, other, true, 0)) == outcome::watching));
    tell({events::post(1, other, 2), events::post(2, other, 3)});
    the_hub.drop_watch(id, 2);
    the_hub.drop_watch(id, 99);
    tell({events::post(3, other, 2)});
    heard({"watching 2", "e1"});
}

BOOST_AUTO_TEST_CASE(a_watched_thread_of_an_own_group_is_heard_once) {
    auto const id = enter();
    the_hub.add_watch(id, on(1, own, true, 0));
    the_hub.add_watch(id, on(1, own, true, 0));
    tell({events::post(1, own, 1)});
    the_hub.drop_watch(id, 1);
    tell({events::post(2, own, 1)});
    heard({"watching 1", "watching 1", "e1", "e2"});
}

BOOST_AUTO_TEST_CASE(the_answer_to_a_watch_tells_from_where_events_follow) {
    auto const id = enter({own}, 3);
    the_hub.add_watch(id, on(2, other, true, 3));
    tell({events::post(4, own, 1)});
    the_hub.add_watch(id, on(3, other, true, 4));
    BOOST_TEST(position_of(boost::json::parse(*sink->texts.at(0))) == 3);
    BOOST_TEST(position_of(boost::json::parse(*sink->texts.at(2))) == 4);
}

BOOST_AUTO_TEST_CASE(who_comes_with_threads_to_watch_hears_what_was_held_of_them_until_they_close) {
    auto const id = *the_hub.subscribe(ana, session_of_ana);
    the_hub.attach(id, sink);
    the_hub.hold(id);
    // The third was seen to be open after the second event, the fourth before it.
    tell({events::post(1, other, 2), events::group_kind(2, other, "private"), events::group_kind(3, other, "open"),
          events::post(4, other, 2), events::post(5, other, 3)});
    BOOST_TEST(the_hub.release(id, {1, {own}, {on(2, other, true, 3), on(3, other, true, 1)}}));
    heard({"refused 3", "e4"});
    tell({events::post(6, other, 3), events::group_kind(7, other, "hidden"), events::post(8, other, 2)});
    heard({"refused 3", "e4", "refused 2"});
}

BOOST_AUTO_TEST_CASE(that_a_group_closed_is_told_to_who_read_it_without_belonging_there) {
    using plaza::domain::live::everywhere;
    auto const member = std::make_shared<fake_sink>(), guest = std::make_shared<fake_sink>();
    enter({own, everywhere});
    enter(berta, {other, everywhere}, 0, member);
    enter(berta + 1, {own}, 0, guest);
    stream_event const closed{2, "group.closed", other, events::slug(other), std::nullopt, std::nullopt, "{}"};
    tell({events::group_kind(1, other, "private"), closed, events::post(3, other, 1)});
    heard({"e2"});
    BOOST_TEST(member->heard() == words{"e3"}, boost::test_tools::per_element());
    BOOST_TEST(guest->heard().empty());
}

BOOST_AUTO_TEST_CASE(so_many_threads_at_a_time) {
    auto const id = enter();
    std::int64_t const most = plaza::domain::live::most_watches;
    for (std::int64_t thread = 1; thread <= most; ++thread) {
        BOOST_TEST((the_hub.add_watch(id, on(thread, other, true, 0)) == outcome::watching));
    }
    BOOST_TEST((the_hub.add_watch(id, on(most + 1, other, true, 0)) == outcome::full));
    BOOST_TEST((the_hub.add_watch(id, on(most, other, true, 0)) == outcome::watching));  // again is no new one
    the_hub.drop_watch(id, 1);
    BOOST_TEST((the_hub.add_watch(id, on(most + 1, other, true, 0)) == outcome::watching));
    tell({events::post(1, other, 1), events::post(2, other, most + 1)});
    BOOST_TEST(sink->events() == std::vector<std::int64_t>{2}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_refusal_is_said) {
    auto const id = enter();
    the_hub.refuse_watch(id, 9);
    heard({"refused 9"});
}

BOOST_AUTO_TEST_CASE(permission_asked_before_a_change_of_access_is_asked_again) {
    struct row {
        char const* what;
        stream_event event;
        bool again;
    };
    std::vector<row> const rows = {
        {"somebody's membership", events::membership(5, berta, other, "none"), true},
        {"a group's kind", events::group_kind(5, other, "private"), true},
        {"a suspension", events::person_access(5, berta, "suspended"), true},
        {"a post", events::post(5, other, 2), false},
    };
    for (auto const& row : rows) {
        hub h(cursors());
        auto const to = std::make_shared<fake_sink>();
        auto const id = *h.subscribe(ana, session_of_ana);
        h.attach(id, to);
        h.release(id, {0, {}});
        h.dispatch({row.event});
        BOOST_TEST_CONTEXT(row.what) {
            BOOST_TEST((h.add_watch(id, on(2, other, true, 4)) == outcome::ask_again) == row.again);
            BOOST_TEST((h.add_watch(id, on(3, other, true, 5)) == outcome::watching));
            BOOST_TEST(to->heard().size() == (row.again ? 1u : 2u));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_watch_ends_when_access_does) {
    struct row {
        char const* what;
        bool member;
        bool open;
        std::vector<stream_event> before;
        words expected;
    };
    auto const post = [](std::int64_t position) { return events::post(position, other, 2); };
    std::vector<row> const rows = {
        {"a stranger when the group closes",
         false,
         true,
         {events::group_kind(1, other, "private"), post(2)},
         {"refused 2"}},
        {"a stranger when it is hidden", false, true, {events::group_kind(1, other, "hidden"), post(2)}, {"refused 2"}},
        {"it does not come back by opening again",
         false,
         true,
         {events::group_kind(1, other, "private"), events::group_kind(2, other, "open"), post(3)},
         {"refused 2"}},
        {"another group closes", false, true, {events::group_kind(1, own, "private"), post(2)}, {"e2"}},
        {"a member when the group closes", true, true, {events::group_kind(1, other, "private"), post(2)}, {"e2"}},
        {"who leaves a private group",
         true,
         false,
         {events::membership(1, ana, other, "none"), post(2)},
         {"refused 2", "e1"}},
        {"who leaves an open group still watches",
         true,
         true,
         {events::membership(1, ana, other, "none"), post(2)},
         {"e1", "e2"}},
        {"who leaves a group that was opened since",
         true,
         false,
         {events::group_kind(1, other, "open"), events::membership(2, ana, other, "none"), post(3)},
         {"e2", "e3"}},
        {"who leaves and then the group closes",
         true,
         true,
         {events::membership(1, ana, other, "none"), events::group_kind(2, other, "hidden"), post(3)},
         {"e1", "refused 2"}},
        {"who leaves after the group closed",
         true,
         true,
         {events::group_kind(1, other, "hidden"), events::membership(2, ana, other, "none"), post(3)},
         {"refused 2", "e2"}},
        {"somebody else leaves", true, false, {events::membership(1, berta, other, "none"), post(2)}, {"e2"}},
    };
    for (auto const& row : rows) {
        hub h(cursors());
        auto const to = std::make_shared<fake_sink>();
        auto const id = *h.subscribe(ana, session_of_ana);
        h.attach(id, to);
        h.release(id, {0, row.member ? std::vector{own, other} : std::vector{own}});
        h.add_watch(id, on(2, other, row.open, 0));
        to->texts.clear();
        h.dispatch(row.before);
        BOOST_TEST_CONTEXT(row.what) { BOOST_TEST(to->heard() == row.expected, boost::test_tools::per_element()); }
    }
}

BOOST_AUTO_TEST_CASE(nothing_is_watched_before_the_snapshot) {
    // Changes of access reach watches in the stream only; what is not yet released does not follow it.
    auto const id = *the_hub.subscribe(ana, session_of_ana);
    the_hub.attach(id, sink);
    BOOST_TEST((the_hub.add_watch(id, on(2, other, true, 0)) == outcome::ask_again));
    the_hub.hold(id);
    BOOST_TEST((the_hub.add_watch(id, on(2, other, true, 0)) == outcome::ask_again));
    tell({events::group_kind(1, other, "private")});
    BOOST_TEST(the_hub.release(id, {1, {}}));
    tell({events::post(2, other, 2)});
    heard({});
    BOOST_TEST((the_hub.add_watch(id, on(3, own, true, 1)) == outcome::watching));
}

BOOST_AUTO_TEST_CASE(a_watched_thread_that_moves_is_watched_on_by_who_may_read_it_there) {
    struct row {
        char const* what;
        std::vector<stream_event> before;
        words expected;
    };
    constexpr std::int64_t third = 30;
    auto const post = [](std::int64_t position, std::int64_t group) { return events::post(position, group, 2); };
    std::vector<row> const rows = {
        {"to a closed group", {events::thread_group(1, third, 2, "private"), post(2, third)}, {"refused 2"}},
        {"to an open one", {events::thread_group(1, third, 2, "open"), post(2, third)}, {"e2"}},
        {"to an open one that is closed then",
         {events::thread_group(1, third, 2, "open"), events::group_kind(2, third, "hidden"), post(3, third)},
         {"refused 2"}},
        {"from what is closed then",
         {events::thread_group(1, third, 2, "open"), events::group_kind(2, other, "hidden"), post(3, third)},
         {"e3"}},
        {"to one's own", {events::thread_group(1, own, 2, "private"), post(2, own)}, {"e2"}},
        {"another thread", {events::thread_group(1, third, 3, "private"), post(2, other)}, {"e2"}},
    };
    for (auto const& row : rows) {
        hub h(cursors());
        auto const to = std::make_shared<fake_sink>();
        auto const id = *h.subscribe(ana, session_of_ana);
        h.attach(id, to);
        h.release(id, {0, {own}});
        h.add_watch(id, on(2, other, true, 0));
        to->texts.clear();
        h.dispatch(row.before);
        BOOST_TEST_CONTEXT(row.what) { BOOST_TEST(to->heard() == row.expected, boost::test_tools::per_element()); }
    }
}

BOOST_AUTO_TEST_CASE(changes_that_the_permission_already_knew_of_do_not_end_a_watch) {
    // The hub lags behind the database: permission was asked at 5, the hub stands at 0.
    auto const id = enter({own}, 0);
    BOOST_TEST((the_hub.add_watch(id, on(2, other, true, 5)) == outcome::watching));
    tell({events::group_kind(4, other, "private"), events::group_kind(5, other, "open"), events::post(6, other, 2),
          events::group_kind(7, other, "private"), events::post(8, other, 2)});
    heard({"watching 2", "e6", "refused 2"});
}

BOOST_AUTO_TEST_SUITE_END()
