// SPDX-License-Identifier: EUPL-1.2
// Settings: where they come from, which are refused, what the log may show.
#include "config.hpp"

#include <CLI/CLI.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <unistd.h>
#include <vector>

using plaza::config;

namespace {

/// A file that is gone at the end.
class file {
public:
    explicit file(std::string const& text)
        : path_(std::filesystem::temp_directory_path() / ("plaza-config-" + std::to_string(::getpid()) + ".conf")) {
        std::ofstream(path_) << text;
    }
    ~file() { std::filesystem::remove(path_); }
    std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

/// An environment variable for the time of a test.
class variable {
public:
    variable(char const* name, char const* value) : name_(name) { ::setenv(name, value, 1); }
    ~variable() { ::unsetenv(name_); }

private:
    char const* name_;
};

/// Reads the arguments as `plaza` does; the text of the fault, or nothing.
std::string read(std::vector<std::string> arguments, config& out) {
    CLI::App app("test");
    plaza::declare(app, out);
    std::reverse(arguments.begin(), arguments.end());
    try {
        app.parse(arguments);
    } catch (CLI::ParseError const& error) {
        return std::string(error.get_name()) + ": " + error.what();
    }
    return plaza::fault_in(out);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(settings)

BOOST_AUTO_TEST_CASE(without_any_they_work) {
    config c;
    BOOST_TEST(read({}, c) == "");
    BOOST_TEST(c.address() == "127.0.0.1");
    BOOST_TEST(c.port() == 8080);
    BOOST_TEST(!c.demo);
    BOOST_TEST(c.owner_url() == c.database_url);
    BOOST_TEST(std::filesystem::exists(c.schema_dir + "/migrations"));
}

BOOST_AUTO_TEST_CASE(option_before_environment_before_file) {
    file const f(
        "listen = \"127.0.0.1:1\"\ndatabase_workers = 3\nallowed_hosts = \"a.example,b.example:443\"\ndemo = true\n");
    {
        config c;
        BOOST_TEST(read({"--config", f.path()}, c) == "");
        BOOST_TEST(c.port() == 1);
        BOOST_TEST(c.database_workers == 3u);
        BOOST_TEST(c.demo);
        BOOST_TEST(c.allowed_hosts == (std::vector<std::string>{"a.example", "b.example:443"}),
                   boost::test_tools::per_element());
    }
    variable const listen("PLAZA_LISTEN", "127.0.0.1:2");
    {
        config c;
        BOOST_TEST(read({"--config", f.path()}, c) == "");
        BOOST_TEST(c.port() == 2);
        BOOST_TEST(c.database_workers == 3u);
    }
    config c;
    BOOST_TEST(read({"--config", f.path(), "--listen", "127.0.0.1:3"}, c) == "");
    BOOST_TEST(c.port() == 3);
}

BOOST_AUTO_TEST_CASE(every_setting_can_come_from_the_environment) {
    struct row {
        char const* name;
        char const* value;
        std::function<bool(config const&)> arrived;
    };
    std::vector<row> const rows = {
        {"PLAZA_DATABASE_URL", "dbname=x", [](auto& c) { return c.database_url == "dbname=x"; }},
        {"PLAZA_OWNER_DATABASE_URL", "dbname=y", [](auto& c) { return c.owner_url() == "dbname=y"; }},
        {"PLAZA_WEB_ROOT", "/tmp", [](auto& c) { return c.web_root == "/tmp"; }},
        {"PLAZA_TRUSTED_PROXIES", "10.0.0.1,10.0.0.2", [](auto& c) { return c.trusted_proxies.size() == 2; }},
        {"PLAZA_ALLOWED_ORIGINS", "https://a.example", [](auto& c) { return c.allowed_origins.size() == 1; }},
        {"PLAZA_ANSWER_WITHIN_MS", "1200", [](auto& c) { return c.answer_within_ms == 1200; }},
        {"PLAZA_DEMO", "true", [](auto& c) { return c.demo; }},
        {"PLAZA_DEMO", "false", [](auto& c) { return !c.demo; }},
        {"PLAZA_LOG_LEVEL", "debug", [](auto& c) { return c.log_level == "debug"; }},
        {"PLAZA_LIMITS_READ", "7", [](auto& c) { return c.limits.read == 7; }},
        {"PLAZA_LIMITS_SIGN_IN", "7", [](auto& c) { return c.limits.sign_in == 7; }},
        {"PLAZA_LIMITS_ANONYMOUS", "7", [](auto& c) { return c.limits.anonymous == 7; }},
    };
    for (auto const& row : rows) {
        variable const v(row.name, row.value);
        config c;
        BOOST_TEST_CONTEXT(row.name << "=" << row.value) {
            BOOST_TEST(read({}, c) == "");
            BOOST_TEST(row.arrived(c));
        }
    }
}

BOOST_AUTO_TEST_CASE(what_cannot_work_is_refused_before_anything_starts) {
    struct row {
        std::vector<std::string> arguments;
        char const* says;
    };
    std::vector<row> const rows = {
        {{"--listen", "8080"}, "listen"},
        {{"--listen", "127.0.0.1:"}, "listen"},
        {{"--listen", "127.0.0.1:x"}, "listen"},
        {{"--listen", "127.0.0.1:65536"}, "listen"},
        {{"--listen", "127.0.0.1:-1"}, "listen"},
        {{"--listen", "127.0.0.1:80 "}, "listen"},
        {{"--listen", ":8080"}, "listen"},
        {{"--listen", "nowhere:8080"}, "listen"},
        {{"--listen", "::1:8080"}, "listen"},
        {{"--listen", "[127.0.0.1]:8080"}, "listen"},
        {{"--tls-certificate", "/tmp/c.pem"}, "tls-"},
        {{"--tls-key", "/tmp/k.pem"}, "tls-"},
        {{"--schema-dir", "/nowhere"}, "schema-dir"},
        {{"--database-workers", "0"}, "database-workers"},
        {{"--database-workers", "many"}, "database-workers"},
        {{"--password-workers", "0"}, "password-workers"},
        {{"--io-threads", "0"}, "io-threads"},
        {{"--answer-within-ms", "0"}, "answer-within-ms"},
        {{"--statement-timeout-ms", "-1"}, "statement-timeout-ms"},
        {{"--log-level", "loud"}, "log-level"},
        {{"--limits-read", "0"}, "limits-read"},
        {{"--limits-write", "-5"}, "limits-write"},
        {{"--limits-search", "lots"}, "limits-search"},
        {{"--config", "/nowhere/plaza.conf"}, "plaza.conf"},
        {{"--unheard-of", "x"}, "unheard-of"},
    };
    for (auto const& row : rows) {
        config c;
        BOOST_TEST_CONTEXT(row.arguments[0] << " " << row.arguments[1]) {
            BOOST_TEST(read(row.arguments, c).find(row.says) != std::string::npos);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_misspelt_line_in_the_file_is_refused) {
    file const f("lissten = \"127.0.0.1:1\"\n");
    config c;
    BOOST_TEST(read({"--config", f.path()}, c).find("lissten") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(addresses_of_both_families) {
    struct row {
        char const* listen;
        char const* address;
        int port;
    };
    for (auto const& row : {row{"127.0.0.1:0", "127.0.0.1", 0}, row{"0.0.0.0:65535", "0.0.0.0", 65535},
                            row{"[::1]:8443", "::1", 8443}, row{"[::]:80", "::", 80}}) {
        config c;
        BOOST_TEST_CONTEXT(row.listen) {
            BOOST_TEST(read({"--listen", row.listen}, c) == "");
            BOOST_TEST(c.address() == row.address);
            BOOST_TEST(c.port() == row.port);
        }
    }
}

BOOST_AUTO_TEST_CASE(no_secret_is_described) {
    std::vector<std::string> const urls = {
        "postgresql://plaza:s3cret@db.example:5432/plaza",
        "postgres://plaza:s3cret@db.example/plaza?sslmode=require",
        "postgresql://plaza@db.example/plaza?password=s3cret",
        "postgresql://plaza@db.example/plaza?sslpassword=s3cret&sslmode=require",
        "postgresql://plaza@db.example/plaza?pass%77ord=s3cret",
        "postgresql:///plaza?host=/run/postgresql&password=s3cret",
        "postgresql://plaza:s3@cret@db.example/plaza",
        "host=db.example dbname=plaza password=s3cret",
        "host=db.example dbname=plaza password = 's3 cret'",
        "host=db.example sslpassword=s3cret",
    };
    for (auto const& url : urls) {
        config c;
        c.database_url = url;
        c.owner_database_url = url;
        auto const text = plaza::describe(c);
        BOOST_TEST_CONTEXT(url << " as " << text) {
            BOOST_TEST(text.find("s3") == std::string::npos);
            BOOST_TEST(text.find("cret") == std::string::npos);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_rest_is_described) {
    config c;
    c.database_url = "postgresql://plaza@db.example:5432/plaza";
    c.allowed_hosts = {"plaza.example"};
    auto const text = plaza::describe(c);
    for (auto const* part : {"db.example:5432/plaza", "127.0.0.1:8080", "plaza.example"}) {
        BOOST_TEST_CONTEXT(part) { BOOST_TEST(text.find(part) != std::string::npos); }
    }
}

BOOST_AUTO_TEST_SUITE_END()
