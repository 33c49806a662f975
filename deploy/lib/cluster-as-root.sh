#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# cluster-as-root.sh prepare|start|stop|kill|drop|guard FOLDER SOCKET durable|temporary USER [MODE]
# The part of cluster.sh that needs root: folders, and acting as the user postgres.
set -euo pipefail
export LC_ALL=C.UTF-8
action=$1 folder=$2 socket=$3 kind=$4 user=$5 mode=${6:-fast}
bin=/usr/lib/postgresql/15/bin
data=$folder/data
log=$folder/log

as_postgres() {
    (cd / && exec setpriv --reuid=postgres --regid=postgres --init-groups --reset-env -- "$@" 8>&- 9>&-)
}

prepare() {
    if [ "$kind" = durable ]; then install -d -m 755 "$(dirname "$folder")"; fi
    install -d -m 755 "$folder"
    touch "$folder/users.lock"
    chown "$user" "$folder" "$folder/users.lock"
}

settings() {
    cat <<-SETTINGS
		cluster_name = 'plaza'
		listen_addresses = ''
		unix_socket_directories = '$socket'
		shared_buffers = 128MB
		jit = off
		timezone = 'UTC'
		log_timezone = 'UTC'
		lc_messages = 'C'
		logging_collector = on
		log_directory = '$log'
		log_filename = 'postgresql-%a.log'
		log_truncate_on_rotation = on
		log_rotation_age = 1d
		log_rotation_size = 0
		# A violated constraint's detail is what somebody wrote: it does not belong in a log.
		log_error_verbosity = terse
	SETTINGS
    if [ "$kind" = temporary ]; then
        printf '%s\n' 'max_connections = 200' 'fsync = off' 'full_page_writes = off' 'max_wal_size = 256MB'
    else
        printf '%s\n' 'max_connections = 100'
    fi
}

# Peer: the kernel says who asks. Nobody else of this machine gets in.
access() {
    local person
    printf 'local all all peer map=plaza\n' >"$data/pg_hba.conf"
    {
        for person in root postgres "$user"; do
            printf 'plaza %s plaza_owner\nplaza %s plaza_app\n' "$person" "$person"
        done
        printf 'plaza root postgres\nplaza postgres postgres\n'
        if [ "$kind" = temporary ]; then printf 'plaza %s postgres\n' "$user"; fi
    } | sort -u >"$data/pg_ident.conf"
}

# Half a cluster is never taken for a whole one: it gets its name when it is complete.
make() {
    local sync=()
    if [ "$kind" = temporary ]; then sync=(--no-sync); fi
    rm -rf "$data.new"
    install -d -o postgres -g postgres -m 700 "$data.new"
    as_postgres "$bin/initdb" -D "$data.new" -U postgres --encoding=UTF8 --locale=C.UTF-8 --data-checksums \
        --auth=peer --no-instructions "${sync[@]}" >/dev/null
    echo "include 'plaza.conf'" >>"$data.new/postgresql.conf"
    mv "$data.new" "$data"
}

superuser() { as_postgres "$bin/psql" -XAtq -v ON_ERROR_STOP=1 -h "$socket" -U postgres -d postgres "$@"; }

databases() {
    [ -z "$(superuser -c "select 1 from pg_database where datname = 'plaza'")" ] || return 0
    superuser <<-SQL
		select 'create role ' || name || ' login' from unnest(array['plaza_owner', 'plaza_app']) name
		    where not exists (select from pg_roles where rolname = name) \gexec
		grant plaza_app to plaza_owner;
		$([ "$kind" = temporary ] && echo 'alter role plaza_owner createdb;')
		create database plaza owner plaza_owner;
	SQL
}

ready() { "$bin/pg_isready" -q -h "$socket"; }
running() { as_postgres "$bin/pg_ctl" -D "$data" status >/dev/null 2>&1; }

# An empty environment: the end of a test run looks for its processes by a mark in theirs.
leave_guardian() {
    env -i PATH="$PATH" setsid --fork bash "$0" guard "$folder" "$socket" "$kind" "$user" </dev/null >/dev/null 2>&1 8>&- 9>&-
}

start() {
    local try
    leave_guardian # first, so that nothing that goes wrong from here on leaves a PostgreSQL that nobody ends
    install -d -o postgres -g postgres -m 755 "$socket" "$log"
    [ -e "$data/PG_VERSION" ] || make
    settings >"$data/plaza.conf"
    access
    chown postgres:postgres "$data"/*.conf
    if running; then
        as_postgres "$bin/pg_ctl" -D "$data" reload >/dev/null
    fi
    # After kill -9 of the parent, its children hold the shared memory for a moment more, and recovery takes its time.
    for ((try = 0; try < 60; try++)); do
        if ready || as_postgres "$bin/pg_ctl" -D "$data" -l "$log/start.log" -w -t 300 start >/dev/null 2>&1; then break; fi
        sleep 1
    done
    if ! ready; then
        echo "PostgreSQL does not start: $(tail -n 1 "$log/start.log")" >&2
        exit 1
    fi
    databases
}

stop() {
    if running; then as_postgres "$bin/pg_ctl" -D "$data" -m "$mode" -w -t 60 stop >/dev/null 2>&1 || true; fi
}

main() {
    case $action in
    prepare) prepare ;;
    start | stop | kill | drop)
        exec 9>"$folder/start.lock" # two commands may find it down at the same moment
        flock 9
        case $action in
        start) start ;;
        stop) stop ;;
        kill) kill -KILL "$(head -n 1 "$data/postmaster.pid")" ;;
        drop)
            stop
            rm -rf "$data" "$data.new" "$log"
            ;;
        esac
        ;;
    guard)
        exec 8<"$folder/users.lock"
        flock -x 8
        exec 9>"$folder/start.lock" # a start whose user has gone may still be at work
        flock 9
        stop
        if [ "$kind" = temporary ]; then rm -rf "$folder"; fi
        ;;
    *) exit 2 ;;
    esac
}
# In one piece, so that a checkout that changes meanwhile does not change what runs.
main
exit
