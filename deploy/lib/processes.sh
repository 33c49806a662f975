# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash disable=SC2154
# Two processes of Plaza and HAProxy before them: started, watched, started again, ended. Uses port and stopping of
# deploy/cluster; the names of the parts are 1, 2 and haproxy.
SERVED=
declare -A PART_PID=() PART_PORT=() PART_SINCE=() PART_TRIES=()

# A port that nobody has; ours from the moment that something listens there.
free_port() {
    local candidate i
    for ((i = 0; i < 100; i++)); do
        candidate=$((20000 + RANDOM % 12000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$candidate") 2>/dev/null; then
            echo "$candidate"
            return 0
        fi
    done
    die "no port is free"
}

part_log() { if [ "$1" = haproxy ]; then echo "$CLUSTER_FOLDER/haproxy.log"; else echo "$CLUSTER_FOLDER/process-$1.log"; fi; }

# Sessions of their own: Ctrl-C reaches this script alone, which then asks each part once to end.
start_part() {
    local part=$1 log
    log=$(part_log "$part")
    if [ "$part" = haproxy ]; then
        setsid setpriv --pdeathsig TERM haproxy -db -f "$CLUSTER_FOLDER/haproxy.cfg" >>"$log" 2>&1 </dev/null &
    else
        PLAZA_LISTEN=127.0.0.1:${PART_PORT[$part]:-0} setsid setpriv --pdeathsig TERM "$PLAZA_BINARY" serve \
            >>"$log" 2>&1 </dev/null &
    fi
    PART_PID[$part]=$!
    PART_SINCE[$part]=$SECONDS
}

part_lives() { kill -0 "${PART_PID[$1]}" 2>/dev/null; }

# Its port stays when it is started again: HAProxy knows it.
find_port() {
    local part=$1 log i
    log=$(part_log "$part")
    for ((i = 0; i < 600; i++)); do
        [ -z "$stopping" ] || return 0
        part_lives "$part" || die "process $part did not start: $(reason_in "$log") (log: $log)"
        PART_PORT[$part]=$(grep -oE '^\{"listening":"127\.0\.0\.1:[0-9]+' "$log" | tail -n 1 | grep -oE '[0-9]+$' || true)
        [ -z "${PART_PORT[$part]}" ] || return 0
        sleep 0.1
    done
    die "process $part runs but does not listen after a minute (log: $log)"
}

# Two descriptors for each connection of HAProxy, and some for itself.
configure_haproxy() {
    local most servers line text part
    most=$((($(ulimit -n) - 200) / 2))
    if ((most > 20000)); then most=20000; fi
    for part in 1 2; do servers+="    server process-$part 127.0.0.1:${PART_PORT[$part]}"$'\n'; done
    text=$(<"$PLAZA_TOP/deploy/lib/haproxy.cfg")
    text=${text//@MAXCONN@/$most}
    text=${text//@PORT@/$port}
    text=${text//@ERRORS@/$PLAZA_TOP/deploy/lib/unavailable.http}
    text=${text//@SERVERS@/${servers%$'\n'}}
    printf '%s\n' "$text" >"$CLUSTER_FOLDER/haproxy.cfg"
    line=$(haproxy -c -q -f "$CLUSTER_FOLDER/haproxy.cfg" 2>&1) || die "HAProxy refuses its configuration: $(head -n 1 <<<"$line")"
}

wait_all_ready() {
    local i part
    for ((i = 0; i < 600; i++)); do
        [ -z "$stopping" ] || return 0
        for part in 1 2 haproxy; do part_lives "$part" || die "$part did not start: $(reason_in "$(part_log "$part")") (log: $(part_log "$part"))"; done
        if [ "$(http_status "${PART_PORT[1]}" /readyz)" = 200 ] && [ "$(http_status "${PART_PORT[2]}" /readyz)" = 200 ] &&
            [ "$(http_status "$port" /readyz)" = 200 ]; then
            for part in 1 2; do say "Process $part: 127.0.0.1:${PART_PORT[$part]}, pid ${PART_PID[$part]}"; done
            echo "Plaza is ready on http://127.0.0.1:$port"
            if [ "$PLAZA_DEMO" = true ]; then tell_of_demo; else tell_of_beginning && tell_of_mail; fi
            say "Ctrl-C ends it."
            return 0
        fi
        sleep 0.1
    done
    die "the processes run but are not ready after a minute (logs: $CLUSTER_FOLDER/process-1.log, …)"
}

# Whatever ends is started again; what ends at once five times in a row ends everything.
watch_parts() {
    local part rc
    while [ -z "$stopping" ]; do
        for part in 1 2 haproxy; do
            part_lives "$part" && continue
            rc=0
            wait "${PART_PID[$part]}" || rc=$?
            [ -z "$stopping" ] || return 0
            if ((SECONDS - PART_SINCE[$part] > 10)); then PART_TRIES[$part]=0; fi
            PART_TRIES[$part]=$((${PART_TRIES[$part]:-0} + 1))
            if ((PART_TRIES[$part] > 5)); then
                say "plaza: $part ends again and again with $rc (log: $(part_log "$part"))"
                return 1
            fi
            start_part "$part"
            say "Process $part ended with $rc and is started again: pid ${PART_PID[$part]}"
        done
        sleep 0.2
    done
    return 0
}

# The processes first, which tell their readers to come back; HAProxy carries that to them.
end_parts() {
    local part rc=0
    for part in 1 2; do [ -z "${PART_PID[$part]:-}" ] || kill -TERM "${PART_PID[$part]}" 2>/dev/null || true; done
    for part in 1 2; do [ -z "${PART_PID[$part]:-}" ] || end_of "$part" || rc=1; done
    if [ -n "${PART_PID[haproxy]:-}" ]; then
        kill -TERM "${PART_PID[haproxy]}" 2>/dev/null || true
        end_of haproxy || true # by a signal, as asked
    fi
    return "$rc"
}

# Signals may cut a wait short.
end_of() {
    local rc=0
    while part_lives "$1"; do
        rc=0
        wait "${PART_PID[$1]}" || rc=$?
    done
    wait "${PART_PID[$1]}" 2>/dev/null || rc=$?
    return "$rc"
}

# Where a line says why, everything that was started ends as well.
# shellcheck disable=SC2317 # called by the trap
end_early() {
    local rc=$?
    if [ -n "$SERVED" ]; then end_parts || true; fi
    exit "$rc"
}

serve_all() {
    local part rc=0
    SERVED=yes
    trap end_early EXIT
    for part in 1 2; do
        new_log "$(part_log "$part")"
        start_part "$part"
    done
    new_log "$(part_log haproxy)"
    for part in 1 2; do find_port "$part"; done
    if [ -z "$stopping" ]; then
        configure_haproxy
        start_part haproxy
        wait_all_ready
        watch_parts || rc=1
    fi
    trap - EXIT
    stopping=yes
    end_parts || rc=1
    return "$rc"
}
