// SPDX-License-Identifier: EUPL-1.2
// Reads the rows of one file of a Stack Exchange dump: an XML file of any length whose root holds `<row …/>`
// elements with all data in attributes. Memory is bounded by the longest row. What is no XML is told and left
// out, and reading goes on with the next row.
#pragma once
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plaza::domain::imports {

namespace row_limits {
inline constexpr std::size_t piece = 8 * 1024 * 1024;  ///< bytes of one row; the longest real ones have 200 KB
inline constexpr std::size_t header = 64 * 1024;       ///< bytes before the first row
inline constexpr std::size_t chunk = 256 * 1024;       ///< bytes read at once
}  // namespace row_limits

/// The attributes of one row element, in order.
class xml_row {
public:
    std::optional<std::string_view> get(std::string_view name) const;
    /// The attribute as a whole number, or nothing when it is missing or is none.
    std::optional<std::int64_t> number(std::string_view name) const;
    void add(std::string name, std::string value) { attributes_.emplace_back(std::move(name), std::move(value)); }
    bool empty() const { return attributes_.empty(); }

private:
    std::vector<std::pair<std::string, std::string>> attributes_;
};

class row_reader {
public:
    /// What is wrong at a line (counted from 1): with one row, named by its Id where it can be made out, or
    /// with the file.
    struct fault {
        std::int64_t line = 0;
        bool of_row = true;
        std::optional<std::int64_t> id;
        std::string_view reason;
    };
    using complaint = std::function<void(fault const&)>;

    /// Throws `std::runtime_error` when the file cannot be opened.
    row_reader(std::filesystem::path const& path, complaint complain);
    ~row_reader();
    row_reader(row_reader const&) = delete;
    row_reader& operator=(row_reader const&) = delete;

    /// The next row, or nothing at the end of the file.
    std::optional<xml_row> next();
    std::uint64_t bytes_read() const { return bytes_read_; }

private:
    class parser;
    std::optional<std::string> next_piece();
    bool fill();
    void read_header();
    void end_of_file(std::string_view rest);

    std::ifstream file_;
    complaint complain_;
    std::unique_ptr<parser> parser_;
    std::string header_;
    std::string buffer_;
    std::size_t from_ = 0;   // where the unread part of the buffer begins
    std::int64_t line_ = 1;  // of the piece that was taken last
    std::int64_t lines_in_piece_ = 0;
    std::uint64_t bytes_read_ = 0;
    bool begun_ = false;
    bool ended_ = false;
};

}  // namespace plaza::domain::imports
