// SPDX-License-Identifier: EUPL-1.2
#include "domain/administrations/codes.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace plaza::domain::administrations {
namespace {

constexpr std::array<std::string_view, 10> all_levels = {"municipality", "minor-entity", "county", "association",
                                                         "province",     "island",       "region", "state",
                                                         "university",   "other"};

constexpr std::array provinces{
    territory{"01", "Araba/Álava", "16"},
    territory{"02", "Albacete", "08"},
    territory{"03", "Alicante/Alacant", "10"},
    territory{"04", "Almería", "01"},
    territory{"05", "Ávila", "07"},
    territory{"06", "Badajoz", "11"},
    territory{"07", "Illes Balears", "04"},
    territory{"08", "Barcelona", "09"},
    territory{"09", "Burgos", "07"},
    territory{"10", "Cáceres", "11"},
    territory{"11", "Cádiz", "01"},
    territory{"12", "Castellón/Castelló", "10"},
    territory{"13", "Ciudad Real", "08"},
    territory{"14", "Córdoba", "01"},
    territory{"15", "A Coruña", "12"},
    territory{"16", "Cuenca", "08"},
    territory{"17", "Girona", "09"},
    territory{"18", "Granada", "01"},
    territory{"19", "Guadalajara", "08"},
    territory{"20", "Gipuzkoa", "16"},
    territory{"21", "Huelva", "01"},
    territory{"22", "Huesca", "02"},
    territory{"23", "Jaén", "01"},
    territory{"24", "León", "07"},
    territory{"25", "Lleida", "09"},
    territory{"26", "La Rioja", "17"},
    territory{"27", "Lugo", "12"},
    territory{"28", "Madrid", "13"},
    territory{"29", "Málaga", "01"},
    territory{"30", "Murcia", "14"},
    territory{"31", "Navarra", "15"},
    territory{"32", "Ourense", "12"},
    territory{"33", "Asturias", "03"},
    territory{"34", "Palencia", "07"},
    territory{"35", "Las Palmas", "05"},
    territory{"36", "Pontevedra", "12"},
    territory{"37", "Salamanca", "07"},
    territory{"38", "Santa Cruz de Tenerife", "05"},
    territory{"39", "Cantabria", "06"},
    territory{"40", "Segovia", "07"},
    territory{"41", "Sevilla", "01"},
    territory{"42", "Soria", "07"},
    territory{"43", "Tarragona", "09"},
    territory{"44", "Teruel", "02"},
    territory{"45", "Toledo", "08"},
    territory{"46", "Valencia/València", "10"},
    territory{"47", "Valladolid", "07"},
    territory{"48", "Bizkaia", "16"},
    territory{"49", "Zamora", "07"},
    territory{"50", "Zaragoza", "02"},
    territory{"51", "Ceuta", "18"},
    territory{"52", "Melilla", "19"},
};

constexpr std::array regions{
    territory{"01", "Andalucía", ""},
    territory{"02", "Aragón", ""},
    territory{"03", "Asturias", ""},
    territory{"04", "Illes Balears", ""},
    territory{"05", "Canarias", ""},
    territory{"06", "Cantabria", ""},
    territory{"07", "Castilla y León", ""},
    territory{"08", "Castilla-La Mancha", ""},
    territory{"09", "Cataluña", ""},
    territory{"10", "Comunitat Valenciana", ""},
    territory{"11", "Extremadura", ""},
    territory{"12", "Galicia", ""},
    territory{"13", "Comunidad de Madrid", ""},
    territory{"14", "Región de Murcia", ""},
    territory{"15", "Navarra", ""},
    territory{"16", "País Vasco", ""},
    territory{"17", "La Rioja", ""},
    territory{"18", "Ceuta", ""},
    territory{"19", "Melilla", ""},
};

/// The large providers of free mailboxes here; the list needs not be whole to spare the commonest slip.
constexpr std::array<std::string_view, 16> free_mail = {
    "gmail.com",      "googlemail.com", "hotmail.com", "hotmail.es",     "outlook.com", "outlook.es",
    "live.com",       "msn.com",        "yahoo.com",   "yahoo.es",       "icloud.com",  "me.com",
    "protonmail.com", "proton.me",      "gmx.es",      "telefonica.net",
};

constexpr std::size_t longest_domain = 253;  // RFC 1035
constexpr std::size_t longest_label = 63;

template <class Table>
std::optional<territory> find_in(Table const& table, std::string_view id) {
    auto const found = std::find_if(table.begin(), table.end(), [&](auto const& one) { return one.id == id; });
    if (found == table.end()) return {};
    return *found;
}

int number_in(std::string_view digits) {
    int value = -1;
    if (all_digits(digits)) std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

}  // namespace

std::span<std::string_view const> levels() { return all_levels; }

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<std::string> dir3_code(std::string_view text) {
    constexpr std::size_t shortest = 6, longest = 12;
    std::string code(text);
    std::transform(code.begin(), code.end(), code.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    auto const capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    bool const shaped =
        code.size() >= shortest && code.size() <= longest && capital(code[0]) &&
        std::all_of(code.begin(), code.end(), [&](char c) { return capital(c) || (c >= '0' && c <= '9'); });
    if (!shaped) return {};
    return code;
}

std::optional<std::string> padded_code(std::string_view text, std::size_t digits) {
    if (!all_digits(text) || text.size() > digits) return {};
    return std::string(digits - text.size(), '0').append(text);
}

bool valid_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    int const year = number_in(text.substr(0, 4));
    int const month = number_in(text.substr(5, 2));
    int const day = number_in(text.substr(8, 2));
    if (year < 1 || month < 1 || month > 12 || day < 1) return false;
    constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool const leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= days[static_cast<std::size_t>(month - 1)] + (leap && month == 2 ? 1 : 0);
}

std::optional<std::string> mail_domain(std::string_view text) {
    std::string domain(text);
    std::transform(domain.begin(), domain.end(), domain.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (domain.size() > longest_domain || domain.find('.') == domain.npos) return {};
    auto const allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    for (std::size_t from = 0; from <= domain.size();) {
        auto const end = std::min(domain.find('.', from), domain.size());
        auto const label = std::string_view(domain).substr(from, end - from);
        if (label.empty() || label.size() > longest_label || label.front() == '-' || label.back() == '-' ||
            !std::all_of(label.begin(), label.end(), allowed)) {
            return {};
        }
        from = end + 1;
    }
    return domain;
}

bool open_to_anybody(std::string_view domain) {
    return std::find(free_mail.begin(), free_mail.end(), domain) != free_mail.end();
}

std::string domains_open_to_anybody() {
    std::string all;
    for (auto const& domain : free_mail) all.append(all.empty() ? "" : " ").append(domain);
    return all;
}

std::optional<territory> find_province(std::string_view id) { return find_in(provinces, id); }
std::optional<territory> find_region(std::string_view id) { return find_in(regions, id); }

}  // namespace plaza::domain::administrations
