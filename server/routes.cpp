// SPDX-License-Identifier: EUPL-1.2
#include "routes.hpp"

#include "domain/accountability/audit_http.hpp"
#include "domain/administrations/administrations_http.hpp"
#include "domain/administrations/keeping_http.hpp"
#include "domain/admissions/admissions_http.hpp"
#include "domain/announcements/announcements_http.hpp"
#include "domain/applied/applied_http.hpp"
#include "domain/articles/articles_http.hpp"
#include "domain/bookmarks/bookmarks_http.hpp"
#include "domain/console/console_http.hpp"
#include "domain/contacts/contacts_http.hpp"
#include "domain/directory/directory_http.hpp"
#include "domain/drafts/drafts.hpp"
#include "domain/drafts/drafts_http.hpp"
#include "domain/drafts/publication_http.hpp"
#include "domain/feed/feed_http.hpp"
#include "domain/files/files_http.hpp"
#include "domain/first_steps/first_steps_http.hpp"
#include "domain/following/following_http.hpp"
#include "domain/gatherings/gatherings_http.hpp"
#include "domain/groups/groups_http.hpp"
#include "domain/identity/account_http.hpp"
#include "domain/identity/identity_http.hpp"
#include "domain/imports/imports_http.hpp"
#include "domain/kit/kit_http.hpp"
#include "domain/leavers/leavers_http.hpp"
#include "domain/mail/mail_http.hpp"
#include "domain/memberships/memberships_http.hpp"
#include "domain/mentions/mentions_http.hpp"
#include "domain/merging/merging_http.hpp"
#include "domain/models/models_http.hpp"
#include "domain/norms/norms_http.hpp"
#include "domain/notifications/notifications_http.hpp"
#include "domain/order/order_http.hpp"
#include "domain/people/people_http.hpp"
#include "domain/photos/photos_http.hpp"
#include "domain/pins/pins_http.hpp"
#include "domain/polls/polls_http.hpp"
#include "domain/questions/questions_http.hpp"
#include "domain/recovery/recovery_http.hpp"
#include "domain/registration/registration_http.hpp"
#include "domain/revisions/revisions_http.hpp"
#include "domain/routing/routing_http.hpp"
#include "domain/search/search_http.hpp"
#include "domain/second_factor/second_factor_http.hpp"
#include "domain/sharing/sharing_http.hpp"
#include "domain/similar/similar_http.hpp"
#include "domain/tags/tags_http.hpp"
#include "domain/threads/threads_http.hpp"
#include "domain/unread/unread_http.hpp"
#include "domain/validity/validity_http.hpp"
#include "domain/waiting/waiting_http.hpp"

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
/// A file of people with line ends and quotes escaped.
constexpr std::size_t file = 3 * 1024 * 1024;
/// The texts of a group, escaped like those below.
constexpr std::size_t settings = 4 * 6 * 12'000 + small;
/// A text of 64 KiB whose every byte is escaped in JSON (six bytes each), and its fields.
constexpr std::size_t text = 6 * 65536 + small;
/// A draft whose every byte is escaped likewise.
constexpr std::size_t draft = 6 * drafts::most_bytes + small;

