// SPDX-License-Identifier: EUPL-1.2
#include "domain/live/sessions.hpp"

#include "base/strict_json.hpp"
#include "domain/identity/identity.hpp"
#include "domain/live/stream_sql.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <charconv>

namespace plaza::domain::live {
namespace {

namespace asio = boost::asio;

/// What one unit of database work finds out before a reader is let in.
struct admission {
    base::actor actor;
    hub::snapshot state;
    bool resumed = false;
    std::vector<stream_event> missed;
};

std::vector<stream_event> to_events(std::vector<sql::event_row> rows) {
    std::vector<stream_event> out;
    out.reserve(rows.size());
    for (auto& r : rows) {
        out.push_back({r.position, std::move(r.kind), r.group, std::move(r.slug).value_or(""), r.thread, r.person,
                       std::move(r.data)});
    }
    return out;
}

/// The head of the stream is read first: whatever ends this reader's access after it comes as an event.
admission look(persistence::connection& db, std::string const& token, std::optional<std::int64_t> since) {
    admission out;
    auto const window = db.one(sql::window);
    out.state.position = window.head;
    out.actor = identity::authenticate(db, token);
    if (!out.actor.complete()) return out;
    for (auto const& row : db.rows(sql::my_groups, out.actor.person)) out.state.groups.push_back(row.group);
    if (since && *since <= window.head && *since >= window.oldest - 1) {
        out.missed = to_events(db.rows(sql::missed, out.actor.person, *since, window.head, most_missed + 1));
        out.resumed = out.missed.size() <= most_missed;
        if (!out.resumed) out.missed.clear();
    }
    return out;
}

std::optional<std::int64_t> position_in(base::cursor_codec const& cursors, std::string const& since) {
    auto const decoded = cursors.decode("live", since, 1);
    if (!decoded) return std::nullopt;
    return (*decoded)[0];
}

class session final : public transport::live_session {
public:
    session(services s, hub::subscriber_id id, std::int64_t person, hub::snapshot state)
        : services_(s), id_(id), person_(person), state_(std::move(state)) {}
    ~session() override { services_.the_hub.unsubscribe(id_); }

    void adopt(hub::snapshot state) { state_ = std::move(state); }

    void opened(std::shared_ptr<transport::live_sink> sink) override {
        sink_ = std::move(sink);
        if (!services_.the_hub.release(id_, std::move(state_), sink_)) sink_->close(transport::close_reason::policy);
    }

    asio::awaitable<void> received(std::string text) override {
        base::object_reader in(text);
        auto const type = in.choice("type", {"watch", "unwatch"});
        auto const thread = in.integer("thread");
        if (in.problem()) {
            sink_->close(transport::close_reason::policy);
            co_return;
        }
        if (type == "unwatch") {
            services_.the_hub.drop_watch(id_, thread);
            co_return;
        }
        bool lost = false;
        try {
            co_await watch(thread);
        } catch (std::exception const&) {
            lost = true;  // the database is away: the client asks again when it is on time
        }
        if (lost) services_.the_hub.refuse_watch(id_, thread);
    }

private:
    asio::awaitable<void> watch(std::int64_t thread) {
        for (;;) {
            auto ask = [person = person_, thread](persistence::connection& db) {
                auto const head = db.one(sql::head);
                std::optional<hub::watch> w;
                if (auto const row = db.row(sql::may_watch, person, thread)) {
                    w = hub::watch{thread, row->group, row->open, head};
                }
                return w;
            };
            auto const allowed = co_await services_.db.run(std::move(ask));
            if (!allowed) {
                services_.the_hub.refuse_watch(id_, thread);
                co_return;
            }
            auto const outcome = services_.the_hub.add_watch(id_, *allowed);
            if (outcome == hub::watch_outcome::full) services_.the_hub.refuse_watch(id_, thread);
            if (outcome != hub::watch_outcome::ask_again) co_return;
        }
    }

    services services_;
    hub::subscriber_id id_;
    std::int64_t person_;
    hub::snapshot state_;
    std::shared_ptr<transport::live_sink> sink_;
};

/// Collects messages for a long poll and wakes it.
class poll_sink final : public transport::live_sink, public std::enable_shared_from_this<poll_sink> {
public:
    explicit poll_sink(asio::any_io_executor executor) : timer_(std::move(executor)) {}

