// SPDX-License-Identifier: EUPL-1.2
// What all connections of a server share. Held by each of them, so that none outlives what it uses.
#pragma once
#include "transport/application.hpp"
#include "transport/connection.hpp"
#include "transport/server_options.hpp"
#include "transport/site.hpp"
#include "transport/static_files.hpp"

#include <atomic>
#include <cstdint>
#include <exception>
#include <memory>
#include <string_view>
#include <utility>

namespace plaza::transport {

struct server_state {
    server_state(server_options const& options, std::uint16_t port, application& app)
        : answers(app),
          here(options.site, port),
          files(options.files),
          compression(options.compression),
          times(options.times),
          report(options.on_failure) {}

    application& answers;
    site const here;
    std::shared_ptr<static_files const> files;
    bool compression;
    time_limits times;
    failure_report report;
    connection_registry connections;
    std::atomic<bool> stopping = false;
    std::atomic<std::uint64_t> accepted = 0;
    std::atomic<std::uint64_t> requests = 0;
    std::atomic<std::uint64_t> failures = 0;
    std::atomic<std::int64_t> live = 0;

    /// Tells the owner of the server of an exception. Never throws: it is called where nobody is left to
    /// catch.
    void failed(std::string_view incident, std::exception_ptr const& error) noexcept {
        ++failures;
        report_failure(report, incident, error);
    }
};

}  // namespace plaza::transport
