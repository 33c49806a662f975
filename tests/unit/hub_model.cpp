// SPDX-License-Identifier: EUPL-1.2
// The hub against a model without indexes, and against what was true when each event was committed, over random
// commits, publications, deliveries that lag, snapshots and watches that overlap them.
#include "support/hub_probe.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace plaza::tests;
using plaza::domain::live::hub;
using plaza::domain::live::stream_event;

namespace {

constexpr int people = 4, groups = 3, threads_a_group = 2;
constexpr char const* kinds[] = {"open", "private", "hidden"};

std::int64_t group_of(std::int64_t thread) { return thread / 10; }

/// Who may what at one moment.
struct truth {
    std::set<std::pair<std::int64_t, std::int64_t>> members;  // person, group
    std::map<std::int64_t, std::string> kind;

    bool member(std::int64_t person, std::int64_t group) const { return members.contains({person, group}); }
    bool may_read(std::int64_t person, std::int64_t group) const {
        return member(person, group) || kind.at(group) == "open";
    }
};

struct watching {
    bool open;
    std::int64_t position;
};

struct reader {
    hub::subscriber_id id = 0;
    std::int64_t person = 0;
    std::int64_t session = 0;
    std::shared_ptr<fake_sink> sink = std::make_shared<fake_sink>();
    bool attached = false, looked = false, released = false, ended = false;
    std::int64_t from = 0;                          // head of its snapshot
    std::size_t entered = 0;                        // commits when the groups were read
    std::set<std::int64_t> first_groups;            // what was read then
    std::set<std::int64_t> groups;                  // of the model
    std::map<std::int64_t, watching> watches;       // of the model, by thread
    std::vector<stream_event> held;                 // of the model
    std::map<std::int64_t, std::size_t> confirmed;  // group → commits when a question about it was answered yes
    std::vector<std::int64_t> expected;
    std::int64_t last = 0;  // position up to which the hub went while this reader was there
};

/// A question about one thread that was asked of the database and not yet told to the hub.
struct question {
    hub::watch w;
    std::size_t asked_at;
};

class world {
public:
    explicit world(unsigned seed) : random_(seed) {
        for (std::int64_t g = 1; g <= groups; ++g) now_.kind[g] = kinds[pick(0, 2)];
        history_.push_back(now_);
        for (int step = 0; step < 400; ++step) act();
        published_ = commits_.size();
        deliver(commits_.size());
        for (auto& r : readers_) check(r);
    }

    std::size_t delivered = 0, watched = 0, closed = 0;

private:
    std::int64_t pick(std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution<std::int64_t>(low, high)(random_);
    }
    reader* any() {
        return readers_.empty() ? nullptr : &readers_[static_cast<std::size_t>(pick(0, std::ssize(readers_) - 1))];
    }
    std::int64_t head() const { return static_cast<std::int64_t>(published_); }

    void act() {
        auto const dice = pick(1, 100);
        if (dice <= 45) return commit();
        if (dice <= 60) {
            published_ = static_cast<std::size_t>(pick(head(), std::ssize(commits_)));
            return;
        }
        if (dice <= 75) return deliver(static_cast<std::size_t>(pick(static_cast<std::int64_t>(seen_), head())));
        if (dice <= 80) return subscribe();
        auto* r = any();
        if (!r) return;
        if (dice <= 85) return step_in(*r);
        if (dice <= 95) return watch(*r);
        if (dice <= 98) return drop(*r);
        the_hub_.unsubscribe(r->id);
        check(*r);
        readers_.erase(readers_.begin() + (r - readers_.data()));
    }

    void commit() {
        auto const at = std::ssize(commits_) + 1;
        auto const person = pick(1, people);
        auto const group = pick(1, groups);
        auto const thread = group * 10 + pick(1, threads_a_group);
        auto const dice = pick(1, 200);
        stream_event event;
        if (dice <= 136) {
            event = events::post(at, group, thread);
        } else if (dice <= 148) {
            event = events::read(at, person, group, thread);
        } else if (dice <= 176) {
            bool const in = now_.member(person, group);
            auto const leaves = in && pick(0, 3) > 0;
            event = events::membership(at, person, group, leaves ? "none" : pick(0, 1) ? "member" : "guest");
            if (leaves) {
                now_.members.erase({person, group});
            } else {
                now_.members.insert({person, group});
            }
        } else if (dice <= 182 && !now_.member(person, group)) {
            event = events::membership(at, person, group, pick(0, 1) ? "requested" : "none");
        } else if (dice <= 196) {
            auto const* kind = kinds[pick(0, 2)];
            if (now_.kind[group] == kind) return commit();
            now_.kind[group] = kind;
            event = events::group_kind(at, group, kind);
        } else if (dice <= 198) {
            event = events::session_end(at, person, pick(1, 3));
        } else {
            event = events::person_access(at, person, "suspended");
        }
        commits_.push_back(event);
        history_.push_back(now_);
    }

