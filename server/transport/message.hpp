// SPDX-License-Identifier: EUPL-1.2
// What the rest of Plaza knows of HTTP: a request that was read within limits and an answer to write. No
// Beast here.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plaza::base {
class body_sink;
class body_source;
}  // namespace plaza::base

namespace plaza::transport {

enum class verb { get, head, post, put, del, options, other };

/// Names and values in order of appearance; names compare without case.
class header_list {
public:
    void reserve(std::size_t count) { items_.reserve(count); }
    void add(std::string name, std::string value) { items_.emplace_back(std::move(name), std::move(value)); }
    void set(std::string_view name, std::string value);
    /// The value of the first header of that name, or an empty view.
    std::string_view get(std::string_view name) const;
    std::size_t count(std::string_view name) const;
    auto begin() const { return items_.begin(); }
    auto end() const { return items_.end(); }

private:
    std::vector<std::pair<std::string, std::string>> items_;
};

/// A request whose framing, target, Host and size have been checked. Everything is owned.
struct request {
    verb method = verb::other;
    std::string target;  ///< as received, for logs without its query
    std::string path;    ///< decoded, without dot segments, valid UTF-8, begins with '/'
    std::vector<std::pair<std::string, std::string>> query;  ///< decoded, in order
    header_list headers;
    std::string body;
    std::shared_ptr<base::body_sink> sink;  ///< has taken the body, on routes that stream it
    std::string client;                     ///< address of the client after trusted proxies, for rate limits
    bool secure = false;                    ///< came over TLS, here or at a trusted proxy
    std::string incident;                   ///< random id of this request, named in 5xx answers and logs
    std::vector<std::string> captures;      ///< what stood in the braces of the matched route, in order

    /// The first value of a query parameter, or an empty view.
    std::string_view query_value(std::string_view name) const;
    /// The value of a cookie, or an empty view.
    std::string_view cookie(std::string_view name) const;
};

struct response {
    unsigned status = 200;
    std::string content_type = "application/json";
    std::string body;
    header_list headers;
    std::shared_ptr<base::body_source> stream;  ///< gives the body instead of `body`
    bool close = false;                         ///< close the connection after this answer
};

}  // namespace plaza::transport
