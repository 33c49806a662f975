// SPDX-License-Identifier: EUPL-1.2
// The starter kit: what a real network begins with, without invented people. Its content is in files that people can
// read and change before (schema/kit).
#pragma once
#include "base/result.hpp"
#include "persistence/connection.hpp"

#include <filesystem>
#include <string>

namespace plaza::domain::kit {

struct filled {
    long long groups;
    long long tags;
    long long synonyms;
    long long texts;
};

/// Fills a network in one transaction; the groups belong to the administrator of that address. What an earlier run made
/// stays as it is now. Problems: 409 `no_administrator` where nobody active with that address administers the network,
/// `demo_loaded`, `not_empty` where there are groups of others. Throws `std::runtime_error` for files that are missing
/// or wrong.
base::result<filled> fill(persistence::connection& db, std::filesystem::path const& folder,
                          std::string const& administrator_email);

}  // namespace plaza::domain::kit
