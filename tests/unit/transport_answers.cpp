// SPDX-License-Identifier: EUPL-1.2
// What answers look like: problems, languages, compression, entity tags, heads.
#include "transport/application.hpp"
#include "transport/compression.hpp"
#include "transport/entity_tag.hpp"
#include "transport/language.hpp"
#include "transport/problem_titles.hpp"
#include "transport/response_head.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace plaza::transport;
namespace base = plaza::base;
namespace json = boost::json;

namespace {

json::object parsed(response const& answer) { return json::parse(answer.body).as_object(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(transport_answers)

BOOST_AUTO_TEST_CASE(a_problem_says_what_happened_in_the_readers_language) {
    auto const answer = to_response(base::forbidden("not_a_member"), "es", "abc");
    BOOST_TEST(answer.status == 403U);
    BOOST_TEST(answer.content_type == "application/problem+json");
    auto const body = parsed(answer);
    BOOST_TEST(body.at("type").as_string() == "not_a_member");
    BOOST_TEST(body.at("status").as_int64() == 403);
    BOOST_TEST(body.at("instance").as_string() == "abc");
    BOOST_TEST(body.at("title").as_string() == "Para hacerlo hay que ser miembro del grupo.");
    BOOST_TEST(body.size() == 4U);
    BOOST_TEST(parsed(to_response(base::forbidden("not_a_member"), "en", "abc")).at("title").as_string() ==
               "You have to be a member of the group to do this.");
    for (auto const* const language : {"ca", "gl", "eu", "de", ""})
        BOOST_TEST(to_response(base::forbidden("not_a_member"), language, "abc").body == answer.body, language);
}

BOOST_AUTO_TEST_CASE(every_404_has_the_same_bytes) {
    auto const first = to_response(base::not_found(), "es", "first");
    auto const second = to_response(base::not_found(), "es", "second");
    BOOST_TEST(first.body == second.body);
    BOOST_TEST((first.body.find("instance") == std::string::npos));
}

BOOST_AUTO_TEST_CASE(fields_are_named_on_422_only) {
    base::problem several{422, "invalid", {{"title", "too_short"}, {"title", "control"}, {"body", "required"}}, {}};
    BOOST_TEST(json::serialize(parsed(to_response(several, "es", "x")).at("errors")) ==
               R"({"title":["too_short","control"],"body":["required"]})");
    several.status = 409;
    BOOST_TEST(!parsed(to_response(several, "es", "x")).contains("errors"));
}

BOOST_AUTO_TEST_CASE(retry_after_is_a_header) {
    BOOST_TEST(to_response(base::unavailable(7), "es", "x").headers.get("retry-after") == "7");
    BOOST_TEST(to_response(base::not_found(), "es", "x").headers.count("retry-after") == 0U);
}

BOOST_AUTO_TEST_CASE(unknown_codes_have_the_title_of_their_status) {
    BOOST_TEST(!has_problem_title("made_up"));
    for (unsigned const status :
         {400U, 401U, 403U, 404U, 405U, 409U, 413U, 415U, 422U, 428U, 429U, 500U, 503U, 507U, 418U}) {
        BOOST_TEST(!problem_title("made_up", status, "es").empty());
        BOOST_TEST(problem_title("made_up", status, "es") != problem_title("made_up", status, "en"));
    }
    BOOST_TEST(problem_title("made_up", 404, "es") == problem_title("not_found", 404, "es"));
    for (auto const* const code : {"bad_request", "cross_site", "internal", "unavailable", "not_found", "not_signed_in",
                                   "invalid", "method_not_allowed", "body_too_large", "request_timeout"})
        BOOST_TEST(has_problem_title(code), code);
}

BOOST_AUTO_TEST_CASE(languages_are_negotiated) {
    for (auto const& [header, language] : std::vector<std::pair<std::string, std::string>>{
             {"", "es"},
             {"en", "en"},
             {"en-GB,en;q=0.9,es;q=0.8", "en"},
             {"de,en;q=0.5", "en"},
             {"de, fr", "es"},
             {"es;q=0.4, en;q=0.5", "en"},
             {"en;q=0.5, ca", "ca"},
             {"CA-es", "ca"},
             {"gl-ES;q=0.9, es;q=0.8", "gl"},
             {"eu", "eu"},
             {"en;q=0", "es"},
             {"en;q=0.000, es", "es"},
             {"en;q=x", "es"},
             {"*", "es"},
             {",,;;,q=", "es"},
             {"english", "es"},
         })
        BOOST_TEST(negotiate_language(header) == language, header);
}

BOOST_AUTO_TEST_CASE(encodings_are_negotiated) {
    for (auto const& [header, expected] : std::vector<std::pair<std::string, encoding>>{
             {"", encoding::identity},
             {"gzip, deflate, br, zstd", encoding::brotli},
             {"br;q=1.0, gzip;q=0.8", encoding::brotli},
             {"gzip", encoding::gzip},
             {"GZIP", encoding::gzip},
             {"br;q=0, gzip", encoding::gzip},
             {"br;q=0.000", encoding::identity},
             {"deflate", encoding::identity},
             {"brotli", encoding::identity},
             {"identity", encoding::identity},
         })
        BOOST_TEST((negotiate_encoding(header) == expected), header);
}

BOOST_AUTO_TEST_CASE(answers_with_cookies_or_little_or_incompressible_content_stay_as_they_are) {
    auto const attempt = [](std::string type, std::size_t size, std::string const& header) {
        response answer;
        answer.content_type = std::move(type);
        answer.body.assign(size, 'x');
        if (!header.empty()) answer.headers.add(header, "x");
        compress_answer(answer, encoding::brotli);
        return answer;
    };
    BOOST_TEST(attempt("application/json", 2000, "").headers.get("content-encoding") == "br");
    BOOST_TEST(attempt("text/html; charset=utf-8", 2000, "").body.size() < 100U);
    for (auto const& same :
         {attempt("application/json", 1000, ""), attempt("image/png", 2000, ""),
          attempt("application/json", 2000, "Set-Cookie"), attempt("application/json", 2000, "Content-Encoding"),
          attempt("application/json", 300'000, "")})
        BOOST_TEST(same.body.size() >= 1000U);
    BOOST_TEST(attempt("application/json", 300'000, "").headers.get("vary") == "Accept-Encoding");
}

BOOST_AUTO_TEST_CASE(entity_tags_change_with_the_content_and_match_weakly) {
    auto const tag = entity_tag("content");
    BOOST_TEST(tag == entity_tag("content"));
    BOOST_TEST(tag != entity_tag("Content"));
    BOOST_TEST(tag.size() == 34U);
    BOOST_TEST(tag_matches(tag, tag));
    BOOST_TEST(tag_matches("W/" + tag, tag));
    BOOST_TEST(tag_matches("\"other\", " + tag, tag));
    BOOST_TEST(tag_matches(tag, "W/" + tag));
    BOOST_TEST(tag_matches("*", tag));
    BOOST_TEST(!tag_matches("", tag));
    BOOST_TEST(!tag_matches("\"other\"", tag));
    BOOST_TEST(!tag_matches("*", ""));
}

BOOST_AUTO_TEST_CASE(a_head_holds_what_the_answer_and_the_connection_ask_for) {
    response answer;
    answer.status = 201;
    answer.headers.add("Location", "/x");
    std::string head;
    append_head(head, answer, {12, false, true});
    BOOST_TEST(head.starts_with("HTTP/1.1 201 Created\r\nDate: "));
    BOOST_TEST(head.ends_with("\r\n\r\n"));
    for (auto const* const line :
         {"\r\nContent-Type: application/json\r\n", "\r\nContent-Length: 12\r\n", "\r\nConnection: close\r\n",
          "\r\nLocation: /x\r\n", "\r\nCache-Control: no-store\r\n", "\r\nStrict-Transport-Security: "})
        BOOST_TEST((head.find(line) != std::string::npos), line);

    answer.status = 304;
    answer.headers.add("cache-control", "no-cache");
    answer.headers.add("content-security-policy", "sandbox");
    head.clear();
    append_head(head, answer, {0, true, false});
    for (auto const* const line :
         {"\nContent-Type", "Content-Length", "Connection", "no-store", "default-src", "Strict-Transport"})
        BOOST_TEST((head.find(line) == std::string::npos), line);

    response hostile;
    hostile.headers.add("X-A", "a\r\nSet-Cookie: b");
    BOOST_CHECK_THROW(append_head(head, hostile, {}), std::invalid_argument);
    response typed;
    typed.content_type = "text/html\n";
    BOOST_CHECK_THROW(append_head(head, typed, {}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
