// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

namespace plaza::domain::search::sql {

using persistence::query;
using id = std::int64_t;
using text = std::string;
using maybe = std::optional<std::string>;

struct found_row {
    text thread;  ///< JSON for the viewer
    int number;   ///< of the post shown
    text body;    ///< Markdown of that post
    id score;
    id thread_id;
    text asked;  ///< lexemes between spaces, the same in all rows
    text names;  ///< names of the norms asked for, as phrases of folded words between spaces, one a line
    bool more;   ///< further threads follow the page
    std::optional<text> weight;  ///< of that post
};

/// Viewer, words, group, kind, tag, state, band, norm, article, towns like mine, after (score, id), limit.
extern query<found_row(id, text, maybe, maybe, maybe, maybe, maybe, maybe, text, bool, std::optional<id>,
                       std::optional<id>, int)> const find;
extern query<bool()> const measure;
/// Thread, the number behind which posts are to be taken up anew, how many: the last number, nothing when it was the last.
extern query<std::optional<int>(id, int, int)> const renew_some;
extern query<bool(int)> const regroup_some;  ///< how many; whether more wait

struct tags_row {
    text items;
    bool more;
    std::optional<id> last_id;
};

/// Viewer, beginning of the name, after, limit.
extern query<tags_row(id, text, std::optional<id>, int)> const tags;

}  // namespace plaza::domain::search::sql
