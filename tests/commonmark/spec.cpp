// SPDX-License-Identifier: EUPL-1.2
// Holds our Markdown against CommonMark's own examples, whose licence keeps them out of this repository:
//   build/dev/tests/commonmark_spec spec-tests.json [--show]
// An array of {"example", "section", "markdown", "html"}, as `spec_tests.py --dump-tests` of the CommonMark project gives it.
#include "support/markdown_events.hpp"

#include "base/markdown.hpp"

#include <boost/json/parse.hpp>

#include <fstream>
#include <iostream>
#include <iterator>
#include <map>

namespace {

using plaza::tests::dialect;
using plaza::tests::normal_html;

std::string text_of(boost::json::object const& example, std::string_view name) {
    auto const& text = example.at(name).as_string();
    return {text.data(), text.size()};
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 2) return 2;
    bool const show = count > 2;
    std::ifstream in(arguments[1], std::ios::binary);
    auto const examples = boost::json::parse(std::string(std::istreambuf_iterator<char>(in), {}));
    std::map<std::string, int> wrong, other;
    int plain = 0, ours = 0, shown = 0;
    for (auto const& value : examples.as_array()) {
        auto const& example = value.as_object();
        auto const markdown = text_of(example, "markdown");
        auto const section = text_of(example, "section");
        auto const wanted = normal_html(text_of(example, "html"));
        auto const say = [&](std::string_view what, std::string const& got) {
            if (show)
                std::cout << "== " << what << ' ' << example.at("example").as_int64() << ' ' << section << "\n"
                          << markdown << "-- wanted\n"
                          << wanted << "\n-- got\n"
                          << got << "\n";
        };
        if (auto const got = normal_html(plaza::tests::html_of_events(markdown, dialect::plain)); got == wanted) {
            ++plain;
        } else {
            ++wrong[section];
            say("plain", got);
        }
        if (auto const got = normal_html(plaza::tests::html_of_events(markdown, dialect::ours)); got == wanted) {
            ++ours;
        } else {
            ++other[section];
            say("ours", got);
        }
        auto const html = plaza::base::to_html(markdown);
        if (html && normal_html(*html) == wanted) ++shown;
    }
    std::cout << examples.as_array().size() << " examples; events as CommonMark wants them: " << plain
              << ", with what posts have besides: " << ours << "; shown alike: " << shown << "\n";
    for (auto const& [section, n] : wrong) std::cout << "  events differ: " << section << ' ' << n << "\n";
    for (auto const& [section, n] : other) std::cout << "  differ in our dialect: " << section << ' ' << n << "\n";
    return wrong.empty() ? 0 : 1;
}
