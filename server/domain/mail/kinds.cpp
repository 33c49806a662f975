// SPDX-License-Identifier: EUPL-1.2
#include "domain/mail/kinds.hpp"

#include <algorithm>
#include <array>

namespace plaza::domain::mail {
namespace {

constexpr bool secret = true;
constexpr bool plain = false;
constexpr bool own = true;
constexpr bool any = false;
constexpr bool notice = true;

// name, needs, may, secret, to the person's own address, of a notice
constexpr std::array table{
    letter_kind{"registration", "link hours", "name", secret, any},
    letter_kind{"registration_known", "link", "name", plain, any},
    letter_kind{"vetting_admitted", "link", "name hours", secret, any},
    letter_kind{"registration_paused", "day", "name", plain, any},
    letter_kind{"vetting_refused", "reason", "name day", plain, any},
    letter_kind{"account_prepared", "link days", "name", secret, any},
    letter_kind{"invitation", "inviter link", "name message days", secret, any},
    letter_kind{"invitation_known", "inviter link", "name message", plain, any},
    letter_kind{"guest_invitation", "inviter group link", "name message days", secret, any},
    letter_kind{"guest_invitation_known", "inviter group link", "name message", plain, any},
    letter_kind{"guest_invitation_again", "inviter group link days", "name message", plain, any},
    letter_kind{"password_reset", "link minutes", "name", secret, own},
    letter_kind{"password_changed", "link", "name", plain, own},
    letter_kind{"second_factor_on", "link", "name", plain, own},
    letter_kind{"second_factor_off", "link", "name", plain, own},
    letter_kind{"email_change", "link minutes", "name", secret, any},
    letter_kind{"email_changed", "address", "name", plain, any},
    letter_kind{"group_invitation", "inviter group link", "name message", plain, own},
    letter_kind{"membership_granted", "group link", "name", plain, own},
    letter_kind{"address_confirmation", "link", "name days ended", secret, own},
    letter_kind{"address_reminder", "link days", "name", secret, own},
    letter_kind{"address_lapsed", "link", "name", plain, own},
    letter_kind{"accounts_merged", "link", "name", plain, any},
    letter_kind{"second_factor_reset", "link", "name", plain, own},
    letter_kind{"confirmation_ended", "link", "name", plain, any},
    letter_kind{"post_ended", "administration position reason link", "name", plain, own},
    letter_kind{"membership_refused", "group", "name reason", plain, own},
    letter_kind{"notice_answers", "group title link", "name who text more", plain, own, notice},
    letter_kind{"notice_mentions", "group title link", "name who text more", plain, own, notice},
    letter_kind{"notice_decisions", "link",
                "name who join_group to_confirm to_admit to_write to_check to_review to_answer", plain, own, notice},
    letter_kind{"notice_replies", "group title link", "name who replied_in thanked_in text more", plain, own, notice},
    letter_kind{"notice_accepted", "group title link", "name who accepted_in applied_in", plain, own, notice},
    letter_kind{"notice_followed", "group title link", "name who text more", plain, own, notice},
    letter_kind{"notice_new_threads", "group title link", "name who text", plain, own, notice},
    letter_kind{"notice_announcements", "group title link", "name who text", plain, own, notice},
    letter_kind{"notice_routed", "group title link",
                "name who text why_tag why_tag_times why_norm why_skill why_alike why_group why_town", plain, own,
                notice},
    letter_kind{"notice_closed", "link", "name group", plain, own, notice},
};

constexpr std::array all{&spanish, &english};

}  // namespace

std::span<letter_kind const> kinds() { return table; }

letter_kind const* find_kind(std::string_view name) {
    auto const found = std::find_if(table.begin(), table.end(), [&](auto const& k) { return k.name == name; });
    return found == table.end() ? nullptr : &*found;
}

bool lists(std::string_view names, std::string_view name) {
    while (!names.empty()) {
        auto const end = std::min(names.find(' '), names.size());
        if (names.substr(0, end) == name) return true;
        names.remove_prefix(std::min(end + 1, names.size()));
    }
    return false;
}

std::span<catalogue const* const> catalogues() { return all; }

catalogue const& catalogue_of(std::string_view language) {
    auto const found = std::find_if(all.begin(), all.end(), [&](auto const* c) { return c->language == language; });
    return found == all.end() ? spanish : **found;
}

letter_text const* find_text(catalogue const& in, std::string_view kind) {
    auto const found =
        std::find_if(in.letters.begin(), in.letters.end(), [&](auto const& t) { return t.kind == kind; });
    return found == in.letters.end() ? nullptr : &*found;
}

}  // namespace plaza::domain::mail
