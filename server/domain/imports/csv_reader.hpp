// SPDX-License-Identifier: EUPL-1.2
// Reads CSV (RFC 4180) record by record, with columns found by the names of the header.
#pragma once
#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::domain::imports {

namespace csv_limits {
inline constexpr std::size_t field = 64 * 1024;  ///< bytes; a quote that is never closed would swallow the file
inline constexpr std::size_t columns = 256;
}  // namespace csv_limits

class csv_reader {
public:
    /// Reads the header: names without white space around, a byte order mark before them, and `;` or tabs as
    /// the separator where they stand there and commas do not. Names are compared in lower case.
    explicit csv_reader(std::istream& in);

    std::optional<std::size_t> column(std::string_view name) const;
    std::vector<std::string> const& header() const { return header_; }

    struct record {
        std::int64_t line = 0;  ///< where it begins, counted from 1
        std::vector<std::string> fields;
        std::string_view fault;  ///< why it cannot be used; empty when it can
    };
    /// The next record that is not an empty line. Faults: `wrong_number_of_fields`, `stray_quote`,
    /// `field_too_long`.
    std::optional<record> next();

private:
    record read_record();

    std::istream& in_;
    char separator_ = ',';
    std::int64_t line_ = 1;
    std::vector<std::string> header_;
};

}  // namespace plaza::domain::imports
