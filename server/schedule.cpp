// SPDX-License-Identifier: EUPL-1.2
#include "schedule.hpp"

#include "domain/admissions/admissions.hpp"
#include "domain/announcements/announcements.hpp"
#include "domain/drafts/drafts.hpp"
#include "domain/drafts/publication.hpp"
#include "domain/drafts/publication_http.hpp"
#include "domain/files/files.hpp"
#include "domain/following/following.hpp"
#include "domain/gatherings/gatherings.hpp"
#include "domain/groups/groups.hpp"
#include "domain/housekeeping/housekeeping.hpp"
#include "domain/imports/domains_csv.hpp"
#include "domain/imports/people_csv.hpp"
#include "domain/leavers/leavers.hpp"
#include "domain/mail/mail.hpp"
#include "domain/memberships/memberships.hpp"
#include "domain/merging/merging.hpp"
#include "domain/models/models.hpp"
#include "domain/norms/norms.hpp"
#include "domain/notifications/notifications.hpp"
#include "domain/notifications/spread.hpp"
#include "domain/polls/polls.hpp"
#include "domain/recovery/recovery.hpp"
#include "domain/registration/registration.hpp"
#include "domain/routing/routing.hpp"
#include "domain/search/search.hpp"
#include "domain/tags/tags.hpp"
#include "domain/validity/validity.hpp"

