// SPDX-License-Identifier: EUPL-1.2
#include "domain/merging/merging.hpp"

#include "domain/accountability/audit.hpp"
#include "domain/mail/mail.hpp"
#include "domain/merging/merging_sql.hpp"
#include "domain/people/people_sql.hpp"

namespace plaza::domain::merging {
namespace {

struct two {
    sql::standing_row gone;
    sql::standing_row kept;
};

base::result<two> both(persistence::connection& db, base::actor const& actor, std::int64_t gone, std::int64_t kept) {
    if (gone == kept) return base::invalid("into", "same_person");
    auto found = db.rows(sql::standing, gone, kept);
    if (found.size() != 2) return base::not_found();
    if (found[0].person != gone) std::swap(found[0], found[1]);
    two out{std::move(found[0]), std::move(found[1])};
    // Groups that are closed to administrators come along.
    if (actor.person == gone || actor.person == kept) return base::forbidden("own_account");
    if (out.kept.status != "active" || (out.gone.status != "active" && out.gone.status != "imported"))
        return base::conflict("not_an_account");
    if (out.gone.office || out.kept.office) return base::conflict("holds_office");
    if (out.kept.guest && !out.gone.guest) return base::conflict("guest_kept");
    return out;
}

void tell(persistence::connection& db, sql::standing_row const& who, std::optional<std::int64_t> person) {
    if (who.email.empty()) return;
    mail::letter letter;
    letter.kind = "accounts_merged";
    letter.person = person;
    letter.address = who.email;
    letter.language = who.language;
    letter.facts = {{"name", who.name}, {"link", "/"}};
    mail::enqueue(db, std::move(letter));
}

}  // namespace

base::result<std::string> preview(persistence::connection& db, base::actor const& actor, std::int64_t gone,
                                  std::int64_t kept) {
    auto const people = both(db, actor, gone, kept);
    if (!people) return people.error();
    return db.one(sql::preview, actor.person, gone, kept);
}

base::result<void> merge(persistence::connection& db, base::actor const& actor, std::int64_t gone, std::int64_t kept,
                         std::string const& reason) {
    auto const people = both(db, actor, gone, kept);
    if (!people) return people.error();
    db.one(sql::merge, kept, gone);
    db.run(people::sql::asked_anew, kept);
    audit::write(db, actor, "person.merged", "person", kept, {{"gone", std::to_string(gone)}, {"reason", reason}});
    tell(db, people->kept, kept);
    tell(db, people->gone, std::nullopt);
    return {};
}

}  // namespace plaza::domain::merging
