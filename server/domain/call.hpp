// SPDX-License-Identifier: EUPL-1.2
// What every handler gets: the request, who asks, the connection of its worker, and the installation's environment.
#pragma once
#include "base/actor.hpp"
#include "base/crypto.hpp"
#include "base/result.hpp"
#include "base/strict_json.hpp"
#include "persistence/connection.hpp"
#include "transport/message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace plaza::domain {

namespace files {
class store;
}

/// What is fixed from start to end of the process.
struct environment {
    base::cursor_codec cursors;
    std::string installation = "Plaza";
    bool demo = false;
    std::string version;
    files::store* files = nullptr;  ///< where their bytes lie
};

/// What an answer speaks of, for those that are kept and given again to a retry.
struct subject {
    std::optional<std::int64_t> group;  ///< readable for who gets the answer
    std::optional<std::int64_t> post;   ///< not deleted since
};

/// One request on a database worker. Writes run in a transaction that is rolled back when the handler returns a
/// problem.
struct call {
    transport::request const& request;
    base::actor const& actor;
    persistence::connection& db;
    environment const& env;
    /// Set by a writing handler whose answer shows a group, a thread or a post.
    domain::subject subject = {};
};

using answer = base::result<transport::response>;

/// A page as lists ask for it: `limit` items after the item that `before` names.
struct page {
    int limit = 20;
    std::vector<std::int64_t> after;  ///< keys of the last item of the page before; empty on the first page
};

inline constexpr int default_page = 20;
inline constexpr int largest_page = 100;

/// Reads `limit` and `before`; the cursor holds `keys` numbers and belongs to the list `purpose`. 422 otherwise.
base::result<page> read_page(call const& c, std::string_view purpose, std::size_t keys);

/// 422 `unknown_parameter` when the request has a query parameter that is not in the list, or has one twice.
std::optional<base::problem> only_parameters(call const& c, std::initializer_list<std::string_view> allowed);

/// The words of `q`, cleaned, at most 200 characters; empty when there are none. 422 otherwise.
base::result<std::string> words_parameter(call const& c);

/// The value of a parameter, one of the words or empty. 422 otherwise.
base::result<std::string> choice_parameter(call const& c, std::string_view name,
                                           std::initializer_list<std::string_view> words);

/// The population band of `band`, or empty. 422 otherwise.
base::result<std::string> band_parameter(call const& c);

/// The two digits of a province or region, or empty. 422 otherwise.
base::result<std::string> territory_parameter(call const& c, std::string_view name);

/// True for lower-case letters and digits in parts joined by single hyphens.
bool valid_slug(std::string_view text);

/// Keys of the last item for the cursor of the next page; none when no more follow.
std::vector<std::int64_t> next_keys(bool more, std::initializer_list<std::optional<std::int64_t>> keys);

/// For a request whose path says it all: 422 `unknown_field` when its body says more.
std::optional<base::problem> no_fields(call const& c);

/// The captured identifier; nothing when it is not a positive whole number below 2^53, which is then a 404.
std::optional<std::int64_t> id_in(std::string_view text);

/// A moment of the body as the interface writes it, `2026-11-22T09:30:00.000Z`, in microseconds since 1970; `not_a_moment`
/// otherwise.
std::optional<std::int64_t> moment_field(base::object_reader& in, std::string_view name);

/// 200 with an ETag, or 304 when the reader has this state already.
transport::response tagged(call const& c, std::string body);
transport::response ok(std::string body);
transport::response created(std::string location, std::string body);
transport::response no_content();

/// `{"items": …, "next": …}`; `items` is a JSON array already, `next` the keys of the last item when more follow.
std::string list_body(call const& c, std::string_view purpose, std::string_view items,
                      std::vector<std::int64_t> const& next);

}  // namespace plaza::domain
