// SPDX-License-Identifier: EUPL-1.2
// What a body says and where it leads, without its HTML.
#include "base/link_address.hpp"
#include "base/markdown.hpp"
#include "base/markdown_tables.hpp"
#include "base/markdown_walk.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <utility>

namespace plaza::base {
namespace {

class words_emitter {
public:
    std::string out;

    void enter(MD_BLOCKTYPE type, void*) {
        if (type == MD_BLOCK_TD || type == MD_BLOCK_TH) separate(' ');
    }
    void leave(MD_BLOCKTYPE type, void*) {
        if (type != MD_BLOCK_TD && type != MD_BLOCK_TH && type != MD_BLOCK_DOC) separate('\n');
    }
    void enter(MD_SPANTYPE, void*) {}
    void leave(MD_SPANTYPE, void*) {}
    void text(MD_TEXTTYPE type, std::string_view content) {
        switch (type) {
            case MD_TEXT_BR:
            case MD_TEXT_SOFTBR: separate('\n'); break;
            case MD_TEXT_NULLCHAR: out += nothing; break;
            case MD_TEXT_ENTITY: append_reference(out, content); break;
            default: out += content;
        }
    }

private:
    void separate(char with) {
        if (!out.empty() && out.back() != '\n' && out.back() != ' ') out += with;
    }
};

class links_emitter {
public:
    explicit links_emitter(std::size_t most) : most_(most) {}
    std::string out;  ///< text of the link that is open
    std::vector<link> found;

    void enter(MD_BLOCKTYPE, void*) {}
    void leave(MD_BLOCKTYPE, void*) {}
    void enter(MD_SPANTYPE type, void* detail) {
        if (type != MD_SPAN_A || open_ || found.size() == most_) return;
        auto const& anchor = *static_cast<MD_SPAN_A_DETAIL*>(detail);
        open_ = true;
        out.clear();
        found.push_back({attribute_text(anchor.href), {}});
    }
    void leave(MD_SPANTYPE type, void*) {
        if (type != MD_SPAN_A || !open_) return;
        open_ = false;
        found.back().text = std::exchange(out, {});
    }
    void text(MD_TEXTTYPE type, std::string_view content) {
        if (!open_) return;
        if (type == MD_TEXT_ENTITY) {
            append_reference(out, content);
        } else {
            out += content;
        }
    }

private:
    std::size_t most_;
    bool open_ = false;
};

class files_emitter {
public:
    explicit files_emitter(std::size_t most) : most_(most) {}
    std::string out;  ///< nothing: the walk bounds it
    std::vector<std::int64_t> found;

    void enter(MD_BLOCKTYPE, void*) {}
    void leave(MD_BLOCKTYPE, void*) {}
    void enter(MD_SPANTYPE type, void* detail) {
        if (type == MD_SPAN_A) take(attribute_text(static_cast<MD_SPAN_A_DETAIL*>(detail)->href));
        if (type == MD_SPAN_IMG) take(attribute_text(static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src));
    }
    void leave(MD_SPANTYPE, void*) {}
    void text(MD_TEXTTYPE, std::string_view) {}

private:
    void take(std::string const& address) {
        auto const file = file_in_link(address);
        if (!file || found.size() == most_ || std::find(found.begin(), found.end(), *file) != found.end()) return;
        found.push_back(*file);
    }

    std::size_t most_;
};

}  // namespace

std::vector<link> links(std::string_view markdown, std::size_t most) {
    if (markdown.size() > markdown_limits::input || !valid_utf8(markdown)) return {};
    links_emitter emitter{most};
    walk_markdown(with_long_table_rules(markdown), emitter);
    return std::move(emitter.found);
}

std::vector<std::int64_t> files_named(std::string_view markdown, std::size_t most) {
    if (markdown.find("/files/") == markdown.npos || markdown.size() > markdown_limits::input || !valid_utf8(markdown))
        return {};
    files_emitter emitter{most};
    walk_markdown(with_long_table_rules(markdown), emitter);
    return std::move(emitter.found);
}

std::string plain_text(std::string_view markdown) {
    words_emitter emitter;
    if (!valid_utf8(markdown)) return plain_text(scrub_text(markdown, true));
    auto end = std::min(markdown.size(), markdown_limits::input);
    while (end > 0 && end < markdown.size() && (static_cast<unsigned char>(markdown[end]) & 0xC0) == 0x80) --end;
    walk_markdown(with_long_table_rules(markdown.substr(0, end)), emitter);
    while (!emitter.out.empty() && (emitter.out.back() == '\n' || emitter.out.back() == ' ')) emitter.out.pop_back();
    return std::move(emitter.out);
}

}  // namespace plaza::base
