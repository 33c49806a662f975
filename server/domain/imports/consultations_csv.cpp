// SPDX-License-Identifier: EUPL-1.2
#include "domain/imports/consultations_csv.hpp"

#include "base/actor.hpp"
#include "base/crypto.hpp"
#include "base/text.hpp"
#include "domain/accountability/audit.hpp"
#include "domain/administrations/codes.hpp"
#include "domain/files/files.hpp"
#include "domain/files/kinds.hpp"
#include "domain/imports/consultations_sql.hpp"
#include "domain/imports/csv_reader.hpp"
#include "domain/norms/norms.hpp"
#include "domain/threads/fields.hpp"
#include "domain/threads/threads.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <sstream>
#include <stdexcept>

namespace plaza::domain::imports {
namespace {

struct column_name {
    std::string_view name;
    std::string_view spanish;
    std::optional<std::size_t> at;
};

/// A line as it is stored.
struct consultation_line {
    std::string reference;
    std::string title;
    std::string question;
    std::string answer;
    std::string day;
    std::string author;
    std::vector<std::string> tags;
    std::vector<std::string> files;
};

std::vector<std::string> pieces(std::string_view text) {
    std::vector<std::string> found;
    std::string one;
    for (char const ch : text) {
        if (ch == ';' || ch == ',' || ch == '|') {
            found.push_back(std::exchange(one, {}));
        } else {
            one += ch;
        }
    }
    found.push_back(one);
    std::erase_if(found, [](std::string const& piece) { return piece.find_first_not_of(" \t\n") == piece.npos; });
    return found;
}

/// A day as YYYY-MM-DD, also from DD/MM/YYYY; nothing for what is none.
std::optional<std::string> day_of(std::string text) {
    auto const digits = [](std::string const& part) { return part.size() == 1 ? "0" + part : part; };
    if (auto const first = text.find('/'); first != text.npos) {
        auto const second = text.find('/', first + 1);
        if (second == text.npos) return {};
        text = text.substr(second + 1) + '-' + digits(text.substr(first + 1, second - first - 1)) + '-' +
               digits(text.substr(0, first));
    }
    if (!administrations::valid_date(text)) return {};
    return text;
}

std::string today() {
    auto const now = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    std::chrono::year_month_day const day(now);
    std::array<char, 16> text{};
    auto const written = std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(day.year()),
                                       static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
    return {text.data(), static_cast<std::size_t>(written)};
}

/// The first line of a question as its title, cut at a word where it is too long.
std::string title_from(std::string_view question) {
    auto line = std::string(question.substr(0, question.find('\n')));
    line.erase(0, line.find_first_not_of("#>*- \t"));
    auto const whole = base::clean_text(line, {1, threads::longest_title, false});
    if (whole) return *whole;
    // Bytes are no fewer than characters: this is short enough, and ends before a character that would be cut.
    auto const cut = line.rfind(' ', threads::longest_title - 4);
    if (cut == line.npos || cut == 0) return {};
    auto const shorter = base::clean_text(line.substr(0, cut) + "…", {1, threads::longest_title, false});
    return shorter ? *shorter : std::string{};
}

/// The text with its files below; as long as it can become where their numbers are not known yet.
std::string attached(std::string text, std::vector<std::string> const& names, std::vector<std::int64_t> const& ids) {
    constexpr std::int64_t longest = (std::int64_t{1} << 53) - 1;
    for (std::size_t i = 0; i < names.size(); ++i) {
        text += (i == 0 ? "\n\n- " : "\n- ") + attachment_link(names[i], ids.empty() ? longest : ids[i]);
    }
    return text;
}

class bank {
public:
    bank(persistence::connection& db, consultation_options const& options, std::int64_t group)
        : db_(db),
          options_(options),
          group_(group),
          source_("consultations:" + std::to_string(group)),
          today_(today()) {}

    /// The column that is missing, or nothing.
    std::optional<std::string> find_columns(csv_reader const& reader) {
        for (auto& column : columns_) {
            column.at = reader.column(column.name);
            if (!column.at) column.at = reader.column(column.spanish);
        }
        for (auto const name : {"question", "answer", "date"}) {
            if (!at(name)) return name;
        }
        return {};
    }

    void line(csv_reader::record const& record) {
        ++read_;
        if (!record.fault.empty()) return fault(record.line, "", record.fault);
        auto const wanted = check(record);
        if (!wanted) return;
        std::string whole;
        for (auto const& part : {wanted->title, wanted->question, wanted->answer, wanted->day, wanted->author}) {
            whole += std::to_string(part.size()) + ':' + part;
        }
        for (auto const& tag : wanted->tags) whole += '#' + tag;
        for (auto const& name : wanted->files) whole += '/' + name;
        auto const digest = base::sha256_hex(whole);
        auto const reference = wanted->reference.empty() ? base::sha256_hex(wanted->question) : wanted->reference;
        if (auto const known = db_.row(sql::consultation, source_, reference, digest)) {
            ++unchanged_;
            if (!known->same) note(record.line, "changed_since");
            return;
        }
        // Of those that are there already nothing is looked into again.
        if (!fit(record.line, wanted->files)) return;
        store(record.line, *wanted, reference, digest);
    }

