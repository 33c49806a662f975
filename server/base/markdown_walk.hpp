// SPDX-License-Identifier: EUPL-1.2
// The step from md4c's C callbacks to an emitter of ours: exceptions do not cross C, and every walk is
// counted.
#pragma once
#include "base/markdown.hpp"

#include <md4c.h>

#include <exception>
#include <string>
#include <string_view>

namespace plaza::base {

/// What U+0000 becomes, as CommonMark wants it.
inline constexpr std::string_view nothing = "\uFFFD";

/// What may be written in a post.
inline constexpr unsigned markdown_dialect =
    MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS | MD_FLAG_PERMISSIVEAUTOLINKS | MD_FLAG_NOHTML;

/// The text of an attribute with its character references resolved: nothing is left for a browser to decode.
std::string attribute_text(MD_ATTRIBUTE const& attribute);
/// Appends what a reference stands for; one that is not known stays as it was written.
void append_reference(std::string& out, std::string_view reference);

template <class Emitter>
struct markdown_walk {
    Emitter& emitter;
    std::size_t steps = 0;
    std::exception_ptr failure = nullptr;

    template <class Action>
    static int step(void* user, Action&& act) noexcept {
        auto& walk = *static_cast<markdown_walk*>(user);
        if (++walk.steps > markdown_limits::steps || walk.emitter.out.size() > markdown_limits::output) return 1;
        try {
            act(walk.emitter);
            return 0;
        } catch (...) {
            walk.failure = std::current_exception();
            return 1;
        }
    }
};

/// Emitter has enter(MD_BLOCKTYPE, void*), leave(…), enter(MD_SPANTYPE, void*), leave(…), text(MD_TEXTTYPE,
/// string_view) and `std::string out`. False when a limit ended the walk.
template <class Emitter>
bool walk_markdown(std::string_view markdown, Emitter& emitter, unsigned dialect = markdown_dialect) {
    using walk_type = markdown_walk<Emitter>;
    walk_type walk{emitter};
    MD_PARSER parser = {};
    parser.flags = dialect;
    parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* user) {
        return walk_type::step(user, [&](Emitter& e) { e.enter(type, detail); });
    };
    parser.leave_block = [](MD_BLOCKTYPE type, void* detail, void* user) {
        return walk_type::step(user, [&](Emitter& e) { e.leave(type, detail); });
    };
    parser.enter_span = [](MD_SPANTYPE type, void* detail, void* user) {
        return walk_type::step(user, [&](Emitter& e) { e.enter(type, detail); });
    };
    parser.leave_span = [](MD_SPANTYPE type, void* detail, void* user) {
        return walk_type::step(user, [&](Emitter& e) { e.leave(type, detail); });
    };
    parser.text = [](MD_TEXTTYPE type, MD_CHAR const* text, MD_SIZE size, void* user) {
        return walk_type::step(user, [&](Emitter& e) { e.text(type, std::string_view(text, size)); });
    };
    auto const ended = md_parse(markdown.data(), static_cast<MD_SIZE>(markdown.size()), &parser, &walk);
    if (walk.failure) std::rethrow_exception(walk.failure);
    return ended == 0 && emitter.out.size() <= markdown_limits::output;
}

}  // namespace plaza::base
