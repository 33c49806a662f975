// SPDX-License-Identifier: EUPL-1.2
#include "routes.hpp"

#include "domain/accountability/audit_http.hpp"
#include "domain/administrations/administrations_http.hpp"
#include "domain/admissions/admissions_http.hpp"
#include "domain/directory/directory_http.hpp"
#include "domain/console/console_http.hpp"
#include "domain/feed/feed_http.hpp"
#include "domain/groups/groups_http.hpp"
#include "domain/identity/account_http.hpp"
#include "domain/identity/identity_http.hpp"
#include "domain/mail/mail_http.hpp"
#include "domain/memberships/memberships_http.hpp"
#include "domain/notifications/notifications_http.hpp"
#include "domain/people/people_http.hpp"
#include "domain/pins/pins_http.hpp"
#include "domain/questions/questions_http.hpp"
#include "domain/recovery/recovery_http.hpp"
#include "domain/registration/registration_http.hpp"
#include "domain/search/search_http.hpp"
#include "domain/second_factor/second_factor_http.hpp"
#include "domain/threads/threads_http.hpp"

#include <array>

namespace plaza {
namespace {

using namespace domain;
using transport::verb;

constexpr std::size_t none = 0;
/// Small commands.
constexpr std::size_t small = 16 * 1024;
/// Every text of a profile at its longest, four bytes a character and escaped.
constexpr std::size_t profile = 64 * 1024;
/// The texts of a group, escaped like those below.
constexpr std::size_t settings = 4 * 6 * 12'000 + small;
/// A text of 64 KiB whose every byte is escaped in JSON (six bytes each), and its fields.
constexpr std::size_t text = 6 * 65536 + small;

// verb, path, who may, cost, way, handler, body
constexpr std::array table{
    route{verb::get, "/healthz", who::anyone, cost::fixed, way::special, nullptr, none},
    route{verb::get, "/readyz", who::anyone, cost::fixed, way::special, nullptr, none},
    route{verb::get, "/api/v1/openapi.yaml", who::anyone, cost::fixed, way::special, nullptr, none},
    route{verb::get, "/api/v1/installation", who::anyone, cost::fixed, way::special, nullptr, none},

    route{verb::post, "/api/v1/session", who::anyone, cost::sign_in, way::special, nullptr, small},
    route{verb::del, "/api/v1/session", who::partial, cost::write, way::alone, identity::http::sign_out, none},
    route{verb::post, "/api/v1/session/second_factor", who::partial, cost::sign_in, way::special, nullptr, small},
    route{verb::post, "/api/v1/registration", who::anyone, cost::sign_in, way::alone, registration::http::ask, small},
    route{verb::post, "/api/v1/registration/look", who::anyone, cost::sign_in, way::alone, registration::http::look, small},
    route{verb::post, "/api/v1/registration/application", who::anyone, cost::sign_in, way::alone, registration::http::apply, small},
    route{verb::post, "/api/v1/registration/account", who::anyone, cost::sign_in, way::special, nullptr, small},
    route{verb::get, "/api/v1/confirmations", who::complete, cost::read, way::reads, registration::http::confirmations, none},
    route{verb::put, "/api/v1/confirmations/{id}", who::complete, cost::write, way::writes, registration::http::confirm, none},
    route{verb::post, "/api/v1/confirmations/{id}/refusal", who::complete, cost::write, way::writes, registration::http::turn_away, small},
    route{verb::get, "/api/v1/applications", who::administrator, cost::read, way::reads, registration::http::applications, none},
    route{verb::post, "/api/v1/applications/{id}/admission", who::administrator, cost::write, way::writes, registration::http::admit, small},
    route{verb::post, "/api/v1/applications/{id}/refusal", who::administrator, cost::write, way::writes, registration::http::refuse, small},
    route{verb::get, "/api/v1/invitations", who::complete, cost::read, way::reads, registration::http::invitations, none},
    route{verb::post, "/api/v1/invitations", who::complete, cost::write, way::writes, registration::http::invite, small},
    route{verb::del, "/api/v1/invitations/{id}", who::complete, cost::write, way::writes, registration::http::withdraw, none},

    route{verb::put, "/api/v1/me/policy", who::partial, cost::write, way::alone, identity::http::accept_policy, none},
    route{verb::get, "/api/v1/me", who::complete, cost::read, way::reads, identity::http::me, none},
    route{verb::get, "/api/v1/me/sessions", who::complete, cost::read, way::reads, identity::http::sessions, none},
    route{verb::del, "/api/v1/me/sessions", who::complete, cost::write, way::writes, identity::http::end_other_sessions, none},
    route{verb::del, "/api/v1/me/sessions/{id}", who::complete, cost::write, way::writes, identity::http::end_one_session, none},
    route{verb::put, "/api/v1/me/password", who::complete, cost::sign_in, way::special, nullptr, small},
    route{verb::get, "/api/v1/me/second_factor", who::complete, cost::read, way::reads, second_factor::http::read, none},
    route{verb::post, "/api/v1/me/second_factor", who::complete, cost::sign_in, way::special, nullptr, small},
    route{verb::put, "/api/v1/me/second_factor", who::complete, cost::sign_in, way::special, nullptr, small},
    route{verb::post, "/api/v1/me/second_factor/recovery_codes", who::complete, cost::sign_in, way::special, nullptr, small},
    route{verb::post, "/api/v1/me/second_factor/removal", who::complete, cost::sign_in, way::special, nullptr, small},

    route{verb::post, "/api/v1/me/email", who::complete, cost::sign_in, way::special, nullptr, small},
    route{verb::post, "/api/v1/password_resets", who::anyone, cost::sign_in, way::alone, recovery::http::ask_for_reset, small},
    route{verb::put, "/api/v1/password_resets", who::anyone, cost::sign_in, way::special, nullptr, small},
    route{verb::put, "/api/v1/email_changes", who::anyone, cost::sign_in, way::alone, recovery::http::change_email, small},

    route{verb::get, "/api/v1/outbox", who::anyone, cost::read, way::reads, mail::http::outbox, none},
    route{verb::get, "/api/v1/mails", who::administrator, cost::read, way::reads, mail::http::list, none},
    route{verb::post, "/api/v1/mails/{id}/again", who::administrator, cost::write, way::writes, mail::http::send_again, none},

    route{verb::get, "/api/v1/notifications", who::complete, cost::read, way::reads, notifications::http::list, none},
    route{verb::put, "/api/v1/notifications/read", who::complete, cost::write, way::writes, notifications::http::mark_all_read, small},
    route{verb::put, "/api/v1/notifications/{id}/read", who::complete, cost::write, way::writes, notifications::http::mark_read, small},
    route{verb::get, "/api/v1/me/profile", who::complete, cost::read, way::reads, people::http::own, none},
    route{verb::put, "/api/v1/me/profile", who::complete, cost::write, way::writes, people::http::save, profile},

    route{verb::get, "/api/v1/people", who::complete, cost::search, way::reads, directory::http::find, none},
    route{verb::get, "/api/v1/people/suggest", who::complete, cost::search, way::reads, directory::http::suggest, none},
    route{verb::get, "/api/v1/people/{id}", who::complete, cost::read, way::reads, people::http::read, none},
    route{verb::get, "/api/v1/people/{id}/contributions", who::complete, cost::read, way::reads, people::http::contributions, none},
    route{verb::post, "/api/v1/people/{id}/appointments", who::complete, cost::write, way::writes, people::http::add_post, small},
    route{verb::put, "/api/v1/people/{id}/appointments/{appointment}", who::complete, cost::write, way::writes, people::http::change_post, small},

    route{verb::get, "/api/v1/administrations", who::complete, cost::search, way::reads, administrations::http::list, none},
    route{verb::get, "/api/v1/administrations/{id}", who::complete, cost::read, way::reads, administrations::http::read, none},
    route{verb::get, "/api/v1/administrations/{id}/questions", who::complete, cost::read, way::reads, administrations::http::questions, none},

    route{verb::get, "/api/v1/settings/groups", who::complete, cost::read, way::reads, groups::http::read_creation, none},
    route{verb::put, "/api/v1/settings/groups", who::administrator, cost::write, way::writes, groups::http::set_creation, small},

    route{verb::get, "/api/v1/groups", who::complete, cost::read, way::reads, groups::http::list, none},
    route{verb::post, "/api/v1/groups", who::complete, cost::write, way::writes, groups::http::create, small},
    route{verb::get, "/api/v1/groups/{slug}", who::complete, cost::read, way::reads, groups::http::read, none},
    route{verb::put, "/api/v1/groups/{slug}", who::complete, cost::write, way::writes, groups::http::settle, settings},
    route{verb::put, "/api/v1/groups/{slug}/official", who::administrator, cost::write, way::writes, groups::http::mark_official, small},
    route{verb::put, "/api/v1/groups/{slug}/archived", who::complete, cost::write, way::writes, groups::http::archive, small},
    route{verb::del, "/api/v1/groups/{slug}/archived", who::complete, cost::write, way::writes, groups::http::reopen, none},
    route{verb::get, "/api/v1/groups/{slug}/members", who::complete, cost::read, way::reads, groups::http::members, none},
    route{verb::put, "/api/v1/groups/{slug}/members/me", who::complete, cost::write, way::writes, groups::http::join, small},
    route{verb::del, "/api/v1/groups/{slug}/members/me", who::complete, cost::write, way::writes, groups::http::leave, none},
    route{verb::get, "/api/v1/groups/{slug}/members/me", who::complete, cost::read, way::reads, memberships::http::mine, none},
    route{verb::put, "/api/v1/groups/{slug}/members/{id}", who::complete, cost::write, way::writes, memberships::http::change_role, small},
    route{verb::del, "/api/v1/groups/{slug}/members/{id}", who::complete, cost::write, way::writes, memberships::http::remove, none},
    route{verb::put, "/api/v1/groups/{slug}/owner", who::complete, cost::write, way::writes, memberships::http::transfer, small},
    route{verb::put, "/api/v1/groups/{slug}/level", who::complete, cost::write, way::writes, memberships::http::set_level, small},
    route{verb::get, "/api/v1/groups/{slug}/requests", who::complete, cost::read, way::reads, memberships::http::requests, none},
    route{verb::put, "/api/v1/groups/{slug}/requests/{id}", who::complete, cost::write, way::writes, memberships::http::answer_request, small},
    route{verb::get, "/api/v1/groups/{slug}/invitations", who::complete, cost::read, way::reads, memberships::http::invitations, none},
    route{verb::put, "/api/v1/groups/{slug}/invitations/{id}", who::complete, cost::write, way::writes, memberships::http::invite, small},
    route{verb::del, "/api/v1/groups/{slug}/invitations/{id}", who::complete, cost::write, way::writes, memberships::http::withdraw, none},
    route{verb::get, "/api/v1/groups/{slug}/membership-rules", who::complete, cost::read, way::reads, admissions::http::list, none},
    route{verb::post, "/api/v1/groups/{slug}/membership-rules", who::complete, cost::write, way::writes, admissions::http::add, small},
    route{verb::del, "/api/v1/groups/{slug}/membership-rules/{id}", who::complete, cost::write, way::writes, admissions::http::drop, none},
    route{verb::get, "/api/v1/groups/{slug}/pinned", who::complete, cost::read, way::reads, pins::http::list, none},
    route{verb::get, "/api/v1/groups/{slug}/threads", who::complete, cost::read, way::reads, threads::http::list_in_group, none},
    route{verb::post, "/api/v1/groups/{slug}/threads", who::complete, cost::write, way::writes, threads::http::start, text},

    route{verb::get, "/api/v1/feed", who::complete, cost::read, way::reads, feed::http::read, none},
    route{verb::get, "/api/v1/search", who::complete, cost::search, way::reads, search::http::find, none},
    route{verb::get, "/api/v1/tags", who::complete, cost::search, way::reads, search::http::tags, none},

    route{verb::get, "/api/v1/threads/{id}", who::complete, cost::read, way::reads, threads::http::read, none},
    route{verb::put, "/api/v1/threads/{id}/pinned", who::complete, cost::write, way::writes, pins::http::pin, small},
    route{verb::del, "/api/v1/threads/{id}/pinned", who::complete, cost::write, way::writes, pins::http::unpin, none},
    route{verb::get, "/api/v1/threads/{id}/level", who::complete, cost::read, way::reads, memberships::http::thread_level, none},
    route{verb::put, "/api/v1/threads/{id}/level", who::complete, cost::write, way::writes, memberships::http::set_thread_level, small},
    route{verb::del, "/api/v1/threads/{id}/level", who::complete, cost::write, way::writes, memberships::http::forget_thread_level, none},
    route{verb::get, "/api/v1/threads/{id}/posts", who::complete, cost::read, way::reads, threads::http::posts, none},
    route{verb::post, "/api/v1/threads/{id}/posts", who::complete, cost::write, way::writes, threads::http::write, text},
    route{verb::put, "/api/v1/threads/{id}/accepted", who::complete, cost::write, way::writes, questions::http::accept, small},
    route{verb::del, "/api/v1/threads/{id}/accepted", who::complete, cost::write, way::writes, questions::http::withdraw, none},
    route{verb::put, "/api/v1/threads/{id}/read", who::complete, cost::write, way::writes, threads::http::mark_read, small},
    route{verb::put, "/api/v1/posts/{id}", who::complete, cost::write, way::writes, threads::http::edit, text},
    route{verb::del, "/api/v1/posts/{id}", who::complete, cost::write, way::writes, threads::http::bury, none},
    route{verb::get, "/api/v1/posts/{id}/revisions", who::complete, cost::read, way::reads, threads::http::revisions, none},
    route{verb::put, "/api/v1/posts/{id}/useful", who::complete, cost::write, way::writes, questions::http::mark_useful, small},
    route{verb::del, "/api/v1/posts/{id}/useful", who::complete, cost::write, way::writes, questions::http::unmark_useful, none},
    route{verb::post, "/api/v1/preview", who::complete, cost::read, way::reads, threads::http::preview, text},

    route{verb::get, "/api/v1/console/people", who::administrator, cost::search, way::reads, console::http::list, none},
    route{verb::get, "/api/v1/console/people/{id}", who::administrator, cost::read, way::reads, console::http::read, none},
    route{verb::put, "/api/v1/console/people/{id}/suspension", who::administrator, cost::write, way::writes, console::http::suspend, small},
    route{verb::del, "/api/v1/console/people/{id}/suspension", who::administrator, cost::write, way::writes, console::http::reinstate, none},
    route{verb::put, "/api/v1/console/people/{id}/role", who::administrator, cost::write, way::writes, console::http::set_role, small},
    route{verb::del, "/api/v1/console/people/{id}/sessions", who::administrator, cost::write, way::writes, console::http::end_sessions, none},
    route{verb::get, "/api/v1/console/audit", who::auditor, cost::search, way::reads, audit::http::list, none},
    route{verb::get, "/api/v1/console/audit/state", who::auditor, cost::search, way::reads, audit::http::state, none},

    route{verb::get, "/api/v1/live", who::complete, cost::live, way::special, nullptr, none},
    route{verb::get, "/api/v1/events", who::complete, cost::live, way::special, nullptr, none},
};

constexpr std::array<std::string_view, 2> commands{"watch", "unwatch"};

}  // namespace

std::span<route const> routes() { return table; }
std::span<std::string_view const> live_commands() { return commands; }

std::string_view name_of(who w) {
    switch (w) {
        case who::anyone: return "anyone";
        case who::partial: return "partial";
        case who::complete: return "complete";
        case who::auditor: return "auditor";
        case who::administrator: return "administrator";
    }
    return "";
}

std::string_view name_of(cost c) {
    switch (c) {
        case cost::fixed: return "static";
        case cost::read: return "read";
        case cost::search: return "search";
        case cost::write: return "write";
        case cost::sign_in: return "sign_in";
        case cost::live: return "live";
    }
    return "";
}

std::string_view name_of(transport::verb v) {
    switch (v) {
        case transport::verb::get: return "GET";
        case transport::verb::head: return "HEAD";
        case transport::verb::post: return "POST";
        case transport::verb::put: return "PUT";
        case transport::verb::del: return "DELETE";
        case transport::verb::options: return "OPTIONS";
        case transport::verb::other: break;
    }
    return "";
}

}  // namespace plaza