    boost::json::object report() {
        return {{"read", read_},
                {"stored", stored_},
                {"unchanged", unchanged_},
                {"errors", std::move(errors_)},
                {"notes", std::move(notes_)}};
    }
    std::int64_t stored() const { return stored_; }
    void hold() { db_.run(sql::hold_consultations, source_); }

private:
    std::optional<std::size_t> at(std::string_view name) const {
        for (auto const& column : columns_) {
            if (column.name == name) return column.at;
        }
        return {};
    }

    std::string field(csv_reader::record const& record, std::string_view name) const {
        auto const where = at(name);
        return where ? record.fields[*where] : std::string{};
    }

    void fault(std::int64_t line, std::string_view field, std::string_view reason) {
        errors_.push_back(boost::json::object{{"line", line}, {"field", field}, {"reason", reason}});
    }
    void note(std::int64_t line, std::string_view what) {
        notes_.push_back(boost::json::object{{"line", line}, {"note", what}});
    }

    void fault(std::int64_t line, std::string const& file, std::string_view reason, std::string_view field) {
        errors_.push_back(boost::json::object{{"line", line}, {"field", field}, {"reason", reason}, {"file", file}});
    }

    /// Whether all of them are in the folder and may come in; else each that may not is told.
    bool fit(std::int64_t line, std::vector<std::string> const& names) {
        bool fine = true;
        auto const refuse = [&](std::string const& name, std::string_view reason) {
            fault(line, name, reason, "attachments");
            fine = false;
        };
        if (names.size() > most_attachments) refuse(names[most_attachments], "too_many_files");
        for (auto const& name : names) {
            if (!options_.files) {
                refuse(name, "no_folder");
            } else if (!options_.files->has(name)) {
                refuse(name, "missing");
            } else if (auto const seen = options_.files->look_at(name); !seen) {
                refuse(name, reason_of(seen.error()));
            }
        }
        return fine;
    }

    static std::string reason_of(base::problem const& why) {
        return why.errors.empty() ? why.type : why.errors.front().second;
    }

    std::optional<consultation_line> check(csv_reader::record const& record) {
        consultation_line wanted;
        bool fine = true;
        auto const take = [&](std::string_view name, base::text_limits limits, std::string& into) {
            auto text = base::clean_text(field(record, name), limits);
            if (text && text->size() <= threads::longest_body) {
                into = std::move(*text);
            } else {
                fault(record.line, name, text ? "too_long" : text.error().type);
                fine = false;
            }
        };
        take("question", {1, threads::longest_body, true}, wanted.question);
        take("answer", {1, threads::longest_body, true}, wanted.answer);
        take("title", {0, threads::longest_title, false}, wanted.title);
        take("reference", {0, longest_answerer, false}, wanted.reference);
        take("author", {0, longest_answerer, false}, wanted.author);
        if (wanted.author.empty()) wanted.author = options_.author;
        std::string day;
        take("date", {1, 20, false}, day);
        auto const read_day = day_of(day);
        auto const refuse = [&](std::string_view name, std::string_view reason) {
            fault(record.line, name, reason);
            fine = false;
        };
        if (!day.empty() && !read_day) refuse("date", "not_a_date");
        if (read_day && *read_day > today_) refuse("date", "in_the_future");
        wanted.day = read_day.value_or(std::string{});
        if (wanted.author.empty()) refuse("author", "required");
        if (fine && wanted.title.empty()) wanted.title = title_from(wanted.question);
        if (fine && wanted.title.empty()) refuse("title", "required");
        read_tags(record, wanted);
        for (auto const& piece : attachment_names(field(record, "attachments"))) {
            auto name = base::clean_text(piece, {1, files::longest_name, false});
            if (!name) {
                refuse("attachments", name.error().type);
            } else if (std::find(wanted.files.begin(), wanted.files.end(), *name) == wanted.files.end()) {
                wanted.files.push_back(std::move(*name));
            }
        }
        if (attached(wanted.answer, wanted.files, {}).size() > threads::longest_body) refuse("answer", "too_long");
        // Said by whoever kept the bank: it belongs to the question, and is found there like any citation.
        std::string norm;
        take("norm", {0, 1000, false}, norm);
        if (!norm.empty()) wanted.question += "\n\n" + norm;
        if (wanted.question.size() > threads::longest_body) refuse("question", "too_long");
        return fine ? std::optional(std::move(wanted)) : std::nullopt;
    }

    void read_tags(csv_reader::record const& record, consultation_line& wanted) {
        for (auto const& piece : pieces(field(record, "tags"))) {
            auto name = threads::tag_name(piece);
            if (!name) {
                note(record.line, "tag_left_out");
            } else if (wanted.tags.size() == threads::most_tags) {
                note(record.line, "too_many_tags");
                return;
            } else if (std::find(wanted.tags.begin(), wanted.tags.end(), *name) == wanted.tags.end()) {
                wanted.tags.push_back(std::move(*name));
            }
        }
    }

