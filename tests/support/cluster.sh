#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# A PostgreSQL cluster for tests, in a folder of its own that is removed at its end.
#   cluster.sh run                              makes one, prints {"folder", "socket", "url", "superuser_url"} when it
#                                               answers, keeps it until standard input ends
#   cluster.sh start FOLDER                     starts one of `run` again
#   cluster.sh stop FOLDER [smart|fast|immediate]
#   cluster.sh kill FOLDER                      kill -9 of its parent process
. "$(dirname "${BASH_SOURCE[0]}")/../../deploy/lib/common.sh"
. "$PLAZA_TOP/deploy/lib/cluster.sh"

# test_cluster_start: a new one; sets CLUSTER_FOLDER and CLUSTER_SOCKET. Not below TMPDIR, which postgres may not enter.
test_cluster_start() {
    cluster_temporary "$(mktemp -d /tmp/plaza-test-XXXXXX)"
    cluster_start
}

# Whoever still uses it is cut off. The guardian that cluster.sh left behind removes the folder.
test_cluster_end() {
    local i
    cluster_root stop immediate
    cluster_release || true
    for ((i = 0; i < 100; i++)); do
        [ -e "$CLUSTER_FOLDER" ] || return 0
        sleep 0.05
    done
}

run() {
    test_cluster_start
    trap test_cluster_end EXIT
    trap 'exit 0' INT TERM HUP
    printf '{"folder":"%s","socket":"%s","url":"%s","superuser_url":"%s"}\n' "$CLUSTER_FOLDER" "$CLUSTER_SOCKET" \
        "$(cluster_url plaza_owner plaza)" "$(cluster_url postgres postgres)"
    while read -r _; do :; done
}

main() {
    local action=${1:-}
    case $action in
    run) run ;;
    start | stop | kill)
        cluster_temporary "${2:?a folder is needed}"
        cluster_root "$action" "${@:3}"
        ;;
    *) die "usage: cluster.sh run | start FOLDER | stop FOLDER [MODE] | kill FOLDER" ;;
    esac
}
if [ "${BASH_SOURCE[0]}" = "$0" ]; then
    main "$@"
    exit
fi
