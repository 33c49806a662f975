// SPDX-License-Identifier: EUPL-1.2
// Letters that tell of notices: what one says now, whether it may go now, and how its reader ends more of them.
#pragma once
#include "base/crypto.hpp"
#include "domain/mail/render.hpp"
#include "persistence/connection.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plaza::domain::mail {

/// A letter as it would go out now.
struct notice_content {
    std::string kind;  ///< of its text: `notice_closed` where the group keeps its texts out of letters
    boost::json::object facts;
    std::string thread;  ///< for `envelope::thread`; empty outside conversations
    way_out stop;
    std::string post_to;  ///< path that ends letters like it when it is posted to
};

struct notice_verdict {
    std::optional<notice_content> content;  ///< none: there is nothing to say any more
    int wait = 0;                           ///< seconds until the person's hours
};

/// Holds what it tells of, asks everything that is asked of a reader, and takes the letter out of those that still grow.
/// In a transaction.
notice_verdict ask_notice(persistence::connection& db, base::cursor_codec const& codec, std::int64_t letter,
                          std::string_view kind);

/// What it says now, changing nothing: for the outbox of a demonstration.
std::optional<notice_content> notice_now(persistence::connection& db, base::cursor_codec const& codec,
                                         std::int64_t letter, std::string_view kind);

/// The page with the button.
std::string stop_page(base::cursor_codec const& codec, std::string_view token);

/// By what stood in a letter. False for what never did; what it spoke of may be gone.
bool stop_mail(persistence::connection& db, base::cursor_codec const& codec, std::string_view token, bool stop);

}  // namespace plaza::domain::mail
