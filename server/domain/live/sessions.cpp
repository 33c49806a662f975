// SPDX-License-Identifier: EUPL-1.2
#include "domain/live/sessions.hpp"

#include "base/strict_json.hpp"
#include "domain/identity/identity.hpp"
#include "domain/live/stream_sql.hpp"
#include "domain/live/watched.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <charconv>
#include <mutex>

namespace plaza::domain::live {
namespace {

namespace asio = boost::asio;

/// Between two looks at a database that is away, and how often a watch is tried before it is refused.
constexpr std::chrono::milliseconds away_pause{500};
constexpr int watch_tries = 20;
/// Between two looks at how much of a backlog the network has taken.
constexpr std::chrono::milliseconds drain_pause{20};

/// What one unit of database work finds out about a reader.
struct finding {
    base::actor actor;
    hub::snapshot state;
    bool resumed = false;              ///< everything after the cursor is still there
    std::vector<stream_event> missed;  ///< the first of it
    bool complete = true;              ///< and there is no more
};

/// The head of the stream is read first: whatever ends this reader's access after it comes as an event. Its other end
/// is read last: what is there then was there when what was missed was read.
finding look(persistence::connection& db, std::string const& token, std::optional<std::int64_t> since) {
    finding out;
    out.state.position = db.one(sql::head);
    out.actor = identity::authenticate(db, token);
    if (!out.actor.complete()) return out;
    for (auto const& row : db.rows(sql::my_groups, out.actor.person)) out.state.groups.push_back(row.group);
    if (!since || *since > out.state.position) return out;
    auto rows = db.rows(sql::missed, out.actor.person, *since, out.state.position, missed_page,
                        static_cast<std::int64_t>(backlog_bytes));
    out.resumed = *since >= db.one(sql::oldest) - 1;
    if (!out.resumed) return out;
    out.complete = rows.empty() || !rows.back().more;
    out.missed = to_events(std::move(rows));
    return out;
}

std::optional<std::int64_t> position_in(base::cursor_codec const& cursors, std::string const& since) {
    auto const decoded = cursors.decode("live", since, 1);
    if (!decoded) return std::nullopt;
    return (*decoded)[0];
}

/// What outlives the connection for as long as database work of it is under way.
struct reader {
    services s;
    hub::subscriber_id id;
    std::int64_t person;
    std::string token;
    asio::any_io_executor executor;
    std::shared_ptr<transport::live_sink> sink;
    std::atomic<bool> caught_up{false};  ///< everything missed was sent: from here on threads can be watched

    void close(transport::close_reason why) { sink->close(why); }
    /// Everything that waits for this reader ends.
    bool gone() const { return sink->ended(); }

    asio::awaitable<void> pause(std::chrono::milliseconds time) {
        asio::steady_timer timer(executor, time);
        co_await timer.async_wait(asio::use_awaitable);
    }

    /// Whether all of it goes out at once.
    bool fits(finding const& found) const {
        auto bytes = sink->waiting();
        for (auto const& event : found.missed) bytes += event.data.size();
        return found.complete && bytes <= backlog_bytes;
    }

    /// Sends what was missed as fast as the network takes it, then everything as it comes. The stream is held only
    /// while a page is looked up and queued: how long a page takes on its way is up to the reader.
    asio::awaitable<void> catch_up(finding found, std::int64_t position) {
        for (;;) {
            bool const last = fits(found);
            if (!last) s.the_hub.let_go(id);
            for (auto const& event : found.missed) {
                while (!last && !gone() && sink->waiting() > backlog_bytes) co_await pause(drain_pause);
                sink->send(to_message(event, s.env.cursors));
                position = event.position;
            }
            if (last) {
                if (!s.the_hub.release(id, found.state)) close(transport::close_reason::too_slow);
                caught_up = true;
                co_return;
            }
            found = {};
            while (!gone() && sink->waiting() > 0) co_await pause(drain_pause);
            bool away = true;
            while (away && !gone()) {
                away = false;
                auto ask = [&hub = s.the_hub, id = id, t = token, position](persistence::connection& db) {
                    hub.hold(id);
                    return look(db, t, position);
                };
                try {
                    found = co_await s.db.run(std::move(ask), {}, persistence::lane::crowd);
                } catch (std::exception const&) {
                    away = true;
                }
                if (away) co_await pause(away_pause);
            }
            if (gone()) co_return s.the_hub.let_go(id);
            if (!found.actor.complete()) co_return close(transport::close_reason::policy);
            // Too old meanwhile: the client comes back and is told to load the state again.
            if (!found.resumed) co_return close(transport::close_reason::too_slow);
        }
    }
};

class session final : public transport::live_session {
public:
    session(std::shared_ptr<reader> r, finding found, std::string hello)
        : reader_(std::move(r)),
          services_(reader_->s),
          id_(reader_->id),
          person_(reader_->person),
          found_(std::move(found)),
          hello_(std::move(hello)) {}
    ~session() override { services_.the_hub.unsubscribe(id_); }

