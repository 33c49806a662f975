// SPDX-License-Identifier: EUPL-1.2
// Which rows of a list of administrations can be used, and why the others cannot.
#include "domain/imports/administrations_csv.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>
#include <string>
#include <vector>

namespace imports = plaza::domain::imports;

BOOST_AUTO_TEST_SUITE(administrations_csv)

namespace {

imports::administrations_file read(std::string const& text) {
    std::istringstream in(text);
    auto file = imports::read_administrations(in);
    BOOST_REQUIRE(file.has_value());
    return std::move(*file);
}

/// The fault of one row below the header, or "".
std::string fault(std::string const& header, std::string const& row) {
    auto const file = read(header + "\n" + row + "\n");
    BOOST_TEST(file.read == 1);
    BOOST_TEST(file.rows.size() + file.faults.size() == 1u);
    if (file.faults.empty()) return "";
    BOOST_TEST(file.faults[0].line == 2);
    return file.faults[0].reason;
}

}  // namespace

BOOST_AUTO_TEST_CASE(columns_are_read_by_name_in_any_order) {
    auto const file = read(
        "\xEF\xBB\xBF"
        "autonomia,poblacion_2017,dir3,municipio_id,municipio,provincia_id,provincia,autonomia_id,longitud\n"
        "Aragón,159,l01010493,01049,Añana,01,Araba/Álava,16,-2.9\n"
        ",,L01010014,1001,\"Alegría, Dulantzi\",1,,,\n");
    BOOST_REQUIRE(file.rows.size() == 2u);
    auto const& first = file.rows[0];
    BOOST_TEST(first.dir3 == "L01010493");
    BOOST_TEST(first.line == 2);
    BOOST_TEST(*first.name == "Añana");
    BOOST_TEST(**first.ine == "01049");
    BOOST_TEST(**first.province_id == "01");
    BOOST_TEST(**first.population == 159);
    BOOST_TEST(!first.level.has_value());
    BOOST_TEST(!first.domains.has_value());
    BOOST_TEST(!first.valid_from.has_value());
    auto const& second = file.rows[1];
    BOOST_TEST(*second.name == "Alegría, Dulantzi");
    BOOST_TEST(**second.ine == "01001");  // spreadsheets drop leading zeros
    BOOST_TEST(**second.province_id == "01");
    BOOST_TEST((second.region.has_value() && !second.region->has_value()));
    BOOST_TEST((second.population.has_value() && !second.population->has_value()));
}

BOOST_AUTO_TEST_CASE(a_missing_column_says_nothing) {
    auto const file = read("dir3,domains\nL01010493,\" Araba.EUS; a.es;a.es \"\n");
    BOOST_REQUIRE(file.rows.size() == 1u);
    BOOST_TEST(!file.rows[0].name.has_value());
    BOOST_TEST(!file.rows[0].population.has_value());
    BOOST_TEST(*file.rows[0].domains == (std::vector<std::string>{"a.es", "araba.eus"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_latest_population_counts) {
    auto const file = read("dir3,poblacion_2017,poblacion_2024\nL01010493,1,2\n");
    BOOST_TEST(**file.rows[0].population == 2);
}

BOOST_AUTO_TEST_CASE(the_file_needs_the_code) {
    std::istringstream in("municipio\nAñana\n");
    auto const file = imports::read_administrations(in);
    BOOST_REQUIRE(!file.has_value());
    BOOST_TEST(file.error().errors[0].second == "column_missing");
}

BOOST_AUTO_TEST_CASE(wrong_rows_are_named_with_their_line) {
    struct row {
        std::string header;
        std::string fields;
        std::string reason;
    };
    std::vector<row> const rows = {
        {"dir3,municipio", "L01010493,Añana", ""},
        {"dir3,municipio", ",Añana", "dir3: not a DIR3 code"},
        {"dir3,municipio", "01010493,Añana", "dir3: not a DIR3 code"},
        {"dir3,municipio", "L01 010493,Añana", "dir3: not a DIR3 code"},
        {"dir3,municipio", "L01010493,", "municipio: required"},
        {"dir3,municipio", "L01010493,a\x01", "municipio: invalid_character"},
        {"dir3,municipio", "L01010493,\xFF", "municipio: invalid_utf8"},
        {"dir3,municipio", "L01010493," + std::string(201, 'a'), "municipio: too_long"},
        {"dir3,municipio", "L01010493", "wrong_number_of_fields"},
        {"dir3,municipio_id", "L01010493,1O49", "municipio_id: not a code of digits"},
        {"dir3,municipio_id", "L01010493,010493", "municipio_id: not a code of digits"},
        {"dir3,poblacion_2017", "L01010493,-1", "poblacion_2017: not a whole number"},
        {"dir3,poblacion_2017", "L01010493,1.5", "poblacion_2017: not a whole number"},
        {"dir3,poblacion_2017", "L01010493,99999999999", "poblacion_2017: not a whole number"},
        {"dir3,level", "L01010493,village", "level: unknown"},
        {"dir3,level", "L01010493,", ""},
        {"dir3,level", "L01010493,consortium", "level: unknown"},
        {"dir3,level", "L01010493,province", ""},
        {"dir3,level", "L01010493,minor-entity", ""},
        {"dir3,level", "L01010493,association", ""},
        {"dir3,valid_from", "L01010493,2020-02-29", ""},
        {"dir3,valid_from", "L01010493,2021-02-29", "valid_from: not a date (YYYY-MM-DD)"},
        {"dir3,valid_from", "L01010493,1/2/2020", "valid_from: not a date (YYYY-MM-DD)"},
        {"dir3,valid_from,valid_to", "L01010493,2020-01-02,2020-01-01", "valid_to: before valid_from"},
        {"dir3,successor", "L01010493,x", "successor: not a DIR3 code"},
        {"dir3,successor", "L01010493,L01010493", "successor: itself"},
        {"dir3,domains", "L01010493,a.es;b", "domains: not a mail domain"},
        {"dir3,domains", "L01010493,-a.es", "domains: not a mail domain"},
        {"dir3,domains", "L01010493,a@b.es", "domains: not a mail domain"},
        {"dir3,domains", "L01010493,", ""},
    };
    for (auto const& r : rows) {
        BOOST_TEST_CONTEXT(r.header << " / " << r.fields.substr(0, 60)) {
            BOOST_TEST(fault(r.header, r.fields) == r.reason);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_code_stands_once) {
    auto const file = read("dir3,municipio\nL01010493,Añana\n\nL01010493,Otra\nL01010014,Alegría\n");
    BOOST_TEST(file.read == 3);
    BOOST_TEST(file.rows.size() == 2u);
    BOOST_REQUIRE(file.faults.size() == 1u);
    BOOST_TEST(file.faults[0].line == 4);
    BOOST_TEST(file.faults[0].reason == "dir3: already in line 2");
}

BOOST_AUTO_TEST_SUITE_END()