namespace plaza {

std::vector<jobs::timetable_entry> timetable() {
    // name, every so many seconds, kind of job
    return {
        {"dead sessions", 60, "sessions.clean"},
        {"old failures to sign in", 3600, "signin_failures.forget"},
        {"old imports of people", 3600, "people.forget_imports"},
        {"old imports of domains", 3600, "domains.forget_imports"},
        {"old mergers of accounts", 3600, "people.forget_mergers"},
        {"old registrations", 3600, "registrations.forget"},
        {"old events", 60, "events.prune"},
        {"files without a text", 3600, "files.forget_loose"},
        {"deleted files", 30, "files.drop_doomed"},
        {"files that nothing names", 3600, "files.sweep"},
        {"old answers to retries", 3600, "idempotency.prune"},
        {"old letters", 3600, "mail.forget"},
        {"ended links", 3600, "recovery.forget"},
        {"addresses to be confirmed", 3600, "leavers.walk"},
        {"old drafts", 3600, "drafts.forget"},
        {"texts for a time", 5, "drafts.start_due"},
        {"old notices", 3600, "notifications.prune"},
        {"idle groups", 3600, "groups.mark_idle"},
        {"unanswered invitations and requests", 3600, "memberships.forget_unanswered"},
        {"who belongs by rule", 3600, "memberships.rules_all"},
        {"reviews that are due", 3600, "validity.tell_due"},
        {"how common words are", 3600, "search.measure"},
        {"questions that wait", 20, "routing.walk"},
    };
}

jobs::workbook workbook(domain::environment const& env) {
    auto const& files = *env.files;
    namespace keep = domain::housekeeping;
    return {
        {"sessions.clean", [](auto& db, auto const&) { keep::clean_sessions(db); }},
        {"signin_failures.forget", [](auto& db, auto const&) { keep::forget_signin_failures(db); }},
        {"people.import", [](auto& db, auto const& payload) { domain::imports::continue_people_import(db, payload); }},
        {"people.forget_imports", [](auto& db, auto const&) { domain::imports::forget_people_imports(db); }},
        {"domains.import", [](auto& db, auto const& payload) { domain::imports::do_domain_import(db, payload); }},
        {"domains.forget_imports", [](auto& db, auto const&) { domain::imports::forget_domain_imports(db); }},
        {"people.merge", [](auto& db, auto const& payload) { domain::merging::go_on(db, payload); }},
        {"people.forget_mergers", [](auto& db, auto const&) { domain::merging::forget_old(db); }},
        {"registrations.forget", [](auto& db, auto const&) { domain::registration::forget_old(db); }},
        {"events.prune", [](auto& db, auto const&) { keep::prune_events(db); }},
        {"files.forget_loose", [](auto& db, auto const&) { domain::files::forget_loose(db); }},
        {"files.drop_doomed", [&files](auto& db, auto const&) { domain::files::drop_doomed(db, files); }},
        {"files.sweep", [&files](auto& db, auto const&) { domain::files::sweep(db, files); }},
        {"idempotency.prune", [](auto& db, auto const&) { keep::prune_idempotency(db); }},
        {"mail.forget", [](auto& db, auto const&) { domain::mail::forget_old(db); }},
        {"recovery.mail_reset", [](auto& db, auto const& payload) { domain::recovery::mail_reset(db, payload); }},
        {"recovery.mail_email_change",
         [](auto& db, auto const& payload) { domain::recovery::mail_email_change(db, payload); }},
        {"recovery.forget", [](auto& db, auto const&) { domain::recovery::forget_ended(db); }},
        {"leavers.walk", [](auto& db, auto const&) { domain::leavers::walk(db); }},
        {"drafts.forget", [](auto& db, auto const&) { domain::drafts::forget_old(db); }},
        {"drafts.start_due", [](auto& db, auto const&) { domain::drafts::start_due(db); }},
        {"drafts.publish",
         [&env](auto& db, auto const& payload) { domain::drafts::http::publish_due(db, env, payload); }},
        {"following.show_started", [](auto& db, auto const& payload) { domain::following::show_started(db, payload); }},
        {"notifications.spread",
         [](auto& db, auto const& payload) { domain::notifications::spread_some(db, payload); }},
        {"notifications.spread_edit",
         [](auto& db, auto const& payload) { domain::notifications::spread_some_edit(db, payload); }},
        {"notifications.spread_act",
         [](auto& db, auto const& payload) { domain::notifications::spread_some_act(db, payload); }},
        {"announcements.spread",
         [](auto& db, auto const& payload) { domain::announcements::spread_some(db, payload); }},
        {"gatherings.come_up", [](auto& db, auto const& payload) { domain::gatherings::come_up(db, payload); }},
        {"models.tell", [](auto& db, auto const& payload) { domain::models::tell_some(db, payload); }},
        {"gatherings.tell_guests", [](auto& db, auto const& payload) { domain::gatherings::tell_guests(db, payload); }},
        {"polls.tell_votes", [](auto& db, auto const& payload) { domain::polls::tell_votes(db, payload); }},
        {"leavers.lapse", [](auto& db, auto const& payload) { domain::leavers::lapse(db, payload); }},
        {"notifications.prune", [](auto& db, auto const&) { domain::notifications::prune(db); }},
        {"groups.mark_idle", [](auto& db, auto const&) { domain::groups::mark_idle(db); }},
        {"memberships.forget_unanswered", [](auto& db, auto const&) { domain::memberships::forget_unanswered(db); }},
        {"memberships.rules", [](auto& db, auto const& payload) { domain::admissions::apply(db, payload); }},
        {"memberships.rules_all", [](auto& db, auto const&) { domain::admissions::apply_all(db); }},
        {"norms.recognise", [](auto& db, auto const& payload) { domain::norms::recognise_some(db, payload); }},
        {"validity.norm_changed",
         [](auto& db, auto const& payload) { domain::validity::norm_changed_some(db, payload); }},
        {"validity.change_taken_back",
         [](auto& db, auto const& payload) { domain::validity::change_taken_back_some(db, payload); }},
        {"validity.tell_due", [](auto& db, auto const&) { domain::validity::tell_due(db); }},
        {"search.regroup", [](auto& db, auto const& payload) { domain::search::regroup(db, payload); }},
        {"search.renew", [](auto& db, auto const& payload) { domain::search::renew(db, payload); }},
        {"tags.renew", [](auto& db, auto const&) { domain::tags::renew(db); }},
        {"routing.ask", [](auto& db, auto const& payload) { domain::routing::ask(db, payload); }},
        {"routing.walk", [](auto& db, auto const&) { domain::routing::walk(db); }},
        {"search.measure", [](auto& db, auto const&) { domain::search::measure(db); }},
    };
}

}  // namespace plaza
