// SPDX-License-Identifier: EUPL-1.2
#include "commands.hpp"

#include "app.hpp"
#include "domain/accountability/audit.hpp"
#include "domain/demo/demo.hpp"
#include "domain/kit/kit.hpp"
#include "domain/operation/doctor.hpp"
#include "persistence/migrate.hpp"
#include "routes.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <filesystem>
#include <iostream>

namespace plaza::commands {

persistence::connection_options as_app(config const& c) {
    persistence::connection_options o;
    o.conninfo = c.database_url;
    constexpr int no_timeout = 0;  // work of an operator may take long
    o.role = "plaza_app";
    o.application = "plaza command";
    o.statement_timeout_ms = no_timeout;
    o.lock_timeout_ms = no_timeout;
    o.idle_in_transaction_timeout_ms = no_timeout;
    return o;
}

void print(boost::json::value const& result) { std::cout << boost::json::serialize(result) << std::endl; }

namespace {

int migrate(config const& c) {
    auto options = as_app(c);
    options.conninfo = c.owner_url();
    options.role.clear();
    persistence::connection owner(options);
    auto const reached =
        persistence::migrate(owner, c.schema_dir, [](std::string const& text) { std::cerr << text << "\n"; });
    print({{"schema_version", reached}});
    return 0;
}

int list_routes() {
    boost::json::array out;
    for (auto const& r : routes()) {
        out.push_back(
            {{"verb", name_of(r.method)}, {"path", r.path}, {"who", name_of(r.may)}, {"cost", name_of(r.costs)}});
    }
    print(out);
    return 0;
}

int load_demo(config const& c, std::string const& folder) {
    persistence::connection db(as_app(c));
    auto const done = domain::demo::load(db, folder);
    if (!done) {
        std::cerr << "plaza: "
                  << (done.error().type == "demo_loaded"
                          ? "the demo network is there already"
                          : "there are people already; the demo network goes into an empty database")
                  << "\n";
        return 1;
    }
    print({{"administrations", done->administrations},
           {"people", done->people},
           {"groups", done->groups},
           {"threads", done->threads},
           {"posts", done->posts}});
    return 0;
}

int init(config const& c, std::string const& email, std::optional<std::string> name) {
    persistence::connection db(as_app(c));
    auto const done =
        domain::kit::fill(db, std::filesystem::path(c.schema_dir) / "kit", {email, std::move(name), read_password});
    if (!done) {
        auto const& code = done.error().type;
        std::cerr << "plaza: "
                  << (code == "demo_loaded" ? "this is the demo network: the starter kit is for a real one"
                      : code == "not_empty"
                          ? "there are groups already: the starter kit is for a network that has none of its own"
                      : code == "no_administrator"
                          ? "nobody with this address administers the network: add somebody first with "
                            "plaza person add --role administrator, or with --administrator-name while nobody does"
                          : why_not_added(done.error()))
                  << "\n";
        return 1;
    }
    print({{"groups", done->groups}, {"tags", done->tags}, {"synonyms", done->synonyms}, {"texts", done->texts}});
    return 0;
}

constexpr char const* no_mail =
    "no mail server is set: registering, invitations and forgotten passwords wait in the queue; set PLAZA_SMTP_URL, "
    "PLAZA_MAIL_FROM and PLAZA_PUBLIC_URL";

int doctor(config const& c) {
    auto const report = domain::operation::examine(as_app(c), {c.schema_dir, c.web_root, c.files_dir, c.clamd_socket});
    bool sound = true;
    boost::json::array out;
    for (auto const& check : report) {
        std::cerr << (check.sound ? "ok    " : "FAULT ") << check.what << ": " << check.found << "\n";
        out.push_back({{"what", check.what}, {"sound", check.sound}, {"found", check.found}});
        sound = sound && check.sound;
    }
    // A network can be whole without mail, but nobody comes in by themselves.
    auto const mail = !c.smtp_url.empty() ? "sent by " + c.smtp_url
                      : c.demo            ? std::string("none is sent: this is a demo, its letters stand in /buzon")
                                          : std::string(no_mail);
    std::cerr << (c.smtp_url.empty() ? "NOTE  " : "ok    ") << "mail: " << mail << "\n";
    out.push_back({{"what", "mail"}, {"sound", true}, {"found", mail}});
    print({{"sound", sound}, {"checks", out}});
    return sound ? 0 : 1;
}

int recount(config const& c) {
    persistence::connection db(as_app(c));
    boost::json::array out;
    for (auto const& drift : domain::operation::recount(db)) {
        std::cerr << drift.counter << " of " << drift.object << ": " << drift.counted << ", was " << drift.stored
                  << "\n";
        out.push_back({{"counter", drift.counter},
                       {"object", drift.object},
                       {"stored", drift.stored},
                       {"counted", drift.counted}});
    }
    print({{"set_right", std::move(out)}});
    return 0;
}

int retry_jobs(config const& c) {
    persistence::connection db(as_app(c));
    print({{"begun_anew", domain::operation::begin_jobs_anew(db)}});
    return 0;
}

}  // namespace

void declare(CLI::App& cli, config const& settings, std::function<int()>& chosen) {
    cli.add_subcommand("migrate", "brings the database to the newest schema")->callback([&] {
        chosen = [&] { return migrate(settings); };
    });
    cli.add_subcommand("routes", "prints the route table")->callback([&] { chosen = list_routes; });
    static bool counters_alone = false;
    auto* examined = cli.add_subcommand("doctor", "checks settings, database, counters, audit and files");
    examined->add_flag("--recount", counters_alone,
                       "counts anew what is stored for speed, and sets right what differs");
    static bool jobs_again = false;
    examined->add_flag("--retry-jobs", jobs_again, "begins jobs anew that were put aside after too many tries");
    examined->callback([&] {
        chosen = [&] {
            return counters_alone ? recount(settings) : jobs_again ? retry_jobs(settings) : doctor(settings);
        };
    });
    static std::string administrator_email;
    static std::optional<std::string> administrator_name;
    auto* fresh = cli.add_subcommand("init", "fills an empty network with the starter kit: groups, tags, texts");
    fresh->add_option("--administrator-email", administrator_email, "who owns the groups")->required();
    fresh->add_option("--administrator-name", administrator_name,
                      "makes the first administrator; the password is read from standard input");
    fresh->callback([&] { chosen = [&] { return init(settings, administrator_email, administrator_name); }; });
    static std::string demo_folder;
    auto* demo = cli.add_subcommand("demo", "the invented network that shows what Plaza is")->require_subcommand(1);
    auto* load = demo->add_subcommand("load", "fills an empty database with it, once");
    load->add_option("folder", demo_folder, "schema/demo of a checkout")->required();
    load->callback([&] { chosen = [&] { return load_demo(settings, demo_folder); }; });
    declare_people(cli, settings, chosen);
    declare_files(cli, settings, chosen);
    declare_imports(cli, settings, chosen);
}

}  // namespace plaza::commands
