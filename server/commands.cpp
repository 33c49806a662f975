// SPDX-License-Identifier: EUPL-1.2
#include "commands.hpp"

#include "app.hpp"
#include "domain/accountability/audit.hpp"
#include "domain/demo/demo.hpp"
#include "domain/identity/identity.hpp"
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
namespace {

/// Work of an operator may take long.
constexpr int no_timeout = 0;

persistence::connection_options as_app(config const& c) {
    persistence::connection_options o;
    o.conninfo = c.database_url;
    o.role = "plaza_app";
    o.application = "plaza command";
    o.statement_timeout_ms = no_timeout;
    o.lock_timeout_ms = no_timeout;
    o.idle_in_transaction_timeout_ms = no_timeout;
    return o;
}

void print(boost::json::value const& result) { std::cout << boost::json::serialize(result) << std::endl; }

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
        out.push_back({{"verb", name_of(r.method)}, {"path", r.path}, {"who", name_of(r.may)}, {"cost", name_of(r.costs)}});
    }
    print(out);
    return 0;
}

int add_person(config const& c, std::string const& email, std::string const& name, std::string const& role) {
    std::string password;
    std::getline(std::cin, password);
    persistence::connection db(as_app(c));
    persistence::transaction tx(db);
    std::optional<std::string> network_role;
    if (!role.empty()) network_role = role;
    auto const id = domain::identity::add_person(db, email, name, password, network_role, c.demo);
    if (!id) {
        std::cerr << "plaza: " << id.error().type;
        for (auto const& [field, code] : id.error().errors) std::cerr << ", " << field << ": " << code;
        std::cerr << "\n";
        return 1;
    }
    tx.commit();
    print({{"id", *id}});
    return 0;
}

int load_demo(config const& c, std::string const& folder) {
    persistence::connection db(as_app(c));
    auto const done = domain::demo::load(db, folder);
    if (!done) {
        std::cerr << "plaza: " << (done.error().type == "demo_loaded"
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

int doctor(config const& c) {
    auto const report = domain::operation::examine(as_app(c), c.schema_dir, c.web_root);
    bool sound = true;
    boost::json::array out;
    for (auto const& check : report) {
        std::cerr << (check.sound ? "ok    " : "FAULT ") << check.what << ": " << check.found << "\n";
        out.push_back({{"what", check.what}, {"sound", check.sound}, {"found", check.found}});
        sound = sound && check.sound;
    }
    print({{"sound", sound}, {"checks", out}});
    return sound ? 0 : 1;
}

}  // namespace

void declare(CLI::App& cli, config const& settings, std::function<int()>& chosen) {
    cli.add_subcommand("migrate", "brings the database to the newest schema")->callback([&] {
        chosen = [&] { return migrate(settings); };
    });
    cli.add_subcommand("routes", "prints the route table")->callback([&] { chosen = list_routes; });
    cli.add_subcommand("doctor", "checks settings, database, counters and audit")->callback([&] {
        chosen = [&] { return doctor(settings); };
    });
    static std::string demo_folder;
    auto* demo = cli.add_subcommand("demo", "the invented network that shows what Plaza is")->require_subcommand(1);
    auto* load = demo->add_subcommand("load", "fills an empty database with it, once");
    load->add_option("folder", demo_folder, "schema/demo of a checkout")->required();
    load->callback([&] { chosen = [&] { return load_demo(settings, demo_folder); }; });
    auto* person = cli.add_subcommand("person", "people who sign in")->require_subcommand(1);
    static std::string email, name, role;
    auto* add = person->add_subcommand("add", "adds one; the password is read from standard input");
    add->add_option("--email", email, "work address")->required();
    add->add_option("--name", name, "first name and surname")->required();
    add->add_option("--role", role, "administrator of the network")->check(CLI::IsMember({"administrator", "auditor"}));
    add->callback([&] { chosen = [&] { return add_person(settings, email, name, role); }; });
    declare_imports(cli, settings, chosen);
}

}  // namespace plaza::commands
