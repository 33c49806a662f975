// SPDX-License-Identifier: EUPL-1.2
#include "config.hpp"

#include "domain/mail/mail.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/ip/address.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <memory>
#include <stdexcept>
#include <string_view>

namespace plaza {
namespace {

/// The checkout that this program was built in, or the folder where it is installed.
std::filesystem::path home() {
    std::error_code ignored;
    auto const self = std::filesystem::read_symlink("/proc/self/exe", ignored);
    auto folder = self.parent_path();
    for (auto at = folder; !at.empty() && at != at.root_path(); at = at.parent_path()) {
        if (std::filesystem::exists(at / "schema" / "migrations", ignored)) return at;
    }
    return folder;
}

/// Passwords may stand before the host of a URL, among its parameters, and in a connection string: of a URL only host
/// and name are left, of a string that holds one nothing.
std::string without_secret(std::string const& url) {
    auto const scheme = url.find("://");
    if (scheme == std::string::npos) return url.find("password") == std::string::npos ? url : "…";
    auto const end = std::min(url.find('?'), url.size());
    auto const at = url.rfind('@', end);
    auto const begin = scheme + 3;
    auto const host = at == std::string::npos ? begin : at;
    return url.substr(0, begin) + (host == begin ? "" : "…") + url.substr(host, end - host);
}

std::string variable_of(std::string const& name) {
    std::string out = "PLAZA_";
    for (char ch : name) out += ch == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(ch)));
    return out;
}

/// In the file names may be written as in the environment, with underscores; what stands in the environment wins.
class settings_file final : public CLI::ConfigTOML {
public:
    std::vector<CLI::ConfigItem> from_config(std::istream& in) const override {
        auto settings = CLI::ConfigTOML::from_config(in);
        for (auto& setting : settings) std::replace(setting.name.begin(), setting.name.end(), '_', '-');
        std::erase_if(settings, [](auto const& setting) { return std::getenv(variable_of(setting.name).c_str()); });
        return settings;
    }
};

/// An IPv6 address stands in brackets before its port.
bool plausible_listen(std::string const& listen, std::string const& address) {
    boost::system::error_code error;
    auto const parsed = boost::asio::ip::make_address(address, error);
    return !error && parsed.is_v6() == listen.starts_with('[');
}

}  // namespace

std::string config::address() const {
    auto text = listen.substr(0, listen.rfind(':'));
    if (text.size() > 1 && text.front() == '[' && text.back() == ']') text = text.substr(1, text.size() - 2);
    return text;
}

std::uint16_t config::port() const {
    auto const text = listen.substr(listen.rfind(':') + 1);
    std::uint16_t port = 0;
    std::from_chars(text.data(), text.data() + text.size(), port);
    return port;
}

void declare(CLI::App& app, config& c) {
    auto const at = home();
    c.web_root = (at / "web" / "dist").string();
    c.schema_dir = (at / "schema").string();
    app.set_config("--config", "", "settings, one name = value a line", false);
    app.config_formatter(std::make_shared<settings_file>());
    app.allow_config_extras(CLI::config_extras_mode::error);  // a misspelt setting is not a missing one
    auto add = [&](std::string const& name, auto& value, std::string const& help) {
        return app.add_option("--" + name, value, help)->envname(variable_of(name))->capture_default_str();
    };
    add("database-url", c.database_url, "PostgreSQL, as libpq writes it; the server takes on the role plaza_app");
    add("owner-database-url", c.owner_database_url, "the same for migrations, as the owner of the database");
    add("listen", c.listen, "address:port; port 0 takes any free one");
    add("web-root", c.web_root, "folder of the built web application");
    add("schema-dir", c.schema_dir, "folder of the migrations");
    add("tls-certificate", c.tls_certificate, "chain in PEM; read again on SIGHUP");
    add("tls-key", c.tls_key, "private key in PEM");
    add("allowed-hosts", c.allowed_hosts, "names under which people reach this server")->delimiter(',');
    add("allowed-origins", c.allowed_origins, "further origins whose pages may call it")->delimiter(',');
    add("trusted-proxies", c.trusted_proxies, "addresses whose X-Forwarded-For counts")->delimiter(',');
    add("io-threads", c.io_threads, "threads for connections")->check(CLI::Range(1, 64));
    add("database-workers", c.database_workers, "connections to PostgreSQL for requests")->check(CLI::Range(1, 256));
    add("password-workers", c.password_workers, "passwords hashed at a time, 64 MiB each")->check(CLI::Range(1, 64));
    add("image-tools", c.image_tools, "folder of vipsheader and vipsthumbnail");
    add("image-within-ms", c.image_within_ms, "longest work of one of them")->check(CLI::Range(50, 60000));
    add("files-dir", c.files_dir, "folder of uploaded files, of this installation alone; empty: none are taken");
    add("files-reserve-mb", c.files_reserve_mb, "megabytes that they leave free of its disk");
    add("clamd-socket", c.clamd_socket, "socket of clamd, which looks at every file before anybody may read it");
    add("answer-within-ms", c.answer_within_ms, "longest wait for the database")->check(CLI::Range(50, 600000));
    add("statement-timeout-ms", c.statement_timeout_ms, "longest statement")->check(CLI::Range(50, 600000));
    add("demo", c.demo, "allow the demonstration's password");
    add("public-url", c.public_url, "https://name under which people reach this server; stands in mails");
    add("smtp-url", c.smtp_url, "mail server: smtp://host:587 or smtps://host:465");
    add("smtp-user", c.smtp_user, "how this server signs in there");
    add("smtp-password", c.smtp_password, "its password; better in the environment or in a file");
    add("smtp-password-file", c.smtp_password_file, "file whose first line is that password");
    add("smtp-ca-file", c.smtp_ca_file, "who vouches for the mail server, in PEM; empty: whom the system trusts");
    add("smtp-starttls", c.smtp_starttls, "encryption with smtp://: required, if-offered or never")
        ->check(CLI::IsMember({"required", "if-offered", "never"}));
    add("smtp-reply-seconds", c.smtp_reply_seconds, "longest wait for a reply of the mail server")
        ->check(CLI::Range(1, 600));
    add("mail-from", c.mail_from, "address that mails come from");
    add("log-level", c.log_level, "debug, info, warning, error or off")
        ->check(CLI::IsMember({"debug", "info", "warning", "error", "off"}));
    add("limits-read", c.limits.read, "reads a minute and person")->check(CLI::PositiveNumber);
    add("limits-search", c.limits.search, "searches a minute and person")->check(CLI::PositiveNumber);
    add("limits-write", c.limits.write, "writes a minute and person")->check(CLI::PositiveNumber);
    add("limits-sign-in", c.limits.sign_in, "sign-ins a minute and address")->check(CLI::PositiveNumber);
    add("limits-live", c.limits.live, "live connections and long polls a minute and person")
        ->check(CLI::PositiveNumber);
    add("limits-anonymous", c.limits.anonymous, "requests a minute and address before anybody is known")
        ->check(CLI::PositiveNumber);
}

