// SPDX-License-Identifier: EUPL-1.2
// Writes the head of an answer, with the headers that every answer carries.
#pragma once
#include "transport/message.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace plaza::transport {

/// What the connection knows about an answer beside its content.
struct answer_facts {
    std::size_t body_size = 0;
    bool keep_alive = true;
    bool secure = false;  ///< adds Strict-Transport-Security
};

/// Appends status line, headers and the empty line to `out`. Throws `std::invalid_argument` when a header of
/// the application holds a line break, which would let its content write headers.
void append_head(std::string& out, response const& answer, answer_facts const& facts);

/// Whether answers of this status have no body and no Content-Length.
constexpr bool bodiless(unsigned status) { return status < 200 || status == 204 || status == 304; }

/// The policy of every page: only our own files, no inline script or style, and DOM sinks take nothing but
/// what the two named Trusted Types policies made (Svelte's own for its templates, ours for rendered
/// Markdown).
inline constexpr std::string_view content_security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'self'; require-trusted-types-for 'script'; trusted-types svelte-trusted-html plaza";

}  // namespace plaza::transport
