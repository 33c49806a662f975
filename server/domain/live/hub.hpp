// SPDX-License-Identifier: EUPL-1.2
// The hub of one server process: knows who is connected, what they may receive, and hands each event on in the order
// of the stream. What a reader may receive changes only by events of the same stream, so that it stops in the order
// of commits. No database and no sockets here.
#pragma once
#include "base/crypto.hpp"
#include "transport/application.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace plaza::domain::live {

/// Threads that one connection may watch at a time.
inline constexpr std::size_t most_watches = 20;
/// Events held for a reader between subscribing and its snapshot, and the bytes of their data; more means that
/// something hangs.
inline constexpr std::size_t most_held = 5000;
inline constexpr std::size_t most_held_bytes = 8 * 1024 * 1024;
/// Events that are handed over to their readers at a time: a post is two, which then leave in one write.
inline constexpr std::size_t told_together = 8;
/// And the bytes of their data, or a few long ones would fill the queue of every reader before any is written.
inline constexpr std::size_t told_together_bytes = 128 * 1024;
/// Live connections of one person at a time.
inline constexpr std::size_t most_connections_per_person = 20;

/// Stands among the groups of who reads all that are open, and not only their own as a guest does.
inline constexpr std::int64_t everywhere = 0;

/// One event of the stream, as the database tells it.
struct stream_event {
    std::int64_t position = 0;
    std::string kind;
    std::optional<std::int64_t> group;
    std::string slug;
    std::optional<std::int64_t> thread;
    std::optional<std::int64_t> person;
    std::string data;
};

using message = std::shared_ptr<std::string const>;

/// The event as clients get it.
message to_message(stream_event const& event, base::cursor_codec const& cursors);

class hub {
public:
    using subscriber_id = std::uint64_t;

    explicit hub(base::cursor_codec const& cursors) : cursors_(cursors) {}

    /// A reader that gets nothing yet. Nothing when they have too many connections.
    std::optional<subscriber_id> subscribe(std::int64_t person, std::int64_t session);
    /// From here on its access may end, which closes the sink.
    void attach(subscriber_id id, std::shared_ptr<transport::live_sink> sink);
    /// From here on the stream is kept for this reader, until `release` or `let_go`. Once released it is not.
    void hold(subscriber_id id);
    void let_go(subscriber_id id);

    struct watch {
        std::int64_t thread = 0;
        std::int64_t group = 0;
        bool open = false;          ///< the group is open: the watch stands without membership
        std::int64_t position = 0;  ///< head of the stream before access was asked for
    };
    struct snapshot {
        std::int64_t position = 0;         ///< the head of the stream, read before everything else, after `hold`
        std::vector<std::int64_t> groups;  ///< groups whose events the person gets
        std::vector<watch> watches{};      ///< of a long poll, which has no time to ask for them later
    };
    /// Sends what came after the snapshot, and from now on everything as it comes. False when access ended
    /// meanwhile or too much was held.
    bool release(subscriber_id id, snapshot const& state);
    void unsubscribe(subscriber_id id);

    enum class watch_outcome { watching, full, ask_again };
    /// `ask_again` when access may have changed between the question and now, or the reader is not released yet.
    watch_outcome add_watch(subscriber_id id, watch w);
    void refuse_watch(subscriber_id id, std::int64_t thread);
    void drop_watch(subscriber_id id, std::int64_t thread);

    /// Hands on events in order; those at or before the position already seen are left out.
    void dispatch(std::vector<stream_event> const& events);
    /// Told to everybody: events are delayed because the database is away, or on time again.
    void notice(std::string_view code);
    /// Sends everybody away, now and from now on, to come back to the process that follows this one.
    void stop();
    /// The position after which events are handed on.
    void start_at(std::int64_t position);
    std::int64_t position() const;
    std::size_t connections() const;

private:
    struct subscriber {
        std::int64_t person = 0;
        std::int64_t session = 0;
        std::shared_ptr<transport::live_sink> sink;
        bool released = false;  ///< gets events as they come
        std::int64_t from = 0;  ///< events up to here are in the snapshot
        bool ended = false;
        std::set<std::int64_t> groups;
        std::map<std::int64_t, watch> watches;
        std::vector<std::shared_ptr<stream_event const>> held;  ///< shared by all who hold
        std::size_t held_bytes = 0;
        bool overflowed = false;     ///< too much was held: what is there has a gap
        std::vector<message> ready;  ///< what one call tells it, handed over together at the end of the call
    };

    void hand_on(stream_event const& event);
    void keep(stream_event const& event);
    static void drop_held(subscriber& of);
    void give(subscriber& to, stream_event const& event, message& made);
    bool receives(subscriber const& to, stream_event const& event) const;
    void change_access(subscriber& of, stream_event const& event);
    static void end_if_told(subscriber& of, stream_event const& event);
    void tell(subscriber& to, message what);
    /// Ends every call that tells: what a reader gets by it leaves together.
    void hand_over();

    base::cursor_codec const& cursors_;
    mutable std::mutex mutex_;
    std::unordered_map<subscriber_id, subscriber> subscribers_;
    std::unordered_map<std::int64_t, std::unordered_set<subscriber_id>> by_person_;
    std::unordered_map<std::int64_t, std::unordered_set<subscriber_id>> by_group_;   ///< members
    std::unordered_map<std::int64_t, std::unordered_set<subscriber_id>> by_thread_;  ///< watchers
    std::unordered_set<subscriber_id> holding_;
    std::vector<subscriber*> told_;  ///< those with something `ready`
    subscriber_id next_id_ = 1;
    std::int64_t position_ = 0;
    std::int64_t access_changed_at_ = 0;
    bool stopped_ = false;
};

}  // namespace plaza::domain::live
