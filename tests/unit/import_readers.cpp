// SPDX-License-Identifier: EUPL-1.2
// The readers beneath the imports: CSV records and rows of XML, whole and broken.
#include "domain/imports/csv_reader.hpp"
#include "domain/imports/row_reader.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <unistd.h>
#include <vector>

namespace imports = plaza::domain::imports;
namespace fs = std::filesystem;

BOOST_AUTO_TEST_SUITE(import_readers)

namespace {

/// Records as "line:field|field", faults as "line!fault".
std::string read_csv(std::string const& text) {
    std::istringstream in(text);
    imports::csv_reader reader(in);
    std::string out;
    while (auto const record = reader.next()) {
        if (!out.empty()) out += ' ';
        out += std::to_string(record->line) + (record->fault.empty() ? ":" : "!" + std::string(record->fault));
        if (!record->fault.empty()) continue;
        for (std::size_t i = 0; i < record->fields.size(); ++i) out += (i ? "|" : "") + record->fields[i];
    }
    return out;
}

class file_of {
public:
    explicit file_of(std::string const& content) {
        path_ = fs::temp_directory_path() / ("plaza-rows-" + std::to_string(::getpid()) + ".xml");
        std::ofstream(path_, std::ios::binary) << content;
    }
    ~file_of() { fs::remove(path_); }
    fs::path const& path() const { return path_; }

private:
    fs::path path_;
};

/// Ids and texts as "1=a", complaints as "[line id reason]".
std::string read_rows(std::string const& content) {
    file_of const file(content);
    std::string out;
    imports::row_reader reader(file.path(), [&](imports::row_reader::fault const& fault) {
        out += "[" + std::to_string(fault.line) + (fault.of_row ? "" : " file") +
               (fault.id ? " " + std::to_string(*fault.id) : "") + " " + std::string(fault.reason) + "]";
    });
    while (auto const row = reader.next()) {
        out += std::string(row->get("Id").value_or("?")) + "=" + std::string(row->get("Text").value_or("?")) + ";";
    }
    return out;
}

std::string const head = "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<posts>\n";

}  // namespace

