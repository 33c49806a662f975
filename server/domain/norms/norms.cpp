// SPDX-License-Identifier: EUPL-1.2
#include "domain/norms/norms.hpp"

#include "base/markdown.hpp"
#include "base/text.hpp"
#include "domain/accountability/audit.hpp"
#include "domain/files/files.hpp"
#include "domain/norms/keys.hpp"
#include "domain/norms/norms_sql.hpp"
#include "domain/norms/vocabulary.hpp"
#include "jobs/queue.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <memory>
#include <mutex>
#include <tuple>

namespace plaza::domain::norms {
namespace {

constexpr char const* job = "norms.recognise";

std::string text_of(boost::json::object const& row, std::string_view name) {
    return std::string(row.at(name).as_string());
}

name_table load(persistence::connection& db) {
    auto const read = boost::json::parse(db.one(sql::table)).as_object();
    std::vector<known_norm> norms;
    for (auto const& row : read.at("norms").as_array()) {
        auto const& r = row.as_object();
        norms.push_back({text_of(r, "key"), text_of(r, "kind"), text_of(r, "number"), text_of(r, "community"),
                         static_cast<int>(r.at("month").as_int64()), static_cast<int>(r.at("day").as_int64())});
    }
    std::vector<short_name> names;
    for (auto const& row : read.at("names").as_array()) {
        auto const& r = row.as_object();
        names.push_back({text_of(r, "name"), text_of(r, "key"), r.at("acronym").as_bool()});
    }
    return name_table(norms, names);
}

struct held_table {
    std::int64_t version = 0;
    std::shared_ptr<name_table const> names;
};

/// The table as the database has it now. One is kept for all workers: it changes some times a year.
held_table hold(persistence::connection& db) {
    static std::mutex mutex;
    static held_table last;
    auto const version = db.one(sql::hold);
    {
        std::lock_guard const lock(mutex);
        if (last.names && last.version == version) return last;
    }
    held_table fresh{version, std::make_shared<name_table const>(load(db))};
    std::lock_guard const lock(mutex);
    return last = fresh;
}

std::string address_of(citation const& cited) {
    auto address = "/legislacion/" + cited.norm;
    if (!cited.article.empty()) address += "?articulo=" + cited.article;
    return address;
}

base::result<recognised> recognise_with(name_table const& names, std::string_view body, std::string_view title,
                                        base::file_finder const& own) {
    recognised out;
    auto const take = [&](citation const& cited) {
        for (auto& article : articles_of(cited)) out.cited.push_back({cited.norm, std::move(article), cited.part});
    };
    auto const find = [&](base::body_text const& said) {
        std::vector<base::text_link> links;
        for (auto const& cited : find_citations(said.words, names)) {
            take(cited);
            links.push_back({cited.begin, cited.end, address_of(cited)});
        }
        for (auto const& address : said.addresses) {
            if (out.cited.size() >= most_citations) break;
            if (auto const cited = citation_of_address(address, names)) take(*cited);
        }
        return links;
    };
    auto html = base::to_html(body, find, own);
    if (!html) return html.error();
    for (auto const& cited : find_citations(title, names)) take(cited);
    out.html = std::move(*html);
    auto const key = [](cited_article const& c) { return std::tie(c.norm, c.article, c.part); };
    std::sort(out.cited.begin(), out.cited.end(), [&](auto const& a, auto const& b) { return key(a) < key(b); });
    out.cited.erase(
        std::unique(out.cited.begin(), out.cited.end(), [&](auto const& a, auto const& b) { return key(a) == key(b); }),
        out.cited.end());
    return out;
}

std::string as_json(std::vector<cited_article> const& cited) {
    boost::json::array rows;
    for (auto const& c : cited)
        rows.push_back(boost::json::object{{"norm", c.norm}, {"article", c.article}, {"part", c.part}});
    return boost::json::serialize(rows);
}

std::string as_line(std::vector<cited_article> const& cited) {
    std::string out;
    for (auto const& c : cited) out += c.norm + ' ' + c.article + ' ' + c.part + '\n';
    return out;
}

std::string in_capitals(std::string text) {
    for (auto& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return text;
}

/// An acronym is written in capitals alone; any other name is of two words or more, since one would stand everywhere.
std::optional<bool> acronym(std::string_view name) {
    auto const capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (std::all_of(name.begin(), name.end(), capital)) return name.size() >= 2 ? std::optional(true) : std::nullopt;
    auto const w = words_of(name);
    auto const letters = std::count_if(w.begin(), w.end(), [](auto const& x) { return x.what == word::sort::letters; });
    bool const digits = std::any_of(w.begin(), w.end(), [](auto const& x) { return x.what == word::sort::digits; });
    if (digits || letters < 2 || static_cast<std::size_t>(letters) > most_words) return std::nullopt;
    return false;
}

}  // namespace

bool is_article(std::string_view text) { return text.size() <= longest_article && base::valid_slug(text); }

base::result<recognised> recognise(persistence::connection& db, std::string_view body, std::string_view title,
                                   base::file_finder const& own) {
    return recognise_with(*hold(db).names, body, title, own);
}

base::result<asked_norm> asked_for(persistence::connection& db, std::string_view text) {
    /// Neither a key nor an article with its norm is ever longer.
    constexpr std::size_t longest_key = 80;
    constexpr std::size_t longest = 200;
    auto cleaned = base::clean_text(text, {0, longest, false});
    if (!cleaned) return base::invalid("norm", "unknown_norm");
    if (cleaned->empty()) return asked_norm{};
    bool const key = cleaned->size() <= longest_key && base::valid_slug(*cleaned);
    if (key && db.one(sql::known, *cleaned, *cleaned)) return asked_norm{*cleaned, {}};
    auto const names = hold(db).names;
    // In texts acronyms count in capitals alone; whoever asks for one writes it as it comes.
    auto const capitals = in_capitals(*cleaned);
    if (auto const known = names->acronym(capitals); !known.empty()) return asked_norm{std::string(known), {}};
    for (auto const& form : {*cleaned, capitals}) {
        auto const found = find_citations(form, *names);
        if (!found.empty()) return asked_norm{found.front().norm, found.front().article};
    }
    if (auto const address = citation_of_address(*cleaned, *names)) return asked_norm{address->norm, address->article};
    if (key) return asked_norm{*cleaned, {}};
    return base::invalid("norm", "unknown_norm");
}

void render(persistence::connection& db, std::int64_t post) {
    auto const text = db.row(sql::one_post, post);
    if (!text) return;
    auto const now = recognise(db, text->body, text->title, files::of_post(db, post, text->body).finder());
    if (now && now->html != text->html) db.one(sql::write_html, post, text->body, now->html);
}

void keep(persistence::connection& db, std::int64_t post, std::vector<cited_article> const& cited) {
    db.run(sql::keep, post, as_json(cited));
}

// Without a key: one that is being done may have passed what was written since.
void recognise_all(persistence::connection& db) { jobs::enqueue(db, job, "{}"); }

void recognise_some(persistence::connection& db, std::string const& payload) {
    /// So many are read, and written where they differ, in a fraction of a second.
    constexpr int batch = 200;
    auto const held = hold(db);
    auto const asked = boost::json::parse(payload).as_object();
    auto const* after = asked.if_contains("after");
    if (after && asked.at("version").to_number<std::int64_t>() != held.version) {
        // Names changed between two batches: what was done is to be done again.
        jobs::enqueue(db, job, "{}", job);
        return;
    }
    auto const posts = db.rows(sql::some_posts, after ? after->to_number<std::int64_t>() : 0, batch);
    for (auto const& post : posts) {
        auto const own = files::of_post(db, post.post, post.body).finder();
        auto const now = recognise_with(*held.names, post.body, post.title, own);
        // What cannot be shown was kept as it was written.
        if (!now || (now->html == post.html && as_line(now->cited) == post.cited)) continue;
        // Whoever has edited it meanwhile has done so with the same names.
        auto const title = db.row(sql::hold_title, post.post);
        if (!title || (!post.title.empty() && *title != post.title)) continue;
        if (!db.one(sql::write_html, post.post, post.body, now->html)) continue;
        keep(db, post.post, now->cited);
    }
    if (posts.size() < batch) return;
    jobs::enqueue(db, job,
                  boost::json::serialize(boost::json::object{{"after", posts.back().post}, {"version", held.version}}));
}

base::result<std::string> add(persistence::connection& db, base::actor const& actor, new_norm wanted) {
    if (!wanted.reference.empty()) {
        auto lower = base::lower(wanted.reference);
        if (reference_in(lower) != lower) return base::invalid("reference", "not_a_reference");
    }
    if (wanted.reference.empty() && wanted.kind.empty()) return base::invalid("number", "required");
    if (wanted.kind.empty() != wanted.number.empty()) return base::invalid("number", "required");
    if (!wanted.kind.empty() && kind_title(wanted.kind).empty()) return base::invalid("kind", "unknown_kind");
    if (!wanted.community.empty() && (community_title(wanted.community).empty() || !communities_make(wanted.kind))) {
        return base::invalid("community", "unknown_community");
    }
    auto const made =
        wanted.kind.empty() ? std::string() : made_key(wanted.kind, base::lower(wanted.number), wanted.community);
    // Number and year, and the ministry's letters before them, are all that stands in a number.
    if (!made.empty() &&
        (title_of(made).find(wanted.number) == std::string::npos || wanted.number.find('/') == std::string::npos)) {
        return base::invalid("number", "not_a_number");
    }
    auto const id = wanted.reference.empty() ? made : wanted.reference;
    if (db.one(sql::known, base::lower(id), made)) return base::conflict("norm_known");
    auto const serial = db.one(sql::add, id, wanted.title, wanted.kind, wanted.number, wanted.community);
    db.run(sql::add_first_name, id);
    db.one(sql::renew, id);
    audit::write(db, actor, "norm.added", "norm", serial, {{"norm", id}, {"title", wanted.title}});
    return base::lower(id);
}

base::result<void> add_name(persistence::connection& db, base::actor const& actor, std::string const& slug,
                            std::string const& name) {
    auto const short_enough = base::clean_text(name, {1, longest_name, false});
    auto const norm = db.row(sql::find, slug);
    if (!norm) return base::not_found();
    auto const kind = short_enough ? acronym(*short_enough) : std::nullopt;
    if (!kind) return base::invalid("name", "not_a_name");
    if (auto const holder = db.row(sql::holder, *short_enough, *kind)) {
        // Saying it twice says nothing new.
        if (*holder == norm->id) return {};
        return base::conflict("name_taken");
    }
    if (db.one(sql::own_names) >= most_own_names) return base::conflict("too_many_names");
    db.run(sql::add_name, *short_enough, norm->id, *kind);
    db.one(sql::renew, norm->id);
    audit::write(db, actor, "norm.name_added", "norm", norm->serial, {{"norm", norm->id}, {"name", *short_enough}});
    return {};
}

base::result<void> remove_name(persistence::connection& db, base::actor const& actor, std::string const& slug,
                               std::string const& name) {
    auto const norm = db.row(sql::find, slug);
    if (!norm || db.run(sql::remove_name, name, norm->id) == 0) return base::not_found();
    db.one(sql::renew, norm->id);
    audit::write(db, actor, "norm.name_removed", "norm", norm->serial, {{"norm", norm->id}, {"name", name}});
    return {};
}

}  // namespace plaza::domain::norms
