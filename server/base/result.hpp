// SPDX-License-Identifier: EUPL-1.2
// Expected outcomes are values: a function returns what was asked for or a problem that a person can be told.
// Failures (a lost connection, a bug) are exceptions and are caught in one place.
#pragma once
#include <boost/system/result.hpp>

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plaza::base {

/// A refusal with its HTTP status and stable code, as RFC 9457 describes it. The title is added in the reader's
/// language when it is written out.
struct problem {
    problem() = default;
    problem(unsigned http_status, std::string code, std::vector<std::pair<std::string, std::string>> field_errors = {},
            std::optional<int> seconds = {})
        : status(http_status), type(std::move(code)), errors(std::move(field_errors)), retry_after(seconds) {}

    unsigned status = 500;
    std::string type;                                         ///< stable code, for example `not_a_member`
    std::vector<std::pair<std::string, std::string>> errors;  ///< field and code, for 422 only
    std::optional<int> retry_after;                           ///< seconds
};

template <class T>
using result = boost::system::result<T, problem>;

/// Needed by `result::value()`; our own code asks `has_value()` first.
[[noreturn]] inline void throw_exception_from_error(problem const& p, boost::source_location const&) {
    throw std::logic_error("unexpected problem: " + p.type);
}

inline problem not_found() { return {404, "not_found", {}, {}}; }
inline problem forbidden(std::string_view type) { return {403, std::string(type), {}, {}}; }
inline problem conflict(std::string_view type) { return {409, std::string(type), {}, {}}; }
inline problem unauthenticated() { return {401, "not_signed_in", {}, {}}; }
inline problem unavailable(int retry_after = 1) { return {503, "unavailable", {}, retry_after}; }
inline problem invalid(std::string_view field, std::string_view code) {
    return {422, "invalid", {{std::string(field), std::string(code)}}, {}};
}

}  // namespace plaza::base
