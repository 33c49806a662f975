// SPDX-License-Identifier: EUPL-1.2
#include "domain/files/upkeep.hpp"

#include "domain/accountability/audit.hpp"
#include "domain/files/files.hpp"
#include "domain/files/files_sql.hpp"
#include "domain/files/store.hpp"
#include "persistence/array.hpp"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

namespace plaza::domain::files {
namespace {

/// Rows and names that are looked at together.
constexpr int at_once = 1000;
/// Twice what the sweep waits, and then it comes every hour.
constexpr std::chrono::hours stray_age{3};
/// Files that are named; one finds the rest by these.
constexpr std::size_t most_named = 10;

int settle_all(persistence::connection& db, std::optional<std::string> const& found) {
    int count = 0;
    for (;;) {
        auto const some = db.rows(sql::some_waiting, at_once);
        if (some.empty()) return count;
        for (auto const id : some) {
            persistence::transaction tx(db);
            settle(db, id, found);
            if (!found) audit::write(db, {}, "file.released", "file", id, {});
            tx.commit();
            ++count;
        }
    }
}

}  // namespace

waiting_files in_quarantine(persistence::connection& db) {
    auto const found = db.one(sql::quarantine);
    return {found.count, found.seconds};
}

int release(persistence::connection& db) { return settle_all(db, std::nullopt); }

int refuse(persistence::connection& db) { return settle_all(db, "not looked at"); }

comparison compare(persistence::connection& db, std::string const& folder) {
    if (!std::filesystem::is_directory(std::filesystem::path(folder) / "kept"))
        throw std::runtime_error("the folder " + folder + " is not there");
    comparison out;
    auto const note = [&](std::int64_t id, std::int64_t& count) {
        ++count;
        if (out.first.size() < most_named) out.first.push_back(id);
    };
    for (std::int64_t after = 0;;) {
        auto const some = db.rows(sql::lying, after, at_once);
        if (some.empty()) break;
        for (auto const& row : some) {
            ++out.files;
            auto const bytes = bytes_of(folder, row.stored);
            if (!bytes || (row.picture && !bytes_of(folder, small_form(row.stored)))) {
                note(row.file, out.without_bytes);
            } else if (*bytes != row.size) {
                note(row.file, out.other_size);
            }
        }
        after = some.back().file;
    }
    for_each_old(folder, stray_age, [&](std::vector<std::string> const& names) {
        auto const known = db.rows(sql::known_or_doomed, persistence::array_of(names));
        for (auto const& name : names) out.strays += std::find(known.begin(), known.end(), name) == known.end() ? 1 : 0;
    });
    return out;
}

}  // namespace plaza::domain::files
