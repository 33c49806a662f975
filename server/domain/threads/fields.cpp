// SPDX-License-Identifier: EUPL-1.2
#include "domain/threads/fields.hpp"

#include "base/text.hpp"
#include "domain/threads/threads.hpp"

#include <algorithm>

namespace plaza::domain::threads {
namespace {

constexpr base::text_limits title_text{1, longest_title, false};
constexpr base::text_limits body_text{1, longest_body, true};
constexpr base::text_limits tag_text{1, longest_tag, false};

}  // namespace

std::string read_body(base::object_reader& in) {
    auto body = in.text("body", body_text);
    if (body.size() > longest_body) in.refuse("body", "too_long");
    return body;
}

std::optional<std::string> read_weight(base::object_reader& in) {
    return in.optional_choice("weight", {"view", "practice", "criterion", "doctrine"});
}

std::string read_title(base::object_reader& in) { return in.text("title", title_text); }

std::optional<std::string> read_optional_title(base::object_reader& in) {
    return in.optional_text("title", title_text);
}

std::optional<std::string> tag_name(std::string_view written) {
    auto cleaned = base::clean_text(written, tag_text);
    if (!cleaned) return {};
    std::string name = std::move(*cleaned);
    while (name.starts_with('#')) name.erase(0, 1);
    std::replace(name.begin(), name.end(), ' ', '-');
    name = base::lower(name);
    return valid_tag(name) ? std::optional(std::move(name)) : std::nullopt;
}

std::vector<std::string> read_tags(base::object_reader& in) {
    std::vector<std::string> tags;
    for (auto& tag : in.text_list("tags", tag_text, most_tags)) {
        auto name = tag_name(tag);
        if (!name) in.refuse("tags", "not_a_tag");
        tags.push_back(name.value_or(std::string{}));
    }
    return tags;
}

}  // namespace plaza::domain::threads
