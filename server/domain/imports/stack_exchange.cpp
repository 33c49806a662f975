// SPDX-License-Identifier: EUPL-1.2
#include "domain/imports/stack_exchange.hpp"

#include "base/text.hpp"
#include "domain/imports/dump_import.hpp"

#include <boost/json/serialize.hpp>

#include <chrono>
#include <stdexcept>
#include <thread>

namespace plaza::domain::imports {
namespace {

namespace fs = std::filesystem;

constexpr const char* dump_files[] = {"Users.xml", "Posts.xml",     "Comments.xml", "PostHistory.xml",
                                      "Votes.xml", "PostLinks.xml", "Tags.xml",     "Badges.xml"};

moment current_moment() {
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::string name_from(std::string slug) {
    for (auto& c : slug) c = c == '-' ? ' ' : c;
    if (slug[0] >= 'a' && slug[0] <= 'z') slug[0] = static_cast<char>(slug[0] - 32);
    return slug;
}

}  // namespace

bool is_group_slug(std::string_view slug) {
    return base::valid_slug(slug) && slug.find("--") == std::string_view::npos && !slug.ends_with('-');
}

boost::json::object import_stack_exchange(persistence::connection& db, stack_exchange_options const& options,
                                          std::ostream& progress) {
    return dump_import(db, options, progress).run();
}

dump_import::dump_import(persistence::connection& db, stack_exchange_options const& options, std::ostream& progress)
    : db_(db),
      options_(options),
      progress_(progress, 0),
      source_("stackexchange:" + options.group),
      now_(current_moment()) {
    if (!is_group_slug(options_.group))
        throw std::runtime_error("--group is no slug: small letters, digits and hyphens");
    if (!fs::is_directory(options_.folder)) throw std::runtime_error(options_.folder.string() + " is no folder");
    bool any = false;
    for (auto const* file : dump_files) any = any || !path_of(file).empty();
    if (!any) throw std::runtime_error(options_.folder.string() + " holds none of the files of a dump (Posts.xml …)");
    std::uint64_t work = 0;
    for (auto const* file : dump_files) work += work_in(file, 1);
    // Posts and comments are read twice, and storing is what takes the time.
    work += work_in("Posts.xml", weights::posts) + work_in("Comments.xml", weights::comments);
    work += work_in("PostHistory.xml", weights::history) - work_in("PostHistory.xml", 1);
    progress_ = progress_line(progress, work);
}

boost::json::object dump_import::run() {
    hold_source();
    struct release {
        dump_import& held;
        ~release() { held.release_source(); }
    } const at_the_end{*this};
    take_all();
    progress_.finish(report_.rows_read());
    auto report = report_.to_json(progress_.seconds());
    if (options_.dry_run) return report;
    sql::commit_flushed(db_);
    db_.one(sql::audit_imported, source_, group_, boost::json::serialize(report["stored"]));
    return report;
}

void dump_import::take_all() {
    sql::plan_as_tables_grow(db_);
    begin_in_group();
    sql::commit_lazily(db_);
    sql::create_plan(db_);
    store_people();
    sql::refresh_statistics(db_);
    plan_posts();
    plan_comments();
    settle_plan();
    count_votes();
    gather_history();
    store_posts();
    store_comments();
    store_acceptances();
    store_votes();
    store_links();
    count_only("Tags.xml", "");  // posts name their tags themselves
    count_only("Badges.xml", std::string(counted_only) + "badges");
}

/// One at a time for each source. A backend looks for its client only when it has an answer for it, so one
/// whose import was killed would go on with its statement, and wait for locks, however long that takes.
void dump_import::hold_source() {
    db_.one(sql::notice_lost_clients);
    auto const given_up = std::chrono::steady_clock::now() + options_.patience;
    while (!db_.one(sql::lock_source, source_)) {
        if (std::chrono::steady_clock::now() >= given_up) {
            throw std::runtime_error("another import into " + options_.group + " is running");
        }
        progress_.begin("waiting for another import");
        progress_.advance(0, 0);
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
}

/// At once: the end of a connection gives it back only when its temporary tables are gone, and nobody waits
/// for that.
void dump_import::release_source() noexcept {
    try {
        if (!db_.lost()) db_.one(sql::unlock_source, source_);
    } catch (std::exception const&) {
        // The connection is unusable; its end releases the lock.
    }
}

/// The first transaction of an import says who begins what, before anything of it is stored.
void dump_import::begin_in_group() {
    persistence::transaction tx(db_);
    auto found = db_.row(sql::find_group, options_.group);
    bool const missing = !found;
    if (missing && !options_.dry_run) {
        auto const administrator = db_.one(sql::first_administrator);
        if (!administrator) {
            throw std::runtime_error("the group " + options_.group +
                                     " is missing and nobody can own it: add an administrator first (plaza "
                                     "person add --role administrator)");
        }
        found = db_.one(sql::make_group, options_.group, name_from(options_.group), *administrator);
    }
    if (!found) return;
    group_ = found->group;
    language_ = found->language;
    if (options_.dry_run) return;
    db_.one(sql::audit_started, source_, group_);
    tx.commit();
    if (missing) report_.stored("groups");
}

/// Empty when the dump does not have it.
fs::path dump_import::path_of(std::string const& file) const {
    auto const path = options_.folder / file;
    return fs::is_regular_file(path) ? path : fs::path();
}

std::uint64_t dump_import::work_in(std::string const& file, unsigned weight) const {
    auto const path = path_of(file);
    return path.empty() ? 0 : fs::file_size(path) * weight;
}

void dump_import::each_row(std::string const& file, pass which, unsigned weight,
                           std::function<void(xml_row const&)> const& use) {
    auto const path = path_of(file);
    if (path.empty()) return;
    progress_.begin(file);
    bool const first = which == pass::first;
    row_reader reader(path, [&](row_reader::fault const& fault) {
        if (!first) return;
        if (fault.of_row) report_.read(file);
        report_.skip(file, fault.id, std::string(fault.reason) + ": line " + std::to_string(fault.line));
    });
    std::uint64_t before = 0;
    while (auto const row = reader.next()) {
        if (first) report_.read(file);
        use(*row);
        progress_.advance((reader.bytes_read() - before) * weight, report_.rows_read());
        before = reader.bytes_read();
    }
}

void dump_import::leave_out(std::string const& file, xml_row const& row, base::problem const& why) {
    if (std::string_view(why.type).starts_with(counted_only)) {
        report_.skip_kind(file, why.type);
    } else {
        report_.skip(file, row.number("Id"), why.type);
    }
}

void dump_import::count_only(std::string const& file, std::string_view kind) {
    each_row(file, pass::first, 1, [&](xml_row const&) {
        if (!kind.empty()) report_.skip_kind(file, kind);
    });
}

}  // namespace plaza::domain::imports
