// SPDX-License-Identifier: EUPL-1.2
// Who we are, whom we believe, and which pages may act here.
#include "transport/csrf.hpp"
#include "transport/request_builder.hpp"
#include "transport/site.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace plaza::transport;

namespace {

site const by_default({}, 8080);
site const in_public(
    {{"Plaza.example.org", "intranet:8443"}, {"https://app.example.org"}, {"10.0.0.0/8", "::1", "192.168.7.1"}}, 8080);

using fields = std::vector<std::pair<std::string, std::string>>;

request made(verb method, fields const& headers, bool secure = false) {
    request out;
    out.method = method;
    out.secure = secure;
    for (auto const& [name, value] : headers) out.headers.add(name, value);
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(transport_site)

BOOST_AUTO_TEST_CASE(hosts_are_those_we_answer_for) {
    for (auto const* const host : {"127.0.0.1:8080", "localhost:8080", "LocalHost:8080", "[::1]:8080"}) {
        BOOST_TEST(by_default.host_allowed(host), host);
        BOOST_TEST(in_public.host_allowed(host), host);
    }
    for (auto const* const host : {"", "127.0.0.1", "localhost", "localhost:80", "127.0.0.1:80801", "127.0.0.2:8080",
                                   "evil", "localhost:8080.evil", "plaza.example.org"})
        BOOST_TEST(!by_default.host_allowed(host), host);
    for (auto const* const host :
         {"plaza.example.org", "PLAZA.example.org", "plaza.example.org:443", "plaza.example.org:80", "intranet:8443"})
        BOOST_TEST(in_public.host_allowed(host), host);
    for (auto const* const host : {"plaza.example.org:8443", "plaza.example.org.", "x.plaza.example.org", "intranet",
                                   "intranet:84430", "example.org"})
        BOOST_TEST(!in_public.host_allowed(host), host);
    BOOST_TEST(site({}, 80).host_allowed("localhost"));
    BOOST_TEST(in_public.canonical_host() == "plaza.example.org");
    BOOST_TEST(by_default.canonical_host() == "127.0.0.1:8080");
}

BOOST_AUTO_TEST_CASE(origins_are_exact) {
    for (auto const* const origin : {"http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080"})
        BOOST_TEST(by_default.origin_allowed(origin, false), origin);
    for (auto const* const origin : {"", "null", "https://localhost:8080", "http://localhost", "http://localhost:8080/",
                                     "http://localhost:80800", "http://evil", "localhost:8080"})
        BOOST_TEST(!by_default.origin_allowed(origin, false), origin);
    BOOST_TEST(in_public.origin_allowed("https://plaza.example.org", true));
    BOOST_TEST(in_public.origin_allowed("https://app.example.org", true));
    BOOST_TEST(!in_public.origin_allowed("http://plaza.example.org", true));
    BOOST_TEST(!in_public.origin_allowed("https://plaza.example.org", false));
    BOOST_TEST(!in_public.origin_allowed("http://localhost:8080", false));
}

BOOST_AUTO_TEST_CASE(forwarded_headers_count_only_from_our_proxies) {
    struct row {
        char const* peer;
        fields headers;
        char const* address;
        bool secure;
    };
    for (auto const& r : std::vector<row>{
             {"8.8.8.8", {}, "8.8.8.8", false},
             {"8.8.8.8", {{"X-Forwarded-For", "1.1.1.1"}, {"X-Forwarded-Proto", "https"}}, "8.8.8.8", false},
             {"10.1.2.3", {}, "10.1.2.3", false},
             {"10.1.2.3", {{"X-Forwarded-For", "1.1.1.1"}, {"X-Forwarded-Proto", "https"}}, "1.1.1.1", true},
             {"10.1.2.3", {{"X-Forwarded-For", "6.6.6.6, 1.1.1.1"}}, "1.1.1.1", false},
             {"10.1.2.3", {{"X-Forwarded-For", "6.6.6.6, 1.1.1.1, 10.9.9.9"}}, "1.1.1.1", false},
             {"10.1.2.3", {{"X-Forwarded-For", "6.6.6.6"}, {"X-Forwarded-For", "1.1.1.1"}}, "1.1.1.1", false},
             {"10.1.2.3", {{"X-Forwarded-For", "10.5.5.5, 10.6.6.6"}}, "10.5.5.5", false},
             {"10.1.2.3", {{"X-Forwarded-For", "6.6.6.6, unknown"}}, "10.1.2.3", false},
             {"10.1.2.3", {{"X-Forwarded-For", "6.6.6.6, <script>, 10.1.1.1"}}, "10.1.1.1", false},
             {"10.1.2.3", {{"X-Forwarded-For", "2001:db8::1"}}, "2001:db8::1", false},
             {"::1", {{"X-Forwarded-For", "1.1.1.1"}}, "1.1.1.1", false},
             {"::ffff:10.1.2.3", {{"X-Forwarded-For", "1.1.1.1"}}, "1.1.1.1", false},
             {"192.168.7.1", {{"X-Forwarded-For", "1.1.1.1"}}, "1.1.1.1", false},
             {"192.168.7.2", {{"X-Forwarded-For", "1.1.1.1"}}, "192.168.7.2", false},
             {"11.0.0.1", {{"X-Forwarded-For", "1.1.1.1"}}, "11.0.0.1", false},
         }) {
        auto const client = in_public.client_of(r.peer, false, made(verb::get, r.headers).headers);
        BOOST_TEST(client.address == r.address,
                   r.peer << " with " << (r.headers.empty() ? "" : r.headers.front().second));
        BOOST_TEST(client.secure == r.secure);
    }
    BOOST_TEST(by_default.client_of("127.0.0.1", true, {}).secure);
    BOOST_TEST(!in_public.client_of("10.1.2.3", true, made(verb::get, {{"X-Forwarded-Proto", "http"}}).headers).secure);
}

BOOST_AUTO_TEST_CASE(settings_that_make_no_sense_are_named) {
    BOOST_CHECK_THROW(site({{"http://x"}, {}, {}}, 1), std::invalid_argument);
    BOOST_CHECK_THROW(site({{""}, {}, {}}, 1), std::invalid_argument);
    BOOST_CHECK_THROW(site({{}, {"example.org"}, {}}, 1), std::invalid_argument);
    BOOST_CHECK_THROW(site({{}, {"https://example.org/"}, {}}, 1), std::invalid_argument);
    for (auto const* const proxy : {"", "x", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8x", "10.0.0.0/-1", "::/129"})
        BOOST_CHECK_THROW(site({{}, {}, {proxy}}, 1), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(only_our_own_pages_change_anything) {
    fields const header = {{"X-Plaza", "1"}};
    fields const cookie = {{"Cookie", "__Host-plaza=s"}};
    struct row {
        fields headers;
        bool allowed;
    };
    std::vector<row> const rows = {
        {{}, false},
        {{{"X-Plaza", "1"}}, true},
        {{{"x-plaza", "1"}}, true},
        {{{"X-Plaza", "0"}}, false},
        {{{"X-Plaza", ""}}, false},
        {{{"Cookie", "__Host-plaza=s"}}, false},
        {{{"Cookie", "__Host-plaza=s"}, {"X-Plaza", "1"}}, true},
        {{{"X-Plaza", "1"}, {"Origin", "http://localhost:8080"}}, true},
        {{{"X-Plaza", "1"}, {"Origin", "http://localhost:8080"}, {"Sec-Fetch-Site", "same-origin"}}, true},
        {{{"X-Plaza", "1"}, {"Origin", "http://evil"}}, false},
        {{{"X-Plaza", "1"}, {"Origin", "null"}}, false},
        {{{"X-Plaza", "1"}, {"Origin", ""}}, false},
        {{{"X-Plaza", "1"}, {"Sec-Fetch-Site", "same-origin"}}, true},
        {{{"X-Plaza", "1"}, {"Sec-Fetch-Site", "same-site"}}, false},
        {{{"X-Plaza", "1"}, {"Sec-Fetch-Site", "cross-site"}}, false},
        {{{"X-Plaza", "1"}, {"Sec-Fetch-Site", "none"}}, false},
        {{{"X-Plaza", "1"}, {"Origin", "http://localhost:8080"}, {"Sec-Fetch-Site", "cross-site"}}, false},
        {{{"Authorization", "Bearer t"}}, true},
        {{{"Authorization", "Bearer t"}, {"Cookie", "other=x"}}, true},
        {{{"Authorization", "Bearer t"}, {"Cookie", "__Host-plaza=s"}}, false},
        {{{"Authorization", "Bearer t"}, {"Cookie", "a=b; __Host-plaza=s"}}, false},
        {{{"Authorization", "Bearer t"}, {"Cookie", "__Host-plaza=s"}, {"X-Plaza", "1"}}, true},
    };
    for (auto const method : {verb::post, verb::put, verb::del})
        for (std::size_t i = 0; i < rows.size(); ++i) {
            auto const refused = check_cross_site(made(method, rows[i].headers), by_default);
            BOOST_TEST(refused.has_value() != rows[i].allowed, "row " << i);
            if (refused) BOOST_TEST(refused->status == 403U);
        }
    for (auto const method : {verb::get, verb::head, verb::options, verb::other})
        BOOST_TEST(!check_cross_site(made(method, {{"Origin", "http://evil"}}), by_default).has_value());
}

BOOST_AUTO_TEST_CASE(a_live_handshake_needs_our_origin) {
    BOOST_TEST(!check_live_origin(made(verb::get, {{"Origin", "http://127.0.0.1:8080"}}), by_default).has_value());
    BOOST_TEST(check_live_origin(made(verb::get, {}), by_default).has_value());
    BOOST_TEST(check_live_origin(made(verb::get, {{"Origin", "http://evil"}}), by_default).has_value());
    BOOST_TEST(check_live_origin(made(verb::get, {{"Authorization", "Bearer t"}}), by_default).has_value());
}

BOOST_AUTO_TEST_CASE(a_request_is_built_from_its_head) {
    framing::head head;
    head.method = "PUT";
    head.target = "/api/v1/x?q=1";
    head.host = "plaza.example.org";
    head.fields = {
        {"Host", "plaza.example.org"}, {"X-Forwarded-Proto", "https"}, {"Cookie", "a=1; __Host-plaza=\"tok\"; b"}};
    request out;
    BOOST_TEST(!build_request(head, {"10.0.0.1", false}, in_public, out).has_value());
    BOOST_TEST((out.method == verb::put));
    BOOST_TEST(out.path == "/api/v1/x");
    BOOST_TEST(out.query_value("q") == "1");
    BOOST_TEST(out.query_value("p").empty());
    BOOST_TEST(out.cookie("__Host-plaza") == "tok");
    BOOST_TEST(out.cookie("a") == "1");
    BOOST_TEST(out.cookie("b").empty());
    BOOST_TEST(out.secure);
    BOOST_TEST(out.incident.size() == 12U);
    request other;
    head.host = "evil";
    BOOST_TEST(build_request(head, {"10.0.0.1", false}, in_public, other)->status == 421U);
    BOOST_TEST(other.incident != out.incident);
    for (auto const* const method : {"get", "PATCH", "TRACE", "CONNECT"}) {
        head.method = method;
        request strange;
        build_request(head, {"10.0.0.1", false}, in_public, strange);
        BOOST_TEST((strange.method == verb::other), method);
    }
}

BOOST_AUTO_TEST_CASE(headers_are_found_without_case_and_set_once) {
    header_list headers;
    headers.add("A", "1");
    headers.add("b", "2");
    headers.add("a", "3");
    BOOST_TEST(headers.get("a") == "1");
    BOOST_TEST(headers.count("A") == 2U);
    headers.set("a", "4");
    BOOST_TEST(headers.get("A") == "4");
    BOOST_TEST(headers.count("a") == 1U);
    BOOST_TEST(headers.get("B") == "2");
    headers.set("c", "5");
    BOOST_TEST(headers.get("C") == "5");
}

BOOST_AUTO_TEST_SUITE_END()
