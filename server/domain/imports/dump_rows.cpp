// SPDX-License-Identifier: EUPL-1.2
#include "domain/imports/dump_rows.hpp"

#include "base/crypto.hpp"
#include "base/markdown.hpp"
#include "base/text.hpp"
#include "domain/imports/html_to_markdown.hpp"
#include "domain/imports/markdown_text.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace plaza::domain::imports {
namespace {

constexpr std::size_t longest_name = 120;
constexpr std::size_t longest_bio = 2000;
constexpr std::size_t longest_title = 300;
constexpr std::size_t longest_tag = 40;
constexpr std::size_t most_tags = 10;
constexpr std::size_t longest_note = 500;

/// Why the row being read is left out; thrown within this file only.
struct left_out {
    std::string why;
};

template <class T, class F>
base::result<T> guarded(F read) {
    try {
        return read();
    } catch (left_out const& reason) {
        return base::problem{422, reason.why, {}, {}};
    }
}

std::string_view text_of(xml_row const& row, std::string_view name) { return row.get(name).value_or(""); }

std::int64_t required_number(xml_row const& row, std::string_view name) {
    auto const value = row.number(name);
    if (!value) throw left_out{std::string(name) + " missing or not a number"};
    return *value;
}

moment required_date(xml_row const& row, std::string_view name, moment now) {
    auto const written = row.get(name);
    auto const value = written ? parse_moment(*written) : std::nullopt;
    if (!value) throw left_out{std::string(name) + " missing or not a date"};
    if (*value > now) throw left_out{std::string(name) + " in the future"};
    return *value;
}

std::string cut(std::string text, std::size_t max) {
    return base::count_code_points(text) > max ? base::plain_extract(text, max) : text;
}

std::string line_of(xml_row const& row, std::string_view name, std::size_t max) {
    return cut(base::scrub_text(text_of(row, name), false), max);
}

dump_author author_of(xml_row const& row, std::string_view id, std::string_view name) {
    return {row.number(id), line_of(row, name, longest_name)};
}

/// A fingerprint: whether the row is the same as when it was imported.
std::string digest_of(xml_row const& row, std::initializer_list<std::string_view> names) {
    std::string all;
    for (auto const name : names) {
        auto const value = text_of(row, name);
        all += std::to_string(value.size()) + ":";
        all += value;
    }
    return base::sha256_hex(all);
}

/// `<a><b>` in older dumps, `|a|b|` in newer ones.
std::vector<std::string> tags_of(xml_row const& row) {
    auto const written = text_of(row, "Tags");
    std::vector<std::string> tags;
    for (std::size_t from = 0; from < written.size() && tags.size() < most_tags;) {
        auto const begin = written.find_first_not_of("<>|", from);
        if (begin == std::string_view::npos) break;
        auto const end = std::min(written.find_first_of("<>|", begin), written.size());
        auto tag = base::scrub_text(written.substr(begin, end - begin), false);
        std::transform(tag.begin(), tag.end(), tag.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        auto const known = std::find(tags.begin(), tags.end(), tag) != tags.end();
        if (!tag.empty() && !known && base::count_code_points(tag) <= longest_tag) tags.push_back(std::move(tag));
        from = end + 1;
    }
    return tags;
}

}  // namespace

std::optional<moment> parse_moment(std::string_view text) {
    if (text.ends_with('Z')) text.remove_suffix(1);
    if (text.size() < 19 || text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != ' ') ||
        text[13] != ':' || text[16] != ':') {
        return {};
    }
    auto const part = [&](std::size_t from, std::size_t size) {
        int value = -1;
        auto const* end = text.data() + from + size;
        auto const parsed = std::from_chars(text.data() + from, end, value);
        return parsed.ptr == end && parsed.ec == std::errc() ? value : -1;
    };
    namespace chrono = std::chrono;
    chrono::year_month_day const day{chrono::year(part(0, 4)), chrono::month(static_cast<unsigned>(part(5, 2))),
                                     chrono::day(static_cast<unsigned>(part(8, 2)))};
    int const hour = part(11, 2);
    int const minute = part(14, 2);
    int const second = part(17, 2);
    if (!day.ok() || part(0, 4) < 1970 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
        second > 59)
        return {};
    moment micros = 0;
    if (text.size() > 19) {
        if (text[19] != '.' || text.size() > 26 || text.size() == 20) return {};
        int fraction = part(20, text.size() - 20);
        if (fraction < 0) return {};
        for (auto digits = text.size() - 20; digits < 6; ++digits) fraction *= 10;
        micros = fraction;
    }
    auto const seconds =
        chrono::sys_days(day).time_since_epoch() / chrono::seconds(1) + hour * 3600 + minute * 60 + second;
    return seconds * 1'000'000 + micros;
}

base::result<dump_person> read_person(xml_row const& row, moment now) {
    return guarded<dump_person>([&] {
        dump_person person;
        person.id = required_number(row, "Id");
        person.name = line_of(row, "DisplayName", longest_name);
        if (person.name.empty()) person.name = "user" + std::to_string(person.id);
        person.bio = cut(html_to_markdown(base::scrub_text(text_of(row, "AboutMe"), true)), longest_bio);
        auto const created = parse_moment(text_of(row, "CreationDate"));
        person.future = created && *created > now;
        person.created = created ? std::min(*created, now) : now;
        person.digest = digest_of(row, {"DisplayName", "AboutMe", "CreationDate"});
        return person;
    });
}

