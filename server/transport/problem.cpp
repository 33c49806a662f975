// SPDX-License-Identifier: EUPL-1.2
#include "transport/application.hpp"
#include "transport/problem_titles.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace plaza::transport {

response to_response(base::problem const& problem, std::string_view language, std::string_view incident) {
    namespace json = boost::json;
    json::object body;
    body["type"] = problem.type;
    auto const title = problem_title(problem.type, problem.status, language);
    body["title"] = json::string_view(title.data(), title.size());
    body["status"] = problem.status;
    // A 404 must be the same bytes whether the thing does not exist or must not be known of.
    if (problem.status != 404 && !incident.empty())
        body["instance"] = json::string_view(incident.data(), incident.size());
    if (problem.status == 422 && !problem.errors.empty()) {
        json::object fields;
        for (auto const& [field, code] : problem.errors) {
            auto& codes = fields[field];
            if (!codes.is_array()) codes.emplace_array();
            codes.get_array().emplace_back(code);
        }
        body["errors"] = std::move(fields);
    }

    response out;
    out.status = problem.status;
    out.content_type = "application/problem+json";
    out.body = json::serialize(body);
    if (problem.retry_after) out.headers.add("Retry-After", std::to_string(*problem.retry_after));
    return out;
}

}  // namespace plaza::transport
