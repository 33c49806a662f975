// SPDX-License-Identifier: EUPL-1.2
// Bodies that are never held whole: taken as they arrive, given as the peer takes them. Neither blocks an I/O thread.
#pragma once
#include "base/result.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <optional>
#include <string>

namespace plaza::base {

/// Takes the body of one request. When the connection ends before the body does, it is destroyed and nothing was sent.
class body_sink {
public:
    virtual ~body_sink() = default;
    /// What came next; one call at a time. After a problem nothing more is given: the request is answered with it.
    virtual boost::asio::awaitable<std::optional<problem>> take(std::string bytes) = 0;
};

/// Gives the body of one answer.
class body_source {
public:
    virtual ~body_source() = default;
    virtual std::size_t size() const = 0;
    /// The next bytes, at most so many; none when they cannot be read, which ends the connection.
    virtual boost::asio::awaitable<std::string> read(std::size_t most) = 0;
};

}  // namespace plaza::base
