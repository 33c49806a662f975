// SPDX-License-Identifier: EUPL-1.2
// For tests with PostgreSQL: databases of one's own and a plain session on them, apart from what is tested.
#pragma once
#include "persistence/connection.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

struct pg_conn;

namespace plaza::tests {

/// What tests/run tells the suites. Missing is a failure, never a skipped test.
std::string surroundings(char const* name);

/// How much slower than a plain build the tests run: bounds of time are multiplied by it.
int slowness();

/// PostgreSQL refused a statement of the test itself.
class sql_refused : public std::runtime_error {
public:
    sql_refused(std::string state, std::string const& message)
        : std::runtime_error(message), state_(std::move(state)) {}
    std::string const& state() const { return state_; }

private:
    std::string state_;
};

/// A value on its way into a statement: numbers, text, truth, nothing.
struct value {
    std::optional<std::string> text;
    template <class T>
    requires std::is_integral_v<T> value(T number) : text(std::to_string(number)) {}
    value(bool truth) : text(truth ? "t" : "f") {}
    value(char const* t) : text(t) {}
    value(std::string t) : text(std::move(t)) {}
    value(std::nullopt_t) {}
    template <class T>
    value(std::optional<T> const& t) {
        if (t) text = value(*t).text;
    }
};

/// A session on a database through libpq alone. Throws `sql_refused`.
class plain_session {
public:
    using row = std::vector<std::optional<std::string>>;

    explicit plain_session(std::string const& url);
    std::vector<row> rows(std::string const& sql, std::vector<value> const& values = {});
    /// The only value of the only row; nothing for NULL.
    std::optional<std::string> maybe(std::string const& sql, std::vector<value> const& values = {});
    std::string text(std::string const& sql, std::vector<value> const& values = {});
    std::int64_t number(std::string const& sql, std::vector<value> const& values = {});
    bool truth(std::string const& sql, std::vector<value> const& values = {});
    /// Rows touched.
    std::int64_t run(std::string const& sql, std::vector<value> const& values = {});
    /// Several statements without values.
    void script(std::string const& sql);
    int pid() const;
    /// Its socket, to poll on a statement that was sent.
    void send(std::string const& sql);
    /// Whether the statement sent has been answered.
    bool answered();
    /// Waits for the answer of the statement sent.
    void finish();

private:
    std::unique_ptr<pg_conn, void (*)(pg_conn*)> conn_;
};

/// A database of one's own, dropped at the end.
class database {
public:
    enum class content { migrated, empty };
    explicit database(content what = content::migrated);
    ~database();
    database(database const&) = delete;
    database& operator=(database const&) = delete;

    std::string const& name() const { return name_; }
    /// As the owner of the schema.
    std::string const& url() const { return url_; }
    std::string superuser_url() const;
    /// As the server connects.
    persistence::connection_options as_app() const;
    /// As the operator's commands connect: the same role without limits of time.
    persistence::connection_options as_command() const;
    /// As migrations connect.
    persistence::connection_options as_owner() const;
    /// A session of the owner that lasts as long as this.
    plain_session& sql();

private:
    std::string name_;
    std::string url_;
    std::unique_ptr<plain_session> session_;
};

/// One database for all cases of a suite: BOOST_AUTO_TEST_SUITE(x, *boost::unit_test::fixture<shared_database<tag>>()).
template <class Tag>
struct shared_database {
    shared_database() { current = std::make_unique<database>(); }
    ~shared_database() { current.reset(); }
    static inline std::unique_ptr<database> current;
};

/// How many sessions of this database wait for a lock.
int waiting_for_locks(plain_session& sql);

/// Waits until the question is answered with yes, or throws.
template <class F>
void until(char const* what, F question, int milliseconds = 5000);

}  // namespace plaza::tests

#include <chrono>
#include <thread>

template <class F>
void plaza::tests::until(char const* what, F question, int milliseconds) {
    auto const end = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds) * slowness();
    while (!question()) {
        if (std::chrono::steady_clock::now() > end) throw std::runtime_error(std::string("in vain: ") + what);
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
}
