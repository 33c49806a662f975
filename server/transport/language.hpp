// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string_view>

namespace plaza::transport {

/// The best of our languages (es, en, ca, gl, eu) for an `Accept-Language` header; Spanish when none fits.
std::string_view negotiate_language(std::string_view accept_language);

}  // namespace plaza::transport
