// SPDX-License-Identifier: EUPL-1.2
#include "transport/response_head.hpp"

#include "transport/ascii.hpp"

#include <array>
#include <charconv>
#include <ctime>
#include <stdexcept>

namespace plaza::transport {
namespace {

std::string_view reason(unsigned status) {
    switch (status) {
        case 101: return "Switching Protocols";
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 206: return "Partial Content";
        case 301: return "Moved Permanently";
        case 302: return "Found";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 307: return "Temporary Redirect";
        case 308: return "Permanent Redirect";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 406: return "Not Acceptable";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 410: return "Gone";
        case 412: return "Precondition Failed";
        case 413: return "Content Too Large";
        case 414: return "URI Too Long";
        case 415: return "Unsupported Media Type";
        case 416: return "Range Not Satisfiable";
        case 417: return "Expectation Failed";
        case 421: return "Misdirected Request";
        case 422: return "Unprocessable Content";
        case 426: return "Upgrade Required";
        case 428: return "Precondition Required";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 503: return "Service Unavailable";
        case 505: return "HTTP Version Not Supported";
        case 507: return "Insufficient Storage";
        default: return "Other";
    }
}

/// Same on every answer, joined once.
constexpr std::string_view fixed_headers =
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: same-origin\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=(), browsing-topics=()\r\n";
constexpr std::string_view transport_security = "Strict-Transport-Security: max-age=63072000; includeSubDomains\r\n";

/// `Date: …` with its line end, made anew once a second for each thread.
std::string_view date_line() {
    thread_local std::time_t made = 0;
    thread_local std::array<char, 40> line{};
    thread_local std::size_t size = 0;
    auto const now = std::time(nullptr);
    if (now != made) {
        std::tm utc{};
        gmtime_r(&now, &utc);
        size = std::strftime(line.data(), line.size(), "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &utc);
        made = now;
    }
    return {line.data(), size};
}

void append_number(std::string& out, std::size_t number) {
    std::array<char, 24> digits{};
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
    constexpr std::string_view breaks("\r\n\0", 3);
    if (name.find_first_of(breaks) != std::string_view::npos || value.find_first_of(breaks) != std::string_view::npos)
        throw std::invalid_argument("line break in header " + std::string(name.substr(0, name.find_first_of(breaks))));
    out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

void append_head(std::string& out, response const& answer, answer_facts const& facts) {
    out.append("HTTP/1.1 ");
    append_number(out, answer.status);
    out.append(" ").append(reason(answer.status)).append("\r\n").append(date_line());
    if (!bodiless(answer.status)) {
        if (!answer.content_type.empty()) append_field(out, "Content-Type", answer.content_type);
        out.append("Content-Length: ");
        append_number(out, facts.body_size);
        out.append("\r\n");
    }
    if (!facts.keep_alive) out.append("Connection: close\r\n");

    bool own_policy = false;
    bool own_caching = false;
    for (auto const& [name, value] : answer.headers) {
        append_field(out, name, value);
        own_policy = own_policy || ascii::equal(name, "content-security-policy");
        own_caching = own_caching || ascii::equal(name, "cache-control");
    }
    if (!own_policy) append_field(out, "Content-Security-Policy", content_security_policy);
    // What is shaped for one person is kept by nobody unless the answer says otherwise.
    if (!own_caching) out.append("Cache-Control: no-store\r\n");
    out.append(fixed_headers);
    if (facts.secure) out.append(transport_security);
    out.append("\r\n");
}

}  // namespace plaza::transport
