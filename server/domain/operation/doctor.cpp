// SPDX-License-Identifier: EUPL-1.2
#include "domain/operation/doctor.hpp"

#include "domain/accountability/audit.hpp"
#include "domain/files/scanner.hpp"
#include "domain/files/upkeep.hpp"
#include "domain/operation/doctor_sql.hpp"
#include "persistence/migrate.hpp"

#include <filesystem>
#include <memory>

namespace plaza::domain::operation {
namespace {

using finding = std::pair<bool, std::string>;

/// A scan takes seconds; behind a scanner that comes and goes some files wait.
constexpr std::int64_t longest_wait_seconds = 900;

std::string text(std::int64_t number) { return std::to_string(number); }

finding scanner(persistence::connection& db, std::string const& socket) {
    auto const waiting = files::in_quarantine(db);
    auto const wait = text(waiting.count) + (waiting.count == 1 ? " file waits" : " files wait");
    if (socket.empty()) {
        if (waiting.count == 0) return {true, "none is set: files are not looked at"};
        return {false,
                wait +
                    " for a scanner and none is set, so nobody can read them: set PLAZA_CLAMD_SOCKET again, or run "
                    "plaza files release (readable, not looked at) or plaza files refuse (deleted, owners are told)"};
    }
    if (!files::clamd_answers(socket))
        return {false,
                "clamd does not answer at " + socket + ", " + wait + ": start it, and let plaza open its socket"};
    if (waiting.seconds > longest_wait_seconds)
        return {false,
                "clamd answers and yet " + wait + ", the longest for " + text(waiting.seconds / 60) +
                    " minutes: the server's log says why (files.not_scanned), and whether it runs with this socket"};
    return {true, "clamd answers at " + socket + ", " + wait};
}

finding jobs_in_trouble(persistence::connection& db) {
    std::string failed, again;
    auto const add = [](std::string& to, std::string const& kind, std::int64_t n) {
        if (n > 0) to += (to.empty() ? "" : ", ") + text(n) + " of " + kind;
    };
    for (auto const& row : db.rows(sql::jobs_in_trouble)) {
        add(failed, row.kind, row.failed);
        add(again, row.kind, row.again);
    }
    std::string out = "none put aside";
    if (!failed.empty())
        out = "put aside after too many tries, so what they were to do is not done: " + failed +
              ". The server's log says why (job.failed); mend that, then plaza doctor --retry-jobs begins them anew";
    if (!again.empty()) out += "; failed and tried again by themselves: " + again;
    return {failed.empty(), out};
}

finding bytes(persistence::connection& db, std::string const& folder) {
    if (folder.empty()) return {true, "PLAZA_FILES_DIR is not set: none are taken"};
    auto const found = files::compare(db, folder);
    std::string named;
    for (auto const id : found.first) named += (named.empty() ? "" : ", ") + text(id);
    std::string out = text(found.files) + " files";
    if (found.without_bytes > 0) out += ", " + text(found.without_bytes) + " without their bytes";
    if (found.other_size > 0) out += ", " + text(found.other_size) + " with other bytes than were taken";
    if (!named.empty())
        out +=
            " (" + named +
            "): copy them from the folder's backup, which leaves what is there; what no backup has, owners send again";
    if (found.strays > 0)
        out +=
            ", " + text(found.strays) +
            " in the folder that belong to none: a running server removes them within the hour, unless they are many and more than "
            "its own: then see whether the folder is this installation's alone, and move them away";
    return {named.empty() && found.strays == 0, out};
}

}  // namespace

std::vector<check> examine(persistence::connection_options const& options, places const& at) {
    std::vector<check> out;
    auto look = [&](std::string what, auto&& question) {
        try {
            auto [sound, found] = question();
            out.push_back({std::move(what), sound, std::move(found)});
        } catch (std::exception const& error) {
            out.push_back({std::move(what), false, error.what()});
        }
    };
    std::unique_ptr<persistence::connection> db;
    look("database", [&] {
        db = std::make_unique<persistence::connection>(options);
        bool const writable = db->one(sql::writable);
        return finding{writable, "PostgreSQL " + db->one(sql::server_version) + (writable ? "" : ", read only")};
    });
    if (db) {
        look("schema", [&] {
            auto const present = persistence::schema_version(*db);
            auto const newest = persistence::newest_version(at.schema_dir);
            return finding{present == newest,
                           "version " + std::to_string(present) +
                               (present == newest ? "" : ", run plaza migrate to reach " + std::to_string(newest))};
        });
        look("rights", [&] {
            bool const too_many = db->one(sql::may_define);
            return finding{!too_many, too_many ? "plaza_app could change the schema: run plaza migrate"
                                               : "plaza_app owns nothing and defines nothing"};
        });
        look("counters", [&] {
            auto const drift = db->rows(sql::drifts).size();
            return finding{drift == 0, std::to_string(drift) + " differ from what they count" +
                                           (drift == 0 ? "" : ": plaza doctor --recount sets them right")};
        });
        look("audit", [&] {
            auto const broken = audit::first_break(*db);
            return finding{!broken, broken ? "the chain breaks at row " + std::to_string(*broken) : "the chain holds"};
        });
        look("jobs", [&] { return jobs_in_trouble(*db); });
        look("scanner", [&] { return scanner(*db, at.clamd_socket); });
        look("files", [&] { return bytes(*db, at.files_dir); });
    }
    look("web application", [&] {
        bool const there = std::filesystem::exists(std::filesystem::path(at.web_root) / "index.html");
        return finding{there, there ? at.web_root : "not built in " + at.web_root};
    });
    return out;
}

std::vector<drift> recount(persistence::connection& db) {
    std::vector<drift> out;
    for (auto& found : db.rows(sql::drifts)) {
        db.run(sql::set_right, found.counter, found.object);
        out.push_back({std::move(found.counter), found.object, found.stored, found.counted});
    }
    return out;
}

std::int64_t begin_jobs_anew(persistence::connection& db) { return db.run(sql::begin_jobs_anew); }

}  // namespace plaza::domain::operation
