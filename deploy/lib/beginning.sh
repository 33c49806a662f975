# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
# How a real network begins: with its first administrator and the starter kit, both or neither.

# No table yet is nobody, too.
nobody_there() {
    [ -z "$(psql_owner "select to_regclass('public.person')")" ] ||
        [ "$(psql_owner 'select exists (select from person)')" = f ]
}

# Asked before the build, which takes minutes. The password goes by standard input: everybody can read arguments.
ask_for_administrator() {
    if [ ! -t 0 ]; then
        [ -n "$administrator" ] || return 0
        IFS= read -r password || [ -n "$password" ] || die "--administrator takes the password from standard input, where there is none"
        [ -n "$password" ] || die "the password in standard input is empty"
        return 0
    fi
    if [ -z "$administrator" ]; then
        say "Who administers this network? (an empty address leaves it empty)"
        read -r -p "Work address: " administrator
        [ -n "$administrator" ] || return 0
    fi
    while [ -z "$name" ]; do read -r -p "First name and surname: " name; done
    ask_for_password
}

# Twice, since without a mail server nobody could mend a slip.
ask_for_password() {
    local again=
    while :; do
        IFS= read -rs -p "Password, twelve characters at least (it is not shown): " password
        say ""
        IFS= read -rs -p "The same again: " again
        say ""
        if [ -n "$password" ] && [ "$password" = "$again" ]; then return 0; fi
        say "That was not the same twice: once more, please."
    done
}

# Whatever is wrong with address, name or password can be mended on a terminal; elsewhere nothing was made.
begin_network() {
    local log=$STEP_LOGS/init.log
    say "Beginning the network with its administrator, groups, tags and drafts …"
    until printf '%s\n' "$password" |
        "$PLAZA_BINARY" init --administrator-email "$administrator" --administrator-name "$name" >"$log" 2>&1; do
        [ -t 0 ] || die "the network did not begin and is empty: $(last_words "$log")"
        say "That does not do: $(last_words "$log")"
        administrator='' name='' password=''
        ask_for_administrator
        [ -n "$password" ] || return 0
    done
    password=''
    say "Sign in as $administrator with the password you gave."
}

last_words() { sed -n 's/^plaza: //;$p' "$1" | cut -c1-200; }

# A real network without mail looks alive and lets nobody in.
tell_of_mail() {
    [ -z "${PLAZA_SMTP_URL:-}" ] || return 0
    say "No mail server is set: registering, invitations and forgotten passwords wait in the queue. Set PLAZA_SMTP_URL, PLAZA_MAIL_FROM and PLAZA_PUBLIC_URL (README, Mail)."
}

# An empty network needs somebody who runs it, and then what it begins with.
tell_of_beginning() {
    if [ "$(psql_owner "select exists (select from plaza_group)" 2>/dev/null)" != f ]; then return 0; fi
    say "This network is empty. To begin, in another terminal:"
    say "  deploy/plaza init --administrator-email YOUR-ADDRESS --administrator-name 'YOUR NAME'"
    say "It asks for a password and fills the network with groups, tags and drafts (schema/kit). Then sign in."
}
