// SPDX-License-Identifier: EUPL-1.2
#include "domain/call.hpp"

#include "base/strict_json.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <set>

namespace plaza::domain {
namespace {

/// See moment_field().
std::optional<std::int64_t> moment(std::string_view text) {
    constexpr std::string_view form = "0000-00-00T00:00:00.000Z";
    if (text.size() != form.size()) return std::nullopt;
    for (std::size_t i = 0; i < form.size(); ++i) {
        bool const digit = text[i] >= '0' && text[i] <= '9';
        if (form[i] == '0' ? !digit : text[i] != form[i]) return std::nullopt;
    }
    auto const number = [&](std::size_t at, std::size_t length) {
        int value = 0;
        std::from_chars(text.data() + at, text.data() + at + length, value);
        return value;
    };
    using namespace std::chrono;
    auto const date =
        year(number(0, 4)) / month(static_cast<unsigned>(number(5, 2))) / day(static_cast<unsigned>(number(8, 2)));
    if (!date.ok() || number(11, 2) > 23 || number(14, 2) > 59 || number(17, 2) > 59) return std::nullopt;
    auto const at = sys_days(date) + hours(number(11, 2)) + minutes(number(14, 2)) + seconds(number(17, 2)) +
                    milliseconds(number(20, 3));
    return duration_cast<microseconds>(at.time_since_epoch()).count();
}

}  // namespace

base::result<page> read_page(call const& c, std::string_view purpose, std::size_t keys) {
    page p;
    if (auto const limit = c.request.query_value("limit"); !limit.empty()) {
        auto const parsed = std::from_chars(limit.data(), limit.data() + limit.size(), p.limit);
        if (parsed.ec != std::errc() || parsed.ptr != limit.data() + limit.size() || p.limit < 1 ||
            p.limit > largest_page) {
            return base::invalid("limit", "out_of_range");
        }
    }
    if (auto const before = c.request.query_value("before"); !before.empty()) {
        auto decoded = c.env.cursors.decode(purpose, before, keys);
        if (!decoded) return base::invalid("before", "not_a_cursor");
        p.after = std::move(*decoded);
    }
    return p;
}

std::optional<base::problem> only_parameters(call const& c, std::initializer_list<std::string_view> allowed) {
    std::set<std::string_view> seen;
    for (auto const& [name, value] : c.request.query) {
        if (std::find(allowed.begin(), allowed.end(), name) == allowed.end()) {
            return base::invalid(name, "unknown_parameter");
        }
        if (!seen.insert(name).second) return base::invalid(name, "repeated");
    }
    return std::nullopt;
}

base::result<std::string> words_parameter(call const& c) {
    auto words = base::clean_text(c.request.query_value("q"), {0, 200, false});
    if (!words) return base::invalid("q", words.error().type);
    return words;
}

base::result<std::string> choice_parameter(call const& c, std::string_view name,
                                           std::initializer_list<std::string_view> words) {
    auto const value = c.request.query_value(name);
    if (!value.empty() && std::find(words.begin(), words.end(), value) == words.end()) {
        return base::invalid(name, "unknown_value");
    }
    return std::string(value);
}

base::result<std::string> band_parameter(call const& c) {
    return choice_parameter(c, "band", {"lt1000", "1000-4999", "5000-19999", "20000-49999", "50000-99999", "ge100000"});
}

base::result<std::string> territory_parameter(call const& c, std::string_view name) {
    auto const value = c.request.query_value(name);
    bool const digits = std::all_of(value.begin(), value.end(), [](char d) { return d >= '0' && d <= '9'; });
    if (!value.empty() && (value.size() != 2 || !digits)) return base::invalid(name, "unknown_value");
    return std::string(value);
}

bool valid_slug(std::string_view text) {
    bool part = false;
    for (char ch : text) {
        bool const letter = (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9');
        if (!letter && (ch != '-' || !part)) return false;
        part = letter;
    }
    return part && text.size() >= 2;
}

std::vector<std::int64_t> next_keys(bool more, std::initializer_list<std::optional<std::int64_t>> keys) {
    std::vector<std::int64_t> out;
    if (more) {
        for (auto const& key : keys) out.push_back(key.value_or(0));
    }
    return out;
}

std::optional<base::problem> no_fields(call const& c) {
    if (c.request.body.empty()) return std::nullopt;
    return base::object_reader(c.request.body).problem();
}

std::optional<std::int64_t> id_in(std::string_view text) {
    std::int64_t id = 0;
    auto const parsed = std::from_chars(text.data(), text.data() + text.size(), id);
    constexpr std::int64_t limit = std::int64_t{1} << 53;
    if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || id < 1 || id >= limit ||
        text.front() == '0' || text.front() == '+') {
        return std::nullopt;
    }
    return id;
}

std::optional<std::int64_t> moment_field(base::object_reader& in, std::string_view name) {
    auto const text = in.text(name, {1, 40, false});
    auto const found = moment(text);
    if (!text.empty() && !found) in.refuse(name, "not_a_moment");
    return found;
}

transport::response tagged(call const& c, std::string body) {
    transport::response r;
    auto tag = base::content_tag(body);
    auto const known = c.request.headers.get("If-None-Match");
    if (base::names_tag(known, tag)) {
        r.status = 304;
    } else {
        r.body = std::move(body);
    }
    r.headers.add("ETag", std::move(tag));
    // Kept by the browser alone and asked for again each time.
    r.headers.add("Cache-Control", "private, no-cache");
    return r;
}

transport::response ok(std::string body) {
    transport::response r;
    r.body = std::move(body);
    return r;
}

transport::response created(std::string location, std::string body) {
    transport::response r;
    r.status = 201;
    r.body = std::move(body);
    r.headers.add("Location", std::move(location));
    return r;
}

transport::response no_content() {
    transport::response r;
    r.status = 204;
    r.content_type.clear();
    return r;
}

std::string list_body(call const& c, std::string_view purpose, std::string_view items,
                      std::vector<std::int64_t> const& next) {
    constexpr std::size_t frame_and_cursor = 256;
    std::string out;
    out.reserve(items.size() + frame_and_cursor);
    out += "{\"items\":";
    out += items;
    out += ",\"next\":";
    if (next.empty()) {
        out += "null}";
    } else {
        out += '"' + c.env.cursors.encode(purpose, next) + "\"}";
    }
    return out;
}

}  // namespace plaza::domain
