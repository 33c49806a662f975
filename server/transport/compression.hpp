// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "transport/message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace plaza::transport {

enum class encoding { identity, gzip, brotli };

/// The best encoding that an `Accept-Encoding` header allows: brotli, then gzip.
encoding negotiate_encoding(std::string_view accept_encoding);

/// Whether content of this type gets smaller at all.
bool compressible(std::string_view content_type);

/// Quality 1 to 11 for brotli, 1 to 9 for gzip.
std::optional<std::string> compress(std::string_view bytes, encoding how, int quality);

/// Compresses the body of an answer where it is worth it, and says so in its headers. Answers that set
/// cookies are left alone: their length must not depend on a secret together with what somebody else chose.
void compress_answer(response& answer, encoding accepted);

}  // namespace plaza::transport
