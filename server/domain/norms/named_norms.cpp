// SPDX-License-Identifier: EUPL-1.2
#include "domain/norms/named_norms.hpp"

#include "domain/norms/keys.hpp"

namespace plaza::domain::norms {
namespace {

/// Words of the official title in which a community is looked for.
constexpr std::size_t title_words = 30;

class reader {
public:
    reader(std::string_view text, words const& w, name_table const& names) : text_(text), w_(w), names_(names) {}

    std::vector<named_norm> read(std::size_t at) {
        if (auto found = reference(at)) return {std::move(*found)};
        if (auto const kind = kind_at(w_, at)) {
            if (auto found = numbered(at, *kind); !found.empty()) return found;
        }
        if (auto found = basque(at)) return {std::move(*found)};
        if (auto found = acronym(at)) return {std::move(*found)};
        if (auto found = phrase(at)) return {std::move(*found)};
        return {};
    }

private:
    std::string_view at(std::size_t i) const {
        return i < w_.size() ? std::string_view(w_[i].folded) : std::string_view();
    }
    bool is(std::size_t i, std::initializer_list<std::string_view> list) const {
        return i < w_.size() && one_of(w_[i].folded, list);
    }
    bool glued(std::size_t i) const { return i < w_.size() && w_[i].glued; }
    bool digits(std::size_t i, std::size_t least, std::size_t most) const {
        return i < w_.size() && w_[i].what == word::sort::digits && w_[i].folded.size() >= least &&
               w_[i].folded.size() <= most;
    }
    std::string_view written(std::size_t i) const { return text_.substr(w_[i].begin, w_[i].end - w_[i].begin); }

    /// BOE-A-2017-12902
    std::optional<named_norm> reference(std::size_t i) const {
        if (!is(i, {"boe", "doue"}) || at(i + 1) != "-" || !is(i + 2, {"a", "l"}) || !digits(i + 4, 4, 4) ||
            !digits(i + 6, 1, 6)) {
            return std::nullopt;
        }
        for (auto next = i + 1; next <= i + 6; ++next) {
            if (!glued(next)) return std::nullopt;
        }
        auto const end = i + 7;
        if (glued(end) && (w_[end].what != word::sort::mark || is(end, {"_", "-"}))) return std::nullopt;
        std::string key;
        for (auto next = i; next < end; ++next) key += at(next);
        auto found = reference_in(key);
        if (!found) return std::nullopt;
        return named_norm{i, end, std::move(*found), true};
    }

    /// "39/2015" as number and year, or as the European Union writes it; the same position for none.
    std::size_t number(std::size_t i, bool european, std::string& out) const {
        if (!digits(i, 1, 5) || at(i + 1) != "/" || !glued(i + 1) || !digits(i + 2, 1, 5) || !glued(i + 2)) return i;
        auto const end = i + 3;
        bool const goes_on = glued(end) && (w_[end].what != word::sort::mark || is(end, {"/", "_", "@"}) ||
                                            (at(end) == "-" && digits(end + 1, 1, 9) && glued(end + 1)));
        bool const declined = goes_on && is(end, {"eko", "ko"});
        if (goes_on && !declined && !(european && at(end) == "/")) return i;
        auto first = std::string(at(i));
        auto year = std::string(at(i + 2));
        if (first.front() == '0') return i;
        bool const year_first = european && plausible_year(first) && !(year.size() == 4 && plausible_year(year));
        if (!year_first && !plausible_year(year)) return i;
        if (!european && year.size() == 2) year = (year < "30" ? "20" : "19") + year;
        out = first + "/" + year;
        return end + (declined ? 1U : 0U);
    }

    static bool plausible_year(std::string const& year) {
        if (year.size() == 2) return true;
        return year.size() == 4 && year >= "1800" && year < "2100";
    }

    /// Behind "n.º", "núm.", "número"; the same position for none.
    std::size_t number_word(std::size_t i) const {
        if (!is(i, {"n", "num", "numero", "nro", "no", "nums"})) return i;
        ++i;
        if (at(i) == "." && glued(i)) ++i;
        if (is(i, {"º", "°", "o"}) && glued(i)) ++i;
        return i;
    }

