// SPDX-License-Identifier: EUPL-1.2
// The folder where the bytes of files lie, outside of what the web server shows: `kept/ab/abcd…` under names at random,
// `incoming/` for what is being written. What stands in `kept` was written to its end, also after a loss of power. Blocks,
// but for what is given as coroutine.
#pragma once
#include "base/bounded_pool.hpp"
#include "base/result.hpp"
#include "base/streams.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::domain::files {

struct store_settings {
    std::string folder;         ///< none: nothing is taken
    std::uint64_t reserve = 0;  ///< bytes of its disk that files leave free: a database may stand there too
};

/// Files that are being read at a time, each a descriptor; `spare_descriptors` of the transport counts on it.
inline constexpr int most_open = 128;
/// Of these one person has so many: whoever reads slowly holds theirs, and nobody else's. A page of pictures in some windows.
inline constexpr int most_open_each = 24;

/// Bytes on their way to the disk; gone when discarded or destroyed without `keep`.
class draft {
public:
    draft(std::filesystem::path folder, std::string name, int fd);
    ~draft();
    draft(draft&& other) noexcept;
    draft& operator=(draft&&) = delete;

    void discard();
    /// 507 `storage_full`, 503 for anything else that the disk says.
    base::result<void> append(std::string_view bytes);
    std::size_t size() const { return size_; }
    /// All that was written; nothing when it cannot be read back.
    base::result<std::string> content() const;
    /// Puts it where files lie, durable. The same refusals.
    base::result<void> keep(std::string const& name);

private:
    std::filesystem::path folder_;
    std::string name_;
    int fd_;
    std::size_t size_ = 0;
};

class open_places;

class store {
public:
    /// Makes what is missing of the folder. Throws `std::runtime_error` when it cannot be written to.
    explicit store(store_settings settings);
    ~store();
    store(store const&) = delete;
    store& operator=(store const&) = delete;

    bool usable() const { return !folder_.empty(); }
    /// 507 `storage_full` when so many bytes would leave less free than the reserve.
    base::result<void> room_for(std::size_t bytes) const;
    /// 507, 503 as above; 503 `files_off` without a folder.
    base::result<draft> begin();
    static std::string new_name();

    /// A piece of a file as the body of an answer, for that person; nothing when the disk has no such file, 503 when too many are
    /// read, 429 `too_many_requests` when they read too many.
    base::result<std::shared_ptr<base::body_source>> open(std::string const& name, std::int64_t reader);
    /// Its bytes; nothing when there is no such file.
    std::optional<std::string> content(std::string const& name) const;

    /// Takes a file and its small form off the disk; no fault when they are gone.
    void remove(std::string const& name) const;
    /// Removes what has lain here for so long and belongs to nothing: pieces of uploads, and files that `known` does not
    /// give back; none of these where they are many, and more than the others. Returns how many.
    int sweep(std::chrono::seconds age,
              std::function<std::vector<std::string>(std::vector<std::string> const&)> const& known) const;

    base::bounded_pool& threads() { return threads_; }

private:
    friend class reading;
    std::filesystem::path path_of(std::string const& name) const;

    std::filesystem::path folder_;
    std::uint64_t reserve_;
    std::shared_ptr<open_places> open_;
    base::bounded_pool threads_;
};

/// What stands in `kept` of a folder and has lain there so long: names of files, each once or twice, some hundreds at a time.
void for_each_old(std::filesystem::path const& folder, std::chrono::seconds age,
                  std::function<void(std::vector<std::string> const&)> const& take);
/// How much of it lies there; nothing when it is missing.
std::optional<std::int64_t> bytes_of(std::filesystem::path const& folder, std::string const& name);
/// What the small form of a picture is called.
std::string small_form(std::string const& name);

/// A part of an open file. Shares the file's count and descriptor.
std::shared_ptr<base::body_source> part_of(std::shared_ptr<base::body_source> whole, std::size_t begin,
                                           std::size_t size);

}  // namespace plaza::domain::files
