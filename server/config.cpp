// SPDX-License-Identifier: EUPL-1.2
#include "config.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>
#include <filesystem>

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

/// Password and user may stand in a URL or connection string.
std::string without_secret(std::string const& url) {
    auto const at = url.find('@');
    auto const scheme = url.find("://");
    if (at != std::string::npos && scheme != std::string::npos) return url.substr(0, scheme + 3) + "…" + url.substr(at);
    return url.find("password") == std::string::npos ? url : "…";
}

}  // namespace

std::string config::address() const { return listen.substr(0, listen.rfind(':')); }

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
    auto add = [&](std::string const& name, auto& value, std::string const& help) {
        std::string variable = "PLAZA_";
        for (char ch : name) variable += ch == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(ch)));
        auto option_name = "--" + name;
        return app.add_option(option_name, value, help)->envname(variable)->capture_default_str();
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
    add("answer-within-ms", c.answer_within_ms, "longest wait for the database")->check(CLI::Range(50, 600000));
    add("statement-timeout-ms", c.statement_timeout_ms, "longest statement")->check(CLI::Range(50, 600000));
    add("demo", c.demo, "allow the demonstration's password");
    add("log-level", c.log_level, "debug, info, warning, error or off")
        ->check(CLI::IsMember({"debug", "info", "warning", "error", "off"}));
    add("limits-read", c.limits.read, "reads a minute and person");
    add("limits-search", c.limits.search, "searches a minute and person");
    add("limits-write", c.limits.write, "writes a minute and person");
    add("limits-sign-in", c.limits.sign_in, "sign-ins a minute and address");
    add("limits-live", c.limits.live, "live connections and long polls a minute and person");
    add("limits-anonymous", c.limits.anonymous, "requests a minute and address before anybody is known");
}

std::string fault_in(config const& c) {
    namespace fs = std::filesystem;
    if (c.listen.rfind(':') == std::string::npos) return "listen must be address:port";
    auto const port = c.listen.substr(c.listen.rfind(':') + 1);
    unsigned number = 0;
    auto const parsed = std::from_chars(port.data(), port.data() + port.size(), number);
    if (parsed.ec != std::errc() || parsed.ptr != port.data() + port.size() || number > 65535) {
        return "listen must end in a port between 0 and 65535";
    }
    if (c.tls_certificate.empty() != c.tls_key.empty()) return "tls-certificate and tls-key belong together";
    if (!fs::exists(c.schema_dir + "/migrations")) return "schema-dir has no migrations: " + c.schema_dir;
    return {};
}

std::string describe(config const& c) {
    return fmt::format("database={} listen={} web_root={} workers={} demo={} tls={} hosts={}",
                       without_secret(c.database_url), c.listen, c.web_root, c.database_workers, c.demo,
                       !c.tls_certificate.empty(), fmt::join(c.allowed_hosts, ","));
}

}  // namespace plaza
