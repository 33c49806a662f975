// SPDX-License-Identifier: EUPL-1.2
#include "domain/operation/doctor.hpp"

#include "domain/accountability/audit.hpp"
#include "domain/operation/doctor_sql.hpp"
#include "persistence/migrate.hpp"

#include <filesystem>
#include <memory>

namespace plaza::domain::operation {

std::vector<check> examine(persistence::connection_options const& options, std::string const& schema_dir,
                           std::string const& web_root) {
    std::vector<check> out;
    auto look = [&](std::string what, auto&& question) {
        try {
            auto [sound, found] = question();
            out.push_back({std::move(what), sound, std::move(found)});
        } catch (std::exception const& error) {
            out.push_back({std::move(what), false, error.what()});
        }
    };
    using finding = std::pair<bool, std::string>;
    std::unique_ptr<persistence::connection> db;
    look("database", [&] {
        db = std::make_unique<persistence::connection>(options);
        bool const writable = db->one(sql::writable);
        return finding{writable, "PostgreSQL " + db->one(sql::server_version) + (writable ? "" : ", read only")};
    });
    if (db) {
        look("schema", [&] {
            auto const present = persistence::schema_version(*db);
            auto const newest = persistence::newest_version(schema_dir);
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
            auto const drift = db->one(sql::drift);
            return finding{drift == 0, std::to_string(drift) + " differ from what they count"};
        });
        look("audit", [&] {
            auto const broken = audit::first_break(*db);
            return finding{!broken, broken ? "the chain breaks at row " + std::to_string(*broken) : "the chain holds"};
        });
        look("jobs", [&] {
            auto const failed = db->one(sql::failed_jobs);
            return finding{failed == 0, std::to_string(failed) + " put aside after too many tries"};
        });
    }
    look("web application", [&] {
        bool const there = std::filesystem::exists(std::filesystem::path(web_root) / "index.html");
        return finding{there, there ? web_root : "not built in " + web_root};
    });
    return out;
}

}  // namespace plaza::domain::operation
