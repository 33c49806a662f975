// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <string_view>

namespace plaza::transport {

/// A strong entity tag, quotes included, that changes with every byte of the content.
std::string entity_tag(std::string_view content);

/// Whether an `If-None-Match` header names the tag (weak comparison, as GET and HEAD ask for).
bool tag_matches(std::string_view if_none_match, std::string_view tag);

}  // namespace plaza::transport
