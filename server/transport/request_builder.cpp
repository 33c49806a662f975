// SPDX-License-Identifier: EUPL-1.2
#include "transport/request_builder.hpp"

#include "transport/ascii.hpp"
#include "transport/target.hpp"

#include <random>

namespace plaza::transport {
namespace {

/// Methods are told apart by case; anything else than ours is `other`.
verb to_verb(std::string_view method) {
    if (method == "GET") return verb::get;
    if (method == "POST") return verb::post;
    if (method == "PUT") return verb::put;
    if (method == "DELETE") return verb::del;
    if (method == "HEAD") return verb::head;
    if (method == "OPTIONS") return verb::options;
    return verb::other;
}

}  // namespace

std::optional<base::problem> build_request(framing::head const& head, peer const& from, site const& here,
                                           request& out) {
    out.method = to_verb(head.method);
    out.target = head.target;
    out.incident = new_incident();
    out.headers.reserve(head.fields.size());
    for (auto const& [name, value] : head.fields) out.headers.add(std::string(name), std::string(value));
    auto client = here.client_of(from.address, from.tls, out.headers);
    out.client = std::move(client.address);
    out.secure = client.secure;

    if (!here.host_allowed(head.host)) return base::problem{421, "unknown_host", {}, {}};
    auto parsed = parse_target(head.target);
    if (!parsed) return base::problem{400, "bad_target", {}, {}};
    if (!parsed->authority.empty() && !ascii::equal(parsed->authority, head.host))
        return base::problem{400, "bad_target", {}, {}};
    out.path = std::move(parsed->path);
    out.query = std::move(parsed->query);
    return std::nullopt;
}

base::problem to_problem(framing::refusal const& refused) {
    switch (refused.status) {
        case 408: return {408, "request_timeout", {}, {}};
        case 413: return {413, "body_too_large", {}, {}};
        case 414: return {414, "target_too_long", {}, {}};
        case 417: return {417, "expectation_failed", {}, {}};
        case 431: return {431, "header_too_large", {}, {}};
        case 505: return {505, "version_not_supported", {}, {}};
        default: return {400, "bad_request", {}, {}};
    }
}

std::string new_incident() {
    // Told apart, not kept secret: a fast generator for each thread is enough.
    thread_local std::mt19937_64 generator{std::random_device{}()};
    constexpr std::string_view letters = "0123456789abcdefghjkmnpqrstvwxyz";
    auto bits = generator();
    std::string id(12, '0');
    for (auto& c : id) {
        c = letters[bits & 31U];
        bits >>= 5U;
    }
    return id;
}

bool application_path(std::string_view path) {
    return path.starts_with("/api/") || path == "/api" || path == "/healthz" || path == "/readyz" || path == "/metrics";
}

}  // namespace plaza::transport
