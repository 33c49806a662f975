// SPDX-License-Identifier: EUPL-1.2
// One connection to PostgreSQL with its cache of prepared statements. Belongs to one thread at a time.
#pragma once
#include "persistence/errors.hpp"
#include "persistence/query.hpp"
#include "persistence/soci_types.hpp"

#include <boost/pfr/core.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace plaza::persistence {

struct connection_options {
    std::string conninfo;               ///< libpq connection string or URL
    std::string application = "plaza";  ///< shown in pg_stat_activity
    std::string role;                   ///< taken on with SET ROLE when not empty
    int statement_timeout_ms = 5000;
    int lock_timeout_ms = 2000;
    int idle_in_transaction_timeout_ms = 10000;
};

/// Who waits for a unit of work does so for a bounded time, but not while it commits: then nobody could say whether it was
/// done. One word, so that the worker that begins to commit and the watchdog that gives up cannot both have been first.
class patience {
public:
    using clock = std::chrono::steady_clock;
    /// False when its caller has gone on, told that nothing was done.
    bool begin_commit() {
        committing_since_ = clock::now().time_since_epoch().count();
        for (auto from : {state::working, state::committed}) {
            if (state_.compare_exchange_strong(from, state::committing)) return true;
        }
        return false;
    }
    void end_commit(bool done) {
        auto expected = state::committing;
        state_.compare_exchange_strong(expected, done ? state::committed : state::working);
    }
    /// True for the first who answers; the watchdog only where nothing was committed nor is being.
    bool answer() { return state_.exchange(state::answered) != state::answered; }
    bool give_up() {
        auto expected = state::working;
        return state_.compare_exchange_strong(expected, state::answered);
    }
    bool answered() const { return state_ == state::answered; }
    bool committing_longer_than(clock::duration limit) const {
        return state_ == state::committing &&
               clock::now().time_since_epoch().count() - committing_since_ > limit.count();
    }

private:
    enum class state { working, committing, committed, answered };
    std::atomic<state> state_{state::working};
    std::atomic<clock::rep> committing_since_{0};
};

class connection {
public:
    /// Connects. Throws `connection_lost` when the server cannot be reached or refuses.
    explicit connection(connection_options const& options);
    ~connection();
    connection(connection const&) = delete;
    connection& operator=(connection const&) = delete;

    /// All rows of a query. Throws `sql_error` or `connection_lost`.
    template <class Row, class... Args>
    std::vector<Row> rows(query<Row(Args...)> const& q, std::type_identity_t<Args>... args) {
        auto& cached = prepared(q);
        return guarded(q.name, cached, [&] {
            cached.bind(std::move(args)...);
            std::vector<Row> out;
            cached.statement.execute();
            if (!cached.fits) {
                refuse_width(q.name, cached.statement, width<Row>());
                cached.fits = true;
            }
            while (cached.statement.fetch()) out.push_back(std::move(cached.row));  // each fetch assigns every column
            return out;
        });
    }

    /// The first row of a query, if there is one.
    template <class Row, class... Args>
    std::optional<Row> row(query<Row(Args...)> const& q, std::type_identity_t<Args>... args) {
        auto all = rows(q, std::move(args)...);
        if (all.empty()) return std::nullopt;
        return std::move(all.front());
    }

    /// The only row of a query that always yields one.
    template <class Row, class... Args>
    Row one(query<Row(Args...)> const& q, std::type_identity_t<Args>... args) {
        auto found = row(q, std::move(args)...);
        if (!found) throw std::logic_error(std::string("no row from ") + q.name);
        return std::move(*found);
    }

    /// Runs a statement without rows and says how many it touched.
    template <class... Args>
    long long run(command<Args...> const& q, std::type_identity_t<Args>... args) {
        auto& cached = prepared(q);
        return guarded(q.name, cached, [&] {
            cached.bind(std::move(args)...);
            cached.statement.execute(true);
            return cached.statement.get_affected_rows();
        });
    }

    /// Runs a script of several statements, unprepared. For migrations only: the text is no literal.
    void script(std::string const& name, std::string const& text);

