// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "transport/limits.hpp"
#include "transport/site.hpp"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace plaza::transport {

class static_files;

/// Called with the incident id of the request (empty outside of one) and what the exception said. Any thread.
using failure_report = std::function<void(std::string_view incident, std::string_view what)>;

/// Calls `report` with what `error` says; never throws.
void report_failure(failure_report const& report, std::string_view incident, std::exception_ptr const& error) noexcept;

struct tls_options {
    std::string certificate;  ///< file with the chain in PEM; empty: plain HTTP
    std::string key;          ///< file with the private key in PEM
};

struct server_options {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;  ///< 0: any free port
    tls_options tls;
    site_options site;
    std::shared_ptr<static_files const> files;      ///< the web application; none: only the API answers
    bool compression = true;                        ///< of the application's answers
    std::size_t connections = limits::connections;  ///< lowered to what the process may open
    time_limits times;
    failure_report on_failure;
};

}  // namespace plaza::transport