    void opened(std::shared_ptr<transport::live_sink> sink) override {
        sink_ = sink;
        reader_->sink = std::move(sink);
        services_.the_hub.attach(id_, sink_);
        sink_->send(std::make_shared<std::string const>(std::move(hello_)));
        auto run = [r = reader_, found = std::move(found_)]() mutable { return r->catch_up(std::move(found), 0); };
        asio::co_spawn(reader_->executor, std::move(run), [r = reader_](std::exception_ptr const& failure) {
            if (failure) r->close(transport::close_reason::restart);
        });
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
        while (!reader_->caught_up && !reader_->gone()) co_await reader_->pause(drain_pause);
        for (int tries = 0; tries < watch_tries && !reader_->gone(); ++tries) {
            bool away = false;
            try {
                co_await watch(thread);
            } catch (std::exception const&) {
                away = true;
            }
            if (!away) co_return;
            co_await reader_->pause(away_pause);
        }
        services_.the_hub.refuse_watch(id_, thread);
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

    std::shared_ptr<reader> reader_;
    services const& services_;
    hub::subscriber_id id_;
    std::int64_t person_;
    finding found_;
    std::string hello_;
    std::shared_ptr<transport::live_sink> sink_;
};

/// Collects messages for a long poll and wakes it.
class poll_sink final : public transport::live_sink, public std::enable_shared_from_this<poll_sink> {
public:
    explicit poll_sink(asio::any_io_executor executor) : timer_(std::move(executor)) {}

