// SPDX-License-Identifier: EUPL-1.2
#include "persistence/database.hpp"

namespace plaza::persistence {
namespace {

/// A worker that could not connect waits this long before it tries again; until then it refuses at once.
constexpr std::chrono::milliseconds reconnect_pause{200};
/// How often waiting and running work is held against its limits.
constexpr std::chrono::milliseconds watch_every{25};

}  // namespace

database::database(database_options options) : options_(std::move(options)) {
    running_.resize(options_.workers);
    for (std::size_t i = 0; i < options_.workers; ++i) threads_.emplace_back([this, i] { work(i); });
    threads_.emplace_back([this] { watch(); });
}

database::~database() { end(); }

void database::end() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    wake_watchdog_.notify_all();
    for (auto& t : threads_) t.join();
    threads_.clear();
    end_crowd();
    queue left;
    {
        std::lock_guard lock(mutex_);
        left.swap(waiting_);
    }
    for (auto& u : left) fail(*u, std::make_exception_ptr(overloaded()));
}

void database::end_crowd() {
    queue left;
    {
        std::lock_guard lock(mutex_);
        crowd_ended_ = true;
        left.swap(crowd_);
    }
    for (auto& u : left) fail(*u, std::make_exception_ptr(overloaded()));
}

void database::submit(std::shared_ptr<unit> u) {
    u->entered = clock::now();
    {
        std::lock_guard lock(mutex_);
        bool const crowd = u->in == lane::crowd;
        auto& into = crowd ? crowd_ : waiting_;
        if (!stopping_ && !(crowd && crowd_ended_) &&
            into.size() < (crowd ? options_.crowd_queue_limit : options_.queue_limit)) {
            into.push_back(std::move(u));
        } else {
            ++figures_.refused;
        }
    }
    if (u) {
        fail(*u, std::make_exception_ptr(overloaded()));
    } else {
        wake_.notify_one();
    }
}

database::queue* database::due() {
    bool const crowd = !crowd_.empty() && crowd_running_ < options_.crowd_workers;
    // Where the crowd may have every worker, they take turns.
    bool const others = crowd_had_turn_ && options_.crowd_workers >= options_.workers && !waiting_.empty();
    if (!crowd || others) return waiting_.empty() ? nullptr : &waiting_;
    // The older one, or a busy day would let the crowd wait for ever.
    return waiting_.empty() || crowd_.front()->entered < waiting_.front()->entered ? &crowd_ : &waiting_;
}

void database::work(std::size_t index) {
    std::unique_ptr<connection> conn;
    clock::time_point failed_at{};
    for (;;) {
        std::shared_ptr<unit> u;
        {
            std::unique_lock lock(mutex_);
            if (running_[index]) finished_ = clock::now();
            if (running_[index] && running_[index]->in == lane::crowd) --crowd_running_;
            running_[index].reset();
            queue* from = nullptr;
            wake_.wait(lock, [&] { return stopping_ || (from = due()) != nullptr; });
            if (stopping_) return;
            u = std::move(from->front());
            from->pop_front();
            running_[index] = u;
            crowd_had_turn_ = u->in == lane::crowd;
            ++figures_.done;
            auto const now = clock::now();
            if (u->in == lane::crowd) {
                ++crowd_running_;
                u->entered = now;
            } else {
                figures_.waited_us += static_cast<std::uint64_t>(
                    std::chrono::duration_cast<std::chrono::microseconds>(now - u->entered).count());
            }
        }
        if (u->caller.answered()) continue;
        // Handed over whole once its catch block has ended: an exception that both threads hold is destroyed by whichever
        // lets go last, while the other may have read it without ThreadSanitizer seeing the order.
        std::exception_ptr fault;
        // A connection found dead at the first statement of a unit of work is replaced once: nothing was done yet.
        try {
            for (bool fresh = false;;) {
                if (!conn) {
                    if (clock::now() - failed_at < reconnect_pause) throw connection_lost("connect");
                    fresh = true;
                    try {
                        conn = std::make_unique<connection>(options_.connection);
                    } catch (...) {
                        failed_at = clock::now();
                        throw;
                    }
                    std::lock_guard lock(mutex_);
                    ++figures_.connects;
                }
                auto const statements_before = conn->statements();
                try {
                    conn->waited_for_by(&u->caller);
                    u->execute(*conn);
                    break;
                } catch (connection_lost const&) {
                    bool const first = conn->statements() <= statements_before + 1;
                    conn.reset();
                    if (fresh || !first) throw;
                }
            }
        } catch (commit_unknown const&) {
            fault = std::current_exception();
            std::lock_guard lock(mutex_);
            ++figures_.unknown;
        } catch (...) {
            fault = std::current_exception();
        }
        if (fault) fail(*u, std::move(fault));
        if (conn && conn->in_transaction()) conn->rollback();
        if (conn) conn->waited_for_by(nullptr);
        if (conn && conn->lost()) conn.reset();
    }
}

void database::take_late(queue& from, std::chrono::milliseconds limit, std::vector<std::shared_ptr<unit>>& late) {
    while (!from.empty() && clock::now() - from.front()->entered > limit) {
        late.push_back(std::move(from.front()));
        from.pop_front();
        ++figures_.refused;
    }
}

void database::watch() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        wake_watchdog_.wait_for(lock, watch_every);
        auto const now = clock::now();
        std::vector<std::shared_ptr<unit>> late;
        take_late(waiting_, options_.wait_limit, late);
        // A database that hangs is told to the crowd as soon as to others.
        bool const hangs = now - finished_ > options_.wait_limit;
        take_late(crowd_, hangs ? options_.wait_limit : options_.crowd_wait_limit, late);
        // Of these nobody else answers any more, so what is said of them holds.
        std::vector<std::shared_ptr<unit>> given_up, unknown;
        for (auto const& u : running_) {
            if (!u) continue;
            if (u->caller.committing_longer_than(options_.commit_within)) {
                if (u->claim()) unknown.push_back(u);
            } else if (now - u->entered > u->answer_within && u->caller.give_up()) {
                given_up.push_back(u);
            }
        }
        figures_.unknown += unknown.size();
        lock.unlock();
        for (auto const& u : late) fail(*u, std::make_exception_ptr(overloaded()));
        for (auto const& u : given_up) u->fail(std::make_exception_ptr(overloaded()));
        for (auto const& u : unknown) u->fail(std::make_exception_ptr(commit_unknown()));
        late.clear();
        lock.lock();
    }
}

database_figures database::figures() const {
    std::lock_guard lock(mutex_);
    auto copy = figures_;
    copy.waiting = waiting_.size();
    copy.crowd = crowd_.size();
    return copy;
}

}  // namespace plaza::persistence
