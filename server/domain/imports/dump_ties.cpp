// SPDX-License-Identifier: EUPL-1.2
// What joins posts once they are stored: accepted answers, votes, links.
#include "domain/imports/dump_import.hpp"
#include "persistence/array.hpp"

#include <algorithm>
#include <vector>

namespace plaza::domain::imports {

using persistence::array_of;

void dump_import::store_acceptances() {
    progress_.begin("accepted answers");
    for (auto const question : db_.rows(sql::wrongly_accepted)) {
        report_.skip("Posts.xml", question, "AcceptedAnswerId is no answer to this question: acceptance left out");
    }
    for (auto const post : db_.rows(sql::acceptances_without_answer)) {
        report_.skip("Votes.xml", std::nullopt,
                     "vote of acceptance for what is not accepted: post " + std::to_string(post));
    }
    if (!options_.dry_run) report_.stored("accepted", db_.one(sql::store_acceptances));
}

void dump_import::store_votes() {
    progress_.begin("votes");
    report_.skip_kind("Votes.xml", "vote on a post that is not here", db_.one(sql::votes_without_post));
    auto const known = db_.one(sql::votes_known);
    auto const stored = new_votes_ + (options_.dry_run ? 0 : db_.one(sql::update_votes));
    report_.stored("votes", stored);
    report_.unchanged(std::max<std::int64_t>(0, known - stored));
}

void dump_import::store_links() {
    std::vector<dump_link> batch;
    std::string const file = "PostLinks.xml";
    auto const flush = [&] {
        if (batch.empty()) return;
        auto const outcomes =
            db_.rows(sql::store_links, array_of(batch, &dump_link::id), array_of(batch, &dump_link::from),
                     array_of(batch, &dump_link::to),
                     array_of(batch, [](auto const& l) { return std::string(l.duplicate ? "duplicate" : "related"); }),
                     array_of(batch, &dump_link::created), !options_.dry_run);
        std::vector<dump_link> same;
        for (auto const& [row, outcome] : outcomes) {
            if (outcome == "stored") {
                report_.stored("links");
                auto const link = std::find_if(batch.begin(), batch.end(), [&](auto const& l) { return l.id == row; });
                if (link != batch.end() && link->duplicate) same.push_back(*link);
            } else if (outcome == "known") {
                report_.unchanged();
            } else {
                report_.skip(file, row,
                             outcome == "same" ? "links a thread to itself" : "orphan: a linked post is not here");
            }
        }
        if (!options_.dry_run && !same.empty()) {
            report_.stored("duplicates", db_.one(sql::close_duplicates, array_of(same, &dump_link::from),
                                                 array_of(same, &dump_link::to), array_of(same, &dump_link::created)));
        }
        batch.clear();
    };
    each_row(file, pass::first, 1, [&](xml_row const& row) {
        auto const link = read_link(row, now_);
        if (!link) return leave_out(file, row, link.error());
        batch.push_back(*link);
        if (batch.size() >= dump_limits::batch_rows) flush();
    });
    flush();
}

}  // namespace plaza::domain::imports
