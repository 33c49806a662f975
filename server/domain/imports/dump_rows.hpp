// SPDX-License-Identifier: EUPL-1.2
// What the rows of a Stack Exchange dump mean to us. Each reader gives the row's content, cleaned, or a
// problem whose type says why the row is left out.
#pragma once
#include "base/result.hpp"
#include "domain/imports/row_reader.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::domain::imports {

/// Begins the type of a problem that is no fault of the row: what we have no place for is counted, not named.
inline constexpr std::string_view counted_only = "not taken over: ";

/// Microseconds since 1970, UTC.
using moment = std::int64_t;

/// Who wrote something: by id, or by the name that is left of a deleted account; neither for some.
struct dump_author {
    std::optional<std::int64_t> id;
    std::string name;
};

struct dump_person {
    std::int64_t id = 0;
    std::string name;
    std::string bio;
    moment created = 0;
    bool future = false;  ///< the date lay in the future and was set to now
    std::string digest;
};

enum class post_type : int { question = 1, answer = 2 };

struct dump_post {
    std::int64_t id = 0;
    post_type type = post_type::question;
    std::optional<std::int64_t> parent;  ///< question of an answer
    std::optional<std::int64_t> accepted;
    moment created = 0;
    std::optional<moment> edited;
    dump_author author;
    std::string title;
    std::string html;
    std::vector<std::string> tags;
    std::string digest;
};

struct dump_comment {
    std::int64_t id = 0;
    std::int64_t post = 0;
    moment created = 0;
    dump_author author;
    std::string body;  ///< Markdown
    std::string digest;
};

enum class history_part { title, body };

struct dump_history {
    std::int64_t id = 0;
    std::int64_t post = 0;
    history_part part = history_part::body;
    std::string revision;
    moment created = 0;
    dump_author author;
    std::string text;
    std::string comment;
};

struct dump_vote {
    std::int64_t post = 0;
    std::int64_t type = 0;
    moment created = 0;
};

struct dump_link {
    std::int64_t id = 0;
    std::int64_t from = 0;
    std::int64_t to = 0;
    bool duplicate = false;
    moment created = 0;
};

/// `2011-08-17T20:18:56.507` and without fractions, with or without Z.
std::optional<moment> parse_moment(std::string_view text);

base::result<dump_person> read_person(xml_row const& row, moment now);
base::result<dump_post> read_post(xml_row const& row, moment now);
/// The body made from the HTML; for a question without one its title stands in.
std::string markdown_body(dump_post const& post);
/// Why a body cannot be stored, or nothing.
std::string body_fault(std::string_view markdown);
base::result<dump_comment> read_comment(xml_row const& row, moment now);
base::result<dump_history> read_history(xml_row const& row, moment now);
base::result<dump_vote> read_vote(xml_row const& row);
base::result<dump_link> read_link(xml_row const& row, moment now);

}  // namespace plaza::domain::imports
