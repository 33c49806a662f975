// SPDX-License-Identifier: EUPL-1.2
#include "commands.hpp"
#include "domain/identity/identity.hpp"
#include "domain/identity/passwords.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <iostream>
#include <map>
#include <memory>
#include <termios.h>
#include <unistd.h>

namespace plaza::commands {
namespace {

/// Nothing typed is shown until this ends.
class unseen {
public:
    unseen() : terminal_(::tcgetattr(STDIN_FILENO, &before_) == 0) {
        if (!terminal_) return;
        auto silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    ~unseen() {
        if (!terminal_) return;
        ::tcsetattr(STDIN_FILENO, TCSADRAIN, &before_);
        std::cerr << "\n";
    }
    unseen(unseen const&) = delete;
    unseen& operator=(unseen const&) = delete;

private:
    termios before_{};
    bool terminal_;
};

}  // namespace

std::string read_password() {
    std::string password;
    if (::isatty(STDIN_FILENO) == 0) {
        std::getline(std::cin, password);
        return password;
    }
    unseen const while_typing;
    std::cerr << "Password: " << std::flush;
    std::getline(std::cin, password);
    return password;
}

std::string why_not_added(base::problem const& fault) {
    using domain::identity::longest_password;
    using domain::identity::shortest_password;
    static std::map<std::string, std::string> const sentences = {
        {"email_taken", "somebody has this address already"},
        {"email not_an_address", "this is no mail address"},
        {"name required", "the name is empty"},
        {"name too_long", "the name is too long"},
        {"password too_short", fmt::format("the password needs {} characters at least", shortest_password)},
        {"password too_long", fmt::format("the password may have {} bytes at most", longest_password)},
        {"password common", "this password is known to everybody who guesses: choose another"},
    };
    auto const code = fault.errors.empty() ? fault.type : fault.errors[0].first + " " + fault.errors[0].second;
    auto const found = sentences.find(code);
    return found == sentences.end() ? code : found->second;
}

namespace {

struct newcomer {
    std::string email, name, role;
};

int add(config const& c, newcomer const& who) {
    auto const password = read_password();
    persistence::connection db(as_app(c));
    persistence::transaction tx(db);
    std::optional<std::string> role;
    if (!who.role.empty()) role = who.role;
    auto const id = domain::identity::add_person(db, who.email, who.name, password, role, c.demo);
    if (!id) {
        std::cerr << "plaza: " << why_not_added(id.error()) << "\n";
        return 1;
    }
    tx.commit();
    print({{"id", *id}});
    return 0;
}

}  // namespace

void declare_people(CLI::App& cli, config const& settings, std::function<int()>& chosen) {
    auto* person = cli.add_subcommand("person", "people who sign in")->require_subcommand(1);
    auto* command = person->add_subcommand("add", "adds one; the password is read from standard input");
    auto const who = std::make_shared<newcomer>();
    command->add_option("--email", who->email, "work address")->required();
    command->add_option("--name", who->name, "first name and surname")->required();
    command->add_option("--role", who->role, "administrator of the network")
        ->check(CLI::IsMember({"administrator", "auditor", "network_host"}));
    command->callback([&settings, &chosen, who] { chosen = [&settings, who] { return add(settings, *who); }; });
}

}  // namespace plaza::commands
