// SPDX-License-Identifier: EUPL-1.2
#include "transport/message.hpp"

#include "transport/ascii.hpp"

#include <algorithm>

namespace plaza::transport {

void header_list::set(std::string_view name, std::string value) {
    auto const same = [name](auto const& item) { return ascii::equal(item.first, name); };
    auto const first = std::find_if(items_.begin(), items_.end(), same);
    if (first == items_.end()) {
        items_.emplace_back(std::string(name), std::move(value));
        return;
    }
    first->second = std::move(value);
    items_.erase(std::remove_if(first + 1, items_.end(), same), items_.end());
}

std::string_view header_list::get(std::string_view name) const {
    for (auto const& [key, value] : items_)
        if (ascii::equal(key, name)) return value;
    return {};
}

std::size_t header_list::count(std::string_view name) const {
    return static_cast<std::size_t>(std::count_if(items_.begin(), items_.end(),
                                                  [name](auto const& item) { return ascii::equal(item.first, name); }));
}

std::string_view request::query_value(std::string_view name) const {
    for (auto const& [key, value] : query)
        if (key == name) return value;
    return {};
}

std::string_view request::cookie(std::string_view name) const {
    auto rest = headers.get("cookie");
    while (!rest.empty()) {
        auto const end = rest.find(';');
        auto const pair = ascii::trim(rest.substr(0, end));
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        auto const equals = pair.find('=');
        if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
        auto value = pair.substr(equals + 1);
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
        return value;
    }
    return {};
}

}  // namespace plaza::transport
