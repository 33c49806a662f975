// SPDX-License-Identifier: EUPL-1.2
// The starter kit: what a real network begins with, without invented people. Its content is in files that people can
// read and change before (schema/kit).
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "persistence/connection.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace plaza::domain::kit {

struct filled {
    long long groups;
    long long tags;
    long long synonyms;
    long long texts;
};

/// The administrator a network begins with; the password is asked for only where one is made.
struct first_administrator {
    std::string email;
    std::optional<std::string> name;
    std::function<std::string()> password;
};

/// Fills a network in one transaction; the groups belong to the administrator of that address, who is made in it where
/// a name is given and nobody administers the network yet. What an earlier run made stays as it is now. Problems: 409
/// `no_administrator` where nobody active with that address administers the network, `demo_loaded`, `not_empty` where
/// there are groups of others, and those of `identity::add_person`. Throws `std::runtime_error` for files that are
/// missing or wrong.
base::result<filled> fill(persistence::connection& db, std::filesystem::path const& folder,
                          first_administrator const& wanted);

/// Longest title and body of a text, in characters.
inline constexpr std::size_t longest_title = 120;
inline constexpr std::size_t longest_body = 12'000;

struct new_text {
    std::string title;
    std::string body;
    int version;  ///< of the text that was changed
};

/// Changes a text; by it a draft of a policy becomes what people are shown. 404, 409 `conflict` when somebody else
/// changed it meanwhile. Administrators only: the caller has asked.
base::result<void> change(persistence::connection& db, base::actor const& actor, std::string const& name,
                          new_text wanted);

}  // namespace plaza::domain::kit
