// SPDX-License-Identifier: EUPL-1.2
#include "domain/files/store.hpp"

#include "base/crypto.hpp"
#include "base/log.hpp"

#include <boost/algorithm/hex.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <mutex>
#include <stdexcept>
#include <unordered_map>
#include <utility>

namespace plaza::domain::files {
namespace {

namespace fs = std::filesystem;

/// Pieces written and read at a time; a disk does not get faster by more.
constexpr unsigned io_threads = 2;
/// Every upload and every answer that is being read has one piece under way at most.
constexpr std::size_t io_waiting = most_open + 64;
/// Names of the folder that are asked for at once.
constexpr std::size_t asked_at_once = 500;
constexpr std::size_t name_bytes = 16;
/// Processes that were killed leave some files without a row. More of them than of ours is the folder of another
/// installation, or of a database that was there before: those are for an operator to remove.
constexpr std::size_t few_strays = 100;
/// What one sweep removes at most.
constexpr std::size_t most_strays = 50'000;
constexpr std::string_view small_ending = ".small";

base::problem fault(std::string_view what, int error) {
    if (error == ENOSPC || error == EDQUOT || error == EFBIG) return {507, "storage_full", {}, 30};
    base::log_error("files.disk", {{"what", what}, {"error", std::strerror(error)}});  // NOLINT(concurrency-mt-unsafe)
    return base::unavailable(5);
}

/// What was renamed into a folder stays there after a loss of power only when the folder was written too.
int sync_folder(fs::path const& folder) {
    auto const fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return errno;
    auto const failed = fsync(fd) == 0 ? 0 : errno;
    close(fd);
    return failed;
}

std::optional<std::string> read_all(int fd) {
    struct stat facts {};
    if (fstat(fd, &facts) != 0) return std::nullopt;
    std::string out(static_cast<std::size_t>(facts.st_size), '\0');
    std::size_t have = 0;
    while (have < out.size()) {
        auto const got = pread(fd, out.data() + have, out.size() - have, static_cast<off_t>(have));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return std::nullopt;
        have += static_cast<std::size_t>(got);
    }
    return out;
}

/// As `new_name` makes them. Whatever else somebody has put into the folder is not ours.
bool is_name(std::string_view name) {
    return name.size() == 2 * name_bytes && name.find_first_not_of("0123456789abcdef") == name.npos;
}

bool older(fs::directory_entry const& item, std::chrono::seconds age) {
    std::error_code error;
    auto const written = item.last_write_time(error);
    return !error && written < fs::file_time_type::clock::now() - age && item.is_regular_file(error);
}

}  // namespace

/// Who reads how many files.
class open_places {
public:
    enum class outcome { taken, full, full_for_one };
    outcome take(std::int64_t reader) {
        std::lock_guard lock(mutex_);
        if (all_ >= most_open) return outcome::full;
        auto& theirs = of_[reader];
        if (theirs >= most_open_each) return outcome::full_for_one;
        ++theirs;
        ++all_;
        return outcome::taken;
    }
    void give_back(std::int64_t reader) {
        std::lock_guard lock(mutex_);
        --all_;
        if (auto const at = of_.find(reader); --at->second == 0) of_.erase(at);
    }

private:
    std::mutex mutex_;
    int all_ = 0;
    std::unordered_map<std::int64_t, int> of_;
};

namespace {

/// A place, until nobody reads from it any more.
class open_place {
public:
    open_place(std::shared_ptr<open_places> places, std::int64_t reader)
        : places_(std::move(places)), reader_(reader) {}
    ~open_place() { places_->give_back(reader_); }
    open_place(open_place const&) = delete;
    open_place& operator=(open_place const&) = delete;

private:
    std::shared_ptr<open_places> places_;
    std::int64_t reader_;
};

class open_file {
public:
    open_file(int fd, std::size_t size, std::unique_ptr<open_place> place)
        : fd_(fd), size_(size), place_(std::move(place)) {}
    ~open_file() { close(fd_); }
    open_file(open_file const&) = delete;
    open_file& operator=(open_file const&) = delete;
    int fd() const { return fd_; }
    std::size_t size() const { return size_; }

private:
    int fd_;
    std::size_t size_;
    std::unique_ptr<open_place> place_;
};

}  // namespace

class reading final : public base::body_source {
public:
    reading(std::shared_ptr<open_file> file, base::bounded_pool& threads, std::size_t begin, std::size_t size)
        : file_(std::move(file)), threads_(threads), at_(begin), size_(size) {}

