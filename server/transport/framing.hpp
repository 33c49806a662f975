// SPDX-License-Identifier: EUPL-1.2
// Where a request ends and what belongs to it, decided strictly on the raw bytes. Whatever two readers of the
// same bytes could understand differently is refused, since that is how a request is hidden inside another.
//
// This is the only parser of requests: a lenient one behind it could only disagree.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plaza::transport::framing {

/// Why a request is refused; after it the connection cannot be trusted and is closed.
struct refusal {
    unsigned status;
    std::string_view why;  ///< for logs and tests
};

/// Finds the end of a request's head while it arrives. Each byte is looked at once.
class head_scanner {
public:
    /// `bytes` is everything received of this request so far. Returns the size of the head with its empty
    /// line when it is complete, 0 when more is needed; sets `refused` when it can only get worse.
    std::size_t scan(std::string_view bytes, std::optional<refusal>& refused);

private:
    std::size_t line_begin_ = 0;
    std::size_t searched_ = 0;
};

/// The head of a request as views into the bytes it was parsed from.
struct head {
    std::string_view method;
    std::string_view target;
    int minor = 1;  ///< of HTTP/1.x
    std::vector<std::pair<std::string_view, std::string_view>> fields;
    std::string_view host;
    std::optional<std::uint64_t> content_length;
    bool chunked = false;
    bool keep_alive = true;
    bool expects_continue = false;

    bool has_body() const { return chunked || content_length.value_or(0) > 0; }
};

/// Parses a complete head, as `head_scanner` found it, into `out`.
std::optional<refusal> parse(std::string_view bytes, head& out);

/// Decodes a chunked body as it arrives. Extensions and trailers are counted and dropped.
class chunked_decoder {
public:
    explicit chunked_decoder(std::size_t body_limit) : body_limit_(body_limit) {}

    /// Takes what it can of `bytes`, appends data to `body` and returns how much it took; the rest belongs to
    /// the next request when `done()`.
    std::size_t feed(std::string_view bytes, std::string& body);
    bool done() const { return stage_ == stage::done; }
    std::optional<refusal> const& refused() const { return refused_; }

private:
    enum class stage { size, extension, size_lf, data, data_cr, data_lf, trailer, trailer_lf, done };
    void take(char c);
    void take_size(char c);
    void take_trailer(char c);
    void finish_size_line();
    void refuse(unsigned status, std::string_view why) { refused_ = refusal{status, why}; }

    std::size_t body_limit_;
    std::size_t received_ = 0;  ///< data bytes announced so far
    std::size_t chunk_ = 0;     ///< left of the present chunk
    std::size_t digits_ = 0;
    std::size_t extensions_ = 0;
    std::size_t trailers_ = 0;
    std::size_t trailer_line_ = 0;
    stage stage_ = stage::size;
    std::optional<refusal> refused_;
};

}  // namespace plaza::transport::framing
