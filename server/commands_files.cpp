// SPDX-License-Identifier: EUPL-1.2
#include "commands.hpp"
#include "domain/files/upkeep.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>

#include <iostream>

namespace plaza::commands {
namespace {

int settle(config const& c, bool released) {
    if (!c.clamd_socket.empty()) {
        std::cerr << "a scanner is set (clamd-socket) and looks at what waits: nothing was done\n";
        return 1;
    }
    persistence::connection db(as_app(c));
    namespace files = domain::files;
    auto const count = released ? files::release(db) : files::refuse(db);
    print({{released ? "released" : "refused", count}});
    return 0;
}

}  // namespace

void declare_files(CLI::App& cli, config const& settings, std::function<int()>& chosen) {
    auto* files =
        cli.add_subcommand("files", "files that wait for a scanner which is not set any more")->require_subcommand(1);
    files->add_subcommand("release", "lets them be read without having been looked at")->callback([&] {
        chosen = [&] { return settle(settings, true); };
    });
    files->add_subcommand("refuse", "deletes them and tells their owners")->callback([&] {
        chosen = [&] { return settle(settings, false); };
    });
}

}  // namespace plaza::commands
