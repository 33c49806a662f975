// SPDX-License-Identifier: EUPL-1.2
#include "domain/mail/smtp.hpp"

#include "base/text.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string_view>
#include <sys/socket.h>

namespace plaza::domain::mail {
namespace {

constexpr long connect_seconds = 30;
/// Of the server's words that are kept.
constexpr std::size_t longest_reply = 400;
/// A letter takes a dozen replies at most; a server that is slow with each of them is as bad as a silent one.
constexpr long replies_in_all = 2;

void start_curl() {
    static bool const started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    if (!started) throw std::runtime_error("libcurl does not start");
}

/// A command whose refusal is about this letter and not about our standing with the server: MAIL names our own address.
bool about_the_letter(std::string_view command) { return command == "RCPT" || command == "DATA" || command == "."; }

/// Wants us to sign in or to encrypt first, or does not relay for us (RFC 3463, X.7.1): ours to put right, the letter
/// can wait.
bool about_us(long code, std::string_view command, std::string_view reply) {
    if (code == 530 || code == 534 || code == 535 || code == 538) return true;
    return command == "RCPT" && reply.substr(std::min<std::size_t>(4, reply.size())).starts_with("5.7.1");
}

/// Says that there is nobody of that name: by its enhanced code (RFC 3463), or without one where its words speak of
/// nothing else. Full mailboxes, senders, lists and policies are no fault of the recipient's.
bool nobody_there(long code, std::string_view reply) {
    auto const rest = reply.substr(std::min<std::size_t>(4, reply.size()));
    if (rest.starts_with("5.") || rest.starts_with("4.")) {
        auto const enhanced = rest.substr(0, rest.find_first_of(" \r\n"));
        constexpr std::array nobody = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"};
        return std::find(nobody.begin(), nobody.end(), enhanced) != nobody.end();
    }
    if (code != 550 && code != 551 && code != 553) return false;
    auto const words = base::lower(base::scrub_text(rest, false));
    constexpr std::array others = {"sender", "blocked", "block list", "blocklist", "blacklist", "spf", "dkim",
                                   "dmarc",  "policy",  "spam",       "relay",     "quota",     "full"};
    return std::none_of(others.begin(), others.end(), [&](char const* word) { return words.find(word) != words.npos; });
}

}  // namespace

struct smtp_conversation::state {
    std::function<bool()> go_on;
    CURL* curl = nullptr;
    curl_slist* recipients = nullptr;
    std::string command;  ///< the last one sent: its first word, or a dot for the end of the content
    std::string reply;    ///< to it
    bool leaving = false;
    std::string_view rest;
    char error[CURL_ERROR_SIZE] = {};

    ~state() {
        curl_easy_cleanup(curl);
        curl_slist_free_all(recipients);
    }

    static int watch(CURL*, curl_infotype type, char* data, std::size_t size, void* self) {
        auto& s = *static_cast<state*>(self);
        std::string_view const text(data, size);
        if (type == CURLINFO_HEADER_OUT) s.leaving = s.leaving || text.starts_with("QUIT");
        if (s.leaving) return 0;  // the reply to QUIT would hide the one that matters
        if (type == CURLINFO_HEADER_OUT) {
            s.command = text.substr(0, std::min(text.find_first_of(" \r\n"), text.size()));
            s.reply.clear();
        } else if (type == CURLINFO_DATA_OUT) {
            s.command = ".";
            s.reply.clear();
        } else if (type == CURLINFO_HEADER_IN) {
            s.reply.append(text.substr(0, longest_reply));
        }
        return 0;
    }
    static std::size_t read(char* into, std::size_t size, std::size_t count, void* self) {
        auto& s = *static_cast<state*>(self);
        auto const n = std::min(size * count, s.rest.size());
        std::memcpy(into, s.rest.data(), n);
        s.rest.remove_prefix(n);
        return n;
    }
    static int progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
        return static_cast<state*>(self)->go_on() ? 0 : 1;
    }
};

