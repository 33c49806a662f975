# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
# What every measurement has in common: everything built, a private cluster, a folder, and an end that leaves nothing behind.
for name in $(compgen -e PLAZA_); do unset "$name"; done # a run brings its own configuration
. "$(dirname "${BASH_SOURCE[0]}")/../../deploy/lib/common.sh"
. "$PLAZA_TOP/deploy/lib/packages.sh"
. "$PLAZA_TOP/deploy/lib/node.sh"
. "$PLAZA_TOP/deploy/lib/build.sh"
. "$PLAZA_TOP/tests/support/cluster.sh"

measuring='' folder=''

# shellcheck disable=SC2317 # called by the trap
finish() {
    trap '' INT TERM HUP
    set +e
    end_step
    if [ -n "$measuring" ]; then
        kill -TERM "$measuring" 2>/dev/null
        wait "$measuring"
    fi
    if [ -n "$folder" ]; then rm -rf "$folder"; fi
    if [ -n "$CLUSTER_HELD" ]; then test_cluster_end; fi
}

# set_up TARGET…: what is to be built of the release preset besides the server.
set_up() {
    trap finish EXIT
    trap 'exit 1' INT TERM HUP
    need_writable
    install_packages "$PLAZA_TOP/deploy/packages.txt" "$PLAZA_TOP/tests/load/packages.txt"
    use_node
    must_step "Fetching what the measurement needs" "$STEP_LOGS/load-npm.log" with_lock tests npm_ci "$PLAZA_TOP/tests"
    must_step "Building preset release" "$STEP_LOGS/load-build.log" with_lock release build_server release plaza "$@"
    say "Starting a PostgreSQL cluster for this run …"
    test_cluster_start
    folder=$(mktemp -d /tmp/plaza-load-XXXXXX)
    chmod 755 "$folder" # the workers of nginx are somebody else
}

# figures SCRIPT.ts [ARG…]: prints one JSON object on standard output.
figures() {
    local script=$1
    shift
    LOAD_FOLDER=$folder LOAD_BUILD=$PLAZA_TOP/build/release LOAD_PG_BIN=$PG_BIN LOAD_PLAZA=$PLAZA_TOP/build/release/plaza \
        LOAD_APP_URL=$(cluster_url plaza_app plaza) LOAD_OWNER_URL=$(cluster_url plaza_owner plaza) \
        LOAD_SUPERUSER_URL=$(cluster_url postgres postgres) \
        setpriv --pdeathsig TERM timeout -k 30 "${LOAD_SECONDS:-840}" node "$PLAZA_TOP/tests/load/$script" "$@" &
    measuring=$!
    wait "$measuring"
    measuring=
}
