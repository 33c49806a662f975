// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

namespace plaza::domain::similar::sql {

using persistence::query;
using id = std::int64_t;
using text = std::string;

struct candidate_row {
    id thread;
    text title;
    text body;  ///< the beginning of the first post
    int titled;
    int known;
    int inside;
    int duplicates;
    int related;
    bool outdated;
    id posts;    ///< of which each term stands in some
    text terms;  ///< JSON array in the first row
};

/// Viewer, title, group, limit.
extern query<candidate_row(id, text, std::optional<text>, int)> const candidates;

struct shown_row {
    text thread;  ///< JSON for the viewer
    id thread_id;
    int number;  ///< of the post shown: the accepted answer, or the first
    text body;
};

/// Viewer, threads in their order.
extern query<shown_row(id, text)> const shown;

struct proposal_row {
    text groups;
    text tags;
};

/// Viewer, text, threads, what each weighs.
extern query<proposal_row(id, text, text, text)> const proposal;

}  // namespace plaza::domain::similar::sql
