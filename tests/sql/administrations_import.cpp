// SPDX-License-Identifier: EUPL-1.2
// Administrations from a file: created, updated by what the file says, left alone otherwise.
#include "domain/administrations/codes.hpp"
#include "domain/imports/administrations_csv.hpp"
#include "support/database.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

namespace imports = plaza::domain::imports;
namespace persistence = plaza::persistence;

BOOST_AUTO_TEST_SUITE(administrations_import)

namespace {

constexpr persistence::query<std::string(std::string)> describe{"test.describe", R"(
select concat_ws('|', a.name, a.level, a.ine, a.province_id, a.province, a.region, a.population, a.band, a.valid_to,
                 s.dir3, (select string_agg(domain, ',' order by domain) from mail_domain where administration_id = a.id))
from administration a left join administration s on s.id = a.successor_id where a.dir3 = $1)"};
constexpr persistence::query<std::int64_t()> count{"test.count", "select count(*) from administration"};
constexpr persistence::query<std::int64_t()> audited{
    "test.audited", "select count(*) from audit where action = 'administrations.imported'"};
constexpr persistence::query<std::string()> levels_of_schema{"test.levels_of_schema", R"(
select m[1] from pg_constraint, regexp_matches(pg_get_constraintdef(oid), $$'([a-z-]+)'::text$$, 'g') m
where conname = 'administration_level_check')"};

struct world {
    plaza::tests::database database;
    persistence::connection db{database.as_command()};

