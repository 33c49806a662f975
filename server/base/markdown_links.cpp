// SPDX-License-Identifier: EUPL-1.2
#include "base/markdown_links.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace plaza::base {
namespace {

struct place {
    std::size_t begin = 0;  ///< in the HTML
    std::size_t end = 0;
};

/// Where a part of a piece stands, which is longer escaped.
place within(said_text const& said, said_text::piece const& piece, std::size_t begin, std::size_t end) {
    auto const from = std::max(begin, piece.begin);
    auto const to = std::min(end, piece.begin + piece.size);
    std::string before, part;
    append_html(before, std::string_view(said.words).substr(piece.begin, from - piece.begin));
    append_html(part, std::string_view(said.words).substr(from, to - from));
    return {piece.out + before.size(), piece.out + before.size() + part.size()};
}

}  // namespace

std::string with_links(std::string_view html, said_text const& said, std::vector<text_link> const& links) {
    std::string out;
    out.reserve(html.size() + links.size() * 80);
    std::size_t done = 0;
    auto piece = said.pieces.begin();
    for (auto const& link : links) {
        while (piece != said.pieces.end() && piece->begin + piece->size <= link.begin) ++piece;
        auto last = piece;
        for (auto next = piece; next != said.pieces.end() && next->begin < link.end; ++next) last = next;
        if (piece == said.pieces.end() || piece->begin >= link.end) continue;
        auto found = within(said, *piece, link.begin, link.end);
        if (piece->span == last->span) {
            found.end = within(said, *last, link.begin, link.end).end;
        } else {
            for (auto next = piece; next <= last; ++next) {
                auto const part = within(said, *next, link.begin, link.end);
                if (part.end - part.begin > found.end - found.begin) found = part;
            }
        }
        out += html.substr(done, found.begin - done);
        out += "<a href=\"";
        append_html(out, link.href);
        out += "\">";
        out += html.substr(found.begin, found.end - found.begin);
        out += "</a>";
        done = found.end;
    }
    out += html.substr(done);
    return out;
}

}  // namespace plaza::base
