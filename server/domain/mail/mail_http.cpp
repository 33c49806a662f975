// SPDX-License-Identifier: EUPL-1.2
#include "domain/mail/mail_http.hpp"

#include "domain/accountability/audit.hpp"
#include "domain/mail/kinds.hpp"
#include "domain/mail/mail.hpp"
#include "domain/mail/mail_sql.hpp"
#include "domain/mail/notices.hpp"
#include "domain/mail/render.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace plaza::domain::mail::http {
namespace {

/// The newest letters of a demonstration that can be read.
constexpr int in_outbox = 50;

}  // namespace

answer list(call& c) {
    if (auto p = only_parameters(c, {"state", "limit", "before"})) return *p;
    auto const state = choice_parameter(c, "state", {"queued", "accepted", "refused", "given_up", "withdrawn"});
    if (!state) return state.error();
    auto page = read_page(c, "mails", 2);
    if (!page) return page.error();
    std::optional<std::int64_t> at, id;
    if (!page->after.empty()) {
        at = page->after[0];
        id = page->after[1];
    }
    auto const found = c.db.one(sql::list, *state, at, id, page->limit);
    return ok(list_body(c, "mails", found.items, next_keys(found.more, {found.last_at, found.last_id})));
}

answer send_again(call& c) {
    if (auto p = no_fields(c)) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id || !c.db.one(sql::exists, *id)) return base::not_found();
    if (!mail::send_again(c.db, *id)) return base::conflict("mail_not_stopped");
    audit::write(c.db, c.actor, "mail.sent_again", "mail", *id, {});
    return no_content();
}

answer outbox(call& c) {
    if (!c.env.demo) return base::not_found();
    if (auto p = only_parameters(c, {})) return *p;
    // What was asked for is how people reach this server: the Host was checked.
    auto const site = (c.request.secure ? "https://" : "http://") + std::string(c.request.headers.get("Host"));
    boost::json::array items;
    for (auto const& row : c.db.rows(sql::outbox, in_outbox)) {
        auto const* kind = find_kind(row.kind);
        if (!kind) continue;
        std::optional<notice_content> notice;
        if (kind->of_notice) {
            notice = notice_now(c.db, c.env.cursors, row.mail, row.kind);
            if (!notice) continue;
        }
        auto const letter =
            notice
                ? render(notice->kind, row.language, notice->facts, c.env.installation, site, notice->stop)
                : render(row.kind, row.language, boost::json::parse(row.facts).as_object(), c.env.installation, site);
        items.push_back(boost::json::object{
            {"id", row.mail},
            {"address", row.address},
            {"subject", letter.subject},
            {"text", letter.text},
            {"link", letter.link.empty() ? boost::json::value(nullptr) : boost::json::value(letter.link)},
            {"created_at", row.created_at},
            {"waits_until", row.waits_until ? boost::json::value(*row.waits_until) : boost::json::value(nullptr)}});
    }
    return ok(boost::json::serialize(boost::json::object{{"items", std::move(items)}, {"next", nullptr}}));
}

// Mail programs open what stands in a header: this changes nothing, and leads to a page with a button.
answer show_stop(call& c) {
    auto seen = no_content();
    seen.status = 303;
    seen.headers.set("Location", stop_page(c.env.cursors, c.request.captures[0]));
    return seen;
}

// Mail services post here for their reader, who is not signed in: the address itself says who may (RFC 8058).
answer stop(call& c) {
    if (!stop_mail(c.db, c.env.cursors, c.request.captures[0], true)) return base::problem{410, "link_ended", {}, {}};
    return no_content();
}

answer go_on(call& c) {
    if (!stop_mail(c.db, c.env.cursors, c.request.captures[0], false)) return base::problem{410, "link_ended", {}, {}};
    return no_content();
}

}  // namespace plaza::domain::mail::http