    std::vector<named_norm> numbered(std::size_t i, ::plaza::domain::norms::phrase const& kind) const {
        auto next = kind.end;
        if (at(next) == "." && glued(next)) ++next;
        if (kind.means == "orden") return order(i, next);
        bool const european = one_of(kind.means, {"reglamento", "directiva"});
        auto const union_named = european ? union_at(next) : false;
        if (union_named) next = behind_union(next);
        std::vector<named_norm> out;
        for (auto start = i;;) {
            next = number_word(next);
            std::string said;
            auto end = number(next, european, said);
            if (end == next) return out;
            if (european && !is_european(kind.means, said, union_named, end)) return out;
            auto found = dated(kind.means, said, start, end);
            if (!found) return out;
            out.push_back(std::move(*found));
            // "Leyes 39/2015 y 40/2015"
            next = out.back().to + (is(out.back().to, {",", "y", "i", "e"}) ? 1U : 0U);
            if (is(next, {"y", "i", "e"})) ++next;
            if (next == out.back().to || !plural(i)) return out;
            start = next;
        }
    }

    bool plural(std::size_t i) const { return is(i, {"leyes", "lleis", "leis", "reales", "reials", "reais"}); }

    /// "Orden HAP/1781/2013"
    std::vector<named_norm> order(std::size_t i, std::size_t next) const {
        if (next >= w_.size() || !w_[next].capitals || at(next).size() > 4 || at(next + 1) != "/" || !glued(next + 1))
            return {};
        std::string said;
        auto const end = number(next + 2, false, said);
        if (end == next + 2 || !glued(next + 2)) return {};
        auto found = dated("orden", std::string(at(next)) + "/" + said, i, end);
        return found ? std::vector{std::move(*found)} : std::vector<named_norm>{};
    }

    bool union_word(std::size_t i) const { return is(i, {"ue", "ce", "cee", "eb", "eu", "euratom"}); }
    bool union_at(std::size_t i) const { return union_word(i + (at(i) == "(" ? 1U : 0U)); }
    std::size_t behind_union(std::size_t i) const {
        if (at(i) == "(") ++i;
        while (union_word(i) || at(i) == ",") ++i;
        return at(i) == ")" ? i + 1 : i;
    }
    /// Municipalities have regulations too: only one of the Union, or one that the table knows.
    bool is_european(std::string_view kind, std::string const& said, bool union_named, std::size_t& end) const {
        bool const behind = at(end) == "/" && glued(end) && union_word(end + 1);
        if (behind) end += 2;
        if (glued(end) && at(end) == "/") return false;
        return union_named || behind || names_.numbered(kind, said);
    }

    /// What follows a number: date, community, who else may have made it.
    std::optional<named_norm> dated(std::string_view kind, std::string const& said, std::size_t from,
                                    std::size_t end) const {
        month_and_day day;
        auto const behind_date = date(end, day);
        auto const dated = behind_date != end;
        bool certain = true;
        auto community = made_by(behind_date, certain);
        if (community.empty() && dated) {
            // The title of a community's norm ends with its name; that of the State may name one in passing.
            auto const* known = names_.numbered(kind, said);
            bool const another = known && known->month != 0 && (known->month != day.month || known->day != day.day);
            if (another || !known) community = in_title(behind_date);
        }
        if (!certain) return std::nullopt;
        auto key = key_of(kind, said, community, day, names_);
        if (!key) return std::nullopt;
        // A bare "Decreto 245/2023" is as often a mayor's.
        bool const alone = kind != "decreto" || dated || !community.empty();
        return named_norm{from, behind_date, std::move(*key), alone};
    }