BOOST_AUTO_TEST_CASE(csv_is_read_by_record) {
    BOOST_TEST(read_csv("a,b\n1,2\n3,4\n") == "2:1|2 3:3|4");
    BOOST_TEST(read_csv("a,b\r\n1,2\r\n\r\n3,4") == "2:1|2 4:3|4");
    BOOST_TEST(read_csv("a,b\n\"x, \"\"y\"\"\nz\",2\n3,4") == "2:x, \"y\"\nz|2 4:3|4");
    BOOST_TEST(read_csv("a,b\n1\n1,2,3\n5,6") == "2!wrong_number_of_fields 3!wrong_number_of_fields 4:5|6");
    BOOST_TEST(read_csv("a,b\n1\"2,3\n\"1\"2,3\n5,6") == "2!stray_quote 3!stray_quote 4:5|6");
    BOOST_TEST(read_csv("a,b\n\"1,2\n3,4") == "2!stray_quote");
    BOOST_TEST(read_csv("a;b\n1;2,5") == "2:1|2,5");
    BOOST_TEST(read_csv("a\tb\n1\t2") == "2:1|2");
    BOOST_TEST(read_csv("a,b\n,\n") == "2:|");
    BOOST_TEST(read_csv("") == "");
    BOOST_TEST(read_csv("a,b\n\"" + std::string(70'000, 'x') + "\n1,2\n") == "2!field_too_long 3:1|2");
}

BOOST_AUTO_TEST_CASE(csv_columns_are_found_by_name) {
    std::istringstream in("\xEF\xBB\xBF DIR3 ,\" Name\"\nL01,x\n");
    imports::csv_reader reader(in);
    BOOST_TEST((reader.column("dir3") == 0u));
    BOOST_TEST((reader.column("name") == 1u));
    BOOST_TEST(!reader.column("level").has_value());
}

BOOST_AUTO_TEST_CASE(rows_are_read_with_their_attributes_decoded) {
    BOOST_TEST(read_rows(head + "  <row Id=\"1\" Text=\"a &lt;b&gt; &amp;amp;&#xA;&#233;ñ\" />\n  <row "
                                "Id='2' Text='x'/>\n</posts>\n") == "1=a <b> &amp;\néñ;2=x;");
    BOOST_TEST(read_rows("<r><row Id=\"1\" Text=\"a\"></row><row Id=\"2\"\nText=\"b\"/></r>") == "1=a;2=b;");
    BOOST_TEST(read_rows("<posts></posts>") == "");
    BOOST_TEST(read_rows("<posts />") == "");
    BOOST_TEST(read_rows(head + "<rowing Id=\"9\" /><row Id=\"1\" Text=\"<row\" /></posts>").find("2=") ==
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(numbers_are_exact) {
    imports::xml_row row;
    row.add("a", "-1");
    row.add("b", "1x");
    row.add("c", "99999999999999999999");
    row.add("d", "");
    BOOST_TEST((row.number("a") == -1));
    for (auto const* name : {"b", "c", "d", "e"}) BOOST_TEST(!row.number(name).has_value());
}

BOOST_AUTO_TEST_CASE(broken_rows_are_told_and_left_out) {
    auto const good = [](int id) { return "<row Id=\"" + std::to_string(id) + "\" Text=\"t\" />\n"; };
    auto const end = std::string("</posts>");
    BOOST_TEST(read_rows(head + good(1) + "<row Id=\"2\" Text=\"a & b\" />\n" + good(3) + end) ==
               "1=t;[4 2 broken XML]3=t;");
    BOOST_TEST(read_rows(head + good(1) + "<row Id=\"2\" Text=\"a />\n" + good(3) + end) == "1=t;[4 2 broken XML]3=t;");
    BOOST_TEST(read_rows(head + good(1) + "<row Id=\"2\" Id=\"2\" />\n" + good(3) + end) == "1=t;[4 2 broken XML]3=t;");
    BOOST_TEST(read_rows(head + good(1) + "<row Id=\"2\" Text=\"&nosuch;\" />\n" + good(3) + end) ==
               "1=t;[4 2 broken XML]3=t;");
    BOOST_TEST(read_rows(head + good(1) + "<row Id=\"2\" Text=\"\x01\" />\n" + good(3) + end) ==
               "1=t;[4 2 broken XML]3=t;");
    BOOST_TEST(read_rows(head + good(1) + "<row Id=\"2\" Text=\"\xFF\" />\n" + good(3) + end) ==
               "1=t;[4 2 broken XML]3=t;");
    BOOST_TEST(read_rows(head + good(1) + "<row />\n" + good(3) + end) == "1=t;[4 row without attributes]3=t;");
    BOOST_TEST(read_rows(head + good(1) + "<row Id=\"2\" Te") ==
               "1=t;[4 file the file ends early: its root is not closed][4 2 broken XML]");
    BOOST_TEST(read_rows(head + good(1)) == "[3 file the file ends early: its root is not closed]1=t;");
    BOOST_TEST(read_rows("") == "[1 file no rows: not a file of a dump, or empty]");
    BOOST_TEST(read_rows("hello") == "[1 file no rows: not a file of a dump, or empty]");
}

BOOST_AUTO_TEST_CASE(references_to_control_characters_cost_no_row) {
    BOOST_TEST(read_rows(head + "<row Id=\"1\" Text=\"a&#x8;b&#0;&#xFFFF;&#xA;c&#x1F;&amp;\" />\n<row "
                                "Id=\"2\" Text=\"t\" />\n</posts>") == "1=ab\nc&;2=t;");
}

BOOST_AUTO_TEST_CASE(entities_and_files_are_not_followed) {
    auto const declared =
        std::string("<?xml version=\"1.0\"?><!DOCTYPE p [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">") +
        "<!ENTITY c SYSTEM \"file:///etc/passwd\">]>\n<posts>\n<row Id=\"1\" Text=\"&b;&c;\" />\n</posts>";
    BOOST_TEST(read_rows(declared) == "[1 file document type refused: file not read]");
    BOOST_TEST(read_rows(head + "<row Id=\"1\" Text=\"x\" />\n<!DOCTYPE p [<!ENTITY a \"b\">]>\n<row "
                                "Id=\"2\" Text=\"&a;\" />\n</posts>")
                   .find("2=") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(rows_longer_than_allowed_are_left_out) {
    auto const longer = std::string(9 * 1024 * 1024, 'x');
    BOOST_TEST(read_rows(head + "<row Id=\"1\" Text=\"a\" />\n<row Id=\"2\" Text=\"" + longer +
                         "\" />\n<row Id=\"3\" Text=\"b\" />\n</posts>") == "1=a;[4 2 row too long]3=b;");
    auto const large = std::string(2 * 1024 * 1024, 'x');
    BOOST_TEST(read_rows(head + "<row Id=\"1\" Text=\"" + large + "\" />\n<row Id=\"2\" Text=\"b\" />\n</posts>") ==
               "1=" + large + ";2=b;");
}

BOOST_AUTO_TEST_CASE(many_rows_come_through_the_edges_of_chunks) {
    std::string content = head;
    std::string expected;
    for (int i = 1; i <= 20'000; ++i) {
        auto const text = std::string(static_cast<std::size_t>(i % 90), 'x');
        content += "  <row Id=\"" + std::to_string(i) + "\" Text=\"" + text + "\" />\r\n";
        expected += std::to_string(i) + "=" + text + ";";
    }
    BOOST_TEST((read_rows(content + "</posts>") == expected));
}

BOOST_AUTO_TEST_SUITE_END()
