// SPDX-License-Identifier: EUPL-1.2
#include "domain/models/models_http.hpp"

#include "base/strict_json.hpp"
#include "base/text.hpp"
#include "domain/administrations/codes.hpp"
#include "domain/models/models.hpp"
#include "domain/models/models_sql.hpp"
#include "domain/threads/fields.hpp"
#include "domain/threads/threads_sql.hpp"

namespace plaza::domain::models::http {
namespace {

using groups::need;

facts read_facts(base::object_reader& in) {
    facts said;
    said.type = in.choice("type", {"ordinance", "specification", "report", "form", "other"});
    said.administration = in.integer("administration");
    said.state = in.choice("state", {"draft", "in_force", "appealed", "annulled"});
    said.since = in.optional_text("since", {1, 10, false});
    if (said.since && !administrations::valid_date(*said.since)) in.refuse("since", "not_a_moment");
    said.derived_from = in.optional_integer("derived_from");
    return said;
}

base::result<threads::visible_thread> open(call& c, need needed) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    return threads::access_thread(c.db, c.actor, *id, needed);
}

bool takes_part(threads::visible_thread const& thread) { return !groups::may_write(thread.role(), false); }

std::string shape(call& c, threads::visible_thread const& thread) {
    return c.db.one(sql::read, c.actor.person, thread.id(), takes_part(thread)).value_or("");
}

answer set(call& c, base::result<void> (*act)(persistence::connection&, base::actor const&,
                                              threads::visible_thread const&, std::int64_t)) {
    auto const refused = no_fields(c);
    auto const administration = id_in(c.request.captures[1]);
    if (!administration) return base::not_found();
    auto const thread = open(c, need::write);
    if (!thread) return thread.error();
    if (refused) return *refused;
    auto const done = act(c.db, c.actor, *thread, *administration);
    if (!done) return done.error();
    c.subject = {thread->group(), {}};
    return ok(shape(c, *thread));
}

}  // namespace

answer list(call& c) {
    if (auto p = only_parameters(c, {"q", "type", "state", "administration", "band", "province", "tag", "group",
                                     "order", "limit", "before"})) {
        return *p;
    }
    auto words = words_parameter(c);
    if (!words) return words.error();
    auto type = choice_parameter(c, "type", {"ordinance", "specification", "report", "form", "other"});
    if (!type) return type.error();
    auto state = choice_parameter(c, "state", {"draft", "in_force", "appealed", "annulled"});
    if (!state) return state.error();
    std::optional<std::int64_t> administration, in, times, at, id;
    if (auto const text = c.request.query_value("administration"); !text.empty()) {
        administration = id_in(text);
        if (!administration) return base::invalid("administration", "unknown_value");
    }
    auto band = band_parameter(c);
    if (!band) return band.error();
    auto province = territory_parameter(c, "province");
    if (!province) return province.error();
    auto tag = base::clean_text(c.request.query_value("tag"), {0, threads::longest_tag, false});
    if (!tag) return base::invalid("tag", tag.error().type);
    auto order = choice_parameter(c, "order", {"newest", "adopted"});
    if (!order) return order.error();
    auto const purpose = *order == "adopted" ? "models_adopted" : "models_newest";
    auto page = read_page(c, purpose, 3);
    if (!page) return page.error();
    if (std::string const slug(c.request.query_value("group")); !slug.empty()) {
        auto const group = groups::access_group(c.db, c.actor, slug, need::read);
        if (!group) return group.error();
        in = group->id();
    }
    if (!page->after.empty()) {
        times = page->after[0];
        at = page->after[1];
        id = page->after[2];
    }
    auto const found = c.db.one(sql::list, c.actor.person, *type, *state, administration, *band, *province,
                                base::lower(*tag), in, *words, *order, times, at, id, page->limit);
    return tagged(
        c, list_body(c, purpose, found.items, next_keys(found.more, {found.last_times, found.last_at, found.last_id})));
}

answer start(call& c) {
    base::object_reader in(c.request.body);
    threads::new_thread wanted;
    wanted.title = threads::read_title(in);
    wanted.body = threads::read_body(in);
    wanted.appointment = in.optional_integer("appointment");
    wanted.tags = threads::read_tags(in);
    auto const said = read_facts(in);
    auto const refused = in.problem();
    auto const group = groups::access_group(c.db, c.actor, c.request.captures[0], need::write);
    if (!group) return group.error();
    if (auto refusal = groups::may_start(c.db, *group)) return *refusal;
    if (refused) return *refused;
    auto const id = models::start(c.db, c.actor, *group, std::move(wanted), said);
    if (!id) return id.error();
    c.subject = {group->id(), {}};
    return created("/api/v1/threads/" + std::to_string(*id), c.db.one(threads::sql::shape, c.actor.person, *id));
}

answer read(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    auto const thread = open(c, need::read);
    if (!thread) return thread.error();
    auto body = shape(c, *thread);
    if (body.empty()) return base::not_found();
    return tagged(c, std::move(body));
}

answer change(call& c) {
    base::object_reader in(c.request.body);
    auto const said = read_facts(in);
    bool const derives = in.has("derived_from");
    auto const version = in.optional_integer("version");
    auto const reason = in.optional_text("reason", {0, longest_reason, false}).value_or("");
    auto const refused = in.problem();
    auto const thread = open(c, need::write);
    if (!thread) return thread.error();
    if (refused) return *refused;
    auto const done = models::change(c.db, c.actor, *thread, said, derives, version, reason);
    if (!done) return done.error();
    c.subject = {thread->group(), {}};
    return ok(shape(c, *thread));
}

answer adoptions(call& c) {
    if (auto p = only_parameters(c, {"limit", "before"})) return *p;
    auto page = read_page(c, "model_adoptions", 2);
    if (!page) return page.error();
    auto const thread = open(c, need::read);
    if (!thread) return thread.error();
    if (!c.db.row(sql::owner, thread->id())) return base::not_found();
    std::optional<std::int64_t> at, administration;
    if (!page->after.empty()) {
        at = page->after[0];
        administration = page->after[1];
    }
    auto const found =
        c.db.one(sql::adoptions, thread->id(), c.actor.person, takes_part(*thread), at, administration, page->limit);
    return tagged(c,
                  list_body(c, "model_adoptions", found.items, next_keys(found.more, {found.last_at, found.last_id})));
}

answer adopt(call& c) { return set(c, models::adopt); }
answer take_back(call& c) { return set(c, models::take_back); }

}  // namespace plaza::domain::models::http