    void send(message text) override {
        std::lock_guard lock(mutex_);
        if (messages_.size() >= static_cast<std::size_t>(missed_page)) return;  // the last cursor leads on
        messages_.push_back(std::move(text));
        wake();
    }
    void close(transport::close_reason why) override {
        std::lock_guard lock(mutex_);
        if (!closed_) closed_ = why;
        wake();
    }
    std::size_t waiting() const override { return 0; }
    bool ended() const override {
        std::lock_guard lock(mutex_);
        return closed_.has_value();
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
    std::pair<std::vector<message>, std::optional<transport::close_reason>> take() {
        std::lock_guard lock(mutex_);
        return {std::move(messages_), closed_};
    }

private:
    void wake() {
        asio::post(timer_.get_executor(), [self = shared_from_this()] { self->timer_.cancel(); });
    }
    mutable std::mutex mutex_;
    std::vector<message> messages_;
    std::optional<transport::close_reason> closed_;
    asio::steady_timer timer_;
};

struct begun {
    std::shared_ptr<reader> r;
    finding found;
    std::vector<std::int64_t> unwatched;  ///< of the threads asked for
    std::optional<base::problem> refusal;
};

/// The same for both ways of being live: known, counted, subscribed, and looked at with the stream held. One unit of
/// work, so that whoever waited for their turn waits once.
asio::awaitable<base::result<begun>> begin(services s, std::string token, std::string since,
                                           std::vector<std::int64_t> threads) {
    auto const position = since.empty() ? std::nullopt : position_in(s.env.cursors, since);
    auto executor = co_await asio::this_coro::executor;
    auto work = [s, token = std::move(token), position, executor,
                 threads = std::move(threads)](persistence::connection& db) {
        begun out;
        auto const actor = identity::authenticate(db, token);
        if ((out.refusal = identity::incomplete(actor))) return out;
        if ((out.refusal = s.limit(actor.person))) return out;
        auto const id = s.the_hub.subscribe(actor.person, actor.session);
        if (!id) {
            out.refusal = base::problem{429, "too_many_requests", {}, 30};
            return out;
        }
        out.r = std::shared_ptr<reader>(new reader{s, *id, actor.person, token, executor, {}}, [](reader* r) {
            r->s.the_hub.unsubscribe(r->id);
            delete r;
        });
        s.the_hub.hold(*id);
        out.found = look(db, token, position);
        if ((out.refusal = identity::incomplete(out.found.actor)) || threads.empty()) return out;
        auto& found = out.found;
        auto seen =
            look_at_watched(db, actor.person, threads, position, found.state.position, missed_page, backlog_bytes);
        found.state.watches = std::move(seen.stands);
        found.resumed = found.resumed && seen.resumed;
        found.missed = std::move(seen.missed);
        out.unwatched = std::move(seen.refused);
        return out;
    };
    auto out = co_await s.db.run(std::move(work), {}, persistence::lane::crowd);
    if (out.refusal) co_return *out.refusal;
    co_return out;
}

/// Said only where there is one.
std::string to_json(std::vector<std::int64_t> const& refused) {
    std::string out;
    for (auto const thread : refused) out += (out.empty() ? ",\"refused\":[" : ",") + std::to_string(thread);
    return out.empty() ? out : out + "]";
}

std::string truth(bool value) { return value ? "true" : "false"; }

}  // namespace

asio::awaitable<base::result<std::unique_ptr<transport::live_session>>> admit(services s, std::string token,
                                                                              std::string since) {
    auto begun = co_await begin(s, std::move(token), since, {});
    if (!begun) co_return begun.error();
    auto& found = begun->found;
    // A resumed reader is at its own cursor until the missed events have brought it further.
    auto const cursor =
        found.resumed && !found.missed.empty() ? since : s.env.cursors.encode_fresh("live", {found.state.position});
    auto hello = "{\"type\":\"hello\",\"cursor\":\"" + cursor + "\",\"resumed\":" + truth(found.resumed) + "}";
    std::unique_ptr<transport::live_session> out =
        std::make_unique<session>(std::move(begun->r), std::move(found), std::move(hello));
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
        if (name != "since" && name != "wait" && name != "watch") co_return base::invalid(name, "unknown_parameter");
    }
    auto threads = watched_in(request);
    if (!threads) co_return threads.error();
    auto begun =
        co_await begin(s, std::move(token), std::string(request.query_value("since")), std::move(threads).value());
    if (!begun) co_return begun.error();
    auto& found = begun->found;
    auto& refused = begun->unwatched;
    auto cursor = s.env.cursors.encode_fresh("live", {found.state.position});
    std::string events;
    auto add = [&](message const& m) {
        if (auto const thread = refused_in(*m)) refused.push_back(*thread);
        if (!m->starts_with("{\"type\":\"event\"")) return;  // notices are for connections that stay
        if (!events.empty()) events += ',';
        events += *m;
        auto const at = m->find("\"cursor\":\"") + 10;
        cursor = m->substr(at, m->find('"', at) - at);
    };
    for (auto const& event : found.missed) add(to_message(event, s.env.cursors));
    if (found.resumed && found.missed.empty()) {
        auto sink = std::make_shared<poll_sink>(begun->r->executor);
        s.the_hub.attach(begun->r->id, sink);
        bool const released = s.the_hub.release(begun->r->id, found.state);
        if (!released && sink->ended()) co_return base::unauthenticated();
        // More came meanwhile than is held for anybody: the state is loaded again.
        found.resumed = released;
        // Who watches in vain is told at once.
        co_await sink->wait(std::chrono::seconds(refused.empty() && released ? wait : 0));
        s.the_hub.unsubscribe(begun->r->id);  // nothing more arrives
        auto taken = sink->take();
        // A server that ends gives what there is; the cursor leads on at the next one.
        if (taken.second && taken.second != transport::close_reason::restart) co_return base::unauthenticated();
        for (auto const& m : taken.first) add(m);
    }
    co_return ok("{\"cursor\":\"" + cursor + "\",\"resumed\":" + truth(found.resumed) + ",\"events\":[" + events + "]" +
                 to_json(refused) + "}");
}

}  // namespace plaza::domain::live