    void send(message text) override {
        std::lock_guard lock(mutex_);
        if (messages_.size() >= most_missed) return;  // the cursor of the last one kept leads on
        messages_.push_back(std::move(text));
        wake();
    }
    void close(transport::close_reason) override {
        std::lock_guard lock(mutex_);
        closed_ = true;
        wake();
    }
    /// Waits until something is there, or that long.
    asio::awaitable<void> wait(std::chrono::seconds longest) {
        {
            std::lock_guard lock(mutex_);
            if (closed_ || !messages_.empty()) co_return;
            timer_.expires_after(longest);
        }
        boost::system::error_code ignored;
        co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    std::pair<std::vector<message>, bool> take() {
        std::lock_guard lock(mutex_);
        return {std::move(messages_), closed_};
    }

private:
    void wake() {
        asio::post(timer_.get_executor(), [self = shared_from_this()] { self->timer_.cancel(); });
    }
    std::mutex mutex_;
    std::vector<message> messages_;
    bool closed_ = false;
    asio::steady_timer timer_;
};

struct admitted {
    std::unique_ptr<session> the_session;
    bool resumed = false;
    std::int64_t position = 0;
};

/// The same for both ways of being live; `hello` puts the first message of a WebSocket before the missed events.
asio::awaitable<base::result<admitted>> begin(services s, std::string token, std::string since, bool hello) {
    auto who = [token](persistence::connection& db) { return identity::authenticate(db, token); };
    auto const actor = co_await s.db.run(std::move(who));
    if (auto p = identity::incomplete(actor)) co_return *p;
    // The stream is held from here on; the snapshot that follows asks everything again.
    auto const id = s.the_hub.subscribe(actor.person, actor.session);
    if (!id) co_return base::problem{429, "too_many_requests", {}, 30};
    auto guard = std::make_unique<session>(s, *id, actor.person, hub::snapshot{});
    auto const position = since.empty() ? std::nullopt : position_in(s.env.cursors, since);
    auto work = [token, position](persistence::connection& db) { return look(db, token, position); };
    auto found = co_await s.db.run(std::move(work));
    if (auto p = identity::incomplete(found.actor)) co_return *p;
    auto state = std::move(found.state);
    if (hello) {
        // A resumed reader is at its own cursor until the missed events have brought it further.
        auto const at = found.resumed && !found.missed.empty() ? *position : state.position;
        state.first.push_back(std::make_shared<std::string const>(
            "{\"type\":\"hello\",\"cursor\":\"" + s.env.cursors.encode_fresh("live", {at}) +
            "\",\"resumed\":" + (found.resumed ? "true" : "false") + "}"));
    }
    for (auto const& event : found.missed) state.first.push_back(to_message(event, s.env.cursors));
    admitted out;
    out.resumed = found.resumed;
    out.position = state.position;
    guard->adopt(std::move(state));
    out.the_session = std::move(guard);
    co_return out;
}

}  // namespace

asio::awaitable<base::result<std::unique_ptr<transport::live_session>>> admit(services s, std::string token,
                                                                             std::string since) {
    auto begun = co_await begin(s, std::move(token), std::move(since), true);
    if (!begun) co_return begun.error();
    std::unique_ptr<transport::live_session> out = std::move(begun->the_session);
    co_return out;
}

asio::awaitable<answer> poll(services s, transport::request const& request, std::string token) {
    int wait = longest_poll;
    if (auto const text = request.query_value("wait"); !text.empty()) {
        auto const parsed = std::from_chars(text.data(), text.data() + text.size(), wait);
        if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || wait < 0 || wait > longest_poll) {
            co_return base::invalid("wait", "out_of_range");
        }
    }
    for (auto const& [name, value] : request.query) {
        if (name != "since" && name != "wait") co_return base::invalid(name, "unknown_parameter");
    }
    auto begun = co_await begin(s, std::move(token), std::string(request.query_value("since")), false);
    if (!begun) co_return begun.error();
    auto executor = co_await asio::this_coro::executor;
    auto sink = std::make_shared<poll_sink>(executor);
    bool const resumed = begun->resumed;
    begun->the_session->opened(sink);
    if (resumed) co_await sink->wait(std::chrono::seconds(wait));
    begun->the_session.reset();  // nothing more arrives
    auto taken = sink->take();
    if (taken.second) co_return base::unauthenticated();
    std::string events;
    std::string cursor = s.env.cursors.encode_fresh("live", {begun->position});
    for (auto const& m : taken.first) {
        if (!m->starts_with("{\"type\":\"event\"")) continue;  // notices are for connections that stay
        if (!events.empty()) events += ',';
        events += *m;
        auto const at = m->find("\"cursor\":\"") + 10;
        cursor = m->substr(at, m->find('"', at) - at);
    }
    if (!resumed) events.clear();
    co_return ok("{\"cursor\":\"" + cursor + "\",\"resumed\":" + (resumed ? "true" : "false") + ",\"events\":[" + events +
                 "]}");
}

}  // namespace plaza::domain::live
