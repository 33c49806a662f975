// SPDX-License-Identifier: EUPL-1.2
#include "domain/mail/notices.hpp"

#include "base/markdown.hpp"
#include "base/text.hpp"
#include "domain/mail/kinds.hpp"
#include "domain/mail/mail_sql.hpp"
#include "domain/threads/threads.hpp"

#include <boost/json/parse.hpp>

namespace plaza::domain::mail {
namespace {

/// Characters of a text that a letter quotes.
constexpr std::size_t longest_quotation = 700;
constexpr char const* purpose = "stop mail";

std::string page_of(std::int64_t thread) { return thread > 0 ? "/sin-correos" : "/sin-correos/clase"; }

notice_content content_of(base::cursor_codec const& codec, sql::notice_row const& row, std::string_view kind) {
    notice_content out;
    out.facts = boost::json::parse(row.facts).as_object();
    out.kind = out.facts.contains("closed") ? closed_kind : std::string(kind);
    out.facts.erase("closed");
    if (auto const* text = out.facts.if_contains("text")) {
        auto const plain = base::plain_text(std::string(text->as_string()));
        out.facts["text"] = base::plain_extract(plain, longest_quotation);
    }
    auto const token = codec.encode(purpose, {row.person, row.thread.value_or(0), row.class_place});
    out.stop = {page_of(row.thread.value_or(0)) + "#" + token, row.thread.has_value()};
    out.post_to = "/api/v1/unsubscriptions/" + token;
    if (row.thread) out.thread = "conversacion." + std::to_string(*row.thread);
    return out;
}

}  // namespace

std::optional<notice_content> notice_now(persistence::connection& db, base::cursor_codec const& codec,
                                         std::int64_t letter, std::string_view kind) {
    auto const row = db.row(sql::notice_facts, letter);
    if (!row) return std::nullopt;
    return content_of(codec, *row, kind);
}

notice_verdict ask_notice(persistence::connection& db, base::cursor_codec const& codec, std::int64_t letter,
                          std::string_view kind) {
    notice_verdict out;
    auto const first = db.row(sql::notice_facts, letter);
    if (!first || (first->thread && !threads::hold(db, *first->thread))) return out;
    out.wait = db.one(sql::seal, letter);
    // Anew: what was true before the locks may have ended while waiting for them.
    out.content = notice_now(db, codec, letter, kind);
    return out;
}

std::string stop_page(base::cursor_codec const& codec, std::string_view token) {
    auto const read = codec.decode(purpose, token, 3);
    return page_of(read ? read->at(1) : 1) + (read ? "#" + std::string(token) : std::string());
}

bool stop_mail(persistence::connection& db, base::cursor_codec const& codec, std::string_view token, bool stop) {
    auto const read = codec.decode(purpose, token, 3);
    if (!read) return false;
    db.row(sql::stop, read->at(0), read->at(1), static_cast<int>(read->at(2)), stop);
    return true;
}

}  // namespace plaza::domain::mail
