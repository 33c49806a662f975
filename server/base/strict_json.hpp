// SPDX-License-Identifier: EUPL-1.2
// Bodies are JSON read strictly: no duplicate keys, no comments, nothing behind the end, bounded depth.
// Commands are read field by field; every field that is wrong, missing or unknown is told in one answer.
#pragma once
#include "base/result.hpp"
#include "base/text.hpp"

#include <boost/json/value.hpp>

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plaza::base {

namespace json_limits {
inline constexpr std::size_t depth = 32;                              ///< deeper nesting is an attack, not a command
inline constexpr std::size_t members = 256;                           ///< of one object; our commands have a dozen
inline constexpr std::int64_t integer = (std::int64_t{1} << 53) - 1;  ///< exact in every client's numbers
}  // namespace json_limits

/// 422 with `malformed_json` for the field `$` for what breaks a rule above.
result<boost::json::value> parse_json(std::string_view body);

/// Reads the fields of one command. Readers give an empty value for a field that is wrong; ask `problem()`
/// once, after the last field, before using any of them. A field that was not asked for is refused.
class object_reader {
public:
    explicit object_reader(std::string_view body);

    /// Cleaned text. Missing, null and empty are `required` when `limits.min` is above zero.
    std::string text(std::string_view name, text_limits limits);
    /// As `text`, and without value when the field is missing or null.
    std::optional<std::string> optional_text(std::string_view name, text_limits limits);
    /// A password: normal form C, nothing trimmed, nothing cut, `max` in code points.
    std::string secret(std::string_view name, std::size_t max);
    /// An exact integer: 1.0 and 1e3 are refused.
    std::int64_t integer(std::string_view name, std::int64_t min = 1, std::int64_t max = json_limits::integer);
    std::optional<std::int64_t> optional_integer(std::string_view name, std::int64_t min = 1,
                                                 std::int64_t max = json_limits::integer);
    bool boolean(std::string_view name);
    std::optional<bool> optional_boolean(std::string_view name);
    /// One of the words given.
    std::string choice(std::string_view name, std::initializer_list<std::string_view> words);
    std::optional<std::string> optional_choice(std::string_view name, std::initializer_list<std::string_view> words);
    /// Cleaned texts; a missing field is an empty list.
    std::vector<std::string> text_list(std::string_view name, text_limits each, std::size_t max_items);
    /// An object of texts as they are, nothing trimmed or cut, and given back as JSON. `too_many` above so many fields,
    /// `too_long` when the JSON has more bytes than that.
    std::string texts(std::string_view name, std::size_t max_fields, std::size_t max_bytes);
    /// An object as it is, given back as JSON for who reads it field by field later. `too_long` above so many bytes.
    std::string object(std::string_view name, std::size_t max_bytes);
    /// Exact integers; a missing field is an empty list.
    std::vector<std::int64_t> integer_list(std::string_view name, std::int64_t min, std::int64_t max,
                                           std::size_t max_items);
    bool has(std::string_view name) const;

    /// Adds what a rule of the domain found wrong to the same answer.
    void refuse(std::string_view name, std::string_view code);
    std::optional<base::problem> problem();

private:
    enum class presence { required, optional };
    boost::json::value const* take(std::string_view name, presence need);
    std::optional<std::string> read_text(std::string_view name, text_limits limits, presence need);
    std::optional<std::int64_t> read_integer(std::string_view name, std::int64_t min, std::int64_t max, presence need);
    std::optional<bool> read_boolean(std::string_view name, presence need);
    std::optional<std::string> read_choice(std::string_view name, std::initializer_list<std::string_view> words,
                                           presence need);

    boost::json::value root_;
    std::optional<base::problem> malformed_;
    std::vector<std::string> known_;
    std::vector<std::pair<std::string, std::string>> errors_;
};

}  // namespace plaza::base
