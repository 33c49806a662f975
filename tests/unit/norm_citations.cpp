// SPDX-License-Identifier: EUPL-1.2
// Citations of legal norms in four languages: a table of cases (norm_citations.txt), and what holds of any text.
#include "domain/norms/citations.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <map>
#include <random>

using namespace plaza::domain::norms;

namespace {

std::vector<std::string> split(std::string const& text, std::string const& separator) {
    std::vector<std::string> out;
    for (std::size_t from = 0;;) {
        auto const to = text.find(separator, from);
        auto part = text.substr(from, to == text.npos ? to : to - from);
        auto const first = part.find_first_not_of(' ');
        out.push_back(first == part.npos ? "" : part.substr(first, part.find_last_not_of(' ') - first + 1));
        if (to == text.npos) return out;
        from = to + separator.size();
    }
}

struct case_row {
    int line;
    std::string language;
    std::string text;      // without the braces around what is cited
    std::string expected;  // what stands in each brace, then norm, article, part
};

struct table {
    std::vector<known_norm> norms;
    std::vector<short_name> names;
    std::vector<case_row> cases;
};

table const& the_table() {
    static auto const loaded = [] {
        table out;
        std::ifstream file(PLAZA_SOURCE_DIR "/tests/unit/norm_citations.txt");
        std::string line;
        for (int n = 1; std::getline(file, line); ++n) {
            if (line.empty() || line[0] == '#') continue;
            auto const cells = split(line, " | ");
            if (cells[0] == "norm") {
                auto const date = split(cells.at(4), "-");
                out.norms.push_back({cells.at(1), cells.at(2), cells.at(3), "",
                                     date.size() > 1 ? std::stoi(date[0]) : 0,
                                     date.size() > 1 ? std::stoi(date[1]) : 0});
                for (auto const& name : split(cells.at(5), ";")) {
                    if (!name.empty()) out.names.push_back({name, cells[1], true});
                }
                for (auto const& name : split(cells.size() > 6 ? cells[6] : "", ";")) {
                    if (!name.empty()) out.names.push_back({name, cells[1], false});
                }
                continue;
            }
            case_row row{n, cells[0], {}, {}};
            std::string marked = cells.at(1);
            std::vector<std::string> spans;
            for (std::size_t at = 0; at < marked.size(); ++at) {
                if (marked[at] == '{') {
                    spans.push_back(marked.substr(at + 1, marked.find('}', at) - at - 1));
                } else if (marked.compare(at, 2, "\\n") == 0) {
                    row.text += '\n';
                    ++at;
                } else if (marked[at] != '}') {
                    row.text += marked[at];
                }
            }
            auto const wanted = cells.size() > 2 ? split(cells[2], ";") : std::vector<std::string>{};
            for (std::size_t i = 0; i < std::max(spans.size(), wanted.size()); ++i) {
                row.expected +=
                    "{" + (i < spans.size() ? spans[i] : "?") + "} " + (i < wanted.size() ? wanted[i] : "?") + "\n";
            }
            for (auto at = row.expected.find("\\n"); at != std::string::npos; at = row.expected.find("\\n"))
                row.expected.replace(at, 2, "\n");
            out.cases.push_back(std::move(row));
        }
        return out;
    }();
    return loaded;
}

name_table const& names() {
    static name_table const made(the_table().norms, the_table().names);
    return made;
}

std::string told(std::string const& text, std::vector<citation> const& found) {
    std::string out;
    for (auto const& c : found) {
        out += "{" + text.substr(c.begin, c.end - c.begin) + "} " + c.norm;
        if (!c.article.empty()) out += " " + c.article;
        if (!c.part.empty()) out += " " + c.part;
        if (!c.until.empty()) out += " .." + c.until;
        out += "\n";
    }
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(norm_citations)

BOOST_AUTO_TEST_CASE(each_row_of_the_table) {
    for (auto const& row : the_table().cases) {
        auto const found = told(row.text, find_citations(row.text, names()));
        BOOST_TEST(found == row.expected, "line " << row.line << ": " << row.text << "\n  found:\n"
                                                  << found << "  wanted:\n"
                                                  << row.expected);
    }
}

BOOST_AUTO_TEST_CASE(the_table_has_cases_of_each_language_that_match_and_that_do_not) {
    std::map<std::string, int> all, none;
    int rows = 0, nothing = 0;
    for (auto const& row : the_table().cases) {
        ++rows;
        ++all[row.language];
        if (row.expected.empty()) {
            ++nothing;
            ++none[row.language];
        }
    }
    BOOST_TEST(rows >= 200);
    BOOST_TEST(nothing >= 60);
    for (auto const* language : {"es", "ca", "gl", "eu"}) {
        BOOST_TEST(all[language] - none[language] >= 15, language);
        BOOST_TEST(none[language] >= 5, language);
    }
}

BOOST_AUTO_TEST_CASE(pieces_of_the_table_in_any_order_give_ordered_spans_within_the_text) {
    std::mt19937 random(20261122);
    auto const& cases = the_table().cases;
    for (int round = 0; round < 3000; ++round) {
        std::string text;
        for (int n = 0; n < 6; ++n) {
            auto const& from = cases[random() % cases.size()].text;
            auto const at = random() % (from.size() + 1);
            text += from.substr(at, random() % 40);
            if (random() % 2) text += ' ';
        }
        std::size_t last = 0;
        for (auto const& c : find_citations(text, names())) {
            BOOST_REQUIRE(c.begin >= last);
            BOOST_REQUIRE(c.end > c.begin);
            BOOST_REQUIRE(c.end <= text.size());
            BOOST_REQUIRE(!c.norm.empty());
            BOOST_REQUIRE(c.norm.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos);
            BOOST_REQUIRE(c.article.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos);
            last = c.end;
        }
    }
}

BOOST_AUTO_TEST_CASE(a_text_has_a_bounded_number_of_citations) {
    std::string text, articles = "arts. 1";
    for (int n = 0; n < 5000; ++n) text += "art. 21 LPAC ";
    for (int n = 2; n < 5000; ++n) articles += ", " + std::to_string(n);
    BOOST_TEST(find_citations(text, names()).size() == most_citations);
    BOOST_TEST(find_citations(articles + " LPAC", names()).size() == most_articles);
}

BOOST_AUTO_TEST_CASE(repetitions_of_what_begins_a_citation_come_to_an_end) {
    for (std::string const piece :
         {"art. 21 ", "arts. 1, 2, 3, ", "1, 2, 3, ", "ley de ", "Leyes 1/2015 y ", "21 eta 24. ", "L.C.", "a.b/",
          "disposición adicional ", "artículo 21, apartado 3, letra b) ", "Ley 9/2017, de 26 de diciembre, de medidas ",
          "(", "https://", "d'", "{[*_", "39/2015 "}) {
        std::string text;
        while (text.size() < 256 * 1024) text += piece;
        BOOST_TEST(find_citations(text, names()).size() <= most_citations, piece);
    }
}

BOOST_AUTO_TEST_CASE(a_range_is_each_of_its_articles) {
    auto const of = [](std::string article, std::string until) {
        return articles_of({0, 1, "n", std::move(article), {}, std::move(until)});
    };
    BOOST_TEST(of("21", "") == std::vector<std::string>{"21"}, boost::test_tools::per_element());
    BOOST_TEST(of("118", "120") == (std::vector<std::string>{"118", "119", "120"}), boost::test_tools::per_element());
    BOOST_TEST(of("1", "900") == (std::vector<std::string>{"1", "900"}), boost::test_tools::per_element());
    BOOST_TEST(of("120", "118") == (std::vector<std::string>{"120", "118"}), boost::test_tools::per_element());
    BOOST_TEST(of("", "") == std::vector<std::string>{""}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_key_has_a_title) {
    BOOST_TEST(title_of("ley-39-2015") == "Ley 39/2015");
    BOOST_TEST(title_of("real-decreto-ley-11-2020") == "Real Decreto-ley 11/2020");
    BOOST_TEST(title_of("ley-5-2019-castilla-la-mancha") == "Ley 5/2019 (Castilla-La Mancha)");
    BOOST_TEST(title_of("orden-hap-1781-2013") == "Orden HAP/1781/2013");
    BOOST_TEST(title_of("boe-a-2020-1234") == "BOE-A-2020-1234");
    BOOST_TEST(title_of("reglamento-2016-679") == "Reglamento (UE) 2016/679");
}

BOOST_AUTO_TEST_SUITE_END()
