// SPDX-License-Identifier: EUPL-1.2
#include "app.hpp"

#include "base/crypto.hpp"
#include "base/log.hpp"
#include "dispatcher.hpp"
#include "domain/files/intake.hpp"
#include "domain/files/scanner.hpp"
#include "domain/installation/installation.hpp"
#include "domain/mail/courier.hpp"
#include "jobs/worker.hpp"
#include "persistence/migrate.hpp"
#include "schedule.hpp"
#include "transport/server.hpp"
#include "transport/static_files.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <thread>

namespace plaza {
namespace {

namespace asio = boost::asio;

/// Accepted requests may take this long once the server has been asked to end.
constexpr std::chrono::seconds patience{10};
/// How long the start waits for a database that is starting too.
constexpr int start_tries = 60;
constexpr std::chrono::milliseconds start_pause{500};
/// Of the database workers, one in so many at most serves readers who come back, who all do at once after a break.
constexpr unsigned crowd_part = 4;
/// Sign-ins waiting for a free hashing thread; more are asked to come back.
constexpr std::size_t passwords_waiting = 64;

persistence::connection_options connection_of(config const& c) {
    persistence::connection_options o;
    o.conninfo = c.database_url;
    o.role = "plaza_app";
    o.statement_timeout_ms = static_cast<int>(c.statement_timeout_ms);
    return o;
}

domain::mail::courier_settings courier_of(config const& c, domain::environment const& env) {
    using domain::mail::starttls;
    domain::mail::courier_settings out;
    out.smtp.url = c.smtp_url;
    out.smtp.user = c.smtp_user;
    out.smtp.password = c.smtp_password;
    out.smtp.ca_file = c.smtp_ca_file;
    out.smtp.encryption = c.smtp_starttls == "never"        ? starttls::never
                          : c.smtp_starttls == "if-offered" ? starttls::if_offered
                                                            : starttls::required;
    out.smtp.reply_seconds = static_cast<int>(c.smtp_reply_seconds);
    out.from = c.mail_from;
    out.site = c.site();
    out.installation = env.installation;
    out.codec = env.cursors;
    out.demo = env.demo;
    return out;
}

struct start_facts {
    domain::environment env;
    int schema_version;
    std::int64_t head_of_stream;
};

start_facts start_with_database(config const& c) {
    for (int tries = 1;; ++tries) {
        try {
            persistence::connection db(connection_of(c));
            if (db.behind_pooler()) {
                throw std::runtime_error(
                    "the database is behind a connection pooler, which mixes up prepared "
                    "statements: connect to PostgreSQL itself");
            }
            auto const newest = persistence::newest_version(c.schema_dir);
            auto const present = persistence::schema_version(db);
            if (present < newest) {
                throw std::runtime_error("the database has schema version " + std::to_string(present) +
                                         ", this program needs " + std::to_string(newest) + ": run plaza migrate");
            }
            return {domain::installation::load(db, c.demo, version), newest, domain::live::head_of_stream(db)};
        } catch (persistence::connection_lost const&) {
            if (tries == start_tries) throw std::runtime_error("the database cannot be reached");
            std::this_thread::sleep_for(start_pause);
        }
    }
}

std::string read_contract(config const& c) {
    std::ifstream in(c.schema_dir + "/../server/openapi.yaml");
    std::ostringstream out;
    out << in.rdbuf();
    return std::move(out).str();
}

}  // namespace

int serve(config const& settings) {
    // A file that grows beyond a limit of the system is a write that fails, like any other on a full disk.
    std::signal(SIGXFSZ, SIG_IGN);  // NOLINT(cert-err33-c)
    base::log_info("start", {{"version", version}, {"settings", describe(settings)}});
    auto const facts = start_with_database(settings);
    auto const connection = connection_of(settings);

    // In the order of use; destroyed in reverse, which is the shutdown.
    asio::io_context io(static_cast<int>(settings.io_threads));
    rates limits(settings.limits);
    domain::identity::password_pool passwords(settings.password_workers, passwords_waiting, {});
    base::picture_tools const tools{settings.image_tools, std::chrono::milliseconds(settings.image_within_ms)};
    domain::photos::studio photos(tools);
    domain::files::store shelves({settings.files_dir, std::uint64_t{settings.files_reserve_mb} * 1024 * 1024});
    domain::files::intake files(shelves, tools, settings.clamd_socket.empty());
    auto env = facts.env;
    env.files = &shelves;
    // Work of the database that its caller has given up still subscribes, and ends that.
    domain::live::hub hub(facts.env.cursors);
    hub.start_at(facts.head_of_stream);
    persistence::database_options pool;
    pool.connection = connection;
    pool.workers = settings.database_workers;
    pool.crowd_workers = std::max(1U, settings.database_workers / crowd_part);
    pool.answer_within = std::chrono::milliseconds(settings.answer_within_ms);
    persistence::database db(pool);
    domain::live::pump pump(connection, hub);
    jobs::worker jobs(connection, workbook(env), timetable());
    domain::mail::courier courier(connection, courier_of(settings, env));
    domain::files::scanner scanner(connection, shelves, settings.clamd_socket);
    dispatcher app(db, passwords, photos, files, hub, pump, env, limits, read_contract(settings), facts.schema_version);

    transport::server_options options;
    options.address = settings.address();
    options.port = settings.port();
    options.tls = {settings.tls_certificate, settings.tls_key};
    options.site = {settings.allowed_hosts, settings.allowed_origins, settings.trusted_proxies};
    options.files = std::make_shared<transport::static_files const>(settings.web_root);
    options.on_failure = [](std::string_view incident, std::string_view what) {
        base::log_error("failure", {{"incident", incident}, {"error", what}});
    };
    auto server_at = [&]() -> transport::server {
        try {
            return transport::server(io, options, app);
        } catch (boost::system::system_error const& error) {
            throw std::runtime_error("cannot listen on " + settings.listen + ": " + error.code().message());
        }
    };
    transport::server server = server_at();
    server.start();

    bool ending = false;
    asio::signal_set signals(io, SIGTERM, SIGINT, SIGHUP);
    std::function<void()> await_signal = [&] {
        signals.async_wait([&](boost::system::error_code error, int signal) {
            if (error) return;
            if (signal == SIGHUP) {
                try {
                    server.reload_certificates();
                    base::log_info("certificates.reloaded");
                } catch (std::exception const& fault) {
                    base::log_error("certificates.kept", {{"error", fault.what()}});
                }
                await_signal();
            } else if (ending) {
                // At once: a worker may be waiting for the database.
                base::log_warning("stopped.at_once");
                std::_Exit(1);
            } else {
                ending = true;
                base::log_info("stopping");
                app.stopping();
                await_signal();
                auto stop = [&]() -> asio::awaitable<void> {
                    co_await server.stop(patience);
                    signals.cancel();
                };
                asio::co_spawn(io, stop, asio::detached);
            }
        });
    };
    await_signal();

    std::cout << boost::json::serialize(
                     boost::json::value{{"listening", settings.listen.substr(0, settings.listen.rfind(':') + 1) +
                                                          std::to_string(server.port())}})
              << std::endl;
    auto run = [&] { transport::run_io(io, options.on_failure); };
    std::vector<std::jthread> threads;
    for (unsigned i = 1; i < settings.io_threads; ++i) threads.emplace_back(run);
    run();
    threads.clear();
    db.end();
    base::log_info("stopped");
    return 0;
}

}  // namespace plaza
