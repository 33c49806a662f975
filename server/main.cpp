// SPDX-License-Identifier: EUPL-1.2
// The sub-commands of the program. Standard output carries one JSON object, progress goes to standard error; exit 0
// done, 1 failed, 2 wrong usage.
#include "app.hpp"
#include "base/crypto.hpp"
#include "base/log.hpp"
#include "commands.hpp"
#include "config.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

int main(int argc, char** argv) {
    using namespace plaza;
    config settings;
    CLI::App cli("Plaza, a social network for the people who work in public administrations");
    cli.set_version_flag("--version", std::string(version));
    cli.require_subcommand(1);
    declare(cli, settings);
    std::function<int()> chosen;
    cli.add_subcommand("serve", "serves until SIGTERM")->callback([&] { chosen = [&] { return serve(settings); }; });
    commands::declare(cli, settings, chosen);
    try {
        cli.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        return cli.exit(error) == 0 ? 0 : 2;
    }
    if (auto const fault = fault_in(settings); !fault.empty()) {
        std::cerr << "plaza: " << fault << "\n";
        return 2;
    }
    try {
        base::start_log(settings.log_level);
        base::start_crypto();
        read_secrets(settings);
        return chosen();
    } catch (std::exception const& error) {
        std::cerr << "plaza: " << error.what() << "\n";
        return 1;
    }
}
