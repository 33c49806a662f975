// SPDX-License-Identifier: EUPL-1.2
#include "domain/people/people.hpp"

#include "base/crypto.hpp"
#include "domain/accountability/audit.hpp"
#include "domain/people/people_sql.hpp"
#include "domain/registration/registration.hpp"
#include "persistence/array.hpp"

namespace plaza::domain::people {
namespace {

/// Whether the actor may change the posts of a person; what is locked with it cannot change meanwhile.
std::optional<base::problem> may_change(persistence::connection& db, base::actor const& actor, std::int64_t person) {
    if (actor.person != person && !actor.administrator) {
        return db.one(sql::known, actor.person, person) ? base::forbidden("not_your_profile") : base::not_found();
    }
    if (!db.one(sql::known, actor.person, person)) return base::not_found();
    return std::nullopt;
}

}  // namespace

base::result<void> save(persistence::connection& db, base::actor const& actor, profile wanted,
                        std::string_view if_match) {
    using persistence::array_of;
    auto const before = db.one(sql::name_locked, actor.person);
    if (!if_match.empty() && !base::names_tag(if_match, base::content_tag(db.one(sql::own_profile, actor.person)))) {
        return base::conflict("conflict");
    }
    if (before != wanted.name) audit::write(db, actor, "person.renamed", "person", actor.person, {});
    db.run(sql::save, actor.person, wanted.name, wanted.about, wanted.ask_me, wanted.phone, wanted.hours);
    auto const skills = array_of(wanted.skills);
    db.run(sql::drop_skills, actor.person, skills);
    db.run(sql::add_skills, actor.person, skills);
    auto const languages = array_of(wanted.languages);
    db.run(sql::drop_languages, actor.person, languages);
    db.run(sql::add_languages, actor.person, languages);
    std::vector<std::string_view> fields;
    std::vector<std::string_view> audiences;
    for (std::size_t i = 0; i < chosen_fields.size(); ++i) {
        if (!wanted.audiences[i]) continue;
        fields.push_back(chosen_fields[i]);
        audiences.push_back(*wanted.audiences[i]);
    }
    db.run(sql::set_audiences, actor.person, array_of(fields), array_of(audiences));
    return {};
}

base::result<std::int64_t> add_post(persistence::connection& db, base::actor const& actor, std::int64_t person,
                                    post_held wanted) {
    if (auto refusal = may_change(db, actor, person)) return *refusal;
    db.one(sql::name_locked, person);
    auto const current = db.one(sql::current_posts, person);
    if (!db.one(sql::administration_in_force, wanted.administration)) return base::invalid("administration", "unknown");
    if (!actor.administrator && !db.one(sql::belongs, person, wanted.administration, wanted.relation)) {
        return base::forbidden("post_needs_confirmation");
    }
    if (current >= most_posts) return base::conflict("too_many_posts");
    bool const main = wanted.main || current == 0;
    if (main) db.run(sql::no_other_main, person, std::int64_t{0});
    auto const id = db.one(sql::insert_appointment, person, wanted.administration, wanted.position, wanted.unit,
                           wanted.relation, main, wanted.since);
    db.run(sql::some_main, person);
    if (actor.administrator) db.run(sql::asked_anew, person);
    audit::write(db, actor, "appointment.added", "appointment", id,
                 {{"person", std::to_string(person)}, {"administration", std::to_string(wanted.administration)}});
    return id;
}

base::result<void> change_post(persistence::connection& db, base::actor const& actor, std::int64_t person,
                               std::int64_t post, post_held wanted) {
    if (auto refusal = may_change(db, actor, person)) return *refusal;
    db.one(sql::name_locked, person);
    auto const before = db.row(sql::appointment, person, post);
    if (!before) return base::not_found();
    if (before->ended && !wanted.until) return base::invalid("until", "required");
    // When a post ended, and what it was, is not changed by whom it was taken from.
    if (!actor.administrator && before->ended_by_others) return base::forbidden("post_needs_confirmation");
    // Doors open by relation: nobody changes it on their own word.
    if (!actor.administrator && wanted.relation != before->relation) return base::forbidden("post_needs_confirmation");
    bool const ends = wanted.until && !before->ended;
    bool const main = !wanted.until && (wanted.main || before->main);
    if (main) db.run(sql::no_other_main, person, post);
    db.run(sql::change_appointment, post, wanted.position, wanted.unit, wanted.relation, main, wanted.since,
           wanted.until, ends && actor.person != person);
    db.run(sql::some_main, person);
    if (!ends && actor.person != person) {
        audit::write(db, actor, "appointment.changed", "appointment", post, {{"person", std::to_string(person)}});
    }
    if (ends) {
        if (actor.person != person) registration::withdraw_all(db, actor, person);
        audit::write(db, actor, "appointment.ended", "appointment", post,
                     {{"person", std::to_string(person)}, {"administration", std::to_string(before->administration)}});
    }
    return {};
}

}  // namespace plaza::domain::people
