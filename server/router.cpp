// SPDX-License-Identifier: EUPL-1.2
#include "router.hpp"

namespace plaza {
namespace {

bool fits(std::string_view pattern, std::string_view path, std::vector<std::string>& captures) {
    captures.clear();
    while (!pattern.empty() && !path.empty()) {
        if (pattern.front() == '{') {
            auto const end = std::min(path.find('/'), path.size());
            if (end == 0) return false;
            captures.emplace_back(path.substr(0, end));
            path.remove_prefix(end);
            pattern.remove_prefix(pattern.find('}') + 1);
        } else {
            if (pattern.front() != path.front()) return false;
            pattern.remove_prefix(1);
            path.remove_prefix(1);
        }
    }
    return pattern.empty() && path.empty();
}

}  // namespace

match find_route(transport::verb method, std::string_view path) {
    using transport::verb;
    match out;
    std::vector<std::string> captures;
    route const* nearest = nullptr;
    std::size_t fewest = 0;
    for (auto const& r : routes()) {
        if (!fits(r.path, path, captures)) continue;
        // What is written out names a place of its own: /people/suggest is nobody's id.
        if (!nearest || captures.size() < fewest) {
            nearest = &r;
            fewest = captures.size();
            out = {};
        }
        if (r.path != nearest->path) continue;
        if (r.method == method || (r.method == verb::get && method == verb::head)) {
            out.found = &r;
            out.captures = captures;
        }
        if (!out.allowed.empty()) out.allowed += ", ";
        out.allowed += r.method == verb::get ? "GET, HEAD" : name_of(r.method);
    }
    if (out.found) out.allowed.clear();
    return out;
}

}  // namespace plaza