    void begin();
    /// Throws `overloaded` and takes everything back when whoever waits for it has been told that it was not done, and
    /// `commit_unknown` when the connection was lost before PostgreSQL said how it went.
    void commit();
    /// Whose patience counts while this is set; none to end it.
    void waited_for_by(patience* caller) { caller_ = caller; }
    /// Never throws: a connection that cannot roll back is marked lost.
    void rollback() noexcept;
    bool in_transaction() const { return in_transaction_; }
    /// Statements sent so far, those that failed included: tells whether a unit of work had begun.
    std::uint64_t statements() const { return statements_; }
    /// The connection may no longer be used.
    bool lost() const { return lost_; }
    /// Waits at most that long for a NOTIFY, or until the descriptor `wake` can be read; false when no NOTIFY came.
    /// Throws `connection_lost`.
    bool wait_for_notification(int milliseconds, int wake = -1);
    /// Whether something between us and PostgreSQL hands out its connections: prepared statements would then answer
    /// with other people's rows.
    bool behind_pooler();

private:
    struct cached_base {
        virtual ~cached_base() = default;
    };
    template <class Row, class... Args>
    struct cached_query final : cached_base {
        std::tuple<Args...> in;
        [[no_unique_address]] std::conditional_t<std::is_void_v<Row>, std::monostate, Row> row{};
        soci::statement statement;
        bool fits = false;  ///< the result was seen to have as many columns as the row has members

        cached_query(soci::session& session, char const* sql) : statement(session) {
            statement.alloc();
            statement.prepare(sql);
            name_parameters(statement, sizeof...(Args));
            attach();
        }
        void attach() {
            std::apply([&](auto&... a) { (statement.exchange(soci::use(a)), ...); }, in);
            if constexpr (!std::is_void_v<Row>) {
                if constexpr (std::is_aggregate_v<Row>) {
                    boost::pfr::for_each_field(row, [&](auto& field) { statement.exchange(soci::into(field)); });
                } else {
                    statement.exchange(soci::into(row));
                }
            }
            statement.define_and_bind();
        }
        /// SOCI forgets the texts of parameters of a statement that failed without giving their memory back.
        void attach_anew() {
            statement.bind_clean_up();
            attach();
        }
        void bind(Args... args) {
            (refuse_nul(args), ...);
            in = std::tuple<Args...>(std::move(args)...);
        }
    };

    template <class Row>
    static constexpr int width() {
        if constexpr (std::is_aggregate_v<Row>) {
            return static_cast<int>(boost::pfr::tuple_size_v<Row>);
        } else {
            return 1;
        }
    }
    /// SOCI looks for names of parameters when it reports an error, and fails itself where they only have numbers.
    static void name_parameters(soci::statement& statement, std::size_t count);
    /// SOCI takes a missing column for NULL and leaves a further one unread.
    static void refuse_width(char const* name, soci::statement& statement, int expected);

    template <class T>
    static void refuse_nul(T const&) {}
    static void refuse_nul(std::string const& text) {
        // SOCI would cut the text there without a word.
        if (text.find('\0') != std::string::npos) throw std::logic_error("U+0000 in a parameter");
    }
    static void refuse_nul(std::optional<std::string> const& text) {
        if (text) refuse_nul(*text);
    }

    template <class Row, class... Args>
    cached_query<Row, Args...>& prepared(query<Row(Args...)> const& q) {
        auto& slot = cache_[&q];
        if (!slot) {
            slot = guarded(q.name, [&] { return std::make_unique<cached_query<Row, Args...>>(*session_, q.sql.text); });
        }
        return static_cast<cached_query<Row, Args...>&>(*slot);
    }

    template <class F>
    auto guarded(char const* name, F f) -> decltype(f()) {
        if (lost_) throw connection_lost(name);
        ++statements_;
        try {
            return f();
        } catch (soci::soci_error const& error) {
            rethrow(name, error);
        }
    }
    template <class Row, class... Args, class F>
    auto guarded(char const* name, cached_query<Row, Args...>& cached, F f) -> decltype(f()) {
        return guarded(name, [&] {
            try {
                return f();
            } catch (soci::soci_error const&) {
                cached.attach_anew();
                throw;
            }
        });
    }
    bool broken() const;
    [[noreturn]] void rethrow(char const* name, soci::soci_error const& error);

    std::unique_ptr<soci::session> session_;
    std::unordered_map<void const*, std::unique_ptr<cached_base>> cache_;  // destroyed before the session
    std::uint64_t statements_ = 0;
    patience* caller_ = nullptr;
    bool in_transaction_ = false;
    bool lost_ = false;
};

/// A transaction that rolls back unless committed.
class transaction {
public:
    explicit transaction(connection& c) : connection_(c) { connection_.begin(); }
    ~transaction() {
        if (connection_.in_transaction()) connection_.rollback();
    }
    transaction(transaction const&) = delete;
    transaction& operator=(transaction const&) = delete;
    void commit() { connection_.commit(); }

private:
    connection& connection_;
};

}  // namespace plaza::persistence