    void deliver(std::size_t upto) {
        // Now and then what was delivered already comes again.
        auto const start =
            seen_ - static_cast<std::size_t>(pick(0, std::min<std::int64_t>(3, static_cast<std::int64_t>(seen_))));
        std::vector<stream_event> batch;
        for (auto i = start; i < upto; ++i) batch.push_back(commits_[i]);
        the_hub_.dispatch(batch);
        for (; seen_ < upto; ++seen_) {
            for (auto& r : readers_) {
                r.last = static_cast<std::int64_t>(seen_) + 1;
                auto const& e = commits_[seen_];
                if (r.released) {
                    expect(r, e);
                } else {
                    if (r.looked) r.held.push_back(e);
                    r.ended = r.ended || ends(r, e);
                }
            }
        }
    }

    void subscribe() {
        reader r;
        r.person = pick(1, people);
        r.session = pick(1, 3);
        auto const id = the_hub_.subscribe(r.person, r.session);
        BOOST_TEST_REQUIRE(id.has_value());
        r.id = *id;
        readers_.push_back(std::move(r));
    }

    /// First the sink, then the head of the stream with the stream held, later the groups and the way in; now and
    /// then the stream is let go and the head is read again.
    void step_in(reader& r) {
        if (r.released) return;
        if (!r.attached) {
            the_hub_.attach(r.id, r.sink);
            r.attached = true;
            return;
        }
        if (!r.looked) {
            the_hub_.hold(r.id);
            r.from = head();
            r.looked = true;
            return;
        }
        if (pick(0, 3) == 0) {
            the_hub_.let_go(r.id);
            r.held.clear();
            r.looked = false;
            return;
        }
        r.entered = commits_.size();
        std::vector<std::int64_t> mine;
        for (std::int64_t g = 1; g <= groups; ++g) {
            if (!now_.member(r.person, g)) continue;
            mine.push_back(g);
            r.confirmed[g] = commits_.size();
        }
        r.first_groups.insert(mine.begin(), mine.end());
        r.groups = r.first_groups;
        r.released = true;
        for (auto const& event : r.held) expect(r, event);
        BOOST_TEST(the_hub_.release(r.id, {r.from, mine}) == !r.ended);
    }

    void watch(reader& r) {
        if (!r.released) return;
        auto thread = pick(1, groups) * 10 + pick(1, threads_a_group);
        // Rather one that was asked about: questions grow old soon.
        auto const asked_before = questions_.lower_bound({r.id, 0});
        if (asked_before != questions_.end() && asked_before->first.first == r.id) thread = asked_before->first.second;
        auto const waiting = questions_.find({r.id, thread});
        if (waiting == questions_.end()) {
            auto const g = group_of(thread);
            if (!now_.may_read(r.person, g)) return;
            questions_[{r.id, thread}] = {{thread, g, now_.kind[g] == "open", head()}, commits_.size()};
            if (pick(0, 2) > 0) watch(r);  // mostly told at once, sometimes after more has happened
            return;
        }
        auto const asked = waiting->second;
        questions_.erase(waiting);
        bool again = false;
        for (std::size_t i = 0; i < seen_; ++i) {
            auto const& e = commits_[i];
            again = again || (e.position > asked.w.position &&
                              (e.kind == "membership.changed" || e.kind.starts_with("access.")));
        }
        auto const outcome = the_hub_.add_watch(r.id, asked.w);
        BOOST_TEST((outcome == hub::watch_outcome::ask_again) == again);
        if (again) return;
        BOOST_TEST((outcome == hub::watch_outcome::watching));
        ++watched;
        r.watches[thread] = {asked.w.open, asked.w.position};
        r.confirmed[asked.w.group] = std::max(r.confirmed[asked.w.group], asked.asked_at);
    }

    void drop(reader& r) {
        if (r.watches.empty()) return;
        auto const thread = r.watches.begin()->first;
        the_hub_.drop_watch(r.id, thread);
        r.watches.erase(thread);
    }

