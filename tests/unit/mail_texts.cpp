// SPDX-License-Identifier: EUPL-1.2
// Letters: every kind has its texts, and what people wrote stays text in all of them.
#include "domain/mail/courier.hpp"
#include "domain/mail/kinds.hpp"
#include "domain/mail/mail.hpp"
#include "domain/mail/message.hpp"
#include "domain/mail/render.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace mail = plaza::domain::mail;

namespace {

std::vector<std::string> words_of(std::string_view list) {
    std::vector<std::string> out;
    std::string word;
    for (char c : list) {
        if (c != ' ') word += c;
        if (c == ' ' && !word.empty()) out.push_back(std::exchange(word, {}));
    }
    if (!word.empty()) out.push_back(word);
    return out;
}

/// Facts that a text names, besides the installation.
std::set<std::string> named_in(std::string_view text) {
    std::set<std::string> out;
    for (auto open = text.find('{'); open != text.npos; open = text.find('{', open + 1)) {
        out.emplace(text.substr(open + 1, text.find('}', open) - open - 1));
    }
    out.erase("installation");
    return out;
}

boost::json::object facts_of(mail::letter_kind const& kind, std::string const& said) {
    boost::json::object out;
    for (auto const list : {kind.needs, kind.may}) {
        for (auto const& name : words_of(list)) out[name] = said;
    }
    if (out.contains("link")) out["link"] = "/camino#secreto";
    return out;
}

mail::envelope const envelope{"plaza@plaza.example", "Plaza", "ana@villar.example", "abc_-1@plaza.example",
                              1'795'309'200};

std::string unfolded(std::string text) {
    for (auto at = text.find("\r\n "); at != text.npos; at = text.find("\r\n ")) text.erase(at, 3);
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mail_texts)

BOOST_AUTO_TEST_CASE(every_kind_has_a_text_in_every_catalogue_and_none_is_left_over) {
    for (auto const* in : mail::catalogues()) {
        for (auto const& kind : mail::kinds())
            BOOST_TEST(mail::find_text(*in, kind.name), in->language << " " << kind.name);
        for (auto const& text : in->letters) BOOST_TEST(mail::find_kind(text.kind), in->language << " " << text.kind);
        BOOST_TEST(in->letters.size() == mail::kinds().size());
    }
}

BOOST_AUTO_TEST_CASE(texts_name_the_facts_of_their_kind_and_no_others) {
    for (auto const* in : mail::catalogues()) {
        for (auto const& text : in->letters) {
            auto const& kind = *mail::find_kind(text.kind);
            auto named = named_in(text.subject);
            named.merge(named_in(text.body));
            named.insert("name");  // stands in the greeting
            if (text.body.find("\n\n[") != text.body.npos) named.insert("link");
            std::set<std::string> declared{"name"};
            for (auto const list : {kind.needs, kind.may}) {
                for (auto const& name : words_of(list)) declared.insert(name);
            }
            BOOST_TEST(named == declared, in->language << " " << text.kind);
            for (auto const& name : named_in(text.subject))
                BOOST_TEST(mail::lists(kind.needs, name), text.kind << " " << name);
        }
    }
}

BOOST_AUTO_TEST_CASE(what_people_wrote_stays_text) {
    std::string const said = "</td><script>alert(1)</script><img src=x onerror='y'>\"&";
    for (auto const* in : mail::catalogues()) {
        for (auto const& kind : mail::kinds()) {
            auto const out =
                mail::render(kind.name, in->language, facts_of(kind, said), "Plaza <b>&", "https://plaza.example");
            BOOST_TEST(out.html.find("<script") == out.html.npos, kind.name);
            BOOST_TEST(out.html.find("<img") == out.html.npos, kind.name);
            BOOST_TEST(out.html.find("<b>") == out.html.npos, kind.name);
            BOOST_TEST(out.html.find("{") == out.html.npos, kind.name);
            BOOST_TEST(out.text.find("{") == out.text.npos, kind.name);
            if (!out.link.empty()) {
                BOOST_TEST(out.link == "https://plaza.example/camino#secreto");
                BOOST_TEST(out.text.find(out.link) != out.text.npos, kind.name);
                BOOST_TEST(out.html.find("href=\"" + out.link + "\"") != out.html.npos, kind.name);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_paragraph_whose_fact_is_missing_is_left_out) {
    boost::json::object facts{{"inviter", "Ana"}, {"link", "/x"}};
    auto const without = mail::render("invitation", "es", facts, "Plaza", "https://plaza.example");
    BOOST_TEST(without.text.find("> ") == std::string::npos);
    BOOST_TEST(without.text.find("vale") == std::string::npos);
    facts["message"] = "Ven\ny verás";
    facts["days"] = 7;
    auto const with = mail::render("invitation", "es", facts, "Plaza", "https://plaza.example");
    BOOST_TEST(with.text.find("> Ven\n> y verás\n") != std::string::npos);
    BOOST_TEST(with.text.find("vale 7 días") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_link_that_was_forgotten_is_left_out) {
    auto const out = mail::render("password_reset", "es", {}, "Plaza", "https://plaza.example");
    BOOST_TEST(out.link.empty());
    BOOST_TEST(out.html.find("Elegir contraseña</a>") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(headers_hold_any_text_and_no_line_of_somebody_else) {
    BOOST_TEST(mail::header_text("Hola") == "Hola");
    BOOST_TEST(mail::header_text("=?utf-8?Q?x?=") != "=?utf-8?Q?x?=");
    auto const folded = mail::header_text(std::string(40, 'a') + std::string(60, 'b') + "ñññ€€€😀");
    for (std::size_t from = 0, end = 0; end != folded.npos; from = end + 2) {
        end = folded.find("\r\n", from);
        BOOST_TEST((end == folded.npos ? folded.size() : end) - from <= 76U);
    }
    BOOST_TEST(unfolded(folded).find('\n') == std::string::npos);
    for (auto const* bad : {"a\r\nBcc: b@c.example", "a\nb", "a\rb", "a\x7f"}) {
        BOOST_CHECK_THROW(mail::header_text(bad), std::invalid_argument);
        auto to = envelope;
        to.to = bad;
        BOOST_CHECK_THROW(mail::message(to, {}), std::invalid_argument);
        auto name = envelope;
        name.from_name = bad;
        BOOST_CHECK_THROW(mail::message(name, {}), std::invalid_argument);
    }
}

BOOST_AUTO_TEST_CASE(the_wire_gets_ascii_in_short_lines) {
    BOOST_TEST(mail::quoted_printable(".\n. \n=ñ\r") == "=2E\r\n=2E=20\r\n=3D=C3=B1=0D");
    auto const out = mail::message(envelope, {"Asunto", std::string(500, 'x') + "\n", std::string(300, '.'), ""});
    for (std::size_t from = 0, end = 0; (end = out.find("\r\n", from)) != out.npos; from = end + 2) {
        BOOST_TEST(end - from <= 78U);
        BOOST_TEST(out.substr(from, end - from).find('\n') == std::string::npos);
        BOOST_TEST(!out.substr(from).starts_with("."));
    }
    BOOST_TEST(out.find("Date: Sun, 22 Nov 2026 01:00:00 +0000\r\n") != out.npos);
    BOOST_TEST(out == mail::message(envelope, {"Asunto", std::string(500, 'x') + "\n", std::string(300, '.'), ""}));
}

BOOST_AUTO_TEST_CASE(pauses_grow_to_hours_over_days) {
    int total = 0;
    for (int i = 1; i < mail::most_attempts; ++i) {
        BOOST_TEST(mail::pause_after(i) <= mail::pause_after(i + 1));
        total += mail::pause_after(i);
    }
    BOOST_TEST(mail::pause_after(1) == 30);
    BOOST_TEST(mail::pause_after(2) == 120);
    BOOST_TEST(total > 2 * 24 * 3600);
    BOOST_TEST(total < 5 * 24 * 3600);
}

BOOST_AUTO_TEST_SUITE_END()
