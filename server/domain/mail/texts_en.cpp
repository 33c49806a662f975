// SPDX-License-Identifier: EUPL-1.2
#include "domain/mail/kinds.hpp"

#include <array>

namespace plaza::domain::mail {
namespace {

constexpr std::array letters{
    letter_text{"registration", "Confirm your address to join {installation}", R"(You asked for an account on {installation} with this address. Open the page below and press the button on it, so that we know the address is yours.

[Confirm my address]

The link works for {hours} hours and only once. If you did not ask for anything, ignore this message: no account is made without confirmation.)"},
    letter_text{"registration_known", "You have an account on {installation} already", R"(Somebody, probably you, asked for an account on {installation} with this address, which has one already. Sign in with your usual password.

[Sign in]

If you do not remember it, ask for a new one on the page to sign in. If you did not ask for anything, ignore this message.)"},
    letter_text{"vetting_admitted", "You can join {installation} now", R"(We looked at your request, and you can now be part of {installation}. Open the page below to finish.

[Join]

The link works for {hours} hours.)"},
    letter_text{"vetting_refused", "About your request to join {installation}", R"(We looked at your request and cannot admit it for now. This is the reason given by whoever looked at it:

> {reason}

If you think this is a mistake, tell the person who runs {installation} in your organisation what is missing.)"},
    letter_text{"invitation", "{inviter} invites you to {installation}", R"({inviter} invites you to {installation}, the network where people who work in public administrations ask and answer each other.

> {message}

[Accept the invitation]

The invitation is good for {days} days. If you are not interested, there is nothing to do.)"},
    letter_text{"password_reset", "Choose a new password for {installation}", R"(Somebody, most likely you, asked for a new password for your account. Open the page below to choose it.

[Choose a password]

The link works for {minutes} minutes and only once. If it was not you, do nothing: your password stays as it is.)"},
    letter_text{"password_changed", "Your password for {installation} was changed", R"(The password of your account has just changed, and your other sessions have ended.

If it was you, there is nothing to do. If not, ask for a new password right now and tell whoever runs {installation}.

[Ask for a new password])"},
    letter_text{"email_change", "Confirm your new address on {installation}", R"(You asked to use this address for your account on {installation}. Open the page below and press the button on it.

[Confirm the address]

The link works for {minutes} minutes and only once. Until then your account keeps the address it had. If it was not you, ignore this message.)"},
    letter_text{"email_changed", "Your account on {installation} has another address", R"(Your account no longer uses this address but {address}. Your other sessions have ended.

If it was not you, tell whoever runs {installation} right now.)"},
    letter_text{"group_invitation", "{inviter} invites you to the group “{group}”", R"({inviter} invites you to the group “{group}” of {installation}.

> {message}

[See the group])"},
    letter_text{"membership_granted", "You are now in the group “{group}”", R"(Your request was accepted: you are now a member of the group “{group}”.

[Go to the group])"},
    letter_text{"membership_refused", "About your request for the group “{group}”", R"(The moderators of the group “{group}” did not accept your request.

> {reason})"},
};

}  // namespace

catalogue const english{
    "en",
    "Hello {name},",
    "Hello,",
    "If the button does not work, copy this address into your browser:",
    "{installation} sends this message by itself; nobody reads replies to it.",
    letters,
};

}  // namespace plaza::domain::mail
