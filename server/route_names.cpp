// SPDX-License-Identifier: EUPL-1.2
// What the table of routes is called by in the contract.
#include "routes.hpp"

namespace plaza {

std::string_view name_of(who w) {
    switch (w) {
        case who::anyone: return "anyone";
        case who::partial: return "partial";
        case who::complete: return "complete";
        case who::auditor: return "auditor";
        case who::administrator: return "administrator";
    }
    return "";
}

std::string_view name_of(cost c) {
    switch (c) {
        case cost::fixed: return "static";
        case cost::read: return "read";
        case cost::search: return "search";
        case cost::write: return "write";
        case cost::sign_in: return "sign_in";
        case cost::live: return "live";
    }
    return "";
}

std::string_view name_of(transport::verb v) {
    switch (v) {
        case transport::verb::get: return "GET";
        case transport::verb::head: return "HEAD";
        case transport::verb::post: return "POST";
        case transport::verb::put: return "PUT";
        case transport::verb::del: return "DELETE";
        case transport::verb::options: return "OPTIONS";
        case transport::verb::other: break;
    }
    return "";
}

}  // namespace plaza
