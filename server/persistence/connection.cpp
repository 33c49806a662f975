// SPDX-License-Identifier: EUPL-1.2
#include "persistence/connection.hpp"

#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>
#include <poll.h>

#include <fmt/format.h>

#include <array>
#include <variant>

namespace plaza::persistence {
namespace {

PGconn* native(soci::session& session) {
    return static_cast<soci::postgresql_session_backend*>(session.get_backend())->conn_;
}

std::string quoted(std::string_view value) {
    std::string out = "'";
    for (char c : value) {
        if (c == '\'' || c == '\\') out += '\\';
        out += c;
    }
    return out + "'";
}

/// The caller's connection string, with our settings added where it says nothing.
std::string with_settings(connection_options const& options) {
    char* message = nullptr;
    std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parsed(
        PQconninfoParse(options.conninfo.c_str(), &message), &PQconninfoFree);
    if (message) PQfreemem(message);
    if (!parsed) throw std::invalid_argument("the database URL cannot be read");
    std::string out;
    std::string own_options;
    bool has_timeout = false;
    for (auto* o = parsed.get(); o->keyword; ++o) {
        if (!o->val || !*o->val) continue;
        std::string_view keyword = o->keyword;
        if (keyword == "options") {
            own_options = o->val;
            continue;
        }
        if (keyword == "application_name" || keyword == "client_encoding") continue;
        has_timeout = has_timeout || keyword == "connect_timeout";
        out += fmt::format("{}={} ", keyword, quoted(o->val));
    }
    // Our statements are few and used for ever: planning most of them for each set of values takes longer than running.
    own_options += fmt::format(
        " -c statement_timeout={} -c lock_timeout={} -c idle_in_transaction_session_timeout={}"
        " -c timezone=UTC -c standard_conforming_strings=on -c plan_cache_mode=force_generic_plan",
        options.statement_timeout_ms, options.lock_timeout_ms, options.idle_in_transaction_timeout_ms);
    if (!options.role.empty()) own_options += " -c role=" + options.role;
    out += fmt::format("options={} application_name={} client_encoding=UTF8", quoted(own_options),
                       quoted(options.application));
    if (!has_timeout) out += " connect_timeout=2";
    return out;
}

constexpr query<int()> backend_pid{"connection.backend_pid", "select pg_backend_pid()"};

/// `violates unique constraint "name"` → name. Reads the message, which is never logged.
std::string constraint_in(std::string_view message) {
    auto at = message.find("constraint \"");
    if (at == std::string_view::npos) return {};
    at += 12;
    return std::string(message.substr(at, message.find('"', at) - at));
}

}  // namespace

connection::connection(connection_options const& options) {
    auto const text = with_settings(options);
    try {
        session_ = std::make_unique<soci::session>(soci::postgresql, text);
    } catch (soci::soci_error const&) {
        throw connection_lost("connect");  // its text may hold the password
    }
    PQsetNoticeProcessor(
        native(*session_), [](void*, char const*) {}, nullptr);
}

connection::~connection() = default;

bool connection::broken() const { return PQstatus(native(*session_)) != CONNECTION_OK; }

void connection::rethrow(char const* name, soci::soci_error const& error) {
    if (broken()) {
        lost_ = true;
        throw connection_lost(name);
    }
    if (auto const* pg = dynamic_cast<soci::postgresql_soci_error const*>(&error)) {
        auto state = pg->sqlstate();
        bool const our_own_fault = state == "08P01";  // for example another number of parameters
        if (!our_own_fault &&
            (state.starts_with("57P") || state.starts_with("08") || state.empty() || state == "     ")) {
            lost_ = true;
            throw connection_lost(name);
        }
        // The plan of a statement that a migration changed under us: only a new connection helps.
        if (state == "0A000" || state == "26000") lost_ = true;
        throw sql_error(state, constraint_in(error.what()), name);
    }
    throw std::logic_error(std::string("row or parameter type mismatch in ") + name);
}

void connection::name_parameters(soci::statement& statement, std::size_t count) {
    static_cast<soci::postgresql_statement_backend*>(statement.get_backend())->names_.assign(count, "parameter");
}

void connection::refuse_width(char const* name, soci::statement& statement, int expected) {
    auto* backend = static_cast<soci::postgresql_statement_backend*>(statement.get_backend());
    if (PQnfields(backend->result_.get_result()) != expected) {
        throw std::logic_error(std::string("another number of columns in ") + name);
    }
}

void connection::script(std::string const& name, std::string const& text) {
    ++statements_;
    std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(native(*session_), text.c_str()), &PQclear);
    auto const status = PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) return;
    auto field = [&](int code) {
        char const* value = PQresultErrorField(result.get(), code);
        return std::string(value ? value : "");
    };
    // An error without SQLSTATE is libpq's own: the server did not answer.
    if (broken() || field(PG_DIAG_SQLSTATE).empty() || field(PG_DIAG_SQLSTATE).starts_with("57P")) {
        lost_ = true;
        throw connection_lost(name);
    }
    // Scripts are our own migrations without data: their message helps whoever runs them.
    throw sql_error(field(PG_DIAG_SQLSTATE), field(PG_DIAG_CONSTRAINT_NAME),
                    name + ": " + field(PG_DIAG_MESSAGE_PRIMARY) + " at " + field(PG_DIAG_STATEMENT_POSITION));
}

void connection::begin() {
    script("begin", "begin");
    in_transaction_ = true;
}

void connection::commit() {
    if (caller_ && !caller_->begin_commit()) {
        rollback();
        throw overloaded();
    }
    struct ends {
        patience* caller;
        bool done = false;
        ~ends() {
            if (caller) caller->end_commit(done);
        }
    } guard{caller_};
    in_transaction_ = false;
    std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(native(*session_), "commit"), &PQclear);
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
        char const* state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
        if (broken() || !state || std::string_view(state).starts_with("57P")) {
            lost_ = true;
            throw commit_unknown();
        }
        char const* constraint = PQresultErrorField(result.get(), PG_DIAG_CONSTRAINT_NAME);
        throw sql_error(state ? state : "", constraint ? constraint : "", "commit");
    }
    // COMMIT of an aborted transaction succeeds with the tag ROLLBACK.
    if (std::string_view(PQcmdStatus(result.get())) != "COMMIT") throw sql_error("25P02", "", "commit");
    guard.done = true;
}

void connection::rollback() noexcept {
    in_transaction_ = false;
    try {
        script("rollback", "rollback");
    } catch (...) {
        lost_ = true;
    }
}

bool connection::wait_for_notification(int milliseconds, int wake) {
    auto* conn = native(*session_);
    auto take = [&] {
        bool any = false;
        while (auto* notification = PQnotifies(conn)) {
            any = true;
            PQfreemem(notification);
        }
        return any;
    };
    if (take()) return true;
    std::array<pollfd, 2> waiting{pollfd{PQsocket(conn), POLLIN, 0}, pollfd{wake, POLLIN, 0}};
    ::poll(waiting.data(), wake < 0 ? 1 : 2, milliseconds);
    if (waiting[0].revents != 0 && PQconsumeInput(conn) == 0) {
        lost_ = true;
        throw connection_lost("wait_for_notification");
    }
    return take();
}

bool connection::behind_pooler() { return one(backend_pid) != PQbackendPID(native(*session_)); }

}  // namespace plaza::persistence
