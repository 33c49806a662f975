// SPDX-License-Identifier: EUPL-1.2
#include "domain/files/scanner.hpp"

#include "base/log.hpp"
#include "domain/files/files.hpp"
#include "domain/files/files_sql.hpp"

#include <boost/json/parse.hpp>

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <stdexcept>

namespace plaza::domain::files {
namespace {

constexpr int look_every_ms = 500;
/// A file whose process was killed is taken by another one after this long: longer than a scan may take.
constexpr int lease_seconds = 120;
/// For each piece that goes over and for the verdict; and for all of it.
constexpr std::chrono::seconds patience{30};
constexpr std::chrono::seconds whole_patience{100};
/// How often it is looked whether to go on waiting.
constexpr int tick_ms = 250;
constexpr std::size_t piece_bytes = 64 * 1024;
constexpr std::size_t longest_verdict = 1024;

/// Seconds until it is asked again: half a minute at most for the scanner to be back, an hour for what it cannot tell of.
int pause_after(int attempts, bool away) { return std::min(1 << std::clamp(attempts - 1, 0, 12), away ? 30 : 3600); }

class local_socket {
public:
    local_socket(std::string const& path, std::function<bool()> given_up)
        : given_up_(std::move(given_up)), fd_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un address{};
        if (fd_ < 0 || path.size() >= sizeof address.sun_path) {
            if (fd_ >= 0) close(fd_);
            throw std::runtime_error("no socket");
        }
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, path.data(), path.size());
        timeval const tick{0, tick_ms * 1000};
        setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &tick, sizeof tick);
        setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &tick, sizeof tick);
        if (connect(fd_, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0) {
            close(fd_);
            throw std::runtime_error("cannot be reached");
        }
    }
    ~local_socket() { close(fd_); }
    local_socket(local_socket const&) = delete;
    local_socket& operator=(local_socket const&) = delete;

    /// False when the other end has heard enough.
    bool write(std::string_view bytes) const {
        auto const until = clock::now() + patience;
        while (!bytes.empty()) {
            auto const sent = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent < 0 && waits(until)) continue;
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    std::string read_all() const {
        std::string out;
        std::array<char, 256> piece{};
        auto const until = clock::now() + patience;
        while (out.size() < longest_verdict) {
            auto const got = recv(fd_, piece.data(), piece.size(), 0);
            if (got < 0 && waits(until)) continue;
            if (got <= 0) break;
            out.append(piece.data(), static_cast<std::size_t>(got));
        }
        return out;
    }

private:
    using clock = std::chrono::steady_clock;

    /// Whether what has just failed is to be tried again. Throws when nobody waits for it any more.
    bool waits(clock::time_point until) const {
        auto const failed = errno;
        if (given_up_()) throw std::runtime_error("given up");
        auto const now = clock::now();
        return failed == EINTR || (failed == EAGAIN && now < until && now < end_);
    }

    std::function<bool()> given_up_;
    clock::time_point end_ = clock::now() + whole_patience;
    int fd_;
};

std::string big_endian(std::size_t size) {
    std::string out;
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(size >> static_cast<unsigned>(shift) & 0xFFU);
    return out;
}

std::int64_t file_in(std::string const& payload) { return boost::json::parse(payload).at("file").as_int64(); }

}  // namespace

std::optional<std::string> ask_clamd(std::string const& socket, std::string_view bytes,
                                     std::function<bool()> const& given_up) {
    local_socket const clamd(socket, given_up);
    bool open = clamd.write(std::string_view("zINSTREAM\0", 10));
    while (open && !bytes.empty()) {
        auto const piece = bytes.substr(0, piece_bytes);
        open = clamd.write(big_endian(piece.size())) && clamd.write(piece);
        bytes.remove_prefix(piece.size());
    }
    if (open) clamd.write(big_endian(0));
    auto verdict = clamd.read_all();
    while (!verdict.empty() && (verdict.back() == '\0' || verdict.back() == '\n')) verdict.pop_back();
    if (verdict == "stream: OK") return std::nullopt;
    constexpr std::string_view before = "stream: ";
    constexpr std::string_view found = " FOUND";
    if (verdict.starts_with(before) && verdict.ends_with(found))
        return verdict.substr(before.size(), verdict.size() - before.size() - found.size());
    if (verdict.empty()) throw std::runtime_error("no verdict");
    throw no_verdict(verdict);
}

bool clamd_answers(std::string const& socket) {
    try {
        local_socket const clamd(socket, [] { return false; });
        return clamd.write(std::string_view("zPING\0", 6)) && clamd.read_all().starts_with("PONG");
    } catch (std::runtime_error const&) {
        return false;
    }
}

scanner::scanner(persistence::connection_options options, store const& from, std::string socket)
    : options_(std::move(options)), store_(from), socket_(std::move(socket)) {
    if (socket_.empty()) return;
    options_.application += " files";
    thread_ = std::thread([this] { run(); });
}

scanner::~scanner() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

bool scanner::pause(int milliseconds) {
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, std::chrono::milliseconds(milliseconds), [&] { return stopping_; });
    return !stopping_;
}

bool scanner::stopping() {
    std::lock_guard const lock(mutex_);
    return stopping_;
}

void scanner::run() {
    bool away = false;
    while (pause(0)) {
        try {
            persistence::connection db(options_);
            away = false;
            do {
                while (auto const job = jobs::take(db, scan_queue, lease_seconds)) {
                    look_at(db, *job);
                    if (!pause(0)) return;
                }
            } while (pause(look_every_ms));
        } catch (std::exception const& error) {
            if (!away) base::log_warning("files.scan_held_up", {{"error", error.what()}});
            away = true;
            pause(look_every_ms);
        }
    }
}

void scanner::look_at(persistence::connection& db, jobs::taken_job const& job) {
    auto const id = file_in(job.payload);
    auto const file = db.row(sql::waiting, id);
    if (!file) {
        jobs::finish(db, job.id);
        return;
    }
    std::optional<std::string> found;
    try {
        auto const bytes = store_.content(file->stored);
        if (!bytes) throw no_verdict("the file is missing");
        found = ask_clamd(socket_, *bytes, [this] { return stopping(); });
        if (away_) base::log_info("files.scanner_back");
        away_ = false;
    } catch (no_verdict const& error) {
        base::log_warning("files.not_scanned", {{"file", std::to_string(id)}, {"error", error.what()}});
        jobs::postpone(db, job, pause_after(job.attempts, false), error.what());
        return;
    } catch (std::runtime_error const& error) {
        if (!away_) base::log_warning("files.scanner_away", {{"file", std::to_string(id)}, {"error", error.what()}});
        away_ = true;
        jobs::postpone(db, job, pause_after(job.attempts, true), error.what());
        return;
    }
    if (found) base::log_warning("files.refused", {{"file", std::to_string(id)}, {"found", *found}});
    try {
        persistence::transaction tx(db);
        settle(db, id, found);
        jobs::finish(db, job.id);
        tx.commit();
    } catch (persistence::sql_error const& error) {
        if (db.lost()) throw;
        // Somebody held its post for too long, say. What was found is found again.
        if (db.in_transaction()) db.rollback();
        base::log_warning("files.not_settled", {{"file", std::to_string(id)}, {"error", error.what()}});
        jobs::postpone(db, job, pause_after(job.attempts, true), error.what());
    }
}

}  // namespace plaza::domain::files
