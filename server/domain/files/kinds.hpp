// SPDX-License-Identifier: EUPL-1.2
// What is taken: told by content alone, never by what a file is called. Pictures are made anew.
#pragma once
#include "base/pictures.hpp"
#include "base/result.hpp"

#include <string>
#include <string_view>

namespace plaza::domain::files {

/// Longest side of a picture as it is kept, and of its small form as pages show it: twice what they have room for.
inline constexpr int large_side = 2560;
inline constexpr int small_side = 960;
/// A picture made anew; what does not fit as PNG is kept as JPEG.
inline constexpr std::size_t largest_picture = std::size_t{12} * 1024 * 1024;
/// Longest name in characters.
inline constexpr std::size_t longest_name = 200;

/// A file as it is kept.
struct examined {
    std::string kind;   ///< media type
    std::string large;  ///< of a picture, made anew; empty for what is kept as it came
    std::string small;
    int width = 0;  ///< of the large one
    int height = 0;
};

/// Looks into a file. 422 `file` with `empty_file`, `type_not_taken`, `unreadable`, `too_many_pixels`, `has_program`,
/// `has_macros`, or what `base::survey_zip` says; 503 when a tool does not answer. Blocks for as long as pictures take.
base::result<examined> examine(base::picture_tools const& tools, std::string const& bytes, std::string_view name);

/// The name that people see: one part without folders or marks that file systems reserve, with an ending that says what the
/// file really is.
std::string shown_name(std::string_view name, std::string_view kind);

}  // namespace plaza::domain::files
