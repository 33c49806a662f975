# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash disable=SC2034
# Connection strings of PostgreSQL, so that no password has to be an argument of a program.

# take_password URL: splits a connection string, in either of libpq's forms, into DATABASE_BARE and DATABASE_PASSWORD.
take_password() {
    local before='' after=$1 word
    DATABASE_BARE=$1
    DATABASE_PASSWORD=
    if [[ $1 =~ ^(postgres(ql)?://[^:@/?]*):([^@/]*)@(.*)$ ]]; then
        DATABASE_BARE=${BASH_REMATCH[1]}@${BASH_REMATCH[4]}
        DATABASE_PASSWORD=$(unescape_url "${BASH_REMATCH[3]}")
    fi
    if [[ $1 =~ ^postgres(ql)?:// ]]; then
        if [[ $DATABASE_BARE =~ ^([^?]*\?)(.*&)?password=([^&]*)(&(.*))?$ ]]; then
            DATABASE_BARE=${BASH_REMATCH[1]}${BASH_REMATCH[2]}${BASH_REMATCH[5]}
            DATABASE_BARE=${DATABASE_BARE%[?&]}
            DATABASE_PASSWORD=$(unescape_url "${BASH_REMATCH[3]}")
        fi
        return 0
    fi
    # Word by word, since a quoted value may hold what looks like another word.
    while [[ $after =~ ^([[:space:]]*)([a-z_]+)[[:space:]]*=[[:space:]]*(\'([^\'\\]|\\.)*\'|([^[:space:]\\]|\\.)*)(.*)$ ]]; do
        after=${BASH_REMATCH[6]}
        word=${BASH_REMATCH[3]}
        if [ "${BASH_REMATCH[2]}" = password ]; then
            if [[ $word == \'*\' ]]; then word=${word:1:-1}; fi
            DATABASE_PASSWORD=$(sed -E 's/\\(.)/\1/g' <<<"$word")
        else
            before+=" ${BASH_REMATCH[2]}=$word"
        fi
    done
    DATABASE_BARE=${before# }$after
}

unescape_url() {
    local text=${1//\\/\\\\}
    printf '%b' "${text//%/\\x}"
}
