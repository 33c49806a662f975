// SPDX-License-Identifier: EUPL-1.2
// The thread that has files looked at by clamd, on a connection of its own. Until then a file is for nobody; when the
// scanner is away it waits, and is asked for again.
#pragma once
#include "domain/files/store.hpp"
#include "jobs/queue.hpp"
#include "persistence/connection.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

namespace plaza::domain::files {

inline constexpr char const* scan_queue = "scan";
inline constexpr char const* scan_job = "files.scan";

/// It is there and could not tell of this file: too large for it, or no room where it puts it.
class no_verdict : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// What clamd says of some bytes over the socket at this path: what it found, or nothing where it found nothing. Throws
/// `no_verdict`, or another `std::runtime_error` where it does not answer or `given_up` came true.
std::optional<std::string> ask_clamd(std::string const& socket, std::string_view bytes,
                                     std::function<bool()> const& given_up);
/// Whether it answers at all.
bool clamd_answers(std::string const& socket);

class scanner {
public:
    /// Without a socket nothing is started.
    scanner(persistence::connection_options options, store const& from, std::string socket);
    /// Leaves the file that is being scanned for another time.
    ~scanner();
    scanner(scanner const&) = delete;
    scanner& operator=(scanner const&) = delete;

private:
    void run();
    bool pause(int milliseconds);
    bool stopping();
    void look_at(persistence::connection& db, jobs::taken_job const& job);

    persistence::connection_options options_;
    store const& store_;
    std::string socket_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    bool away_ = false;  ///< of the scanner; said once
    std::thread thread_;
};

}  // namespace plaza::domain::files