base::result<dump_post> read_post(xml_row const& row, moment now) {
    return guarded<dump_post>([&] {
        dump_post post;
        post.id = required_number(row, "Id");
        auto const type = required_number(row, "PostTypeId");
        if (type != 1 && type != 2) throw left_out{std::string(counted_only) + "post type " + std::to_string(type)};
        post.type = static_cast<post_type>(type);
        post.created = required_date(row, "CreationDate", now);
        auto const edited = parse_moment(text_of(row, "LastEditDate"));
        if (edited && *edited > post.created && *edited <= now) post.edited = edited;
        if (post.type == post_type::answer) {
            post.parent = required_number(row, "ParentId");
        } else {
            post.accepted = row.number("AcceptedAnswerId");
            post.title = line_of(row, "Title", longest_title);
            if (post.title.empty()) throw left_out{"Title missing"};
            post.tags = tags_of(row);
        }
        post.author = author_of(row, "OwnerUserId", "OwnerDisplayName");
        post.html = base::scrub_text(text_of(row, "Body"), true);
        post.digest = digest_of(row, {"PostTypeId", "ParentId", "CreationDate", "Title", "Body", "OwnerUserId",
                                      "OwnerDisplayName", "Tags"});
        return post;
    });
}

std::string markdown_body(dump_post const& post) {
    auto body = base::scrub_text(html_to_markdown(post.html), true);
    if (body.empty() && post.type == post_type::question) append_words(body, post.title);
    return body;
}

std::string body_fault(std::string_view markdown) {
    if (markdown.empty()) return "Body missing";
    if (markdown.size() <= base::markdown_limits::input) return {};
    return "Body too long: " + std::to_string(base::count_code_points(markdown)) + " characters";
}

base::result<dump_comment> read_comment(xml_row const& row, moment now) {
    return guarded<dump_comment>([&] {
        dump_comment comment;
        comment.id = required_number(row, "Id");
        comment.post = required_number(row, "PostId");
        comment.created = required_date(row, "CreationDate", now);
        comment.author = author_of(row, "UserId", "UserDisplayName");
        // Comments know emphasis, code and links, but no blocks.
        comment.body = as_paragraph(base::scrub_text(text_of(row, "Text"), true));
        if (comment.body.empty()) throw left_out{"Text missing"};
        if (comment.body.size() > base::markdown_limits::input) {
            throw left_out{"Text too long: " + std::to_string(base::count_code_points(comment.body)) + " characters"};
        }
        comment.digest = digest_of(row, {"PostId", "CreationDate", "Text", "UserId", "UserDisplayName"});
        return comment;
    });
}

base::result<dump_history> read_history(xml_row const& row, moment now) {
    return guarded<dump_history>([&] {
        dump_history history;
        history.id = required_number(row, "Id");
        auto const type = required_number(row, "PostHistoryTypeId");
        // First versions, edits and rollbacks, of titles and of bodies.
        if (type == 1 || type == 4 || type == 7) {
            history.part = history_part::title;
        } else if (type == 2 || type == 5 || type == 8) {
            history.part = history_part::body;
        } else {
            throw left_out{std::string(counted_only) + "history type " + std::to_string(type)};
        }
        history.post = required_number(row, "PostId");
        history.created = required_date(row, "CreationDate", now);
        history.revision = line_of(row, "RevisionGUID", 64);
        if (history.revision.empty()) history.revision = std::to_string(history.id);
        history.author = author_of(row, "UserId", "UserDisplayName");
        bool const body = history.part == history_part::body;
        history.text = body ? base::scrub_text(text_of(row, "Text"), true) : line_of(row, "Text", longest_title);
        if (history.text.empty()) throw left_out{std::string(counted_only) + "history without text"};
        if (history.text.size() > base::markdown_limits::input) {
            throw left_out{"Text too long: " + std::to_string(base::count_code_points(history.text)) + " characters"};
        }
        history.comment = line_of(row, "Comment", longest_note);
        return history;
    });
}

base::result<dump_vote> read_vote(xml_row const& row) {
    return guarded<dump_vote>([&] {
        dump_vote vote;
        vote.post = required_number(row, "PostId");
        vote.type = required_number(row, "VoteTypeId");
        vote.created = parse_moment(text_of(row, "CreationDate")).value_or(0);
        return vote;
    });
}

base::result<dump_link> read_link(xml_row const& row, moment now) {
    return guarded<dump_link>([&] {
        dump_link link;
        link.id = required_number(row, "Id");
        link.from = required_number(row, "PostId");
        link.to = required_number(row, "RelatedPostId");
        auto const type = required_number(row, "LinkTypeId");
        if (type != 1 && type != 3) throw left_out{std::string(counted_only) + "link type " + std::to_string(type)};
        link.duplicate = type == 3;
        link.created = required_date(row, "CreationDate", now);
        return link;
    });
}

}  // namespace plaza::domain::imports
