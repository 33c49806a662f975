// SPDX-License-Identifier: EUPL-1.2
// One conversation with the installation's mail server. The only place that knows libcurl.
#pragma once
#include <functional>
#include <memory>
#include <string>

namespace plaza::domain::mail {

/// Whether a conversation begun in the clear is encrypted with STARTTLS.
enum class starttls { required, if_offered, never };

struct smtp_settings {
    std::string url;  ///< smtp://host:587 or smtps://host:465; empty: there is no server
    std::string user;
    std::string password;
    std::string ca_file;  ///< who vouches for the server's certificate; empty: whom the system trusts
    starttls encryption = starttls::required;
    int reply_seconds = 300;  ///< longest wait for a reply: who leaves earlier than RFC 5321 says makes duplicates
    std::string host_name;    ///< what we call ourselves in EHLO
};

enum class fate {
    accepted,  ///< the server took it over with its final 250
    refused,   ///< it does not want this letter, now or later: 5xx to sender, recipient or content
    failed     ///< anything else: worth another try
};

struct smtp_outcome {
    fate how = fate::failed;
    std::string words;       ///< the server's, or what broke; valid UTF-8, one line
    bool recipient = false;  ///< refused, and because there is nobody of that name
};

class smtp_conversation {
public:
    /// `go_on` is asked about once a second and ends the conversation by saying no.
    smtp_conversation(smtp_settings const& settings, std::function<bool()> go_on);
    /// Says QUIT. Apart from `send`, so that the outcome can be written down first.
    ~smtp_conversation();
    smtp_conversation(smtp_conversation const&) = delete;
    smtp_conversation& operator=(smtp_conversation const&) = delete;

    /// Blocks until the server has answered or `reply_seconds` are over.
    smtp_outcome send(std::string const& from, std::string const& to, std::string const& message);

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace plaza::domain::mail
