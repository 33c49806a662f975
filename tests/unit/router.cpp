// SPDX-License-Identifier: EUPL-1.2
// From verb and path to a row of the route table.
#include "router.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

using plaza::find_route;
using plaza::routes;
using plaza::transport::verb;

namespace {

/// The template with each capture filled in, and what was put there.
std::pair<std::string, std::vector<std::string>> filled(std::string_view path) {
    std::pair<std::string, std::vector<std::string>> out;
    while (!path.empty()) {
        auto const open = path.find('{');
        out.first += path.substr(0, open);
        if (open == std::string_view::npos) break;
        out.second.push_back("value-" + std::to_string(out.second.size()));
        out.first += out.second.back();
        path.remove_prefix(path.find('}') + 1);
    }
    return out;
}

constexpr verb all_verbs[] = {verb::get, verb::head, verb::post, verb::put, verb::del, verb::options, verb::other};

}  // namespace

BOOST_AUTO_TEST_SUITE(router)

BOOST_AUTO_TEST_CASE(every_row_is_found_by_its_own_path) {
    for (auto const& row : routes()) {
        auto const [path, values] = filled(row.path);
        BOOST_TEST_CONTEXT(plaza::name_of(row.method) << " " << path) {
            auto const found = find_route(row.method, path);
            BOOST_TEST(found.found == &row);
            BOOST_TEST(found.captures == values, boost::test_tools::per_element());
            BOOST_TEST(found.allowed.empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(head_finds_the_row_of_get) {
    for (auto const& row : routes()) {
        auto const [path, values] = filled(row.path);
        auto const by_head = find_route(verb::head, path).found;
        BOOST_TEST_CONTEXT(path) { BOOST_TEST(by_head == find_route(verb::get, path).found); }
    }
}

BOOST_AUTO_TEST_CASE(a_wrong_verb_names_the_right_ones) {
    std::map<std::string, std::set<verb>> by_path;
    for (auto const& row : routes()) {
        auto& verbs = by_path[std::string(row.path)];
        verbs.insert(row.method);
        if (row.method == verb::get) verbs.insert(verb::head);
    }
    for (auto const& [pattern, verbs] : by_path) {
        auto const path = filled(pattern).first;
        for (auto method : all_verbs) {
            BOOST_TEST_CONTEXT(plaza::name_of(method) << " " << path) {
                auto const m = find_route(method, path);
                BOOST_TEST((m.found != nullptr) == verbs.contains(method));
                if (m.found) continue;
                std::set<std::string> named;
                for (std::size_t at = 0; at <= m.allowed.size();) {
                    auto const end = std::min(m.allowed.find(", ", at), m.allowed.size());
                    BOOST_TEST(named.insert(m.allowed.substr(at, end - at)).second);
                    at = end + 2;
                }
                std::set<std::string> expected;
                for (auto v : verbs) expected.insert(std::string(plaza::name_of(v)));
                BOOST_TEST(named == expected, boost::test_tools::per_element());
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(other_paths_are_unknown) {
    std::vector<std::string> const rows = {
        "",
        "/",
        "//",
        "/api/v1",
        "/api/v1/",
        "/api/v1/unknown",
        "/healthz/",
        "/healthz/x",
        "/Healthz",
        "/api/v1/me/",
        "/api/v1//me",
        "/api/v1/mee",
        "/api/v1/groups/",
        "/api/v1/groups//threads",
        "/api/v1/groups/a/b",
        "/api/v1/groups/a/threads/",
        "/api/v1/groups/a/members/you/and",
        "/api/v1/threads/1/posts/2",
        "/api/v1/posts",
        "/api/v1/posts/{id}/useful/x",
        "/api/v2/me",
        "api/v1/me",
    };
    for (auto const& path : rows) {
        for (auto method : all_verbs) {
            auto const m = find_route(method, path);
            BOOST_TEST_CONTEXT(path) {
                BOOST_TEST(m.found == nullptr);
                BOOST_TEST(m.allowed.empty());
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(captures_are_whole_parts_as_they_stand) {
    std::vector<std::string> const rows = {"a", "members", "a b", "ñ", "{slug}", "a%2Fb", "..", std::string(4000, 'x')};
    for (auto const& value : rows) {
        auto const m = find_route(verb::get, "/api/v1/groups/" + value + "/threads");
        BOOST_TEST_REQUIRE(m.found != nullptr);
        BOOST_TEST(m.captures == std::vector{value}, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(no_two_rows_answer_the_same_and_all_are_named) {
    std::set<std::pair<std::string, verb>> seen;
    for (auto const& row : routes()) {
        // Paths that differ only in the names of their captures are the same path.
        BOOST_TEST(seen.emplace(filled(row.path).first, row.method).second);
        BOOST_TEST(!plaza::name_of(row.method).empty());
        BOOST_TEST(!plaza::name_of(row.may).empty());
        BOOST_TEST(!plaza::name_of(row.costs).empty());
        BOOST_TEST((row.call == nullptr) == (row.answered == plaza::way::special));
        bool const reads = row.method == verb::get;
        BOOST_TEST((reads || row.answered != plaza::way::reads || row.path == "/api/v1/preview"));
        if (reads) BOOST_TEST((row.answered == plaza::way::reads || row.answered == plaza::way::special));
    }
}

BOOST_AUTO_TEST_SUITE_END()
