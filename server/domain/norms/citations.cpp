// SPDX-License-Identifier: EUPL-1.2
#include "domain/norms/citations.hpp"

#include "domain/norms/articles.hpp"
#include "domain/norms/named_norms.hpp"
#include "domain/norms/vocabulary.hpp"

namespace plaza::domain::norms {
namespace {

class finder {
public:
    finder(std::string_view text, name_table const& names) : text_(text), names_(names), w_(words_of(text)) {}

    std::vector<citation> find() {
        for (std::size_t i = 0; i < w_.size() && out_.size() < most_citations;) i = next(i);
        if (out_.size() > most_citations) out_.resize(most_citations);
        return std::move(out_);
    }

private:
    std::string_view at(std::size_t i) const {
        return i < w_.size() ? std::string_view(w_[i].folded) : std::string_view();
    }
    bool is(std::size_t i, std::initializer_list<std::string_view> list) const {
        return i < w_.size() && one_of(w_[i].folded, list);
    }
    bool block(std::size_t i) const { return i < w_.size() && w_[i].new_block; }

    /// Takes what begins at a word, and gives the position behind it.
    std::size_t next(std::size_t i) {
        if (auto const behind = address(i); behind != i) return behind;
        if (!begins(i)) return i + 1;
        if (auto list = articles_at(w_, i)) {
            auto const at_norm = behind_connection(list->end);
            auto norms = norm_at(at_norm);
            if (norms.empty()) return list->end;
            return attach(*list, norms, at(at_norm - 1) == "(");
        }
        if (i >= basque_from_) {
            auto const list = basque_articles_at(w_, i);
            basque_from_ = list.end;
            if (!list.items.empty()) {
                auto norms = at(list.end) == "(" ? norm_at(list.end + 1) : std::vector<named_norm>{};
                if (norms.empty()) return list.end;
                return attach(list, norms, true);
            }
        }
        auto norms = norms_at(text_, w_, i, names_);
        if (norms.empty()) return i + 1;
        if (auto list = articles_behind(norms.back().to)) {
            auto const last = norms.back();
            norms.pop_back();
            rest(norms);
            lead(last, *list);
            return list->end;
        }
        return rest(norms);
    }

    std::vector<named_norm> norm_at(std::size_t i) const {
        return i < w_.size() && !block(i) ? norms_at(text_, w_, i, names_) : std::vector<named_norm>{};
    }

    /// An address ends at white space. Nothing in it is taken for anything else.
    std::size_t address(std::size_t i) {
        auto const rest = text_.substr(w_[i].begin);
        bool const scheme = is(i, {"http", "https"}) && at(i + 1) == ":" && at(i + 2) == "/" && at(i + 3) == "/";
        bool const host = is(i, {"www", "boe", "data"}) && at(i + 1) == "." && i + 2 < w_.size() && w_[i + 2].glued;
        if (!scheme && (!host || (i > 0 && w_[i].glued && !is(i - 1, {"(", "\"", "'", "«", "“", "<", "["})))) return i;
        auto length = std::min(rest.find_first_of(" \t\r\n<>\"|"), rest.size());
        auto const whole = w_[i].begin + length;
        while (length > 0 && std::string_view(".,;:!?)]'*").find(rest[length - 1]) != std::string_view::npos) --length;
        auto behind = i;
        while (behind < w_.size() && w_[behind].begin < whole) ++behind;
        if (auto cited = citation_of_address(rest.substr(0, length), names_)) {
            cited->begin += w_[i].begin;
            cited->end += w_[i].begin;
            out_.push_back(std::move(*cited));
        }
        return behind;
    }

    /// Not the middle of a word, of the name of a file, of a label.
    bool begins(std::size_t i) const {
        if (i == 0 || !w_[i].glued) return true;
        auto const& before = w_[i - 1];
        if (before.what == word::sort::mark) {
            if (before.folded == "/") return i > 1 && w_[i - 2].capitals && w_[i].capitals;
            if (one_of(before.folded, {"-", "."})) return !before.glued;
            return !one_of(before.folded, {"_", "@", "#", "\\", "=", "&"});
        }
        return false;
    }

