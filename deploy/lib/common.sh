# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash disable=SC2034
# What every script of deploy/ and tests/ shares: where things are, how to speak, how to run a step.
set -euo pipefail
export LC_ALL=C.UTF-8
unset CDPATH

PLAZA_TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
# Two checkouts on one machine must not share a cluster: everything outside the checkout carries this.
PLAZA_HASH=$(printf %s "$PLAZA_TOP" | sha256sum | cut -c1-10)
STEP_LOGS=$PLAZA_TOP/build/deploy
STEP_PID=

say() { printf '%s\n' "$*" >&2; }

# One line that says what to fix.
die() {
    say "plaza: $*"
    exit 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "this needs administrator rights: run it as root, or install sudo"
    fi
}

# sudo cannot ask for a password from a step in the background, so it asks here.
need_root() {
    if [ "$(id -u)" != 0 ]; then
        as_root -v || die "sudo refused: run this as root, or as somebody who may use sudo"
    fi
}

# Names the usual reasons; what none of them explains is shown by its own last words.
reason_in() {
    local log=$1
    if grep -qiE 'no space left on device|ENOSPC|disk quota exceeded' "$log"; then
        echo "the disk is full: free some space and try again"
    elif grep -qiE 'could not resolve|temporary failure (in name resolution|resolving)|ENOTFOUND|EAI_AGAIN|ENETUNREACH|ECONNREFUSED|ETIMEDOUT|failed to fetch|network is unreachable' "$log"; then
        echo "no network (or a proxy in the way): packages cannot be fetched"
    elif grep -qiE 'could not get lock' "$log"; then
        echo "another program is installing packages: wait for it and try again"
    elif grep -qE '^E: (Unable to locate|Package .* has no installation candidate)' "$log"; then
        echo "Debian packages cannot be found: check /etc/apt/sources.list.d"
    elif grep -qE '^CMake Error' "$log"; then
        grep -A1 -m1 -E '^CMake Error' "$log" | tail -n 1 | sed 's/^ *//' | cut -c1-200
    else
        { grep -iE '(^|[^a-z])(error|fatal)' "$log" || grep -iE 'failed|denied|undefined' "$log" || tail -n 1 "$log"; } | sed -n '1p' | tr -d '\r' | cut -c1-200
    fi
}

need_writable() {
    [ -w "$PLAZA_TOP" ] || die "$(id -un) may not write in $PLAZA_TOP: run this as the owner of the folder"
}

# run_step WHAT LOG CMD…: runs CMD in a process group of its own with its output in LOG, shows a sign of life every
# half minute, and returns CMD's exit status. A function of lib/ gets a shell of its own, since bash forgets `set -e`
# in a function called before `||`.
run_step() {
    local what=$1 log=$2 start=$SECONDS shown=$SECONDS rc=0
    shift 2
    if declare -F "$1" >/dev/null; then set -- bash "$PLAZA_TOP/deploy/lib/step.sh" "$@"; fi
    mkdir -p "$(dirname "$log")"
    say "$what …"
    set -m
    "$@" >"$log" 2>&1 </dev/null &
    STEP_PID=$!
    set +m
    while kill -0 "$STEP_PID" 2>/dev/null; do
        sleep 0.1
        if ((SECONDS - shown >= 30)); then
            shown=$SECONDS
            say "  $((SECONDS - start)) s: $(grep -vE '^[[:space:]]*$' "$log" | tail -n 1 | tr -d '\r' | cut -c1-90)"
        fi
    done
    wait "$STEP_PID" || rc=$?
    STEP_PID=
    return "$rc"
}

# The same, but a failure ends everything with a line that says what to fix.
must_step() {
    run_step "$@" || die "$1: failed: $(reason_in "$2") (log: $2)"
}

# For traps: ends the step under way, with all that it started.
end_step() {
    if [ -n "$STEP_PID" ]; then
        kill -TERM -- "-$STEP_PID" 2>/dev/null || true
        wait "$STEP_PID" 2>/dev/null || true
        STEP_PID=
    fi
}

# with_lock NAME CMD…: two commands of one checkout must not do the same piece of set-up at once.
with_lock() {
    local lock=$PLAZA_TOP/.tools/lock-$1
    shift
    mkdir -p "$PLAZA_TOP/.tools"
    (
        exec 7>"$lock"
        flock -n 7 || {
            say "  waiting for another command of this checkout"
            flock 7
        }
        "$@" 7>&-
    )
}

# tree_hash PATH…: changes when a file under one of the paths does, whatever its date says.
tree_hash() {
    { find "$@" -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -print0 2>/dev/null || true; } |
        sort -z | xargs -0 -r sha256sum | sha256sum | cut -c1-16
}
