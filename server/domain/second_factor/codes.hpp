// SPDX-License-Identifier: EUPL-1.2
// Codes of the second factor, without database: TOTP (RFC 6238, six digits of thirty seconds, SHA-1: what every
// authenticator reads), recovery codes, and the picture a phone takes the secret from.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plaza::domain::second_factor {

/// 160 random bits, as RFC 4226 asks for, in base 32.
std::string new_secret();

/// The step of time whose code this is: of now, or of the step before or after it, for clocks that differ.
std::optional<std::int64_t> step_of(std::string const& secret, std::string const& code, std::int64_t now);

/// `otpauth://` address that authenticators take up.
std::string address_of(std::string const& secret, std::string const& issuer, std::string const& account);

/// A new recovery code of 80 random bits, as it is shown: `abcd-efgh-ijkl-mnop`.
std::string new_recovery_code();
/// What is hashed of a code however it was typed; nothing when it is none.
std::optional<std::string> plain_recovery_code(std::string_view typed);

/// A QR code as the path of an SVG whose view box is `size` by `size`.
struct picture {
    int size = 0;
    std::string path;
};
picture picture_of(std::string const& text);

}  // namespace plaza::domain::second_factor