    std::string import(std::string const& text) {
        std::istringstream in(text);
        auto file = imports::read_administrations(in);
        BOOST_REQUIRE(file.has_value());
        return boost::json::serialize(imports::import_administrations(db, std::move(*file)));
    }
    std::string row(std::string const& dir3) { return db.row(describe, dir3).value_or("none"); }
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(rows_are_created_once_and_then_unchanged, world) {
    std::string const text =
        "dir3,municipio_id,municipio,provincia_id,provincia,autonomia_id,autonomia,poblacion_2017\n"
        "L01010493,01049,Añana,01,Araba/Álava,16,País Vasco,159\n"
        "L01010029,01002,Amurrio,01,Araba/Álava,16,País Vasco,10260\n";
    BOOST_TEST(import(text) == R"({"read":2,"created":2,"updated":0,"unchanged":0,"errors":[]})");
    BOOST_TEST(row("L01010493") == "Añana|municipality|01049|01|Araba/Álava|País Vasco|159|lt1000");
    BOOST_TEST(row("L01010029") == "Amurrio|municipality|01002|01|Araba/Álava|País Vasco|10260|5000-19999");
    BOOST_TEST(import(text) == R"({"read":2,"created":0,"updated":0,"unchanged":2,"errors":[]})");
    BOOST_TEST(db.one(count) == 2);
    BOOST_TEST(db.one(audited) == 1);
}

BOOST_FIXTURE_TEST_CASE(missing_columns_leave_what_is_stored_and_empty_cells_clear_it, world) {
    import("dir3,municipio,poblacion_2017,domains\nL01010493,Añana,159,b.es;a.es\nL01010029,Amurrio,10260,\n");
    BOOST_TEST(import("dir3,poblacion_2017\nL01010493,1500\nL01010029,10260\n") ==
               R"({"read":2,"created":0,"updated":1,"unchanged":1,"errors":[]})");
    BOOST_TEST(row("L01010493") == "Añana|municipality|1500|1000-4999|a.es,b.es");
    BOOST_TEST(import("dir3,poblacion_2017\nL01010493,\n") ==
               R"({"read":1,"created":0,"updated":1,"unchanged":0,"errors":[]})");
    BOOST_TEST(row("L01010493") == "Añana|municipality|a.es,b.es");
    BOOST_TEST(import("dir3,domains\nL01010493,b.es;c.es\n") ==
               R"({"read":1,"created":0,"updated":1,"unchanged":0,"errors":[]})");
    BOOST_TEST(row("L01010493") == "Añana|municipality|b.es,c.es");
    BOOST_TEST(import("dir3,domains\nL01010493,\n") ==
               R"({"read":1,"created":0,"updated":1,"unchanged":0,"errors":[]})");
    BOOST_TEST(row("L01010493") == "Añana|municipality");
}

BOOST_FIXTURE_TEST_CASE(a_domain_may_belong_to_several, world) {
    import("dir3,municipio,domains\nL01010493,Añana,araba.eus\nL01010029,Amurrio,araba.eus\n");
    BOOST_TEST(row("L01010493") == "Añana|municipality|araba.eus");
    BOOST_TEST(row("L01010029") == "Amurrio|municipality|araba.eus");
}

BOOST_FIXTURE_TEST_CASE(successors_may_stand_further_down, world) {
    std::string const text =
        "dir3,municipio,level,valid_to,successor\n"
        "L01010493,Añana,,2020-12-31,L01010029\n"
        "L01010029,Amurrio,,,\n"
        "L01010014,Alegría,,,L01019999\n";
    BOOST_TEST(
        import(text) ==
        R"({"read":3,"created":2,"updated":0,"unchanged":0,"errors":[{"line":4,"reason":"successor: unknown"}]})");
    BOOST_TEST(row("L01010493") == "Añana|municipality|2020-12-31|L01010029");
    BOOST_TEST(row("L01010014") == "none");
    BOOST_TEST(import("dir3,successor\nL01010493,\n") ==
               R"({"read":1,"created":0,"updated":1,"unchanged":0,"errors":[]})");
    BOOST_TEST(row("L01010493") == "Añana|municipality|2020-12-31");
}

BOOST_FIXTURE_TEST_CASE(wrong_rows_do_not_keep_the_others_out, world) {
    BOOST_TEST(
        import("dir3,municipio,valid_from,valid_to\nL01010493,Añana,2020-01-01,\nx,y,,\nL01010029,,,"
               "\nL01010014,Alegría,,\n") ==
        R"({"read":4,"created":2,"updated":0,"unchanged":0,"errors":[{"line":3,"reason":"dir3: not a DIR3 code"},)"
        R"({"line":4,"reason":"municipio: required"}]})");
    // Neither a name for something new, nor an end before the stored beginning.
    BOOST_TEST(
        import("dir3,valid_to\nL01010493,2019-01-01\nL01010999,\n") ==
        R"({"read":2,"created":0,"updated":0,"unchanged":0,"errors":[{"line":2,"reason":"valid_to: before valid_from"},)"
        R"({"line":3,"reason":"municipio: required for a new administration"}]})");
}

BOOST_FIXTURE_TEST_CASE(every_level_of_the_schema_and_no_other_is_taken, world) {
    auto expected = db.rows(levels_of_schema);
    auto const known = plaza::domain::administrations::levels();
    std::vector<std::string> taken(known.begin(), known.end());
    std::sort(expected.begin(), expected.end());
    std::sort(taken.begin(), taken.end());
    BOOST_TEST(taken == expected, boost::test_tools::per_element());

    std::string text = "dir3,municipio,level\nL01099999,Consorcio,consortium\n";
    for (std::size_t i = 0; i < expected.size(); ++i)
        text += "L0109900" + std::to_string(i) + ",Lugar," + expected[i] + "\n";
    auto const n = std::to_string(expected.size());
    BOOST_TEST(import(text) == R"({"read":)" + std::to_string(expected.size() + 1) + R"(,"created":)" + n +
                                   R"(,"updated":0,"unchanged":0,"errors":[{"line":2,"reason":"level: unknown"}]})");
    for (std::size_t i = 0; i < expected.size(); ++i)
        BOOST_TEST(row("L0109900" + std::to_string(i)) == "Lugar|" + expected[i]);
}

BOOST_FIXTURE_TEST_CASE(all_town_halls_of_a_country_arrive_once, world) {
    std::string text =
        "dir3,municipio_id,municipio,provincia_id,provincia,autonomia_id,autonomia,poblacion_2017,domains\n";
    for (int i = 0; i < 8200; ++i) {
        auto const number = std::to_string(10'000 + i);
        text += "L010" + number + "," + number + ",Villa de Prueba " + number + ",01,Araba/Álava,16,País Vasco," +
                number + ",v" + number + ".es\n";
    }
    for (auto const* expected : {R"({"read":8200,"created":8200,"updated":0,"unchanged":0,"errors":[]})",
                                 R"({"read":8200,"created":0,"updated":0,"unchanged":8200,"errors":[]})"}) {
        BOOST_TEST(import(text) == expected);
    }
}

BOOST_AUTO_TEST_SUITE_END()