    /// Behind ", de 1 de octubre de 2015", "d'1 d'octubre"; the same position for none.
    std::size_t date(std::size_t i, month_and_day& out) const {
        auto next = i + (at(i) == "," ? 1U : 0U);
        auto const of = [&](std::size_t k) {
            if (at(k) == "d" && is(k + 1, {"'", "’"})) return k + 2;
            if (!is(k, {"de", "del", "do"})) return k;
            ++k;
            return at(k) == "l" && is(k + 1, {"'", "’"}) ? k + 2 : k;
        };
        auto const day = of(next);
        if (day == next || !digits(day, 1, 2)) return i;
        auto const month = of(behind_ordinal(day + 1));
        auto const found = month_of(at(month));
        if (month == day + 1 || found == 0) return i;
        out = {found, std::stoi(std::string(at(day)))};
        next = month + 1;
        return is(next, {"de", "del", "do"}) && digits(next + 1, 4, 4) ? next + 2 : next;
    }

    std::size_t behind_ordinal(std::size_t i) const { return is(i, {"º", "°"}) && glued(i) ? i + 1 : i; }

    std::size_t of(std::size_t i) const { return behind_of(w_, i); }

    /// The community right behind a norm. Not certain: made by a mayor, or by a government that two communities have.
    std::string_view made_by(std::size_t i, bool& certain) const {
        auto const joint = i + (at(i) == "," ? 1U : 0U);
        auto const next = of(joint);
        if (next == joint) return {};
        if (is(next,
               {"alcaldia",   "alcalde",    "alcaldesa",  "presidencia", "presidente", "presidenta", "concejal",
                "concejala",  "concejalia", "regidoria",  "regidor",     "pleno",      "ple",        "ayuntamiento",
                "ajuntament", "concello",   "diputacion", "diputacio",   "deputacion", "cabildo",    "mancomunidad"}) ||
            (at(next) == "junta" && is(next + 1, {"de"}) && is(next + 2, {"gobierno", "govern", "goberno"}))) {
            certain = false;
            return {};
        }
        auto place = next;
        for (int steps = 0; steps < 3; ++steps) {
            if (auto const found = community_at(w_, place)) return found->means;
            if (!is(place, {"comunidad", "comunitat", "comunidade", "autonoma", "foral", "parlamento", "parlament",
                            "junta", "xunta", "gobierno", "govern", "goberno", "generalitat", "consell", "principado",
                            "region", "cortes", "corts", "presidencia"})) {
                return {};
            }
            auto const last = at(place);
            ++place;
            if (of(place) != place) place = of(place);
            if (one_of(last, {"generalitat", "govern", "consell", "parlament"}) && !community_at(w_, place) &&
                !is(place, {"generalitat"})) {
                certain = false;
                return {};
            }
        }
        return {};
    }

    std::string_view in_title(std::size_t i) const {
        std::string_view last;
        for (auto const end = i + title_words; i < std::min(end, w_.size()); ++i) {
            if (w_[i].new_block || is(i, {".", ";", ":", "(", ")"})) break;
            if (auto const next = of(i); next != i) {
                if (auto const found = community_at(w_, next)) last = found->means;
            }
        }
        return last;
    }

    /// "39/2015 Legea", "2016/679 (EB) Erregelamendua"
    std::optional<named_norm> basque(std::size_t i) const {
        auto const from = i;
        bool union_named = union_at(i);
        if (union_named) i = behind_union(i);
        if (!digits(i, 1, 5) || at(i + 1) != "/") return std::nullopt;
        std::string said;
        auto next = number(i, true, said);
        if (next == i) return std::nullopt;
        if (union_at(next)) {
            union_named = true;
            next = behind_union(next);
        }
        auto const kind = basque_kind_at(w_, next);
        if (!kind) return std::nullopt;
        bool const european = one_of(kind->means, {"reglamento", "directiva"});
        if (european ? !union_named && !names_.numbered(kind->means, said) : number(i, false, said) == i)
            return std::nullopt;
        auto key = key_of(kind->means, said, {}, {}, names_);
        if (!key) return std::nullopt;
        return named_norm{from, kind->end, std::move(*key), kind->means != "decreto"};
    }

