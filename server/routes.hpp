// SPDX-License-Identifier: EUPL-1.2
// Everything that can be started from outside, as rows of one table.
#pragma once
#include "domain/call.hpp"
#include "transport/message.hpp"

#include <cstddef>
#include <span>
#include <string_view>

namespace plaza {

/// Who may call a route.
enum class who {
    anyone,         ///< no sign-in
    partial,        ///< signed in; policy or second factor may be pending
    complete,       ///< signed in with all steps done
    auditor,        ///< of the network, or an administrator
    administrator,  ///< of the network
};

/// What a call costs: the class whose rate limit it counts against.
enum class cost { fixed, read, search, write, sign_in, live };

/// How a route is answered.
enum class way {
    reads,   ///< on a database worker, without a transaction
    writes,  ///< on a database worker, in a transaction, once per Idempotency-Key
    alone,   ///< on a database worker, in a transaction, without keys: sets or ends a session
    special  ///< by the dispatcher itself: what needs no database or more than one step
};

/// What the body of a request is.
enum class content {
    json,
    image,
    file,     ///< anything, taken as it arrives
    nothing,  ///< whatever it is, nothing is read of it: the address itself says who may, on whatever site it is used
};

/// How long its answer may take (`answer-within-ms`): what concerns all posts of a thread gets longer.
enum class pace { usual, slow };

using handler = domain::answer (*)(domain::call&);

struct route {
    transport::verb method;
    std::string_view path;  ///< with {captures}
    who may;
    cost costs;
    way answered;
    handler call;            ///< none for special ones
    std::size_t body_limit;  ///< bytes
    content takes = content::json;
    pace answers = pace::usual;
};

std::span<route const> routes();
/// Messages that a live client may send; handled by domain/live.
std::span<std::string_view const> live_commands();

std::string_view name_of(who w);
std::string_view name_of(cost c);
std::string_view name_of(transport::verb v);

}  // namespace plaza
