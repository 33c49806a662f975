// SPDX-License-Identifier: EUPL-1.2
#include "domain/similar/similar.hpp"

#include "base/markdown.hpp"
#include "domain/search/extract.hpp"
#include "domain/similar/ranking.hpp"
#include "domain/similar/similar_sql.hpp"
#include "persistence/array.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <cmath>

namespace plaza::domain::similar {
namespace {

/// So many share most words with the question; of others none comes before these five.
constexpr int looked_at = 150;
/// So many say what it is about.
constexpr std::size_t neighbours = 15;
/// With so much of what is asked in its title it may well be the same question.
constexpr double close_share = 0.6;

/// Terms as the database spells them; their weights among so many posts.
std::vector<term> terms_in(std::string const& spelled, std::int64_t posts) {
    std::vector<term> out;
    auto const all = boost::json::parse(spelled);
    for (auto const& one : all.as_array()) {
        auto const& said = one.as_object();
        term t;
        for (auto const& word : said.at("words").as_array()) t.words.emplace_back(word.as_string());
        for (auto const& form : said.at("forms").as_array()) {
            std::string_view const name = form.as_string();
            if (name.size() > 3 && name[2] == '/') t.stems.emplace_back(name.substr(3));
        }
        t.weight = weight_of(said.at("posts").as_int64(), posts);
        out.push_back(std::move(t));
    }
    return out;
}

/// As extracts are marked.
std::string lexemes_of(std::vector<term> const& terms) {
    std::string out;
    for (auto const& t : terms) {
        for (auto const& word : t.words) out += word + ' ';
        for (auto const& stem : t.stems) out += "xx/" + stem + ' ';
    }
    return out;
}

struct known {
    std::vector<term> terms;
    std::vector<likeness> ranked;
};

known look_up(persistence::connection& db, std::int64_t viewer, std::string const& title, std::string const& group) {
    auto rows = db.rows(sql::candidates, viewer, title, group.empty() ? std::nullopt : std::optional(group), looked_at);
    known out;
    std::vector<candidate> candidates;
    for (auto& row : rows) {
        if (!row.terms.empty()) out.terms = terms_in(row.terms, row.posts);
        candidates.push_back({row.thread, std::move(row.title), std::move(row.body), static_cast<unsigned>(row.titled),
                              static_cast<unsigned>(row.known), static_cast<unsigned>(row.inside), row.duplicates,
                              row.related, row.outdated});
    }
    out.ranked = rank(out.terms, candidates);
    return out;
}

}  // namespace

std::vector<likeness> nearest(persistence::connection& db, std::int64_t viewer, std::string const& title,
                              std::size_t most) {
    auto found = look_up(db, viewer, title, {}).ranked;
    if (found.size() > most) found.resize(most);
    return found;
}

std::string find(persistence::connection& db, std::int64_t viewer, question const& asked) {
    auto const [terms, ranked] = look_up(db, viewer, asked.title, asked.group);
    std::vector<std::int64_t> likes, best;
    std::vector<std::int64_t> weights;
    for (auto const& one : ranked) {
        if (likes.size() == neighbours) break;
        if (best.size() < most_shown) best.push_back(one.thread);
        likes.push_back(one.thread);
        weights.push_back(std::llround(one.score * 1000));
    }

    search::marker const marks(lexemes_of(terms), "");
    std::string items;
    for (auto const& row : db.rows(sql::shown, viewer, persistence::array_of(best))) {
        auto const of =
            std::find_if(ranked.begin(), ranked.end(), [&](auto const& one) { return one.thread == row.thread_id; });
        if (!items.empty()) items += ',';
        items += "{\"thread\":" + row.thread + ",\"number\":" + std::to_string(row.number) + ",\"extract\":";
        items += boost::json::serialize(boost::json::string(marks.extract(base::plain_text(row.body))));
        items += std::string(",\"close\":") + (terms.size() > 1 && of->share >= close_share ? "true}" : "false}");
    }
    auto const proposed = db.one(sql::proposal, viewer, asked.title + '\n' + asked.text, persistence::array_of(likes),
                                 persistence::array_of(weights));
    return "{\"items\":[" + items + "],\"groups\":" + proposed.groups + ",\"tags\":" + proposed.tags + '}';
}

}  // namespace plaza::domain::similar
