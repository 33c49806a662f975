// SPDX-License-Identifier: EUPL-1.2
#include "domain/files/files_http.hpp"

#include "base/text.hpp"
#include "domain/files/files.hpp"
#include "domain/files/files_sql.hpp"
#include "domain/groups/groups.hpp"

#include <charconv>

namespace plaza::domain::files::http {
namespace {

constexpr base::text_limits name_text{1, 255, false};

/// What asks for a part that a file has not.
struct part {
    bool whole = true;
    bool possible = true;
    std::size_t begin = 0;
    std::size_t size = 0;
};

std::optional<std::size_t> number(std::string_view text) {
    std::size_t out = 0;
    auto const parsed = std::from_chars(text.data(), text.data() + text.size(), out);
    if (text.empty() || parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return std::nullopt;
    return out;
}

/// One range; of several, or of what cannot be understood, everything is given, as the standard allows.
part part_of(std::string_view range, std::size_t size) {
    constexpr std::string_view unit = "bytes=";
    auto const dash = range.find('-');
    if (!range.starts_with(unit) || dash == range.npos) return {};
    auto const first_text = range.substr(unit.size(), dash - unit.size());
    auto const last_text = range.substr(dash + 1);
    auto const first = number(first_text);
    auto const last = number(last_text);
    if (first_text.empty() && last) {
        if (*last == 0) return {false, false};
        auto const length = std::min(*last, size);
        return {false, true, size - length, length};
    }
    if (!first || (!last && !last_text.empty()) || (last && *last < *first)) return {};
    if (*first >= size) return {false, false};
    auto const end = last ? std::min(*last, size - 1) : size - 1;
    return {false, true, *first, end - *first + 1};
}

}  // namespace

std::string disposition(std::string_view how, std::string_view name) {
    constexpr std::string_view plain = "!#$&+-.^_`|~";
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string simple;
    std::string full;
    for (char const c : name) {
        bool const word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        auto const byte = static_cast<unsigned char>(c);
        if (byte < 0x80) simple += c == '"' || c == '\\' || c == '%' || byte < ' ' || byte == 0x7F ? '_' : c;
        if (byte >= 0xC0) simple += '_';
        if (word || plain.find(c) != plain.npos) {
            full += c;
        } else {
            full += '%';
            full += hex[byte >> 4U];
            full += hex[byte & 15U];
        }
    }
    return std::string(how) + "; filename=\"" + simple + "\"; filename*=UTF-8''" + full;
}

base::result<std::shared_ptr<base::body_sink>> open(persistence::connection& db, transport::request const& request,
                                                    base::actor const& actor, intake& files) {
    std::optional<std::string> name;
    for (auto const& [key, value] : request.query) {
        if (key != "name" || name) return base::invalid(key, "unknown_parameter");
        auto const clean = base::clean_text(value, name_text);
        if (!clean) return base::invalid("name", clean.error().type);
        name = *clean;
    }
    if (!name) return base::invalid("name", "required");
    std::int64_t bytes = 0;
    if (auto const length = number(request.headers.get("Content-Length"))) bytes = static_cast<std::int64_t>(*length);
    if (auto const fits = room_for(db, actor, bytes); !fits) return fits.error();
    auto begun = files.begin(actor, std::move(*name));
    if (!begun) return begun.error();
    return std::shared_ptr<base::body_sink>(std::move(*begun));
}

boost::asio::awaitable<answer> upload(transport::request const& request, persistence::database& db, intake& files) {
    auto complete = std::static_pointer_cast<files::upload>(request.sink);
    auto const actor = complete->actor();
    auto kept = co_await files.keep(std::move(complete));
    if (!kept) co_return kept.error();
    auto const stored = kept->stored;
    auto take_up = [actor, wanted = *kept](persistence::connection& c) -> base::result<added> {
        persistence::transaction tx(c);
        auto done = add(c, actor, wanted);
        if (done) tx.commit();
        return done;
    };
    // Where the database does not say what became of it, the bytes stay until the sweep: there may be a row.
    auto done = co_await db.run(std::move(take_up));
    if (!done) {
        auto take_away = [&from = files.shelves(), stored] {
            from.remove(stored);
            return true;
        };
        // Where nobody has time for it, the sweep has.
        co_await files.shelves().threads().run(std::move(take_away));
        co_return done.error();
    }
    co_return created("/api/v1/files/" + std::to_string(done->id), std::move(done->shape));
}

answer read(call& c) {
    if (auto p = only_parameters(c, {"size"})) return *p;
    auto const size = choice_parameter(c, "size", {"small", "large"});
    if (!size) return size.error();
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    // Before anything is said of what the reader has already.
    auto const found = c.db.row(sql::readable, c.actor.person, *id);
    if (!found || (*size == "small" && !found->picture)) return base::not_found();
    bool const small = *size == "small";
    transport::response r;
    // The bytes of a file never change.
    auto const tag = "\"" + std::to_string(*id) + (small ? "-small\"" : "\"");
    r.headers.add("ETag", tag);
    r.headers.add("Cache-Control", "private, no-cache");
    r.headers.add("Content-Security-Policy", "default-src 'none'; sandbox");
    r.content_type = found->kind;
    if (base::names_tag(c.request.headers.get("If-None-Match"), tag)) {
        r.status = 304;
        return r;
    }
    auto whole = c.env.files->open(small ? small_form(found->stored) : found->stored, c.actor.person);
    if (!whole) return whole.error();
    r.headers.add("Accept-Ranges", "bytes");
    r.headers.add("Content-Disposition", disposition(found->picture ? "inline" : "attachment", found->name));
    r.stream = std::move(*whole);
    auto const range = c.request.headers.get("Range");
    auto const condition = c.request.headers.get("If-Range");
    if (range.empty() || (!condition.empty() && condition != tag)) return r;
    auto const all = r.stream->size();
    auto const wanted = part_of(range, all);
    if (wanted.whole) return r;
    if (!wanted.possible) return base::problem{416, "no_such_range", {}, {}};
    r.status = 206;
    r.headers.add("Content-Range", "bytes " + std::to_string(wanted.begin) + "-" +
                                       std::to_string(wanted.begin + wanted.size - 1) + "/" + std::to_string(all));
    r.stream = files::part_of(r.stream, wanted.begin, wanted.size);
    return r;
}

answer state(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto const shape = c.db.row(sql::own_shape, c.actor.person, *id);
    if (!shape) return base::not_found();
    return tagged(c, *shape);
}

answer remove(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto const none = no_fields(c);
    auto const removed = files::remove(c.db, c.actor, *id);
    if (!removed) return removed.error();
    if (none) return *none;
    return no_content();
}

answer list_in_group(call& c) {
    if (auto p = only_parameters(c, {"limit", "before"})) return *p;
    auto page = read_page(c, "group_files", 2);
    if (!page) return page.error();
    auto const group = groups::access_group(c.db, c.actor, c.request.captures[0], groups::need::read);
    if (!group) return group.error();
    std::optional<std::int64_t> at, id;
    if (!page->after.empty()) {
        at = page->after[0];
        id = page->after[1];
    }
    auto const found = c.db.one(sql::list, group->id(), at, id, page->limit);
    return tagged(c, list_body(c, "group_files", found.items, next_keys(found.more, {found.last_at, found.last_id})));
}

}  // namespace plaza::domain::files::http
