// SPDX-License-Identifier: EUPL-1.2
#include "domain/mail/kinds.hpp"

#include <array>

namespace plaza::domain::mail {
namespace {

constexpr std::array letters{
    letter_text{
        "registration", "Confirm your address to join {installation}",
        R"(You asked for an account on {installation} with this address. Open the page below and press the button on it, so that we know the address is yours.

[Confirm my address]

The link works for {hours} hours and only once. If you did not ask for anything, ignore this message: no account is made without confirmation.)"},
    letter_text{
        "registration_known", "You have an account on {installation} already",
        R"(Somebody, probably you, asked for an account on {installation} with this address, which has one already. Sign in with your usual password.

[Sign in]

If you do not remember it, ask for a new one on the page to sign in. If you did not ask for anything, ignore this message.)"},
    letter_text{"vetting_admitted", "You can join {installation} now",
                R"(We looked at your request, and you can now be part of {installation}. Open the page below to finish.

[Join]

The link works for {hours} hours.)"},
    letter_text{
        "vetting_refused", "About your request to join {installation}",
        R"(We looked at your request and cannot admit it for now. This is the reason given by whoever looked at it:

> {reason}

You can ask again from {day}, and say then what was missing; or sooner, if somebody in the network invites you.)"},
    letter_text{
        "registration_paused", "You cannot ask for an account at {installation} again yet",
        R"(Somebody, most likely you, asked for an account at {installation} with this address. Not long ago we looked at a request of this address and could not admit it; we wrote then with the reason.

You can ask again from {day}, or sooner if somebody in the network invites you. If you did not ask for anything, ignore this message.)"},
    letter_text{
        "account_prepared", "Your account at {installation} awaits you",
        R"(Whoever runs {installation}, the network where people who work in public administrations ask and answer one another, has prepared an account for this address. Open the page below, choose your password and come in.

[Choose a password and come in]

The link works for {days} days and once. If you do not want the account, do nothing: without your password none is made.)"},
    letter_text{
        "invitation", "{inviter} invites you to {installation}",
        R"({inviter} invites you to {installation}, the network where people who work in public administrations ask and answer each other.

> {message}

[Accept the invitation]

The invitation is good for {days} days. If you are not interested, there is nothing to do.)"},
    letter_text{
        "invitation_known", "{inviter} invites you to {installation}, where you have an account already",
        R"({inviter} invited you to {installation} with this address, which has an account already. There is nothing new to do: sign in with your usual password.

> {message}

[Sign in]

If you do not remember it, ask for a new one on the page to sign in.)"},
    letter_text{
        "guest_invitation", "{inviter} invites you to the group “{group}” of {installation}",
        R"({inviter} invites you to the group “{group}” of {installation}, the network where people who work in public administrations ask and answer each other. You will come in as a guest from outside: you will see this group and nothing else of the network.

> {message}

[Accept the invitation]

The invitation is good for {days} days and once. If you are not interested, there is nothing to do.)"},
    letter_text{
        "guest_invitation_known", "{inviter} invites you to the group “{group}” of {installation}",
        R"({inviter} invites you to the group “{group}” as somebody from outside, but you already have an account with this address and need no other. We have not told {inviter} that you have one.

> {message}

If you want to be in the group, ask them to invite you by your name. If you are not interested, there is nothing to do.

[Go to the network])"},
    letter_text{
        "guest_invitation_again", "{inviter} invites you to the group “{group}” of {installation}",
        R"({inviter} invites you to the group “{group}” as somebody from outside. You already have an account with this address: sign in with your usual password and accept the invitation on the page of the group. You will see that group and nothing else of the network. We have not told {inviter} that you have an account.

> {message}

[See the invitation]

The invitation is good for {days} days. If you are not interested, there is nothing to do.)"},
    letter_text{
        "password_reset", "Choose a new password for {installation}",
        R"(Somebody, most likely you, asked for a new password for your account. Open the page below to choose it.

[Choose a password]

The link works for {minutes} minutes and only once. If it was not you, do nothing: your password stays as it is.)"},
    letter_text{"password_changed", "Your password for {installation} was changed",
                R"(The password of your account has just changed, and your other sessions have ended.

If it was you, there is nothing to do. If not, ask for a new password right now and tell whoever runs {installation}.

[Ask for a new password])"},
    letter_text{"second_factor_on", "Your account on {installation} now asks for a second step",
                R"(From now on a code from your device is needed as well to sign in. Your other sessions have ended.

If it was you, keep the recovery codes where they do not depend on that device. If not, ask for a new password right now and tell whoever runs {installation}.

[Ask for a new password])"},
    letter_text{"second_factor_off", "Your account on {installation} no longer asks for a second step",
                R"(Your password alone opens your account again: the second step was removed.

If it was you, there is nothing to do. If not, ask for a new password right now and tell whoever runs {installation}.

[Ask for a new password])"},
    letter_text{
        "email_change", "Confirm your new address on {installation}",
        R"(You asked to use this address for your account on {installation}. Open the page below and press the button on it.

[Confirm the address]

The link works for {minutes} minutes and only once. Until then your account keeps the address it had. If it was not you, ignore this message.)"},
    letter_text{"email_changed", "Your account on {installation} has another address",
                R"(Your account no longer uses this address but {address}. Your other sessions have ended.

If it was not you, tell whoever runs {installation} right now.)"},
    letter_text{"group_invitation", "{inviter} invites you to the group “{group}”",
                R"({inviter} invites you to the group “{group}” of {installation}.

> {message}

[See the group])"},
    letter_text{"membership_granted", "You are now in the group “{group}”",
                R"(Your request was accepted: you are now a member of the group “{group}”.

[Go to the group])"},
    letter_text{
        "address_confirmation", "Is this address still yours? Confirm it in {installation}",
        R"(Now and then we ask everybody whether their work address is still theirs. Open the following page and press the button that you will see there.

[Confirm my address]

You have {days} days. If you do not confirm it, your posts in {installation} will end; your account and what you wrote stay.

Your posts in {installation} ended on {ended}, and confirming does not bring them back by itself: add yours in your profile afterwards. If the profile does not let you, ask whoever administers {installation}.

If you work elsewhere now, sign in and change your address in “Your account and its security”.)"},
    letter_text{
        "address_reminder", "{days} days left to confirm your address in {installation}",
        R"(Some weeks ago we asked you to confirm your work address. {days} days are left: open the following page and press the button that you will see there.

[Confirm my address]

If you do not confirm it, your posts in {installation} and what depends on them will end. Your account and what you wrote stay.)"},
    letter_text{
        "address_lapsed", "Your posts in {installation} have ended",
        R"(You did not confirm your work address, so we take your posts, and what depended on them, to have ended. Your account, your name and what you wrote remain yours.

If you still hold your post or have another one, sign in, confirm your address or change it for the new one, and add the post in your profile. If the profile does not let you, ask those who administer {installation}.

[Go to my account])"},
    letter_text{
        "accounts_merged", "Your two accounts in {installation} are one now",
        R"(Those who administer {installation} have merged the two accounts that you had. What you wrote with either stays together, with your name.

Only one of the two is still open. If your address and password do not let you in, use those of the other one.

[Sign in]

If you did not have two accounts, tell those who administer {installation} at once.)"},
    letter_text{
        "second_factor_reset", "The second step of your account in {installation} was taken away",
        R"(Those who administer {installation} have taken the second step of your account away, and all your sessions were closed. Next time you sign in with your password alone: set the second step up again as soon as you can.

[Sign in]

If you did not ask for it, tell those who administer {installation} at once and change your password.)"},
    letter_text{
        "confirmation_ended", "Your registration in {installation} ended without being confirmed",
        R"(You registered in {installation}, but nobody of your administration confirmed that you work there, and we have closed the registration. Nothing is held against you: most likely nobody saw it in time.

You can begin again whenever you like, and ask somebody of your administration to look out for it.

[Register again])"},
    letter_text{"post_ended", "Your post in {administration} has ended",
                R"(We were told that you do not hold the post “{position}” in {administration} any more. The reason:

> {reason}

From now on you no longer have what depended on that post. Your account, your name and what you wrote remain yours. If this is a mistake, speak with your administration or with those who administer {installation}.

[See your profile])"},
    letter_text{"membership_refused", "About your request for the group “{group}”",
                R"(The moderators of the group “{group}” did not accept your request.

> {reason})"},
    letter_text{"notice_answers", "[{group}] {title}",
                R"({who} answered your question “{title}” in the group “{group}”:

> {text}

Other new answers in the same thread: {more}.

[See the thread])"},
    letter_text{"notice_mentions", "[{group}] {title}",
                R"({who} mentioned you in “{title}”, in the group “{group}”:

> {text}

Other new posts that mention you: {more}.

[See the thread])"},
    letter_text{"notice_decisions", "Something waits for your decision in {installation}",
                R"({who} asks to join the group “{join_group}”.

People who wait for you to confirm where they work: {to_confirm}.

Applications to the network to look at: {to_admit}.

{who} asks you to write the article “{to_write}” together with others.

{who} asks whether “{to_check}” still holds.

Today “{to_review}” is to be reviewed.

A question of your group still has no answer: “{to_answer}”. If you know, answer it; if not, name somebody in it who may.

[Look and decide])"},
    letter_text{"notice_routed", "Can you help? {title}",
                R"({who} asks in the group “{group}”, and we think that you may know.

You have answered {why_tag_times} times about “{why_tag}”.

You said that you know about “{why_skill}”.

You have answered questions about the same norm ({why_norm}).

You have answered questions like it: {why_alike}.

You often answer in the group “{why_group}”.

You work in a town with a population like that of {why_town}.

> {text}

[See the question]

If you cannot, say so on that page with one click, and we shall ask somebody else.)"},
    letter_text{"notice_replies", "[{group}] {title}",
                R"({who} replied to you in “{replied_in}”, in the group “{group}”:

{who} thanked you in “{thanked_in}”, in the group “{group}”:

> {text}

Other new posts for you in the same thread: {more}.

[See the thread])"},
    letter_text{"notice_accepted", "[{group}] {title}",
                R"({who} marked your answer as the solution of “{accepted_in}”, in the group “{group}”.

{who} applied in their administration what you wrote in “{applied_in}”, in the group “{group}”, and says what came of it.

[See the thread])"},
    letter_text{"notice_followed", "[{group}] {title}",
                R"({who} wrote in “{title}”, a thread that you follow in the group “{group}”:

> {text}

Other new posts in the same thread: {more}.

[See the thread])"},
    letter_text{"notice_new_threads", "[{group}] {title}",
                R"({who} started “{title}” in the group “{group}”:

> {text}

[See the thread])"},
    letter_text{"notice_announcements", "[{group}] {title}",
                R"({who} published an announcement in the group “{group}”: “{title}”.

> {text}

[See the announcement])"},
    letter_text{
        "notice_closed", "There is something new for you in {installation}",
        R"(There is something new that is addressed to you in {installation}. Its group keeps questions and texts out of mail: open it to read it.

It is in the group “{group}”.

[Open it])"},
};

}  // namespace

catalogue const english{
    "en",
    "Hello {name},",
    "Hello,",
    "If the button does not work, copy this address into your browser:",
    "{installation} sends this message by itself; nobody reads replies to it.",
    "Stop mail of this thread",
    "Stop mail like this",
    "Choose what mail you get and at what hours",
    letters,
};

}  // namespace plaza::domain::mail
