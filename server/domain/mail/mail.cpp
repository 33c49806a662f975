// SPDX-License-Identifier: EUPL-1.2
#include "domain/mail/mail.hpp"

#include "base/crypto.hpp"
#include "domain/mail/kinds.hpp"
#include "domain/mail/mail_sql.hpp"
#include "jobs/queue.hpp"
#include "persistence/array.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace plaza::domain::mail {
namespace {

constexpr std::size_t longest_local_part = 64;  // RFC 5321
constexpr std::size_t longest_domain = 253;
constexpr std::size_t longest_label = 63;
/// 144 bits: two letters never have the same.
constexpr std::size_t message_id_bytes = 18;

bool alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

/// Non-empty parts of allowed characters with single dots between.
template <class Allowed>
bool dotted(std::string_view text, std::size_t longest_part, Allowed allowed) {
    std::size_t length = 0;
    for (char c : text) {
        if (c == '.') {
            if (length == 0) return false;
            length = 0;
        } else {
            if (!allowed(c) || ++length > longest_part) return false;
        }
    }
    return length > 0;
}

void refuse_fault(letter_kind const& kind, letter const& wanted) {
    for (auto const& fact : wanted.facts) {
        if (!lists(kind.needs, fact.key()) && !lists(kind.may, fact.key())) {
            throw std::logic_error("letter " + wanted.kind + " has no fact " + std::string(fact.key()));
        }
        if (!fact.value().is_string() && !fact.value().is_int64())
            throw std::logic_error("facts are texts and numbers");
    }
    for (auto rest = kind.needs; !rest.empty();) {
        auto const end = std::min(rest.find(' '), rest.size());
        auto const name = rest.substr(0, end);
        if (!wanted.facts.contains(name))
            throw std::logic_error("letter " + wanted.kind + " needs " + std::string(name));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (auto const* link = wanted.facts.if_contains("link")) {
        auto const* path = link->if_string();
        if (!path || !path->starts_with('/') || path->starts_with("//")) throw std::logic_error("a link is a path");
    }
    auto const control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    if (std::any_of(wanted.address.begin(), wanted.address.end(), control)) {
        throw std::logic_error("control characters in an address");
    }
}

std::vector<std::string_view> secret_kinds() {
    std::vector<std::string_view> out;
    for (auto const& kind : kinds()) {
        if (kind.secret) out.push_back(kind.name);
    }
    return out;
}

void hand_over(persistence::connection& db, std::int64_t id) {
    jobs::enqueue(db, "mail.send", "{\"mail\":" + std::to_string(id) + "}", "mail:" + std::to_string(id), queue);
}

}  // namespace

bool sendable(std::string_view address) {
    auto const at = address.rfind('@');
    if (at == std::string_view::npos || at > longest_local_part || address.size() - at - 1 > longest_domain)
        return false;
    constexpr std::string_view marks = "!#$%&'*+/=?^_`{|}~-";
    auto const atom = [&](char c) { return alphanumeric(c) || marks.find(c) != marks.npos; };
    auto const host = [](char c) { return alphanumeric(c) || c == '-'; };
    return dotted(address.substr(0, at), longest_local_part, atom) &&
           dotted(address.substr(at + 1), longest_label, host);
}

std::int64_t enqueue(persistence::connection& db, letter wanted) {
    auto const* kind = find_kind(wanted.kind);
    if (!kind) throw std::logic_error("no such kind of letter: " + wanted.kind);
    refuse_fault(*kind, wanted);
    std::optional<int> seconds;
    if (wanted.useless_after) seconds = static_cast<int>(wanted.useless_after->count());
    bool const can_be_sent = sendable(wanted.address);
    auto const id = db.one(sql::insert, wanted.person, std::move(wanted.address), std::move(wanted.kind),
                           std::move(wanted.language), boost::json::serialize(wanted.facts),
                           base::random_token(message_id_bytes), seconds);
    if (can_be_sent) {
        hand_over(db, id);
    } else {
        db.run(sql::refuse_at_once, id, "not a mail address");
    }
    return id;
}

bool send_again(persistence::connection& db, std::int64_t id) {
    if (db.run(sql::queue_again, id) == 0) return false;
    hand_over(db, id);
    return true;
}

void forget_old(persistence::connection& db) {
    db.run(sql::forget_secrets, persistence::array_of(secret_kinds()), days_secret);
    db.run(sql::forget_old, days_kept);
    db.one(sql::forget_late);
    // A server of an older version, during an upgrade, gives up jobs that it does not know.
    for (auto const id : db.rows(sql::without_job)) hand_over(db, id);
}

}  // namespace plaza::domain::mail
