// SPDX-License-Identifier: EUPL-1.2
// What an import read, stored and left out, and how far it is.
#pragma once
#include <boost/json/object.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plaza::domain::imports {

class import_report {
public:
    using clock = std::chrono::steady_clock;

    void read(std::string_view file) { ++read_[std::string(file)]; }
    void stored(std::string_view what, std::int64_t n = 1) { stored_[std::string(what)] += n; }
    void unchanged(std::int64_t n = 1) { unchanged_ += n; }
    /// Left out and named. Beyond a thousand of one kind they are only counted.
    void skip(std::string_view file, std::optional<std::int64_t> row, std::string_view reason);
    /// Left out by kind, as the format has no place for it: counted, not named one by one.
    void skip_kind(std::string_view file, std::string_view reason, std::int64_t n = 1);
    /// Stored, but not as it was.
    void note(std::string_view file, std::optional<std::int64_t> row, std::string_view what);

    std::int64_t rows_read() const;
    boost::json::object to_json(double seconds) const;

private:
    struct entry {
        std::string file;
        std::optional<std::int64_t> row;
        std::string reason;
    };
    struct list {
        std::vector<entry> named;
        std::map<std::pair<std::string, std::string>, std::int64_t> count;   // by file and reason
        std::map<std::pair<std::string, std::string>, std::int64_t> beyond;  // those that are not named

        void add(std::string_view file, std::optional<std::int64_t> row, std::string_view reason);
        boost::json::array to_json() const;
    };

    std::map<std::string, std::int64_t> read_;
    std::map<std::string, std::int64_t> stored_;
    std::int64_t unchanged_ = 0;
    list skipped_;
    list notes_;
};

/// One line about once a second: what is done, rows per second, time left.
class progress_line {
public:
    progress_line(std::ostream& out, std::uint64_t total_work) : out_(&out), total_(total_work) {}
    void begin(std::string stage) { stage_ = std::move(stage); }
    void advance(std::uint64_t work, std::int64_t rows_read);
    void finish(std::int64_t rows_read);
    double seconds() const { return std::chrono::duration<double>(clock::now() - started_).count(); }

private:
    using clock = std::chrono::steady_clock;
    void print(std::int64_t rows_read);

    std::ostream* out_;
    std::uint64_t total_;
    std::uint64_t done_ = 0;
    std::string stage_;
    clock::time_point started_ = clock::now();
    clock::time_point last_ = started_;
};

}  // namespace plaza::domain::imports
