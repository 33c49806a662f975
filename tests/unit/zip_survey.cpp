// SPDX-License-Identifier: EUPL-1.2
// Archives: what really stands in them, whatever they say.
#include "base/zip_survey.hpp"

#include <boost/test/unit_test.hpp>
#include <zlib.h>

#include <cstdint>

namespace {

using plaza::base::survey_zip;

void number(std::string& out, std::size_t value, int width) {
    for (int i = 0; i < width; ++i, value >>= 8) out += static_cast<char>(value & 0xFF);
}

std::string deflated(std::string const& bytes) {
    z_stream z{};
    deflateInit2(&z, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&z, static_cast<uLong>(bytes.size())), '\0');
    auto in = bytes;
    z.next_in = reinterpret_cast<Bytef*>(in.data());
    z.avail_in = static_cast<uInt>(in.size());
    z.next_out = reinterpret_cast<Bytef*>(out.data());
    z.avail_out = static_cast<uInt>(out.size());
    deflate(&z, Z_FINISH);
    out.resize(z.total_out);
    deflateEnd(&z);
    return out;
}

struct packed {
    std::string name;
    std::string bytes;
    bool deflate = true;
    unsigned flags = 0;
    std::size_t said_size = 0;  ///< what the archive claims
};

std::string zip(std::vector<packed> const& entries, std::size_t times = 1, std::string const& between = {}) {
    std::string out;
    std::string directory;
    for (auto const& e : entries) {
        auto const at = out.size();
        auto const data = e.deflate ? deflated(e.bytes) : e.bytes;
        out += "PK\x03\x04";
        number(out, 20, 2);
        number(out, e.flags, 2);
        number(out, e.deflate ? 8 : 0, 2);
        number(out, 0, 8);
        number(out, data.size(), 4);
        number(out, e.said_size, 4);
        number(out, e.name.size(), 2);
        number(out, 0, 2);
        out += e.name + data;
        for (std::size_t i = 0; i < times; ++i) {
            directory += "PK\x01\x02";
            number(directory, 20, 2);
            number(directory, 20, 2);
            number(directory, e.flags, 2);
            number(directory, e.deflate ? 8 : 0, 2);
            number(directory, 0, 8);
            number(directory, data.size(), 4);
            number(directory, e.said_size, 4);
            number(directory, e.name.size(), 2);
            number(directory, 0, 12);
            number(directory, at, 4);
            directory += e.name;
        }
    }
    auto const at = out.size();
    out += directory + between;
    out += "PK\x05\x06";
    number(out, 0, 4);
    number(out, entries.size() * times, 2);
    number(out, entries.size() * times, 2);
    number(out, directory.size(), 4);
    number(out, at, 4);
    number(out, 0, 2);
    return out;
}

std::string verdict(std::string const& file) {
    auto const found = survey_zip(file);
    return found ? "good" : found.error().type;
}

std::string nested(int levels) {
    std::string inside = "El más hondo.";
    for (int i = 0; i < levels; ++i) inside = zip({{"dentro.zip", inside}});
    return inside;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(zip_survey)

BOOST_AUTO_TEST_CASE(names_and_beginnings_of_what_stands_in_it) {
    auto const found =
        survey_zip(zip({{"a.txt", "Hola."}, {"b/c.bin", std::string(100'000, 'x'), true}, {"d", "MZ\x90", false}}));
    BOOST_REQUIRE(found);
    BOOST_REQUIRE(found->size() == 3U);
    BOOST_TEST((*found)[0].name == "a.txt");
    BOOST_TEST((*found)[0].begins_with == "Hola.");
    BOOST_TEST((*found)[1].begins_with == std::string(64, 'x'));
    BOOST_TEST((*found)[2].begins_with == "MZ\x90");
    BOOST_TEST(verdict(zip({})) == "good");
}

BOOST_AUTO_TEST_CASE(a_bomb_is_measured_not_believed) {
    auto const much = std::string(std::size_t{90} * 1024 * 1024, '\0');
    auto const bomb =
        zip({{"a", much, true, 0, 10}, {"b", much, true, 0, 10}, {"c", much, true, 0, 10}, {"d", much, true, 0, 10}});
    BOOST_TEST(bomb.size() < 1024U * 1024U);
    BOOST_TEST(verdict(bomb) == "archive_too_large");
    // The same bytes listed many times.
    BOOST_TEST(verdict(zip({{"a", much}}, 50)) == "archive_too_large");
    BOOST_TEST(verdict(zip({{"a", "x"}}, 2'001)) == "archive_too_large");
    BOOST_TEST(verdict(zip({{"a.zip", zip({{"b", much}})},
                            {"b.zip", zip({{"b", much}})},
                            {"c.zip", zip({{"b", much}})},
                            {"d.zip", zip({{"b", much}})}})) == "archive_too_large");
}

BOOST_AUTO_TEST_CASE(nests_are_refused) {
    BOOST_TEST(verdict(nested(1)) == "good");
    BOOST_TEST(verdict(nested(2)) == "good");
    BOOST_TEST(verdict(nested(3)) == "archive_nested");
    BOOST_TEST(verdict(zip({{"x.7z", "7z\xBC\xAF\x27\x1C"}})) == "archive_nested");
    BOOST_TEST(verdict(zip({{"x.gz", "\x1F\x8B\x08"}})) == "archive_nested");
    BOOST_TEST(verdict(zip({{"x.rar", "Rar!\x1A"}})) == "archive_nested");
}

BOOST_AUTO_TEST_CASE(what_stands_in_an_archive_inside_comes_behind_it) {
    auto const found = survey_zip(zip({{"a.zip", zip({{"b", "MZ"}, {"c", "x"}})}, {"d", "y"}}));
    BOOST_REQUIRE(found);
    std::string seen;
    for (auto const& entry : *found) seen += (entry.inner ? "+" : "-") + entry.name + " ";
    BOOST_TEST(seen == "-a.zip +b +c -d ");
    BOOST_TEST((*found)[1].begins_with == "MZ");
}

BOOST_AUTO_TEST_CASE(locked_and_broken_ones) {
    BOOST_TEST(verdict(zip({{"a", "x", true, 1}})) == "archive_locked");
    auto const whole = zip({{"a.txt", "Hola, esto es un texto."}, {"b.txt", "Y otro."}});
    for (std::size_t cut = 0; cut < whole.size(); ++cut) BOOST_TEST(verdict(whole.substr(0, cut)) == "unreadable");
    // Whatever a single byte becomes, it ends, and never by a fault.
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            auto changed = whole;
            changed[at] = static_cast<char>(changed[at] ^ static_cast<char>(1U << bit));
            verdict(changed);
        }
    }
    BOOST_TEST(verdict(zip({{"a", "x"}}, 1, "escondido")) == "unreadable");
    BOOST_TEST(verdict("") == "unreadable");
}

BOOST_AUTO_TEST_SUITE_END()
