// SPDX-License-Identifier: EUPL-1.2
// The import of one dump, step by step. Internal to this folder.
#pragma once
#include "domain/imports/dump_rows.hpp"
#include "domain/imports/import_report.hpp"
#include "domain/imports/stack_exchange.hpp"
#include "domain/imports/stack_exchange_sql.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace plaza::domain::imports {

namespace dump_limits {
inline constexpr std::size_t batch_rows = 4000;              ///< stored in one transaction
inline constexpr std::size_t batch_bytes = 8 * 1024 * 1024;  ///< of text in one statement
}  // namespace dump_limits

/// How long a byte of a file takes to store, next to reading it: for the time left.
namespace weights {
inline constexpr unsigned posts = 12;
inline constexpr unsigned comments = 20;
inline constexpr unsigned history = 3;
}  // namespace weights

class dump_import {
public:
    dump_import(persistence::connection& db, stack_exchange_options const& options, std::ostream& progress);
    boost::json::object run();

private:
    enum class pass { first, again };  ///< rows are counted and complained of in the first

    // Reading (stack_exchange.cpp)
    void each_row(std::string const& file, pass which, unsigned weight, std::function<void(xml_row const&)> const& use);
    std::filesystem::path path_of(std::string const& file) const;
    std::uint64_t work_in(std::string const& file, unsigned weight) const;
    void leave_out(std::string const& file, xml_row const& row, base::problem const& why);
    void count_only(std::string const& file, std::string_view kind);
    void hold_source();
    void release_source() noexcept;
    void take_all();
    void begin_in_group();

    // The plan (dump_plan.cpp)
    struct planned {
        std::int64_t old_id;
        std::optional<std::int64_t> parent;
        moment at;
        int rank;
        std::optional<std::int64_t> accepted;
    };
    void plan_posts();
    void plan_comments();
    void plan(std::string const& file, std::string const& kind, std::vector<planned>& items);
    void settle_plan();
    void count_votes();
    void gather_history();

    // People (dump_people.cpp)
    void store_people();
    void store_people(std::span<dump_person const> batch);
    /// The people behind authors. Those who are not there get placeholders: one for each id, which a later run
    /// completes from Users.xml, and one for each name where no id is left. Inside the batch's transaction.
    struct byline {
        dump_author author;
        std::int64_t row;
    };
    struct resolved {
        std::vector<std::int64_t> people;
        std::int64_t placeholders = 0;
        std::vector<std::pair<std::int64_t, std::string>> notes;
    };
    resolved resolve(std::vector<byline> const& bylines);

    // Posts and comments (dump_posts.cpp)
    struct ready;
    void store_posts();
    void store_comments();
    template <class Row>
    std::vector<ready> prepare(std::string const& file, std::string const& kind, std::vector<Row> const& rows,
                               pass which);
    void store(std::string const& file, std::string const& kind, std::span<ready> batch);
    void store_once(std::string const& file, std::string const& kind, std::span<ready> batch);
    void give_way(std::string const& kind, std::span<ready> batch);
    void give_up(std::string const& file, std::string const& kind, std::int64_t row, std::string const& reason);
    void count_stored(std::span<ready const> batch);

    // What joins them (dump_ties.cpp)
    void store_acceptances();
    void store_votes();
    void store_links();

    persistence::connection& db_;
    stack_exchange_options options_;
    import_report report_;
    progress_line progress_;
    std::string source_;
    moment now_;
    std::int64_t group_ = 0;
    std::string language_ = "es";
    std::int64_t deferred_ = 0;  ///< answers that came before their question
    std::int64_t new_votes_ = 0;
    std::size_t batches_ = 0;
};

/// Whether the database found fault with a row: its values, a constraint, its size. Everything else (a full
/// disk, no memory, a timeout, a missing right) would refuse any row and says nothing about this one.
inline bool fault_of_row(persistence::sql_error const& error) {
    auto const kind = error.state().substr(0, 2);
    return kind == "22" || kind == "23" || kind == "54" || kind == "P0";
}

/// Stores a batch; when the database refuses it, its halves, down to the row that is the reason. Where the
/// reason is no row, the failure is passed on: what was stored before is whole.
template <class Row, class Store, class Refuse>
void in_parts(std::span<Row> batch, Store const& store, Refuse const& refuse) {
    constexpr int most_attempts = 5;  // people who write at the same time may win
    if (batch.empty()) return;
    for (int attempt = 1;; ++attempt) {
        try {
            store(batch);
            return;
        } catch (persistence::sql_error const& error) {
            if (error.retryable() && attempt < most_attempts) continue;
            if (!fault_of_row(error)) throw;
            if (batch.size() == 1) {
                refuse(batch.front(), "refused by the database: " + error.state() + " " + error.constraint());
                return;
            }
            break;
        }
    }
    in_parts(batch.first(batch.size() / 2), store, refuse);
    in_parts(batch.subspan(batch.size() / 2), store, refuse);
}

}  // namespace plaza::domain::imports
