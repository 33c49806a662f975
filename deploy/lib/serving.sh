# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash disable=SC2154
# What deploy/up and deploy/cluster share: one of them at a time serves a checkout, on a port that is free.
SERVING=$(basename "$0")

wrong() {
    say "plaza: $1 (deploy/$SERVING --help)"
    exit 2
}

need_port() {
    [[ $port =~ ^[0-9]{1,5}$ && $((10#$port)) -le 65535 ]] || wrong "--port needs a number up to 65535"
}

only_one() {
    mkdir -p "$PLAZA_TOP/.tools"
    exec 6>>"$PLAZA_TOP/.tools/lock-up"
    flock -n 6 || die "deploy/$(cat "$PLAZA_TOP/.tools/serving" 2>/dev/null || echo up) is already running in this checkout: end it first"
    echo "$SERVING" >"$PLAZA_TOP/.tools/serving"
}

port_free() {
    if [ "$port" != 0 ] && (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
        die "port $port is taken by another program: end that, or choose another with --port"
    fi
}

# A first build with its packages takes about 3 GB.
room() {
    local free
    free=$(df -Pm "$PLAZA_TOP" | awk 'NR == 2 { print $4 }')
    if ((free < 500)); then die "the disk is full ($free MB free at $PLAZA_TOP): Plaza needs about 3 GB to build"; fi
}

leave_cluster() {
    if [ -n "$CLUSTER_HELD" ] && ! cluster_release; then
        say "The private cluster stays up for another command of this checkout."
    fi
}