    static bool ends(reader const& r, stream_event const& e) {
        return e.person == r.person &&
               (e.kind == "access.person" || (e.kind == "access.session" && e.data == std::to_string(r.session)));
    }

    /// The model: what the reader should hear of this event, in the order of the stream.
    void expect(reader& r, stream_event const& e) {
        if (r.ended || e.position <= r.from) return;
        bool const mine = e.person == r.person;
        if (e.kind == "access.person" || e.kind == "access.session") {
            r.ended = ends(r, e);
            return;
        }
        auto const lose = [&](bool open_ones_too) {
            std::erase_if(r.watches, [&](auto const& w) {
                return group_of(w.first) == e.group && e.position > w.second.position &&
                       (open_ones_too || !w.second.open);
            });
        };
        if (e.kind == "access.group") {
            for (auto& [thread, w] : r.watches) {
                if (group_of(thread) == e.group && e.position > w.position) w.open = e.data == "open";
            }
            if (e.data != "open" && !r.groups.contains(*e.group)) lose(true);
            return;
        }
        if (e.kind == "membership.changed" && mine) {
            if (e.data.find("member\"}") != e.data.npos || e.data.find("guest") != e.data.npos) {
                r.groups.insert(*e.group);
            } else {
                r.groups.erase(*e.group);
                lose(false);
            }
        }
        if (e.person ? mine : r.groups.contains(*e.group) || r.watches.contains(*e.thread))
            r.expected.push_back(e.position);
    }

    void check(reader& r) {
        auto const got = r.sink->events();
        BOOST_TEST(got == r.expected, boost::test_tools::per_element());
        BOOST_TEST((r.sink->closed.size() > 0) == (r.attached && r.ended));
        delivered += got.size();
        closed += r.sink->closed.size();
        // Whatever the model says: nothing without access when it was committed or when it was last asked for.
        for (auto position : got) {
            auto const& e = commits_[static_cast<std::size_t>(position - 1)];
            BOOST_TEST(!e.kind.starts_with("access."));
            if (e.person) {
                BOOST_TEST(*e.person == r.person);
                continue;
            }
            auto const& then = history_[static_cast<std::size_t>(position)];
            auto const asked = r.confirmed.find(*e.group);
            BOOST_TEST((then.may_read(r.person, *e.group) ||
                        (asked != r.confirmed.end() && static_cast<std::size_t>(position) <= asked->second)));
        }
        if (!r.released || (r.ended && got.empty())) return;
        // And nothing is missing that a member had a right to.
        std::set<std::int64_t> const heard(got.begin(), got.end());
        for (auto position = r.from + 1; position <= r.last; ++position) {
            auto const& e = commits_[static_cast<std::size_t>(position - 1)];
            if (ends(r, e)) {
                BOOST_TEST((heard.empty() || *heard.rbegin() < position));
                break;
            }
            if (e.kind.starts_with("access.")) continue;
            auto const& then = history_[static_cast<std::size_t>(position)];
            bool const stayed = static_cast<std::size_t>(position) > r.entered || r.first_groups.contains(*e.group);
            if (e.person ? *e.person == r.person : then.member(r.person, *e.group) && stayed) {
                BOOST_TEST_CONTEXT("event " << position) { BOOST_TEST(heard.contains(position)); }
            }
        }
    }

    std::mt19937 random_;
    truth now_;
    std::vector<stream_event> commits_;
    std::vector<truth> history_;  // after so many commits
    std::size_t published_ = 0, seen_ = 0;
    std::vector<reader> readers_;
    std::map<std::pair<hub::subscriber_id, std::int64_t>, question> questions_;
    hub the_hub_{cursors()};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(hub_model)

BOOST_AUTO_TEST_CASE(random_worlds_hear_what_the_model_says) {
    std::size_t delivered = 0, watched = 0, closed = 0;
    for (unsigned seed = 1; seed <= 150; ++seed) {
        BOOST_TEST_CONTEXT("seed " << seed) {
            world const w(seed);
            delivered += w.delivered;
            watched += w.watched;
            closed += w.closed;
        }
    }
    // The worlds must hold what is being tested.
    BOOST_TEST(delivered > 5000u);
    BOOST_TEST(watched > 150u);
    BOOST_TEST(closed > 100u);
}

BOOST_AUTO_TEST_SUITE_END()
