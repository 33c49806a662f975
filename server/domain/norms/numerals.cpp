// SPDX-License-Identifier: EUPL-1.2
#include "domain/norms/vocabulary.hpp"

#include <array>

namespace plaza::domain::norms {
namespace {

/// The place in lines of spellings of one number each, from 1; 0 for none.
template <std::size_t N>
int place(std::array<std::string_view, N> const& lines, std::string_view wanted) {
    for (std::size_t n = 0; n < N; ++n) {
        auto const line = lines[n];
        for (auto at = line.find(wanted); at != line.npos; at = line.find(wanted, at + 1)) {
            auto const end = at + wanted.size();
            if ((at == 0 || line[at - 1] == ' ') && (end == line.size() || line[end] == ' '))
                return static_cast<int>(n) + 1;
        }
    }
    return 0;
}

constexpr auto months = std::to_array<std::string_view>(
    {"enero gener xaneiro", "febrero febrer febreiro", "marzo marc", "abril", "mayo maig maio", "junio juny xuno",
     "julio juliol xullo", "agosto agost", "septiembre setiembre setembre setembro", "octubre outubro",
     "noviembre novembre novembro", "diciembre desembre decembro"});

constexpr auto ordinals = std::to_array<std::string_view>({"primera primero primer primeira primeiro",
                                                           "segunda segundo segona segon",
                                                           "tercera tercero tercer terceira terceiro",
                                                           "cuarta cuarto quarta quart",
                                                           "quinta quinto cinquena cinque",
                                                           "sexta sexto sisena sise",
                                                           "septima septimo setena sete",
                                                           "octava octavo vuitena vuite oitava oitavo",
                                                           "novena noveno nove novo",
                                                           "decima decimo desena dese",
                                                           "undecima undecimo decimoprimera onzena onze",
                                                           "duodecima duodecimo decimosegunda dotzena dotze",
                                                           "decimotercera decimotercero tretzena decimoterceira",
                                                           "decimocuarta decimocuarto catorzena",
                                                           "decimoquinta decimoquinto quinzena",
                                                           "decimosexta decimosexto setzena",
                                                           "decimoseptima decimoseptimo dissetena",
                                                           "decimoctava decimoctavo divuitena decimoitava",
                                                           "decimonovena decimonoveno dinovena",
                                                           "vigesima vigesimo vintena vixesima"});

constexpr auto tens =
    std::to_array<std::string_view>({"decima decimo", "vigesima vigesimo vixesima", "trigesima trigesimo trixesima",
                                     "cuadragesima cuadragesimo", "quincuagesima quincuagesimo"});
constexpr auto joined_tens =
    std::to_array<std::string_view>({"decimo", "vigesimo", "trigesimo", "cuadragesimo", "quincuagesimo"});

constexpr auto basque_ordinals =
    std::to_array<std::string_view>({"lehen lehenengo", "bigarren", "hirugarren", "laugarren", "bosgarren", "seigarren",
                                     "zazpigarren", "zortzigarren", "bederatzigarren", "hamargarren", "hamaikagarren",
                                     "hamabigarren", "hamahirugarren", "hamalaugarren", "hamabosgarren"});

constexpr auto romans = std::to_array<std::string_view>({"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x",
                                                         "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii"});

}  // namespace

int month_of(std::string_view folded) { return place(months, folded); }

int ordinal_of(std::string_view folded) {
    if (one_of(folded, {"unica", "unico", "unic"})) return -1;
    if (auto const n = place(ordinals, folded)) return n;
    for (std::size_t n = 0; n < joined_tens.size(); ++n) {
        if (!folded.starts_with(joined_tens[n])) continue;
        auto const rest = place(ordinals, folded.substr(joined_tens[n].size()));
        if (rest >= 1 && rest <= 9) return static_cast<int>(n + 1) * 10 + rest;
    }
    return place(tens, folded) * 10;
}

int tens_of(std::string_view folded) { return place(tens, folded) * 10; }
int basque_ordinal_of(std::string_view folded) { return place(basque_ordinals, folded); }
int roman_of(std::string_view folded) { return place(romans, folded); }

bool basque_ending(std::string_view ending) {
    return one_of(ending,
                  {"a",  "ak",     "aren",   "ari",     "an",  "ko",   "en",  "ean", "ek",  "etako", "etan", "z",
                   "az", "arekin", "agatik", "arekiko", "tik", "atik", "rik", "ra",  "ren", "k",     "n",    "ri"});
}

}  // namespace plaza::domain::norms
