// SPDX-License-Identifier: EUPL-1.2
#include "domain/revisions/revisions.hpp"

#include "domain/articles/articles.hpp"
#include "domain/files/files.hpp"
#include "domain/live/events.hpp"
#include "domain/mentions/mentions.hpp"
#include "domain/norms/norms.hpp"
#include "domain/notifications/notifications.hpp"
#include "domain/notifications/spread.hpp"
#include "domain/revisions/revisions_sql.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace plaza::domain::revisions {
namespace {

std::string names_of(std::vector<std::string> const& tags) {
    return boost::json::serialize(boost::json::array(tags.begin(), tags.end()));
}

}  // namespace

base::result<void> edit(persistence::connection& db, base::actor const& actor, threads::visible_post const& post,
                        change wanted) {
    bool const together = post.role == "root" && articles::writes(db, actor, post.thread);
    if (post.author != actor.person && !together) return base::forbidden("not_the_author");
    if (post.role != "root" && wanted.title) return base::invalid("title", "not_in_this_role");
    if (post.role != "root" && wanted.tags) return base::invalid("tags", "not_in_this_role");
    if (post.role != "answer" && wanted.weight) return base::invalid("weight", "not_in_this_role");
    auto const stands = db.one(sql::stands, post.id, grace_minutes);
    auto const named = files::claim(db, actor, post.thread.group(), wanted.body, post.id, post.body);
    if (!named) return named.error();
    auto text = norms::recognise(db, wanted.body, post.role == "root" ? wanted.title.value_or(stands.title) : "",
                                 named->finder());
    if (!text) return base::invalid("body", text.error().type);
    bool const titled = wanted.title && *wanted.title != stands.title;
    bool const written = wanted.body != post.body;
    bool const tagged = wanted.tags && db.one(sql::other_tags, post.thread.id(), names_of(*wanted.tags));
    // Also when it is sent once more, because the answer was lost: what is wanted is what stands.
    bool const weighed = wanted.weight && wanted.weight != stands.weight;
    if (!titled && !written && !tagged && !weighed) return {};
    if (wanted.version && *wanted.version != stands.version) return base::conflict("conflict");
    db.run(sql::keep, post.id);
    db.run(sql::write, post.id, wanted.body, std::move(text->html), wanted.minor, actor.person);
    if (weighed) db.run(sql::weigh, post.id, *wanted.weight);
    norms::keep(db, post.id, text->cited);
    files::attach(db, post.id, *named);
    if (titled) db.run(sql::retitle, post.thread.id(), *wanted.title);
    if (tagged) threads::set_tags(db, post.thread.id(), *wanted.tags);
    live::of_post(db, "post.edited", post.id);
    if (titled || tagged) live::of_thread(db, "thread.changed", post.thread.id());
    // Whoever is named only now is spoken to for the first time, however small the change.
    if (written) mentions::tell(db, actor, post.thread.id(), post.number, wanted.body, post.body);
    if ((titled || written || weighed) && !wanted.minor && !stands.fresh) {
        if (stands.accepted) {
            notifications::tell(db, {post.thread.author(),
                                     "edited",
                                     std::nullopt,
                                     post.thread.id(),
                                     actor.person,
                                     {{"number", post.number}}});
        }
        notifications::spread_edit(db, post.thread.id(), post.number);
    }
    return {};
}

}  // namespace plaza::domain::revisions