    std::size_t size() const override { return size_; }

    boost::asio::awaitable<std::string> read(std::size_t most) override {
        auto work = [file = file_, at = at_, most] {
            std::string bytes(most, '\0');
            auto const got = pread(file->fd(), bytes.data(), bytes.size(), static_cast<off_t>(at));
            bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
            return bytes;
        };
        auto bytes = co_await threads_.run(std::move(work));
        if (!bytes) co_return std::string();
        at_ += bytes->size();
        co_return std::move(*bytes);
    }

    std::shared_ptr<reading> part(std::size_t begin, std::size_t size) const {
        return std::make_shared<reading>(file_, threads_, begin, size);
    }

private:
    std::shared_ptr<open_file> file_;
    base::bounded_pool& threads_;
    std::size_t at_;
    std::size_t size_;
};

std::shared_ptr<base::body_source> part_of(std::shared_ptr<base::body_source> whole, std::size_t begin,
                                           std::size_t size) {
    return std::static_pointer_cast<reading>(whole)->part(begin, size);
}

draft::draft(fs::path folder, std::string name, int fd) : folder_(std::move(folder)), name_(std::move(name)), fd_(fd) {}

draft::draft(draft&& other) noexcept
    : folder_(std::move(other.folder_)),
      name_(std::move(other.name_)),
      fd_(std::exchange(other.fd_, -1)),
      size_(other.size_) {}

draft::~draft() { discard(); }

void draft::discard() {
    if (fd_ < 0) return;
    close(std::exchange(fd_, -1));
    unlink((folder_ / "incoming" / name_).c_str());
}

base::result<void> draft::append(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const written = write(fd_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return fault("write", errno);
        bytes.remove_prefix(static_cast<std::size_t>(written));
        size_ += static_cast<std::size_t>(written);
    }
    return {};
}

base::result<std::string> draft::content() const {
    auto bytes = read_all(fd_);
    if (!bytes) return fault("read", EIO);
    return std::move(*bytes);
}

base::result<void> draft::keep(std::string const& name) {
    if (fsync(fd_) != 0) return fault("fsync", errno);
    auto const folder = folder_ / "kept" / name.substr(0, 2);
    if (mkdir(folder.c_str(), 0700) == 0) {
        if (auto const failed = sync_folder(folder_ / "kept")) return fault("fsync", failed);
    } else if (errno != EEXIST) {
        return fault("mkdir", errno);
    }
    if (rename((folder_ / "incoming" / name_).c_str(), (folder / name).c_str()) != 0) return fault("rename", errno);
    close(std::exchange(fd_, -1));
    if (auto const failed = sync_folder(folder)) {
        unlink((folder / name).c_str());
        return fault("fsync", failed);
    }
    return {};
}

store::store(store_settings settings)
    : folder_(std::move(settings.folder)),
      reserve_(settings.reserve),
      open_(std::make_shared<open_places>()),
      threads_(io_threads, io_waiting) {
    if (!usable()) return;
    for (auto const* part : {"incoming", "kept"}) {
        std::error_code error;
        fs::create_directories(folder_ / part, error);
        if (!error) fs::permissions(folder_ / part, fs::perms::owner_all, error);
        if (error || access((folder_ / part).c_str(), W_OK) != 0)
            throw std::runtime_error("files-dir cannot be written to: " + folder_.string());
    }
}

store::~store() = default;

base::result<void> store::room_for(std::size_t bytes) const {
    struct statvfs facts {};
    if (statvfs(folder_.c_str(), &facts) != 0) return fault("statvfs", errno);
    if (facts.f_bavail * facts.f_frsize < reserve_ + bytes) return fault("reserve", ENOSPC);
    return {};
}

base::result<draft> store::begin() {
    if (!usable()) return base::problem{503, "files_off", {}, 3600};
    auto name = new_name();
    auto const fd = ::open((folder_ / "incoming" / name).c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return fault("open", errno);
    return draft(folder_, std::move(name), fd);
}

std::string store::new_name() {
    auto const bytes = base::random_bytes(name_bytes);
    std::string out;
    boost::algorithm::hex_lower(bytes.begin(), bytes.end(), std::back_inserter(out));
    return out;
}

fs::path store::path_of(std::string const& name) const { return folder_ / "kept" / name.substr(0, 2) / name; }

base::result<std::shared_ptr<base::body_source>> store::open(std::string const& name, std::int64_t reader) {
    constexpr int soon = 5;
    switch (open_->take(reader)) {
        case open_places::outcome::full: return base::unavailable(soon);
        case open_places::outcome::full_for_one: return base::problem{429, "too_many_requests", {}, soon};
        case open_places::outcome::taken: break;
    }
    auto place = std::make_unique<open_place>(open_, reader);
    auto const fd = ::open(path_of(name).c_str(), O_RDONLY | O_CLOEXEC);
    struct stat facts {};
    if (fd < 0 || fstat(fd, &facts) != 0) {
        auto const error = errno;
        if (fd >= 0) close(fd);
        if (error != ENOENT) return fault("open", error);
        base::log_error("files.missing", {{"stored", name}});
        return base::not_found();
    }
    auto const size = static_cast<std::size_t>(facts.st_size);
    auto file = std::make_shared<open_file>(fd, size, std::move(place));
    return std::shared_ptr<base::body_source>(std::make_shared<reading>(std::move(file), threads_, 0, size));
}

std::optional<std::string> store::content(std::string const& name) const {
    auto const fd = ::open(path_of(name).c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return std::nullopt;
    auto bytes = read_all(fd);
    close(fd);
    return bytes;
}

void store::remove(std::string const& name) const {
    unlink(path_of(name).c_str());
    unlink(path_of(small_form(name)).c_str());
}

int store::sweep(std::chrono::seconds age,
                 std::function<std::vector<std::string>(std::vector<std::string> const&)> const& known) const {
    if (!usable()) return 0;
    int removed = 0;
    std::error_code error;
    for (auto const& item : fs::directory_iterator(folder_ / "incoming", error)) {
        if (older(item, age)) removed += unlink(item.path().c_str()) == 0 ? 1 : 0;
    }
    std::size_t ours = 0;
    std::vector<std::string> strays;
    for_each_old(folder_, age, [&](std::vector<std::string> const& names) {
        auto const kept = known(names);
        ours += kept.size();
        for (auto const& name : names) {
            if (std::find(kept.begin(), kept.end(), name) != kept.end()) continue;
            if (strays.size() < most_strays) strays.push_back(name);
        }
    });
    if (strays.size() > few_strays && strays.size() > ours) {
        base::log_error("files.not_swept", {{"ours", std::to_string(ours)}, {"others", std::to_string(strays.size())}});
        return removed;
    }
    for (auto const& name : strays) {
        remove(name);
        ++removed;
    }
    return removed;
}

void for_each_old(fs::path const& folder, std::chrono::seconds age,
                  std::function<void(std::vector<std::string> const&)> const& take) {
    std::error_code error;
    std::vector<std::string> names;
    for (auto const& part : fs::directory_iterator(folder / "kept", error)) {
        for (auto const& item : fs::directory_iterator(part.path(), error)) {
            auto name = item.path().stem().string();  // a small form goes with its file
            if (!is_name(name) || !older(item, age)) continue;
            names.push_back(std::move(name));
            if (names.size() < asked_at_once) continue;
            take(names);
            names.clear();
        }
    }
    if (!names.empty()) take(names);
}

std::optional<std::int64_t> bytes_of(fs::path const& folder, std::string const& name) {
    struct stat facts {};
    if (stat((folder / "kept" / name.substr(0, 2) / name).c_str(), &facts) != 0 || !S_ISREG(facts.st_mode))
        return std::nullopt;
    return facts.st_size;
}

std::string small_form(std::string const& name) { return name + std::string(small_ending); }

}  // namespace plaza::domain::files
