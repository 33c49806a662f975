// SPDX-License-Identifier: EUPL-1.2
// Every number that bounds what a peer can make the server do, each with its reason.
#pragma once
#include <chrono>
#include <cstddef>

namespace plaza::transport::limits {

using namespace std::chrono_literals;

// What may be sent before anybody is known.
/// Request line and headers together. Browsers send about 1 KiB; cookies of ours are small.
inline constexpr std::size_t header_bytes = 8 * 1024;
/// One line of them, the request line included: a search of 1,000 characters fits percent-encoded.
inline constexpr std::size_t header_line_bytes = 4 * 1024;
/// Header fields of one request; browsers send about 20.
inline constexpr std::size_t header_fields = 64;
/// Parameters in a query; no page of ours uses more than a handful.
inline constexpr std::size_t query_parameters = 64;
/// Chunk extensions of one message, which nobody uses and which some parsers read without end.
inline constexpr std::size_t chunk_extension_bytes = 1024;
/// Trailers of one message; they are read and dropped.
inline constexpr std::size_t trailer_bytes = 1024;
/// First reservation for input of a connection; it grows to `header_bytes` only when needed.
inline constexpr std::size_t first_read_bytes = 2 * 1024;
/// Body bytes asked from the socket at once, so that memory follows what was really sent.
inline constexpr std::size_t body_read_bytes = 64 * 1024;

// Answering what was refused.
/// Input dropped after an answer that closes the connection, at most: who sends a body that is too large learns so,
/// instead of a connection reset by what was left unread.
inline constexpr std::size_t linger_bytes = 4 * 1024 * 1024;
/// How often deadlines are looked at; they are late by at most this much.
inline constexpr auto sweep_every = 250ms;

// Answers.
/// One write to the socket; `time_limits::write` starts anew with each.
inline constexpr std::size_t write_slice_bytes = 64 * 1024;
/// Bodies up to this are copied behind their header and leave in one write.
inline constexpr std::size_t joined_body_bytes = 16 * 1024;
/// Below this, compressing costs more than it saves: it fits one or two packets anyway.
inline constexpr std::size_t compress_from_bytes = 1024;
/// Above this, compressing would hold an I/O thread for more than a few milliseconds.
inline constexpr std::size_t compress_up_to_bytes = 256 * 1024;

// Connections.
/// Open connections of any kind. At the limit the longest-waiting connection without a request gives way.
inline constexpr std::size_t connections = 20'000;
/// Descriptors kept for everything that is not a connection: database, files that are read and written, logs.
inline constexpr std::size_t spare_descriptors = 320;
/// Pause of the accept loop after an error, so that it cannot spin.
inline constexpr auto accept_pause = 100ms;
/// Kernel queue of connections not yet accepted.
inline constexpr int accept_backlog = 1024;

// Live connections.
/// One message of a client: commands are below 100 bytes.
inline constexpr std::size_t live_message_bytes = 4 * 1024;
/// Client messages and control frames: this many at once …
inline constexpr double live_burst = 60;
/// … and this many a second after that. A person switching pages sends one or two.
inline constexpr double live_per_second = 10;
/// Messages waiting for one receiver; a reader this far behind comes back with its cursor.
inline constexpr std::size_t live_queue_messages = 512;
/// Bytes waiting for one receiver, counted in full though the strings are shared.
inline constexpr std::size_t live_queue_bytes = 1024 * 1024;
/// Messages that leave in one write: each is two buffers, and Asio passes 16 to one call.
inline constexpr std::size_t live_write_messages = 8;
/// Bytes of them; `time_limits::live_write` starts anew with each write.
inline constexpr std::size_t live_write_bytes = 64 * 1024;

// Static files.
/// All files of the web application with their compressed forms, held in memory.
inline constexpr std::size_t static_bytes = 64 * 1024 * 1024;
/// One file; anything larger does not belong into a web application.
inline constexpr std::size_t static_file_bytes = 16 * 1024 * 1024;

// Rate limiter.
/// Keys with their own bucket (about 100 bytes each); beyond that full buckets are dropped, then the oldest.
inline constexpr std::size_t rate_keys = 100'000;

// Stopping.
/// After the graceful part: time for closed sockets to report back before the server gives up on them.
inline constexpr auto terminal_time = 1s;

}  // namespace plaza::transport::limits

namespace plaza::transport {

/// How long a peer may take. Defaults; a server can be told others.
struct time_limits {
    using duration = std::chrono::milliseconds;
    using seconds = std::chrono::seconds;

    /// From the first byte of a request to the end of its header; also for a TLS handshake, and for the first
    /// byte of a new connection, since browsers that connect ahead of time can do it again.
    duration header = seconds(10);
    /// For each `limits::body_read_bytes` of a body: at least 2 KiB a second.
    duration body = seconds(30);
    /// Between two requests of one connection.
    duration idle = seconds(60);
    /// For the peer to take each `limits::write_slice_bytes` of an answer.
    duration write = seconds(30);
    /// After an answer that closes the connection: late input is read and dropped for so long, so that the
    /// kernel does not reset the connection under the answer.
    duration linger = seconds(2);
    /// Silence on a live connection after which the server pings: below the 30 s at which impatient proxies
    /// cut.
    duration live_ping = seconds(25);
    /// Silence after which a live peer counts as gone: two pings missed.
    duration live_silent = seconds(60);
    /// For a live peer to take one message; longer means that it stopped reading.
    duration live_write = seconds(20);
    /// For the closing handshake of a live connection.
    duration live_close = seconds(5);
};

}  // namespace plaza::transport
