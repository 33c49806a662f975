// SPDX-License-Identifier: EUPL-1.2
#include "domain/drafts/publication_http.hpp"

#include "base/strict_json.hpp"
#include "domain/announcements/announcements_http.hpp"
#include "domain/drafts/drafts_http.hpp"
#include "domain/drafts/publication.hpp"
#include "domain/drafts/publication_sql.hpp"
#include "domain/gatherings/gatherings_http.hpp"
#include "domain/identity/identity.hpp"
#include "domain/models/models_http.hpp"
#include "domain/notifications/notifications.hpp"
#include "domain/polls/polls_http.hpp"
#include "domain/threads/threads_http.hpp"

#include <boost/json/parse.hpp>

namespace plaza::domain::drafts::http {
namespace {

constexpr unsigned too_many_requests = 429;

/// Where POST /groups/{slug}/way leads.
answer (*handler_of(std::string_view way))(call&) {
    if (way == "announcements") return announcements::http::make;
    if (way == "polls") return polls::http::start;
    if (way == "models") return models::http::start;
    if (way == "events") return gatherings::http::start;
    return threads::http::start;
}

/// What the writer would be answered now.
answer ask(persistence::connection& db, base::actor const& actor, environment const& env, std::string const& slug,
           std::string const& way, std::string const& body, subject& of) {
    transport::request request;
    request.method = transport::verb::post;
    request.path = "/api/v1/groups/" + slug + "/" + way;
    request.captures = {slug};
    request.body = body;
    call c{request, actor, db, env};
    auto done = handler_of(way)(c);
    of = c.subject;
    return done;
}

/// Whether it could be published now; nothing is.
std::optional<base::problem> refusal_now(call& c, std::string const& slug, publication const& when) {
    subject of;
    c.db.run(sql::savepoint);
    auto const done = ask(c.db, c.actor, c.env, slug, when.way, when.request, of);
    c.db.run(sql::back_to_savepoint);
    // What is too much now need not be too much then.
    if (done || done.error().status == too_many_requests) return std::nullopt;
    return done.error();
}

std::int64_t thread_of(transport::response const& made) {
    auto const location = made.headers.get("Location");
    return std::stoll(std::string(location.substr(location.rfind('/') + 1)));
}

}  // namespace

answer schedule(call& c) {
    base::object_reader in(c.request.body);
    draft wanted;
    wanted.fields = in.texts("fields", most_fields, most_bytes);
    wanted.page = in.text("page", {0, longest_page, false});
    wanted.version = in.integer("version", 0);
    publication when;
    when.at = moment_field(in, "publish_at").value_or(0);
    when.group = in.integer("group");
    when.way = in.choice("way", {"threads", "announcements", "polls", "events", "models"});
    when.request = in.object("request", most_request_bytes);
    if (in.integer("person") != c.actor.person) in.refuse("person", "not_yours");
    if (auto p = in.problem()) return *p;
    auto const place = place_of(c);
    if (!place) return place.error();
    wanted.place = *place;
    // Before the person, as whoever invites them or gives them a role there does.
    c.db.run(sql::hold_group, when.group);
    hold(c.db, c.actor.person);
    // It may have ended while this waited for who ended it.
    if (!c.db.one(sql::session_stands, c.actor.session)) return base::unauthenticated();
    if (auto const time = check_time(c.db, c.actor, *place, when.at); !time) return time.error();
    auto const slug = c.db.row(sql::slug, when.group);
    if (!slug) return base::not_found();
    if (auto p = refusal_now(c, *slug, when)) return *p;
    auto const version = drafts::schedule(c.db, c.actor, wanted, when);
    if (!version) return version.error();
    return ok(R"({"version":)" + std::to_string(*version) + "}");
}

answer unschedule(call& c) {
    if (auto p = only_parameters(c, {"person"})) return *p;
    if (!of_actor(c)) return base::invalid("person", "not_yours");
    auto const place = place_of(c);
    if (!place) return place.error();
    auto const done = drafts::unschedule(c.db, c.actor, *place);
    if (!done) return done.error();
    return no_content();
}

answer publish(call& c) {
    base::object_reader in(c.request.body);
    if (in.integer("person") != c.actor.person) in.refuse("person", "not_yours");
    if (auto p = in.problem()) return *p;
    auto const place = place_of(c);
    if (!place) return place.error();
    c.db.run(sql::hold_its_group, c.actor.person, *place);
    hold(c.db, c.actor.person);
    auto const standing = c.db.row(sql::standing_at, c.actor.person, *place, false);
    if (!standing) return base::not_found();
    auto done = ask(c.db, c.actor, c.env, standing->slug, standing->way, standing->request, c.subject);
    if (done) c.db.run(sql::published, c.actor.person, *place, standing->version);
    return done;
}

void publish_due(persistence::connection& db, environment const& env, std::string const& payload) {
    auto const wanted = boost::json::parse(payload).as_object();
    auto const person = wanted.at("person").as_int64();
    std::string const place(wanted.at("place").as_string());
    db.run(sql::hold_its_group, person, place);
    // Whoever comes second, of two servers or of the clock and the writer, finds it done.
    hold(db, person);
    auto const standing = db.row(sql::standing_at, person, place, true);
    if (!standing) return;
    auto const actor = identity::actor_of(db, person);
    if (auto const refusal = identity::incomplete(actor)) return refused(db, person, place, *refusal);
    subject of;
    db.run(sql::savepoint);
    auto const done = ask(db, actor, env, standing->slug, standing->way, standing->request, of);
    if (!done) {
        db.run(sql::back_to_savepoint);
        return refused(db, person, place, done.error());
    }
    db.run(sql::published, person, place, standing->version);
    notifications::tell(db,
                        {person, "scheduled_published", std::nullopt, thread_of(*done), std::nullopt, {{"number", 1}}});
}

}  // namespace plaza::domain::drafts::http
