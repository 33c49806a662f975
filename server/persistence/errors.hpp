// SPDX-License-Identifier: EUPL-1.2
// Failures of the database as exceptions without SQL text or bound values, so that they may be logged.
#pragma once
#include <stdexcept>
#include <string>

namespace plaza::persistence {

/// PostgreSQL refused a statement. Carries the SQLSTATE (PostgreSQL 15, appendix A), the constraint where one was
/// violated, and the name of the query.
class sql_error : public std::runtime_error {
public:
    sql_error(std::string state, std::string constraint, std::string query)
        : std::runtime_error("sql " + state + " in " + query + (constraint.empty() ? "" : " on " + constraint)),
          state_(std::move(state)),
          constraint_(std::move(constraint)) {}

    std::string const& state() const { return state_; }
    std::string const& constraint() const { return constraint_; }
    /// Serialization failure or deadlock: the unit of work may be run again from its start.
    bool retryable() const { return state_ == "40001" || state_ == "40P01"; }
    bool unique_violation() const { return state_ == "23505"; }
    bool foreign_key_violation() const { return state_ == "23503"; }
    /// The disk of the database is full.
    bool disk_full() const { return state_ == "53100"; }
    /// The server is there but cannot do it now: timeouts, locks, exhausted or read-only.
    bool temporary() const {
        return retryable() || state_ == "57014" || state_ == "55P03" || state_.starts_with("53") || state_ == "25006" ||
               state_.starts_with("57P");
    }

private:
    std::string state_;
    std::string constraint_;
};

/// The connection is gone; it is thrown away whole and built anew.
class connection_lost : public std::runtime_error {
public:
    explicit connection_lost(std::string const& query) : std::runtime_error("connection lost in " + query) {}
};

/// Nobody said whether what was being committed is done: it may be, or may yet be.
class commit_unknown : public connection_lost {
public:
    commit_unknown() : connection_lost("commit") {}
};

/// No worker was free in time, or the database did not answer in time.
class overloaded : public std::runtime_error {
public:
    overloaded() : std::runtime_error("database overloaded") {}
};

}  // namespace plaza::persistence
