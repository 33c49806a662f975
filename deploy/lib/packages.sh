# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
# Debian packages: only what is missing is installed, and installing starts nothing.

# packages_missing LIST…: what of the lists neither is installed nor is provided by something that is.
packages_missing() {
    awk 'NR == FNR { have[$1]; next } { sub(/#.*/, "") } NF && !($1 in have) { print $1 }' \
        <(dpkg-query -W -f '${db:Status-Status} ${Package}, ${Provides}\n' |
            sed -nE 's/^installed //p' | tr ',' '\n' | awk '{ print $1 }') \
        <(cat "$@")
}

# left_over: a run that was killed half way, or by a power cut, has left Debian forbidden to start services. While
# somebody else of this machine is installing that is as it should be.
left_over() {
    { grep -qs 'made by Plaza' /usr/sbin/policy-rc.d ||
        [ -e /usr/sbin/policy-rc.d.before-plaza ] || [ -e /etc/postgresql-common/createcluster.conf.before-plaza ]; } &&
        { [ ! -e /run/plaza-packages.lock ] || flock -n /run/plaza-packages.lock true; }
}

# install_packages LIST…
install_packages() {
    local missing system
    if left_over; then
        need_root
        must_step "Clearing up after an installation that was cut off" "$STEP_LOGS/packages.log" \
            as_root bash "$PLAZA_TOP/deploy/lib/install-as-root.sh"
    fi
    missing=$(packages_missing "$@" | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    # shellcheck source=/dev/null
    system=$(. /etc/os-release && echo "$ID ${VERSION_ID:-}")
    [ "$system" = "debian 12" ] ||
        die "Plaza is set up on Debian 12, and this is $system: install there, or install these yourself: $missing"
    need_root
    say "Debian packages to install: $missing"
    # shellcheck disable=SC2086
    must_step "Installing Debian packages" "$STEP_LOGS/packages.log" \
        as_root bash "$PLAZA_TOP/deploy/lib/install-as-root.sh" $missing
}
