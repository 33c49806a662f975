# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
# What deploy/up decided about this checkout's installation and deploy/plaza goes by: its database, and whether that is
# a demo. Kept beside the cluster's data, so that it outlives a build folder.
. "$PLAZA_TOP/deploy/lib/connection.sh"
export PLAZA_BINARY=$PLAZA_TOP/build/release/plaza

# Uploaded files lie beside the cluster, a folder for each database.
files_folder() { echo "$CLUSTER_FOLDER/files-$(printf %s "$1" | sha256sum | cut -c1-10)"; }

demo_mark() { echo "$CLUSTER_FOLDER/demo-$(printf %s "$PLAZA_DATABASE_URL" | sha256sum | cut -c1-10)"; }

# choose_database URL: the given one, or the private cluster when empty.
choose_database() {
    if [ ! -O "$CLUSTER_FOLDER/users.lock" ]; then
        need_root
        cluster_root prepare
    fi
    use_database "$1"
    # Only now: what cannot be reached is not what deploy/plaza should go by.
    (umask 077 && printf '%s\n' "$1" >"$CLUSTER_FOLDER/database")
}

use_database() {
    mkdir -p "$STEP_LOGS"
    if [ -n "$1" ]; then
        PLAZA_DATABASE_URL=$1
        PLAZA_OWNER_DATABASE_URL=$1
        psql_owner 'select 1' >/dev/null 2>"$STEP_LOGS/database.log" ||
            die "the database cannot be reached: $(head -n 1 "$STEP_LOGS/database.log")"
    else
        cluster_answers || say "Starting the private PostgreSQL cluster …"
        cluster_start || die "the private cluster does not start (log: $CLUSTER_FOLDER/log/start.log)"
        PLAZA_DATABASE_URL=$(cluster_url plaza_app plaza)
        PLAZA_OWNER_DATABASE_URL=$(cluster_url plaza_owner plaza)
    fi
    PLAZA_DEMO=$([ "$(cat "$(demo_mark)" 2>/dev/null)" = loaded ] && echo true || echo false)
    PLAZA_FILES_DIR=${PLAZA_FILES_DIR:-$(files_folder "$PLAZA_DATABASE_URL")}
    export PLAZA_DATABASE_URL PLAZA_OWNER_DATABASE_URL PLAZA_DEMO PLAZA_FILES_DIR
}

# Arguments stand in the process list, which everybody on the machine can read: the password goes by the environment.
psql_owner() {
    take_password "$PLAZA_OWNER_DATABASE_URL"
    (
        if [ -n "$DATABASE_PASSWORD" ]; then export PGPASSWORD=$DATABASE_PASSWORD; fi
        PGCONNECT_TIMEOUT=10 exec "$PG_BIN/psql" -XAtq "$DATABASE_BARE" -c "$1"
    )
}

# prepare_database yes|no: newest schema; the demo once, where it is wanted and nothing was there before.
prepare_database() {
    local mark
    mark=$(demo_mark)
    if [ -z "$(psql_owner "select to_regclass('public.schema_migration')")" ] || [ "$(cat "$mark" 2>/dev/null)" = pending ]; then
        if [ "$1" = yes ]; then echo pending >"$mark"; else echo none >"$mark"; fi
    fi
    must_step "Bringing the database to the newest schema" "$STEP_LOGS/migrate.log" "$PLAZA_BINARY" migrate
    if [ "$(cat "$mark" 2>/dev/null)" = pending ]; then
        PLAZA_DEMO=true
        must_step "Loading the demo network" "$STEP_LOGS/demo.log" "$PLAZA_BINARY" demo load "$PLAZA_TOP/schema/demo"
        echo loaded >"$mark"
    fi
    if [ "$1" = no ] && [ "$PLAZA_DEMO" = true ]; then say "This database holds the demo network already."; fi
}

how_to_start_empty() {
    if [ -n "$(cat "$CLUSTER_FOLDER/database")" ]; then
        echo "To start empty: --no-demo with an empty database."
    else
        echo "To start empty: --reset --no-demo."
    fi
}

# Everybody can read these accounts and their password in the project: who serves them to others must know.
tell_of_demo() {
    say "This is a demo network: anybody can sign in, as tecnica@demo.example or admin@demo.example, with the published password plaza-demo-2026."
    how_to_start_empty >&2
}

forget_installation() {
    rm -f "$CLUSTER_FOLDER"/demo-* "$CLUSTER_FOLDER/database"
    rm -rf "$(files_folder "$(cluster_url plaza_app plaza)")"
}

# new_log FILE: an empty one; the one of the run before stays as FILE.1.
new_log() {
    if [ -e "$1" ]; then mv -f "$1" "$1.1"; fi
    (umask 077 && : >"$1")
}

# http_status PORT PATH: the status of a GET on this machine, or nothing.
http_status() {
    local line=
    (
        exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 0
        printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$2" "$1" >&3
        read -r -t 3 -u 3 line && echo "$line" | cut -d' ' -f2
    ) 2>/dev/null || true
}
