// SPDX-License-Identifier: EUPL-1.2
// What a person calls the thing they are signed in on, as far as its User-Agent tells.
#pragma once
#include <string>
#include <string_view>

namespace plaza::domain::identity {

/// Names as their makers write them; empty where nothing is recognised.
struct device {
    std::string_view browser;
    std::string_view system;
};

/// Never fails. Pure.
device recognise(std::string_view user_agent);

}  // namespace plaza::domain::identity
