// SPDX-License-Identifier: EUPL-1.2
// A retry has one effect and the same answer: the answer is kept in the transaction of the effect, under the key
// that the client chose.
#pragma once
#include "domain/call.hpp"

#include <functional>

namespace plaza::domain::idempotency {

/// Runs the handler once per key, inside the caller's transaction. 409 `still_running`, 422 `idempotency_mismatch`
/// or `invalid` for a bad key, 404 when what the kept answer speaks of may not be seen any more. Without a key it just
/// runs it.
answer once(call& c, std::string const& route, std::function<answer(call&)> const& handler);

/// Takes the text of a post that is deleted out of kept answers.
void forget_post(persistence::connection& db, std::int64_t post);

}  // namespace plaza::domain::idempotency
