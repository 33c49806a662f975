// SPDX-License-Identifier: EUPL-1.2
// The thread that sends letters, on a connection of its own: a slow mail server holds nothing else up.
//
// A letter is taken for a short time that is renewed while it is being sent, sent without a transaction open, and its
// fate written down the moment the server's last reply is there. It can therefore go twice only when the process ends
// between that reply and the commit; both then carry the same Message-ID.
#pragma once
#include "base/crypto.hpp"
#include "domain/mail/mail_sql.hpp"
#include "domain/mail/notices.hpp"
#include "domain/mail/smtp.hpp"
#include "jobs/queue.hpp"
#include "persistence/connection.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace plaza::domain::mail {

struct courier_settings {
    smtp_settings smtp;
    std::string from;                         ///< address
    std::string installation;                 ///< its name
    std::string site;                         ///< its address, before the paths of links
    std::optional<base::cursor_codec> codec;  ///< seals what ends letters of notices
    bool demo = false;  ///< letters stay readable in the outbox; without a mail server that is where they end
};

/// Tries before a letter is given up; with the pauses between them that is three days.
inline constexpr int most_attempts = 18;
/// Seconds before the next try: half a minute, two minutes, … six hours.
int pause_after(int attempts);

class courier {
public:
    /// Without a mail server, and not in a demonstration, letters wait: nothing is taken.
    courier(persistence::connection_options options, courier_settings settings);
    /// Gives the letter that is being sent a few seconds more.
    ~courier();
    courier(courier const&) = delete;
    courier& operator=(courier const&) = delete;

private:
    using clock = std::chrono::steady_clock;

    void run();
    std::optional<jobs::taken_job> next();
    bool pause(int milliseconds);
    bool stopping();
    void deliver(jobs::taken_job const& job);
    smtp_outcome converse(jobs::taken_job const& job, sql::waiting_row const& letter,
                          std::optional<notice_content> const& notice,
                          std::unique_ptr<smtp_conversation>& conversation);
    notice_verdict ask(std::int64_t letter, std::string const& kind);
    bool still_wanted(jobs::taken_job const& job);
    /// Runs it in a transaction until that is committed, through whatever happens to the database.
    void write_down(std::function<void(persistence::connection&)> const& what);

    persistence::connection_options options_;
    courier_settings settings_;
    std::unique_ptr<persistence::connection> db_;
    clock::time_point asked_;  ///< when the lease of the letter under way was last to be renewed
    clock::time_point kept_;   ///< when that succeeded
    clock::time_point stop_at_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace plaza::domain::mail
