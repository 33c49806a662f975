// SPDX-License-Identifier: EUPL-1.2
// From the facts of a letter to its subject, plain text and HTML. Pure.
#pragma once
#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace plaza::domain::mail {

struct rendered {
    std::string subject;
    std::string text;  ///< complete by itself; lines end in \n
    std::string html;  ///< tables with widths, no images, nothing fetched: Outlook for Windows lays it out with Word
    std::string link;  ///< whole address; empty when there is none
};

/// How somebody ends letters like this one without signing in; both paths.
struct way_out {
    std::string page;  ///< shows a button
    bool of_thread;    ///< of one conversation, else of its class
};

/// What people wrote among the facts is escaped. `site` is the address of the installation without a slash behind.
/// Throws `std::logic_error` for an unknown kind.
rendered render(std::string_view kind, std::string_view language, boost::json::object const& facts,
                std::string_view installation, std::string_view site,
                std::optional<way_out> const& stop = std::nullopt);

}  // namespace plaza::domain::mail
