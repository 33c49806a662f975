// SPDX-License-Identifier: EUPL-1.2
// A letter as it goes over the wire: headers and MIME parts (RFC 5322, 2045, 2047). Pure: the same letter gives the same
// bytes however often it is sent.
#pragma once
#include "domain/mail/render.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace plaza::domain::mail {

struct envelope {
    std::string from;       ///< address
    std::string from_name;  ///< shown beside it
    std::string to;
    std::string message_id;    ///< with its domain, without brackets
    std::int64_t written = 0;  ///< seconds since 1970
    std::string thread = {};   ///< what stands before the @ of the conversation's own Message-ID, that of no letter
    std::string stop = {};     ///< address that ends letters like this one when it is posted to (RFC 8058)
};

/// ASCII with CRLF, lines of at most 78 characters where they can be folded. Throws `std::invalid_argument` for
/// addresses that `sendable` refuses and for control characters in what goes into a header.
std::string message(envelope const& e, rendered const& letter);

/// Text for a header: as it is when it is short ASCII, else as encoded words on folded lines.
std::string header_text(std::string_view text);

/// Quoted-printable with CRLF; a dot that begins a line is encoded.
std::string quoted_printable(std::string_view text);

}  // namespace plaza::domain::mail
