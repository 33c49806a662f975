// SPDX-License-Identifier: EUPL-1.2
#include "domain/imports/import_report.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace plaza::domain::imports {
namespace {

constexpr std::int64_t most_named = 1000;  // of one file and reason: the report is held in memory

boost::json::value row_or_null(std::optional<std::int64_t> row) {
    return row ? boost::json::value(*row) : boost::json::value(nullptr);
}

}  // namespace

void import_report::list::add(std::string_view file, std::optional<std::int64_t> row, std::string_view reason) {
    // Reasons that tell a number differ from each other; they count by what stands before it.
    auto key = std::pair(std::string(file), std::string(reason.substr(0, reason.find(": "))));
    if (++count[key] > most_named) {
        ++beyond[key];
        return;
    }
    named.push_back({std::string(file), row, std::string(reason)});
}

boost::json::array import_report::list::to_json() const {
    boost::json::array out;
    for (auto const& e : named) {
        out.push_back({{"file", e.file}, {"row", row_or_null(e.row)}, {"reason", e.reason}});
    }
    for (auto const& [key, n] : beyond) {
        out.push_back({{"file", key.first}, {"row", nullptr}, {"reason", key.second}, {"count", n}});
    }
    return out;
}

void import_report::skip(std::string_view file, std::optional<std::int64_t> row, std::string_view reason) {
    skipped_.add(file, row, reason);
}

void import_report::skip_kind(std::string_view file, std::string_view reason, std::int64_t n) {
    if (n > 0) skipped_.beyond[{std::string(file), std::string(reason)}] += n;
}

void import_report::note(std::string_view file, std::optional<std::int64_t> row, std::string_view what) {
    notes_.add(file, row, what);
}

std::int64_t import_report::rows_read() const {
    std::int64_t rows = 0;
    for (auto const& [file, n] : read_) rows += n;
    return rows;
}

boost::json::object import_report::to_json(double seconds) const {
    boost::json::object read;
    for (auto const& [file, n] : read_) read[file] = n;
    boost::json::object stored;
    for (auto const* what : {"people", "questions", "answers", "comments", "votes"}) stored[what] = 0;
    for (auto const& [what, n] : stored_) stored[what] = n;
    return {{"read", std::move(read)},
            {"stored", std::move(stored)},
            {"unchanged", unchanged_},
            {"skipped", skipped_.to_json()},
            {"notes", notes_.to_json()},
            {"seconds", std::round(seconds * 1000) / 1000},
            {"rows_per_second", std::llround(static_cast<double>(rows_read()) / std::max(seconds, 0.001))}};
}

void progress_line::advance(std::uint64_t work, std::int64_t rows_read) {
    done_ += work;
    auto const now = clock::now();
    if (now - last_ < std::chrono::seconds(1)) return;
    last_ = now;
    print(rows_read);
}

void progress_line::finish(std::int64_t rows_read) {
    done_ = total_;
    stage_ = "done";
    print(rows_read);
}

void progress_line::print(std::int64_t rows_read) {
    auto const part = total_ == 0 ? 1.0 : std::min(1.0, static_cast<double>(done_) / static_cast<double>(total_));
    auto const passed = seconds();
    auto const left = part > 0 ? passed * (1 - part) / part : 0.0;
    *out_ << fmt::format("{:3.0f} % {}: {} rows, {:.0f} rows/s, {:.0f} s left\n", part * 100, stage_, rows_read,
                         static_cast<double>(rows_read) / std::max(passed, 0.001), left)
          << std::flush;
}

}  // namespace plaza::domain::imports
