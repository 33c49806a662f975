// SPDX-License-Identifier: EUPL-1.2
#include "persistence/migrate.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <fstream>
#include <map>
#include <sstream>
#include <thread>

namespace plaza::persistence {
namespace {

namespace fs = std::filesystem;

constexpr command<> create_table{
    "migrate.create_table",
    "create table if not exists schema_migration (version integer primary key, "
    "name text not null, digest text not null, applied_at timestamptz not null default now())"};
constexpr query<bool()> has_table{"migrate.has_table", "select to_regclass('public.schema_migration') is not null"};
constexpr query<int()> version{"migrate.version", "select coalesce(max(version), 0) from schema_migration"};
constexpr query<std::string(int)> applied_digest{"migrate.digest",
                                                 "select digest from schema_migration where version = $1"};
constexpr command<int, std::string, std::string> record{
    "migrate.record", "insert into schema_migration (version, name, digest) values ($1, $2, $3)"};
// Any fixed number: migrations of one database wait for each other.
// Asked again and again, not waited for: an index that is built beside writers waits for whatever statement began before it.
constexpr query<bool()> lock{"migrate.lock", "select pg_try_advisory_lock(7265901)"};
constexpr query<std::string()> unlock{"migrate.unlock", "select pg_advisory_unlock(7265901)::text"};

std::string read_file(fs::path const& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path.string());
    std::ostringstream out;
    out << in.rdbuf();
    return std::move(out).str();
}

std::string digest(std::string const& text) {
    std::array<unsigned char, 16> hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<unsigned char const*>(text.data()), text.size(),
                       nullptr, 0);
    std::array<char, 33> hex{};
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
    return hex.data();
}

std::map<int, fs::path> migrations(fs::path const& schema) {
    std::map<int, fs::path> found;
    for (auto const& entry : fs::directory_iterator(schema / "migrations")) {
        auto const name = entry.path().filename().string();
        int number = 0;
        auto const parsed = std::from_chars(name.data(), name.data() + name.size(), number);
        if (entry.path().extension() != ".sql" || parsed.ec != std::errc() || number < 1) continue;
        if (!found.emplace(number, entry.path()).second) throw std::runtime_error("two migrations number " + name);
    }
    return found;
}

std::vector<fs::path> scripts(fs::path const& folder) {
    std::vector<fs::path> found;
    if (!fs::exists(folder)) return found;
    for (auto const& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == ".sql") found.push_back(entry.path());
    }
    std::sort(found.begin(), found.end());
    return found;
}

/// While we wait for a lock that nobody else can share, whoever writes waits behind us: not long, but again and again.
constexpr command<> wait_shortly{"migrate.wait_shortly", "set local lock_timeout = '2s'"};
constexpr auto between_tries = std::chrono::milliseconds(500);
constexpr int most_tries = 100;
constexpr auto between_looks = std::chrono::milliseconds(200);

template <class Work>
void patiently(connection& owner, std::string const& what, std::function<void(std::string const&)> const& say,
               Work work) {
    for (int tries = 1;; ++tries) {
        try {
            transaction tx(owner);
            owner.run(wait_shortly);
            work();
            tx.commit();
            return;
        } catch (sql_error const& error) {
            if ((error.state() != "55P03" && error.state() != "40P01") || tries == most_tries) throw;
            if (tries == 1) say("waiting for others to finish their work before " + what);
        }
        std::this_thread::sleep_for(between_tries);
    }
}

/// A file that begins with this holds one statement that PostgreSQL does not take in a transaction: `create index concurrently`.
constexpr std::string_view alone_mark = "-- Beside writers.";
/// What was left of indexes that could not be finished.
constexpr query<std::string(std::string)> unfinished{"migrate.unfinished", R"(
select format('drop index concurrently %I.%I', n.nspname, c.relname)
from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
where not i.indisvalid and $1 ~ ('\m' || c.relname || '\M') order by 1)"};
constexpr query<bool(std::string)> built{"migrate.built", R"(
select exists (select from pg_index i join pg_class c on c.oid = i.indexrelid
               where i.indisvalid and $1 ~ ('index concurrently ' || c.relname || '\M')))"};

bool beside_writers(std::string const& text) { return text.find(alone_mark) != std::string::npos; }

/// Held by one migrator at a time. A lost connection has given it up by itself.
class migration_lock {
public:
    explicit migration_lock(connection& c) : connection_(c) {
        while (!connection_.one(lock)) std::this_thread::sleep_for(between_looks);
    }
    ~migration_lock() {
        try {
            connection_.one(unlock);
        } catch (...) {
        }
    }
    /// Lets whoever waits for it have their turn.
    void pass_on() {
        connection_.one(unlock);
        std::this_thread::sleep_for(between_tries);
        while (!connection_.one(lock)) std::this_thread::sleep_for(between_looks);
    }
    migration_lock(migration_lock const&) = delete;
    migration_lock& operator=(migration_lock const&) = delete;

private:
    connection& connection_;
};

/// Nobody waits for it. Killed in the middle it is begun anew; killed before it was written down, it is there.
void build(connection& owner, migration_lock& alone, std::string const& name, std::string const& text,
           std::function<void(std::string const&)> const& say) {
    for (int tries = 1;; ++tries) {
        try {
            for (auto const& drop : owner.rows(unfinished, text)) owner.script(name, drop);
            if (!owner.one(built, text)) owner.script(name, text);
            return;
        } catch (sql_error const& error) {
            // A program of an earlier version waits for our lock in one statement, and this index for that statement.
            if (error.state() != "40P01" || tries == most_tries) throw;
            if (tries == 1) say("letting another migration end before " + name);
        }
        alone.pass_on();
    }
}

}  // namespace

int schema_version(connection& c) { return c.one(has_table) ? c.one(version) : 0; }

int newest_version(fs::path const& schema) {
    auto const all = migrations(schema);
    return all.empty() ? 0 : all.rbegin()->first;
}

int migrate(connection& owner, fs::path const& schema, std::function<void(std::string const&)> say) {
    migration_lock alone(owner);
    owner.run(create_table);
    for (auto const& [number, path] : migrations(schema)) {
        auto const text = read_file(path);
        auto const name = path.filename().string();
        if (auto const before = owner.row(applied_digest, number)) {
            if (*before != digest(text)) throw std::runtime_error(name + " was changed after it was applied");
            continue;
        }
        say("migrating " + name);
        bool const beside = beside_writers(text);
        if (beside) build(owner, alone, name, text, say);
        patiently(owner, name, say, [&] {
            // Whoever was let past meanwhile may have recorded it.
            if (beside && owner.row(applied_digest, number)) return;
            if (!beside) owner.script(name, text);
            owner.run(record, number, name, digest(text));
        });
    }
    auto const run_all = [&](char const* folder) {
        for (auto const& path : scripts(schema / folder)) owner.script(path.filename().string(), read_file(path));
    };
    patiently(owner, "functions and triggers are replaced", say, [&] {
        run_all("replaceable");
        owner.script("roles.sql", read_file(schema / "roles.sql"));
    });
    // Written with the functions that are there now; each file is a transaction of its own, or several.
    run_all("reference");
    return owner.one(version);
}

}  // namespace plaza::persistence