    /// "LCSP", "L.C.S.P.", "LPACren", "LPAC-ren"
    std::optional<named_norm> acronym(std::size_t i) const {
        if (i >= w_.size() || w_[i].what != word::sort::letters || w_[i].folded.size() < 2) return std::nullopt;
        std::string said;
        for (auto const c : written(i)) {
            if (c != '.') said += c;
        }
        auto norm = names_.acronym(said);
        auto end = i + 1;
        if (norm.empty()) {
            auto const capitals = said.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
            if (capitals == said.npos || capitals < 3 || !declension(said.substr(capitals))) return std::nullopt;
            norm = names_.acronym(said.substr(0, capitals));
        } else if (at(end) == "-" && glued(end) && glued(end + 1)) {
            if (!declension(at(end + 1))) return std::nullopt;
            end += 2;
        }
        if (norm.empty() || !ends_well(end)) return std::nullopt;
        bool certain = true;
        if (!made_by(end, certain).empty()) return std::nullopt;
        return named_norm{i, end, std::string(norm), alone(i, said.size())};
    }

    static bool declension(std::string_view ending) {
        return basque_ending(ending) || one_of(ending, {"eko", "ek", "eri", "erako"});
    }

    /// Not part of a name of a file, an address, a longer word.
    bool ends_well(std::size_t end) const {
        if (!glued(end)) return true;
        if (w_[end].what != word::sort::mark || is(end, {"_", "@", "-"})) return false;
        if (is(end, {".", "/"}) && glued(end + 1)) return w_[end + 1].capitals && at(end) == "/";
        return true;
    }

    /// Short acronyms mean many things: three letters count with an article before them, two only with an article of law.
    bool alone(std::size_t i, std::size_t letters) const {
        if (letters >= 4) return true;
        if (letters < 3 || i == 0) return false;
        if (is(i - 1, {"la", "el", "del", "al", "da", "do", "a", "o", "na", "no", "ao", "lei", "ley", "llei"}))
            return true;
        return is(i - 1, {"'", "’"}) && i > 1 && at(i - 2) == "l";
    }

    std::optional<named_norm> phrase(std::size_t i) const {
        if (i >= w_.size() || w_[i].what != word::sort::letters) return std::nullopt;
        /// Names are shorter, and this many words are looked at from each.
        constexpr std::size_t longest_name = 40;
        std::vector<std::size_t> places;
        auto const found = names_.phrase([&](std::size_t n) -> std::string_view {
            auto next = places.empty() ? i : places.back() + 1;
            while (next < w_.size() && n > 0 && is(next, {"'", "’", "-"})) ++next;
            if (next >= w_.size() || n >= longest_name || w_[next].what == word::sort::mark ||
                (n > 0 && w_[next].new_block))
                return {};
            places.push_back(next);
            return at(next);
        });
        if (!found || found->length == 0) return std::nullopt;
        auto const end = places[found->length - 1] + 1;
        if (i > 0 &&
            is(i - 1, {"nuestra", "nuestro", "vuestra", "vuestro", "nostra", "nostre", "nosa", "noso", "gure"}))
            return std::nullopt;
        if (is(end, {"municipal", "municipais", "propio", "propia", "autonomica", "autonomico", "valenciana",
                     "catalana", "gallega", "galega", "vasca", "andaluza", "foral", "interno", "interna"})) {
            return std::nullopt;
        }
        if (glued(end) && (w_[end].what != word::sort::mark || is(end, {"_", "@"}))) return std::nullopt;
        bool certain = true;
        if (!made_by(end, certain).empty() || !certain) return std::nullopt;
        if (digits(end, 1, 5) && at(end + 1) == "/") return std::nullopt;
        return named_norm{i, end, std::string(found->norm), true};
    }

    std::string_view text_;
    words const& w_;
    name_table const& names_;
};

}  // namespace

std::vector<named_norm> norms_at(std::string_view text, words const& w, std::size_t at, name_table const& names) {
    return reader(text, w, names).read(at);
}

}  // namespace plaza::domain::norms
