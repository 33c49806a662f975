// SPDX-License-Identifier: EUPL-1.2
// Every kind of letter. A new one is a row here and a text in each `texts_*.cpp`; a test says what is missing.
#pragma once
#include <span>
#include <string_view>

namespace plaza::domain::mail {

struct letter_kind {
    std::string_view name;
    std::string_view needs;      ///< facts without which it is not written, separated by spaces
    std::string_view may;        ///< facts whose paragraph is left out when they are missing
    bool secret = false;         ///< its link opens something: facts go once the letter was accepted
    bool to_own_address = true;  ///< for a person: only while the address is still theirs
    bool of_notice = false;      ///< tells of a notice: what it says is asked when it is sent
};

std::span<letter_kind const> kinds();
letter_kind const* find_kind(std::string_view name);

/// Where somebody chooses what is written to them.
inline constexpr char const* settings_page = "/avisos";
/// What stands there where a group keeps its texts out of letters.
inline constexpr char const* closed_kind = "notice_closed";

/// Whether a list of names separated by spaces has this one.
bool lists(std::string_view names, std::string_view name);

/// One letter in one language. Paragraphs of the body are separated by blank lines. `{fact}` is replaced, and a
/// paragraph is left out when a fact of it is missing; `> {fact}` alone is a quotation; `[words]` alone is the link.
struct letter_text {
    std::string_view kind;
    std::string_view subject;
    std::string_view body;
};

struct catalogue {
    std::string_view language;
    std::string_view greeting;      ///< `{name}`
    std::string_view greeting_all;  ///< where no name is known
    std::string_view link_hint;     ///< before the address of the link written out
    std::string_view footer;        ///< `{installation}`
    std::string_view stop_thread;   ///< words of the link that ends letters of a conversation
    std::string_view stop_class;    ///< of the one that ends those of a class
    std::string_view choose;        ///< of the one to what may be written to them
    std::span<letter_text const> letters;
};

extern catalogue const spanish;
extern catalogue const english;

std::span<catalogue const* const> catalogues();
/// Those of a language that has none are Spanish.
catalogue const& catalogue_of(std::string_view language);
letter_text const* find_text(catalogue const& in, std::string_view kind);

}  // namespace plaza::domain::mail
