// SPDX-License-Identifier: EUPL-1.2
// A calendar file of one event, as RFC 5545 has it.
#include "domain/gatherings/gatherings.hpp"

namespace plaza::domain::gatherings {
namespace {

/// A line has at most 75 bytes; what is longer goes on in the next one behind a space. No character is cut in two.
constexpr std::size_t longest_line = 75;

void add(std::string& out, std::string_view line) {
    std::size_t room = longest_line;
    std::size_t at = 0;
    while (line.size() - at > room) {
        auto end = at + room;
        while (end > at && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) --end;
        out.append(line.substr(at, end - at)).append("\r\n ");
        at = end;
        room = longest_line - 1;
    }
    out.append(line.substr(at)).append("\r\n");
}

std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '\\' || c == ';' || c == ',') out += '\\';
        if (c == '\n') {
            out += "\\n";
        } else if (static_cast<unsigned char>(c) >= 0x20U) {
            out += c;
        }
    }
    return out;
}

}  // namespace

std::string calendar(calendar_entry const& entry) {
    std::string out;
    add(out, "BEGIN:VCALENDAR");
    add(out, "VERSION:2.0");
    add(out, "PRODID:-//Plaza//Plaza//ES");
    add(out, "METHOD:PUBLISH");
    add(out, "BEGIN:VEVENT");
    add(out, "UID:" + escaped(entry.id));
    add(out, "DTSTAMP:" + entry.changed);
    add(out, "SEQUENCE:" + std::to_string(entry.sequence));
    add(out, entry.cancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
    add(out, "DTSTART:" + entry.starts);
    add(out, "DTEND:" + entry.ends);
    add(out, "SUMMARY:" + escaped(entry.title));
    if (!entry.place.empty()) add(out, "LOCATION:" + escaped(entry.place));
    if (!entry.text.empty()) add(out, "DESCRIPTION:" + escaped(entry.text));
    // An address is no text: it is checked, and holds nothing that would end the line.
    if (!entry.address.empty()) add(out, "URL:" + entry.address);
    add(out, "END:VEVENT");
    add(out, "END:VCALENDAR");
    return out;
}

}  // namespace plaza::domain::gatherings