smtp_conversation::smtp_conversation(smtp_settings const& settings, std::function<bool()> go_on)
    : state_(std::make_unique<state>()) {
    start_curl();
    auto& s = *state_;
    s.go_on = std::move(go_on);
    s.curl = curl_easy_init();
    if (!s.curl) throw std::bad_alloc();
    auto set = [&](CURLoption option, auto value) {
        if (curl_easy_setopt(s.curl, option, value) != CURLE_OK) throw std::runtime_error("libcurl lacks an option");
    };
    // What stands behind the host is what we call ourselves.
    set(CURLOPT_URL, (settings.url + "/" + settings.host_name).c_str());
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(CURLOPT_PROXY, "");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_USE_SSL, static_cast<long>(settings.encryption == starttls::required     ? CURLUSESSL_ALL
                                           : settings.encryption == starttls::if_offered ? CURLUSESSL_TRY
                                                                                         : CURLUSESSL_NONE));
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!settings.ca_file.empty()) set(CURLOPT_CAINFO, settings.ca_file.c_str());
    if (!settings.user.empty()) {
        set(CURLOPT_USERNAME, settings.user.c_str());
        set(CURLOPT_PASSWORD, settings.password.c_str());
    }
    set(CURLOPT_CONNECTTIMEOUT, std::min<long>(connect_seconds, settings.reply_seconds));
    set(CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(settings.reply_seconds));
    set(CURLOPT_TIMEOUT, replies_in_all * settings.reply_seconds);
    set(CURLOPT_ERRORBUFFER, s.error);
    set(CURLOPT_VERBOSE, 1L);
    set(CURLOPT_DEBUGFUNCTION, &state::watch);
    set(CURLOPT_DEBUGDATA, &s);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &state::progress);
    set(CURLOPT_XFERINFODATA, &s);
}

smtp_conversation::~smtp_conversation() {
    // libcurl says QUIT and waits for the reply, which nobody needs: there is nothing to be read any more.
    curl_socket_t socket = CURL_SOCKET_BAD;
    if (curl_easy_getinfo(state_->curl, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK && socket != CURL_SOCKET_BAD) {
        ::shutdown(socket, SHUT_RD);
    }
}

smtp_outcome smtp_conversation::send(std::string const& from, std::string const& to, std::string const& message) {
    auto& s = *state_;
    s.rest = message;
    s.recipients = curl_slist_append(s.recipients, ("<" + to + ">").c_str());
    curl_easy_setopt(s.curl, CURLOPT_MAIL_FROM, ("<" + from + ">").c_str());
    curl_easy_setopt(s.curl, CURLOPT_MAIL_RCPT, s.recipients);
    curl_easy_setopt(s.curl, CURLOPT_READFUNCTION, &state::read);
    curl_easy_setopt(s.curl, CURLOPT_READDATA, &s);
    curl_easy_setopt(s.curl, CURLOPT_UPLOAD, 1L);
    auto const code = curl_easy_perform(s.curl);

    smtp_outcome out;
    // Where the server said no, its words: what libcurl says of it names commands, not reasons.
    bool const its_words = code == CURLE_OK || s.reply.starts_with('4') || s.reply.starts_with('5');
    auto const words = its_words ? s.reply : std::string(*s.error ? s.error : curl_easy_strerror(code));
    out.words = base::plain_extract(base::scrub_text(words, false), longest_reply);
    if (code == CURLE_OK) {
        out.how = fate::accepted;
        return out;
    }
    auto const replied = s.reply.size() >= 3 && s.reply[0] == '5' ? std::strtol(s.reply.c_str(), nullptr, 10) : 0;
    if (replied != 0 && about_the_letter(s.command) && !about_us(replied, s.command, s.reply)) out.how = fate::refused;
    out.recipient = out.how == fate::refused && s.command == "RCPT" && nobody_there(replied, s.reply);
    return out;
}

}  // namespace plaza::domain::mail
