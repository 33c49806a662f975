// SPDX-License-Identifier: EUPL-1.2
#include "schedule.hpp"

#include "domain/admissions/admissions.hpp"
#include "domain/groups/groups.hpp"
#include "domain/housekeeping/housekeeping.hpp"
#include "domain/mail/mail.hpp"
#include "domain/notifications/notifications.hpp"
#include "domain/recovery/recovery.hpp"
#include "domain/registration/registration.hpp"
#include "domain/search/search.hpp"

namespace plaza {

std::vector<jobs::timetable_entry> timetable() {
    // name, every so many seconds, kind of job
    return {
        {"dead sessions", 60, "sessions.clean"},
        {"old failures to sign in", 3600, "signin_failures.forget"},
        {"old registrations", 3600, "registrations.forget"},
        {"old events", 60, "events.prune"},
        {"old answers to retries", 3600, "idempotency.prune"},
        {"old letters", 3600, "mail.forget"},
        {"ended links", 3600, "recovery.forget"},
        {"old notices", 3600, "notifications.prune"},
        {"idle groups", 3600, "groups.mark_idle"},
        {"who belongs by rule", 3600, "memberships.rules_all"},
        {"how common words are", 3600, "search.measure"},
    };
}

jobs::workbook workbook() {
    namespace keep = domain::housekeeping;
    return {
        {"sessions.clean", [](auto& db, auto const&) { keep::clean_sessions(db); }},
        {"signin_failures.forget", [](auto& db, auto const&) { keep::forget_signin_failures(db); }},
        {"registrations.forget", [](auto& db, auto const&) { domain::registration::forget_old(db); }},
        {"events.prune", [](auto& db, auto const&) { keep::prune_events(db); }},
        {"idempotency.prune", [](auto& db, auto const&) { keep::prune_idempotency(db); }},
        {"mail.forget", [](auto& db, auto const&) { domain::mail::forget_old(db); }},
        {"recovery.mail_reset", [](auto& db, auto const& payload) { domain::recovery::mail_reset(db, payload); }},
        {"recovery.mail_email_change", [](auto& db, auto const& payload) { domain::recovery::mail_email_change(db, payload); }},
        {"recovery.forget", [](auto& db, auto const&) { domain::recovery::forget_ended(db); }},
        {"notifications.prune", [](auto& db, auto const&) { domain::notifications::prune(db); }},
        {"groups.mark_idle", [](auto& db, auto const&) { domain::groups::mark_idle(db); }},
        {"memberships.rules", [](auto& db, auto const& payload) { domain::admissions::apply(db, payload); }},
        {"memberships.rules_all", [](auto& db, auto const&) { domain::admissions::apply_all(db); }},
        {"search.regroup", [](auto& db, auto const& payload) { domain::search::regroup(db, payload); }},
        {"search.measure", [](auto& db, auto const&) { domain::search::measure(db); }},
    };
}

}  // namespace plaza
