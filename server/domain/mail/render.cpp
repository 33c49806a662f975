// SPDX-License-Identifier: EUPL-1.2
#include "domain/mail/render.hpp"

#include "base/text.hpp"
#include "domain/mail/kinds.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace plaza::domain::mail {
namespace {

constexpr std::size_t longest_subject = 150;

struct values {
    boost::json::object const& facts;
    std::string_view installation;
};

std::optional<std::string> value_of(values const& v, std::string_view name, bool multi_line = false) {
    if (name == "installation") return std::string(v.installation);
    auto const* found = v.facts.if_contains(name);
    if (!found) return std::nullopt;
    if (auto const* number = found->if_int64()) return std::to_string(*number);
    auto const* text = found->if_string();
    if (!text || text->empty()) return std::nullopt;
    return base::scrub_text(std::string_view(*text), multi_line);
}

/// The text with its facts put in; nothing when one is missing.
std::optional<std::string> fill(std::string_view pattern, values const& v) {
    std::string out;
    while (!pattern.empty()) {
        auto const open = std::min(pattern.find('{'), pattern.size());
        out += pattern.substr(0, open);
        pattern.remove_prefix(open);
        if (pattern.empty()) break;
        auto const close = pattern.find('}');
        auto const value = value_of(v, pattern.substr(1, close - 1));
        if (!value) return std::nullopt;
        out += *value;
        pattern.remove_prefix(close + 1);
    }
    return out;
}

std::string escaped(std::string_view text) {
    std::string out;
    base::append_html(out, text);
    return out;
}

std::vector<std::string_view> lines_of(std::string_view text, std::string_view separator) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        auto const end = std::min(text.find(separator), text.size());
        out.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + separator.size(), text.size()));
    }
    return out;
}

constexpr std::string_view font = "font-family:'Segoe UI',Arial,sans-serif;word-break:break-word;";
/// Word takes widths in pixels from a table around; on a telephone the letter is as wide as that.
constexpr std::string_view column =
    "<!--[if mso]><table role=\"presentation\" width=\"600\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td>"
    "<![endif]-->\n"
    "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" bgcolor=\"#ffffff\" "
    "style=\"width:100%;max-width:600px;background-color:#ffffff;\">\n";
constexpr std::string_view column_end = "</table>\n<!--[if mso]></td></tr></table><![endif]-->\n";

/// Writes both forms at the same time, paragraph by paragraph.
class writer {
public:
    explicit writer(rendered& out) : out_(out) {}

    void paragraph(std::string_view words) {
        out_.text += words;
        out_.text += "\n\n";
        row("padding:0 0 16px 0;font-size:16px;line-height:24px;color:#1f2328;", escaped(words));
    }
    void quotation(std::string_view words) {
        std::string html;
        for (auto const line : lines_of(words, "\n")) {
            out_.text += "> " + std::string(line) + "\n";
            html += (html.empty() ? "" : "<br>") + escaped(line);
        }
        out_.text += "\n";
        row("padding:4px 0 4px 14px;border-left:4px solid #b9b2a4;font-size:16px;line-height:24px;color:#1f2328;",
            html);
        row("padding:0;font-size:16px;line-height:16px;", "&nbsp;");
    }
    void link(std::string_view words, std::string_view hint) {
        auto const address = escaped(out_.link);
        out_.text += std::string(words) + ":\n" + out_.link + "\n\n";
        row("padding:4px 0 16px 0;",
            "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr>"
            "<td bgcolor=\"#1d4f91\" style=\"padding:12px 22px;background-color:#1d4f91;\"><a href=\"" +
                address + "\" style=\"" + std::string(font) +
                "font-size:16px;font-weight:bold;color:#ffffff;text-decoration:none;\">" + escaped(words) +
                "</a></td></tr></table>");
        row("padding:0 0 20px 0;font-size:13px;line-height:19px;color:#5b616b;",
            escaped(hint) + "<br><a href=\"" + address + "\" style=\"color:#1d4f91;word-break:break-all;\">" + address +
                "</a>");
    }
    std::string take() { return std::move(rows_); }

private:
    void row(std::string_view style, std::string_view html) {
        rows_ += "<tr><td style=\"";
        rows_ += font;
        rows_ += style;
        rows_ += "\">";
        rows_ += html;
        rows_ += "</td></tr>\n";
    }

