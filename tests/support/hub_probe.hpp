// SPDX-License-Identifier: EUPL-1.2
// For tests of the hub: a receiver that remembers, and events made by hand.
#pragma once
#include "domain/live/hub.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plaza::tests {

namespace live = domain::live;
using transport::close_reason;

inline base::cursor_codec const& cursors() {
    static base::cursor_codec const codec = [] {
        base::start_crypto();
        return base::cursor_codec(std::string(32, 'k'));
    }();
    return codec;
}

/// Position in the cursor of a message; -1 when it has none.
inline std::int64_t position_of(boost::json::value const& message) {
    auto const* cursor = message.as_object().if_contains("cursor");
    if (!cursor) return -1;
    auto const decoded = cursors().decode("live", std::string_view(cursor->as_string()), 1);
    return decoded ? decoded->front() : -1;
}

class fake_sink final : public transport::live_sink {
public:
    void send(std::shared_ptr<std::string const> text) override { texts.push_back(std::move(text)); }
    void close(close_reason why) override { closed.push_back(static_cast<int>(why)); }
    std::size_t waiting() const override { return 0; }
    bool ended() const override { return !closed.empty(); }

    /// Each message in short: `e7` for the event of position 7, otherwise its type, with the thread or code.
    std::vector<std::string> heard() const {
        std::vector<std::string> out;
        for (auto const& text : texts) out.push_back(in_short(*text));
        return out;
    }
    /// Positions of the events, in order of arrival.
    std::vector<std::int64_t> events() const {
        std::vector<std::int64_t> out;
        for (auto const& text : texts) {
            auto const message = boost::json::parse(*text);
            if (message.at("type") == "event") out.push_back(position_of(message));
        }
        return out;
    }

    std::vector<live::message> texts;
    std::vector<int> closed;  ///< codes

private:
    static std::string in_short(std::string const& text) {
        auto const message = boost::json::parse(text);
        std::string const type(message.at("type").as_string());
        if (type == "event") return "e" + std::to_string(position_of(message));
        if (type == "notice") return "notice " + std::string(message.at("code").as_string());
        auto const* thread = message.as_object().if_contains("thread");
        return thread ? type + " " + std::to_string(thread->as_int64()) : type;
    }
};

namespace events {

inline std::string slug(std::int64_t group) { return "group-" + std::to_string(group); }

inline live::stream_event post(std::int64_t position, std::int64_t group, std::int64_t thread) {
    return {position,
            "post.created",
            group,
            slug(group),
            thread,
            std::nullopt,
            "{\"number\":" + std::to_string(position) + "}"};
}
inline live::stream_event read(std::int64_t position, std::int64_t person, std::int64_t group, std::int64_t thread) {
    return {position, "read", group, slug(group), thread, person, "{\"number\":1}"};
}
/// `state` is a role, "requested" or "none".
inline live::stream_event membership(std::int64_t position, std::int64_t person, std::int64_t group,
                                     std::string const& state) {
    return {position,
            "membership.changed",
            group,
            slug(group),
            std::nullopt,
            person,
            "{\"my_membership\" : \"" + state + "\"}"};
}
inline live::stream_event group_kind(std::int64_t position, std::int64_t group, std::string kind) {
    return {position, "access.group", group, slug(group), std::nullopt, std::nullopt, std::move(kind)};
}
/// A thread moved to this group of this kind.
inline live::stream_event thread_group(std::int64_t position, std::int64_t group, std::int64_t thread,
                                       std::string kind) {
    return {position, "access.thread", group, slug(group), thread, std::nullopt, std::move(kind)};
}
inline live::stream_event person_access(std::int64_t position, std::int64_t person, std::string status) {
    return {position, "access.person", std::nullopt, "", std::nullopt, person, std::move(status)};
}
inline live::stream_event session_end(std::int64_t position, std::int64_t person, std::int64_t session) {
    return {position, "access.session", std::nullopt, "", std::nullopt, person, std::to_string(session)};
}

}  // namespace events

inline constexpr std::int64_t ana = 1, berta = 2;
inline constexpr std::int64_t own = 10, other = 20;  // groups
inline constexpr std::int64_t session_of_ana = 100;

/// A hub with a reader who remembers.
struct hub_fixture {
    live::hub the_hub{cursors()};
    std::shared_ptr<fake_sink> sink = std::make_shared<fake_sink>();

    live::hub::subscriber_id enter(std::int64_t person, std::vector<std::int64_t> groups, std::int64_t position,
                                   std::shared_ptr<fake_sink> to, std::int64_t session = session_of_ana) {
        auto const id = the_hub.subscribe(person, session);
        BOOST_TEST_REQUIRE(id.has_value());
        the_hub.attach(*id, std::move(to));
        the_hub.hold(*id);
        BOOST_TEST(the_hub.release(*id, {position, std::move(groups)}));
        return *id;
    }
    live::hub::subscriber_id enter(std::vector<std::int64_t> groups = {own}, std::int64_t position = 0) {
        return enter(ana, std::move(groups), position, sink);
    }
    void tell(std::vector<live::stream_event> const& events) { the_hub.dispatch(events); }
    void heard(std::vector<std::string> const& expected) {
        BOOST_TEST(sink->heard() == expected, boost::test_tools::per_element());
    }
};

inline live::hub::watch on(std::int64_t thread, std::int64_t group, bool open, std::int64_t position) {
    return {thread, group, open, position};
}

}  // namespace plaza::tests
