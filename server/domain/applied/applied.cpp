// SPDX-License-Identifier: EUPL-1.2
#include "domain/applied/applied.hpp"

#include "domain/applied/applied_sql.hpp"
#include "domain/files/files.hpp"
#include "domain/live/events.hpp"
#include "domain/models/models_sql.hpp"
#include "domain/notifications/notifications.hpp"

namespace plaza::domain::applied {
namespace {

bool may_be_applied(threads::visible_post const& post) {
    return post.role == "answer" || (post.role == "root" && post.thread.kind() == "article");
}

/// By the rules of files that a text names, but beside the text.
base::result<void> hang(persistence::connection& db, base::actor const& actor, threads::visible_post const& post,
                        std::int64_t file) {
    auto const named =
        files::claim(db, actor, post.thread.group(), "[x](/files/" + std::to_string(file) + ")", post.id);
    if (!named) {
        return named.error().type == "invalid" ? base::invalid("file", "unknown_file") : named.error();
    }
    if (db.run(sql::hang, post.id, file, actor.person) == 0) return base::invalid("file", "unknown_file");
    return {};
}

void tell(persistence::connection& db, threads::visible_post const& post) {
    live::in_thread(db, "applied.changed", post.thread.id(), db.one(sql::data, post.id));
}

}  // namespace

base::result<void> say(persistence::connection& db, base::actor const& actor, threads::visible_post const& post,
                       std::int64_t administration, said const& wanted) {
    if (!may_be_applied(post)) return base::invalid("post", "not_in_this_role");
    auto const stands = db.row(sql::stands, post.id, administration);
    if (stands && stands->person != actor.person) return base::conflict("said_by_another");
    if (!stands && !db.one(models::sql::speaks_for, actor.person, administration)) {
        return base::forbidden("not_of_administration");
    }
    if (wanted.file && (!stands || stands->file != wanted.file)) {
        if (auto const hangs = hang(db, actor, post, *wanted.file); !hangs) return hangs.error();
    }
    if (!stands) {
        db.run(sql::insert, post.id, administration, actor.person, wanted.result, wanted.file);
        notifications::tell(
            db,
            {post.author, "answer_applied", std::nullopt, post.thread.id(), actor.person, {{"number", post.number}}});
        tell(db, post);
        return {};
    }
    if (db.run(sql::write, post.id, administration, wanted.result, wanted.file) == 0) return {};
    if (stands->file && stands->file != wanted.file) db.run(sql::drop_file, *stands->file);
    tell(db, post);
    return {};
}

base::result<void> take_back(persistence::connection& db, base::actor const& actor, threads::visible_post const& post,
                             std::int64_t administration) {
    auto const stands = db.row(sql::stands, post.id, administration);
    if (!stands) return {};
    if (stands->person != actor.person) return base::forbidden("said_by_another");
    db.run(sql::remove, post.id, administration);
    if (stands->file) db.run(sql::drop_file, *stands->file);
    tell(db, post);
    return {};
}

}  // namespace plaza::domain::applied
