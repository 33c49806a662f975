// SPDX-License-Identifier: EUPL-1.2
#include "domain/norms/articles.hpp"

#include "domain/norms/citations.hpp"

namespace plaza::domain::norms {
namespace {

/// Articles have at most so many digits, and their parts fewer.
constexpr std::size_t article_digits = 4;
constexpr std::size_t part_digits = 2;
/// Parts of one article: apartado, letra, number and what hangs from it.
constexpr int most_parts = 4;

/// What stands at a position, empty behind the end and across an empty line.
class view {
public:
    explicit view(words const& w) : w_(w) {}
    std::string_view operator[](std::size_t i) const {
        return i < w_.size() ? std::string_view(w_[i].folded) : std::string_view();
    }
    bool is(std::size_t i, std::initializer_list<std::string_view> list) const {
        return i < w_.size() && one_of(w_[i].folded, list);
    }
    bool glued(std::size_t i) const { return i < w_.size() && w_[i].glued; }
    bool digits(std::size_t i, std::size_t most) const {
        return i < w_.size() && w_[i].what == word::sort::digits && w_[i].folded.size() <= most;
    }
    bool letter(std::size_t i) const {
        return i < w_.size() && w_[i].what == word::sort::letters && w_[i].folded.size() == 1 && !glued_letters(i + 1);
    }
    bool glued_letters(std::size_t i) const { return glued(i) && w_[i].what != word::sort::mark; }
    bool block(std::size_t i) const { return i < w_.size() && w_[i].new_block; }

private:
    words const& w_;
};

std::string without_zeros(std::string_view digits) {
    auto const first = digits.find_first_not_of('0');
    return first == digits.npos ? "0" : std::string(digits.substr(first));
}

void add_part(std::string& parts, std::string_view part) {
    if (!parts.empty()) parts += '.';
    parts += part;
}

/// Behind ".º", "º", "." where an ordinal is written so.
std::size_t behind_mark(view const& v, std::size_t at) {
    if (v[at] == "." && v.glued(at) && v.is(at + 1, {"º", "ª", "°"}) && v.glued(at + 1)) return at + 2;
    if (v.is(at, {"º", "ª", "°"}) && v.glued(at)) return at + 1;
    return at;
}

/// ".3", ".b)", " b)", ", apartado 3", ", letra b)": one of them, or the same position.
std::size_t part_at(view const& v, std::size_t at, std::string& parts) {
    if (v[at] == "." && v.glued(at)) {
        if (v.digits(at + 1, part_digits) && v.glued(at + 1) && !v.glued_letters(at + 2)) {
            add_part(parts, without_zeros(v[at + 1]));
            return behind_mark(v, at + 2);
        }
        if (v.letter(at + 1) && v.glued(at + 1)) {
            add_part(parts, v[at + 1]);
            return v[at + 2] == ")" && v.glued(at + 2) ? at + 3 : at + 2;
        }
    }
    auto next = at + (v[at] == "," ? 1U : 0U);
    if (v.block(next)) return at;
    if (v.letter(next) && v[next + 1] == ")" && v.glued(next + 1)) {
        add_part(parts, v[next]);
        return next + 2;
    }
    if (v.is(next, {"letra", "lletra"})) {
        bool const quoted = v.is(next + 1, {"\"", "'", "«"});
        auto const letter = next + 1 + (quoted ? 1U : 0U);
        if (!v.letter(letter)) return at;
        add_part(parts, v[letter]);
        bool const closed = v.is(letter + 1, {")", "\"", "'", "»"}) && v.glued(letter + 1);
        return letter + (closed ? 2U : 1U);
    }
    bool const paragraph = v.is(next, {"parrafo", "paragraf", "paragrafo"});
    if (!paragraph && !v.is(next, {"apartado", "apartat", "apdo", "ap", "apt", "punto", "punt", "num", "numero"}))
        return at;
    next += 1 + (v[next + 1] == "." && v.glued(next + 1) ? 1U : 0U);
    auto const ordinal = ordinal_of(v[next]);
    if (!v.digits(next, part_digits) && ordinal <= 0) return at;
    // A paragraph is counted, not named: it is part of the citation, but no field.
    if (!paragraph) add_part(parts, ordinal > 0 ? std::to_string(ordinal) : without_zeros(v[next]));
    return behind_mark(v, next + 1);
}

std::size_t parts_at(view const& v, std::size_t at, std::string& parts) {
    for (int n = 0; n < most_parts; ++n) {
        auto const next = part_at(v, at, parts);
        if (next == at) return at;
        at = next;
    }
    return at;
}

/// "21", "21 bis", "21.3.b)", "primero", "único"; the same position for none.
std::size_t number_at(view const& v, std::size_t at, reference& out) {
    auto next = at;
    if (v.digits(at, article_digits)) {
        out.article = without_zeros(v[at]);
        next = behind_mark(v, at + 1);
        if (v.is(next, {"bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "nonies", "decies"})) {
            out.article.append("-").append(v[next++]);
        } else if (v.glued_letters(next)) {
            return at;
        }
        // 39/2015 is a norm, 21-3-2024 a date, 21.500 an amount.
        if (v.glued(next) && v.is(next, {"/", "@", "_", "%"})) return at;
        if (v[next] == "." && v.glued(next) && v.digits(next + 1, 9) && v.glued(next + 1) &&
            v[next + 1].size() > part_digits)
            return at;
    } else if (auto const ordinal = ordinal_of(v[at]); ordinal != 0) {
        out.article = ordinal < 0 ? "unico" : std::to_string(ordinal);
        ++next;
    } else {
        return at;
    }
    return parts_at(v, next, out.part);
}

/// Behind "al", "-", "hasta el", "fins a l'"; the same position where no range goes on.
std::size_t range_at(view const& v, std::size_t at) {
    if (v.is(at, {"-", "–", "—"})) return at + 1;
    if (v.is(at, {"a", "al", "ao", "hasta", "fins", "ata", "ó"})) {
        ++at;
        if (v.is(at, {"a", "al", "el", "o", "ao"})) ++at;
        if (v[at] == "l" && v.is(at + 1, {"'", "’"})) at += 2;
    }
    return at;
}

/// Behind an article word and its full stop; the same position for none.
std::size_t article_word_at(view const& v, std::size_t at) {
    if (!v.is(at, {"art", "arts", "articulo", "articulos", "article", "articles", "artigo", "artigos", "artculo",
                   "artic", "artc"}))
        return at;
    ++at;
    if (v.is(at, {"º", "°"}) && v.glued(at)) ++at;
    if (v[at] == "." && v.glued(at)) ++at;
    if (v.is(at, {"del", "el"}) && v.digits(at + 1, article_digits)) ++at;
    return at;
}

struct disposition {
    std::string_view mark;
    std::size_t end;
};

std::optional<disposition> disposition_word_at(view const& v, std::size_t at, words const& w) {
    auto const behind_dot = [&](std::size_t i) { return v[i] == "." && v.glued(i) ? i + 1 : i; };
    if (at < w.size() && w[at].capitals) {
        for (std::string_view const mark : {"da", "dt", "dd", "df"}) {
            if (v[at] == mark) return disposition{mark, behind_dot(at + 1)};
        }
    }
    if (!v.is(at, {"disposicion", "disposiciones", "disposicio", "disposicions", "disposicións", "disp"}))
        return std::nullopt;
    auto const next = behind_dot(at + 1);
    std::string_view mark;
    if (v.is(next, {"adicional", "adicionales", "addicional", "addicionals", "adicionais", "ad", "adic"})) mark = "da";
    if (v.is(next, {"transitoria", "transitorias", "transitories", "trans", "transit"})) mark = "dt";
    if (v.is(next, {"derogatoria", "derogatorias", "derrogatoria", "derrogatorias"})) mark = "dd";
    if (v.is(next, {"final", "finales", "finals", "finais", "derradeira", "derradeiras"})) mark = "df";
    if (mark.empty()) return std::nullopt;
    return disposition{mark, behind_dot(next + 1)};
}

/// The ordinal of a disposition: "tercera", "vigésima primera", "3.ª", "única".
std::size_t disposition_number_at(view const& v, std::size_t at, std::string_view mark, reference& out) {
    auto next = at;
    auto n = ordinal_of(v[at]);
    if (v.digits(at, part_digits)) {
        n = std::stoi(std::string(v[at]));
        next = behind_mark(v, at + 1);
    } else if (n != 0) {
        ++next;
        auto const unit = ordinal_of(v[next]);
        if (tens_of(v[at]) > 0 && unit >= 1 && unit <= 9 && !v.block(next)) {
            n = tens_of(v[at]) + unit;
            ++next;
        }
    }
    if (n == 0) return at;
    out.article = std::string(mark) + "-" + (n < 0 ? "unica" : std::to_string(n));
    if (v.is(next, {"bis", "ter", "quater", "quinquies"})) out.article.append("-").append(v[next++]);
    return parts_at(v, next, out.part);
}

std::optional<reference> annex_at(view const& v, std::size_t at) {
    if (!v.is(at, {"anexo", "annex"})) return std::nullopt;
    auto const roman = roman_of(v[at + 1]);
    if (roman == 0 && !v.digits(at + 1, part_digits)) return std::nullopt;
    return reference{at, at + 2, "anexo-" + (roman > 0 ? std::to_string(roman) : without_zeros(v[at + 1])), {}, {}};
}

/// Behind "," or "y" or both; the same position for none.
std::size_t joint_at(view const& v, std::size_t at) {
    if (v[at] == "," || v[at] == ";") ++at;
    if (v.is(at, {"y", "e", "i", "o", "u", "ou", "ni"}) && !v.block(at)) ++at;
    return at;
}

/// Behind "y siguientes", "y ss."; the same position for none.
std::size_t following_at(view const& v, std::size_t at) {
    auto next = at + (v.is(at, {"y", "i", "e"}) ? 1U : 0U);
    if (!v.is(next, {"siguientes", "siguiente", "seguents", "seguent", "seguintes", "seguinte", "ss", "sgtes",
                     "concordantes"}))
        return at;
    ++next;
    return v[next] == "." && v.glued(next) ? next + 1 : next;
}

class list_reader {
public:
    explicit list_reader(words const& w) : w_(w), v_(w) {}

    std::optional<reference_list> read(std::size_t at) {
        if (!first(at)) return std::nullopt;
        while (more()) {
        }
        return std::move(list_);
    }

private:
    /// Something that says itself what it is: with an article word, a disposition, an annex.
    bool first(std::size_t at) {
        reference found{at, at, {}, {}, {}};
        mark_ = {};
        if (auto const start = article_word_at(v_, at); start != at) {
            if (v_.block(start)) return false;
            auto const end = number(start, found);
            return keep(end, start, std::move(found));
        }
        if (auto const disposition = disposition_word_at(v_, at, w_)) {
            mark_ = disposition->mark;
            auto const end = number(disposition->end, found);
            return keep(end, disposition->end, std::move(found));
        }
        if (auto annex = annex_at(v_, at)) {
            auto const end = annex->to;
            return keep(end, at, std::move(*annex));
        }
        return false;
    }

    std::size_t number(std::size_t at, reference& out) {
        return mark_.empty() ? number_at(v_, at, out) : disposition_number_at(v_, at, mark_, out);
    }

    bool keep(std::size_t end, std::size_t start, reference found) {
        if (end == start) return false;
        found.to = end;
        list_.end = end;
        if (list_.items.size() < most_articles) list_.items.push_back(std::move(found));
        return true;
    }

    bool more() {
        auto const end = list_.end;
        if (v_.block(end)) return false;
        if (auto const last = following_at(v_, end); last != end) {
            list_.items.back().to = list_.end = last;
            return true;
        }
        if (mark_.empty() && range(end)) return true;
        auto const next = joint_at(v_, end);
        if (next == end || v_.block(next)) return false;
        // "21.3.b) y c)": of the article before.
        if (v_.letter(next) && v_[next + 1] == ")" && v_.glued(next + 1) && !list_.items.back().part.empty()) {
            auto const& before = list_.items.back();
            auto part =
                before.part.substr(0, before.part.rfind('.') == std::string::npos ? 0 : before.part.rfind('.') + 1);
            return keep(next + 2, next, {next, next + 2, before.article, part.append(v_[next]), {}});
        }
        reference found{next, next, {}, {}, {}};
        auto const behind = number(next, found);
        if (keep(behind, next, std::move(found))) return true;
        auto const named = next + (v_.is(next, {"el", "la", "los", "las", "o", "a", "del", "els", "les"}) ? 1U : 0U);
        return first(named) || (v_[next] == "l" && v_.is(next + 1, {"'", "’"}) && first(next + 2));
    }

    bool range(std::size_t end) {
        auto const next = range_at(v_, end);
        if (next == end || !v_.digits(next, article_digits)) return false;
        reference last{next, next, {}, {}, {}};
        auto const behind = number_at(v_, next, last);
        if (behind == next) return false;
        auto& before = list_.items.back();
        if (!before.until.empty()) return false;
        before.until = last.article;
        before.to = list_.end = behind;
        return true;
    }

    words const& w_;
    view v_;
    std::string_view mark_;
    reference_list list_{{}, 0};
};

}  // namespace

std::optional<reference_list> articles_at(words const& w, std::size_t at) { return list_reader(w).read(at); }

reference_list basque_articles_at(words const& w, std::size_t at) {
    view const v(w);
    reference_list list{{}, at};
    if (auto const ordinal = v.digits(at, part_digits) ? std::stoi(std::string(v[at])) : basque_ordinal_of(v[at]);
        ordinal > 0) {
        auto next = at + 1 + (v.digits(at, part_digits) && v[at + 1] == "." ? 1U : 0U);
        bool const last = v[next] == "azken";
        next += last ? 1 : 0;
        if (v[next].starts_with("xedapen")) {
            std::string_view mark = last ? "df" : "";
            if (v[next + 1].starts_with("gehigarri")) mark = "da";
            if (v[next + 1].starts_with("iragankor")) mark = "dt";
            if (v[next + 1].starts_with("indargabetzaile") || v[next + 1].starts_with("derogatzaile")) mark = "dd";
            if (!mark.empty()) {
                list.end = next + (last ? 1 : 2);
                list.items.push_back({at, list.end, std::string(mark) + "-" + std::to_string(ordinal), {}, {}});
                return list;
            }
        }
    }
    auto next = at;
    while (v.digits(next, article_digits) && list.items.size() < most_articles) {
        reference found{next, next + 1, without_zeros(v[next]), {}, {}};
        ++next;
        while (v[next] == "." && v.digits(next + 1, part_digits) && v.glued(next + 1)) {
            add_part(found.part, v[next + 1]);
            next += 2;
        }
        if (v[next] == "." && v.glued(next)) ++next;
        found.to = next;
        list.items.push_back(std::move(found));
        if (v[next].starts_with("artikulu")) {
            ++next;
            // "21. artikuluaren 3. paragrafoa"
            if (v.digits(next, part_digits) && v[next + 1] == "." &&
                (v[next + 2].starts_with("paragrafo") || v[next + 2].starts_with("apartatu") ||
                 v[next + 2].starts_with("zenbaki"))) {
                add_part(list.items.back().part, v[next]);
                next += 3;
            }
            list.items.back().to = list.end = next;
            return list;
        }
        if (!v.is(next, {",", "eta", "edo", "-", "–"})) return {{}, std::max(next, at + 1)};
        bool const range = v.is(next, {"-", "–"});
        ++next;
        if (v[next] == "eta") ++next;
        if (range && v.digits(next, article_digits)) {
            list.items.back().until = without_zeros(v[next]);
            ++next;
            if (v[next] == ".") ++next;
            list.items.back().to = next;
            if (!v[next].starts_with("artikulu")) return {{}, std::max(next, at + 1)};
            list.items.back().to = list.end = next + 1;
            return list;
        }
    }
    return {{}, std::max(next, at + 1)};
}

}  // namespace plaza::domain::norms
