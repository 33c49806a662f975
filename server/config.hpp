// SPDX-License-Identifier: EUPL-1.2
// Settings of one machine: a file, environment variables and options, read and checked once at the start.
#pragma once
#include "rates.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace plaza {

struct config {
    std::string database_url = "dbname=plaza";
    std::string owner_database_url;  ///< for migrations; empty: the same
    std::string listen = "127.0.0.1:8080";
    std::string web_root;
    std::string schema_dir;
    std::string tls_certificate;
    std::string tls_key;
    std::vector<std::string> allowed_hosts;
    std::vector<std::string> allowed_origins;
    std::vector<std::string> trusted_proxies;
    unsigned io_threads = 1;
    unsigned database_workers = 8;
    unsigned password_workers = 2;
    std::string image_tools = "/usr/bin";  ///< folder of vipsheader and vipsthumbnail
    unsigned image_within_ms = 5000;       ///< longest work of one of them
    std::string files_dir;                 ///< where uploaded files lie; none: none are taken
    unsigned files_reserve_mb = 512;       ///< what they leave free of its disk
    std::string clamd_socket;              ///< path of the scanner's socket; none: files are not scanned
    unsigned answer_within_ms = 900;       ///< longest wait of a request for the database
    unsigned statement_timeout_ms = 5000;
    bool demo = false;
    std::string public_url;  ///< how people reach this server; stands before the links of mails
    std::string smtp_url;
    std::string smtp_user;
    std::string smtp_password;
    std::string smtp_password_file;
    std::string smtp_ca_file;
    std::string smtp_starttls = "required";
    unsigned smtp_reply_seconds = 300;
    std::string mail_from;
    std::string log_level = "info";
    rate_settings limits;

    std::string address() const;
    std::uint16_t port() const;
    /// `public_url`, or the address it listens on, without a slash behind.
    std::string site() const;
    std::string const& owner_url() const { return owner_database_url.empty() ? database_url : owner_database_url; }
};

/// Declares every setting on the command line parser: `--name` or PLAZA_NAME, or `name = value` in the file.
void declare(CLI::App& app, config& settings);

/// Takes secrets from the files that hold them. Throws `std::runtime_error` when one cannot be read.
void read_secrets(config& settings);

/// Says in one line what is wrong, or nothing.
std::string fault_in(config const& settings);

/// Settings without their secrets, for the log.
std::string describe(config const& settings);

}  // namespace plaza
