// SPDX-License-Identifier: EUPL-1.2
// Links put into HTML that was made already: which bytes of the text stand where in it.
#pragma once
#include "base/markdown.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::base {

/// The text of a body as it is written out, with the places of its pieces.
struct said_text : body_text {
    struct piece {
        std::size_t begin;  ///< in `words`
        std::size_t size;
        std::size_t out;   ///< where its escaped form begins in the HTML
        std::size_t span;  ///< the innermost span around it; 0 for none
    };
    std::vector<piece> pieces;

    void add(std::string_view text, std::size_t out, std::size_t span) {
        if (text.empty()) return;
        pieces.push_back({words.size(), text.size(), out, span});
        words += text;
    }
    /// What stands here is no text: nothing reaches across it.
    void interrupt() { words += "\uFFFC"; }
    void end_line() { words += '\n'; }
    void end_block() {
        if (!words.empty() && !words.ends_with("\n\n")) words += "\n\n";
    }
};

std::string with_links(std::string_view html, said_text const& said, std::vector<text_link> const& links);

}  // namespace plaza::base