std::string config::site() const {
    if (public_url.empty()) return (tls_certificate.empty() ? "http://" : "https://") + listen;
    return public_url.substr(0, public_url.find_last_not_of('/') + 1);
}

void read_secrets(config& c) {
    if (c.smtp_password_file.empty()) return;
    std::ifstream in(c.smtp_password_file);
    if (!std::getline(in, c.smtp_password)) throw std::runtime_error("smtp-password-file cannot be read");
    if (!c.smtp_password.empty() && c.smtp_password.back() == '\r') c.smtp_password.pop_back();
}

namespace {

bool begins_with_one_of(std::string const& text, std::initializer_list<std::string_view> beginnings) {
    return std::any_of(beginnings.begin(), beginnings.end(),
                       [&](auto b) { return text.starts_with(b) && text.size() > b.size(); });
}

std::string fault_in_mail(config const& c) {
    if (!c.public_url.empty() && (!begins_with_one_of(c.public_url, {"https://", "http://"}) ||
                                  c.public_url.find_first_of(" ?#@\"<>") != std::string::npos)) {
        return "public-url must be https://name";
    }
    if (!c.mail_from.empty() && !domain::mail::sendable(c.mail_from)) return "mail-from must be a mail address";
    if (c.smtp_url.empty()) return {};
    if (!begins_with_one_of(c.smtp_url, {"smtp://", "smtps://"}) ||
        c.smtp_url.find_first_of("/ ?#@", c.smtp_url.find("//") + 2) != std::string::npos) {
        return "smtp-url must be smtp://host:port or smtps://host:port";
    }
    if (c.mail_from.empty() || c.public_url.empty()) return "smtp-url needs mail-from and public-url beside it";
    if (!c.smtp_password.empty() && !c.smtp_password_file.empty())
        return "smtp-password and smtp-password-file are one too many";
    if (!c.smtp_user.empty() && c.smtp_starttls != "required" && c.smtp_url.starts_with("smtp://")) {
        return "smtp-user would send its password in the clear: leave smtp-starttls required";
    }
    return {};
}

}  // namespace

std::string fault_in(config const& c) {
    namespace fs = std::filesystem;
    if (c.listen.rfind(':') == std::string::npos) return "listen must be address:port";
    auto const port = c.listen.substr(c.listen.rfind(':') + 1);
    unsigned number = 0;
    auto const parsed = std::from_chars(port.data(), port.data() + port.size(), number);
    if (parsed.ec != std::errc() || parsed.ptr != port.data() + port.size() || number > 65535) {
        return "listen must end in a port between 0 and 65535";
    }
    if (!plausible_listen(c.listen, c.address())) return "listen must begin with an IP address, of IPv6 in brackets";
    if (c.tls_certificate.empty() != c.tls_key.empty()) return "tls-certificate and tls-key belong together";
    if (!fs::exists(c.schema_dir + "/migrations")) return "schema-dir has no migrations: " + c.schema_dir;
    return fault_in_mail(c);
}

std::string describe(config const& c) {
    return fmt::format(
        "database={} listen={} web_root={} workers={} demo={} tls={} hosts={} site={} smtp={} files={} clamd={}",
        without_secret(c.database_url), c.listen, c.web_root, c.database_workers, c.demo, !c.tls_certificate.empty(),
        fmt::join(c.allowed_hosts, ","), c.site(), c.smtp_url.empty() ? "none" : c.smtp_url,
        c.files_dir.empty() ? "none" : c.files_dir, c.clamd_socket.empty() ? "none" : c.clamd_socket);
}

}  // namespace plaza
