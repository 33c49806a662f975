// SPDX-License-Identifier: EUPL-1.2
// Between a connection and the application: what is asked of it, and what stands in its place when it fails.
#pragma once
#include "transport/framing.hpp"
#include "transport/message.hpp"
#include "transport/server_state.hpp"

#include <boost/asio/awaitable.hpp>

#include <exception>
#include <optional>
#include <string>
#include <string_view>

namespace plaza::transport {

std::string_view language(request const& incoming);

/// A refusal of the transport's own.
response refusal(unsigned status, std::string_view type, request const& incoming);

/// Reports the exception and says so to the client.
response failure(server_state& state, std::string_view incident, std::string_view in, std::exception_ptr const& error);

/// The application's answer; its exceptions are answers too.
boost::asio::awaitable<response> ask_application(server_state& state, request& incoming);

/// A streamed body that is too large is read off up to so many times what is allowed, to be told so.
inline constexpr std::size_t read_off_times = 2;

/// Has `incoming.sink` opened; or the answer when nothing is taken. That is given after the body was read off: browsers that
/// are still sending would otherwise see a broken connection instead of the reason.
boost::asio::awaitable<std::optional<response>> open_sink(server_state& state, request& incoming,
                                                          framing::head const& head);

/// Gives what was read to the sink, unless the body is unwanted. What the sink refuses becomes the answer.
boost::asio::awaitable<void> pass_on(server_state& state, request& incoming, std::string& bytes,
                                     std::optional<response>& unwanted);

/// Why no live connection begins with this request; `early` says that more came behind it.
std::optional<response> live_refusal(server_state const& state, request const& incoming, framing::head const& head,
                                     bool early);

}  // namespace plaza::transport
