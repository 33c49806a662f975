// SPDX-License-Identifier: EUPL-1.2
// `plaza administrations import` and `plaza import`.
#include "commands.hpp"
#include "domain/imports/administrations_csv.hpp"
#include "domain/imports/stack_exchange.hpp"
#include "domain/search/search.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/serialize.hpp>

#include <fstream>
#include <iostream>
#include <memory>

namespace plaza::commands {
namespace {

/// As the owner: plans of imports are temporary tables, which the application's role need not be able to
/// make.
persistence::connection_options as_owner(config const& c) {
    persistence::connection_options o;
    o.conninfo = c.owner_url();
    o.application = "plaza import";
    o.statement_timeout_ms = 0;
    o.lock_timeout_ms = 0;
    o.idle_in_transaction_timeout_ms = 0;
    return o;
}

int import_administrations(config const& c, std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path);
    auto file = domain::imports::read_administrations(in);
    if (!file) {
        std::cerr << "plaza: " << path << " has no column " << file.error().errors.front().first << "\n";
        return 1;
    }
    persistence::connection db(as_owner(c));
    std::cout << boost::json::serialize(domain::imports::import_administrations(db, std::move(*file)))
              << std::endl;
    return 0;
}

int import_stack_exchange(config const& c, domain::imports::stack_exchange_options const& options) {
    persistence::connection db(as_owner(c));
    auto const report = domain::imports::import_stack_exchange(db, options, std::cerr);
    if (!options.dry_run) domain::search::measure(db);  // a big dump changes which words are common
    std::cout << boost::json::serialize(report) << std::endl;
    return 0;
}

}  // namespace

void declare_imports(CLI::App& cli, config const& settings, std::function<int()>& chosen) {
    auto* administrations =
        cli.add_subcommand("administrations", "town halls and the like")->require_subcommand(1);
    auto* csv =
        administrations->add_subcommand("import", "creates and updates them from a CSV file, by DIR3 code");
    auto const path = std::make_shared<std::string>();
    csv->add_option("FILE", *path, "columns by name: dir3, municipio, poblacion_2017 …")
        ->required()
        ->check(CLI::ExistingFile);
    csv->callback([&settings, &chosen, path] {
        chosen = [&settings, path] { return import_administrations(settings, *path); };
    });

    auto* import = cli.add_subcommand("import", "content from elsewhere")->require_subcommand(1);
    auto* dump = import->add_subcommand("stackexchange", "a Stack Exchange dump, into a group");
    auto const options = std::make_shared<domain::imports::stack_exchange_options>();
    dump->add_option("DIR", options->folder, "folder with Posts.xml and the others")
        ->required()
        ->check(CLI::ExistingDirectory);
    dump->add_option("--group", options->group, "slug; an open group is made when there is none")
        ->required()
        ->check([](std::string const& slug) {
            return domain::imports::is_group_slug(slug) ? "" : "2 to 50 small letters, digits and single hyphens, please";
        });
    dump->add_flag("--dry-run", options->dry_run, "reads, converts and reports; stores nothing");
    dump->callback([&settings, &chosen, options] {
        chosen = [&settings, options] { return import_stack_exchange(settings, *options); };
    });
}

}  // namespace plaza::commands
