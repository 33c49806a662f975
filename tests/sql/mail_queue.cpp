// SPDX-License-Identifier: EUPL-1.2
// A letter exists with its cause and its job, or not at all.
#include "support/database.hpp"

#include "base/crypto.hpp"
#include "domain/mail/mail.hpp"
#include "jobs/queue.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>

using namespace plaza::tests;
namespace mail = plaza::domain::mail;
namespace jobs = plaza::jobs;
using plaza::persistence::connection;
using plaza::persistence::transaction;

namespace {

struct mail_tag {};
using shared = shared_database<mail_tag>;

struct fixture {
    plain_session& sql = shared::current->sql();
    connection db{shared::current->as_app()};

    fixture() {
        plaza::base::start_crypto();
        sql.script("delete from mail; delete from job");
    }
    mail::letter reset(std::string address = "tecnica@villar.example") {
        mail::letter out;
        out.kind = "password_reset";
        out.address = std::move(address);
        out.language = "es";
        out.facts = {{"link", "/contrasena#secret"}, {"minutes", 30}};
        return out;
    }
    std::int64_t letters() { return sql.number("select count(*) from mail"); }
    std::int64_t waiting() { return sql.number("select count(*) from job where queue = 'mail'"); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(mail_queue, fixture, *boost::unit_test::fixture<shared>())

BOOST_AUTO_TEST_CASE(a_letter_and_its_job_exist_only_with_their_cause) {
    {
        transaction tx(db);
        mail::enqueue(db, reset());
    }
    BOOST_TEST(letters() == 0);
    BOOST_TEST(waiting() == 0);
    transaction tx(db);
    auto const id = mail::enqueue(db, reset());
    tx.commit();
    BOOST_TEST(sql.text("select state from mail where id = $1", {id}) == "queued");
    BOOST_TEST(sql.number("select (payload->>'mail')::bigint from job") == id);
}

BOOST_AUTO_TEST_CASE(its_message_id_is_its_own) {
    mail::enqueue(db, reset());
    mail::enqueue(db, reset());
    BOOST_TEST(sql.number("select count(distinct message_id) from mail where length(message_id) >= 24") == 2);
}

BOOST_AUTO_TEST_CASE(it_is_no_work_for_those_who_do_other_jobs) {
    mail::enqueue(db, reset());
    BOOST_TEST(!jobs::do_one(db, {{"mail.send", [](connection&, std::string const&) {}}}));
    auto const taken = jobs::take(db, mail::queue);
    BOOST_TEST(taken.has_value());
    BOOST_TEST(!jobs::take(db, mail::queue).has_value());
}

BOOST_AUTO_TEST_CASE(what_is_no_letter_is_a_fault_of_ours) {
    auto const refused = [&](auto change) {
        auto wanted = reset();
        change(wanted);
        BOOST_CHECK_THROW(mail::enqueue(db, wanted), std::logic_error);
    };
    refused([](mail::letter& l) { l.kind = "greeting"; });
    refused([](mail::letter& l) { l.facts.erase("link"); });
    refused([](mail::letter& l) { l.facts["mood"] = "good"; });
    refused([](mail::letter& l) { l.facts["link"] = "https://elsewhere.example/"; });
    refused([](mail::letter& l) { l.facts["link"] = "//elsewhere.example/"; });
    refused([](mail::letter& l) { l.address = "a@villar.example\r\nBcc: all@villar.example"; });
    BOOST_TEST(letters() == 0);
}

BOOST_AUTO_TEST_CASE(an_address_that_nothing_can_be_sent_to_is_refused_at_once) {
    for (auto const* address : {"nobody", "@villar.example", "a@", "a b@villar.example", "a@b@villar.example",
                                "\"a\"@villar.example", "a..b@villar.example", "a@villar..example", "á@villar.example",
                                "<a@villar.example>", "a@villar.example,b@villar.example"}) {
        auto const id = mail::enqueue(db, reset(address));
        BOOST_TEST(sql.text("select state from mail where id = $1", {id}) == "refused", address);
    }
    BOOST_TEST(waiting() == 0);
    BOOST_TEST(mail::sendable("ana.perez+plaza@dip-burgos.example"));
}

BOOST_AUTO_TEST_CASE(what_was_refused_is_sent_again_as_the_same_letter) {
    auto const id = mail::enqueue(db, reset());
    BOOST_TEST(!mail::send_again(db, id));
    auto const name = sql.text("select message_id from mail where id = $1", {id});
    sql.script("delete from job; update mail set state = 'refused', settled_at = now(), attempts = 3");
    BOOST_TEST(mail::send_again(db, id));
    BOOST_TEST(sql.text("select state || attempts from mail where id = $1", {id}) == "queued0");
    BOOST_TEST(sql.text("select message_id from mail where id = $1", {id}) == name);
    BOOST_TEST(waiting() == 1);
}

BOOST_AUTO_TEST_CASE(letters_that_met_their_fate_are_forgotten_in_the_end) {
    mail::enqueue(db, reset());
    auto const old = mail::enqueue(db, reset());
    sql.run("update mail set state = 'accepted', settled_at = now() - interval '91 days' where id = $1", {old});
    mail::forget_old(db);
    BOOST_TEST(letters() == 1);
}

BOOST_AUTO_TEST_CASE(secrets_that_have_ended_are_forgotten_first) {
    auto const kept = mail::enqueue(db, reset());
    auto const old = mail::enqueue(db, reset());
    sql.run(
        "update mail set state = 'given_up', settled_at = now() - interval '1 hour', useless_after = now() - interval '1 minute' "
        "where id = $1",
        {old});
    mail::forget_old(db);
    BOOST_TEST(sql.text("select facts::text from mail where id = $1", {old}) == "{}");
    BOOST_TEST(sql.text("select facts::text from mail where id = $1", {kept}) != "{}");
}

BOOST_AUTO_TEST_CASE(a_letter_whose_job_was_given_up_gets_another) {
    mail::enqueue(db, reset());
    sql.script("update job set failed_at = now(), unique_key = null");
    mail::enqueue(db, reset());
    mail::forget_old(db);
    BOOST_TEST(sql.number("select count(*) from job where queue = 'mail' and failed_at is null") == 2);
    mail::forget_old(db);
    BOOST_TEST(waiting() == 3);
}

BOOST_AUTO_TEST_SUITE_END()