    void store(std::int64_t line, consultation_line const& wanted, std::string const& reference,
               std::string const& digest) {
        auto const question = norms::recognise(db_, wanted.question, wanted.title);
        auto const answer = norms::recognise(db_, wanted.answer);
        if (!question || !answer) return fault(line, question ? "answer" : "question", "too_large_when_shown");
        std::vector<files::new_file> brought;
        if (!wanted.files.empty() && !options_.dry_run) {
            auto kept = options_.files->keep(wanted.files);
            if (!kept) return fault(line, "", reason_of(kept.error()), "attachments");
            brought = std::move(*kept);
        }
        auto const person = answerer(wanted.author);
        auto const shown = with_files(person, wanted, brought);
        if (!shown) return fault(line, "", reason_of(shown.error()), "attachments");
        auto const thread =
            db_.one(sql::store_consultation, group_, wanted.title, options_.language, person, wanted.day);
        auto const root = db_.one(sql::store_consultation_post, thread, 1, "root", person, wanted.question,
                                  question->html, wanted.day, "");
        auto const reply = db_.one(sql::store_consultation_post, thread, 2, "answer", person, shown->body,
                                   brought.empty() ? answer->html : shown->html, wanted.day, "criterion");
        files::attach(db_, reply, shown->files);
        norms::keep(db_, root, question->cited);
        norms::keep(db_, reply, answer->cited);
        threads::set_tags(db_, thread, wanted.tags);
        db_.run(sql::accept_consultation, thread, person, wanted.day);
        db_.run(sql::ask_about_consultation, thread, person);
        db_.run(sql::note_consultation, source_, reference, thread, digest);
        ++stored_;
    }

    struct answer_with_files {
        std::string body;
        std::string html;
        files::named_files files;
    };

    /// The answer with what hangs from it. What does not fit in the group is taken back whole.
    base::result<answer_with_files> with_files(std::int64_t person, consultation_line const& wanted,
                                               std::vector<files::new_file> const& brought) {
        answer_with_files out{wanted.answer, {}, {}};
        if (brought.empty()) return out;
        base::actor owner;
        owner.person = person;
        std::vector<std::int64_t> ids;
        for (auto const& one : brought) ids.push_back(files::add_brought(db_, person, one));
        std::vector<std::string> names;
        for (auto const& one : brought) names.push_back(one.name);
        out.body = attached(wanted.answer, names, ids);
        auto named = files::claim(db_, owner, group_, out.body);
        if (!named) {
            for (auto const id : ids) static_cast<void>(files::remove(db_, owner, id));
            return named.error();
        }
        auto text = norms::recognise(db_, out.body, {}, named->finder());
        if (!text) throw std::runtime_error("a text does not fit with its files");
        out.html = std::move(text->html);
        out.files = std::move(*named);
        return out;
    }

    /// Whoever answered has no account: a name that texts stand under, once for each.
    std::int64_t answerer(std::string const& name) {
        auto const found = db_.row(sql::answerer, source_, name);
        return found ? *found : db_.one(sql::new_answerer, source_, name);
    }

    persistence::connection& db_;
    consultation_options const& options_;
    std::int64_t group_;
    std::string source_;
    std::string today_;
    std::array<column_name, 9> columns_{{{"reference", "referencia", {}},
                                         {"title", "titulo", {}},
                                         {"question", "pregunta", {}},
                                         {"answer", "respuesta", {}},
                                         {"date", "fecha", {}},
                                         {"author", "autor", {}},
                                         {"norm", "norma", {}},
                                         {"tags", "etiquetas", {}},
                                         {"attachments", "adjuntos", {}}}};
    std::int64_t read_ = 0;
    std::int64_t stored_ = 0;
    std::int64_t unchanged_ = 0;
    boost::json::array errors_;
    boost::json::array notes_;
};

}  // namespace

base::result<boost::json::object> import_consultations(persistence::connection& db, std::string const& csv,
                                                       consultation_options const& options) {
    auto const group = db.row(sql::consultations_group, options.group);
    if (!group) return base::not_found();
    std::istringstream in(csv);
    csv_reader reader(in);
    bank all(db, options, *group);
    if (auto const missing = all.find_columns(reader)) return base::invalid(*missing, "column_missing");
    bool more = true;
    if (options.dry_run) {
        // In one transaction, so that a line that stands twice in the file is seen twice.
        persistence::transaction tx(db);
        all.hold();
        while (auto const record = reader.next()) all.line(*record);
        return all.report();
    }
    while (more) {
        persistence::transaction tx(db);
        all.hold();
        auto const before = all.stored();
        for (int i = 0; i < consultations_at_once && more; ++i) {
            auto const record = reader.next();
            more = record.has_value();
            if (record) all.line(*record);
        }
        if (all.stored() > before) {
            audit::write(db, {}, "consultations.imported", "group", *group,
                         {{"stored", std::to_string(all.stored() - before)}});
        }
        tx.commit();
    }
    return all.report();
}

}  // namespace plaza::domain::imports