    /// Behind "de la", "del citado", ", del texto refundido de la", "(": what joins articles to their norm.
    std::size_t behind_connection(std::size_t i) const {
        if (at(i) == ",") ++i;
        if (at(i) == "(") return i + 1;
        i = behind_of(w_, i);
        if (is(i, {"citada",  "citado",  "mencionada", "mencionado", "referida", "referido", "vigente",
                   "vixente", "vigent",  "actual",     "nueva",      "nuevo",    "nova",     "novo",
                   "nou",     "antigua", "antiguo",    "propia",     "propio",   "esmentada"})) {
            ++i;
        }
        if ((is(i, {"texto"}) && is(i + 1, {"refundido"})) || (is(i, {"text"}) && is(i + 1, {"refos"}))) {
            auto const behind = behind_of(w_, i + 2);
            if (behind != i + 2) i = behind;
        }
        return i;
    }

    /// "Ley 39/2015, artículo 21", "LCSP (art. 118)", "la Ley 39/2015, en su artículo 21", "39/2015 Legearen 21. artikulua": articles that
    /// stand behind their norm, unless they go on with a norm of their own.
    std::optional<reference_list> articles_behind(std::size_t i) const {
        bool const bracket = at(i) == "(";
        if (is(i, {",", "(", ":"})) ++i;
        if (block(i)) return std::nullopt;
        if (auto list = basque_articles_at(w_, i); !list.items.empty()) return list;
        auto start = i;
        if (is(start, {"en", "no", "al", "ao"})) {
            ++start;
            if (is(start, {"su", "sus", "el", "los", "la", "seu", "seus", "els"})) ++start;
            if (is(start, {"seu", "seus"})) ++start;
        }
        auto list = articles_at(w_, start);
        if (!list) return std::nullopt;
        if (bracket && at(list->end) == ")") {
            list->items.back().to = ++list->end;
            return list;
        }
        if (behind_of(w_, list->end) != list->end && !block(list->end)) return std::nullopt;
        if (!norm_at(behind_connection(list->end)).empty()) return std::nullopt;
        return list;
    }

    void add(std::size_t from, std::size_t to, std::string norm, reference const& r) {
        out_.push_back({w_[from].begin, w_[to - 1].end, std::move(norm), r.article, r.part, r.until});
    }

    /// Each article its own citation; the last reaches to the end of the norm, and of the bracket it stands in.
    std::size_t attach(reference_list const& list, std::vector<named_norm> const& norms, bool bracket) {
        auto const& norm = norms.front();
        auto const end = norm.to + (bracket && at(norm.to) == ")" ? 1U : 0U);
        for (auto const& r : list.items) add(r.from, &r == &list.items.back() ? end : r.to, norm.key, r);
        return std::max(end, rest(norms));
    }

    /// The first reaches from the norm before them.
    void lead(named_norm const& norm, reference_list const& list) {
        for (auto const& r : list.items) add(&r == &list.items.front() ? norm.from : r.from, r.to, norm.key, r);
    }

    /// Norms without articles; the first may have been attached already.
    std::size_t rest(std::vector<named_norm> const& norms) {
        auto end = std::size_t{0};
        for (auto const& norm : norms) {
            bool const attached = !out_.empty() && out_.back().end >= w_[norm.to - 1].end;
            if (!attached && norm.alone)
                out_.push_back({w_[norm.from].begin, w_[norm.to - 1].end, norm.key, {}, {}, {}});
            end = norm.to;
        }
        return end;
    }

    std::string_view text_;
    name_table const& names_;
    words w_;
    std::size_t basque_from_ = 0;  ///< no Basque article begins before
    std::vector<citation> out_;
};

}  // namespace

std::vector<citation> find_citations(std::string_view text, name_table const& names) {
    return finder(text, names).find();
}

}  // namespace plaza::domain::norms
