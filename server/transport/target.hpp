// SPDX-License-Identifier: EUPL-1.2
// From a request target as received to a path and parameters that mean the same to everybody who looks at
// them.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plaza::transport {

struct target {
    std::string_view authority;                              ///< of an absolute target, otherwise empty
    std::string path;                                        ///< decoded, without dot segments, begins with '/'
    std::vector<std::pair<std::string, std::string>> query;  ///< decoded, in order
};

/// Nothing when the target cannot be understood in one way only: broken escapes, control characters, bytes
/// that are not UTF-8, encoded or backward slashes in the path, dot segments that leave the root, a fragment.
std::optional<target> parse_target(std::string_view received);

/// Whether the bytes are UTF-8 without overlong forms, surrogates or U+0000.
bool is_text(std::string_view bytes);

}  // namespace plaza::transport
