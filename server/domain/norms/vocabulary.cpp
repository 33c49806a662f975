// SPDX-License-Identifier: EUPL-1.2
#include "domain/norms/vocabulary.hpp"

#include <array>
#include <unordered_map>

namespace plaza::domain::norms {
namespace {

struct form {
    std::string_view written;  ///< folded words between single spaces
    std::string_view means;
    bool capitals = false;  ///< counts in capitals only: "lo" is also a pronoun
};

struct form_words {
    std::vector<std::string_view> rest;  ///< of the words after the first
    std::string_view means;
    bool capitals;
};
using form_table = std::unordered_map<std::string_view, std::vector<form_words>>;

template <std::size_t N>
form_table table_of(std::array<form, N> const& forms) {
    form_table out;
    for (auto const& f : forms) {
        std::vector<std::string_view> parts;
        for (std::size_t from = 0; from <= f.written.size();) {
            auto const to = std::min(f.written.find(' ', from), f.written.size());
            parts.push_back(f.written.substr(from, to - from));
            from = to + 1;
        }
        out[parts.front()].push_back({{parts.begin() + 1, parts.end()}, f.means, f.capitals});
    }
    for (auto& [first, rest] : out) {
        std::stable_sort(rest.begin(), rest.end(),
                         [](auto const& a, auto const& b) { return a.rest.size() > b.rest.size(); });
    }
    return out;
}

/// Behind the full stop or hyphen that may stand between words of one name: "RD-ley", "R.D. Leg.".
std::size_t behind_joint(words const& w, std::size_t at) {
    if (at < w.size() && w[at].folded == "." && w[at].glued) ++at;
    if (at < w.size() && w[at].folded == "-") ++at;
    return at;
}

std::optional<phrase> longest(form_table const& table, words const& w, std::size_t at) {
    if (at >= w.size() || w[at].what != word::sort::letters) return std::nullopt;
    auto const found = table.find(w[at].folded);
    if (found == table.end()) return std::nullopt;
    for (auto const& f : found->second) {
        if (f.capitals && !w[at].capitals) continue;
        auto next = at + 1;
        bool fits = true;
        for (auto const part : f.rest) {
            next = behind_joint(w, next);
            fits = next < w.size() && w[next].folded == part && !w[next].new_block;
            if (!fits) break;
            ++next;
        }
        if (fits) return phrase{f.means, next};
    }
    return std::nullopt;
}

constexpr auto kinds = std::to_array<form>({
    {"ley", "ley"},
    {"llei", "ley"},
    {"lei", "ley"},
    {"leyes", "ley"},
    {"lleis", "ley"},
    {"leis", "ley"},
    {"ley organica", "ley-organica"},
    {"llei organica", "ley-organica"},
    {"lei organica", "ley-organica"},
    {"leyes organicas", "ley-organica"},
    {"lleis organiques", "ley-organica"},
    {"leis organicas", "ley-organica"},
    {"lo", "ley-organica", true},
    {"ley foral", "ley-foral"},
    {"llei foral", "ley-foral"},
    {"lei foral", "ley-foral"},
    {"real decreto", "real-decreto"},
    {"reial decret", "real-decreto"},
    {"reales decretos", "real-decreto"},
    {"reials decrets", "real-decreto"},
    {"reais decretos", "real-decreto"},
    {"rd", "real-decreto"},
    {"real decreto legislativo", "real-decreto-legislativo"},
    {"reial decret legislatiu", "real-decreto-legislativo"},
    {"real decreto lexislativo", "real-decreto-legislativo"},
    {"rdleg", "real-decreto-legislativo"},
    {"rdlg", "real-decreto-legislativo"},
    {"rdlgtvo", "real-decreto-legislativo"},
    {"rd leg", "real-decreto-legislativo"},
    {"rd legislativo", "real-decreto-legislativo"},
    {"rd lexislativo", "real-decreto-legislativo"},
    {"rd legislatiu", "real-decreto-legislativo"},
    {"rdl", "rdl"},
    {"real decreto ley", "real-decreto-ley"},
    {"reial decret llei", "real-decreto-ley"},
    {"real decreto lei", "real-decreto-ley"},
    {"rd ley", "real-decreto-ley"},
    {"rd llei", "real-decreto-ley"},
    {"rd lei", "real-decreto-ley"},
    {"rdley", "real-decreto-ley"},
    {"rd l", "real-decreto-ley", true},
    {"decreto", "decreto"},
    {"decret", "decreto"},
    {"decreto legislativo", "decreto-legislativo"},
    {"decret legislatiu", "decreto-legislativo"},
    {"decreto lexislativo", "decreto-legislativo"},
    {"decreto ley", "decreto-ley"},
    {"decret llei", "decreto-ley"},
    {"decreto lei", "decreto-ley"},
    {"decreto foral", "decreto-foral"},
    {"decret foral", "decreto-foral"},
    {"decreto foral legislativo", "decreto-foral-legislativo"},
    {"decreto foral normativo", "decreto-foral-normativo"},
    {"norma foral", "norma-foral"},
    {"orden", "orden"},
    {"ordre", "orden"},
    {"orde", "orden"},
    {"orden ministerial", "orden"},
    {"reglamento", "reglamento"},
    {"reglament", "reglamento"},
    {"regulamento", "reglamento"},
    {"reglamento delegado", "reglamento"},
    {"directiva", "directiva"},
});

// The last word without its article and ending.
constexpr auto basque_kinds = std::to_array<form>({
    {"lege", "ley"},
    {"lege organiko", "ley-organica"},
    {"foru lege", "ley-foral"},
    {"errege dekretu", "real-decreto"},
    {"legegintzako errege dekretu", "real-decreto-legislativo"},
    {"errege dekretu legegile", "real-decreto-legislativo"},
    {"errege lege dekretu", "real-decreto-ley"},
    {"errege dekretu lege", "real-decreto-ley"},
    {"legegintzako dekretu", "decreto-legislativo"},
    {"dekretu legegile", "decreto-legislativo"},
    {"lege dekretu", "decreto-ley"},
    {"dekretu lege", "decreto-ley"},
    {"dekretu", "decreto"},
    {"foru dekretu", "decreto-foral"},
    {"foru arau", "norma-foral"},
    {"erregelamendu", "reglamento"},
    {"zuzentarau", "directiva"},
});

constexpr auto communities = std::to_array<form>({
    {"andalucia", "andalucia"},
    {"aragon", "aragon"},
    {"arago", "aragon"},
    {"asturias", "asturias"},
    {"illes balears", "illes-balears"},
    {"islas baleares", "illes-balears"},
    {"illas baleares", "illes-balears"},
    {"baleares", "illes-balears"},
    {"balears", "illes-balears"},
    {"canarias", "canarias"},
    {"cantabria", "cantabria"},
    {"castilla y leon", "castilla-y-leon"},
    {"castela e leon", "castilla-y-leon"},
    {"castilla la mancha", "castilla-la-mancha"},
    {"castela a mancha", "castilla-la-mancha"},
    {"cataluna", "cataluna"},
    {"catalunya", "cataluna"},
    {"extremadura", "extremadura"},
    {"galicia", "galicia"},
    {"galiza", "galicia"},
    {"rioja", "la-rioja"},
    {"madrid", "madrid"},
    {"murcia", "murcia"},
    {"navarra", "navarra"},
    {"nafarroa", "navarra"},
    {"pais vasco", "pais-vasco"},
    {"pais basc", "pais-vasco"},
    {"euskadi", "pais-vasco"},
    {"comunidad valenciana", "comunitat-valenciana"},
    {"comunitat valenciana", "comunitat-valenciana"},
    {"comunidade valenciana", "comunitat-valenciana"},
    {"generalitat valenciana", "comunitat-valenciana"},
    {"pais valencia", "comunitat-valenciana"},
    {"bizkaia", "bizkaia"},
    {"vizcaya", "bizkaia"},
    {"gipuzkoa", "gipuzkoa"},
    {"guipuzcoa", "gipuzkoa"},
    {"alava", "araba"},
    {"araba", "araba"},
});

struct pair {
    std::string_view from, to;
};

constexpr auto community_codes = std::to_array<pair>({
    {"es-an", "andalucia"},
    {"es-ar", "aragon"},
    {"es-as", "asturias"},
    {"es-ib", "illes-balears"},
    {"es-cn", "canarias"},
    {"es-cb", "cantabria"},
    {"es-cl", "castilla-y-leon"},
    {"es-cm", "castilla-la-mancha"},
    {"es-ct", "cataluna"},
    {"es-ex", "extremadura"},
    {"es-ga", "galicia"},
    {"es-ri", "la-rioja"},
    {"es-md", "madrid"},
    {"es-mc", "murcia"},
    {"es-nc", "navarra"},
    {"es-pv", "pais-vasco"},
    {"es-vc", "comunitat-valenciana"},
});

constexpr auto kind_codes = std::to_array<pair>({
    {"l", "ley"},
    {"lo", "ley-organica"},
    {"lf", "ley-foral"},
    {"rd", "real-decreto"},
    {"rdl", "real-decreto-ley"},
    {"rdlg", "real-decreto-legislativo"},
    {"d", "decreto"},
    {"dl", "decreto-ley"},
    {"dlg", "decreto-legislativo"},
    {"dflg", "decreto-foral-legislativo"},
    {"o", "orden"},
    {"reg", "reglamento"},
    {"dir", "directiva"},
});

constexpr auto kind_titles = std::to_array<pair>({
    {"ley", "Ley"},
    {"ley-organica", "Ley Orgánica"},
    {"ley-foral", "Ley Foral"},
    {"real-decreto", "Real Decreto"},
    {"real-decreto-legislativo", "Real Decreto Legislativo"},
    {"real-decreto-ley", "Real Decreto-ley"},
    {"decreto", "Decreto"},
    {"decreto-legislativo", "Decreto Legislativo"},
    {"decreto-ley", "Decreto-ley"},
    {"decreto-foral", "Decreto Foral"},
    {"decreto-foral-legislativo", "Decreto Foral Legislativo"},
    {"decreto-foral-normativo", "Decreto Foral Normativo"},
    {"norma-foral", "Norma Foral"},
    {"orden", "Orden"},
    {"reglamento", "Reglamento (UE)"},
    {"directiva", "Directiva"},
});

constexpr auto community_titles = std::to_array<pair>({
    {"andalucia", "Andalucía"},
    {"aragon", "Aragón"},
    {"asturias", "Asturias"},
    {"illes-balears", "Illes Balears"},
    {"canarias", "Canarias"},
    {"cantabria", "Cantabria"},
    {"castilla-y-leon", "Castilla y León"},
    {"castilla-la-mancha", "Castilla-La Mancha"},
    {"cataluna", "Cataluña"},
    {"extremadura", "Extremadura"},
    {"galicia", "Galicia"},
    {"la-rioja", "La Rioja"},
    {"madrid", "Madrid"},
    {"murcia", "Murcia"},
    {"navarra", "Navarra"},
    {"pais-vasco", "País Vasco"},
    {"comunitat-valenciana", "Comunitat Valenciana"},
    {"bizkaia", "Bizkaia"},
    {"gipuzkoa", "Gipuzkoa"},
    {"araba", "Álava"},
});

template <std::size_t N>
std::string_view second(std::array<pair, N> const& pairs, std::string_view first) {
    auto const found = std::find_if(pairs.begin(), pairs.end(), [&](pair const& p) { return p.from == first; });
    return found == pairs.end() ? std::string_view() : found->to;
}

}  // namespace

std::optional<phrase> kind_at(words const& w, std::size_t at) {
    static auto const table = table_of(kinds);
    return longest(table, w, at);
}

std::optional<phrase> basque_kind_at(words const& w, std::size_t at) {
    if (at >= w.size()) return std::nullopt;
    std::optional<phrase> best;
    for (auto const& f : basque_kinds) {
        auto next = at;
        bool fits = true;
        for (std::size_t from = 0; fits && from <= f.written.size(); ++next) {
            auto const to = std::min(f.written.find(' ', from), f.written.size());
            auto const part = f.written.substr(from, to - from);
            bool const last = to == f.written.size();
            if (from > 0) next = behind_joint(w, next);
            fits = next < w.size() && w[next].folded.starts_with(part) && !w[next].new_block &&
                   (last ? basque_ending(std::string_view(w[next].folded).substr(part.size()))
                         : w[next].folded.size() == part.size());
            from = to + 1;
        }
        if (fits && (!best || next > best->end)) best = phrase{f.means, next};
    }
    return best;
}

std::optional<phrase> community_at(words const& w, std::size_t at) {
    static auto const table = table_of(communities);
    return longest(table, w, at);
}

std::size_t behind_of(words const& w, std::size_t at) {
    auto const is = [&](std::size_t i, std::initializer_list<std::string_view> list) {
        return i < w.size() && one_of(w[i].folded, list);
    };
    if (is(at, {"d"}) && is(at + 1, {"'", "’"})) return at + 2;
    if (!is(at, {"de", "del", "dels", "da", "do", "das", "dos"})) return at;
    ++at;
    if (is(at, {"la", "las", "les", "los", "els", "el"})) ++at;
    return is(at, {"l"}) && is(at + 1, {"'", "’"}) ? at + 2 : at;
}

std::string_view community_of_code(std::string_view code) { return second(community_codes, code); }
std::string_view kind_of_code(std::string_view code) { return second(kind_codes, code); }
std::string_view kind_title(std::string_view kind) { return second(kind_titles, kind); }
std::string_view community_title(std::string_view community) { return second(community_titles, community); }

bool communities_make(std::string_view kind) {
    return one_of(kind, {"ley", "decreto", "decreto-ley", "decreto-legislativo", "decreto-foral",
                         "decreto-foral-normativo", "decreto-foral-legislativo", "norma-foral", "orden"});
}

}  // namespace plaza::domain::norms
