// SPDX-License-Identifier: EUPL-1.2
#include "domain/live/hub.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>

namespace plaza::domain::live {
namespace {

message text(std::string value) { return std::make_shared<std::string const>(std::move(value)); }

bool internal(stream_event const& event) { return event.kind.starts_with("access."); }

bool changes_access(stream_event const& event) { return internal(event) || event.kind == "membership.changed"; }

/// An open group is so no more: told to who read it without belonging to it.
bool closes_group(stream_event const& event) { return event.kind == "group.closed"; }

/// `{"my_membership": …}` → true for a role in the group.
bool is_member(std::string const& data) {
    auto const state = boost::json::parse(data).at("my_membership").as_string();
    return state != "none" && state != "requested" && state != "invited";
}

message refusal(std::int64_t thread) {
    return text("{\"type\":\"refused\",\"thread\":" + std::to_string(thread) + "}");
}

template <class Map, class Key>
void erase_from(Map& map, Key const& key, hub::subscriber_id id) {
    auto const found = map.find(key);
    if (found == map.end()) return;
    found->second.erase(id);
    if (found->second.empty()) map.erase(found);
}

}  // namespace

message to_message(stream_event const& event, base::cursor_codec const& cursors) {
    std::string out = "{\"type\":\"event\",\"cursor\":\"" + cursors.encode("live", {event.position}) +
                      "\",\"kind\":\"" + event.kind + "\",\"group\":";
    out += event.slug.empty() ? "null" : boost::json::serialize(boost::json::value(event.slug));
    out += ",\"thread\":" + (event.thread ? std::to_string(*event.thread) : "null");
    out += ",\"data\":" + event.data + "}";
    return text(std::move(out));
}

std::optional<hub::subscriber_id> hub::subscribe(std::int64_t person, std::int64_t session) {
    std::lock_guard lock(mutex_);
    auto& mine = by_person_[person];
    if (mine.size() >= most_connections_per_person) return std::nullopt;
    auto const id = next_id_++;
    mine.insert(id);
    auto& s = subscribers_[id];
    s.person = person;
    s.session = session;
    return id;
}

void hub::attach(subscriber_id id, std::shared_ptr<transport::live_sink> sink) {
    std::lock_guard lock(mutex_);
    auto const found = subscribers_.find(id);
    if (found == subscribers_.end()) return;
    found->second.sink = std::move(sink);
    if (found->second.ended) found->second.sink->close(transport::close_reason::policy);
    if (stopped_) found->second.sink->close(transport::close_reason::restart);
}

void hub::hold(subscriber_id id) {
    std::lock_guard lock(mutex_);
    auto const found = subscribers_.find(id);
    if (found != subscribers_.end() && !found->second.released) holding_.insert(id);
}

void hub::let_go(subscriber_id id) {
    std::lock_guard lock(mutex_);
    holding_.erase(id);
    if (auto const found = subscribers_.find(id); found != subscribers_.end()) drop_held(found->second);
}

bool hub::release(subscriber_id id, snapshot const& state) {
    std::lock_guard lock(mutex_);
    auto const found = subscribers_.find(id);
    if (found == subscribers_.end()) return false;
    auto& s = found->second;
    holding_.erase(id);
    s.from = state.position;
    s.released = true;
    for (auto group : state.groups) {
        s.groups.insert(group);
        by_group_[group].insert(id);
    }
    for (auto const& w : state.watches) {
        s.watches[w.thread] = w;
        by_thread_[w.thread].insert(id);
    }
    s.ended = s.ended || s.overflowed;
    auto const held = std::move(s.held);
    drop_held(s);
    for (auto const& event : held) {
        message made;
        give(s, *event, made);
    }
    hand_over();
    return !s.ended;
}

void hub::unsubscribe(subscriber_id id) {
    std::lock_guard lock(mutex_);
    auto const found = subscribers_.find(id);
    if (found == subscribers_.end()) return;
    auto const& s = found->second;
    erase_from(by_person_, s.person, id);
    for (auto group : s.groups) erase_from(by_group_, group, id);
    for (auto const& [thread, w] : s.watches) erase_from(by_thread_, thread, id);
    holding_.erase(id);
    std::erase(told_, &found->second);  // there only after a call that failed
    subscribers_.erase(found);
}

hub::watch_outcome hub::add_watch(subscriber_id id, watch w) {
    std::lock_guard lock(mutex_);
    auto const found = subscribers_.find(id);
    if (found == subscribers_.end()) return watch_outcome::full;
    auto& s = found->second;
    // Who is not released yet does not follow changes of access in the stream.
    if (!s.released || access_changed_at_ > w.position) return watch_outcome::ask_again;
    if (s.watches.size() >= most_watches && !s.watches.contains(w.thread)) return watch_outcome::full;
    s.watches[w.thread] = w;
    by_thread_[w.thread].insert(id);
    if (s.sink) {
        tell(s, text("{\"type\":\"watching\",\"thread\":" + std::to_string(w.thread) + ",\"cursor\":\"" +
                     cursors_.encode_fresh("live", {std::max(position_, s.from)}) + "\"}"));
        hand_over();
    }
    return watch_outcome::watching;
}

void hub::refuse_watch(subscriber_id id, std::int64_t thread) {
    std::lock_guard lock(mutex_);
    auto const found = subscribers_.find(id);
    if (found == subscribers_.end() || !found->second.sink) return;
    tell(found->second, refusal(thread));
    hand_over();
}

void hub::drop_watch(subscriber_id id, std::int64_t thread) {
    std::lock_guard lock(mutex_);
    auto const found = subscribers_.find(id);
    if (found == subscribers_.end()) return;
    if (found->second.watches.erase(thread) > 0) erase_from(by_thread_, thread, id);
}

void hub::dispatch(std::vector<stream_event> const& events) {
    std::lock_guard lock(mutex_);
    std::size_t events_told = 0, bytes_told = 0;
    for (auto const& event : events) {
        if (event.position <= position_) continue;
        position_ = event.position;
        if (changes_access(event)) access_changed_at_ = event.position;
        hand_on(event);
        bytes_told += event.data.size();
        if (++events_told < told_together && bytes_told < told_together_bytes) continue;
        hand_over();
        events_told = bytes_told = 0;
    }
    hand_over();
}

void hub::keep(stream_event const& event) {
    std::shared_ptr<stream_event const> shared;
    for (auto id : holding_) {
        auto& s = subscribers_.at(id);
        if (s.overflowed) continue;
        if (s.held.size() >= most_held || s.held_bytes + event.data.size() > most_held_bytes) {
            drop_held(s);
            s.overflowed = true;
            continue;
        }
        if (!shared) shared = std::make_shared<stream_event const>(event);
        s.held.push_back(shared);
        s.held_bytes += event.data.size();
    }
}

void hub::drop_held(subscriber& of) {
    std::vector<std::shared_ptr<stream_event const>>().swap(of.held);
    of.held_bytes = 0;
    of.overflowed = false;
}

void hub::hand_on(stream_event const& event) {
    keep(event);
    std::vector<subscriber_id> to;
    auto add = [&](auto const& map, auto const& key) {
        auto const found = map.find(key);
        if (found != map.end()) to.insert(to.end(), found->second.begin(), found->second.end());
    };
    if (event.person) {
        add(by_person_, *event.person);
    } else if (event.kind == "access.group" && event.group) {
        for (auto const& [id, s] : subscribers_) {
            for (auto const& [thread, w] : s.watches) {
                if (w.group == *event.group) to.push_back(id);
            }
        }
    } else if (closes_group(event)) {
        add(by_group_, everywhere);
    } else {
        if (event.group) add(by_group_, *event.group);
        if (event.thread) add(by_thread_, *event.thread);
    }
    // Who belongs to the group and watches the thread gets it once.
    std::sort(to.begin(), to.end());
    to.erase(std::unique(to.begin(), to.end()), to.end());
    message made;
    for (auto id : to) {
        auto& s = subscribers_.at(id);
        if (s.released) {
            give(s, event, made);
        } else {
            end_if_told(s, event);
        }
    }
}

/// Also called for held events, whose receivers were not looked up: everything is asked again here.
void hub::give(subscriber& to, stream_event const& event, message& made) {
    if (to.ended || event.position <= to.from) return;
    if (changes_access(event)) change_access(to, event);
    if (to.ended || internal(event) || !receives(to, event)) return;
    if (!made) made = to_message(event, cursors_);
    tell(to, made);
}

bool hub::receives(subscriber const& to, stream_event const& event) const {
    if (event.person) return *event.person == to.person;
    if (closes_group(event)) return event.group && to.groups.contains(everywhere) && !to.groups.contains(*event.group);
    return (event.group && to.groups.contains(*event.group)) || (event.thread && to.watches.contains(*event.thread));
}

/// Ends a reader whose session or standing ended.
void hub::end_if_told(subscriber& of, stream_event const& event) {
    if (event.person != of.person) return;
    bool const session = event.kind == "access.session" && event.data == std::to_string(of.session);
    // Whose standing changed comes back through the guard, which says what stands in the way.
    if (!session && event.kind != "access.person") return;
    of.ended = true;
    if (of.sink) of.sink->close(transport::close_reason::policy);
}

void hub::change_access(subscriber& of, stream_event const& event) {
    auto id = [&] {
        for (auto candidate : by_person_.at(of.person)) {
            if (&subscribers_.at(candidate) == &of) return candidate;
        }
        return subscriber_id{0};
    };
    if (event.kind == "access.thread") {
        if (event.person && event.person != of.person) return;
        auto const found = event.thread ? of.watches.find(*event.thread) : of.watches.end();
        if (found == of.watches.end() || event.position <= found->second.position || !event.group) return;
        if (event.data == "open" || of.groups.contains(*event.group)) {
            found->second.group = *event.group;
            found->second.open = event.data == "open";
            return;
        }
        erase_from(by_thread_, *event.thread, id());
        of.watches.erase(found);
        if (of.sink) tell(of, refusal(*event.thread));
        return;
    }
    auto drop_watches = [&](std::int64_t group, bool open_ones_too) {
        std::erase_if(of.watches, [&](auto const& entry) {
            auto const& w = entry.second;
            if (w.group != group || event.position <= w.position || (w.open && !open_ones_too)) return false;
            erase_from(by_thread_, entry.first, id());
            // Or the page would go on showing what may not be read any more.
            if (of.sink) tell(of, refusal(entry.first));
            return true;
        });
    };
    if (event.kind == "access.group") {
        for (auto& [thread, w] : of.watches) {
            if (event.group == w.group && event.position > w.position) w.open = event.data == "open";
        }
        if (event.group && event.data != "open" && !of.groups.contains(*event.group)) drop_watches(*event.group, true);
        return;
    }
    if (event.person != of.person) return;
    end_if_told(of, event);
    if (event.kind == "membership.changed" && event.group) {
        if (is_member(event.data)) {
            of.groups.insert(*event.group);
            by_group_[*event.group].insert(id());
        } else {
            of.groups.erase(*event.group);
            erase_from(by_group_, *event.group, id());
            drop_watches(*event.group, false);
        }
    }
}

void hub::tell(subscriber& to, message what) {
    if (to.ready.empty()) told_.push_back(&to);
    to.ready.push_back(std::move(what));
}

void hub::hand_over() {
    for (auto* s : told_) {
        s->sink->send_all(s->ready);
        std::vector<message>().swap(s->ready);
    }
    told_.clear();
}

void hub::notice(std::string_view code) {
    std::lock_guard lock(mutex_);
    auto const what = text("{\"type\":\"notice\",\"code\":\"" + std::string(code) + "\"}");
    for (auto& [id, s] : subscribers_) {
        if (s.sink && !s.ended) tell(s, what);
    }
    hand_over();
}

void hub::stop() {
    std::lock_guard lock(mutex_);
    stopped_ = true;
    for (auto& [id, s] : subscribers_) {
        if (s.sink) s.sink->close(transport::close_reason::restart);
    }
}

void hub::start_at(std::int64_t position) {
    std::lock_guard lock(mutex_);
    position_ = std::max(position_, position);
}

std::int64_t hub::position() const {
    std::lock_guard lock(mutex_);
    return position_;
}

std::size_t hub::connections() const {
    std::lock_guard lock(mutex_);
    return subscribers_.size();
}

}  // namespace plaza::domain::live
