#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# install-as-root.sh [PACKAGE…]: installs Debian packages without starting any service or making a database cluster;
# without packages it only puts back what a run that was killed half way has left (see left_over in packages.sh).
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
policy=/usr/sbin/policy-rc.d
saved=$policy.before-plaza
cluster_settings=/etc/postgresql-common/createcluster.conf
saved_settings=$cluster_settings.before-plaza
mark='made by Plaza while it installs packages'

exec 9>/run/plaza-packages.lock
flock 9

restore() {
    if grep -qs "$mark" "$policy"; then rm -f "$policy"; fi
    if [ -e "$saved" ]; then mv "$saved" "$policy"; fi
    if [ -e "$saved_settings" ]; then mv "$saved_settings" "$cluster_settings"; fi
}
forbid_services() {
    if [ -e "$policy" ]; then mv "$policy" "$saved"; fi
    printf '#!/bin/sh\n# %s\nexit 101\n' "$mark" >"$policy"
    chmod 755 "$policy"
}

apt() { apt-get -q -o DPkg::Lock::Timeout=900 -o Dpkg::Use-Pty=0 "$@" 9>&-; }
install() { apt install -y --no-install-recommends "$@"; }

# Reads the answer to "may a new PostgreSQL make its main cluster?" from the package's own file.
no_main_cluster() {
    sed -i -E 's/^#?[[:space:]]*create_main_cluster[[:space:]]*=.*/create_main_cluster = false/' "$cluster_settings"
    grep -q '^create_main_cluster = false' "$cluster_settings" || echo 'create_main_cluster = false' >>"$cluster_settings"
}

# A server that only a measurement starts must not come up with the machine either. PostgreSQL's unit stays: it starts
# what clusters somebody makes later, and none is made here.
enabled_services() {
    find /etc/systemd/system \( -path '*.wants/*.service' -o -path '*.wants/*.socket' \) ! -name 'postgresql*' 2>/dev/null | sort
}

trap restore EXIT
trap 'exit 1' INT TERM HUP
restore
[ $# != 0 ] || exit 0
forbid_services
apt update || echo "some package lists could not be fetched; going on with what there is"

if [[ " $* " == *" postgresql-15 "* ]]; then
    if compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null; then
        # Somebody else's PostgreSQL: its settings stay theirs, but ours needs no main cluster beside it.
        cp -p "$cluster_settings" "$saved_settings.new"
        mv "$saved_settings.new" "$saved_settings"
    else
        install postgresql-common
    fi
    no_main_cluster
fi
enabled=$(enabled_services)
install "$@"
comm -13 <(echo "$enabled") <(enabled_services) | xargs -r rm -f
