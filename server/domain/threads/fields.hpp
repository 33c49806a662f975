// SPDX-License-Identifier: EUPL-1.2
// The fields of a thread and its posts as they come in: read alike wherever something is written or changed.
#pragma once
#include "base/strict_json.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::domain::threads {

/// `body`; refuses what is empty or longer than `longest_body`.
std::string read_body(base::object_reader& in);

/// `weight`, what stands behind an answer: a personal view, the practice of one's administration, a published criterion, doctrine.
std::optional<std::string> read_weight(base::object_reader& in);

/// `title`, of one line.
std::string read_title(base::object_reader& in);
std::optional<std::string> read_optional_title(base::object_reader& in);

/// A tag as it is kept: lower case, words joined by hyphens, no leading #. Nothing for what is none.
std::optional<std::string> tag_name(std::string_view written);

/// `tags` as they are kept: lower case, words joined by hyphens, no leading #. Refuses `not_a_tag`.
std::vector<std::string> read_tags(base::object_reader& in);

}  // namespace plaza::domain::threads