    rendered& out_;
    std::string rows_;
};

std::string page(std::string_view language, std::string_view subject, std::string_view installation,
                 std::string_view rows, std::string_view footer) {
    std::string out = "<!DOCTYPE html>\n<html lang=\"";
    out += language;
    out += "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>";
    out += escaped(subject);
    out +=
        "</title></head>\n<body style=\"margin:0;padding:0;background-color:#f3f1ec;\">\n"
        "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" bgcolor=\"#f3f1ec\">"
        "<tr><td align=\"center\" style=\"padding:24px 12px;\">\n";
    out += column;
    out += "<tr><td style=\"padding:24px 28px 16px 28px;";
    out += font;
    out += "font-size:20px;font-weight:bold;color:#1d4f91;\">";
    out += escaped(installation);
    out +=
        "</td></tr>\n<tr><td style=\"padding:0 28px 8px 28px;\">"
        "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n";
    out += rows;
    out += "</table></td></tr>\n<tr><td style=\"padding:14px 28px 20px 28px;border-top:1px solid #e3dfd6;";
    out += font;
    out += "font-size:13px;line-height:19px;color:#5b616b;\">";
    out += footer;
    out += "</td></tr>\n";
    out += column_end;
    out += "</td></tr></table>\n</body></html>\n";
    return out;
}

}  // namespace

rendered render(std::string_view kind, std::string_view language, boost::json::object const& facts,
                std::string_view installation, std::string_view site, std::optional<way_out> const& stop) {
    auto const& words = catalogue_of(language);
    auto const* letter = find_text(words, kind);
    if (!letter) throw std::logic_error("no text for letter " + std::string(kind));
    values const v{facts, installation};
    rendered out;
    if (auto const path = value_of(v, "link")) out.link = std::string(site) + *path;
    out.subject = base::plain_extract(fill(letter->subject, v).value_or(std::string(installation)), longest_subject);
    writer body(out);
    body.paragraph(fill(words.greeting, v).value_or(std::string(words.greeting_all)));
    for (auto const paragraph : lines_of(letter->body, "\n\n")) {
        if (paragraph.starts_with("> {")) {
            auto const name = paragraph.substr(3, paragraph.size() - 4);
            if (auto const quoted = value_of(v, name, true)) body.quotation(*quoted);
        } else if (paragraph.starts_with('[')) {
            if (!out.link.empty()) body.link(paragraph.substr(1, paragraph.size() - 2), words.link_hint);
        } else if (auto const filled = fill(paragraph, v)) {
            body.paragraph(*filled);
        }
    }
    auto const footer = fill(words.footer, v).value_or("");
    out.text += "-- \n" + footer + "\n" + std::string(site) + "/\n";
    auto const to = [&](std::string_view path, std::string_view shown) {
        auto const address = escaped(std::string(site) + std::string(path));
        return "<br><a href=\"" + address + "\" style=\"color:#5b616b;\">" +
               (shown.empty() ? address : escaped(shown)) + "</a>";
    };
    auto foot = escaped(footer) + to("/", {});
    if (stop) {
        auto const ways = {
            std::pair{std::string_view(stop->page), stop->of_thread ? words.stop_thread : words.stop_class},
            std::pair{std::string_view(settings_page), words.choose}};
        for (auto const& [path, shown] : ways) {
            out.text += std::string(shown) + ":\n" + std::string(site) + std::string(path) + "\n";
            foot += to(path, shown);
        }
    }
    out.html = page(words.language, out.subject, installation, body.take(), foot);
    return out;
}

}  // namespace plaza::domain::mail
