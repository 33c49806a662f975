// SPDX-License-Identifier: EUPL-1.2
#include "support/database.hpp"

#include <libpq-fe.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <iostream>
#include <unistd.h>

namespace plaza::tests {
namespace {

using answer = std::unique_ptr<PGresult, decltype(&PQclear)>;

/// The same connection URL with another database name.
std::string to_database(std::string const& url, std::string const& name) {
    auto const scheme = url.find("://");
    auto const slash = scheme == std::string::npos ? scheme : url.find('/', scheme + 3);
    if (slash == std::string::npos) throw std::runtime_error("not a URL with a database name: " + url);
    auto const end = std::min(url.find('?', slash), url.size());
    return url.substr(0, slash + 1) + name + url.substr(end);
}

void check(PGconn* conn, PGresult const* result) {
    auto const status = PQresultStatus(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) return;
    char const* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    throw sql_refused(state ? state : "", PQerrorMessage(conn));
}

}  // namespace

std::string surroundings(char const* name) {
    char const* found = std::getenv(name);
    if (!found || !*found) throw std::runtime_error(std::string(name) + " is not set: start the suites with tests/run");
    return found;
}

int slowness() {
    std::string const preset = std::getenv("PLAZA_TEST_PRESET") ? std::getenv("PLAZA_TEST_PRESET") : "dev";
    return preset == "asan" ? 5 : preset == "tsan" ? 10 : 1;
}

plain_session::plain_session(std::string const& url) : conn_(PQconnectdb(url.c_str()), &PQfinish) {
    if (PQstatus(conn_.get()) != CONNECTION_OK) throw sql_refused("08006", PQerrorMessage(conn_.get()));
    PQsetNoticeProcessor(
        conn_.get(), [](void*, char const*) {}, nullptr);
}

std::vector<plain_session::row> plain_session::rows(std::string const& sql, std::vector<value> const& values) {
    std::vector<char const*> texts;
    for (auto const& v : values) texts.push_back(v.text ? v.text->c_str() : nullptr);
    answer const result(PQexecParams(conn_.get(), sql.c_str(), static_cast<int>(texts.size()), nullptr, texts.data(),
                                     nullptr, nullptr, 0),
                        &PQclear);
    check(conn_.get(), result.get());
    std::vector<row> out;
    for (int r = 0; r < PQntuples(result.get()); ++r) {
        row& added = out.emplace_back();
        for (int c = 0; c < PQnfields(result.get()); ++c) {
            if (PQgetisnull(result.get(), r, c)) {
                added.emplace_back();
            } else {
                added.emplace_back(PQgetvalue(result.get(), r, c));
            }
        }
    }
    return out;
}

std::optional<std::string> plain_session::maybe(std::string const& sql, std::vector<value> const& values) {
    auto const found = rows(sql, values);
    if (found.size() != 1 || found[0].size() != 1) throw std::runtime_error("not one value: " + sql);
    return found[0][0];
}

std::string plain_session::text(std::string const& sql, std::vector<value> const& values) {
    auto const found = maybe(sql, values);
    if (!found) throw std::runtime_error("NULL: " + sql);
    return *found;
}

std::int64_t plain_session::number(std::string const& sql, std::vector<value> const& values) {
    return std::stoll(text(sql, values));
}

bool plain_session::truth(std::string const& sql, std::vector<value> const& values) { return text(sql, values) == "t"; }

std::int64_t plain_session::run(std::string const& sql, std::vector<value> const& values) {
    std::vector<char const*> texts;
    for (auto const& v : values) texts.push_back(v.text ? v.text->c_str() : nullptr);
    answer const result(PQexecParams(conn_.get(), sql.c_str(), static_cast<int>(texts.size()), nullptr, texts.data(),
                                     nullptr, nullptr, 0),
                        &PQclear);
    check(conn_.get(), result.get());
    std::string const touched = PQcmdTuples(result.get());
    return touched.empty() ? 0 : std::stoll(touched);
}

void plain_session::script(std::string const& sql) {
    answer const result(PQexec(conn_.get(), sql.c_str()), &PQclear);
    check(conn_.get(), result.get());
}

int plain_session::pid() const { return PQbackendPID(conn_.get()); }

void plain_session::send(std::string const& sql) {
    if (PQsendQuery(conn_.get(), sql.c_str()) == 0) throw sql_refused("08006", PQerrorMessage(conn_.get()));
}

bool plain_session::answered() {
    PQconsumeInput(conn_.get());
    return PQisBusy(conn_.get()) == 0;
}

void plain_session::finish() {
    std::optional<sql_refused> refused;
    while (auto* next = PQgetResult(conn_.get())) {
        answer const result(next, &PQclear);
        try {
            check(conn_.get(), result.get());
        } catch (sql_refused const& error) {
            refused = error;
        }
    }
    if (refused) throw *refused;
}

database::database(content what) {
    static std::atomic<int> count{0};
    auto const owner = surroundings("PLAZA_TEST_OWNER_URL");
    name_ = "sql_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
    url_ = to_database(owner, name_);
    auto const from = what == content::migrated ? surroundings("PLAZA_TEST_TEMPLATE") : "template0";
    plain_session admin(owner);
    // Copying fails while anybody else copies the same template.
    until(
        "the template is free",
        [&] {
            try {
                admin.script("create database " + name_ + " template " + from);
                return true;
            } catch (sql_refused const& error) {
                if (error.state() != "55006") throw;
                return false;
            }
        },
        30'000);
}

database::~database() {
    session_.reset();
    try {
        plain_session(surroundings("PLAZA_TEST_OWNER_URL")).script("drop database " + name_ + " with (force)");
    } catch (std::exception const& error) {
        std::cerr << "cannot drop " << name_ << ": " << error.what() << "\n";
    }
}

std::string database::superuser_url() const { return to_database(surroundings("PLAZA_TEST_SUPERUSER_URL"), name_); }

persistence::connection_options database::as_owner() const {
    persistence::connection_options options;
    options.conninfo = url_;
    options.application = "tests";
    options.statement_timeout_ms *= slowness();
    options.lock_timeout_ms *= slowness();
    return options;
}

persistence::connection_options database::as_app() const {
    auto options = as_owner();
    options.role = "plaza_app";
    return options;
}

persistence::connection_options database::as_command() const {
    auto options = as_app();
    options.statement_timeout_ms = 0;
    options.lock_timeout_ms = 0;
    options.idle_in_transaction_timeout_ms = 0;
    return options;
}

plain_session& database::sql() {
    if (!session_) session_ = std::make_unique<plain_session>(url_);
    return *session_;
}

int waiting_for_locks(plain_session& sql) {
    return static_cast<int>(
        sql.number("select count(*) from pg_stat_activity where datname = current_database() "
                   "and wait_event_type = 'Lock'"));
}

}  // namespace plaza::tests
