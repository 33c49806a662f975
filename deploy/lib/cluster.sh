# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash disable=SC2034
# A PostgreSQL cluster of our own, reached by unix socket only. It lives as long as somebody uses it: every user holds
# a shared lock on FOLDER/users.lock, and whoever started it leaves a guardian behind that stops it when the last lock
# is gone, also after kill -9. What needs root stands in cluster-as-root.sh.
PG_BIN=/usr/lib/postgresql/15/bin
CLUSTER_FOLDER=
CLUSTER_SOCKET=
CLUSTER_KIND=
CLUSTER_HELD=

# cluster_private: the checkout's own. /var/lib and /run, since postgres may not be able to enter the checkout
# and a socket's path holds 107 bytes.
cluster_private() {
    CLUSTER_FOLDER=/var/lib/plaza/main-$PLAZA_HASH
    CLUSTER_SOCKET=/run/plaza-$PLAZA_HASH
    CLUSTER_KIND=durable
}

# cluster_temporary FOLDER: for tests; it goes without syncing to disk and is removed at its end.
cluster_temporary() {
    CLUSTER_FOLDER=$1
    CLUSTER_SOCKET=$1/socket
    CLUSTER_KIND=temporary
}

cluster_root() {
    as_root bash "$PLAZA_TOP/deploy/lib/cluster-as-root.sh" "$1" "$CLUSTER_FOLDER" "$CLUSTER_SOCKET" "$CLUSTER_KIND" \
        "$(id -un)" "${@:2}" 6>&- 8>&-
}

cluster_url() { echo "postgresql://$1@/$2?host=$CLUSTER_SOCKET"; }

# Not only up, but open to whoever asks.
cluster_answers() {
    "$PG_BIN/psql" -XAtq "$(cluster_url plaza_app plaza)" -c '' >/dev/null 2>&1 8>&-
}

# Makes it when missing, starts it when down, and keeps it up as long as this process or a child of it lives.
cluster_start() {
    if [ ! -O "$CLUSTER_FOLDER/users.lock" ]; then
        need_root
        cluster_root prepare
    fi
    exec 8<"$CLUSTER_FOLDER/users.lock"
    flock -s 8
    CLUSTER_HELD=yes
    if ! cluster_answers; then
        need_root
        cluster_root start
    fi
}

# Throws its data away; fails when somebody uses it.
cluster_drop() {
    need_root
    cluster_root prepare
    exec 8<"$CLUSTER_FOLDER/users.lock"
    flock -w 5 -x 8 || return 1
    cluster_root drop
    exec 8<&-
}

# Gives up this process's part of it and waits for the end; fails when somebody else still uses it.
cluster_release() {
    local alone=yes i rc
    flock -n -x 8 || alone=
    exec 8<&-
    CLUSTER_HELD=
    [ -n "$alone" ] || return 1
    for ((i = 0; i < 600; i++)); do
        rc=0
        "$PG_BIN/pg_isready" -q -h "$CLUSTER_SOCKET" || rc=$?
        if [ "$rc" = 2 ]; then return 0; fi # 1 says that it is shutting down
        sleep 0.05
    done
    return 1
}