// verb, path, who may, cost, way, handler, body
// One row a line, however long: it is read as a table.
// clang-format off
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
    route{verb::post, "/api/v1/password_resets/look", who::anyone, cost::sign_in, way::alone, recovery::http::look_at_reset, small},
    route{verb::put, "/api/v1/password_resets", who::anyone, cost::sign_in, way::special, nullptr, small},
    route{verb::put, "/api/v1/email_changes", who::anyone, cost::sign_in, way::alone, recovery::http::change_email, small},

    route{verb::post, "/api/v1/me/address_confirmation", who::complete, cost::write, way::writes, leavers::http::mail_link, none},
    route{verb::put, "/api/v1/address_confirmations", who::anyone, cost::sign_in, way::alone, leavers::http::confirm, small},

    route{verb::get, "/api/v1/outbox", who::anyone, cost::read, way::reads, mail::http::outbox, none},
    route{verb::get, "/api/v1/mails", who::administrator, cost::read, way::reads, mail::http::list, none},
    route{verb::post, "/api/v1/mails/{id}/again", who::administrator, cost::write, way::writes, mail::http::send_again, none},

    route{verb::get, "/api/v1/unsubscriptions/{token}", who::anyone, cost::read, way::reads, mail::http::show_stop, none},
    route{verb::post, "/api/v1/unsubscriptions/{token}", who::anyone, cost::write, way::alone, mail::http::stop, small, content::nothing},
    route{verb::del, "/api/v1/unsubscriptions/{token}", who::anyone, cost::write, way::alone, mail::http::go_on, none},
    route{verb::get, "/api/v1/me/notification_settings", who::complete, cost::read, way::reads, notifications::http::settings, none},
    route{verb::put, "/api/v1/me/notification_settings", who::complete, cost::write, way::writes, notifications::http::settle, small},
    route{verb::get, "/api/v1/notifications", who::complete, cost::read, way::reads, notifications::http::list, none},
    route{verb::put, "/api/v1/notifications/read", who::complete, cost::write, way::writes, notifications::http::mark_all_read, small},
    route{verb::put, "/api/v1/notifications/{id}/read", who::complete, cost::write, way::writes, notifications::http::mark_read, small},
    route{verb::get, "/api/v1/me/profile", who::complete, cost::read, way::reads, people::http::own, none},
    route{verb::put, "/api/v1/me/profile", who::complete, cost::write, way::writes, people::http::save, profile},

    route{verb::put, "/api/v1/me/photo", who::complete, cost::write, way::special, nullptr, photos::largest_file, content::image},
    route{verb::del, "/api/v1/me/photo", who::complete, cost::write, way::writes, photos::http::remove, none},

    route{verb::post, "/api/v1/files", who::complete, cost::write, way::special, nullptr, files::largest_file, content::file},
    route{verb::get, "/api/v1/files/{id}", who::complete, cost::read, way::reads, files::http::read, none},
    route{verb::get, "/api/v1/files/{id}/state", who::complete, cost::read, way::reads, files::http::state, none},
    route{verb::del, "/api/v1/files/{id}", who::complete, cost::write, way::writes, files::http::remove, none},

    route{verb::get, "/api/v1/people", who::complete, cost::search, way::reads, directory::http::find, none},
    route{verb::get, "/api/v1/people/suggest", who::complete, cost::search, way::reads, directory::http::suggest, none},
    route{verb::get, "/api/v1/people/{id}", who::complete, cost::read, way::reads, people::http::read, none},
    route{verb::get, "/api/v1/people/{id}/photo", who::complete, cost::read, way::reads, photos::http::read, none},
    route{verb::get, "/api/v1/people/{id}/contributions", who::complete, cost::read, way::reads, people::http::contributions, none},
    route{verb::post, "/api/v1/people/{id}/appointments", who::complete, cost::write, way::writes, people::http::add_post, small},
    route{verb::put, "/api/v1/people/{id}/appointments/{appointment}", who::complete, cost::write, way::writes, people::http::change_post, small},
    route{verb::post, "/api/v1/people/{id}/appointments/{appointment}/end", who::complete, cost::write, way::writes, contacts::http::end_post, small},
    route{verb::get, "/api/v1/people/{id}/follow", who::complete, cost::read, way::reads, following::http::person, none},
    route{verb::put, "/api/v1/people/{id}/follow", who::complete, cost::write, way::writes, following::http::follow_person, none},
    route{verb::del, "/api/v1/people/{id}/follow", who::complete, cost::write, way::writes, following::http::unfollow_person, none},
    route{verb::get, "/api/v1/me/bookmarks", who::complete, cost::read, way::reads, bookmarks::http::list, none},
    route{verb::get, "/api/v1/me/unread", who::complete, cost::read, way::reads, unread::http::list, none},
    route{verb::get, "/api/v1/me/following", who::complete, cost::read, way::reads, following::http::list, none},

    route{verb::get, "/api/v1/me/drafts", who::complete, cost::read, way::reads, drafts::http::list, none},
    route{verb::get, "/api/v1/me/drafts/{place}", who::complete, cost::read, way::reads, drafts::http::read, none},
    route{verb::put, "/api/v1/me/drafts/{place}", who::complete, cost::write, way::writes, drafts::http::save, draft},
    route{verb::put, "/api/v1/me/drafts/{place}/publication", who::complete, cost::write, way::writes, drafts::http::schedule, 2 * draft},
    route{verb::post, "/api/v1/me/drafts/{place}/publication", who::complete, cost::write, way::writes, drafts::http::publish, small},
    route{verb::del, "/api/v1/me/drafts/{place}/publication", who::complete, cost::write, way::writes, drafts::http::unschedule, none},
    route{verb::del, "/api/v1/me/drafts/{place}", who::complete, cost::write, way::writes, drafts::http::remove, none},

    route{verb::get, "/api/v1/me/first_steps", who::complete, cost::read, way::reads, first_steps::http::read, none},
    route{verb::put, "/api/v1/me/first_steps", who::complete, cost::write, way::writes, first_steps::http::set_open, small},
    route{verb::put, "/api/v1/me/first_steps/{step}", who::complete, cost::write, way::writes, first_steps::http::mark, small},
    route{verb::get, "/api/v1/me/suggested_groups", who::complete, cost::search, way::reads, first_steps::http::suggested, none},
    route{verb::put, "/api/v1/me/level", who::complete, cost::write, way::writes, first_steps::http::choose_level, small},

    route{verb::get, "/api/v1/administrations", who::complete, cost::search, way::reads, administrations::http::list, none},
    route{verb::get, "/api/v1/administrations/{id}", who::complete, cost::read, way::reads, administrations::http::read, none},
    route{verb::get, "/api/v1/administrations/{id}/questions", who::complete, cost::read, way::reads, administrations::http::questions, none},
    route{verb::get, "/api/v1/administrations/{id}/contacts", who::complete, cost::read, way::reads, contacts::http::list, none},
    route{verb::put, "/api/v1/administrations/{id}/contacts/{person}", who::administrator, cost::write, way::writes, contacts::http::name, none},
    route{verb::del, "/api/v1/administrations/{id}/contacts/{person}", who::administrator, cost::write, way::writes, contacts::http::dismiss, none},

    route{verb::get, "/api/v1/texts", who::complete, cost::read, way::reads, kit::http::list, none},
    route{verb::put, "/api/v1/texts/{slug}", who::administrator, cost::write, way::writes, kit::http::change, settings},

    route{verb::get, "/api/v1/settings/groups", who::complete, cost::read, way::reads, groups::http::read_creation, none},
    route{verb::put, "/api/v1/settings/groups", who::administrator, cost::write, way::writes, groups::http::set_creation, small},

    route{verb::get, "/api/v1/groups", who::complete, cost::read, way::reads, groups::http::list, none},
    route{verb::post, "/api/v1/groups", who::complete, cost::write, way::writes, groups::http::create, small},
    route{verb::get, "/api/v1/groups/{slug}", who::complete, cost::read, way::reads, groups::http::read, none},
    route{verb::put, "/api/v1/groups/{slug}", who::complete, cost::write, way::writes, groups::http::settle, settings, content::json, pace::slow},
    route{verb::put, "/api/v1/groups/{slug}/official", who::administrator, cost::write, way::writes, groups::http::mark_official, small},
    route{verb::put, "/api/v1/groups/{slug}/archived", who::complete, cost::write, way::writes, groups::http::archive, small, content::json, pace::slow},
    route{verb::del, "/api/v1/groups/{slug}/archived", who::complete, cost::write, way::writes, groups::http::reopen, none, content::json, pace::slow},
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
    route{verb::post, "/api/v1/groups/{slug}/guest-invitations", who::complete, cost::write, way::writes, registration::http::invite_guest, small},
    route{verb::get, "/api/v1/groups/{slug}/guest-invitations", who::complete, cost::read, way::reads, registration::http::guest_invitations, none},
    route{verb::del, "/api/v1/groups/{slug}/guest-invitations/{id}", who::complete, cost::write, way::writes, registration::http::withdraw_guest, none},
    route{verb::put, "/api/v1/groups/{slug}/invitations/{id}", who::complete, cost::write, way::writes, memberships::http::invite, small},
    route{verb::del, "/api/v1/groups/{slug}/invitations/{id}", who::complete, cost::write, way::writes, memberships::http::withdraw, none},
    route{verb::get, "/api/v1/groups/{slug}/membership-rules", who::complete, cost::read, way::reads, admissions::http::list, none},
    route{verb::post, "/api/v1/groups/{slug}/membership-rules", who::complete, cost::write, way::writes, admissions::http::add, small},
    route{verb::del, "/api/v1/groups/{slug}/membership-rules/{id}", who::complete, cost::write, way::writes, admissions::http::drop, none},
    route{verb::get, "/api/v1/groups/{slug}/pinned", who::complete, cost::read, way::reads, pins::http::list, none},
    route{verb::get, "/api/v1/groups/{slug}/mentionable", who::complete, cost::read, way::reads, mentions::http::suggest, none},
    route{verb::post, "/api/v1/groups/{slug}/announcements", who::complete, cost::write, way::writes, announcements::http::make, text},
    route{verb::post, "/api/v1/groups/{slug}/polls", who::complete, cost::write, way::writes, polls::http::start, text},
    route{verb::post, "/api/v1/groups/{slug}/events", who::complete, cost::write, way::writes, gatherings::http::start, text},
    route{verb::post, "/api/v1/groups/{slug}/models", who::complete, cost::write, way::writes, models::http::start, text},
    route{verb::put, "/api/v1/groups/{slug}/read", who::complete, cost::write, way::writes, unread::http::mark_group, small},
    route{verb::get, "/api/v1/groups/{slug}/files", who::complete, cost::read, way::reads, files::http::list_in_group, none},
    route{verb::get, "/api/v1/groups/{slug}/threads", who::complete, cost::read, way::reads, threads::http::list_in_group, none},
    route{verb::post, "/api/v1/groups/{slug}/threads", who::complete, cost::write, way::writes, threads::http::start, text},

    route{verb::get, "/api/v1/feed", who::complete, cost::read, way::reads, feed::http::read, none},
    route{verb::get, "/api/v1/announcements", who::complete, cost::read, way::reads, announcements::http::waiting, none},
    route{verb::put, "/api/v1/feed/read", who::complete, cost::write, way::writes, unread::http::mark_feed, small},
    route{verb::get, "/api/v1/feed/away", who::complete, cost::search, way::reads, feed::http::away, none},
    route{verb::del, "/api/v1/feed/away", who::complete, cost::write, way::writes, feed::http::put_away, none},
    route{verb::get, "/api/v1/feed/for_you", who::complete, cost::search, way::reads, feed::http::for_you, none},
    route{verb::get, "/api/v1/questions", who::complete, cost::search, way::reads, waiting::http::list, none},
    route{verb::get, "/api/v1/groups/{slug}/health", who::complete, cost::read, way::reads, waiting::http::group_health, none},
    route{verb::get, "/api/v1/search", who::complete, cost::search, way::reads, search::http::find, none},
    route{verb::get, "/api/v1/questions/similar", who::complete, cost::search, way::reads, similar::http::find, none},
    route{verb::get, "/api/v1/tags", who::complete, cost::search, way::reads, search::http::tags, none},
    route{verb::get, "/api/v1/models", who::complete, cost::search, way::reads, models::http::list, none},
    route{verb::get, "/api/v1/norms", who::complete, cost::search, way::reads, norms::http::list, none},
    route{verb::get, "/api/v1/norms/{slug}", who::complete, cost::search, way::reads, norms::http::read, none},
    route{verb::get, "/api/v1/norms/{slug}/threads", who::complete, cost::search, way::reads, norms::http::threads, none},
    route{verb::get, "/api/v1/tags/{name}", who::complete, cost::read, way::reads, tags::http::read, none},
    route{verb::get, "/api/v1/tags/{name}/threads", who::complete, cost::search, way::reads, tags::http::threads, none},
    route{verb::get, "/api/v1/console/tags", who::complete, cost::search, way::reads, tags::http::console_list, none},
    route{verb::put, "/api/v1/console/tags/{name}", who::complete, cost::write, way::writes, tags::http::keep, text},
    route{verb::post, "/api/v1/console/tags/{name}/merger", who::complete, cost::write, way::writes, tags::http::merge, small, content::json, pace::slow},
    route{verb::get, "/api/v1/tags/{name}/follow", who::complete, cost::read, way::reads, following::http::tag, none},
    route{verb::put, "/api/v1/tags/{name}/follow", who::complete, cost::write, way::writes, following::http::follow_tag, none},
    route{verb::del, "/api/v1/tags/{name}/follow", who::complete, cost::write, way::writes, following::http::unfollow_tag, none},

    route{verb::get, "/api/v1/threads/{id}", who::complete, cost::read, way::reads, threads::http::read, none},
    route{verb::put, "/api/v1/threads/{id}/pinned", who::complete, cost::write, way::writes, pins::http::pin, small},
    route{verb::del, "/api/v1/threads/{id}/pinned", who::complete, cost::write, way::writes, pins::http::unpin, none},
    route{verb::put, "/api/v1/threads/{id}/closed", who::complete, cost::write, way::writes, order::http::close, small},
    route{verb::del, "/api/v1/threads/{id}/closed", who::complete, cost::write, way::writes, order::http::reopen, none},
    route{verb::put, "/api/v1/threads/{id}/duplicate", who::complete, cost::write, way::writes, order::http::mark_duplicate, small},
    route{verb::get, "/api/v1/threads/{id}/destinations", who::complete, cost::search, way::reads, order::http::destinations, none},
    route{verb::put, "/api/v1/threads/{id}/group", who::complete, cost::write, way::writes, order::http::move, small, content::json, pace::slow},
    route{verb::get, "/api/v1/threads/{id}/moved", who::complete, cost::read, way::reads, threads::http::moved, none},
    route{verb::post, "/api/v1/threads/{id}/merger", who::complete, cost::write, way::writes, order::http::merge, small, content::json, pace::slow},
    route{verb::post, "/api/v1/threads/{id}/split", who::complete, cost::write, way::writes, order::http::split, small, content::json, pace::slow},
    route{verb::get, "/api/v1/threads/{id}/level", who::complete, cost::read, way::reads, memberships::http::thread_level, none},
    route{verb::put, "/api/v1/threads/{id}/level", who::complete, cost::write, way::writes, memberships::http::set_thread_level, small},
    route{verb::del, "/api/v1/threads/{id}/level", who::complete, cost::write, way::writes, memberships::http::forget_thread_level, none},
    route{verb::get, "/api/v1/threads/{id}/follow", who::complete, cost::read, way::reads, following::http::thread, none},
    route{verb::put, "/api/v1/threads/{id}/follow", who::complete, cost::write, way::writes, following::http::follow_thread, none},
    route{verb::del, "/api/v1/threads/{id}/follow", who::complete, cost::write, way::writes, following::http::unfollow_thread, none},
    route{verb::get, "/api/v1/threads/{id}/announcement", who::complete, cost::read, way::reads, announcements::http::read, none},
    route{verb::get, "/api/v1/threads/{id}/announcement/readers", who::complete, cost::read, way::reads, announcements::http::readers, none},
    route{verb::put, "/api/v1/threads/{id}/announcement/read", who::complete, cost::write, way::writes, announcements::http::acknowledge, none},
    route{verb::get, "/api/v1/threads/{id}/poll", who::complete, cost::read, way::reads, polls::http::read, none},
    route{verb::put, "/api/v1/threads/{id}/poll", who::complete, cost::write, way::writes, polls::http::change, small},
    route{verb::put, "/api/v1/threads/{id}/poll/closed", who::complete, cost::write, way::writes, polls::http::close, none},
    route{verb::put, "/api/v1/threads/{id}/poll/vote", who::complete, cost::write, way::writes, polls::http::vote, small},
    route{verb::get, "/api/v1/threads/{id}/event", who::complete, cost::read, way::reads, gatherings::http::read, none},
    route{verb::put, "/api/v1/threads/{id}/event", who::complete, cost::write, way::writes, gatherings::http::change, small},
    route{verb::put, "/api/v1/threads/{id}/event/cancelled", who::complete, cost::write, way::writes, gatherings::http::cancel, small},
    route{verb::del, "/api/v1/threads/{id}/event/cancelled", who::complete, cost::write, way::writes, gatherings::http::restore, none},
    route{verb::get, "/api/v1/threads/{id}/event/people", who::complete, cost::read, way::reads, gatherings::http::people, none},
    route{verb::get, "/api/v1/threads/{id}/event/calendar", who::complete, cost::read, way::reads, gatherings::http::calendar, none},
    route{verb::put, "/api/v1/threads/{id}/event/me", who::complete, cost::write, way::writes, gatherings::http::sign_up, none},
    route{verb::del, "/api/v1/threads/{id}/event/me", who::complete, cost::write, way::writes, gatherings::http::sign_off, none},
    route{verb::get, "/api/v1/threads/{id}/model", who::complete, cost::read, way::reads, models::http::read, none},
    route{verb::put, "/api/v1/threads/{id}/model", who::complete, cost::write, way::writes, models::http::change, small},
    route{verb::get, "/api/v1/threads/{id}/model/adoptions", who::complete, cost::read, way::reads, models::http::adoptions, none},
    route{verb::put, "/api/v1/threads/{id}/model/adoptions/{administration}", who::complete, cost::write, way::writes, models::http::adopt, none},
    route{verb::del, "/api/v1/threads/{id}/model/adoptions/{administration}", who::complete, cost::write, way::writes, models::http::take_back, none},
    route{verb::put, "/api/v1/threads/{id}/bookmark", who::complete, cost::write, way::writes, bookmarks::http::keep, none},
    route{verb::del, "/api/v1/threads/{id}/bookmark", who::complete, cost::write, way::writes, bookmarks::http::let_go, none},
    route{verb::post, "/api/v1/threads/{id}/shares", who::complete, cost::write, way::writes, sharing::http::share, text},
    route{verb::get, "/api/v1/threads/{id}/shown", who::complete, cost::read, way::reads, sharing::http::card, none},
    route{verb::get, "/api/v1/threads/{id}/posts", who::complete, cost::read, way::reads, threads::http::posts, none},
    route{verb::post, "/api/v1/threads/{id}/posts", who::complete, cost::write, way::writes, threads::http::write, text},
    route{verb::put, "/api/v1/threads/{id}/accepted", who::complete, cost::write, way::writes, questions::http::accept, small},
    route{verb::del, "/api/v1/threads/{id}/accepted", who::complete, cost::write, way::writes, questions::http::withdraw, none},
    route{verb::get, "/api/v1/threads/{id}/same_problem", who::complete, cost::read, way::reads, questions::http::who_has_same, none},
    route{verb::put, "/api/v1/threads/{id}/same_problem", who::complete, cost::write, way::writes, questions::http::say_same, small},
    route{verb::del, "/api/v1/threads/{id}/same_problem", who::complete, cost::write, way::writes, questions::http::take_back_same, none},
    route{verb::get, "/api/v1/threads/{id}/validity", who::complete, cost::read, way::reads, validity::http::read, none},
    route{verb::post, "/api/v1/threads/{id}/checks", who::complete, cost::write, way::writes, validity::http::check, small},
    route{verb::put, "/api/v1/threads/{id}/check_request", who::complete, cost::write, way::writes, validity::http::ask, none},
    route{verb::put, "/api/v1/threads/{id}/superseded", who::complete, cost::write, way::writes, validity::http::supersede, small},
    route{verb::del, "/api/v1/threads/{id}/superseded", who::complete, cost::write, way::writes, validity::http::reinstate, none},
    route{verb::put, "/api/v1/threads/{id}/review", who::complete, cost::write, way::writes, validity::http::set_review, small},
    route{verb::del, "/api/v1/threads/{id}/review", who::complete, cost::write, way::writes, validity::http::drop_review, none},
    route{verb::post, "/api/v1/threads/{id}/article", who::complete, cost::write, way::writes, articles::http::make, small},
    route{verb::get, "/api/v1/threads/{id}/authors", who::complete, cost::read, way::reads, articles::http::authors, none},
    route{verb::put, "/api/v1/threads/{id}/authors/{person}", who::complete, cost::write, way::writes, articles::http::add_author, none},
    route{verb::del, "/api/v1/threads/{id}/authors/{person}", who::complete, cost::write, way::writes, articles::http::remove_author, none},
    route{verb::get, "/api/v1/groups/{slug}/article_template", who::complete, cost::read, way::reads, articles::http::read_template, none},
    route{verb::put, "/api/v1/groups/{slug}/article_template", who::complete, cost::write, way::writes, articles::http::set_template, small},
    route{verb::get, "/api/v1/reviews", who::complete, cost::search, way::reads, validity::http::to_review, none},
    route{verb::get, "/api/v1/threads/{id}/routing", who::complete, cost::read, way::reads, routing::http::read, none},
    route{verb::put, "/api/v1/threads/{id}/routing/mine", who::complete, cost::write, way::writes, routing::http::say, small},
    route{verb::get, "/api/v1/me/asked", who::complete, cost::read, way::reads, routing::http::asked, none},
    route{verb::get, "/api/v1/me/routing", who::complete, cost::read, way::reads, routing::http::settings, none},
    route{verb::put, "/api/v1/me/routing", who::complete, cost::write, way::writes, routing::http::set_settings, small},
    route{verb::del, "/api/v1/me/routing/declined/{id}", who::complete, cost::write, way::writes, routing::http::ask_again, none},
    route{verb::put, "/api/v1/threads/{id}/read", who::complete, cost::write, way::writes, threads::http::mark_read, small},
    route{verb::put, "/api/v1/posts/{id}", who::complete, cost::write, way::writes, revisions::http::edit, text},
    route{verb::del, "/api/v1/posts/{id}", who::complete, cost::write, way::writes, threads::http::bury, none},
    route{verb::get, "/api/v1/posts/{id}/revisions", who::complete, cost::read, way::reads, revisions::http::list, none},
    route{verb::get, "/api/v1/posts/{id}/useful", who::complete, cost::read, way::reads, questions::http::list_useful, none},
    route{verb::put, "/api/v1/posts/{id}/useful", who::complete, cost::write, way::writes, questions::http::mark_useful, small},
    route{verb::del, "/api/v1/posts/{id}/useful", who::complete, cost::write, way::writes, questions::http::unmark_useful, none},
    route{verb::get, "/api/v1/posts/{id}/applied", who::complete, cost::read, way::reads, applied::http::list, none},
    route{verb::put, "/api/v1/posts/{id}/applied/{administration}", who::complete, cost::write, way::writes, applied::http::say, small},
    route{verb::del, "/api/v1/posts/{id}/applied/{administration}", who::complete, cost::write, way::writes, applied::http::take_back, none},
    route{verb::post, "/api/v1/preview", who::complete, cost::read, way::reads, threads::http::preview, text},

    route{verb::get, "/api/v1/console/people", who::administrator, cost::search, way::reads, console::http::list, none},
    route{verb::get, "/api/v1/console/people/{id}", who::administrator, cost::read, way::reads, console::http::read, none},
    route{verb::put, "/api/v1/console/people/{id}/suspension", who::administrator, cost::write, way::writes, console::http::suspend, small},
    route{verb::del, "/api/v1/console/people/{id}/suspension", who::administrator, cost::write, way::writes, console::http::reinstate, none},
    route{verb::put, "/api/v1/console/people/{id}/role", who::administrator, cost::write, way::writes, console::http::set_role, small},
    route{verb::del, "/api/v1/console/people/{id}/sessions", who::administrator, cost::write, way::writes, console::http::end_sessions, none},
    route{verb::get, "/api/v1/console/norms", who::administrator, cost::search, way::reads, norms::http::console_list, none},
    route{verb::post, "/api/v1/console/norms", who::administrator, cost::write, way::writes, norms::http::add, small},
    route{verb::put, "/api/v1/console/norms/{slug}/names/{name}", who::administrator, cost::write, way::writes, norms::http::add_name, small},
    route{verb::del, "/api/v1/console/norms/{slug}/names/{name}", who::administrator, cost::write, way::writes, norms::http::remove_name, none},
    route{verb::post, "/api/v1/console/norms/{slug}/changes", who::administrator, cost::write, way::writes, validity::http::norm_changed, small},
    route{verb::del, "/api/v1/console/norms/{slug}/changes/{id}", who::administrator, cost::write, way::writes, validity::http::take_back_change, none},
    route{verb::get, "/api/v1/console/administrations", who::administrator, cost::search, way::reads, administrations::http::console_list, none},
    route{verb::post, "/api/v1/console/administrations", who::administrator, cost::write, way::writes, administrations::http::create, small},
    route{verb::get, "/api/v1/console/administrations/{id}", who::administrator, cost::read, way::reads, administrations::http::console_read, none},
    route{verb::put, "/api/v1/console/administrations/{id}", who::administrator, cost::write, way::writes, administrations::http::change, small},
    route{verb::put, "/api/v1/console/administrations/{id}/domains/{domain}", who::administrator, cost::write, way::writes, administrations::http::add_domain, small},
    route{verb::del, "/api/v1/console/administrations/{id}/domains/{domain}", who::administrator, cost::write, way::writes, administrations::http::remove_domain, none},
    route{verb::get, "/api/v1/console/domains", who::administrator, cost::search, way::reads, imports::http::export_domains, none},
    route{verb::post, "/api/v1/console/domains", who::administrator, cost::write, way::writes, imports::http::start_domains, file},
    route{verb::get, "/api/v1/console/domain_imports", who::administrator, cost::read, way::reads, imports::http::last_domain_imports, none},
    route{verb::get, "/api/v1/console/domain_imports/{id}", who::administrator, cost::read, way::reads, imports::http::read_domain_import, none},
    route{verb::post, "/api/v1/console/people_imports", who::administrator, cost::write, way::writes, imports::http::start_people, file},
    route{verb::get, "/api/v1/console/people_imports", who::administrator, cost::read, way::reads, imports::http::last_people_imports, none},
    route{verb::get, "/api/v1/console/people_imports/{id}", who::administrator, cost::read, way::reads, imports::http::read_people_import, none},
    route{verb::del, "/api/v1/console/people_imports/{id}", who::administrator, cost::write, way::writes, imports::http::take_back_people_import, none},
    route{verb::post, "/api/v1/console/people/{id}/second_factor/reset", who::administrator, cost::write, way::writes, console::http::reset_second_factor, small},
    route{verb::get, "/api/v1/console/people/{id}/merger", who::administrator, cost::search, way::reads, merging::http::preview, none},
    route{verb::post, "/api/v1/console/people/{id}/merger", who::administrator, cost::write, way::writes, merging::http::start, small},
    route{verb::get, "/api/v1/console/mergers", who::administrator, cost::read, way::reads, merging::http::last, none},
    route{verb::get, "/api/v1/console/mergers/{id}", who::administrator, cost::read, way::reads, merging::http::read, none},
    route{verb::del, "/api/v1/console/mergers/{id}", who::administrator, cost::write, way::writes, merging::http::give_up, none},
    route{verb::get, "/api/v1/console/audit", who::auditor, cost::search, way::reads, audit::http::list, none},
    route{verb::get, "/api/v1/console/audit/state", who::auditor, cost::search, way::reads, audit::http::state, none},

    route{verb::get, "/api/v1/live", who::complete, cost::live, way::special, nullptr, none},
    route{verb::get, "/api/v1/events", who::complete, cost::live, way::special, nullptr, none},
};
// clang-format on

constexpr std::array<std::string_view, 2> commands{"watch", "unwatch"};

}  // namespace

std::span<route const> routes() { return table; }
std::span<std::string_view const> live_commands() { return commands; }

}  // namespace plaza
