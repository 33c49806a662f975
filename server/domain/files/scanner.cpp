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
/// For each piece that goes over and for the verdict.
constexpr int patience_seconds = 30;
constexpr std::size_t piece_bytes = 64 * 1024;
constexpr std::size_t longest_verdict = 1024;

int pause_after(int attempts) { return std::min(1 << std::clamp(attempts - 1, 0, 5), 30); }

class local_socket {
public:
    explicit local_socket(std::string const& path) : fd_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un address{};
        if (fd_ < 0 || path.size() >= sizeof address.sun_path) throw std::runtime_error("no socket");
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, path.data(), path.size());
        timeval const patience{patience_seconds, 0};
        setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
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
        while (!bytes.empty()) {
            auto const sent = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent < 0 && errno == EINTR) continue;
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    std::string read_all() const {
        std::string out;
        std::array<char, 256> piece{};
        while (out.size() < longest_verdict) {
            auto const got = recv(fd_, piece.data(), piece.size(), 0);
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) break;
            out.append(piece.data(), static_cast<std::size_t>(got));
        }
        return out;
    }

private:
    int fd_;
};

std::string big_endian(std::size_t size) {
    std::string out;
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(size >> static_cast<unsigned>(shift) & 0xFFU);
    return out;
}

std::int64_t file_in(std::string const& payload) { return boost::json::parse(payload).at("file").as_int64(); }

}  // namespace

std::optional<std::string> ask_clamd(std::string const& socket, std::string_view bytes) {
    local_socket const clamd(socket);
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
    throw std::runtime_error(verdict.empty() ? "no verdict" : verdict);
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
        if (!bytes) throw std::runtime_error("the file is missing");
        found = ask_clamd(socket_, *bytes);
        if (away_) base::log_info("files.scanner_back");
        away_ = false;
    } catch (std::runtime_error const& error) {
        if (!away_) base::log_warning("files.not_scanned", {{"file", std::to_string(id)}, {"error", error.what()}});
        away_ = true;
        jobs::postpone(db, job, pause_after(job.attempts), error.what());
        return;
    }
    if (found) base::log_warning("files.refused", {{"file", std::to_string(id)}, {"found", *found}});
    persistence::transaction tx(db);
    settle(db, id, found);
    jobs::finish(db, job.id);
    tx.commit();
}

}  // namespace plaza::domain::files
