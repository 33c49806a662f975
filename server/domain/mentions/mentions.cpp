// SPDX-License-Identifier: EUPL-1.2
#include "domain/mentions/mentions.hpp"

#include "base/markdown.hpp"
#include "domain/notifications/notifications.hpp"

#include <algorithm>
#include <charconv>

namespace plaza::domain::mentions {
namespace {

/// Links that are looked at: among them are those to people.
constexpr std::size_t most_links = 200;

bool among(std::vector<std::int64_t> const& people, std::int64_t person) {
    return std::find(people.begin(), people.end(), person) != people.end();
}

}  // namespace

std::vector<std::int64_t> named(std::string_view body) {
    constexpr std::string_view page = "/personas/";
    std::vector<std::int64_t> people;
    if (body.find(page) == std::string_view::npos) return people;
    for (auto const& [address, text] : base::links(body, most_links)) {
        if (!text.starts_with('@') || !address.starts_with(page)) continue;
        std::int64_t person = 0;
        auto const* const end = address.data() + address.size();
        auto const parsed = std::from_chars(address.data() + page.size(), end, person);
        if (parsed.ec == std::errc() && parsed.ptr == end && person > 0 && !among(people, person)) {
            people.push_back(person);
        }
        if (people.size() == most_told) break;
    }
    return people;
}

void tell(persistence::connection& db, base::actor const& actor, std::int64_t thread, int number, std::string_view body,
          std::string_view before, std::vector<std::int64_t> const& told, std::string const& cause) {
    auto const known = named(before);
    auto people = named(body);
    // In one order, as everywhere: two who name the same people at once do not wait for each other.
    std::sort(people.begin(), people.end());
    for (auto const person : people) {
        if (among(known, person) || among(told, person)) continue;
        notifications::tell(db, {person, cause, std::nullopt, thread, actor.person, {{"number", number}}});
    }
}

}  // namespace plaza::domain::mentions
