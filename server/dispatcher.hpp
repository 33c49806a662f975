// SPDX-License-Identifier: EUPL-1.2
// From a request to its handler: route, rate limit, actor, permission, transaction, answer. The only place that knows
// both the transport's doors and the domain.
#pragma once
#include "domain/call.hpp"
#include "domain/files/intake.hpp"
#include "domain/identity/passwords.hpp"
#include "domain/live/hub.hpp"
#include "domain/live/pump.hpp"
#include "domain/live/sessions.hpp"
#include "domain/photos/studio.hpp"
#include "persistence/database.hpp"
#include "rates.hpp"
#include "transport/application.hpp"

#include <atomic>

namespace plaza {

class dispatcher final : public transport::application {
public:
    dispatcher(persistence::database& db, domain::identity::password_pool& passwords, domain::photos::studio& photos,
               domain::files::intake& files, domain::live::hub& hub, domain::live::pump& pump,
               domain::environment const& env, rates& limits, std::string contract, int schema_version);

    std::size_t body_limit(transport::verb method, std::string_view path) const override;
    bool streams(transport::verb method, std::string_view path) const override;
    bool of_its_address(transport::request const& incoming) const override;
    boost::asio::awaitable<base::result<std::shared_ptr<base::body_sink>>> open_body(
        transport::request& incoming) override;
    boost::asio::awaitable<transport::response> handle(transport::request& incoming) override;
    boost::asio::awaitable<base::result<std::unique_ptr<transport::live_session>>> admit_live(
        transport::request& incoming) override;

    /// From now on /readyz says no, so that balancers send nothing new, and nobody waits for events any more.
    void stopping();

private:
    /// Empty only until a worker has answered; the language is the person's, when somebody is signed in.
    struct outcome {
        std::optional<domain::answer> value;
        std::string language;
    };
    boost::asio::awaitable<outcome> answer(route const& r, std::shared_ptr<transport::request> request);
    /// Who calls a route that takes more than one step, and that they may.
    boost::asio::awaitable<base::result<base::actor>> admitted(route const& r,
                                                               std::shared_ptr<transport::request> request);
    /// What people do with their own way in.
    boost::asio::awaitable<domain::answer> account(route const& r, std::shared_ptr<transport::request> request);
    boost::asio::awaitable<domain::answer> special(route const& r, std::shared_ptr<transport::request> request);
    boost::asio::awaitable<domain::answer> ready();
    domain::answer on_worker(route const& r, transport::request const& request, persistence::connection& db,
                             std::string& language);
    /// Why an actor may not call a route now.
    std::optional<base::problem> refusal_of(route const& r, base::actor const& actor);
    domain::answer once(route const& r, transport::request const& request, std::string const& token,
                        persistence::connection& db, std::string& language);
    domain::live::services live();

    persistence::database& db_;
    domain::identity::password_pool& passwords_;
    domain::photos::studio& photos_;
    domain::files::intake& files_;
    domain::live::hub& hub_;
    domain::live::pump& pump_;
    domain::environment const& env_;
    rates& rates_;
    std::string contract_;
    int schema_version_;
    std::atomic<bool> stopping_{false};
};

}  // namespace plaza
